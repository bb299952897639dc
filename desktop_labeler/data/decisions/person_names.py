"""The names of people, as they are stored wherever a person is named."""


def person_name(text: str) -> str:
    """Return a name as it is stored: without spaces around it, one space between words; empty where there is none."""
    return " ".join(text.split())
