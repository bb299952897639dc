"""What models from elsewhere say where the labels of this project say nothing."""

from collections.abc import Mapping

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array


def mean_of(others: Mapping[str, Float32Array], silent: BoolArray, classes: int) -> tuple[Float32Array, BoolArray]:
    """(N, C) mean of what models from elsewhere say, 0 where none says anything, and (N,) where one does."""
    total, said = np.zeros((len(silent), classes), np.float32), np.zeros((len(silent), 1), np.float32)
    for probabilities in others.values():
        known = np.isfinite(probabilities).all(axis=1) & ~silent
        total[known] += probabilities[known]
        said[known] += 1
    total /= np.maximum(said, 1)
    return total, said[:, 0] > 0


def add_unlabelled(
    probabilities: Float32Array, unlabelled: BoolArray, others: Mapping[str, Float32Array], silent: BoolArray
) -> None:
    """Add the classes that have no label yet, as likely as models from elsewhere say that an image is of them.

    What was learnt from labels can name labelled classes only, so it tells them apart given that it is one of them.
    Without this, the first accepted page of one class would turn every suggestion into that class.

    Args:
        probabilities: (N, C), changed in place.
        unlabelled: (C,) whether a class has no label.
        others: what each model says; see `suggest`.
        silent: (N,) images about which nothing is said.
    """
    if not others or not unlabelled.any():
        return
    total, said = mean_of(others, silent, len(unlabelled))
    beyond = total[:, unlabelled].sum(axis=1, keepdims=True)
    learnt = probabilities * ~unlabelled
    learnt /= np.maximum(learnt.sum(axis=1, keepdims=True), np.float32(1e-9))
    mixed = learnt * (1 - beyond) + total * unlabelled
    probabilities[said] = mixed[said]
