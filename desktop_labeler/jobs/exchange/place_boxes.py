"""Finds the image file of every box of a source, and where in it the box lies."""

import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

import numpy as np

from desktop_labeler.data.decoding.decode import decode, probe
from desktop_labeler.data.decoding.moments import Moment, Page
from desktop_labeler.data.decoding.signatures import VIDEO_SUFFIXES, suffix_of
from desktop_labeler.data.formats.boxes.annotation import BEYOND, BoxAnnotation
from desktop_labeler.data.formats.boxes.reading.read_boxes import BoxSource
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.matching.match_notes import match_notes
from desktop_labeler.data.formats.matching.match_records import match_records
from desktop_labeler.data.formats.records import Record
from desktop_labeler.data.images.boxes.box_orientation import Upright, upright_corners, whole_box
from desktop_labeler.data.images.parts.image_parts import OUTSIDE, Box, Part
from desktop_labeler.data.images.parts.part_rows import ids_at
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.exchange.box_pages import NamedFile, Pages, named_files
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.messages import Message, unfilled
from desktop_labeler.progress import Job, Progress

Meaning: TypeAlias = Literal["labels", "suggestions"]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
Turned: TypeAlias = Literal["upright", "stored"]
TURNED: tuple[Turned, ...] = get_args(Turned)

