"""Graph features: an image's own vector beside the average vectors of its surroundings in the graph.

A label is evidence about an image's neighbours too. Label propagation uses the neighbours but not the vectors; a linear
head uses the vectors but not the neighbours. A head on graph features uses both at the cost of one small fit: on
CIFAR-10 it is 0.6 to 4.2 points more accurate with 10 to 1,000 labels (.github/measurements/suggestions.md).
"""

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, VectorArray
from desktop_labeler.ml.graph.label_propagation import multiply, transition_probabilities
from desktop_labeler.ml.graph.neighbors import Graph
from desktop_labeler.ml.hardware.linear_algebra import eigenvectors, product

_WIDEST = 256  # an image's own vector is cut to so many principal directions: more of them only slow the head
_SURROUNDINGS = 64  # directions kept of each average; on 128-dimensional vectors 32 is as accurate
_BLOCK = 65_536


def smooth_vectors(vectors: VectorArray, graph: Graph) -> tuple[Float32Array, BoolArray]:
    """Concatenate each image's own vector with the average vectors two and four steps away in the graph.

    Principal directions keep their lengths. Making them more alike, by dividing each by a power of its standard
    deviation, costs accuracy in the default embedding (.github/measurements/suggestions.md).

    Args:
        vectors: (N, D) embeddings.
        graph: the neighbour graph of these vectors.

    Returns:
        (N, F) float32 features, F ≤ 256 + 2 × 64, in three parts of unit length each; a part is 0 where the vector
        equals the mean or is unusable. Also (N,) bool, which vectors are usable: finite and not zero.
    """
    mean, turn, usable = principal_directions(vectors)
    width, narrow = turn.shape[1], min(turn.shape[1], _SURROUNDINGS)
    result = np.empty((len(vectors), width + 2 * narrow), np.float32)
    own = np.empty((len(vectors), narrow), np.float32)
    for begin in range(0, len(vectors), _BLOCK):
        block = slice(begin, begin + _BLOCK)
        turned = _turned(vectors[block], mean, turn, usable[block])
        own[block], result[block, :width] = turned[:, :narrow], _unit(turned)
    step = transition_probabilities(graph)
    for first in (width, width + narrow):
        own = multiply(step, multiply(step, own))
        for begin in range(0, len(own), _BLOCK):
            result[begin : begin + _BLOCK, first : first + narrow] = _unit(own[begin : begin + _BLOCK])
    return result, usable


def own_features(vectors: VectorArray, mean: Float32Array, turn: Float32Array) -> Float32Array:
    """(n, D) vectors → (n, F) features of unit length, the first part of smooth_vectors; 0 for an unusable vector."""
    usable = np.asarray(np.isfinite(vectors).all(axis=1) & vectors.any(axis=1))
    return _unit(_turned(vectors, mean, turn, usable))


def _turned(vectors: VectorArray, mean: Float32Array, turn: Float32Array, usable: BoolArray) -> Float32Array:
    centred = vectors.astype(np.float32) - mean
    centred[~usable] = 0
    return product(centred, turn)


def own_width(width: int) -> int:
    """How many leading columns of the `width` columns of smooth_vectors hold the image's own vector."""
    return max(width - 2 * _SURROUNDINGS, width // 3)


def principal_directions(vectors: VectorArray) -> tuple[Float32Array, Float32Array, BoolArray]:
    """The mean (D,), the projection onto principal directions (D, ≤ 256), and which rows are usable (N,)."""
    count, width = vectors.shape
    usable = np.empty(count, bool)
    total, products, n = np.zeros(width), np.zeros((width, width)), 0
    for begin in range(0, count, _BLOCK):
        block = vectors[begin : begin + _BLOCK].astype(np.float32)
        good = np.isfinite(block).all(axis=1) & block.any(axis=1)
        usable[begin : begin + _BLOCK] = good
        block = block[good]
        total += block.sum(axis=0, dtype=np.float64)
        products += product(block.T, block)
        n += len(block)
    mean = total / max(n, 1)
    _, directions = eigenvectors(products / max(n, 1) - np.outer(mean, mean))
    directions = np.ascontiguousarray(directions[:, ::-1][:, :_WIDEST])
    return mean.astype(np.float32), directions.astype(np.float32), usable


def _unit(rows: Float32Array) -> Float32Array:
    length: Float32Array = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    length[length <= 1e-6] = np.inf
    unit: Float32Array = rows / length
    return unit
