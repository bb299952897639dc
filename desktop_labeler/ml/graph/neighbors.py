"""The neighbour graph: for every image its k most similar images, by cosine similarity of their vectors."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import TypeAlias, cast

import faiss
import numpy as np
import torch

from desktop_labeler.array_types import Float32Array, Int32Array, IntArray, VectorArray
from desktop_labeler.ml.hardware.devices import (
    Device,
    choose_device,
    cpu_device,
    device_errors,
    free_memory,
    with_cpu_fallback,
)
from desktop_labeler.ml.hardware.thread_pools import map_in_threads
from desktop_labeler.ml.k_means import spherical_k_means
from desktop_labeler.progress import Job, Progress

Found: TypeAlias = tuple[Float32Array, IntArray]
Search: TypeAlias = Callable[[Float32Array, int], Found]

# A block of 2e10 multiply-adds takes a quarter of a second on two slow cores, so cancelling takes effect quickly.
BLOCK_FLOP = 2e10
WANTED_RECALL = 0.96
RECALL_SAMPLE = 1000
CUDA_EXACT_LIMIT = 3_000_000
GROUPED_ROWS = 4096  # below this, faiss is as fast
TILE, GROUP = 2048, 16
_PER_CELL = 40  # images per cell from which the centres of cells are computed
_SCORES = 500_000_000  # scores computed at a time on a graphics card: 2 GB


@dataclass(frozen=True, eq=False)
class Graph:
    """The k nearest images of every image.

    Attributes:
        neighbors: (N, k) int32 positions of the most similar images, most similar first, without the image itself and
            without repeats; −1 where there are fewer than k. The row of an image without a usable vector is all −1, and
            such an image is a neighbour of none.
        similarity: (N, k) float32 cosine in [−1, 1], descending; 0 where neighbors is −1.
        recall: None for an exact graph, else the fraction of true neighbours found in a sample, in [0, 1].
        method: description of how the graph was built, for the report.
    """

    neighbors: Int32Array
    similarity: Float32Array
    recall: float | None
    method: str


def build_graph(vectors: VectorArray, *, k: int = 50, exact_limit: int = 200_000, seed: int = 0) -> Job[Graph]:
    """Find the k most similar images of every image.

    The search is exact up to exact_limit images (CUDA: 3 million). Above that it uses an inverted file over k-means
    cells, and visits more cells until the recall on a sample reaches 0.96.

    Args:
        vectors: (N, D) of any length; only their direction matters. Rows that are zero or not finite get no neighbours.
        k: neighbours per image, at least 1.
        exact_limit: largest N that is searched exhaustively.
        seed: seed for the initial centres of k-means and for the recall sample.

    Returns:
        The graph; images have no neighbours for N = 0 or 1.

    Raises:
        ValueError: vectors is not 2-D, or k < 1.
    """
    if vectors.ndim != 2 or k < 1:
        raise ValueError(f"vectors must be (N, D) and k at least 1, not {vectors.shape} and {k}")
    unit, rows = unit_rows(vectors)
    wanted = min(k, max(len(rows) - 1, 0))
    neighbors = np.full((len(vectors), k), -1, np.int32)
    similarity = np.zeros((len(vectors), k), np.float32)
    recall, method = None, "exact"

    def search_all(device: Device) -> Job[None]:
        nonlocal recall, method
        if len(rows) <= (exact_limit if device.kind == "cpu" else max(exact_limit, CUDA_EXACT_LIMIT)):
            search, cost = exact_search(unit, device), float(len(rows))
        else:
            search, cost, recall, method = yield from _cells(unit, wanted, seed)
        values, found = yield from _all_rows(unit, search, wanted, cost)
        neighbors[rows, :wanted] = np.where(found >= 0, rows[found], -1)
        similarity[rows, :wanted] = values

    if wanted:
        yield from with_cpu_fallback(choose_device(), search_all, Progress("finding similar images"))
    return Graph(neighbors, similarity, recall, method)


def append_to_graph(graph: Graph, vectors: VectorArray, first_new: int) -> Job[Graph]:
    """Add images to a graph without rebuilding it.

    New images get their exact neighbours among all images; new images that are closer are merged into the lists of the
    old images.

    Args:
        graph: the graph of the first `first_new` rows.
        vectors: (N, D) all vectors; the old ones come first and are unchanged.
        first_new: number of old rows.

    Returns:
        The graph of all N rows; as exact as the given one.

    Raises:
        ValueError: first_new is not the number of images in the graph, or larger than N.
    """
    if first_new != len(graph.neighbors) or first_new > len(vectors):
        raise ValueError(f"{first_new} old rows, but a graph of {len(graph.neighbors)} and {len(vectors)} vectors")
    k = graph.neighbors.shape[1]
    unit, rows = unit_rows(vectors)
    fresh = int(np.searchsorted(rows, first_new))
    added = len(vectors) - first_new
    neighbors = np.concatenate([graph.neighbors, np.full((added, k), -1, np.int32)])
    similarity = np.concatenate([graph.similarity.astype(np.float32), np.zeros((added, k), np.float32)])
    wanted = min(k, len(rows) - 1)
    if fresh == len(rows) or wanted < 1:
        return replace(graph, neighbors=neighbors, similarity=similarity)

    def among_all(device: Device) -> Job[Found]:
        return (yield from _all_rows(unit, exact_search(unit, device), wanted, len(rows), start=fresh))

    values, found = yield from with_cpu_fallback(choose_device(), among_all, Progress("finding similar images"))
    neighbors[rows[fresh:], :wanted] = np.where(found >= 0, rows[found], -1)
    similarity[rows[fresh:], :wanted] = values
    block, seen = _block(len(rows) - fresh, unit.shape[1]), 0

    def take_in(device: Device) -> Job[None]:
        nonlocal seen
        search = exact_search(unit[fresh:], device)
        while seen < fresh:
            end = min(seen + block, fresh)
            values, found = search(unit[seen:end], min(k, len(rows) - fresh))
            found = np.where(found >= 0, rows[fresh:][found], -1)
            _take_closer(neighbors, similarity, rows[seen:end], values, found.astype(np.int32))
            seen = end
            yield Progress("taking new images into the neighbour lists", end, fresh)

    yield from with_cpu_fallback(choose_device(), take_in, Progress("taking new images into the neighbour lists"))
    method = graph.method if graph.method.endswith(", appended") else graph.method + ", appended"
    return replace(graph, neighbors=neighbors, similarity=similarity, method=method)


def unit_rows(vectors: VectorArray) -> tuple[Float32Array, IntArray]:
    """Scale the usable rows to unit length.

    Args:
        vectors: (N, D).

    Returns:
        (M, D) float32 unit rows and their (M,) int64 ascending positions; rows that are zero or not finite are left
        out.
    """
    unit = np.ascontiguousarray(vectors, dtype=np.float32).copy() if vectors.dtype == np.float32 else None
    unit = vectors.astype(np.float32) if unit is None else unit
    # Divide by the largest entry first, so that the squares of huge or tiny entries neither overflow nor underflow.
    peak = np.abs(unit).max(axis=1, initial=0.0)
    usable = np.isfinite(peak) & (peak > 0)
    rows = np.flatnonzero(usable)
    if len(rows) < len(unit):
        unit, peak = unit[rows], peak[rows]
    unit /= peak[:, None]
    unit /= np.sqrt(np.einsum("ij,ij->i", unit, unit))[:, None]
    return unit, rows


def exact_search(unit: Float32Array, device: Device) -> Search:
    """Return a function (queries, k) → (cosines, positions) that compares queries with every row of unit.

    Args:
        unit: (M, D) float32 unit rows.
        device: the device to search on. If a graphics card fails, DeviceError is raised here or in the search.

    Returns:
        The search function; its two results are (n, k), most similar first.
    """
    if device.kind == "cpu" and len(unit) >= GROUPED_ROWS:
        return grouped_search(unit)
    if device.kind == "cpu":
        index = faiss.IndexFlatIP(unit.shape[1])
        index.add(unit)
        return cast(Search, index.search)
    return torch_search(unit, device)


def grouped_search(unit: Float32Array) -> Search:
    """The same search by products of blocks on all cores, for thousands of unit rows (M, D).

    Scores are divided into groups of 16. The k best scores lie in the k groups with the highest maxima, so the k best
    groups are found among a sixteenth as many maxima, and then the k best scores among 16 k. This gives the same
    neighbours as faiss in 0.65 to 0.75 of its processor time.
    """
    count, places = len(unit), TILE // GROUP
    tiles = -(-count // TILE)
    database = torch.zeros((tiles * TILE, unit.shape[1]))
    database[:count] = torch.from_numpy(unit)
    block = int(np.clip(2**24 // count, 16, 128))

    def search(queries: Float32Array, k: int) -> Found:
        values = np.empty((len(queries), k), np.float32)
        found = np.empty((len(queries), k), np.int64)

        def part(begin: int) -> None:
            rows = torch.from_numpy(queries[begin : begin + block])
            scores = torch.empty((tiles, len(rows), TILE))
            best = torch.empty((len(rows), tiles, places))
            for tile in range(tiles):
                torch.mm(rows, database[tile * TILE : (tile + 1) * TILE].T, out=scores[tile])
                if tile == tiles - 1:
                    scores[tile, :, count - tile * TILE :] = -torch.inf
                torch.amax(scores[tile].view(len(rows), GROUP, places), dim=1, out=best[:, tile])
            group = best.view(len(rows), -1).topk(min(k, tiles * places), sorted=False)[1]
            first = group // places * TILE + group % places
            column = (first[:, :, None] + torch.arange(GROUP) * places).view(len(rows), -1)
            own = scores[column // TILE, torch.arange(len(rows))[:, None], column % TILE]
            top, order = own.topk(k)
            values[begin : begin + len(rows)] = top.numpy()
            found[begin : begin + len(rows)] = column.gather(1, order).numpy()

        map_in_threads(part, range(0, len(queries), block), torch.get_num_threads())
        return values, found

    return search


def torch_search(unit: Float32Array, device: Device) -> Search:
    """The same search by torch, for a GPU; in full float32, since near-duplicates would be misordered otherwise."""
    with device_errors(device):
        database = torch.from_numpy(unit).to(device.torch)
    free = free_memory(device)
    scores = _SCORES if free is None else max(len(unit), min(_SCORES, free // 16))  # topk() needs as much memory again

    def search(queries: Float32Array, k: int) -> Found:
        step = max(1, scores // len(unit))
        parts = []
        with device_errors(device):
            for begin in range(0, len(queries), step):
                block = torch.from_numpy(queries[begin : begin + step]).to(device.torch)
                values, found = torch.topk(block @ database.T, min(k, len(unit)), dim=1)
                parts.append((values.cpu().numpy(), found.cpu().numpy()))
        return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])

    return search


def _block(candidates: float, dimensions: int) -> int:
    return int(np.clip(BLOCK_FLOP / max(1.0, candidates * dimensions), 64, 8192))


def _all_rows(
    unit: Float32Array, search: Search, k: int, cost: float, *, start: int = 0
) -> Generator[Progress, None, Found]:
    """Search for every row from `start` on, in blocks; each row's own position is left out of its results."""
    total = len(unit) - start
    values = np.zeros((total, k), np.float32)
    found = np.full((total, k), -1, np.int64)
    block = _block(cost, unit.shape[1])
    for begin in range(start, len(unit), block):
        end = min(begin + block, len(unit))
        near = search(unit[begin:end], k + 1)
        values[begin - start : end - start], found[begin - start : end - start] = _without_self(near, begin)
        yield Progress("finding similar images", end - start, total)
    return values, found


