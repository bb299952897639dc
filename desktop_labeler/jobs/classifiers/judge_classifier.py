"""Judges a trained classifier beside the suggestions made without it, on labels held out from both."""

from dataclasses import replace
from functools import partial

import numpy as np

from desktop_labeler.array_types import Float32Array, Float64Array, IntArray
from desktop_labeler.data.computed.predictions import predictions_over
from desktop_labeler.data.decisions.round_labels import read_labels
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers.finetune_plan import TRAINED_HERE, Judgement, Verdict
from desktop_labeler.jobs.classifiers.finetune_task import FinetuneTask, kin_of
from desktop_labeler.jobs.classifiers.taught_labels import share_of
from desktop_labeler.jobs.rounds.build_graph import Space
from desktop_labeler.jobs.rounds.run_round import suggestions_for
from desktop_labeler.jobs.threads import on_thread
from desktop_labeler.ml.classify.suggestions import Suggestions
from desktop_labeler.progress import Job, Progress
from desktop_labeler.statistics import (
    PairedDifference,
    paired_difference,
)

_FEWEST = 20  # labels for a verdict
_UNLIKELY = 1e-3  # least probability in the comparison of likelihoods


def judge(project: Project, space: Space, task: FinetuneTask, held_out: Float32Array) -> Job[Judgement]:
    """Compare a classifier with the program's other classifiers on labels that neither has seen.

    Near-duplicates and groups are held out together from both.

    Args:
        project: an open project.
        space: its embedding.
        task: the labels.
        held_out: (n, C) probabilities by the tails that have not seen the labels.
    """
    now = Progress("comparing")
    yield now
    labels = read_labels(project, space.ids)
    labels = replace(labels, groups=kin_of(space, labels))
    index = np.full(int(max(labels.class_ids.max(initial=0), task.class_ids.max(initial=0))) + 1, -1, np.int64)
    index[labels.class_ids] = np.arange(len(labels.class_ids))
    column = np.where(task.class_ids >= 0, index[task.class_ids], -1)  # of each class among those of the project
    place = np.full(int(max(space.ids.max(), task.ids.max())) + 1, -1, np.int64)
    place[space.ids] = np.arange(len(space.ids))
    rows = place[task.ids]
    # only labels that are still as they were when the training began
    same = (rows >= 0) & (column[task.labels] >= 0) & (labels.labels[rows] == column[task.labels])
    known = replace(labels, labels=np.full(len(space.ids), -1))
    known.labels[rows[same]] = labels.labels[rows[same]]
    others = predictions_over(project, space.ids, labels.class_ids)
    others.pop(TRAINED_HERE, None)
    own = np.full((len(space.ids), len(labels.class_ids)), np.nan, np.float32)
    own[rows[same]] = _in_columns(held_out[same], column, len(labels.class_ids))
    without = yield from on_thread(partial(suggestions_for, space, known, others), now)
    joined = yield from on_thread(partial(suggestions_for, space, known, {**others, TRAINED_HERE: own}), now)
    asked = np.flatnonzero((without.held_out >= 0) & (joined.held_out >= 0) & np.isfinite(own[:, 0]))
    groups = None if labels.groups is None else labels.groups[asked]
    return _judgement(own[asked], without, joined, asked, known.labels[asked], groups)


def _judgement(
    own: Float32Array,
    without: Suggestions,
    joined: Suggestions,
    asked: IntArray,
    labels: IntArray,
    groups: IntArray | None,
) -> Judgement:
    before, after = without.held_out[asked] == labels, own.argmax(axis=1) == labels
    together = joined.held_out[asked] == labels
    logs = [_log_of(each.probabilities[asked], labels) for each in (without, joined)]
    difference, gain = paired_difference(before, after, groups), paired_difference(before, together, groups)
    likelier = paired_difference(logs[0], logs[1], groups)
    return Judgement(
        labels=len(asked),
        groups=0 if groups is None else len(np.unique(groups)),
        before=share_of(before, groups),
        after=share_of(after, groups),
        joined=share_of(together, groups),
        difference=difference,
        gain=gain,
        likelier=likelier,
        verdict=verdict_of(len(asked), difference, gain, likelier),
    )


def verdict_of(count: int, difference: PairedDifference, gain: PairedDifference, likelier: PairedDifference) -> Verdict:
    """Judge a classifier by what suggestions gain from it, in right images and in the likelihood of the right class.

    A few hundred labels seldom tell two shares of right images apart; likelihoods they do. The weights of stacking are
    fitted on the same labels, which favours a classifier by less than .01 nats with 200 of them. Better means that
    suggestions gain beyond chance in one of both and lose in neither, and that alone it is right on more images, too,
    since it is also used alone.

    Args:
        count: number of labels compared.
        difference: in right images, of the classifier alone.
        gain: in right images, of suggestions with it.
        likelier: in nats, of suggestions with it.
    """
    if count < _FEWEST:
        return "unknown"
    signs = (gain.sign, likelier.sign)
    if min(difference.mean, gain.mean) > 0 and max(signs) > 0 and min(signs) >= 0:
        return "better"
    return "worse" if difference.sign < 0 or min(signs) < 0 else "no difference"


def _log_of(probabilities: Float32Array, labels: IntArray) -> Float64Array:
    own = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    found: Float64Array = np.log(np.maximum(own, _UNLIKELY))
    return found


def _in_columns(probabilities: Float32Array, column: IntArray, classes: int) -> Float32Array:
    """Return (n, C) probabilities over the classes of the project; two columns may be of one, −1 is left out."""
    found = np.zeros((len(probabilities), classes), np.float32)
    for place, number in enumerate(column.tolist()):
        if number >= 0:
            found[:, number] += probabilities[:, place]
    found /= np.maximum(found.sum(axis=1, keepdims=True), 1e-9)
    return found
