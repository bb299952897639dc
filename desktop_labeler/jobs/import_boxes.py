"""Imports boxes: each becomes an image of the project, with its class as a label or as a suggestion."""

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias, get_args

import numpy as np

from desktop_labeler.data.computed.predictions import Predictions, read_predictions_of, save_predictions
from desktop_labeler.data.decisions.classes import add_classes, prepare_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, Edit, decide
from desktop_labeler.data.formats.boxes.annotation import BoxAnnotation
from desktop_labeler.data.formats.boxes.read_boxes import BoxSource, hash_files, read_boxes, source_files
from desktop_labeler.data.formats.matching.match_notes import match_notes
from desktop_labeler.data.formats.matching.match_records import match_records
from desktop_labeler.data.formats.records import Record
from desktop_labeler.data.images.annotation_rows import Annotated, add_annotation_file, save_annotations
from desktop_labeler.data.images.box_orientation import Upright, upright_corners, whole_box
from desktop_labeler.data.images.decode import probe
from desktop_labeler.data.images.image_parts import OUTSIDE, Box, Part, margin_setting
from desktop_labeler.data.images.part_rows import (
    NewPart,
    add_parts,
    all_files,
    decided_of,
    files_to_hide,
    files_to_show,
    hide_files,
    ids_at,
    show_files,
)
from desktop_labeler.data.project import backups
from desktop_labeler.data.project.project_file import ImageRow, Project, Source, State
from desktop_labeler.data.project.storage_errors import translated
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.plan_import import class_ids
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

Meaning: TypeAlias = Literal["labels", "suggestions"]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
Turned: TypeAlias = Literal["upright", "stored"]
TURNED: tuple[Turned, ...] = get_args(Turned)

_STEP = 2048  # boxes in a transaction
_TWICE = Message("the same box is there twice")
_OTHER_SIZE = Message("its image has another size now")


@dataclass(frozen=True)
class BoxOptions:
    """How boxes become images.

    Attributes:
        kind: the format of the source, one of BOX_KINDS; None to tell it from the content.
        meaning: whether classes become labels or suggestions; None for labels where a person drew the box, and for
            suggestions where the source has a score or says that a model proposed it.
        least: boxes with a lower score are left out; 0 to 1.
        files_without: whether files without a box stay images of the project.
        margin: what is shown around a box, as a share of its longer side, 0 to 1; None for what the project has.
        turned: whether boxes of photographs that the camera stored turned are meant for the upright image or for the
            stored pixels, where the sizes in the source do not tell.
    """

    kind: str | None = None
    meaning: Meaning | None = None
    least: float = 0.0
    files_without: bool = True
    margin: float | None = None
    turned: Turned = "upright"


@dataclass(frozen=True)
class Example:
    """An image file of which it is not known how its boxes are meant, with the boxes as they are understood."""

    path: str
    file: Path
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class BoxesResult:
    """What an import of boxes did, or would do.

    Attributes:
        kind: the format of the source.
        files: number of image files with a box that is used.
        boxes: number of boxes that become images.
        known: number of boxes that the project had already; what was decided about them stays.
        below: number of boxes left out for their score.
        labelled: number of boxes that get a label.
        suggested: number of boxes that get a suggestion.
        classes: names of the classes of these boxes, the most frequent first.
        unknown_classes: those that are new to the project; they are added.
        hidden: number of images that are files without a box and are no images any more.
        shown: number of such files that are images again.
        turned: number of files of which it is not known whether the boxes are meant for the upright image.
        example: one of these, None without any.
        left_out: place in the source and reason of every box that is not used.
        unmatched: images of the source that the project does not have.
        notes: further messages for the person.
        decision: number of the decision in the history that gave the labels; None without any.
    """

    kind: str
    files: int
    boxes: int
    known: int
    below: int
    labelled: int
    suggested: int
    classes: tuple[str, ...]
    unknown_classes: tuple[str, ...]
    hidden: int
    shown: int
    turned: int
    example: Example | None
    left_out: tuple[tuple[str, Message], ...]
    unmatched: tuple[str, ...]
    notes: tuple[Message, ...]
    decision: int | None


@dataclass(frozen=True)
class _Placed:
    """A box of a source, and the image of the project that it becomes."""

    holder: int
    path: str
    box: Box
    found: BoxAnnotation
    suggests: bool


