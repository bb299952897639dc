"""Uncertainty herding: greedy coverage of uncovered and uncertain images on the neighbour graph."""

import heapq
from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csc_array

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, Int32Array, IntArray, VectorArray
from desktop_labeler.ml.graph.neighbors import Graph
from desktop_labeler.ml.select.density_peaks import DensityPeaks, GlobalCoverage

SCALE_NEIGHBOR = 10  # an image's bandwidth is its distance to this neighbour
MANY_IMAGES = 200_000  # above this, fewer edges per image suffice and keep a selection under 5 s
FEWER_NEIGHBORS = 20
WORTH = 0.25  # least gain of a typical image, as a fraction of the best gain; 0 to 0.5 are equal within the spread
UNKNOWN = 0.37  # e⁻¹: a peak of which none of the 10 nearest images has been queried may be of an unseen class
FIRST_UNSEEN = 10  # places before the first one for unseen classes; common classes come first (10 labels: .275 → .340)
SAME_IMAGE = 0.13  # fraction of the median nearest distance, as for near-duplicates
LEAST_WEIGHT = 1e-3  # weight of a certain image, so that coverage decides when nothing is uncertain
ROUNDING = 1e-6


@dataclass(frozen=True, eq=False)
class Pool:
    """The input of all query rules: unit vectors, which images were queried (N,), which can be (N,), the margin."""

    vectors: VectorArray
    asked: BoolArray
    open: BoolArray
    margin: Float32Array | None  # (N,) p1 − p2 in [0, 1]


class Herding:
    """Greedy coverage: what every image would cover, what is covered already, and the next best image."""

    def __init__(self, pool: Pool, graph: Graph, unseen_probability: float) -> None:
        k = graph.neighbors.shape[1]
        k = k if len(graph.neighbors) <= MANY_IMAGES else min(k, FEWER_NEIGHBORS)
        self._share = unseen_probability
        self._asked = pool.asked.copy()
        self._open = pool.open.copy()
        self._neighbors = np.maximum(graph.neighbors[:, :k], 0)  # (N, k); a missing one is never covered
        squares = _squared_distances(graph, k)
        scale = _scales(squares)
        width = np.where(np.isfinite(scale), scale, 0)
        self._kernel = np.exp(-squares / np.maximum(width[:, None] * width[self._neighbors], ROUNDING))
        self._twin = squares < _twin_distance(squares)  # (N, k)
        self._weight = np.ones(len(squares), np.float32)
        if pool.margin is not None:
            self._weight *= np.maximum(1 - pool.margin, LEAST_WEIGHT)
        farthest = np.where(np.isfinite(squares), squares, 0).max(axis=1, initial=0)
        self._one_way = np.where(
            squares > farthest[self._neighbors], self._kernel, 0
        )  # the edge is missing in the other direction
        self._backward = _reversed(self._neighbors, self._one_way)
        self._covered = np.where(self._asked, 1, 0).astype(np.float32)
        self._has_twin = np.zeros(len(squares), np.bool_)
        self._cover(np.flatnonzero(self._asked))
        self._peaks = DensityPeaks(pool.vectors, scale, self._neighbors, np.flatnonzero(self._asked))
        self._global = GlobalCoverage(pool.vectors, self._peaks.images, graph.neighbors.shape[1])

    def choose(self, n: int) -> IntArray:
        """The n best open images, best first."""
        queue = _Queue(self._all_gains(), self._open)
        chosen: list[int] = []
        before = int(self._asked.sum())
        while len(chosen) < n:
            image = -1
            if _is_due(before + len(chosen), self._share):
                unknown = self._open & ~self._has_twin & (self._covered < UNKNOWN)
                peaks = self._peaks.farthest(unknown).tolist()
                image = max(peaks, key=self._gain, default=-1)
            if image < 0:
                image = self._best_globally(before + len(chosen), queue, len(chosen))
            if image < 0:
                image = self._best(queue, len(chosen))
            if image < 0:  # only near-duplicates of queried images are left
                chosen.extend(np.flatnonzero(self._open)[: n - len(chosen)].tolist())
                break
            chosen.append(image)
            self._asked[image], self._open[image] = True, False
            self._cover(np.array([image]))
            self._peaks.approach(image)
        return np.array(chosen, dtype=np.int64)

    def _best_globally(self, asked: int, queue: "_Queue", turn: int) -> int:
        """The typical image with the largest gain in the graph and the whole set; −1 if the graph suffices."""
        peaks = self._global.peaks.tolist()
        if not peaks or not self._global.applies(asked) or (best := self._best(queue, turn)) < 0:
            return -1
        most = self._gain(best)
        queue.push(best, most, turn)
        open_ones = [image if self._open[image] and not self._is_twin(image) else -1 for image in peaks]
        gains = np.array([self._gain(image) if image >= 0 else 0.0 for image in open_ones])
        gains[gains < WORTH * most] = 0
        gains *= np.sqrt(self._global.gains(np.flatnonzero(self._asked)))
        return peaks[gains.argmax()] if gains.max() > 0 else -1

    def _best(self, queue: "_Queue", turn: int) -> int:
        """The image with the largest gain; −1 if all are near-duplicates of queried images."""
        while (entry := queue.pop()) is not None:
            image, known = entry
            if not self._open[image] or self._is_twin(image):
                continue
            if known == turn:
                return image
            queue.push(image, self._gain(image), turn)
        return -1

    def _is_twin(self, image: int) -> bool:
        """Whether a queried image is a near-duplicate of this one; the edge may have either direction."""
        return bool(self._has_twin[image] or self._asked[self._neighbors[image][self._twin[image]]].any())

    def _cover(self, images: IntArray) -> None:
        """Mark what queried images cover: their neighbours, and the images that have them as neighbours."""
        around = self._neighbors[images]
        np.maximum.at(self._covered, around, self._kernel[images])
        self._has_twin[around[self._twin[images]]] = True
        self._covered[images] = 1
        if len(images) > 1:
            asked_only = np.where(self._asked[self._neighbors], self._one_way, 0)
            np.maximum(self._covered, asked_only.max(axis=1, initial=0), out=self._covered)
            return
        for image in images:
            sources, incoming = self._incoming(int(image))
            self._covered[sources] = np.maximum(self._covered[sources], incoming)

    def _incoming(self, image: int) -> tuple[Int32Array, Float32Array]:
        begin, end = self._backward.indptr[image], self._backward.indptr[image + 1]
        return self._backward.indices[begin:end], self._backward.data[begin:end]

    def _gain(self, image: int) -> float:
        """The coverage gained by querying this image."""
        around = self._neighbors[image]
        sources, incoming = self._incoming(image)
        forward = np.maximum(self._kernel[image] - self._covered[around], 0) @ self._weight[around]
        backward = np.maximum(incoming - self._covered[sources], 0) @ self._weight[sources]
        return float(forward + backward + (1 - self._covered[image]) * self._weight[image])

    def _all_gains(self) -> Float64Array:
        """`_gain` of every image at once."""
        forward = np.maximum(self._kernel - self._covered[self._neighbors], 0)
        forward *= self._weight[self._neighbors]
        backward = np.maximum(self._one_way - self._covered[:, None], 0) * self._weight[:, None]
        total = np.bincount(self._neighbors.ravel(), backward.ravel(), minlength=len(self._weight))
        return np.asarray(total + forward.sum(axis=1) + (1 - self._covered) * self._weight, dtype=np.float64)


