"""What to show the person next: the few images that teach the most, from the first label to the last."""

import heapq
from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

import faiss
import numpy as np
import numpy.typing as npt
import torch
from scipy.sparse import coo_array, csc_array

from desktop_labeler.ml.neighbors import Floats, Graph
from desktop_labeler.ml.workers import side_by_side

BoolArray: TypeAlias = npt.NDArray[np.bool_]
Float32Array: TypeAlias = npt.NDArray[np.float32]
Int32Array: TypeAlias = npt.NDArray[np.int32]
Int64Array: TypeAlias = npt.NDArray[np.int64]
Rule: TypeAlias = Literal["default", "random", "margin", "kmeans"]

SCALE_NEIGHBOR = 10  # an image's bandwidth is its distance to this neighbour
MANY_IMAGES = 200_000  # above, this many edges per image suffice and keep a choice under 5 s
FEWER_NEIGHBORS = 20
KNOWN_BY = 5  # a typical image is among the 10 nearest of this many others; an outlier of none
MOST_SPOTS = 50
UNKNOWN = 0.37  # e⁻¹: a spot whose 10 nearest have not been asked may hide a class
FIRST_UNSEEN = 10  # places before the first for an unseen class: the common ones come first (10 labels: .275 → .340)
SAME_IMAGE = 0.13  # share of the median nearest distance, as for near-duplicates
LEAST_WEIGHT = 1e-3  # what a certain image still counts, so that coverage decides where nothing is uncertain
ROUNDING = 1e-6
_SPOT_ROWS = 8192


@dataclass(frozen=True, eq=False)
class _Pool:
    """What all rules choose from: unit vectors, who has been asked (N,), who can be asked (N,), uncertainty."""

    vectors: Floats
    asked: BoolArray
    open: BoolArray
    margin: Float32Array | None  # (N,) p1 − p2 in [0, 1]


def choose_next(
    vectors: npt.ArrayLike,
    graph: Graph,
    *,
    labelled: npt.ArrayLike,
    n: int,
    probabilities: npt.ArrayLike | None = None,
    candidates: npt.ArrayLike | None = None,
    rule: Rule = "default",
    unseen_share: float = 0.1,
    seed: int = 0,
    previous: npt.ArrayLike | None = None,
) -> Int64Array:
    """Choose the images that are worth the most to label, best first.

    The default rule covers images by kernels around the asked ones, and adds one by one the image that covers
    most of what is uncovered and uncertain. A share of the places goes to the best of the dense spots that are farthest
    from every asked image, for classes that nobody has labelled yet. Images near-identical to an asked one come
    only when nothing else is left. A longer list starts with the shorter one, and the list goes on where it
    stopped when its beginning is given as previous (both not for kmeans).

    Source: Bae et al., "Generalized Coverage for More Robust Low-Budget Active Learning", ECCV 2024, and
    "Uncertainty Herding", ICLR 2025: argmax_x Σ_n u_n max(0, K(n, x) − max_labelled K(n, ·)), u = 1 − (p1 − p2).
    Deviations: K = exp(−d² / (σ_n σ_x)) on the edges of the graph, in both directions, σ the distance to the
    10th neighbour, instead of one bandwidth for all that shrinks as labels are added. Pool accuracy of logistic
    regression on the CIFAR-10 vectors at 20 / 100 / 1,000 labels: .411 .537 .627, with one bandwidth
    .391 .518 .621; edges in one direction only lose .05 at 20 labels.

    Args:
        vectors: (N, D), unit length; a row may be NaN.
        graph: the nearest images of every image.
        labelled: (N,) class, or −1 for images without a label.
        n: how many to choose, at least 0.
        probabilities: (N, C) calibrated; None before there are suggestions.
        candidates: (N,) bool, False for images that must not be asked; they still count as images to be
            covered (0.01 better than leaving them out with 30 % held back). None means all.
        rule: "default", or to compare with "random", "margin" (random without probabilities) and "kmeans"
            (images nearest to the centres of n clusters).
        unseen_share: share of the places for classes not seen yet, in [0, 1].
        seed: for all rules but the default, which leaves nothing to chance.
        previous: images that were asked and have no label (in the queue, skipped, excluded): neither they nor
            what looks like them is asked.

    Returns:
        int64, n of them or as many as can be asked.

    Raises:
        ValueError: shapes that do not fit N, n negative, unseen_share outside [0, 1], an unknown rule.
    """
    if n < 0 or not 0 <= unseen_share <= 1:
        raise ValueError(f"n must be at least 0 and unseen_share in [0, 1], not {n} and {unseen_share}")
    pool = _pool(vectors, graph, labelled, probabilities, candidates, previous)
    n = min(n, int(pool.open.sum()))
    if rule == "default":
        return _Herding(pool, graph, unseen_share).choose(n)
    if rule == "random":
        return _in_order(pool, np.zeros(len(pool.open)), n, seed)
    if rule == "margin":
        return _in_order(pool, np.zeros(len(pool.open)) if pool.margin is None else pool.margin, n, seed)
    if rule == "kmeans":
        return _cluster_centres(pool, n, seed)
    raise ValueError(f'rule must be "default", "random", "margin" or "kmeans", not "{rule}"')


