"""Which way to suggest: the one that held-out labels speak for, the head while they do not tell."""

from dataclasses import dataclass, field

import numpy as np

from desktop_labeler.array_types import Float32Array, Float64Array
from desktop_labeler.ml.classify.calibration import fit_temperature, softmax
from desktop_labeler.ml.classify.classifiers import (
    Task,
    as_logits,
    fit_heads,
    held_out_head,
    held_out_mean,
    held_out_spread,
    held_out_vote,
)
from desktop_labeler.ml.classify.cross_validation import BalancedHead

HEAD, SPREAD, VOTE, MEAN, BOTH = "head", "propagation", "neighbour vote", "nearest class mean", "head + propagation"
TWO = "two heads"

# Comparing propagation costs passes over N × C × folds numbers: 1.5e7 are 2 s on two cores. Above, or with so many
# labels that it has always lost, it is left out.
_SPREAD_WORK = 1.5e7
_SPREAD_LABELS = 30  # per class
_LABELS_TO_COMPARE = 3  # per class
_COMPARE_AGAIN = 1.2  # times as many labels


@dataclass(frozen=True)
class Compared:
    """What a comparison of the ways to suggest found.

    Attributes:
        chosen: the way.
        labels: how many could be checked then; 0 for no comparison.
        accuracies: of each way compared, in [0, 1].
    """

    chosen: str = HEAD
    labels: int = 0
    accuracies: dict[str, float] = field(default_factory=dict)


def choose_way(
    task: Task, heads: list[BalancedHead], loose: list[BalancedHead], last: Compared
) -> tuple[Compared, list[BalancedHead], Float32Array]:
    """Compare the ways to suggest, or keep to the one chosen last while there are hardly more labels.

    The head is kept unless another is better by two standard errors of the paired difference: with a few dozen
    labels the winner of a comparison is mostly luck. The mean of it and of a second, looser one is compared by
    likelihood, which tells sooner. Pool accuracy at 200 / 500 / 1,000 random labels: sign digits in the starter
    embedding .867 .904 .929 → .882 .925 .947; on the CIFAR-10 vectors the head is kept.

    Args:
        task: what is known.
        heads: of all labels and of each fold.
        loose: the looser ones, or none: then they are fitted when they are compared.
        last: what was chosen before.

    Returns:
        What is chosen now, the looser heads if there are any by now, and the (n, C) held-out logits of the labelled
        images.
    """
    if not task.folds:
        return Compared(), loose, np.zeros((len(task.rows), task.classes), np.float32)
    size = int(task.checkable.sum())
    again = last.labels == 0 or not 1 / _COMPARE_AGAIN < size / last.labels < _COMPARE_AGAIN
    enough = size >= _LABELS_TO_COMPARE * len(np.unique(task.known))
    if not enough:
        return Compared(), loose, held_out_head(task, heads)
    if not again:
        return last, loose, _held_out(task, heads, loose, last.chosen)
    scores = {way: _held_out(task, heads, loose, way) for way in (HEAD, MEAN, VOTE)}
    folds = _spread_folds(task)
    if folds:
        scores[SPREAD] = held_out_spread(task, folds)
        scores[BOTH] = mixed(scores[HEAD], scores[SPREAD])
    right = {way: _right(task, score) for way, score in scores.items()}
    accuracies = {way: float(hit[np.isfinite(hit)].mean()) for way, hit in right.items()}
    chosen, lead = HEAD, 0.0
    for way, hit in right.items():
        gain = (hit - right[HEAD])[np.isfinite(hit)]
        if gain.mean() > max(2 * gain.std() / np.sqrt(len(gain)), lead):
            chosen, lead = way, float(gain.mean())
    if chosen == HEAD:
        loose = loose or fit_heads(task, [], loose=True)
        scores[TWO] = _held_out(task, heads, loose, TWO)
        accuracies[TWO] = float(np.nanmean(_right(task, scores[TWO])))
        chosen = TWO if _likelier(task, scores[TWO], scores[HEAD]) else HEAD
    return Compared(chosen, size, accuracies), loose, scores[chosen]


def _likelier(task: Task, scores: Float32Array, others: Float32Array) -> bool:
    """Whether held-out labels are likelier by some scores than by others, each calibrated, by two standard errors."""
    at = np.flatnonzero(task.checkable)
    known = task.known[at]
    logs = []
    for each in (scores[at], others[at]):
        likely = softmax(each, fit_temperature(each, known))[np.arange(len(at)), known]
        logs.append(np.log(np.maximum(likely, 1e-9, dtype=np.float64)))
    gain = logs[0] - logs[1]
    return bool(gain.mean() > 2 * gain.std() / np.sqrt(len(gain)))


def _held_out(task: Task, heads: list[BalancedHead], loose: list[BalancedHead], way: str) -> Float32Array:
    if way == TWO:
        return mixed(held_out_head(task, heads), held_out_head(task, loose))
    if way == MEAN:
        return held_out_mean(task)
    if way == VOTE:
        return held_out_vote(task)
    if way == SPREAD:
        return held_out_spread(task, max(_spread_folds(task), 2))
    if way == BOTH:
        return mixed(held_out_head(task, heads), held_out_spread(task, max(_spread_folds(task), 2)))
    return held_out_head(task, heads)


def _spread_folds(task: Task) -> int:
    """In how many folds propagation is tried: enough for the work allowed, 0 for not at all."""
    folds = min(int(_SPREAD_WORK // (len(task.labels) * task.classes)), task.folds, 5)
    few = len(task.rows) <= _SPREAD_LABELS * len(np.unique(task.known))
    return folds if few and folds >= 2 else 0


def _right(task: Task, scores: Float32Array) -> Float64Array:
    """1 where the likeliest class is the label, 0 where not, NaN where not checked."""
    hit: Float64Array = (scores.argmax(axis=1) == task.known).astype(np.float64)
    hit[~task.checkable | np.isnan(scores).any(axis=1)] = np.nan
    return hit


def mixed(head: Float32Array, other: Float32Array) -> Float32Array:
    """Logits of the mean of two ways' probabilities, (r, C) each."""
    return as_logits(np.float32(0.5) * (softmax(head) + softmax(other)))
