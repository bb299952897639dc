"""Boxes that were drawn on images of which a source in one file has none: as what the source knows these images."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.formats.boxes.annotation import BoxAnnotation
from desktop_labeler.data.formats.boxes.reading.read_boxes import BoxSource, source_files
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.boxes.writing.fresh_files import FreshFile
from desktop_labeler.data.formats.boxes.writing.reshaped import BoxAt
from desktop_labeler.data.formats.outgoing_boxes import DrawnBox, WrittenBack, size_of_page
from desktop_labeler.data.images.boxes.annotation_rows import AnnotationFile
from desktop_labeler.data.images.parts.image_parts import Part, split_path
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.fresh_boxes import stored_upright
from desktop_labeler.jobs.exchange.place_boxes import images_called
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job

ADDED: tuple[BoxKind, ...] = ("coco", "csv", "labelstudio")
"""The formats whose files list several images, to which one can be added."""

_Where = tuple[int, Page | None]  # the id of a file, and the page


@dataclass
class _Known:
    """What the files of a source call its images.

    Attributes:
        named: by the place of a box the name of its image, without the page.
        fractions: whether boxes are fractions of their images.
        empty: the file and the name of each image without a box.
    """

    named: dict[str, str] = field(default_factory=dict)
    fractions: bool = False
    empty: dict[str, str] = field(default_factory=dict)


def fresh_images(
    project: Project, source: AnnotationFile, kind: BoxKind, said: WrittenBack, drawn: Sequence[DrawnBox]
) -> Job[tuple[list[FreshFile], list[DrawnBox]]]:
    """Return what is added to the files of a source, and the boxes that have no place in it.

    An image that the source lists keeps its name there; another one is called as its path in the project, below what
    stands before the paths of the others. Boxes on photographs that the camera stored turned stay out: nothing says
    which way the boxes of this source are meant for them.
    """
    if kind not in ADDED or not drawn or not said.beside:
        return [], list(drawn)
    known = _read(source, kind, {box.place for box in said.beside.values()})
    if kind == "coco" and any("#results/" in box.place for box in said.beside.values()):
        return [], list(drawn)  # a list of results names no images
    called = yield from images_called(project, list(known.empty))
    first = next(iter(said.beside.values())).place.rpartition("#")[0]
    starts = _starts(project, said, known)
    found: list[FreshFile] = []
    rest: list[DrawnBox] = []
    for (holder, page), boxes in groupby(drawn, key=lambda box: (box.holder, box.part.page)):
        some, (file,) = list(boxes), project.images([holder])
        listed = called.get((holder, page))
        name = listed if listed is not None else _name(file.path, page, starts)
        if kind == "labelstudio" and page is not None and listed is None:
            name = None  # it shows no page of a file by an address
        size = size_of_page(project, file, page)
        if isinstance(size, Message) or name is None or not stored_upright(project, file):
            rest += some
            continue
        places = [BoxAt(box.part.box, size, known.fractions) for box in some if box.part.box is not None]
        pairs = [(box.label, at) for box, at in zip(some, places, strict=True)]
        target = known.empty[listed] if listed is not None else first
        found.append(FreshFile(target, target, name, pairs, page))
    return found, rest


def _read(source: AnnotationFile, kind: BoxKind, places: set[str]) -> _Known:
    found = _Known()
    for file, name in source_files(source.path, kind):
        read = BoxSource(file, kind)
        for box in read:
            place = f"{name}#{box.place.rpartition('#')[2]}"
            if place in places:
                found.named[place], found.fractions = _file_of(box), box.fractions
        found.empty |= {image: name for image in read.empty if image not in found.empty}
    return found


def _file_of(box: BoxAnnotation) -> str:
    name, part = split_path(box.image)
    return name if part is not None and part.box is None else box.image


def _starts(project: Project, said: WrittenBack, known: _Known) -> list[tuple[str, str]]:
    """Return what is taken from the beginning of a path in the project, and what is put there, for it in the source."""
    rows = {row.id: row.path for row in project.images([holder for holder, _ in said.beside])}
    there = [(rows[holder], box.place) for (holder, _), box in said.beside.items() if holder in rows]
    pairs = {(path, known.named.get(place, "")) for path, place in there}
    return sorted(set(_changes(pairs)))


def _changes(pairs: set[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for path, name in pairs:
        plain = name.replace("\\", "/")
        before = plain.removesuffix(path)
        if before != plain and (not before or before[-1] in "/="):
            yield "", name[: len(before)]
        elif plain and path.endswith(f"/{plain}"):
            yield path.removesuffix(plain), ""


def _name(path: str, page: Page | None, starts: Sequence[tuple[str, str]]) -> str | None:
    """Return what the source would call an image; None where nothing tells."""
    whole = path if page is None else f"{path}#{Part(page)}"
    return next((put + whole.removeprefix(taken) for taken, put in starts if path.startswith(taken)), None)