def _without_self(near: Found, first: int) -> Found:
    """Drop each row's own position; if it is missing (many equal vectors), drop the last result instead."""
    values, found = near
    own = found == np.arange(first, first + len(found))[:, None]
    own[~own.any(axis=1), -1] = True
    shape = (len(found), found.shape[1] - 1)
    values, found = values[~own].reshape(shape), found[~own].reshape(shape)
    return np.where(found >= 0, np.clip(values, -1, 1), 0).astype(np.float32), found


def _take_closer(
    neighbors: Int32Array, similarity: Float32Array, rows: IntArray, values: Float32Array, found: Int32Array
) -> None:
    """Merge candidates into the neighbour lists of some rows, in place; older neighbours win a tie."""
    k = neighbors.shape[1]
    last = np.where(neighbors[rows, -1] >= 0, similarity[rows, -1], -2.0)
    gains = values[:, 0] > last
    rows, values, found = rows[gains], values[gains], found[gains]
    all_values = np.concatenate([similarity[rows], np.clip(values, -1, 1)], axis=1)
    all_found = np.concatenate([neighbors[rows], found], axis=1)
    order = np.argsort(np.where(all_found >= 0, -all_values, 2.0), axis=1, kind="stable")[:, :k]
    neighbors[rows] = np.take_along_axis(all_found, order, axis=1)
    similarity[rows] = np.take_along_axis(all_values, order, axis=1)


