"""Imports boxes: each becomes an image of the project, with its class as a label or as a suggestion."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop_labeler.data.computed.predictions import Predictions, read_predictions_of, save_predictions
from desktop_labeler.data.decisions.box_edits import left_places, note_added
from desktop_labeler.data.decisions.classes import add_classes, prepare_classes
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import By, Edit, decide
from desktop_labeler.data.formats.boxes.reading.left_out_order import in_source_order
from desktop_labeler.data.formats.boxes.reading.read_boxes import BoxSource, hash_files, read_boxes, source_files
from desktop_labeler.data.images.boxes.annotation_rows import Annotated, add_annotation_file, save_annotations
from desktop_labeler.data.images.parts.image_parts import Box, Part, margin_setting
from desktop_labeler.data.images.parts.part_rows import (
    NewPart,
    add_parts,
    all_files,
    decided_of,
    files_to_hide,
    files_to_show,
    hidden_files,
    hide_files,
    ids_at,
    show_files,
)
from desktop_labeler.data.project import backups
from desktop_labeler.data.project.project_file import Project, Source, State
from desktop_labeler.data.project.storage_errors import translated
from desktop_labeler.jobs.exchange.import_predictions import shown_later
from desktop_labeler.jobs.exchange.place_boxes import MEANINGS as MEANINGS
from desktop_labeler.jobs.exchange.place_boxes import MEGADETECTOR_LEAST as MEGADETECTOR_LEAST
from desktop_labeler.jobs.exchange.place_boxes import TURNED as TURNED
from desktop_labeler.jobs.exchange.place_boxes import BoxOptions as BoxOptions
from desktop_labeler.jobs.exchange.place_boxes import BoxPlan, PlacedBox, place_boxes
from desktop_labeler.jobs.exchange.place_boxes import Meaning as Meaning
from desktop_labeler.jobs.exchange.place_boxes import Turned as Turned
from desktop_labeler.jobs.exchange.plan_import import class_ids
from desktop_labeler.jobs.scanning.read_anew import note_pages
from desktop_labeler.messages import Message, unfilled
from desktop_labeler.progress import Job, Progress

_STEP = 2048  # boxes in a transaction
_ELSEWHERE = unfilled(
    "{n:# box came|# boxes came} from another source before: an export writes {n:its class|their classes} back there, "
    "and leaves what this one says of {n:it|them} as it is."
)


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
        lost: number of boxes in these.
        empty: images that have no box in the source, as it names them.
        notes: further messages for the person.
        decision: number of the decision in the history, whose undo takes the boxes back too; None without new ones.
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
    lost: int
    empty: tuple[str, ...]
    notes: tuple[Message, ...]
    decision: int | None


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
        plan = yield from place_boxes(project, opened, options)
        _leave(project, plan)
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
            yield from note_pages(project)
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
        left_out=tuple(in_source_order([*opened.left_out, *plan.left_out], opened.checks.sections)),
        unmatched=tuple(plan.unmatched),
        lost=plan.lost,
        empty=tuple(opened.empty),
        notes=(*opened.notes, *plan.notes, *shown_later(sum(each.suggests for each in named))),
        decision=decision,
    )


def _leave(project: Project, plan: BoxPlan) -> None:
    """Take boxes out of a plan that a person moved or deleted here: they stay as they are."""
    left = left_places(project)
    stay = sum(each.path in left for each in plan.placed)
    if stay:
        plan.placed = [each for each in plan.placed if each.path not in left]
        text = unfilled(
            "{n:# box that was moved or deleted here stays as it is.|# boxes that were moved or deleted here stay as "
            "they are.}"
        )
        plan.notes.append(Message.filling(text, {"n": stay}))


def _example(project: Project, plan: BoxPlan) -> Example | None:
    if not plan.turned:
        return None
    row = plan.turned[0]
    boxes = tuple(each.box for each in plan.placed if each.holder == row.id)
    return Example(row.path, project.file_of(row), boxes)


def _label(placed: PlacedBox) -> str:
    return " ".join((placed.found.label or "").split())


def _store(
    project: Project, opened: BoxSource, plan: BoxPlan, named: Sequence[PlacedBox], options: BoxOptions, by: By
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
    done, elsewhere, added, hidden = 0, 0, list[int](), hidden_files(project)
    for some in _steps(plan.placed):
        new = add_parts(
            project,
            [NewPart(each.holder, Part(each.page, each.box), (each.box.width, each.box.height)) for each in some],
        )
        added += [image for image in new if image is not None]
        ids = ids_at(project, [each.path for each in some])
        known = [Annotated(ids[each.path], each.found.place, each.found.label, each.found.score) for each in some]
        elsewhere += save_annotations(project, source, known)
        done += len(some)
        yield Progress("storing", done, len(plan.placed))
    if elsewhere:
        plan.notes.append(Message.filling(_ELSEWHERE, {"n": elsewhere}))
    _hide(project, plan, options)
    ids = ids_at(project, [each.path for each in named])
    _suggest(project, opened, [each for each in named if each.suggests], ids, by)
    numbers = class_ids(project, list({_label(each) for each in labels})) | {after.name: after.id for _, after in pairs}
    what = DecisionText("import", n=len(labels), file=opened.source.name)
    if added:
        what = DecisionText("import_boxes", n=len(added), file=opened.source.name)
        what = what.adding(added, [*hidden_files(project).difference(hidden)])
    if not labels:
        return note_added(project, what, len(added), by) if added else None
    return decide(
        project,
        [ids[each.path] for each in labels],
        Edit(state=State.LABELLED, class_id=[numbers[_label(each)] for each in labels], source=Source.IMPORTED),
        kind="import",
        what=what,
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


def _hide(project: Project, plan: BoxPlan, options: BoxOptions) -> None:
    """Let the files that hold boxes, and if asked for those that hold none, be no images of their own."""
    files = {each.holder for each in plan.placed}
    if options.files_without:
        show_files(project)
    else:
        files |= all_files(project)
    hide_files(project, sorted(files))


def _suggest(project: Project, opened: BoxSource, found: Sequence[PlacedBox], ids: dict[str, int], by: By) -> None:
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


def _steps(placed: Sequence[PlacedBox]) -> Iterator[Sequence[PlacedBox]]:
    for start in range(0, len(placed), _STEP):
        yield placed[start : start + _STEP]
