"""Confusion between classes, estimated from labels and probabilities, and the odds that each label is wrong."""

from __future__ import annotations

import numpy as np

from desktop_labeler.array_types import Float32Array, Float64Array, IntArray

STEPS = 10
SHRINKAGE = 20.0  # images per class: the confusions of a small class are drawn towards uniform ones
TRUST = 0.5
_FLOOR = 1e-6
_LEAST = 1e-300


def count_confusions(probabilities: Float32Array | Float64Array, labels: IntArray) -> Float64Array:
    """Estimate the number of images of each true class with each given label.

    Source: expectation maximisation as in Dawid & Skene 1979, with one annotator and the out-of-fold probabilities as
    the prior of each image. It is stopped after ten steps as regularisation: at convergence, the uncertainty of the
    model would be counted as confusion (.github/measurements/label_issues.md).

    Args:
        probabilities: (n, C) out-of-fold probabilities, rows sum to 1.
        labels: (n,) int in [0, C).

    Returns:
        (C, C) float64, true class by given class; all entries sum to n.
    """
    classes = probabilities.shape[1]
    rate = 0.1 / max(classes - 1, 1)
    table = np.full((classes, classes), rate)
    np.fill_diagonal(table, 0.9)
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(classes + 1))
    sorted_rows = probabilities[order] + np.float32(_FLOOR)
    count = np.zeros((classes, classes))
    for _ in range(STEPS):
        for given in np.flatnonzero(np.diff(bounds)):
            joint = sorted_rows[bounds[given] : bounds[given + 1]] * table[:, given].astype(np.float32)
            joint /= joint.sum(axis=1, keepdims=True)
            count[:, given] = joint.sum(axis=0, dtype=np.float64)
        table = (count + _FLOOR) / (count + _FLOOR).sum(axis=1, keepdims=True)
    return count


def confusion_table(count: Float64Array) -> Float64Array:
    """Probability of each given label for each true class, between uniform confusions and the counted ones.

    People mistake a class for similar ones, so a label between two classes that are often confused is more doubtful
    than one between two classes that are not. The exponent keeps most of that gain and costs little where mistakes
    are uniform (.github/measurements/label_issues.md).

    Args:
        count: (C, C) from count_confusions.

    Returns:
        (C, C) float64, true class by given class; rows sum to 1.
    """
    classes = len(count)
    same = np.eye(classes, dtype=bool)
    wrong = np.where(same, 0.0, count)
    in_class = wrong.sum(axis=1)
    overall = max(float(in_class.sum() / max(count.sum(), 1e-12)), 1e-6)
    even = 1 / max(classes - 1, 1)
    toward = (wrong + SHRINKAGE * even) / (in_class + SHRINKAGE)[:, None] / even  # ratio to uniform confusions
    often = (in_class + SHRINKAGE * overall) / (count.sum(axis=1) + SHRINKAGE) / overall
    table = np.where(same, 0.0, overall * even * np.maximum(toward * often[:, None], 1e-3) ** TRUST)
    most = np.maximum(table.sum(axis=1, keepdims=True) / 0.9, 1.0)
    table /= most
    table[same] = 1 - table.sum(axis=1)
    return table


def log_odds_wrong(probabilities: Float32Array | Float64Array, labels: IntArray, table: Float64Array) -> Float64Array:
    """Logarithm of the odds that the given label is wrong, given the image and the label.

    Args:
        probabilities: (n, C) out-of-fold probabilities, rows sum to 1.
        labels: (n,) int in [0, C).
        table: (C, C) from confusion_table.

    Returns:
        (n,) float64, finite.
    """
    rows = np.arange(len(labels))
    # No floor for the given label: those that are almost ruled out are the first to look at, and keep their order.
    own = probabilities[rows, labels].astype(np.float64)
    right = np.log(np.maximum(own, _LEAST)) + np.log(np.maximum(table[labels, labels], _LEAST))
    joint = (probabilities + np.float32(_FLOOR)) * table.T.astype(np.float32)[labels]  # (n, C)
    joint[rows, labels] = 0
    wrong = joint.sum(axis=1, dtype=np.float64)
    found: Float64Array = np.log(np.maximum(wrong, _LEAST)) - right
    return found


def confident_errors(probabilities: Float32Array | Float64Array, labels: IntArray) -> int:
    """Number of labels that are wrong according to confident learning; too high when the vectors are weak.

    Source: Northcutt et al., "Confident Learning", JAIR 2021, equation 1: an image counts as another class when its
    probability of that class reaches the mean of that probability over the images labelled so.

    Args:
        probabilities: (n, C) out-of-fold probabilities, rows sum to 1.
        labels: (n,) int in [0, C).
    """
    classes = probabilities.shape[1]
    given = probabilities[np.arange(len(labels)), labels]
    total = np.bincount(labels, weights=given, minlength=classes)
    counted = np.bincount(labels, minlength=classes)
    threshold = np.where(counted > 0, total / np.maximum(counted, 1), np.inf).astype(np.float32)
    reached = np.where(probabilities >= threshold, probabilities, np.float32(-1))
    best = reached.argmax(axis=1)
    sure = reached.max(axis=1) >= 0
    return int((sure & (best != labels)).sum())