def _pool(
    vectors: npt.ArrayLike,
    graph: Graph,
    labelled: npt.ArrayLike,
    probabilities: npt.ArrayLike | None,
    candidates: npt.ArrayLike | None,
    previous: npt.ArrayLike | None,
) -> _Pool:
    """Check the shapes and bring everything into one form."""
    rows = np.asarray(vectors)
    if rows.ndim != 2 or len(graph.neighbors) != len(rows):
        raise ValueError(f"vectors of shape {rows.shape} for a graph of {len(graph.neighbors)} images")
    asked = np.asarray(labelled) >= 0
    free = np.ones(len(rows), np.bool_) if candidates is None else np.array(candidates, dtype=np.bool_)
    if asked.shape != (len(rows),) or free.shape != asked.shape:
        raise ValueError(f"{len(rows)} images, but labelled {asked.shape} and candidates {free.shape}")
    if previous is not None:
        asked[np.asarray(previous, dtype=np.int64)] = True
    margin = None if probabilities is None else _margin(np.asarray(probabilities, dtype=np.float32), len(rows))
    return _Pool(rows, asked, free & ~asked, margin)


def _margin(probabilities: Float32Array, n: int) -> Float32Array:
    """Best minus second-best probability, 1 with a single class, 0 where they are not numbers."""
    if probabilities.ndim != 2 or len(probabilities) != n:
        raise ValueError(f"{n} images, but probabilities of shape {probabilities.shape}")
    if probabilities.shape[1] < 2:
        return np.full(n, probabilities.shape[1], np.float32)
    best = np.partition(probabilities, -2, axis=1)
    margin: Float32Array = np.clip(np.nan_to_num(best[:, -1] - best[:, -2]), 0, 1)
    return margin


def _in_order(pool: _Pool, key: npt.NDArray[np.floating], n: int, seed: int) -> Int64Array:
    """Open images by ascending key, ties by chance; the chance of an image does not depend on who is open."""
    chance = np.random.default_rng(seed).random(len(key))
    order = np.lexsort((chance, key))
    return order[pool.open[order]][:n].astype(np.int64)


def _cluster_centres(pool: _Pool, n: int, seed: int) -> Int64Array:
    """The open image nearest to each of n cluster centres, largest cluster first; the rest by chance."""
    spare = _in_order(pool, np.zeros(len(pool.open)), len(pool.open), seed)
    rows = np.nan_to_num(pool.vectors[pool.open].astype(np.float32))
    if n == 0 or not rows.any():
        return spare[:n]
    clusters = faiss.Kmeans(rows.shape[1], n, niter=20, seed=seed + 1, min_points_per_centroid=1)
    clusters.train(rows)
    distance, cluster = clusters.index.search(rows, 1)
    order = np.lexsort((distance[:, 0], cluster[:, 0]))
    first = order[np.flatnonzero(np.diff(cluster[order, 0], prepend=-1))]  # the nearest image of each cluster
    size = np.bincount(cluster[:, 0], minlength=n)[cluster[first, 0]]
    centres = np.flatnonzero(pool.open)[first[np.argsort(-size, kind="stable")]]
    return np.concatenate([centres, spare[~np.isin(spare, centres)]])[:n]


