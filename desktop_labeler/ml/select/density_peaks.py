"""Density peaks: typical images of dense regions, which represent many images or may belong to an unseen class."""

from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
import torch

from desktop_labeler.array_types import BoolArray, Float32Array, Int32Array, IntArray, VectorArray
from desktop_labeler.ml.hardware.thread_pools import map_in_threads

NEAR = 10  # a typical image has the smallest scale among this many nearest neighbours
KNOWN_BY = 5  # and is among the 10 nearest neighbours of at least this many images; an outlier is among those of none
MOST_PEAKS = 50
GLOBAL_QUERIES = 50  # queries for which the whole set is considered; with 20, accuracy at 50 labels is .01 lower
SAMPLED_IMAGES = 2000  # size of the sample that represents the whole set
SAMPLED_PEAKS = 500  # number of typical images to consider
_PEAK_ROWS = 8192


class DensityPeaks:
    """Density peaks, and how close the nearest queried image is to each.

    Args:
        vectors: (N, D) of unit length; a row may be NaN.
        scale: (N,) distance to the 10th neighbour, infinity without neighbours.
        neighbors: (N, k) positions of the nearest images.
        asked: positions of images that have been queried.
    """

    def __init__(self, vectors: VectorArray, scale: Float32Array, neighbors: Int32Array, asked: IntArray) -> None:
        self._vectors = vectors
        near = neighbors[:, :NEAR]
        lowest = scale[near].min(axis=1, initial=np.inf)
        known_by = np.bincount(near[np.isfinite(scale)].ravel(), minlength=len(scale))  # 10 on average, 0 for outliers
        self.images = np.flatnonzero((scale <= lowest) & (known_by >= KNOWN_BY))
        self._rows = usable(vectors, self.images)
        self._nearest = np.full(len(self.images), -np.inf, np.float32)  # largest cosine with a queried image
        if len(asked):
            parts = range(0, len(self._rows), _PEAK_ROWS)
            for begin, nearest in zip(parts, map_in_threads(partial(self._cosines, asked), parts), strict=True):
                self._nearest[begin : begin + _PEAK_ROWS] = nearest

    def _cosines(self, asked: IntArray, begin: int) -> Float32Array:
        """The largest cosine of each of a block of peaks with any of the queried images."""
        some = torch.from_numpy(self._rows[begin : begin + _PEAK_ROWS])
        parts = (usable(self._vectors, asked[at : at + 1000]) for at in range(0, len(asked), 1000))
        return torch.stack([(some @ torch.from_numpy(part).T).amax(dim=1) for part in parts]).amax(dim=0).numpy()

    def farthest(self, allowed: BoolArray) -> IntArray:
        """The tenth of the allowed peaks that are farthest from all queried images, at most 50."""
        order = np.argsort(self._nearest, kind="stable")
        distant = self.images[order]
        distant = distant[allowed[distant]]
        return distant[: min(-(-len(distant) // 10), MOST_PEAKS)]

    def approach(self, image: int) -> None:
        """Update the distances after an image has been queried."""
        np.maximum(self._nearest, self._rows @ usable(self._vectors, np.array([image]))[0], out=self._nearest)


class GlobalCoverage:
    """How much of the whole set typical images represent while few images have been queried.

    Ten neighbourhoods of 50 images out of 50,000 do not overlap, so with the graph alone all of the first ten queries
    may be of the same class. Here the kernel of each image covers 1 / (2 · (2 + queried)) of all images. As in
    "Uncertainty Herding" (ICLR 2025), the bandwidth shrinks with each label, until it is no larger than a neighbourhood
    of the graph.

    Args:
        vectors: (N, D) of unit length; a row may be NaN.
        peaks: positions of the images that can be queried.
        k: neighbours per image in the graph.
    """

    def __init__(self, vectors: VectorArray, peaks: IntArray, k: int) -> None:
        self._vectors = vectors
        chance = np.random.default_rng(0)
        if len(peaks) > SAMPLED_PEAKS:
            peaks = np.sort(chance.choice(peaks, SAMPLED_PEAKS, replace=False))
        self.peaks = peaks
        count = len(vectors)
        self._some = (
            np.arange(count) if count <= SAMPLED_IMAGES else chance.choice(count, SAMPLED_IMAGES, replace=False)
        )
        self._seen = k * len(self._some) / max(count, 1)

    def applies(self, asked: int) -> bool:
        """Whether few images have been queried and a kernel covers more images than a neighbourhood of the graph."""
        return asked < GLOBAL_QUERIES and self._reach(asked) >= max(self._seen, 1)

    def _reach(self, asked: int) -> int:
        return len(self._some) // (2 * (2 + asked))

    def gains(self, asked: IntArray) -> Float32Array:
        """How much of the sample each typical image would newly cover, (peaks,)."""
        reach = self._reach(len(asked))
        kernel = self._kernel(self._to_peaks, self._peak_scales[reach], reach)
        if len(asked):
            squares = _squared(self._rows, usable(self._vectors, asked))
            covered = self._kernel(squares, np.partition(squares, reach, axis=0)[reach], reach)
            kernel -= covered.max(axis=1, keepdims=True)
        gains: Float32Array = np.maximum(kernel, 0).sum(axis=0)
        return gains

    def _kernel(self, squares: Float32Array, scales: Float32Array, reach: int) -> Float32Array:
        """Kernel of images on the sample, from squared distances (sample, images) and squared scales (images,)."""
        kernel: Float32Array = np.exp(-squares / np.sqrt(np.maximum(self._scales[:, reach, None] * scales, 1e-12)))
        return kernel

    @cached_property
    def _rows(self) -> Float32Array:
        return usable(self._vectors, self._some)

    @cached_property
    def _scales(self) -> Float32Array:
        """Squared distances within the sample, nearest first."""
        return np.sort(_squared(self._rows, self._rows), axis=1)

    @cached_property
    def _to_peaks(self) -> Float32Array:
        return _squared(self._rows, usable(self._vectors, self.peaks))

    @cached_property
    def _peak_scales(self) -> Float32Array:
        return np.sort(self._to_peaks, axis=0)


def usable(vectors: VectorArray, images: npt.NDArray[np.integer]) -> Float32Array:
    """Rows of vectors (N, D) at the given positions as float32; NaN becomes 0."""
    rows: Float32Array = np.nan_to_num(vectors[images].astype(np.float32))
    return rows


def _squared(rows: Float32Array, others: Float32Array) -> Float32Array:
    """Squared distances of unit vectors, (rows, others)."""
    squares: Float32Array = np.maximum(2 - 2 * (rows @ others.T), 0)
    return squares
