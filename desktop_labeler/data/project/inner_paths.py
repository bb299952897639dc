"""Paths of images inside their folder: a project file that came from elsewhere must not lead anywhere else."""

import sys
from pathlib import Path, PureWindowsPath

from desktop_labeler.messages import Message

UNSAFE = Message("its path leads out of the folder of the images")


def is_inner(path: str, *, windows: bool = sys.platform == "win32") -> bool:
    """Whether a stored path stays below the folder that it is joined to.

    A backslash or a colon is a letter like any other except on Windows, where both can leave the folder.

    Args:
        path: with "/" between its parts.
        windows: whether the rules of Windows hold.

    Returns:
        False for absolute paths, for parts that are empty, "." or "..", and for characters that no path has.
    """
    if windows and ("\\" in path or PureWindowsPath(path).drive or ":" in path):
        return False
    return "\0" not in path and all(part not in ("", ".", "..") for part in path.split("/"))


def is_below(file: Path, folder: Path) -> bool:
    """Whether a file lies below a folder once every link on the way is followed."""
    return file.resolve().is_relative_to(folder.resolve())
