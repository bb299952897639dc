"""Suspects: which existing labels are probably wrong, judged from the vectors and the other labels.

A small network with a loss that is robust to wrong labels gives out-of-fold probabilities. From these and the
confusions between classes (`confusion`) follow the odds that each label is wrong. The network finds more wrong labels
than a linear head or the mean of both. The vote of the neighbours did not improve the ranking at any noise level, so it
is only shown as a reason (.github/measurements/label_issues.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from desktop_labeler.array_types import AnyArray, BoolArray, Float32Array, Float64Array, Int32Array, IntArray
from desktop_labeler.ml.label_issues.confusion import (
    confident_errors,
    confusion_table,
    count_confusions,
    log_odds_wrong,
)
from desktop_labeler.ml.label_issues.joined_models import join_models
from desktop_labeler.ml.label_issues.label_networks import LabelNetworks, networks_of

Value = TypeVar("Value", np.float32, np.int32)

# The best overall of 1 to 25, for three kinds of noise. Suggestions do not weight confirmed labels, since it does not
# improve them (.github/measurements/label_issues.md).
CONFIRMED_WEIGHT = 3.0

_TAIL = 40.0  # log odds from which on the score rises slowly


@dataclass(frozen=True, eq=False)
class Suspects:
    """How much the model doubts every label, and why.

    Attributes:
        label_issue_score: (N,) float32 in [0, 1], higher is worse; for ranking only, not a probability. NaN for images
            without a label and for labels that cannot be assessed, because no other image (of another group) has that
            class. 0 for confirmed labels.
        expected: (N,) int32 class that the model expects, never a rejected one; −1 where the score is NaN.
        given_probability: (N,) float32 out-of-fold probability of the given class; NaN without a label.
        fewest_errors: low estimate of the number of wrong labels, used to shorten the list; does not replace an audit.
        most_errors: high estimate, at least fewest_errors; weak vectors make it larger.
        networks: what was learnt, for the next round; None without labels.
    """

    label_issue_score: Float32Array
    expected: Int32Array
    given_probability: Float32Array
    fewest_errors: int
    most_errors: int
    networks: LabelNetworks | None = None

    def ranking(self) -> IntArray:
        """Positions of the assessed, unconfirmed images, worst first; ties keep their order."""
        asked = np.flatnonzero(self.label_issue_score > 0)
        return asked[np.argsort(-self.label_issue_score[asked], kind="stable")]


def find_suspects(
    vectors: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    classes: int,
    confirmed: npt.ArrayLike | None = None,
    groups: npt.ArrayLike | None = None,
    rejected: npt.ArrayLike | None = None,
    others: Mapping[str, Float32Array] | None = None,
    previous: Suspects | None = None,
) -> Suspects:
    """Rank the existing labels by how likely they are wrong.

    Args:
        vectors: (N, D); a row with NaN or infinity is not learnt from and not assessed.
        labels: (N,) int in [0, classes), −1 = none.
        classes: number of classes.
        confirmed: (N,) bool, whether a person decided this label; it counts 3 times in training and is never doubted.
        groups: (N,) group of each image, any values; an image is never checked by a model trained on its group.
        rejected: (M, 2) int, rejected pairs (image, class).
        others: (N, C) probabilities by models from elsewhere, by name, which have not seen these labels; NaN for images
            about which one says nothing. Each counts as much as it explains the labels, right and wrong, beside the
            network (`joined_models`).
        previous: the last result for the same vectors and classes; what was learnt then is used again as long as few
            labels have changed (`label_networks`).

    Returns:
        The score and expected class of every label.

    Raises:
        ValueError: lengths differ, or a label outside [−1, classes).
    """
    rows, given_all = np.asarray(vectors), np.asarray(labels, np.int64)
    sure = np.zeros(len(given_all), bool) if confirmed is None else np.asarray(confirmed, bool)
    _check(rows, given_all, sure, classes)
    places = np.flatnonzero(given_all >= 0)
    if len(places) == 0:
        return _nothing(len(given_all))
    given, known = given_all[places], sure[places]
    every = None if groups is None else np.asarray(groups)
    kin = None if every is None else every[places]
    weights = np.where(sure, np.float32(CONFIRMED_WEIGHT), np.float32(1))
    checkable = _checkable(given, kin, classes) & np.isfinite(rows[places]).all(axis=1)
    last = None if previous is None else previous.networks
    networks = networks_of(rows, given_all, weights, every, places[checkable], last, classes=classes)
    network = networks.held_out(rows, places, classes)
    open_rows = checkable & ~known
    said = {name: probable[places] for name, probable in (others or {}).items()}
    probabilities = join_models(network, said, given, weights[places], open_rows)
    pairs = _rejected_pairs(rejected, places, len(given_all))
    expected = _expected(probabilities, pairs)
    line = np.arange(len(places))
    own = probabilities[line, given].astype(np.float32)
    count = count_confusions(probabilities[open_rows], given[open_rows])
    odds = log_odds_wrong(probabilities, given, confusion_table(count))
    score = np.full(len(places), np.nan, np.float32)
    score[checkable] = _score(odds[checkable])
    score[_is_rejected(pairs, given)] = 1
    score[known] = 0
    expected[np.isnan(score)] = -1  # of a class that was not learnt, the model could only expect another one
    fewest = round(float(count.sum() - np.trace(count)))
    most = confident_errors(probabilities[open_rows], given[open_rows])
    return Suspects(
        label_issue_score=_everywhere(len(given_all), places, score),
        expected=_everywhere(len(given_all), places, expected.astype(np.int32), -1),
        given_probability=_everywhere(len(given_all), places, own),
        fewest_errors=fewest,
        most_errors=max(fewest, most),
        networks=networks,
    )


def _score(odds: Float64Array) -> Float32Array:
    """Scores in [0, 1], 0.5 at even odds; a quarter of the log odds, and a long tail for the very worst labels.

    So float32 keeps their order: where classes lie far apart, log odds of wrong labels reach hundreds.
    """
    score = 1 / (1 + np.exp(-np.minimum(odds, _TAIL) / 4))
    found: Float32Array = (1 - (1 - score) * _TAIL / np.maximum(odds, _TAIL)).astype(np.float32)
    return found


def _check(vectors: AnyArray, labels: IntArray, confirmed: BoolArray, classes: int) -> None:
    if len({len(vectors), len(labels), len(confirmed)}) > 1:
        raise ValueError(f"{len(vectors)} vectors, {len(labels)} labels, {len(confirmed)} marks")
    if len(labels) and (labels.min() < -1 or labels.max() >= classes):
        message = f"labels lie in [{labels.min()}, {labels.max()}], expected [-1, {classes})"
        raise ValueError(message)


def _checkable(labels: IntArray, groups: AnyArray | None, classes: int) -> BoolArray:
    """Whether another image of another group has the same class; otherwise no classifier could learn the label."""
    if groups is None:
        return np.asarray(np.bincount(labels, minlength=classes)[labels] > 1)
    _, member = np.unique(groups, return_inverse=True)
    pairs = np.unique(np.stack([labels, member.astype(np.int64)], axis=1), axis=0)
    return np.asarray(np.bincount(pairs[:, 0], minlength=classes)[labels] > 1)


def _rejected_pairs(rejected: npt.ArrayLike | None, places: IntArray, n: int) -> tuple[IntArray, IntArray]:
    """Rejected pairs as positions among the labelled images and the rejected class of each."""
    pairs = np.asarray([] if rejected is None else rejected, np.int64).reshape(-1, 2)
    row_of = np.full(n, -1)
    row_of[places] = np.arange(len(places))
    rows = row_of[pairs[:, 0]]
    return rows[rows >= 0], pairs[rows >= 0, 1]


def _is_rejected(pairs: tuple[IntArray, IntArray], labels: IntArray) -> BoolArray:
    found = np.zeros(len(labels), bool)
    found[pairs[0][labels[pairs[0]] == pairs[1]]] = True
    return found


def _expected(probabilities: Float32Array | Float64Array, pairs: tuple[IntArray, IntArray]) -> IntArray:
    expected: IntArray = probabilities.argmax(axis=1)
    if len(pairs[0]):
        touched = np.unique(pairs[0])
        allowed = probabilities[touched]
        allowed[np.searchsorted(touched, pairs[0]), pairs[1]] = -1
        expected[touched] = allowed.argmax(axis=1)
    return expected


def _everywhere(n: int, places: IntArray, values: npt.NDArray[Value], empty: float = np.nan) -> npt.NDArray[Value]:
    spread = np.full(n, empty, values.dtype)
    spread[places] = values
    return spread


def _nothing(n: int) -> Suspects:
    blank = np.full(n, np.nan, np.float32)
    return Suspects(blank, np.full(n, -1, np.int32), blank, 0, 0)
