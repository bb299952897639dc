"""The t-SNE layout of the map, on which similar images lie close together, computed with openTSNE.

UMAP and PaCMAP would add numba and LLVM, 180 MB in the packaged program; openTSNE adds 13 MB and scikit-learn 51 MB.
Above 20,000 images its grid grows: at 200,000 an iteration takes seconds and holds Python's lock for 0.4 s. Of larger
sets a random sample is laid out, and the other images are placed beside the most similar ones, as in Kobak and Berens
(Nature Communications 10, 2019).
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
FEWEST = 30  # fewer images are placed by their principal components only
_K = 15  # equally weighted neighbours: as good as perplexity 30 in a quarter of the time (Böhm et al., JMLR 23, 2022)
_EARLY, _STEPS = 250, 500  # steps with twelvefold early exaggeration, and steps after them
_AT_ONCE = 10  # steps between two reports of progress; fewer if they are slow
_PATIENCE = 0.6  # maximum seconds between reports, so that cancelling takes effect
_FEW = 3_000  # below this, the grid of the faster method costs more than it saves
_KEEP = 5.0  # maximum seconds of work lost by a stop
_PLACED = 4096  # images placed at a time


@dataclass(frozen=True, eq=False)
class Begun:
    """The state of an unfinished layout, from which it can continue after a stop.

    Attributes:
        rows: (n,) ascending positions of the vectors that are laid out.
        places: (n, 2) float32 current coordinates of these.
        steps: number of steps done.
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

    The layout starts from the principal components, which preserves the global structure and the orientation of the
    map. Distances between distant groups mean little.

    Args:
        vectors: (N, D) of any length; only their direction matters.
        landmarks: maximum number of images that t-SNE lays out, at least 30; the others are placed beside these.
        begun: a state to continue from; `vectors` must still contain its rows.
        keep: called with the current state every few seconds and after the last step.

    Returns:
        (N, 2) float32 coordinates; NaN for a row that is zero or not finite. With fewer than 30 usable rows, the two
        principal components.

    Raises:
        ValueError: vectors is not 2-D, or landmarks is below 30.
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
    """Return the rows to lay out, all or a random sample, and their vectors at unit length."""
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
    """Import openTSNE, which takes 2 s, mostly for scikit-learn; called only when a map is laid out."""
    importlib.import_module("openTSNE")


def _t_sne(graph: Graph, begun: Begun, keep: Callable[[Begun], None] | None) -> Job[Float32Array]:
    """Run the remaining steps from the given state and return the coordinates."""
    from openTSNE import TSNEEmbedding
    from openTSNE.affinity import PrecomputedAffinities

    start = begun.places.astype(np.float64)
    if not begun.steps:
        jitter = (
            np.random.default_rng(0).standard_normal(start.shape) * 1e-6
        )  # equal images must not have equal coordinates
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
    """Return the affinity of each pair: 1 if one is a neighbour of the other, 2 if both are; scaled to sum to 1."""
    count = len(graph.neighbors)
    there = graph.neighbors >= 0
    ends = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    pulls = np.ones(int(ends[-1]))
    one_way = scipy.sparse.csr_matrix((pulls, graph.neighbors[there], ends), shape=(count, count))
    both = scipy.sparse.csr_matrix(one_way + one_way.T, dtype=np.float64)
    both /= both.sum()
    return both
