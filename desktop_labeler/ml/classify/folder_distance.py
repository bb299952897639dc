"""How far a vector lies from the images of a project, so that pictures of something else altogether are found.

What a classifier says of an image only weighs its classes against each other: it calls a hand sign a shirt with a
confidence of .9. The images of a project, with and without labels, fill a small part of the space of vectors, and
pictures of something else lie outside of it (.github/measurements/export.md).
"""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, IntArray, VectorArray
from desktop_labeler.ml.classify.calibration import seldom_below
from desktop_labeler.ml.graph.graph_features import principal_directions
from desktop_labeler.ml.hardware.linear_algebra import product

MARKED = 0.01  # share of images like those of the project that are farther than `farthest`
FEWEST = 50  # images; with fewer the farthest one is exceeded by more than 2 % of others
_MOST = 5000  # images that the level is measured on
_FOLDS = 5
_RIDGE = 1.0  # relative to the mean variance of a direction
_DIRECTIONS = 64  # principal directions that are measured by themselves
_IMAGES_FOR_ONE = 3  # images for each principal direction that is measured by itself
_LEAST_VARIANCE = 1e-6  # of a direction; vectors that are stored in 16 bits are off by a hundredth of that at most
_NEAREST = 0.05  # mean square along a direction, in units of its variance, that is never too far
SMALLEST = 1e-6  # distance that is given for all smaller ones, since its logarithm is taken


@dataclass(frozen=True, eq=False)
class FolderDistance:
    """A distance from the mean of the vectors of a folder, in units of their spread, of vectors of unit length.

    Attributes:
        along: (F,) float32, what the square along a principal direction counts more than `rest`; mostly less.
        rest: what the square along any other direction counts.
        farthest: distance above which an image is unlike the folder; infinite where that is not known.
    """

    along: Float32Array
    rest: float
    farthest: float

    def of(self, vectors: VectorArray, mean: Float32Array, turn: Float32Array) -> Float32Array:
        """Return the distances (n,) of vectors (n, D), by the folder's mean (D,) and directions (D, F); above 0."""
        centred = vectors.astype(np.float32) - mean
        length = np.einsum("ij,ij->i", centred, centred)
        along: Float32Array = (product(centred, turn) ** 2 * self.along).sum(axis=1)
        found: Float32Array = np.maximum(along + np.float32(self.rest) * length, np.float32(SMALLEST))
        return found


def fit_folder_distance(
    vectors: VectorArray, mean: Float32Array, turn: Float32Array, usable: BoolArray, groups: IntArray | None
) -> FolderDistance:
    """Fit the distance to the images of a folder, and its level by images that it has not seen.

    Source: Lee et al., "A Simple Unified Framework for Detecting Out-of-Distribution Samples and Adversarial Attacks",
    NeurIPS 2018: the Mahalanobis distance; here of all images together, since most have no label, with the variance
    of the directions behind the principal ones in common, as in Tipping & Bishop, "Probabilistic Principal Component
    Analysis", JRSS B 61, 1999.

    Args:
        vectors: (N, D) of the images of a folder, of unit length.
        mean: (D,), as from principal_directions of them.
        turn: (D, F), from there as well.
        usable: (N,) bool, which vectors are finite and not zero.
        groups: (N,) group of each image, whose images are never on both sides; None for none.
    """
    rows = np.flatnonzero(usable)
    rows = np.random.default_rng(0).permutation(rows)[:_MOST]
    some = vectors[rows].astype(np.float32)
    along, rest = _spread(some, mean, turn)
    if len(rows) < FEWEST:
        return FolderDistance(along, rest, np.inf)
    own = np.arange(len(rows)) if groups is None else np.unique(groups[rows], return_inverse=True)[1].reshape(-1)
    folds = min(_FOLDS, int(own.max()) + 1)
    if folds < 2:
        return FolderDistance(along, rest, np.inf)  # all images are of one group
    fold = np.random.default_rng(1).permutation(int(own.max()) + 1)[own] % folds
    held_out = np.empty(len(rows), np.float32)
    for number in range(folds):
        away = fold == number
        others_mean, others_turn, _ = principal_directions(some[~away])
        others = FolderDistance(*_spread(some[~away], others_mean, others_turn), np.inf)
        held_out[away] = others.of(some[away], others_mean, others_turn)
    return FolderDistance(along, rest, max(-seldom_below(-held_out, MARKED), _NEAREST * vectors.shape[1]))


def _spread(vectors: Float32Array, mean: Float32Array, turn: Float32Array) -> tuple[Float32Array, float]:
    """Return what squares along principal directions count more than along others, and what these count."""
    centred = vectors - mean
    total = float(np.einsum("ij,ij->", centred, centred, dtype=np.float64)) / max(len(vectors), 1)
    own: Float64Array = np.square(product(centred, turn), dtype=np.float64).mean(axis=0)
    width = vectors.shape[1]
    measured = min(turn.shape[1], _DIRECTIONS, len(vectors) // _IMAGES_FOR_ONE)
    ridge = max(_RIDGE * total / width, _LEAST_VARIANCE)
    # Where no other direction is left, any number will do; a large one would cost digits.
    left = max(total - own[:measured].sum(), 0) / (width - measured) if measured < width else total / width
    rest = 1 / (left + ridge)
    return np.where(np.arange(len(own)) < measured, 1 / (own + ridge) - rest, 0).astype(np.float32), rest
