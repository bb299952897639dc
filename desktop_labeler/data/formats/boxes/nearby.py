"""Finds the image that a file of annotations is about, in the places where data sets keep images."""

import posixpath
from pathlib import Path

from desktop_labeler.data.formats.incoming_files import is_there

_ENDINGS = ("", ".jpg", ".png", ".jpeg", ".JPG", ".PNG", ".JPEG", ".tif", ".tiff", ".bmp", ".webp")
_FOLDERS = ("", "../JPEGImages", "../images", "../Images", "../../JPEGImages", "../../images", "images")
_OF_LABELS = frozenset(["annotations", "annotation", "labels", "xml", "xmls"])


class Nearby:
    """Looks for images beside files of annotations; the place of the last one found is tried first."""

    def __init__(self) -> None:
        self._last = ("", "")

    def find(self, file: Path, inside: str, name: str) -> str | None:
        """Return the path of an image as it is called from the source's folder; None if it is in none of the places.

        Args:
            file: the file of annotations.
            inside: its path in the source.
            name: the name of the image, with or without an ending.
        """
        folder = posixpath.dirname(inside)
        for place, ending in self._places(folder):
            if is_there(file.parent / place / (name + ending)):
                self._last = (place, ending)
                return _from_source(posixpath.join(folder, place, name + ending))
        return None

    def _places(self, folder: str) -> list[tuple[str, str]]:
        swapped = swapped_folder(folder)
        folders = [*_FOLDERS, *([swapped] if swapped else [])]
        return [self._last, *((place, ending) for place in folders for ending in _ENDINGS)]


def swapped_folder(folder: str) -> str | None:
    """Return the way from a folder of labels to that of its images: "a/labels/train" has "../../images/train"."""
    parts = folder.split("/")
    at = next((place for place in range(len(parts) - 1, -1, -1) if parts[place] == "labels"), None)
    if at is None:
        return None
    return "/".join([".."] * (len(parts) - at) + ["images", *parts[at + 1 :]])


def likely_path(inside: str, name: str) -> str:
    """Return the path of an image that was not found: in the folder of its annotations, unless only these are in it."""
    parts = [part for part in posixpath.dirname(inside).split("/") if part]
    while parts and parts[-1].lower() in _OF_LABELS:
        parts.pop()
    return "/".join([*parts, name])


def _from_source(path: str) -> str:
    found = posixpath.normpath(path)
    while found.startswith("../"):
        found = found.removeprefix("../")
    return found
