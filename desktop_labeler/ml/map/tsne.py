"""Vectors → a map on which similar images lie side by side: t-SNE by openTSNE, for large sets on a part of them.

openTSNE of the libraries that could do it: UMAP and PaCMAP bring numba and LLVM, 180 MB in the packaged program; this
brings 13 MB and scikit-learn (51 MB). Beyond 20,000 images its grid grows, an iteration takes seconds and keeps
Python's lock for 0.4 s (measured at 200,000), so larger sets are laid out by a random part; the others come beside
those most similar to them, as Kobak and Berens do (Nature Communications 10, 2019).
"""

import importlib
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import scipy.sparse

from desktop_labeler.array_types import Float32Array, IntArray, VectorArray
from desktop_labeler.ml.graph.neighbors import Graph, build_graph, exact_search, unit_rows
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.ml.map.pca import NEAR, main_directions, places_between
from desktop_labeler.progress import Job, Progress

LANDMARKS = 20_000
FEWEST = 30  # with fewer there is nothing to lay out
_K = 15  # neighbours that pull, all alike: as good as a perplexity of 30 (Böhm et al., JMLR 23, 2022) at a quarter
_EARLY, _STEPS = 250, 500  # steps that pull twelve times as strongly, and those after them
_AT_ONCE = 10  # steps without a report, fewer where they take long
_PATIENCE = 0.6  # seconds between reports: cancelling must take effect
_FEW = 3_000  # below, the grid of the faster method costs more than it saves
_KEEP = 5.0  # seconds of steps that a stop may cost
_PLACED = 4096  # images that find their place at a time


@dataclass(frozen=True, eq=False)
class Begun:
    """How far the layout of the chosen images is: what to go on from after a stop.

    Attributes:
        rows: (n,) which vectors are laid out, rising.
        places: (n, 2) float32, where they are now.
        steps: how many steps they have taken.
    """

    rows: IntArray
    places: Float32Array
    steps: int


def lay_out(
    vectors: VectorArray,
    *,
    landmarks: int = LANDMARKS,
    begun: Begun | None = None,
    keep: Callable[[Begun], None] | None = None,
) -> Job[Float32Array]:
    """Lay images out on a plane so that similar ones are close together.

    Starts from the main directions, so that the large picture and its orientation stay. Distances between far groups
    mean little.

    Args:
        vectors: (N, D); cosine is what counts.
        landmarks: most images that are laid out; the others are placed beside these.
        begun: go on from here, on vectors that have those rows still.
        keep: gets how far it is every few seconds and at the end of the steps.

    Returns:
        (N, 2) float32; NaN for a row that is zero or not finite. The main directions for fewer than 30 usable rows.

    Raises:
        ValueError: vectors is not 2-D, or fewer than 30 landmarks.
    """
    if vectors.ndim != 2 or landmarks < FEWEST:
        raise ValueError(f"vectors must be (N, D) with {FEWEST} landmarks or more, not {vectors.shape}, {landmarks}")
    yield Progress("choosing images")
    chosen, unit = _landmarks(vectors, landmarks) if begun is None else _landmarks_of(vectors, begun)
    places = np.full((len(vectors), 2), np.nan, np.float32)
    places[chosen] = main_directions(unit) if begun is None else begun.places
    if len(chosen) < FEWEST:
        return places
    if begun is None or begun.steps < _EARLY + _STEPS:
        graph = yield from build_graph(unit, k=min(_K, len(chosen) // 3))
        at = Begun(chosen, places[chosen], 0 if begun is None else begun.steps)
        places[chosen] = yield from _t_sne(graph, at, keep)
    laid = places[chosen]
    others = np.setdiff1d(np.arange(len(vectors)), chosen, assume_unique=True)
    search = exact_search(unit, cpu_device())
    for begin in range(0, len(others), _PLACED):
        rows, found = unit_rows(vectors[others[begin : begin + _PLACED]])
        if len(rows):
            _, near = search(rows, NEAR)
            places[others[begin + found]] = places_between(laid[near], seed=begin)
        yield Progress("placing the others", min(begin + _PLACED, len(others)), len(others))
    return places


def _landmarks(vectors: VectorArray, count: int) -> tuple[IntArray, Float32Array]:
    """Return rows that are laid out, all or a random part, and their vectors at unit length."""
    chosen = np.arange(len(vectors))
    if len(vectors) > count:
        chosen = np.sort(np.random.default_rng(0).choice(len(vectors), count, replace=False))
    unit, usable = unit_rows(vectors[chosen])
    return chosen[usable], unit


def _landmarks_of(vectors: VectorArray, begun: Begun) -> tuple[IntArray, Float32Array]:
    """Return the rows that an earlier job laid out, and their vectors at unit length."""
    unit, usable = unit_rows(vectors[begun.rows])
    if len(usable) < len(begun.rows):
        raise ValueError(f"{len(begun.rows) - len(usable)} of the rows to go on with have no direction")
    return begun.rows, unit


def prepare() -> None:
    """Import openTSNE: 2 s, mostly scikit-learn; only who lays a map out waits for it, and may give up meanwhile."""
    importlib.import_module("openTSNE")


def _t_sne(graph: Graph, begun: Begun, keep: Callable[[Begun], None] | None) -> Job[Float32Array]:
    """Return the places after all steps, from these."""
    from openTSNE import TSNEEmbedding
    from openTSNE.affinity import PrecomputedAffinities

    start = begun.places.astype(np.float64)
    if not begun.steps:
        jitter = np.random.default_rng(0).standard_normal(start.shape) * 1e-6  # equal images must not lie on one spot
        start = start * (1e-4 / max(float(start[:, 0].std()), 1e-12)) + jitter
    embedding = TSNEEmbedding(
        start,
        PrecomputedAffinities(_affinities(graph), normalize=False),
        negative_gradient_method="bh" if len(start) < _FEW else "fft",
        n_jobs=os.cpu_count() or 1,
        random_state=0,
    )
    done, count, kept = begun.steps, 1, time.monotonic()
    while done < _EARLY + _STEPS:
        yield Progress("laying out", done, _EARLY + _STEPS)
        early = done < _EARLY
        steps = min(count, (_EARLY if early else _EARLY + _STEPS) - done)
        begin = time.perf_counter()
        embedding.optimize(n_iter=steps, exaggeration=12 if early else None, momentum=0.8, inplace=True)
        done += steps
        count = min(_AT_ONCE, max(1, int(steps * _PATIENCE / max(time.perf_counter() - begin, 1e-3))))
        if keep is not None and (done == _EARLY + _STEPS or time.monotonic() - kept > _KEEP):
            keep(Begun(begun.rows, np.asarray(embedding, np.float32), done))
            kept = time.monotonic()
    return np.asarray(embedding, np.float32)


def _affinities(graph: Graph) -> scipy.sparse.csr_matrix[np.float64]:
    """Return how strongly each pair pulls: 1 where one is among the nearest of the other, 2 where both are; sum 1."""
    count = len(graph.neighbors)
    there = graph.neighbors >= 0
    ends = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    pulls = np.ones(int(ends[-1]))
    one_way = scipy.sparse.csr_matrix((pulls, graph.neighbors[there], ends), shape=(count, count))
    both = scipy.sparse.csr_matrix(one_way + one_way.T, dtype=np.float64)
    both /= both.sum()
    return both
