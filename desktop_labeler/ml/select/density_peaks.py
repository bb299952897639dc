"""Typical images of dense spots: which of them stand for most of a set, and which hide a class that nobody met."""

from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
import torch

from desktop_labeler.array_types import BoolArray, Float32Array, Int32Array, IntArray, VectorArray
from desktop_labeler.ml.hardware.thread_pools import side_by_side

NEAR = 10  # a typical image has the closest neighbourhood among so many neighbours
KNOWN_BY = 5  # and is among the 10 nearest of this many others; an outlier of none
MOST_SPOTS = 50
WIDE_PLACES = 50  # questions that look at the whole set; with 20 of them .01 less at 50 labels
WIDE_IMAGES = 2000  # images that stand for the whole set
WIDE_SPOTS = 500  # typical images that are tried
_SPOT_ROWS = 8192


class Spots:
    """Typical images of dense spots: how near the asked ones have come.

    Args:
        vectors: (N, D), unit length; a row may be NaN.
        scale: (N,) distance to the 10th neighbour, infinity without any.
        neighbors: (N, k) nearest images.
        asked: images that have been asked.
    """

    def __init__(self, vectors: VectorArray, scale: Float32Array, neighbors: Int32Array, asked: IntArray) -> None:
        self._vectors = vectors
        near = neighbors[:, :NEAR]
        lowest = scale[near].min(axis=1, initial=np.inf)
        known_by = np.bincount(near[np.isfinite(scale)].ravel(), minlength=len(scale))  # 10 on average, 0 far out
        self.images = np.flatnonzero((scale <= lowest) & (known_by >= KNOWN_BY))
        self._rows = usable(vectors, self.images)
        self._nearest = np.full(len(self.images), -np.inf, np.float32)  # largest cosine with an asked image
        if len(asked):
            parts = range(0, len(self._rows), _SPOT_ROWS)
            for begin, nearest in zip(parts, side_by_side(partial(self._cosines, asked), parts), strict=True):
                self._nearest[begin : begin + _SPOT_ROWS] = nearest

    def _cosines(self, asked: IntArray, begin: int) -> Float32Array:
        """The largest cosine of some spots with asked images."""
        some = torch.from_numpy(self._rows[begin : begin + _SPOT_ROWS])
        parts = (usable(self._vectors, asked[at : at + 1000]) for at in range(0, len(asked), 1000))
        return torch.stack([(some @ torch.from_numpy(part).T).amax(dim=1) for part in parts]).amax(dim=0).numpy()

    def farthest(self, allowed: BoolArray) -> IntArray:
        """The tenth of the allowed spots that are farthest from everything asked, at most 50."""
        order = np.argsort(self._nearest, kind="stable")
        distant = self.images[order]
        distant = distant[allowed[distant]]
        return distant[: min(-(-len(distant) // 10), MOST_SPOTS)]

    def approach(self, image: int) -> None:
        """An image has been asked."""
        np.maximum(self._nearest, self._rows @ usable(self._vectors, np.array([image]))[0], out=self._nearest)


class WideView:
    """What typical images stand for in the whole set, when so few have been asked that a graph cannot tell.

    Ten neighbourhoods of 50 images out of 50,000 never touch: the gain of the graph alone may ask ten times for the
    same class. Here every image reaches as far as its share of the set: 1 / (2 · (2 + asked)) of all images,
    the bandwidth that shrinks with the labels of "Uncertainty Herding" (ICLR 2025), until that is what the graph sees.

    Args:
        vectors: (N, D), unit length; a row may be NaN.
        spots: images that can be asked.
        k: neighbours per image in the graph.
    """

    def __init__(self, vectors: VectorArray, spots: IntArray, k: int) -> None:
        self._vectors = vectors
        chance = np.random.default_rng(0)
        self.spots = spots if len(spots) <= WIDE_SPOTS else np.sort(chance.choice(spots, WIDE_SPOTS, replace=False))
        count = len(vectors)
        self._some = np.arange(count) if count <= WIDE_IMAGES else chance.choice(count, WIDE_IMAGES, replace=False)
        self._seen = k * len(self._some) / max(count, 1)

    def sees(self, asked: int) -> bool:
        """Whether an image's share of the set is more than the graph sees, and few have been asked."""
        return asked < WIDE_PLACES and self._reach(asked) >= max(self._seen, 1)

    def _reach(self, asked: int) -> int:
        return len(self._some) // (2 * (2 + asked))

    def gains(self, asked: IntArray) -> Float32Array:
        """Images that every spot would newly stand for, (spots,), of those that stand for the set."""
        reach = self._reach(len(asked))
        kernel = self._kernel(self._to_spots, self._spot_scales[reach], reach)
        if len(asked):
            squares = _squared(self._rows, usable(self._vectors, asked))
            covered = self._kernel(squares, np.partition(squares, reach, axis=0)[reach], reach)
            kernel -= covered.max(axis=1, keepdims=True)
        gains: Float32Array = np.maximum(kernel, 0).sum(axis=0)
        return gains

    def _kernel(self, squares: Float32Array, scales: Float32Array, reach: int) -> Float32Array:
        """How well images stand for the set: squared distances (set, images), their squared reach (images,)."""
        kernel: Float32Array = np.exp(-squares / np.sqrt(np.maximum(self._scales[:, reach, None] * scales, 1e-12)))
        return kernel

    @cached_property
    def _rows(self) -> Float32Array:
        return usable(self._vectors, self._some)

    @cached_property
    def _scales(self) -> Float32Array:
        """Squared distances among those that stand for the set, nearest first."""
        return np.sort(_squared(self._rows, self._rows), axis=1)

    @cached_property
    def _to_spots(self) -> Float32Array:
        return _squared(self._rows, usable(self._vectors, self.spots))

    @cached_property
    def _spot_scales(self) -> Float32Array:
        return np.sort(self._to_spots, axis=0)


def usable(vectors: VectorArray, images: npt.NDArray[np.integer]) -> Float32Array:
    """Some rows in single precision, zeros for what is no number."""
    rows: Float32Array = np.nan_to_num(vectors[images].astype(np.float32))
    return rows


def _squared(rows: Float32Array, others: Float32Array) -> Float32Array:
    """Squared distances of unit vectors, (rows, others)."""
    squares: Float32Array = np.maximum(2 - 2 * (rows @ others.T), 0)
    return squares
