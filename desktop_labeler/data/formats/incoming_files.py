"""The files of an import that lie in folders: what the system and others put there is left out, what is broken told."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from desktop_labeler.data.formats.records import Reading
from desktop_labeler.data.images.walk import is_hidden
from desktop_labeler.errors import FormatError


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and all below it, sorted, without those that a scan of images leaves out too."""
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_hidden(name))
        for name in sorted(names):
            if not is_hidden(name):
                yield Path(place, name)


def folders_in(folder: Path) -> list[Path]:
    """Return the folders in a folder, sorted, without those of the system.

    Raises:
        FormatError: it is no folder.
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
    """Return what a JSON file among others holds, None where it cannot be read, which is noted."""
    try:
        return json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        reading.skipped.append((file, error))
        return None