@dataclass
class _Plan:
    placed: list[_Placed] = field(default_factory=list)
    left_out: list[tuple[str, Message]] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    turned: list[ImageRow] = field(default_factory=list)
    below: int = 0


def import_boxes(
    project_path: Path, source: Path, options: BoxOptions | None = None, *, by: By, dry_run: bool = False
) -> Job[BoxesResult]:
    """Make an image of the project of every box that a file or folder holds; the source is only read.

    A file with a box is no image of its own any more, unless a person has decided about it. What was decided about
    boxes that the project has already stays. They are stored in short transactions: after a cancel or a kill the same
    call goes on.

    Args:
        project_path: the project; its folders hold the files that the source names.
        source: a file or folder in one of the formats of `read_boxes`.
        options: how boxes become images.
        by: who imports.
        dry_run: only look.

    Raises:
        FormatError: the source cannot be used; nothing was changed.
        ProjectError: the project cannot be written.
        LabelerError: more classes than a project holds; nothing was changed.
    """
    options, source = options or BoxOptions(), Path(source).absolute()
    with Project(project_path, "read" if dry_run else "write") as project:
        opened = read_boxes(source, options.kind)
        plan = yield from _planned(project, opened, options)
        known = ids_at(project, [each.path for each in plan.placed])
        decided = decided_of(project, list(known.values()))
        # A box that is there but undecided gets its label too: an earlier import was cancelled, or undone.
        named = [each for each in plan.placed if each.found.label is not None and known.get(each.path) not in decided]
        classes = [name for name, _ in Counter(_label(each) for each in named).most_common()]
        there = class_ids(project, classes)
        holders = sorted({each.holder for each in plan.placed})
        hidden = 0 if options.files_without or not holders else files_to_hide(project, holders)
        shown = files_to_show(project) if options.files_without and holders else 0
        example = _example(project, plan)
        decision = None
        if not dry_run and plan.placed:
            decision = yield from _store(project, opened, plan, named, options, by)
    return BoxesResult(
        kind=opened.kind,
        files=len({each.holder for each in plan.placed if each.path not in known}),
        boxes=len(plan.placed) - len(known),
        known=len(known),
        below=plan.below,
        labelled=sum(not each.suggests for each in named),
        suggested=sum(each.suggests for each in named),
        classes=tuple(classes),
        unknown_classes=tuple(name for name in classes if name not in there),
        hidden=hidden,
        shown=shown,
        turned=len(plan.turned),
        example=example,
        left_out=(*opened.left_out, *plan.left_out),
        unmatched=tuple(plan.unmatched),
        notes=(*opened.notes, *plan.notes),
        decision=decision,
    )


def _planned(project: Project, opened: BoxSource, options: BoxOptions) -> Job[_Plan]:
    """Find the image file of every box, and where in it the box lies."""
    plan = _Plan()
    found: dict[str, list[BoxAnnotation]] = {}
    for number, annotation in enumerate(opened):
        if number % _STEP == 0:
            yield Progress("reading boxes", number)
        if annotation.score is not None and annotation.score < options.least:
            plan.below += 1
        else:
            found.setdefault(annotation.image, []).append(annotation)
    files = yield from _files(project, found, plan)
    sizes = yield from _sizes(project, list(files.values()))
    for name, row in files.items():
        size = sizes[row.id]
        if isinstance(size, Message):
            plan.left_out += [(each.place, size) for each in found[name]]
        else:
            _place(plan, row, size, found[name], options)
    return plan


def _files(project: Project, found: dict[str, list[BoxAnnotation]], plan: _Plan) -> Job[dict[str, ImageRow]]:
    """Return the image file of the project that each name in a source means."""
    names = list(found)
    records = (Record(name, str(number), also=found[name][0].also) for number, name in enumerate(names))
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
    return {said[int(matches.label_of[row.id])]: row for row in rows}


def _sizes(project: Project, rows: Sequence[ImageRow]) -> Job[dict[int, Upright | Message]]:
    """Return the size of each image file and how it is stored, or why it cannot be read."""
    folders = project.folders()

    def read(row: ImageRow, stop: threading.Event) -> Upright | Message:
        try:
            about = probe(project.file_of(row, folders))
        except ImageError as error:
            return error.message
        return Upright(about.width, about.height, about.turn)

    sizes: dict[int, Upright | Message] = {}
    with closing(in_threads(read, rows, ahead=256, together=16)) as results:
        for result in results:
            if result is not None:
                sizes[result[0].id] = result[1]
            yield Progress("reading images", len(sizes), len(rows))
    return sizes


