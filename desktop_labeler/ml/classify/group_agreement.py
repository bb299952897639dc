"""Suggestions that agree over a group of images, such as a burst, where a project wants that."""

from dataclasses import replace

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, IntArray
from desktop_labeler.ml.classify.suggestions import Suggestions


def agreed(suggestions: Suggestions, groups: IntArray, open_ones: BoolArray) -> tuple[Suggestions, IntArray]:
    """Let the images of each group have the same probabilities: their mean on the scale of logarithms.

    This is right where the images of a group show the same thing, and wrong where they do not; no measurement decides
    that here, so it is the person who asks for it. What is measured on labels stays as it was.

    Args:
        suggestions: of N images.
        groups: (N,) number of the group of each, −1 for none.
        open_ones: (N,) the images that are asked; labelled ones keep their own out-of-fold probabilities.

    Returns:
        The suggestions, and (N,) over how many images each agrees: 0 where it stands alone.
    """
    rows = np.flatnonzero((groups >= 0) & open_ones & (suggestions.suggested >= 0))
    over = np.zeros(len(groups), np.int64)
    if not len(rows):
        return suggestions, over
    _, of, sizes = np.unique(groups[rows], return_inverse=True, return_counts=True)
    several = sizes[of] > 1
    rows, of = rows[several], of[several]
    if not len(rows):
        return suggestions, over
    _, of, sizes = np.unique(of, return_inverse=True, return_counts=True)
    means = _log_mean(suggestions.probabilities[rows], of, sizes)
    probabilities = suggestions.probabilities.copy()
    kept = means.sum(axis=1) > 0  # where each class is impossible for some image, every image keeps its own
    rows, of = rows[kept[of]], of[kept[of]]
    probabilities[rows] = means[of]
    suggested, confidence = suggestions.suggested.copy(), suggestions.confidence.copy()
    suggested[rows] = probabilities[rows].argmax(axis=1)
    confidence[rows] = suggestions.sure.confidence(probabilities[rows])
    over[rows] = sizes[of]
    both = replace(suggestions, probabilities=probabilities, suggested=suggested, confidence=confidence, first=None)
    return both, over


def _log_mean(probabilities: Float32Array, of: IntArray, sizes: IntArray) -> Float32Array:
    """Return (G, C) the normalised geometric mean of the rows of each group; all 0 where no class is possible.

    A class that a person has rejected for one image has the probability 0 there, and so in the mean.

    Args:
        probabilities: (n, C) rows that sum to 1.
        of: (n,) the group of each row, from 0.
        sizes: (G,) how many rows each group has.
    """
    with np.errstate(divide="ignore"):
        logs = np.log(probabilities.astype(np.float64))
    sums = np.zeros((len(sizes), probabilities.shape[1]))
    np.add.at(sums, of, logs)
    means = sums / sizes[:, np.newaxis]
    top = means.max(axis=1, keepdims=True)
    scaled = np.exp(means - np.where(np.isfinite(top), top, 0.0))
    total = scaled.sum(axis=1, keepdims=True)
    found: Float32Array = np.divide(scaled, total, out=np.zeros_like(scaled), where=total > 0).astype(np.float32)
    return found
