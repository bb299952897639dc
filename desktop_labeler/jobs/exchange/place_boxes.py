"""Finds the image file of every box of a source, and where in it the box lies."""

import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

import numpy as np

from desktop_labeler.data.decoding.decode import probe
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.formats.boxes.annotation import BEYOND, BoxAnnotation
from desktop_labeler.data.formats.boxes.reading.read_boxes import BoxSource
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.matching.match_notes import match_notes
from desktop_labeler.data.formats.matching.match_records import match_records
from desktop_labeler.data.formats.records import Record
from desktop_labeler.data.images.box_orientation import Upright, upright_corners, whole_box
from desktop_labeler.data.images.image_parts import OUTSIDE, Box, Part, split_path
from desktop_labeler.data.images.part_rows import ids_at
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

Meaning: TypeAlias = Literal["labels", "suggestions"]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
Turned: TypeAlias = Literal["upright", "stored"]
TURNED: tuple[Turned, ...] = get_args(Turned)

MEGADETECTOR_LEAST = 0.2
_STEP = 2048  # boxes between two reports
_TWICE = Message("the same box is there twice")
_OTHER_SIZE = Message("its image has another size now")


@dataclass(frozen=True)
class BoxOptions:
    """How boxes become images.

    Attributes:
        kind: the format of the source, one of BOX_KINDS; None to tell it from the content.
        meaning: whether classes become labels or suggestions; None for labels where a person drew the box, and for
            suggestions where the source has a score or says that a model proposed it.
        least: boxes with a lower score are left out; 0 to 1. None for that of the format (`default_least`).
        files_without: whether files without a box stay images of the project.
        margin: what is shown around a box, as a share of its longer side, 0 to 1; None for what the project has.
        turned: whether boxes of photographs that the camera stored turned are meant for the upright image or for the
            stored pixels, where the sizes in the source do not tell.
    """

    kind: str | None = None
    meaning: Meaning | None = None
    least: float | None = None
    files_without: bool = True
    margin: float | None = None
    turned: Turned = "upright"


def default_least(kind: BoxKind) -> float:
    """Return the score below which boxes of a format are left out unless a person chooses another one.

    MegaDetector writes detections with scores from 0.005 on. 0.2 is the typical threshold that its version 5 states.
    """
    return MEGADETECTOR_LEAST if kind == "megadetector" else 0.0


@dataclass(frozen=True)
class PlacedBox:
    """A box of a source, and the image of the project that it becomes."""

    holder: int
    path: str
    box: Box
    found: BoxAnnotation
    suggests: bool
    page: Page | None = None


@dataclass
class BoxPlan:
    """The boxes of a source that can be used, and what is to be said of the others."""

    placed: list[PlacedBox] = field(default_factory=list)
    left_out: list[tuple[str, Message]] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    turned: list[ImageRow] = field(default_factory=list)
    below: int = 0
    beyond: int = 0


def place_boxes(project: Project, opened: BoxSource, options: BoxOptions) -> Job[BoxPlan]:
    """Find the image file of every box, and where in it the box lies."""
    plan = BoxPlan()
    found: dict[str, list[BoxAnnotation]] = {}
    least = default_least(opened.kind) if options.least is None else options.least
    for number, annotation in enumerate(opened):
        if number % _STEP == 0:
            yield Progress("reading boxes", number)
        if annotation.score is not None and annotation.score < least:
            plan.below += 1
        else:
            found.setdefault(annotation.image, []).append(annotation)
    files = yield from _files(project, found, plan)
    sizes = yield from _sizes(project, list(files.values()))
    for name, (row, page) in files.items():
        size = sizes[row.id, page]
        if isinstance(size, Message):
            plan.left_out += [(each.place, size) for each in found[name]]
        else:
            _place(plan, row, page, size, found[name], options)
    if plan.beyond:
        plan.notes.append(Message.filling(BEYOND, {"n": plan.beyond}))
    return plan


Paged = tuple[ImageRow, Page | None]
"""The image of a file, and the page of it that a source names, counted from 1; None where it names none."""


