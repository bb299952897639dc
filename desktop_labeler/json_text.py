"""Reads JSON from files of others: whatever is wrong with it is a ValueError."""

import json
from typing import Any


def parse_json(text: str) -> Any:  # noqa: ANN401 - what JSON holds
    """Return the content of a JSON text.

    Raises:
        ValueError: it is not JSON, or nested more deeply than can be read.
    """
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def is_text(text: str) -> bool:
    """Whether a text can be stored: without halves of characters and bytes that are no text in a file name."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
