"""Linear classifiers on vectors, fitted in well under a second and warm-started from the last round.

The objective is that of scikit-learn: weighted cross-entropy plus half of `strength` times the squared weights (its C
is 1 / strength); biases are not penalised. The solver is in `ml.classify.logistic`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch

from desktop_labeler.array_types import Float32Array
from desktop_labeler.ml.classify.logistic import NEVER, Rows, minimise

if TYPE_CHECKING:
    from collections.abc import Sequence


_SAMPLE = 5000


@dataclass(frozen=True, eq=False)
class Head:
    """A fitted linear classifier.

    Attributes:
        weights: (D, classes) float32.
        bias: (classes,) float32; −10,000 for a class that had no image to learn from.
        strength: L2 penalty that the head was fitted with.
    """

    weights: Float32Array
    bias: Float32Array
    strength: float

    def logits(self, vectors: npt.ArrayLike) -> Float32Array:
        """Score every class for every vector.

        Args:
            vectors: (n, D); a row with NaN or infinity counts as the zero vector.

        Returns:
            (n, classes) float32.
        """
        rows, _ = finite_rows(vectors, self.weights.shape[0])
        return (rows @ torch.from_numpy(self.weights) + torch.from_numpy(self.bias)).numpy()

    def probabilities(self, vectors: npt.ArrayLike) -> Float32Array:
        """Class probabilities, uncalibrated.

        Args:
            vectors: (n, D); a row with NaN or infinity counts as the zero vector.

        Returns:
            (n, classes) float32, rows sum to 1.
        """
        return torch.softmax(torch.from_numpy(self.logits(vectors)), dim=1).numpy()


def fit_heads(
    vectors: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    classes: int,
    weights: npt.ArrayLike | None,
    strength: float | None = None,
    start: Sequence[Head | None] = (),
    iterations: int = 200,
    tolerance: Sequence[float] = (),
) -> list[Head]:
    """Fit several multinomial logistic regressions on the same images, each with its own sample weights.

    Args:
        vectors: (n, D); rows with NaN or infinity are left out.
        labels: (n,) int in [0, classes).
        classes: number of classes; those without a labelled image get probability 0.
        weights: (K, n) at least 0, how much each image counts for each head; one head with all weights 1 when absent.
        strength: L2 penalty of all heads, at least 0; chosen from the vectors when absent.
        start: a head to start from, or None, for each head; heads beyond its end start from zero.
        iterations: maximum number of passes over the data.
        tolerance: for each head, stop when the preconditioned gradient is this small relative to the weights; 1e-5 when
            absent.

    Returns:
        K heads; uniform over all classes when no image can be used.

    Raises:
        ValueError: lengths differ, a label outside [0, classes), or a negative weight.
    """
    rows, finite = finite_rows(vectors)
    target = checked_labels(labels, len(rows), classes)
    shares = [None] if weights is None else list(np.asarray(weights))
    given = torch.stack([checked_weights(row, len(rows)) for row in shares])
    use = finite & (given > 0).any(dim=0)
    rows, target, given = rows[use], target[use], given[:, use]
    if strength is None:
        strength = default_strength(rows)
    present, place = torch.unique(target, return_inverse=True)
    mass = torch.zeros((len(given), len(present))).index_add_(1, place, given)
    first = _started([*start, *[None] * (len(given) - len(start))], rows.shape[1], present)
    several = torch.nonzero((mass > 0).sum(dim=1) > 1)[:, 0]
    if len(several):
        limits = torch.tensor([*tolerance, *[1e-5] * (len(given) - len(tolerance))])[several]
        data, absent, at = Rows(rows, place, given[several]), mass[several] <= 0, first[several]
        step = len(rows) // _SAMPLE
        part = data.every(max(step, 1))
        if step > 2 and all(head is None for head in start) and (part.shares.sum(dim=1) > 0).all():
            # Most passes go over a part of the rows: 50,000 rows need 12 full passes instead of 30.
            loose = limits.clamp(min=1e-2)
            at = minimise(part, at, absent, strength=strength / step, iterations=iterations, tolerance=loose)
        first[several] = minimise(data, at, absent, strength=strength, iterations=iterations, tolerance=limits)
    return [_as_head(point, present, mass[k] <= 0, classes, strength) for k, point in enumerate(first)]


def default_strength(rows: torch.Tensor) -> float:
    """Default L2 penalty: 0.3 × the mean squared distance of the vectors (n, D) from their mean."""
    if len(rows) == 0:
        return 1.0
    centre = rows.mean(dim=0)
    return max(0.3 * float(rows.square().sum() / len(rows) - centre.square().sum()), 1e-6)


def finite_rows(vectors: npt.ArrayLike, dimensions: int | None = None) -> tuple[torch.Tensor, torch.Tensor]:
    """Vectors as a float32 tensor with the unusable rows set to zero, and which rows are usable.

    Args:
        vectors: (n, D).
        dimensions: the required D; None for any.

    Returns:
        (n, D) float32 and (n,) bool.

    Raises:
        ValueError: vectors is not two-dimensional, or has another D.
    """
    array: Float32Array = np.ascontiguousarray(vectors, dtype=np.float32)
    if array.ndim != 2 or (dimensions is not None and array.shape[1] != dimensions):
        wanted = "(n, D)" if dimensions is None else f"(n, {dimensions})"
        message = f"vectors have shape {array.shape}, expected {wanted}"
        raise ValueError(message)
    finite = np.asarray(np.isfinite(array).all(axis=1))
    if not finite.all():
        array = np.where(finite[:, None], array, np.float32(0))
    elif not array.flags.writeable:
        array = array.copy()  # torch does not accept read-only memory
    return torch.from_numpy(array), torch.from_numpy(finite)


def checked_labels(labels: npt.ArrayLike, n: int, classes: int) -> torch.Tensor:
    """Labels as an int64 tensor; ValueError unless there are n of them in [0, classes)."""
    array = np.array(labels, dtype=np.int64)
    if array.shape != (n,):
        message = f"{n} vectors but labels of shape {array.shape}"
        raise ValueError(message)
    if n and (array.min() < 0 or array.max() >= classes):
        message = f"labels lie in [{array.min()}, {array.max()}], expected [0, {classes})"
        raise ValueError(message)
    return torch.from_numpy(array)


def checked_weights(weights: npt.ArrayLike | None, n: int) -> torch.Tensor:
    """Weights as a float32 tensor, all 1 when absent; ValueError unless there are n of them, none negative."""
    if weights is None:
        return torch.ones(n)
    array = np.array(weights, dtype=np.float32)
    if array.shape != (n,):
        message = f"{n} vectors but weights of shape {array.shape}"
        raise ValueError(message)
    if not (array >= 0).all():
        message = "a weight is negative or NaN"
        raise ValueError(message)
    return torch.from_numpy(array)


def _started(start: Sequence[Head | None], dimensions: int, present: torch.Tensor) -> torch.Tensor:
    """The initial weights with the bias last, (heads, present classes, D + 1)."""
    first = torch.zeros((len(start), len(present), dimensions + 1))
    for place, head in enumerate(start):
        if head is None:
            continue
        if head.weights.shape[0] != dimensions:
            message = f"the head to start from has {head.weights.shape[0]} dimensions, the vectors {dimensions}"
            raise ValueError(message)
        known = present < head.weights.shape[1]
        first[place, known, :-1] = torch.from_numpy(head.weights).T[present[known]]
        first[place, known, -1] = torch.from_numpy(head.bias)[present[known]].clamp(min=-20)
    return first


def _as_head(point: torch.Tensor, present: torch.Tensor, absent: torch.Tensor, classes: int, strength: float) -> Head:
    """A head for all classes from weights (present classes, D + 1); uniform if there was nothing to learn from."""
    bias = torch.full((classes,), NEVER)
    full = torch.zeros((point.shape[1] - 1, classes))
    there = ~absent
    if not there.any():
        bias[:] = 0
    elif int(there.sum()) == 1:
        bias[present[there]] = 0
    else:
        full[:, present[there]] = point[there, :-1].T
        bias[present[there]] = point[there, -1] - point[there, -1].mean()
    return Head(full.numpy(), bias.numpy(), strength)
