"""Selection of the images to label next: the few from which the model learns most, from the first label on."""

from typing import Literal, TypeAlias

import faiss
import numpy as np
import numpy.typing as npt

from desktop_labeler.array_types import Float32Array, FloatingArray, IntArray
from desktop_labeler.ml.graph.neighbors import Graph
from desktop_labeler.ml.k_means import spherical_k_means
from desktop_labeler.ml.select.uncertainty_herding import Herding, Pool
from desktop_labeler.progress import finish

Rule: TypeAlias = Literal["default", "random", "margin", "kmeans"]


def choose_next(
    vectors: npt.ArrayLike,
    graph: Graph,
    *,
    labelled: npt.ArrayLike,
    n: int,
    probabilities: npt.ArrayLike | None = None,
    candidates: npt.ArrayLike | None = None,
    rule: Rule = "default",
    unseen_probability: float = 0.1,
    seed: int = 0,
    previous: npt.ArrayLike | None = None,
) -> IntArray:
    """Choose the images that are worth the most to label, best first.

    The default rule covers images by kernels around the queried ones, and adds one by one the image that covers most of
    what is uncovered and uncertain. A share of the places goes to the best of the density peaks that are farthest from
    every queried image, to find classes without a label. Near-duplicates of a queried image are chosen only when
    nothing else is left. A longer list starts with the shorter one, and a list continues where it stopped if its
    beginning is given as `previous` (neither holds for kmeans).

    Source: Bae et al., "Generalized Coverage for More Robust Low-Budget Active Learning", ECCV 2024, and
    "Uncertainty Herding", ICLR 2025: argmax_x Σ_n u_n max(0, K(n, x) − max_labelled K(n, ·)), u = 1 − (p1 − p2).
    Deviations: K = exp(−d² / (σ_n σ_x)) on the edges of the graph, in both directions, σ the distance to the
    10th neighbour, instead of one bandwidth for all images that shrinks as labels are added: .01 to .02 more accurate
    from 20 labels on; using the edges in one direction only loses .05 at 20 labels. The first 50 queries at most are
    typical images, ranked by this gain times the root of what they represent in the whole set (`WideView`). With 10
    labels this raises the accuracy on the pool from .608 to .661 on the sign digits and from .360 to .400 on CIFAR-10.

    Args:
        vectors: (N, D) of unit length; a row may be NaN.
        graph: the neighbour graph of the N images.
        labelled: (N,) class, or −1 for images without a label.
        n: number of images to choose, at least 0.
        probabilities: (N, C) calibrated; None before there are suggestions.
        candidates: (N,) bool, False for images that must not be queried; they still count as images to be covered
            (.01 more accurate than leaving them out when 30 % are held back). None allows all images.
        rule: "default", or for comparison "random", "margin" (random without probabilities) or "kmeans" (the images
            nearest to the centres of n clusters).
        unseen_probability: share of the places for classes without a label, in [0, 1].
        seed: seed of all rules but the default, which is deterministic.
        previous: positions of images that were queried and have no label (in the queue, skipped, excluded); neither
            they nor their near-duplicates are chosen.

    Returns:
        (n,) int64 positions, or fewer if fewer images can be queried.

    Raises:
        ValueError: shapes that do not match N, a negative n, unseen_probability outside [0, 1], or an unknown rule.
    """
    if n < 0 or not 0 <= unseen_probability <= 1:
        raise ValueError(f"n must be at least 0 and unseen_probability in [0, 1], not {n} and {unseen_probability}")
    pool = _pool(vectors, graph, labelled, probabilities, candidates, previous)
    n = min(n, int(pool.open.sum()))
    if rule == "default":
        return Herding(pool, graph, unseen_probability).choose(n)
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
) -> Pool:
    """Check the shapes and convert the arguments to a Pool."""
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
    return Pool(rows, asked, free & ~asked, margin)


def _margin(probabilities: Float32Array, n: int) -> Float32Array:
    """(N,) best minus second-best probability; 1 with a single class, 0 where probabilities are not finite."""
    if probabilities.ndim != 2 or len(probabilities) != n:
        raise ValueError(f"{n} images, but probabilities of shape {probabilities.shape}")
    if probabilities.shape[1] < 2:
        return np.full(n, probabilities.shape[1], np.float32)
    best = np.partition(probabilities, -2, axis=1)
    margin: Float32Array = np.clip(np.nan_to_num(best[:, -1] - best[:, -2]), 0, 1)
    return margin


def _in_order(pool: Pool, key: FloatingArray, n: int, seed: int) -> IntArray:
    """Open images by ascending key; ties are broken by a random number that does not depend on which are open."""
    chance = np.random.default_rng(seed).random(len(key))
    order = np.lexsort((chance, key))
    return order[pool.open[order]][:n].astype(np.int64)


def _cluster_centres(pool: Pool, n: int, seed: int) -> IntArray:
    """The open image nearest to each of n cluster centres, largest cluster first; the rest at random."""
    spare = _in_order(pool, np.zeros(len(pool.open)), len(pool.open), seed)
    rows = np.nan_to_num(pool.vectors[pool.open].astype(np.float32))
    if n == 0 or not rows.any():
        return spare[:n]
    start = rows[np.random.default_rng(seed + 1).choice(len(rows), n, replace=False)]
    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(finish(spherical_k_means(rows, start, block=len(rows))))
    similarity, cluster = (found[:, 0] for found in index.search(rows, 1))
    order = np.lexsort((-similarity, cluster))
    first = order[np.flatnonzero(np.diff(cluster[order], prepend=-1))]  # the nearest image of each cluster
    size = np.bincount(cluster, minlength=n)[cluster[first]]
    centres = np.flatnonzero(pool.open)[first[np.argsort(-size, kind="stable")]]
    return np.concatenate([centres, spare[~np.isin(spare, centres)]])[:n]