class _Queue:
    """A queue of images by upper bounds of their gains; gains only shrink, so an earlier gain is a bound."""

    def __init__(self, gains: Float64Array, is_open: BoolArray) -> None:
        order = np.argsort(-gains, kind="stable")
        self._order = order[is_open[order]]
        self._bounds = (
            gains[self._order] * (1 + 1e-4) + 1e-6
        )  # tolerance: sums are taken in another order than for single gains
        self._place = 0
        self._heap: list[tuple[float, int, int]] = []

    def push(self, image: int, gain: float, turn: int) -> None:
        heapq.heappush(self._heap, (-gain, image, turn))

    def pop(self) -> tuple[int, int] | None:
        """The image with the highest bound and the turn of that bound (−1: before the first); None at the end."""
        while self._place < len(self._order):
            bound = float(self._bounds[self._place])
            if self._heap and -self._heap[0][0] > bound:
                break
            self.push(int(self._order[self._place]), bound, -1)
            self._place += 1
        return heapq.heappop(self._heap)[1:] if self._heap else None


def _is_due(place: int, share: float) -> bool:
    """Whether this place, counted over all rounds, is one of those reserved for unseen classes."""
    return place >= FIRST_UNSEEN and int((place + 1) * share + 1e-9) > int(place * share + 1e-9)


def _squared_distances(graph: Graph, k: int) -> Float32Array:
    """Squared distances of unit vectors along the edges, (N, k); infinity where there is no neighbour."""
    similarity = graph.similarity[:, :k]
    usable = (graph.neighbors[:, :k] >= 0) & np.isfinite(similarity)
    return np.where(usable, np.maximum(2 - 2 * similarity, 0), np.inf).astype(np.float32)


def _scales(squares: Float32Array) -> Float32Array:
    """(N,) distance to the 10th neighbour, or to the last one if there are fewer; infinity without neighbours."""
    if squares.shape[1] == 0:
        return np.full(len(squares), np.inf, np.float32)
    last = np.clip(np.isfinite(squares).sum(axis=1) - 1, 0, SCALE_NEIGHBOR - 1)
    return np.sqrt(np.take_along_axis(squares, last[:, None], axis=1)[:, 0])


def _twin_distance(squares: Float32Array) -> float:
    """Squared distance below which two images are near-duplicates."""
    nearest = squares.min(axis=1, initial=np.inf)
    nearest = nearest[np.isfinite(nearest)]
    return max(SAME_IMAGE * float(np.median(nearest)), 2 * ROUNDING) if nearest.size else 0.0


def _reversed(neighbors: Int32Array, kernel: Float32Array) -> csc_array:
    """The edges, grouped by the image that they lead to."""
    rows, columns = np.nonzero(kernel)
    edges = (kernel[rows, columns], (rows.astype(np.int32), neighbors[rows, columns]))
    return coo_array(edges, shape=(len(kernel), len(kernel))).tocsc()