def _place(plan: _Plan, row: ImageRow, size: Upright, found: Sequence[BoxAnnotation], options: BoxOptions) -> None:
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
            path = f"{row.path}#{Part(box=box)}"
            plan.placed.append(_Placed(row.id, path, box, each, _suggests(each, options)))
        else:
            plan.left_out.append((each.place, _TWICE if isinstance(box, Box) else box))


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


def _example(project: Project, plan: _Plan) -> Example | None:
    if not plan.turned:
        return None
    row = plan.turned[0]
    boxes = tuple(each.box for each in plan.placed if each.holder == row.id)
    return Example(row.path, project.file_of(row), boxes)


def _label(placed: _Placed) -> str:
    return " ".join((placed.found.label or "").split())


def _store(
    project: Project, opened: BoxSource, plan: _Plan, named: Sequence[_Placed], options: BoxOptions, by: By
) -> Job[int | None]:
    """Add the boxes as images, and their classes as one decision, which can be undone, or as suggestions."""
    labels = [each for each in named if not each.suggests]
    pairs = prepare_classes(project, list(dict.fromkeys(map(_label, labels))))
    yield Progress("backing up")
    with translated(project.path):
        backups.back_up(project.db, project.path, "import")
    if options.margin is not None:
        for name, value in margin_setting(options.margin).items():
            project.save_setting(name, value)
    source = yield from _noted(project, opened)
    done = 0
    for some in _steps(plan.placed):
        add_parts(
            project,
            [NewPart(each.holder, Part(box=each.box), (each.box.width, each.box.height)) for each in some],
        )
        ids = ids_at(project, [each.path for each in some])
        known = [Annotated(ids[each.path], each.found.place, each.found.label, each.found.score) for each in some]
        save_annotations(project, source, known)
        done += len(some)
        yield Progress("storing", done, len(plan.placed))
    _hide(project, plan, options)
    ids = ids_at(project, [each.path for each in named])
    _suggest(project, opened, [each for each in named if each.suggests], ids, by)
    numbers = class_ids(project, list({_label(each) for each in labels})) | {after.name: after.id for _, after in pairs}
    if not labels:
        return None
    return decide(
        project,
        [ids[each.path] for each in labels],
        Edit(state=State.LABELLED, class_id=[numbers[_label(each)] for each in labels], source=Source.IMPORTED),
        kind="import",
        what=DecisionText("import", n=len(labels), file=opened.source.name),
        by=by,
        classes=pairs,
    )


def _noted(project: Project, opened: BoxSource) -> Job[int]:
    """Store which files the boxes came from, with the hash of what is in them."""
    steps = hash_files(source_files(opened.source, opened.kind))
    while True:
        try:
            yield Progress("reading boxes", next(steps))
        except StopIteration as end:
            digest = end.value
            break
    return add_annotation_file(project, opened.kind, opened.source, digest)


def _hide(project: Project, plan: _Plan, options: BoxOptions) -> None:
    """Let the files that hold boxes, and if asked for those that hold none, be no images of their own."""
    files = {each.holder for each in plan.placed}
    if options.files_without:
        show_files(project)
    else:
        files |= all_files(project)
    hide_files(project, sorted(files))


def _suggest(project: Project, opened: BoxSource, found: Sequence[_Placed], ids: dict[str, int], by: By) -> None:
    """Store the classes of boxes as predictions of a model that is called as its file."""
    if not found:
        return
    classes = add_classes(project, list(dict.fromkeys(map(_label, found))), by)
    rows = sorted((ids[each.path], classes[_label(each)], each.found.score) for each in found)
    predictions = Predictions(
        opened.source.stem,
        np.array([image for image, _, _ in rows], np.int64),
        np.array([[number] for _, number, _ in rows], np.int32),
        np.array([[1.0 if score is None else score] for _, _, score in rows], np.float32),
    )
    earlier = read_predictions_of(project, predictions.model)
    save_predictions(project, earlier.joined(predictions) if earlier is not None else predictions, opened.source.name)


def _steps(placed: Sequence[_Placed]) -> Iterator[Sequence[_Placed]]:
    for start in range(0, len(placed), _STEP):
        yield placed[start : start + _STEP]
