"""Spherical k-means: clusters of unit vectors by cosine similarity."""

import faiss
import numpy as np
import torch

from desktop_labeler.array_types import Float32Array
from desktop_labeler.progress import Job, Progress

ROUNDS = 6


def spherical_k_means(rows: Float32Array, start: Float32Array, *, block: int) -> Job[Float32Array]:
    """Move centres to the mean direction of the rows nearest to them, six times.

    Source: Dhillon & Modha, "Concept Decompositions for Large Sparse Text Data Using Clustering", Machine Learning
    42, 2001; here with a fixed number of iterations. A centre without rows stays where it is. faiss.Kmeans would
    give the same result but cannot be cancelled between two blocks.

    Args:
        rows: (n, D) float32 of unit length.
        start: (c, D) initial centres of unit length, usually c of the rows.
        block: number of rows between two reports of progress.

    Returns:
        (c, D) centres of unit length.
    """
    centres = start
    for turn in range(ROUNDS):
        index = faiss.IndexFlatIP(centres.shape[1])
        index.add(centres)
        sums = np.zeros_like(centres)
        for begin in range(0, len(rows), block):
            part = rows[begin : begin + block]
            nearest = index.search(part, 1)[1][:, 0]
            torch.from_numpy(sums).index_add_(0, torch.from_numpy(nearest), torch.from_numpy(part))
            yield Progress("grouping images", turn * len(rows) + begin + len(part), ROUNDS * len(rows))
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(length > 1e-6, sums / np.maximum(length, 1e-6), centres)
    return centres
