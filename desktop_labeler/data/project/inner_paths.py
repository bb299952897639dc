"""Checks that stored image paths stay inside their folder, since a project file may come from somebody else."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path, PureWindowsPath

from desktop_labeler.messages import Message

UNSAFE = Message("its path leads out of the folder of the images")


def is_inner(path: str, *, windows: bool = sys.platform == "win32") -> bool:
    """Whether a stored path stays below the folder to which it is joined.

    A backslash or a colon is an ordinary character, except on Windows, where both can lead out of the folder.

    Args:
        path: a path with "/" between its parts.
        windows: whether the rules of Windows apply.

    Returns:
        False for absolute paths, for parts that are empty, "." or "..", and for characters that no path contains.
    """
    if windows and ("\\" in path or PureWindowsPath(path).drive or ":" in path):
        return False
    return "\0" not in path and all(part not in ("", ".", "..") for part in path.split("/"))


def real_path(path: Path) -> Path:
    """Return a path with all links resolved; one that leads in a circle stays as it is, and opening it says so."""
    return Path(os.path.realpath(path))


def is_below(file: Path, folder: Path) -> bool:
    """Whether a file is below a folder after all links have been resolved."""
    return real_path(file).is_relative_to(real_path(folder))


def lies_in(place: Path, folders: Iterable[Path]) -> bool:
    """Whether a place is one of these folders or below one, through whatever links and mounts it is reached.

    A folder can be mounted a second time elsewhere, or shared under another name: its identity tells, not its path.
    """
    places = [real_path(place), *real_path(place).parents]
    known = {found for found in map(_identity, places) if found is not None}
    return any(real_path(folder) in places or _identity(folder) in known for folder in folders)


def _identity(place: Path) -> tuple[int, int] | None:
    try:
        found = place.stat()
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found.st_ino else None  # some network disks number nothing
