"""How far an image lies from the labelled images of a project behind the front, which a training leaves as it is."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import Float16Array, Float32Array, IntArray
from desktop_labeler.ml.classify.folder_distance import FolderDistance, fit_folder_distance
from desktop_labeler.ml.graph.graph_features import principal_directions

_AT_ONCE = 256  # images


@dataclass(frozen=True, eq=False)
class FrontDistance:
    """A distance of the mean activations of a front, scaled to length 1.

    Attributes:
        mean: (A,) float32.
        turn: (A, F) float32, principal directions.
        distance: in these, with a level.
    """

    mean: Float32Array
    turn: Float32Array
    distance: FolderDistance

    def arrays(self) -> dict[str, Float32Array]:
        """Return what is stored, by name."""
        numbers = np.array([self.distance.rest, self.distance.farthest], np.float32)
        return {"mean": self.mean, "turn": self.turn, "along": self.distance.along, "numbers": numbers}


def stored_distance(arrays: Mapping[str, Float32Array] | None) -> FrontDistance | None:
    """Return the distance whose `arrays` were stored; None for none."""
    if arrays is None:
        return None
    rest, farthest = arrays["numbers"].tolist()
    return FrontDistance(arrays["mean"], arrays["turn"], FolderDistance(arrays["along"], rest, farthest))


def fit_front_distance(activations: Float16Array, rows: IntArray, folds: IntArray) -> FrontDistance | None:
    """Fit a distance to the activations of labelled images.

    Args:
        activations: (m, views, A, s, s) of a front; the first view is the image itself.
        rows: (n,) those of the labelled images.
        folds: (n,) int, the fold of each; images that are kin are in one.

    Returns:
        It, or None with too few images for a level.
    """
    parts = [
        activations[rows[at : at + _AT_ONCE], 0].mean(axis=(2, 3), dtype=np.float32)
        for at in range(0, len(rows), _AT_ONCE)
    ]
    pooled = np.concatenate(parts)
    vectors: Float32Array = pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)
    mean, turn, usable = principal_directions(vectors)
    found = fit_folder_distance(vectors, mean, turn, usable, folds)
    return FrontDistance(mean, turn, found) if np.isfinite(found.farthest) else None
