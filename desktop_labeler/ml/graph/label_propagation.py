"""Few labels + neighbour graph → class probabilities for all images.

Labels enter as `sources` (N, C): rows of 0 where nothing is known, else the sample weight of the label at its class,
and less than 0 at a class that a person has rejected.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import cast

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, IntArray
from desktop_labeler.ml.graph.neighbors import Graph

Links = sp.csr_array[np.float32, tuple[int, int]]

# Columns are solved this many at a time: six work arrays of N × 16 float32 are 384 MB at a million images.
CLASS_BLOCK = 16
NEAREST = 15  # neighbours that labels and vectors spread over in a step
POWER = 3.0  # of a cosine, in the weight of a link or a vote
THREAD_ROWS = 65_536


def link(graph: Graph, *, k: int = NEAREST, excluded: BoolArray | None = None) -> Links:
    """The symmetric graph of links: mean of both directions' max(0, cosine)^3.

    Source: Iscen et al., "Label Propagation for Deep Semi-supervised Learning", CVPR 2019, equations 8 and 9.

    Args:
        graph: N images.
        k: neighbours used; 15 measured better than 50 on weak vectors, and is a third of the work.
        excluded: (N,) images that nothing may flow through.

    Returns:
        (N, N) float32, symmetric, zero diagonal, not normalised.
    """
    near = graph.neighbors[:, :k]
    strength = np.maximum(graph.similarity[:, :k], 0).astype(np.float32) ** np.float32(POWER)
    keep = (near >= 0) & (strength > 0)
    if excluded is not None:
        keep &= ~excluded[:, None] & ~excluded[near]
    starts = np.zeros(len(near) + 1, np.int64)
    np.cumsum(keep.sum(axis=1), out=starts[1:])
    shape = (len(near), len(near))
    one_way = sp.csr_array((strength[keep] / 2, near[keep], starts.astype(np.int32)), shape=shape)
    return cast(Links, sp.csr_array(one_way + one_way.T))


def normalize(links: Links) -> Links:
    """D^-½ A D^-½; images without links keep empty rows.

    Args:
        links: (N, N) from link.

    Returns:
        (N, N) float32.
    """
    degree: Float32Array = links.sum(axis=1)
    scale = np.where(degree > 0, 1 / np.sqrt(np.maximum(degree, 1e-30)), 0).astype(np.float32)
    data = links.data * np.repeat(scale, np.diff(links.indptr)) * scale[links.indices]
    return sp.csr_array((data, links.indices, links.indptr), shape=links.shape)


def walk(graph: Graph) -> Links:
    """A step to one of the 15 nearest images, the closer the likelier; rows sum to 1, or to 0 without any."""
    near = graph.neighbors[:, :NEAREST]
    weight = np.maximum(graph.similarity[:, :NEAREST], 0).astype(np.float32) ** np.float32(POWER)
    weight[near < 0] = 0
    total = weight.sum(axis=1, keepdims=True)
    weight /= np.where(total > 0, total, 1)
    starts = np.arange(len(near) + 1, dtype=np.int32 if near.size < 2**31 else np.int64) * near.shape[1]
    columns = np.maximum(near, 0)
    return sp.csr_array((weight.ravel(), columns.ravel(), starts), shape=(len(near), len(near)))


def multiply(links: Links, columns: Float32Array) -> Float32Array:
    """Product links @ columns on two threads: SciPy lets other threads run inside its product."""
    if len(columns) < 4096:
        product: Float32Array = links @ columns
        return product
    result = np.empty((links.shape[0], columns.shape[1]), np.float32)

    def part(begin: int) -> None:
        first, last = links.indptr[begin], links.indptr[min(begin + rows, len(result))]
        starts = links.indptr[begin : begin + rows + 1] - first
        block = sp.csr_array(
            (links.data[first:last], links.indices[first:last], starts), shape=(len(starts) - 1, links.shape[1])
        )
        result[begin : begin + rows] = block @ columns

    rows = min(THREAD_ROWS, -(-len(result) // 4))
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(part, range(0, len(result), rows)))
    return result


def sources_of(
    labels: npt.ArrayLike, *, classes: int, weights: npt.ArrayLike | None = None, rejected: IntArray | None = None
) -> Float32Array:
    """What is known about each image, as spread_* want it.

    Args:
        labels: (N,) int, −1 = none.
        classes: C.
        weights: (N,) at least 0, sample weight of each label; all 1 when absent.
        rejected: (m, 2) pairs (image, class) that a person has rejected; they count −½ where there is no label.

    Returns:
        (N, C) float32.

    Raises:
        ValueError: a label outside [−1, classes).
    """
    given = np.asarray(labels, np.int64)
    if len(given) and (given.min() < -1 or given.max() >= classes):
        raise ValueError(f"labels lie in [{given.min()}, {given.max()}], expected [−1, {classes})")
    sources = np.zeros((len(given), classes), np.float32)
    if rejected is not None:
        sources[rejected[:, 0], rejected[:, 1]] = -0.5
    known = np.flatnonzero(given >= 0)
    sources[known] = 0
    sources[known, given[known]] = 1 if weights is None else np.asarray(weights, np.float32)[known]
    return sources


def spread_regularized(
    links: Links,
    sources: Float32Array,
    *,
    alpha: float = 0.9,
    start: Float32Array | None = None,
    steps: int = 20,
    tolerance: float = 1e-3,
) -> Float32Array:
    """Solve (I − αW) Z = Y by conjugate gradients.

    Source: Zhou et al., "Learning with Local and Global Consistency", NIPS 2003, section 2, its closed form; solved as
    in Iscen et al. 2019. Deviation: every column stops by itself at the tolerance.

    Args:
        links: (N, N) symmetric normalised W.
        sources: (N, C) Y.
        alpha: in [0, 1), how far labels flow; on weak vectors 0.9 measured better than 0.99.
        start: (N, C) earlier Z to start from.
        steps: most passes.
        tolerance: residual against |Y| at which a column is done.

    Returns:
        (N, C) float32 Z, below 0 only by rounding or where classes were ruled out; see as_probabilities.

    Raises:
        ValueError: alpha outside [0, 1), or start of another shape.
    """
    if not 0 <= alpha < 1:
        raise ValueError(f"alpha must be in [0, 1), not {alpha}")
    if start is not None and start.shape != sources.shape:
        raise ValueError(f"start is {start.shape}, sources are {sources.shape}")
    result = np.empty_like(sources)
    for part in _blocks(sources.shape[1]):
        first = None if start is None else np.array(start[:, part], np.float32, order="C")
        result[:, part] = _solve(links, np.ascontiguousarray(sources[:, part]), alpha, first, steps, tolerance)
    return result


def _solve(
    links: Links, wanted: Float32Array, alpha: float, start: Float32Array | None, steps: int, tolerance: float
) -> Float32Array:
    size = _dot(wanted, wanted)
    if start is None:
        point, rest = np.zeros_like(wanted), wanted.copy()
    else:
        point, rest = start, wanted - start + np.float32(alpha) * multiply(links, start)
    way = rest.copy()
    error = _dot(rest, rest)
    for _ in range(steps):
        going = error > tolerance**2 * size  # never for a class without a label: nothing to solve
        if not going.any():
            break
        image = multiply(links, way)
        image *= np.float32(-alpha)
        image += way
        length = np.where(going, error / np.maximum(_dot(way, image), 1e-30), 0).astype(np.float32)
        point += length * way
        image *= length
        rest -= image
        new_error = _dot(rest, rest)
        way *= (new_error / np.maximum(error, 1e-30)).astype(np.float32)
        way += rest
        error = new_error
    return point


def _dot(a: Float32Array, b: Float32Array) -> Float64Array:
    products: Float64Array = np.einsum("ij,ij->j", a, b).astype(np.float64)
    return products


def as_probabilities(spread: Float32Array, prior: npt.ArrayLike | None = None) -> Float32Array:
    """Rows that sum to 1, or to 0 where no label reached.

    Args:
        spread: (N, C) from spread_*; negative entries count as 0.
        prior: (C,) fraction that each class is to have of everything that was spread: class mass normalisation (Zhu,
            Ghahramani, Lafferty, ICML 2003). Without it, classes with more labels take over the images between
            (.github/measurements/suggestions.md).

    Returns:
        (N, C) float32.
    """
    probabilities = np.maximum(spread, 0)
    if prior is not None:
        mass = probabilities.sum(axis=0, dtype=np.float64)
        probabilities *= np.where(mass > 0, np.asarray(prior) / np.maximum(mass, 1e-30) * len(probabilities), 0).astype(
            np.float32
        )
    total = probabilities.sum(axis=1, keepdims=True)
    # CG rounding leaves dust where nothing reaches; dust must not become a sure suggestion
    probabilities /= np.where(total > 1e-12, total, np.inf)
    return probabilities


def drop_rejected(probabilities: Float32Array, rejected: IntArray | None) -> Float32Array:
    """Probability 0 at the pairs (image, class) that a person has rejected; the rest of the row shares it.

    Args:
        probabilities: (N, C) rows sum to 1 or 0; changed in place.
        rejected: (m, 2) pairs.

    Returns:
        The same array; a row is all 0 when every class above 0 is ruled out.
    """
    if rejected is not None and len(rejected):
        probabilities[rejected[:, 0], rejected[:, 1]] = 0
        rows = np.unique(rejected[:, 0])
        total = probabilities[rows].sum(axis=1, keepdims=True)
        probabilities[rows] /= np.where(total > 1e-12, total, np.inf)
    return probabilities


def heed_rejections(probabilities: Float32Array, graph: Graph, rejected: IntArray) -> Float32Array:
    """Doubt a class for images whose neighbours a person has refused it to.

    Each class's odds fall by exp(−2 × the weight of such neighbours among 15), which gains up to 1.5 points. Teaching
    the rejections to the head lost 2 to 15 points: they are no fair sample (.github/measurements/suggestions.md).

    Args:
        probabilities: (N, C) rows sum to 1 or 0; changed in place.
        graph: N images.
        rejected: (m, 2) pairs (image, class).

    Returns:
        The same array, rows as before.
    """
    if len(rejected):
        pairs = np.unique(rejected, axis=0)
        ones = np.ones(len(pairs), np.float32)
        refused = sp.csr_array((ones, (pairs[:, 0], pairs[:, 1])), shape=probabilities.shape)
        near = sp.coo_array(walk(graph) @ refused)
        row, column = near.coords
        probabilities[row, column] *= np.exp(-2 * near.data)
        rows = np.unique(row)
        total = probabilities[rows].sum(axis=1, keepdims=True)
        probabilities[rows] /= np.where(total > 1e-12, total, np.inf)
    return probabilities


def _blocks(classes: int) -> Iterator[slice]:
    for begin in range(0, classes, CLASS_BLOCK):
        yield slice(begin, min(begin + CLASS_BLOCK, classes))
