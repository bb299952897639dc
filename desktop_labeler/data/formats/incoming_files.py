"""The files in the folder of an import: system files are left out, unreadable files are reported."""

import os
from collections.abc import Iterator
from pathlib import Path

from desktop_labeler.data.formats.records import Reading
from desktop_labeler.data.images.walk import is_hidden
from desktop_labeler.errors import FormatError
from desktop_labeler.json_text import parse_json


def files_below(folder: Path) -> Iterator[Path]:
    """Yield all files below a folder, sorted, without those that a scan for images also leaves out."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        for name in sorted(names):
            if not is_hidden(name):
                yield Path(place, name)


def folders_in(folder: Path) -> list[Path]:
    """Return the folders directly in a folder, sorted, without system folders.

    Raises:
        FormatError: the path is not a folder.
    """
    try:
        return sorted(entry for entry in folder.iterdir() if entry.is_dir() and not is_hidden(entry.name))
    except OSError as error:
        raise FormatError(
            "{folder} cannot be read as a folder: {reason}. Nothing was changed. Check the name.",
            folder=folder,
            reason=error.strerror or error,
        ) from error


def read_json(file: Path, reading: Reading) -> object:
    """Return the content of one JSON file of several; if it cannot be read, note that and return None."""
    try:
        return parse_json(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        reading.skipped.append((file, error))
        return None
