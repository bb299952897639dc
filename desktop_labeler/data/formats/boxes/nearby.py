"""Finds the image that a file of annotations is about, in the places where data sets keep images."""

import posixpath
from pathlib import Path

from desktop_labeler.data.formats.incoming_files import is_there

_ENDINGS = ("", ".jpg", ".png", ".jpeg", ".JPG", ".PNG", ".JPEG", ".tif", ".tiff", ".bmp", ".webp")
_FOLDERS = ("", "../JPEGImages", "../images", "../Images", "../../JPEGImages", "../../images", "images")
# None stands for the folder of images that belongs to one of labels, see `swapped_folder`
_PLACES = [(place, ending) for place in (None, *_FOLDERS) for ending in _ENDINGS]
_OF_LABELS = frozenset(["annotations", "annotation", "labels", "xml", "xmls"])


class Nearby:
    """Looks for images beside files of annotations; the place of the last one found is tried first."""

    def __init__(self) -> None:
        self._last: tuple[str | None, str] = ("", "")

    def find(self, file: Path, inside: str, name: str, *, bare: bool = True) -> str | None:
        """Return the path of an image as it is called from the source's folder; None if it is in none of the places.

        Args:
            file: the file of annotations.
            inside: its path in the source.
            name: the name of the image, with or without an ending.
            bare: whether a file of just this name can be the image.
        """
        folder = posixpath.dirname(inside)
        swapped = swapped_folder(folder)
        for place, ending in (self._last, *_PLACES):
            way = swapped if place is None else place
            if way is not None and (bare or ending) and is_there(file.parent / way / (name + ending)):
                self._last = (place, ending)
                return _from_source(posixpath.join(folder, way, name + ending))
        return None


def swapped_folder(folder: str) -> str | None:
    """Return the way from a folder of labels to that of its images: "a/labels/train" has "../../images/train"."""
    parts = folder.split("/")
    at = next((place for place in range(len(parts) - 1, -1, -1) if parts[place] == "labels"), None)
    if at is None:
        return None
    return "/".join([".."] * (len(parts) - at) + ["images", *parts[at + 1 :]])


def likely_path(inside: str, name: str) -> str:
    """Return the path of an image that was not found: in its annotations' folders, without those only for these."""
    parts = [part for part in posixpath.dirname(inside).split("/") if part and part.lower() not in _OF_LABELS]
    return "/".join([*parts, name])


def _from_source(path: str) -> str:
    found = posixpath.normpath(path)
    while found.startswith("../"):
        found = found.removeprefix("../")
    return found
