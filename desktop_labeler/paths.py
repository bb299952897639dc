"""Paths: the files of the program, the folder for the user's data, and the cache."""

import os
import sys
from pathlib import Path

import platformdirs

_APP = "desktop-labeler"


_LONGEST_NAME = 255  # bytes, on every common disk


def resource(*parts: str) -> Path:
    """Return the path of a file or folder of the program's resources; parts as in "icons", "home.svg".

    Works from a checkout, from an installed wheel and from a frozen bundle.
    """
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen, "resources", *parts)
    inside = package / "_resources"
    return (inside if inside.is_dir() else package.parent / "resources").joinpath(*parts)


def data_dir() -> Path:
    """Return the folder for settings, logs and the sample project, made if missing.

    The environment variable DESKTOP_LABELER_DATA moves it.
    """
    moved = os.environ.get("DESKTOP_LABELER_DATA")
    folder = Path(moved) if moved else Path(platformdirs.user_data_dir(_APP, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def cache_dir() -> Path:
    """Return the folder for what can be recreated, mostly thumbnails; made if missing."""
    moved = os.environ.get("DESKTOP_LABELER_DATA")
    folder = Path(moved, "cache") if moved else Path(platformdirs.user_cache_dir(_APP, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def beginning_of(name: str, behind: str) -> str:
    """Return as much of a name as fits before what comes behind it: file names have at most 255 bytes."""
    room = _LONGEST_NAME - len(os.fsencode(behind))
    return os.fsencode(name)[:room].decode(errors="ignore")


def is_too_long(name: str, behind: str = "") -> bool:
    """Whether a name, with what may come behind it, is too long for a file."""
    return len(os.fsencode(name + behind)) > _LONGEST_NAME


def is_folder(place: Path) -> bool:
    """Whether there is a folder; none where the system refuses to look, as with a name that is too long."""
    try:
        return place.is_dir()
    except OSError:
        return False


def free_place(folder: Path, name: str, suffix: str = "") -> Path:
    """Return a free path in a folder: the name itself, or the name with the first free number."""
    place, number = folder / f"{name}{suffix}", 2
    while os.path.lexists(place):
        place, number = folder / f"{name} {number}{suffix}", number + 1
    return place