MEGADETECTOR_LEAST = 0.2
_STEP = 2048  # boxes between two reports
_FILMS = unfilled(
    "{n:# video|# videos} of the source {n:is|are} not in the project: frames of videos are images where this is "
    "chosen for a new project."
)
_NO_FRAME = unfilled("its video has no frame at {time}; a frame is named by its own time, to the millisecond")
_ALIKE_STORED = unfilled(
    "The sizes in the source show that it means its boxes for photographs as the camera stored them: {n:# photograph "
    "of which that could not be told is|# photographs of which that could not be told are} read in the same way."
)
_ALIKE_UPRIGHT = unfilled(
    "The sizes in the source show that it means its boxes for upright photographs: {n:# photograph of which that could "
    "not be told is|# photographs of which that could not be told are} read in the same way."
)
_SMALL = 16  # pixels of a frame that is only looked for
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
            stored pixels, where the sizes in the source do not tell; None as those of its other images are meant, and
            for the upright image where none tells.
    """

    kind: str | None = None
    meaning: Meaning | None = None
    least: float | None = None
    files_without: bool = True
    margin: float | None = None
    turned: Turned | None = None


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
    proven: Turned | None = None  # how the source means its boxes, where the sizes of all images that tell agree
    alike: set[int] = field(default_factory=set)  # files that are read in that way, although they do not tell
    below: int = 0
    beyond: int = 0
    lost: int = 0  # boxes of images that the project does not have


def place_boxes(project: Project, opened: BoxSource, options: BoxOptions) -> Job[BoxPlan]:
    """Find the image file of every box, and where in it the box lies."""
    plan = BoxPlan()
    found: dict[tuple[str, Page | None], list[BoxAnnotation]] = {}
    least = default_least(opened.kind) if options.least is None else options.least
    for number, annotation in enumerate(opened):
        if number % _STEP == 0:
            yield Progress("reading boxes", number)
        if annotation.score is not None and annotation.score < least:
            plan.below += 1
        else:
            found.setdefault((annotation.image, annotation.page), []).append(annotation)
    images = yield from _images(project, list(found.values()), plan)
    sizes = yield from _sizes(project, [(row, page) for row, page, _ in images])
    plan.proven = _proven(images, sizes) if options.turned is None else None
    for row, page, boxes in images:
        size = sizes[row.id, page]
        if isinstance(size, Message):
            plan.left_out += [(each.place, size) for each in boxes]
        else:
            _place(plan, row, page, size, boxes, options)
    alike = _ALIKE_STORED if plan.proven == "stored" else _ALIKE_UPRIGHT
    for text, count in ((alike, len(plan.alike)), (BEYOND, plan.beyond)):
        plan.notes += [Message.filling(text, {"n": count})] if count else []
    return plan


def images_called(project: Project, names: Sequence[str]) -> Job[dict[tuple[int, Page | None], str]]:
    """Return by the id of its file and the page the name of each image in a source that the project has."""
    bare = [[BoxAnnotation(name, 0, 0, 1, 1, False, None, None, None, "")] for name in names]
    images = yield from _images(project, bare, BoxPlan())
    return {(row.id, page): said[0].image for row, page, said in images}


Paged = tuple[ImageRow, Page | None]
"""The image of a file, and the page of it that is meant, counted from 1; None for all of the file."""


def _images(
    project: Project, found: Sequence[list[BoxAnnotation]], plan: BoxPlan
) -> Job[list[tuple[ImageRow, Page | None, list[BoxAnnotation]]]]:
    """Return the image file, the page, and the boxes there, of everything that the project has."""
    files: dict[str, list[tuple[NamedFile, list[BoxAnnotation]]]] = {}
    for named, boxes in zip(named_files(project, [boxes[0] for boxes in found]), found, strict=True):
        files.setdefault(named.file, []).append((named, boxes))
    rows = yield from _files(project, {name: some[0][0].also for name, some in files.items()}, plan)
    lost = {name: some for name, some in files.items() if name not in rows}
    plan.lost = sum(len(boxes) for some in lost.values() for _, boxes in some)
    films = sum(suffix_of(name) in VIDEO_SUFFIXES for name in lost)
    if films:
        plan.notes.append(Message.filling(_FILMS, {"n": films}))
    pages = Pages(project)
    images: dict[tuple[int, Page | None], tuple[ImageRow, Page | None, list[BoxAnnotation]]] = {}
    for number, (name, row) in enumerate(rows.items()):
        for named, boxes in files[name]:
            page = pages.page_of(row, named)
            if isinstance(page, Message):
                plan.left_out += [(each.place, page) for each in boxes]
            else:
                images.setdefault((row.id, page), (row, page, []))[2].extend(boxes)
        if number % _STEP == 0:
            yield Progress("reading images", number, len(rows))
    return list(images.values())


def _files(project: Project, names: Mapping[str, tuple[str, ...]], plan: BoxPlan) -> Job[dict[str, ImageRow]]:
    """Return the image file of the project that each name in a source means; names have further bare ones beside."""
    said = list(names)
    records = (Record(name, str(number), also=names[name]) for number, name in enumerate(said))
    steps = match_records(project, records, files=True)
    while True:
        try:
            yield Progress("matching", next(steps), len(said))
        except StopIteration as end:
            matches = end.value
            break
    plan.unmatched += matches.unmatched
    plan.notes += match_notes(project, matches)
    images = np.flatnonzero(matches.matched & (matches.label_of >= 0)).tolist()
    texts = list(matches.labels)
    meant = {image: [texts[matches.label_of[image]]] for image in images}
    meant |= {image: list(conflict.labels) for image, conflict in matches.conflicts.items()}  # by several names
    rows = {row.id: row for row in project.images(list(meant))}
    return {said[int(text)]: rows[image] for image, numbers in meant.items() for text in numbers}


def _sizes(project: Project, rows: Sequence[Paged]) -> Job[dict[tuple[int, Page | None], Upright | Message]]:
    """Return the size of each image file, or of a page of it, and how it is stored, or why it cannot be read."""
    folders = project.folders()
    known = ids_at(project, [f"{row.path}#{Part(page)}" for row, page in rows if isinstance(page, Moment)])

    def read(paged: Paged, stop: threading.Event) -> Upright | Message:
        row, page = paged
        try:
            about = probe(project.file_of(row, folders), page=page)
        except ImageError as error:
            return error.message
        if isinstance(page, Moment) and f"{row.path}#{Part(page)}" not in known:
            try:
                decode(project.file_of(row, folders), longest=_SMALL, page=page)
            except ImageError:
                return Message.filling(_NO_FRAME, {"time": page.clock})
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
    if None in meant and plan.proven is not None:
        plan.alike.add(row.id)
    elif None in meant:
        plan.turned.append(row)
    usual = (options.turned or plan.proven) != "stored"
    for each, is_upright in zip(found, meant, strict=True):
        upright = usual if is_upright is None else is_upright
        box = _box(each, size, upright=upright)
        if isinstance(box, Box) and box not in seen:
            seen.add(box)
            path = f"{row.path}#{Part(page, box)}"
            plan.placed.append(PlacedBox(row.id, path, box, each, _suggests(each, options), page))
            plan.beyond += _reaches_beyond(each, (size.width, size.height) if upright else size.stored)
        else:
            plan.left_out.append((each.place, _TWICE if isinstance(box, Box) else box))


def _proven(
    images: Sequence[tuple[ImageRow, Page | None, list[BoxAnnotation]]],
    sizes: Mapping[tuple[int, Page | None], Upright | Message],
) -> Turned | None:
    """Return how a source means the boxes of photographs that are stored turned; None where nothing tells, or both."""
    said: set[bool] = set()
    for row, page, boxes in images:
        size = sizes[row.id, page]
        if isinstance(size, Upright) and size.turn != 1:
            said |= {upright for each in boxes if (upright := size.is_meant(each.size)) is not None}
    return None if len(said) != 1 else "upright" if True in said else "stored"


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
