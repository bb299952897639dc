"""Finds the image that a file of annotations is about, in the places where data sets keep images."""

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path

_ENDINGS = ("", ".jpg", ".png", ".jpeg", ".JPG", ".PNG", ".JPEG", ".tif", ".tiff", ".bmp", ".webp")
_FOLDERS = ("", "../JPEGImages", "../images", "../Images", "../../JPEGImages", "../../images", "images")
_OF_LABELS = frozenset(["annotations", "annotation", "labels", "xml", "xmls"])


class Nearby:
    """Looks for images beside files of annotations; every folder is listed once."""

    def __init__(self) -> None:
        self._names: dict[str, frozenset[str]] = {}
        self._ways: dict[tuple[Path, str], list[tuple[str, frozenset[str]]]] = {}

    def find(self, file: Path, inside: str, name: str, *, bare: bool = True) -> str | None:
        """Return the path of an image as it is called from the source's folder; None if it is in none of the places.

        Args:
            file: the file of annotations.
            inside: its path in the source.
            name: the name of the image, with or without an ending.
            bare: whether a file of just this name can be the image.
        """
        folder = posixpath.dirname(inside)
        key = (file.parent, folder)
        if key not in self._ways:
            self._ways[key] = list(self._places(file.parent, folder))
        for way, names in self._ways[key]:
            for ending in _ENDINGS:
                if (bare or ending) and name + ending in names:
                    return _from_source(posixpath.join(folder, way, name + ending))
        return None

    def _places(self, folder: Path, inside: str) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield the ways from a folder of annotations to those that may have the images, with the files there."""
        swapped = swapped_folder(inside)
        for way in ([swapped] if swapped else []) + [*_FOLDERS]:
            place = os.path.normpath(folder / way)
            if place not in self._names:
                self._names[place] = _files_in(place)
            if self._names[place]:
                yield way, self._names[place]


def _files_in(folder: str) -> frozenset[str]:
    try:
        with os.scandir(folder) as listing:
            return frozenset(entry.name for entry in listing if entry.is_file())
    except OSError:
        return frozenset()


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
