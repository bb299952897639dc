"""Imports the predictions of a model from elsewhere as suggestions; no label changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import Int32Array, IntArray
from desktop_labeler.data.computed.predictions import (
    MOST,
    Predictions,
    predicting_models,
    remove_predictions,
    save_predictions,
)
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.decisions.similar_classes import similar_classes
from desktop_labeler.data.formats.matching.match_notes import left_out_note, match_notes
from desktop_labeler.data.formats.matching.match_records import Matches, count_known, match_records
from desktop_labeler.data.formats.predictions.prediction_rows import Predicted
from desktop_labeler.data.formats.predictions.read_predictions import read_predictions
from desktop_labeler.data.formats.records import Reading, Record
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError, UnknownClassesError
from desktop_labeler.jobs.classifiers.finetune_plan import TRAINED_HERE
from desktop_labeler.jobs.exchange.plan_import import class_ids
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_LONGEST = 100  # characters of a model's name
_LISTED = 20
_EXAMPLES = 3
_MOST_ELSEWHERE = 0.5  # probability of classes that the project does not have


@dataclass(frozen=True)
class PredictionsResult:
    """What an import of predictions did, or would do.

    Attributes:
        model: the name of the model.
        suggested: number of images that it has a prediction for.
        unmatched: paths in the file that match no image.
        unknown_classes: classes that the project does not have; their predictions are left out unless they are added.
        added_classes: those that were added.
        notes: further messages for the person.
    """

    model: str
    suggested: int
    unmatched: tuple[str, ...]
    unknown_classes: tuple[str, ...]
    added_classes: tuple[str, ...]
    notes: tuple[Message, ...]


def import_predictions(
    project_path: Path,
    file: Path,
    *,
    by: By,
    model: str = "",
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    add_new_classes: bool | None = None,
    dry_run: bool = False,
) -> Job[PredictionsResult]:
    """Store what a model says about the images of a project; the next round uses it beside its own classifiers.

    Args:
        project_path: the project.
        file: a table, an array or a JSON file; see read_predictions.
        by: who imports; classes that are added are a decision of this person.
        model: the name of the model; "" takes it from the file, or the file's own name.
        columns: which column of a table holds "rel_path", "label" and "probability".
        encoding: of its text; None finds it out.
        add_new_classes: whether classes that the project does not have are added; None adds them where the project
            has none at all.
        dry_run: only look.

    Raises:
        FormatError: the file cannot be used; nothing was changed.
        ProjectError: the project cannot be written; nothing was changed.
        LabelerError: none of the classes is known, or more classes than a project holds.
    """
    file = Path(file).absolute()
    with Project(project_path, "read" if dry_run else "write") as project:
        yield Progress("reading")
        reading = Reading(columns or {}, encoding, known=partial(count_known, project))
        predicted = read_predictions(file, reading, model)
        names = (" ".join(text.split())[:_LONGEST] for text in (model, predicted.model, file.stem, file.name))
        name = next(filter(None, names), "model")
        if name == TRAINED_HERE:
            raise LabelerError(
                "{model} is what the classifier trained on this project is called. Nothing was changed. Choose another "
                "name for the model.",
                model=name,
            )
        found = yield from _matched(project, predicted)
        known = class_ids(project, predicted.names)
        similar = similar_classes(project, predicted.names)
        alike = {name: label.id for name, label in similar.items()}
        known |= alike
        unknown = tuple(name for name in predicted.names if name not in known)
        adds = not project.classes() if add_new_classes is None else add_new_classes
        if not known and not adds and predicted.names:
            raise UnknownClassesError(
                "{file} names {classes}, none of which is a class of the project. Nothing was changed. Import them "
                "with the choice to add classes, or rename those that mean the same.",
                file=file.name,
                classes=list(predicted.names[:_LISTED]),
            )
        if adds and unknown and not dry_run:
            add_classes(project, unknown, by)
            known = class_ids(project, predicted.names) | alike
        images, rows = _rows_of(found)
        result = _with_ids(name, predicted, images, rows, known)
        suggested = len(images) if dry_run and adds else len(result.images)
        if not dry_run and len(result.images):
            yield Progress("storing")
            save_predictions(project, result, file.name)
        matching = tuple(match_notes(project, found))
    elsewhere = Message(
        "{n:# image is|# images are} more probably of classes that the project does not have, and {n:gets|get} no "
        "suggestion.",
        n=len(images) - suggested,
    )
    conflicts = Message(
        "{n:# image has|# images have} several rows in the file that contradict each other, none of which is used: "
        "{examples}. Leave one row for each image and class in the file.",
        n=len(found.conflicts),
        examples=[each.path for each in found.conflicts.values()][:_EXAMPLES],
    )
    nameless = Message("{n:# line has|# lines have} no path and {n:was|were} left out.", n=len(found.nameless))
    spelling = Message(
        "{n:# class differs|# classes differ} only in capitals, accents or spaces from {n:one|those} of the project, "
        "and {n:counts|count} as {n:that|those}: {names}. If another class is meant, add one with exactly that name to "
        "the project, and import again.",
        n=len(similar),
        names=[f"{name} → {label.name}" for name, label in similar.items()][:_LISTED],
    )
    notes = (
        *reading.notes,
        left_out_note(reading.left_out),
        nameless,
        *predicted.notes,
        spelling,
        *matching,
        elsewhere,
        conflicts,
        *shown_later(suggested),
    )
    return PredictionsResult(
        model=name,
        suggested=suggested,
        unmatched=tuple(found.unmatched),
        unknown_classes=() if adds else unknown,
        added_classes=unknown if adds else (),
        notes=tuple(note for note in notes if note.arguments.get("n", 1)),
    )


def shown_later(suggested: int) -> list[Message]:
    """Return a sentence that says when imported suggestions are shown; none without any."""
    text = Message(
        "{n:The suggestion is|The suggestions are} shown on Suggestions after the next analysis of the images.",
        n=suggested,
    )
    return [text] if suggested else []


def _matched(project: Project, predicted: Predicted) -> Job[Matches]:
    """Find the image of each row, which stands in place of its label."""
    records = (Record(path, str(row)) for row, path in enumerate(predicted.paths))
    steps = match_records(project, records)
    while True:
        try:
            yield Progress("matching", next(steps), len(predicted.paths))
        except StopIteration as end:
            found: Matches = end.value
            return found


def _rows_of(found: Matches) -> tuple[IntArray, IntArray]:
    """Return the ids of the images with a row, ascending, and the row of each."""
    images = np.flatnonzero(found.matched & (found.label_of >= 0))
    numbers = np.fromiter(map(int, found.labels), np.int64, len(found.labels))
    return images, numbers[found.label_of[images]]


def _with_ids(
    name: str, predicted: Predicted, images: IntArray, rows: IntArray, known: Mapping[str, int]
) -> Predictions:
    """Return the predictions with ids of classes, given that the class is one of the project's.

    Images that are more probably of other classes are left out: what would remain of the prediction is misleading.
    """
    ids = np.array([known.get(text, -1) for text in predicted.names] + [-1], np.int32)
    numbers, values = predicted.likeliest(rows, min(MOST, max(len(predicted.names), 1)))
    classes: Int32Array = ids[numbers]
    elsewhere = np.where(classes < 0, values, 0).sum(axis=1, keepdims=True)
    kept = (elsewhere[:, 0] <= _MOST_ELSEWHERE) & (classes >= 0).any(axis=1)
    inside = np.where(classes < 0, 0, values) / np.maximum(1 - elsewhere, _MOST_ELSEWHERE)
    return Predictions(name, images[kept], classes[kept], inside[kept].astype(np.float32))


def forget_predictions(project_path: Path, model: str) -> Job[None]:
    """Remove the predictions of a model; labels that were accepted from them stay.

    Raises:
        LabelerError: there are none of this model.
        ProjectError: the project cannot be written; nothing was removed.
    """
    with Project(project_path) as project:
        yield Progress("storing")
        known = [name for name in predicting_models(project) if name != TRAINED_HERE]
        if not known:
            raise LabelerError(
                "The project has no suggestions of {model}, nor of any other model from elsewhere. Nothing was "
                "removed.",
                model=model,
            )
        if model not in known:
            raise LabelerError(
                "The project has no suggestions of {model}. Nothing was removed. It has those of: {known}.",
                model=model,
                known=known,
            )
        remove_predictions(project, model)
