"""Checks that stored image paths stay inside their folder, since a project file may come from somebody else."""

import sys
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


def is_below(file: Path, folder: Path) -> bool:
    """Whether a file is below a folder after all links have been resolved."""
    return file.resolve().is_relative_to(folder.resolve())
