"""Label propagation: class probabilities for all images from a few labels and the neighbour graph.

Labels are given as `sources` (N, C): the sample weight of an image's label at its class, a negative number at a class
that a person has rejected, and 0 elsewhere.
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

# Number of columns solved at a time: six work arrays of N × 16 float32 take 384 MB for a million images.
CLASS_BLOCK = 16
NEAREST = 15  # neighbours that labels and vectors spread over in a step
POWER = 3.0  # exponent of the cosine in the weight of a link or a vote
THREAD_ROWS = 65_536


def link_weights(graph: Graph, *, k: int = NEAREST, excluded: BoolArray | None = None) -> Links:
    """Build the symmetric matrix of link weights: the mean of max(0, cosine)^3 over both directions.

    Source: Iscen et al., "Label Propagation for Deep Semi-supervised Learning", CVPR 2019, equations 8 and 9.

    Args:
        graph: neighbour graph of N images.
        k: number of neighbours to use; on weak vectors 15 is more accurate than 50, and a third of the work.
        excluded: (N,) bool, images that get no links.

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
    """Normalise links A to D^-½ A D^-½, D being the diagonal of row sums; images without links keep empty rows.

    Args:
        links: (N, N) from link.

    Returns:
        (N, N) float32.
    """
    degree: Float32Array = links.sum(axis=1)
    scale = np.where(degree > 0, 1 / np.sqrt(np.maximum(degree, 1e-30)), 0).astype(np.float32)
    data = links.data * np.repeat(scale, np.diff(links.indptr)) * scale[links.indices]
    return sp.csr_array((data, links.indices, links.indptr), shape=links.shape)


def transition_probabilities(graph: Graph) -> Links:
    """(N, N) transition probabilities to the 15 nearest images; rows sum to 1, or to 0 without neighbours."""
    near = graph.neighbors[:, :NEAREST]
    weight = np.maximum(graph.similarity[:, :NEAREST], 0).astype(np.float32) ** np.float32(POWER)
    weight[near < 0] = 0
    total = weight.sum(axis=1, keepdims=True)
    weight /= np.where(total > 0, total, 1)
    starts = np.arange(len(near) + 1, dtype=np.int32 if near.size < 2**31 else np.int64) * near.shape[1]
    columns = np.maximum(near, 0)
    return sp.csr_array((weight.ravel(), columns.ravel(), starts), shape=(len(near), len(near)))


def multiply(links: Links, columns: Float32Array) -> Float32Array:
    """Product links (N, N) @ columns (N, C) on two threads: SciPy releases Python's lock during its product."""
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


def propagation_sources(
    labels: npt.ArrayLike, *, classes: int, weights: npt.ArrayLike | None = None, rejected: IntArray | None = None
) -> Float32Array:
    """Encode labels and rejections as the sources of propagate_labels.

    Args:
        labels: (N,) int, −1 = none.
        classes: C, the number of classes.
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


def propagate_labels(
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
    in Iscen et al. 2019. Deviation: each column stops on its own when it reaches the tolerance.

    Args:
        links: (N, N) symmetric normalised W.
        sources: (N, C) Y.
        alpha: in [0, 1), how far labels spread; on weak vectors 0.9 is more accurate than 0.99.
        start: (N, C) earlier Z to start from; None for zeros.
        steps: maximum number of iterations.
        tolerance: residual relative to |Y| at which a column stops.

    Returns:
        (N, C) float32 Z, below 0 only by rounding or where classes were rejected; see as_probabilities.

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
        going = error > tolerance**2 * size  # never True for a class without a label: there is nothing to solve
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
    """Normalise propagated labels to probabilities.

    Args:
        spread: (N, C) from propagate_labels; negative entries count as 0.
        prior: (C,) share that each class is to have of the total over all images: class mass normalisation (Zhu,
            Ghahramani, Lafferty, ICML 2003). Without it, classes with more labels win too many of the images that lie
            between classes (.github/measurements/suggestions.md).

    Returns:
        (N, C) float32; rows sum to 1, or to 0 for images that no label reached.
    """
    probabilities = np.maximum(spread, 0)
    if prior is not None:
        mass = probabilities.sum(axis=0, dtype=np.float64)
        probabilities *= np.where(mass > 0, np.asarray(prior) / np.maximum(mass, 1e-30) * len(probabilities), 0).astype(
            np.float32
        )
    total = probabilities.sum(axis=1, keepdims=True)
    # Rounding in the conjugate gradients leaves tiny values at images that no label reached. Normalising these would
    # give confident suggestions.
    probabilities /= np.where(total > 1e-12, total, np.inf)
    return probabilities


def drop_rejected(probabilities: Float32Array, rejected: IntArray | None) -> Float32Array:
    """Set the probability of rejected pairs (image, class) to 0 and rescale the rest of the row.

    Args:
        probabilities: (N, C) rows sum to 1 or 0; changed in place.
        rejected: (m, 2) pairs (image, class), or None for none.

    Returns:
        The same array; a row is all 0 when every class with a probability above 0 is rejected.
    """
    if rejected is not None and len(rejected):
        probabilities[rejected[:, 0], rejected[:, 1]] = 0
        rows = np.unique(rejected[:, 0])
        total = probabilities[rows].sum(axis=1, keepdims=True)
        probabilities[rows] /= np.where(total > 1e-12, total, np.inf)
    return probabilities


def apply_rejections(probabilities: Float32Array, graph: Graph, rejected: IntArray) -> Float32Array:
    """Lower the probability of a class for images near those for which a person has rejected it.

    The odds of each class are multiplied by exp(−2 × the weight of such neighbours among 15), which gains up to 1.5
    points of accuracy. Training the head on rejections instead lost 2 to 15 points, since they are not a random sample
    (.github/measurements/suggestions.md).

    Args:
        probabilities: (N, C) rows sum to 1 or 0; changed in place.
        graph: neighbour graph of the N images.
        rejected: (m, 2) pairs (image, class).

    Returns:
        The same array; row sums are unchanged.
    """
    if len(rejected):
        pairs = np.unique(rejected, axis=0)
        ones = np.ones(len(pairs), np.float32)
        refused = sp.csr_array((ones, (pairs[:, 0], pairs[:, 1])), shape=probabilities.shape)
        near = sp.coo_array(transition_probabilities(graph) @ refused)
        row, column = near.coords
        probabilities[row, column] *= np.exp(-2 * near.data)
        rows = np.unique(row)
        total = probabilities[rows].sum(axis=1, keepdims=True)
        probabilities[rows] /= np.where(total > 1e-12, total, np.inf)
    return probabilities


def _blocks(classes: int) -> Iterator[slice]:
    for begin in range(0, classes, CLASS_BLOCK):
        yield slice(begin, min(begin + CLASS_BLOCK, classes))
