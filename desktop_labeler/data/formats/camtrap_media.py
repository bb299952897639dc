"""The pictures of a package of Camtrap DP: each file or frame once, however many boxes are on it."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_labeler.data.decoding.decode import probe
from desktop_labeler.data.formats.export_tree import TreeNames, place, tagged
from desktop_labeler.data.formats.records import Link, Outgoing, Written
from desktop_labeler.data.images.parts.image_parts import Part, split_path
from desktop_labeler.errors import ImageError

_RESERVED = re.compile(r"\.{2,}|[#&%?]")  # what the package forbids in paths, or what has a meaning in addresses


@dataclass(frozen=True)
class Medium:
    """A picture of the package.

    Attributes:
        path: of its image in the project, or of what would be its image.
        relative: the path of its copy in the package.
        written: what became of it.
        size: width and height of the upright picture in pixels; None as long as no box is on it.
    """

    path: str
    relative: str
    written: Written
    size: tuple[int, int] | None = None


class Media:
    """Places the pictures.

    Args:
        out: the folder of the package.
        link: copy the pictures, or link to them.
    """

    def __init__(self, out: Path, link: Link) -> None:
        self._out, self._link = out, link
        self._names = TreeNames()
        self._known: dict[str, Medium] = {}

    def place(self, image: Outgoing) -> tuple[Medium, bool]:
        """Return the picture that an image is, or that its box is on, and whether it is new in the package."""
        if image.cut is not None and image.problem is not None:  # it is not in its file
            return Medium(image.path, "", Written(image.path, image.problem)), False
        whole = _whole(image)
        known = self._known.get(whole.path)
        size = known.size if known is not None else None
        if whole is not image and size is None:
            page = whole.cut.part.page if whole.cut is not None else None
            try:
                about = probe(whole.source, page=page)
            except ImageError as error:
                return Medium(whole.path, "", Written(image.path, error.message)), False
            size = (about.width, about.height)
        self._known[whole.path] = replace(known or self._placed(whole), size=size)
        return self._known[whole.path], known is None

    def _placed(self, whole: Outgoing) -> Medium:
        relative = f"media/{_plain(self._names.name(whole.path), whole.path)}"
        target = self._out / relative
        target.parent.mkdir(parents=True, exist_ok=True)
        return Medium(whole.path, relative, place(whole, target, self._link))


def _whole(image: Outgoing) -> Outgoing:
    """Return the picture that a box is on as an image of its own; any other image as it is."""
    if image.cut is None or image.cut.part.box is None:
        return image
    page = image.cut.part.page
    file, _ = split_path(image.path)
    if page is None:
        return replace(image, path=file, cut=None)
    part = Part(page)
    return replace(image, path=f"{file}#{part}", cut=replace(image.cut, part=part))


def _plain(name: str, path: str) -> str:
    """Return a name in the package that reads the same as a path and as a part of an address."""
    if not _RESERVED.search(name):
        return name
    folder, _, leaf = name.rpartition("/")
    marked = tagged(path, _RESERVED.sub("_", leaf.rpartition(".")[0]))
    return f"{_RESERVED.sub('_', folder)}/{marked}" if folder else marked