def _cells(unit: Float32Array, k: int, seed: int) -> Generator[Progress, None, tuple[Search, float, float, str]]:
    """An inverted file over k-means cells; visits as many cells as a sample needs to reach the required recall."""
    rng = np.random.default_rng(seed)
    count = max(1, int(4 * np.sqrt(len(unit))))
    some = unit[np.sort(rng.choice(len(unit), min(len(unit), _PER_CELL * count), replace=False))]
    start = some[rng.choice(len(some), count, replace=False)]
    centers = yield from spherical_k_means(some, start, block=_block(count, unit.shape[1]))
    quantizer = faiss.IndexFlatIP(unit.shape[1])
    quantizer.add(centers)
    index = faiss.IndexIVFFlat(quantizer, unit.shape[1], count, faiss.METRIC_INNER_PRODUCT)
    index.train(centers)  # the centres are set already: this only marks the index as trained
    block = _block(count, unit.shape[1])
    for begin in range(0, len(unit), block):
        index.add(unit[begin : begin + block])
        yield Progress("sorting images into cells", min(begin + block, len(unit)), len(unit))
    sample = np.sort(rng.choice(len(unit), min(RECALL_SAMPLE, len(unit)), replace=False))
    truth = yield from _sample_neighbors(unit, sample, exact_search(unit, cpu_device()), k, len(unit))
    recall, visits = 0.0, 8
    while recall < WANTED_RECALL and visits < count:
        visits = min(visits * 2, count)
        index.nprobe = visits
        found = yield from _sample_neighbors(unit, sample, index.search, k, len(unit) * visits / count * 4)
        recall = overlap(truth, found)
    method = f"inverted file, {visits} of {count} cells"
    return index.search, len(unit) * visits / count * 4, recall, method


def overlap(truth: IntArray, found: IntArray) -> float:
    """The mean fraction of each row of truth (n, k) that the same row of found (n, k) contains, in [0, 1]."""
    both = [len(np.intersect1d(a, b)) / len(a) for a, b in zip(truth, found, strict=True)]
    return float(np.mean(both))


def _sample_neighbors(
    unit: Float32Array, sample: IntArray, search: Search, k: int, cost: float
) -> Generator[Progress, None, IntArray]:
    parts = []
    block = _block(cost, unit.shape[1])
    for begin in range(0, len(sample), block):
        part = sample[begin : begin + block]
        _, found = search(unit[part], k + 1)
        others = found != part[:, None]
        others[others.all(axis=1), -1] = False
        parts.append(found[others].reshape(len(part), k))
        yield Progress("measuring the search", begin + len(part), len(sample))
    return np.concatenate(parts)
