"""Cross-fitting: every label is predicted by a tail that has not seen it, so that what is said of it is honest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from desktop_labeler.array_types import AnyArray, BoolArray, Float32Array, Float64Array, IntArray
from desktop_labeler.ml.classify.calibration import fit_temperature, seldom_below, softmax
from desktop_labeler.ml.classify.class_prior import class_prior, represented
from desktop_labeler.ml.finetune.tail import Tail

LEAST = 0.02  # share of the labels whose energy is below that of images that are unlike all classes
LEAST_ALONE = 0.05  # the same where no distance is known, so that it is all there is
_LEAST_SHARE = 1e-3  # of a class in the prior, so that one without a label stays possible


@dataclass(frozen=True, eq=False)
class CrossFit:
    """The result of cross-fitting.

    Attributes:
        held_out: (n, C) float32 calibrated probabilities of the labelled images, from the tails that have not seen
            them.
        temperature: what the logits are divided by.
        unlike_below: energy, log Σ exp(logit / temperature), below which an image is unlike all classes: few of the
            labels are, to the tails that have not seen them.
        tail: weights by name of the tail that has seen all labels; class balance is part of its bias.
    """

    held_out: Float32Array
    temperature: float
    unlike_below: float
    tail: dict[str, AnyArray]


def kin_groups(groups: IntArray | None, duplicates: Sequence[IntArray], count: int) -> IntArray | None:
    """Return a group for each image that joins the project's groups with the groups of near-duplicates.

    Args:
        groups: (N,) of the project, or None.
        duplicates: positions of the images of each group of near-duplicates.
        count: N.

    Returns:
        (N,) group numbers; None where no two images belong together.
    """
    pairs = [np.stack([rows[:-1], rows[1:]]) for rows in duplicates if len(rows) > 1]
    if groups is not None:
        order = np.argsort(groups, kind="stable")
        same = groups[order][1:] == groups[order][:-1]
        pairs.append(np.stack([order[:-1][same], order[1:][same]]))
    if not pairs or not sum(pair.shape[1] for pair in pairs):
        return None
    first, second = np.concatenate(pairs, axis=1)
    links = coo_array((np.ones(len(first), np.int8), (first, second)), shape=(count, count))
    return np.asarray(connected_components(links, directed=False)[1], np.int64)


def class_balance(
    vectors: Float32Array, labels: IntArray, pool: Float32Array, fair: BoolArray, classes: int
) -> Float32Array:
    """Return what to add to each logit so that classes are as frequent as in the folder, not as among the labels.

    Args:
        vectors: (n, D) of the labelled images that were learnt from.
        labels: (n,) int in [0, C).
        pool: (m, D) of a sample of all images.
        fair: (n,) whether the image of each label was drawn at random.
        classes: C.

    Returns:
        (C,) float32, see class_prior; 0 with more labels than need a prior.
    """
    counts = represented(vectors, pool) if len(vectors) else None
    if counts is None:
        return np.zeros(classes, np.float32)
    prior: Float64Array = class_prior(labels, classes, counts, fair)
    seen = np.bincount(labels, minlength=classes) / len(labels)
    shift: Float32Array = np.log(np.maximum(prior, _LEAST_SHARE) / np.maximum(seen, _LEAST_SHARE)).astype(np.float32)
    return shift


def finish_cross_fit(
    tail: Tail,
    logits: Float32Array,
    labels: IntArray,
    weights: Float32Array,
    folds: IntArray,
    shifts: Float32Array,
    least: float = LEAST_ALONE,
) -> CrossFit:
    """Calibrate a classifier on what tails that were trained like it say about the labels that they have not seen.

    Args:
        tail: the one that was trained on all labels.
        logits: (n, C) of the labelled images, each by the tail that has not seen it.
        labels: (n,) int in [0, C).
        weights: (n,) how much each label counts.
        folds: (n,) int in [0, K).
        shifts: (K + 1, C) what is added to the logits of the tail of each fold, and to those of the one that saw all
            labels; see class_balance.
        least: share of the labels that are unlike all classes.
    """
    shifted = logits + shifts[folds]
    temperature = fit_temperature(shifted, labels, weights=weights)
    values = tail.weights()
    values["head.bias"] = values["head.bias"].astype(np.float32) + shifts[-1]
    likeness = np.logaddexp.reduce(shifted / temperature, axis=1)
    below = seldom_below(likeness, least)
    return CrossFit(softmax(shifted, temperature), temperature, below, values)


def sample_weights(doubt: Float32Array, confirmed: BoolArray) -> Float32Array:
    """Return how much each label counts: the probability that it is right.

    Args:
        doubt: (n,) label issue scores, see label_issues.suspects: the logistic function of a quarter of the log odds
            that a label is wrong; NaN for labels that could not be assessed, which count fully.
        confirmed: (n,) labels that a person confirmed, which count fully.

    Returns:
        (n,) float32 in [0, 1].
    """
    score = np.clip(np.nan_to_num(doubt.astype(np.float64), nan=0.0), 1e-9, 1 - 1e-9)
    right = 1 / (1 + np.exp(4 * np.log(score / (1 - score))))
    found: Float32Array = np.where(confirmed, 1.0, right).astype(np.float32)
    return found


def replaced_labels(
    labels: IntArray, doubt: Float32Array, expected: IntArray, confirmed: BoolArray
) -> tuple[IntArray, Float32Array]:
    """Return what a classifier learns of each label: itself, or what is expected where it is likelier wrong than right.

    So images teach something of which the label is wrong; with half of the labels wrong, classifiers are right on more
    images by it (.github/measurements/finetune.md).

    Args:
        labels: (n,) int in [0, C).
        doubt: (n,) as for sample_weights.
        expected: (n,) the class that is expected of each image; −1 for none.
        confirmed: (n,) labels that a person confirmed, which are never replaced.

    Returns:
        (n,) the classes, and (n,) float32 in [0, 1] how much each counts: the probability that the label is right, or,
        where it is replaced, wrong.
    """
    right = sample_weights(doubt, confirmed)
    wrong = (right < 0.5) & (expected >= 0) & (expected != labels)
    return np.where(wrong, expected, labels), np.where(wrong, 1 - right, right).astype(np.float32)