def _named_pages(project: Project, names: Sequence[str]) -> dict[str, dict[str, Page | None]]:
    """Return the names of images in a source with the page that each names, by the file: "a.tif#page=2" is on page 2.

    A file that is called so is meant itself.
    """
    exact = ids_at(project, [name for name in names if split_path(name)[1] is not None])
    found: dict[str, dict[str, Page | None]] = {}
    for name in names:
        file, part = split_path(name)
        if part is not None and part.box is None and name not in exact:
            found.setdefault(file, {})[name] = part.page
        else:
            found.setdefault(name, {})[name] = None
    return found


def _files(project: Project, found: dict[str, list[BoxAnnotation]], plan: BoxPlan) -> Job[dict[str, Paged]]:
    """Return the image file of the project that each name in a source means, and the page."""
    pages = _named_pages(project, list(found))
    names = list(pages)
    also = {file: found[next(iter(named))][0].also for file, named in pages.items()}
    records = (Record(name, str(number), also=also[name]) for number, name in enumerate(names))
    steps = match_records(project, records, files=True)
    while True:
        try:
            yield Progress("matching", next(steps), len(names))
        except StopIteration as end:
            matches = end.value
            break
    plan.unmatched += [*matches.unmatched, *(conflict.path for conflict in matches.conflicts.values())]
    plan.notes += match_notes(project, matches)
    images = np.flatnonzero(matches.matched & (matches.label_of >= 0))
    said = [names[int(text)] for text in matches.labels]
    rows = project.images(images.tolist())
    there = {said[int(matches.label_of[row.id])]: row for row in rows}
    return {name: (row, page) for file, row in there.items() for name, page in pages[file].items()}


def _sizes(project: Project, rows: Sequence[Paged]) -> Job[dict[tuple[int, Page | None], Upright | Message]]:
    """Return the size of each image file, or of a page of it, and how it is stored, or why it cannot be read."""
    folders = project.folders()

    def read(paged: Paged, stop: threading.Event) -> Upright | Message:
        row, page = paged
        try:
            about = probe(project.file_of(row, folders), page=page)
        except ImageError as error:
            return error.message
        return Upright(about.width, about.height, about.turn)

    sizes: dict[tuple[int, Page | None], Upright | Message] = {}
    with closing(in_threads(read, rows, ahead=256, together=16)) as results:
        for result in results:
            if result is not None:
                (row, page), size = result
                sizes[row.id, page] = size
            yield Progress("reading images", len(sizes), len(rows))
    return sizes


def _place(
    plan: BoxPlan,
    row: ImageRow,
    page: Page | None,
    size: Upright,
    found: Sequence[BoxAnnotation],
    options: BoxOptions,
) -> None:
    """Add the boxes of one image file to the plan."""
    seen: set[Box] = set()
    meant = [size.is_meant(each.size) for each in found]
    if None in meant:
        plan.turned.append(row)
    for each, is_upright in zip(found, meant, strict=True):
        upright = options.turned == "upright" if is_upright is None else is_upright
        box = _box(each, size, upright=upright)
        if isinstance(box, Box) and box not in seen:
            seen.add(box)
            path = f"{row.path}#{Part(page, box)}"
            plan.placed.append(PlacedBox(row.id, path, box, each, _suggests(each, options), page))
            plan.beyond += _reaches_beyond(each, (size.width, size.height) if upright else size.stored)
        else:
            plan.left_out.append((each.place, _TWICE if isinstance(box, Box) else box))


def _reaches_beyond(found: BoxAnnotation, size: tuple[int, int]) -> bool:
    """Whether a box reaches beyond its image where the source could not know, since it gives no size of the image."""
    beyond = max(found.x + found.width - size[0], found.y + found.height - size[1])
    return found.size is None and not found.fractions and beyond > 1


def _box(found: BoxAnnotation, size: Upright, *, upright: bool) -> Box | Message:
    """Return a box in whole pixels of the upright image, or why there is none."""
    width, height = (size.width, size.height) if upright else size.stored
    if found.fractions:
        across, down = width, height
    elif found.size is None or found.size == (width, height):
        across = down = 1
    else:
        return _OTHER_SIZE
    corners = (
        found.x * across,
        found.y * down,
        (found.x + found.width) * across,
        (found.y + found.height) * down,
    )
    box = whole_box(corners if upright else upright_corners(corners, size), (size.width, size.height))
    return OUTSIDE if box is None else box


def _suggests(found: BoxAnnotation, options: BoxOptions) -> bool:
    if options.meaning is not None:
        return options.meaning == "suggestions"
    return found.suggested or found.score is not None
