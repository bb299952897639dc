"""OME-TIFF that stores one image in several files: which planes each file has, by the OME-XML that it carries."""

import re

_OWN = re.compile(r"<(?:\w+:)?TiffData\b([^>]*)>\s*<(?:\w+:)?UUID\b[^>]*?FileName=[\"']([^\"']*)[\"']")
_NAMED = re.compile(r"(\w+)=[\"'](\d{1,7})[\"']")
_ELSEWHERE = re.compile(r"<(?:\w+:)?BinaryOnly\b")


def is_split(description: str, name: str) -> bool:
    """Whether further files hold planes of the same image, or its OME-XML.

    Args:
        description: the OME-XML of the file.
        name: the name of the file.
    """
    return bool(_ELSEWHERE.search(description)) or any(file != name for _, file in _OWN.findall(description))


def planes_in(description: str, name: str) -> tuple[int, int, int] | None:
    """Return how many channels the planes in one of the files have, how many planes each, and how far apart they are.

    None where the OME-XML does not say it, or the channels of the file do not take turns. Arguments as of `is_split`.
    """
    places: dict[int, int] = {}
    for attributes, file in _OWN.findall(description):
        if file == name:
            said = {key: int(value) for key, value in _NAMED.findall(attributes)}
            if said.get("PlaneCount", 1) != 1:
                return None
            places[said.get("IFD", 0)] = said.get("FirstC", 0)
    channels = [places[place] for place in sorted(places)]
    kinds = sorted(set(channels))
    if not channels or sorted(places) != list(range(len(channels))):
        return None
    stride = next((place for place, one in enumerate(channels) if one != channels[0]), len(channels))
    regular = [kinds[place // stride % len(kinds)] for place in range(len(channels))]
    return (len(kinds), len(channels) // len(kinds), stride) if regular == channels else None