class _Herding:
    """Greedy coverage: what every image would cover, what is covered, and the next best image."""

    def __init__(self, pool: _Pool, graph: Graph, unseen_share: float) -> None:
        k = graph.neighbors.shape[1]
        k = k if len(graph.neighbors) <= MANY_IMAGES else min(k, FEWER_NEIGHBORS)
        self._share = unseen_share
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
        self._one_way = np.where(squares > farthest[self._neighbors], self._kernel, 0)  # the other end does not know
        self._backward = _reversed(self._neighbors, self._one_way)
        self._covered = np.where(self._asked, 1, 0).astype(np.float32)
        self._has_twin = np.zeros(len(squares), np.bool_)
        self._cover(np.flatnonzero(self._asked))
        self._spots = _Spots(pool.vectors, scale, self._neighbors, np.flatnonzero(self._asked))

    def choose(self, n: int) -> Int64Array:
        """The n best open images, best first."""
        queue = _Queue(self._all_gains(), self._open)
        chosen: list[int] = []
        before = int(self._asked.sum())
        while len(chosen) < n:
            image = -1
            if _is_due(before + len(chosen), self._share):
                unknown = self._open & ~self._has_twin & (self._covered < UNKNOWN)
                spots = self._spots.farthest(unknown).tolist()
                image = max(spots, key=self._gain, default=-1)
            if image < 0:
                image = self._best(queue, len(chosen))
            if image < 0:  # only twins of asked images are left
                chosen.extend(np.flatnonzero(self._open)[: n - len(chosen)].tolist())
                break
            chosen.append(image)
            self._asked[image], self._open[image] = True, False
            self._cover(np.array([image]))
            self._spots.approach(image)
        return np.array(chosen, dtype=np.int64)

    def _best(self, queue: "_Queue", turn: int) -> int:
        """The image that adds most, −1 if there is none without an asked twin."""
        while (entry := queue.pop()) is not None:
            image, known = entry
            if not self._open[image] or self._is_twin(image):
                continue
            if known == turn:
                return image
            queue.push(image, self._gain(image), turn)
        return -1

    def _is_twin(self, image: int) -> bool:
        """Whether an asked image is near-identical: it may know this one as its neighbour, or be known."""
        return bool(self._has_twin[image] or self._asked[self._neighbors[image][self._twin[image]]].any())

    def _cover(self, images: Int64Array) -> None:
        """Take over what asked images cover: their neighbours, and those whose neighbours they are."""
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
        """What asking this image adds."""
        around = self._neighbors[image]
        sources, incoming = self._incoming(image)
        forward = np.maximum(self._kernel[image] - self._covered[around], 0) @ self._weight[around]
        backward = np.maximum(incoming - self._covered[sources], 0) @ self._weight[sources]
        return float(forward + backward + (1 - self._covered[image]) * self._weight[image])

    def _all_gains(self) -> npt.NDArray[np.float64]:
        """`_gain` of every image at once."""
        forward = np.maximum(self._kernel - self._covered[self._neighbors], 0)
        forward *= self._weight[self._neighbors]
        backward = np.maximum(self._one_way - self._covered[:, None], 0) * self._weight[:, None]
        total = np.bincount(self._neighbors.ravel(), backward.ravel(), minlength=len(self._weight))
        return np.asarray(total + forward.sum(axis=1) + (1 - self._covered) * self._weight, dtype=np.float64)


class _Queue:
    """Images by what they add at most. That only shrinks, so a gain seen earlier bounds the gain now."""

    def __init__(self, gains: npt.NDArray[np.float64], is_open: BoolArray) -> None:
        order = np.argsort(-gains, kind="stable")
        self._order = order[is_open[order]]
        self._bounds = gains[self._order] * (1 + 1e-4) + 1e-6  # summed in another order than single gains
        self._place = 0
        self._heap: list[tuple[float, int, int]] = []

    def push(self, image: int, gain: float, turn: int) -> None:
        heapq.heappush(self._heap, (-gain, image, turn))

    def pop(self) -> tuple[int, int] | None:
        """The image with the highest bound and the turn that it is from (−1: before all), None at the end."""
        while self._place < len(self._order):
            bound = float(self._bounds[self._place])
            if self._heap and -self._heap[0][0] > bound:
                break
            self.push(int(self._order[self._place]), bound, -1)
            self._place += 1
        return heapq.heappop(self._heap)[1:] if self._heap else None


