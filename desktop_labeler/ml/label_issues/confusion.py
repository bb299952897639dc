"""Confusion between classes, estimated from the labels, and the quality of each label given it."""

from __future__ import annotations

import numpy as np

from desktop_labeler.array_types import Float32Array, Float64Array, IntArray

STEPS = 10
SHRINKAGE = 20.0  # images per class: the confusions of a small class are taken for even
TRUST = 0.5
_FLOOR = 1e-6


def count_confusions(probabilities: Float32Array, labels: IntArray) -> Float64Array:
    """Expected number of images of each true class under each given label.

    Expectation maximisation as in Dawid & Skene 1979 with one annotator and the out-of-fold probabilities as the prior
    of each image. Ten steps are a regulariser: run to the end, the model would explain its own doubt as confusion
    (.github/measurements/label_issues.md).

    Args:
        probabilities: (n, C) out-of-fold, rows sum to 1.
        labels: (n,) int in [0, C).

    Returns:
        (C, C) float64, true class by given class; sums to n.
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
    """Probability of a given label for each true class, cautious: between even confusions and those counted.

    Human mistakes go to neighbouring classes, and an image between two often confused classes deserves more doubt than
    one between two that nobody confuses. The exponent 0.6 takes most of that gain and costs little where mistakes are
    even (.github/measurements/label_issues.md).

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
    toward = (wrong + SHRINKAGE * even) / (in_class + SHRINKAGE)[:, None] / even  # against even confusions: 1
    often = (in_class + SHRINKAGE * overall) / (count.sum(axis=1) + SHRINKAGE) / overall
    table = np.where(same, 0.0, overall * even * np.maximum(toward * often[:, None], 1e-3) ** TRUST)
    most = np.maximum(table.sum(axis=1, keepdims=True) / 0.9, 1.0)
    table /= most
    table[same] = 1 - table.sum(axis=1)
    return table


def log_odds_wrong(probabilities: Float32Array, labels: IntArray, table: Float64Array) -> Float64Array:
    """Logarithm of the odds that the given label is wrong, given the image and the label.

    Args:
        probabilities: (n, C) out-of-fold, rows sum to 1.
        labels: (n,) int in [0, C).
        table: (C, C) from confusion_table.

    Returns:
        (n,) float64, finite.
    """
    joint = (probabilities + np.float32(_FLOOR)) * table.T.astype(np.float32)[labels]  # (n, C)
    rows = np.arange(len(labels))
    right = joint[rows, labels].astype(np.float64)
    joint[rows, labels] = 0
    wrong = joint.sum(axis=1, dtype=np.float64)
    found: Float64Array = np.log(np.maximum(wrong, 1e-30)) - np.log(np.maximum(right, 1e-30))
    return found


def confident_errors(probabilities: Float32Array, labels: IntArray) -> int:
    """Number of labels that confident learning would call wrong; high when the vectors are weak.

    Northcutt et al., "Confident Learning", JAIR 2021, equation 1: an image counts as another class when its
    probability of that class reaches the mean of the images so labelled.

    Args:
        probabilities: (n, C) out-of-fold, rows sum to 1.
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
