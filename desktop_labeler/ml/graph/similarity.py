"""How similar images are to one image, and how unusual each is within its class; needs only NumPy."""

import numpy as np

from desktop_labeler.array_types import Float32Array, FloatingArray, Int32Array, IntArray, VectorArray

_ROWS = 16_384  # rows of the graph processed at a time


def cosine_to(query: VectorArray, vectors: VectorArray) -> Float32Array:
    """Return the cosine similarity of every vector to one query vector.

    Args:
        query: (D,) of any length above 0.
        vectors: (N, D) of any length.

    Returns:
        (N,) float32 in [−1, 1]; −2 for a row that is zero or not finite.

    Raises:
        ValueError: query and vectors differ in D, or query is zero or not finite.
    """
    if query.shape != vectors.shape[1:]:
        raise ValueError(f"a vector of {query.shape} and vectors of {vectors.shape}")
    one = query.astype(np.float32)
    length = float(np.linalg.norm(one))
    if not np.isfinite(length) or length == 0:
        raise ValueError(f"the query has length {length}")
    rows = vectors.astype(np.float32)
    with np.errstate(invalid="ignore", over="ignore"):
        lengths = np.sqrt(np.einsum("nd,nd->n", rows, rows))
        dots = np.einsum("nd,d->n", rows, one / np.float32(length))  # as quick as BLAS, without its threads
    usable = np.isfinite(lengths) & (lengths > 0)
    found = np.full(len(rows), -2, np.float32)
    found[usable] = np.clip(dots[usable] / lengths[usable], -1, 1)
    return found


def unusual_in_class(
    neighbors: Int32Array, similarity: FloatingArray, labels: IntArray, *, k: int = 10
) -> Float32Array:
    """Return how far each image is from its nearest images of the same class.

    Source: the distance to the k nearest neighbours of Ramaswamy et al., "Efficient Algorithms for Mining Outliers",
    SIGMOD 2000; here the mean of all k, as in Angiulli and Pizzuti 2002, and within the class as far as the graph
    reaches.

    Args:
        neighbors: (N, K) positions of the most similar images, nearest first, −1 for none.
        similarity: (N, K) their cosine similarities.
        labels: (N,) class of each row, −1 for none. Rows without a class are compared with all images.
        k: number of nearest images to average over.

    Returns:
        (N,) float32 in [0, 2]: the mean cosine distance to the k nearest of the same class; each one that is not among
        the K neighbours counts as distance 1, so that an image with none of its class around it comes out as 1.
    """
    found = np.empty(len(labels), np.float32)
    for begin in range(0, len(labels), _ROWS):
        near = neighbors[begin : begin + _ROWS]  # (n, K)
        own = labels[begin : begin + _ROWS, None]
        counts = (near >= 0) & ((labels[near] == own) | (own < 0))
        counts &= np.cumsum(counts, axis=1) <= k
        distance = np.where(counts, 1 - similarity[begin : begin + _ROWS].astype(np.float32), 0).sum(axis=1)
        found[begin : begin + _ROWS] = (distance + (k - counts.sum(axis=1))) / k
    return found