class _Spots:
    """Typical images of dense spots, where a class without a label may be: how near the asked ones have come."""

    def __init__(self, vectors: Floats, scale: Float32Array, neighbors: Int32Array, asked: Int64Array) -> None:
        self._vectors = vectors
        near = neighbors[:, :SCALE_NEIGHBOR]
        lowest = scale[near].min(axis=1, initial=np.inf)
        known_by = np.bincount(near[np.isfinite(scale)].ravel(), minlength=len(scale))  # 10 on average, 0 far out
        self._images = np.flatnonzero((scale <= lowest) & (known_by >= KNOWN_BY))
        self._rows = self._usable(self._images)
        self._nearest = np.full(len(self._images), -np.inf, np.float32)  # largest cosine with an asked image
        if len(asked):
            parts = range(0, len(self._rows), _SPOT_ROWS)
            for begin, nearest in zip(parts, side_by_side(partial(self._cosines, asked), parts), strict=True):
                self._nearest[begin : begin + _SPOT_ROWS] = nearest

    def _usable(self, images: Int64Array) -> Float32Array:
        rows: Float32Array = np.nan_to_num(self._vectors[images].astype(np.float32))
        return rows

    def _cosines(self, asked: Int64Array, begin: int) -> Float32Array:
        """The largest cosine of some spots with asked images."""
        some = torch.from_numpy(self._rows[begin : begin + _SPOT_ROWS])
        blocks = (torch.from_numpy(self._usable(asked[at : at + 1000])) for at in range(0, len(asked), 1000))
        return torch.stack([(some @ block.T).amax(dim=1) for block in blocks]).amax(dim=0).numpy()

    def farthest(self, allowed: BoolArray) -> Int64Array:
        """The tenth of the allowed spots that are farthest from everything asked, at most 50."""
        order = np.argsort(self._nearest, kind="stable")
        distant = self._images[order]
        distant = distant[allowed[distant]]
        return distant[: min(-(-len(distant) // 10), MOST_SPOTS)]

    def approach(self, image: int) -> None:
        """An image has been asked."""
        np.maximum(self._nearest, self._rows @ self._usable(np.array([image]))[0], out=self._nearest)


def _is_due(place: int, share: float) -> bool:
    """Whether this place, counted over all rounds, is one of the share for unseen classes."""
    return place >= FIRST_UNSEEN and int((place + 1) * share + 1e-9) > int(place * share + 1e-9)


def _squared_distances(graph: Graph, k: int) -> Float32Array:
    """Squared distances of unit vectors along the edges, (N, k); infinity where there is no neighbour."""
    similarity = graph.similarity[:, :k]
    usable = (graph.neighbors[:, :k] >= 0) & np.isfinite(similarity)
    return np.where(usable, np.maximum(2 - 2 * similarity, 0), np.inf).astype(np.float32)


def _scales(squares: Float32Array) -> Float32Array:
    """Distance to the 10th neighbour, or to the last that there is; infinity without any, (N,)."""
    if squares.shape[1] == 0:
        return np.full(len(squares), np.inf, np.float32)
    last = np.clip(np.isfinite(squares).sum(axis=1) - 1, 0, SCALE_NEIGHBOR - 1)
    return np.sqrt(np.take_along_axis(squares, last[:, None], axis=1)[:, 0])


def _twin_distance(squares: Float32Array) -> float:
    """Squared distance below which two images are near-identical."""
    nearest = squares.min(axis=1, initial=np.inf)
    nearest = nearest[np.isfinite(nearest)]
    return max(SAME_IMAGE * float(np.median(nearest)), 2 * ROUNDING) if nearest.size else 0.0


def _reversed(neighbors: Int32Array, kernel: Float32Array) -> csc_array:
    """The edges by the image that they lead to."""
    rows, columns = np.nonzero(kernel)
    edges = (kernel[rows, columns], (rows.astype(np.int32), neighbors[rows, columns]))
    return coo_array(edges, shape=(len(kernel), len(kernel))).tocsc()
