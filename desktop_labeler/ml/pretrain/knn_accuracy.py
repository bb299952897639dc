"""The kNN accuracy: how often the most similar labelled images have the label that an image has."""

import numpy as np
import torch

from desktop_labeler.array_types import BoolArray, IntArray, VectorArray
from desktop_labeler.ml.graph.neighbors import unit_rows

NEIGHBORS = 20
_TEMPERATURE = 0.07
_BLOCK = 1024


def neighbors_agree(vectors: VectorArray, labels: IntArray, groups: IntArray | None = None) -> BoolArray:
    """Return for each image whether the vote of its 20 nearest other images gives its label.

    Source: the weighted vote of Wu et al., "Unsupervised Feature Learning via Non-Parametric Instance Discrimination",
    CVPR 2018: each neighbour votes with exp(cosine / 0.07).

    Args:
        vectors: (n, D) of any length.
        labels: (n,) int at least 0.
        groups: (n,) group of each image; images of its own group do not vote. None for no groups.

    Returns:
        (n,) bool, True if the vote gives the label; False also if there is no image to vote.

    Raises:
        ValueError: lengths differ, or a label is below 0.
    """
    if len(vectors) != len(labels) or (groups is not None and len(groups) != len(labels)):
        raise ValueError(f"{len(vectors)} vectors, {len(labels)} labels")
    if len(labels) and labels.min() < 0:
        raise ValueError(f"a label is {labels.min()}")
    agree = np.zeros(len(labels), np.bool_)
    unit, rows = unit_rows(vectors)
    if len(rows) < 2:
        return agree
    points, known = torch.from_numpy(unit), torch.from_numpy(labels[rows])
    kin = torch.from_numpy(rows if groups is None else groups[rows])
    classes = int(known.max()) + 1
    for start in range(0, len(rows), _BLOCK):
        here = slice(start, start + _BLOCK)
        similar = points[here] @ points.T  # (b, n)
        similar[kin[here, None] == kin[None]] = -torch.inf
        values, nearest = similar.topk(min(NEIGHBORS, len(rows)))
        votes = torch.zeros(len(similar), classes)
        votes.scatter_add_(1, known[nearest], torch.exp(values / _TEMPERATURE))
        most, chosen = votes.max(1)
        agree[rows[here]] = ((chosen == known[here]) & (most > 0)).numpy()
    return agree
