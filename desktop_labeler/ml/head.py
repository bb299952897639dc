"""A linear classifier on vectors: fitted in well under a second, warm-started from the last round.

The objective is scikit-learn's: weighted cross-entropy plus half of `strength` times the squared weights (its C is
1 / strength), biases free. The solver is L-BFGS whose first inverse Hessian is the inverse of the vectors' second
moments plus the penalty, in the manner of Böhning's bound (Böhning 1992, "Multinomial logistic regression
algorithm"): embeddings are far from white, and with it a fit takes 10–30 passes over the data instead of hundreds.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch

if TYPE_CHECKING:
    from collections.abc import Callable

FloatArray = npt.NDArray[np.float32]

_NEVER = -1e4  # bias of a class without a labelled image: its probability is exactly 0 in float32
_HISTORY = 10
_SAMPLE = 5000


@dataclass(frozen=True, eq=False)
class Head:
    """A fitted linear classifier.

    Attributes:
        weights: (D, classes) float32.
        bias: (classes,) float32; −10,000 for a class that had no image to learn from.
        strength: L2 penalty that it was fitted with.
    """

    weights: FloatArray
    bias: FloatArray
    strength: float

    def logits(self, vectors: npt.ArrayLike) -> FloatArray:
        """Score every class for every vector.

        Args:
            vectors: (n, D); a row with NaN or infinity counts as the zero vector.

        Returns:
            (n, classes) float32.
        """
        rows, _ = finite_rows(vectors, self.weights.shape[0])
        return (rows @ torch.from_numpy(self.weights) + torch.from_numpy(self.bias)).numpy()

    def probabilities(self, vectors: npt.ArrayLike) -> FloatArray:
        """Class probabilities, uncalibrated.

        Args:
            vectors: (n, D); a row with NaN or infinity counts as the zero vector.

        Returns:
            (n, classes) float32, rows sum to 1.
        """
        return torch.softmax(torch.from_numpy(self.logits(vectors)), dim=1).numpy()


def fit_head(
    vectors: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    classes: int,
    weights: npt.ArrayLike | None = None,
    strength: float | None = None,
    start: Head | None = None,
    iterations: int = 200,
    tolerance: float = 1e-5,
) -> Head:
    """Fit a multinomial logistic regression.

    Args:
        vectors: (n, D); rows with NaN or infinity are left out.
        labels: (n,) int in [0, classes).
        classes: number of classes; those without a labelled image get probability 0.
        weights: (n,) at least 0, how much each image counts; all 1 when absent.
        strength: L2 penalty at least 0 (scikit-learn's 1 / C); chosen from the vectors when absent.
        start: a head on the same D to start from; it may have fewer classes.
        iterations: most passes over the data.
        tolerance: stop when the preconditioned gradient is this small against the weights.

    Returns:
        The head; uniform over all classes when no image can be used.

    Raises:
        ValueError: lengths differ, a label outside [0, classes), or a negative weight.
    """
    rows, finite = finite_rows(vectors)
    target = checked_labels(labels, len(rows), classes)
    share = checked_weights(weights, len(rows))
    use = finite & (share > 0)
    rows, target, share = rows[use], target[use], share[use]
    present = torch.unique(target)
    if strength is None:
        strength = default_strength(rows)
    if len(present) < 2:
        return _constant(rows.shape[1], classes, present, strength)
    place = torch.full((classes,), -1, dtype=torch.int64)
    place[present] = torch.arange(len(present))
    first = _started(start, rows.shape[1], present)
    target = place[target]
    step = len(rows) // _SAMPLE
    if start is None and step > 2:  # most passes go over few rows: 50,000 rows need 6 full passes instead of 30
        sample = (rows[::step], target[::step], share[::step])
        first = _minimise(*sample, first, strength / step, iterations, max(tolerance, 3e-3))
    fitted = _minimise(rows, target, share, first, strength, iterations, tolerance)
    full = torch.zeros((rows.shape[1], classes))
    bias = torch.full((classes,), _NEVER)
    full[:, present] = fitted[:-1]
    bias[present] = fitted[-1] - fitted[-1].mean()
    return Head(full.numpy(), bias.numpy(), strength)


def default_strength(rows: torch.Tensor) -> float:
    """Penalty that suits the spread of the vectors: 0.3 × their mean squared distance from the centre."""
    if len(rows) == 0:
        return 1.0
    centre = rows.mean(dim=0)
    return max(0.3 * float(rows.square().sum() / len(rows) - centre.square().sum()), 1e-6)


def finite_rows(vectors: npt.ArrayLike, dimensions: int | None = None) -> tuple[torch.Tensor, torch.Tensor]:
    """Vectors as a float32 tensor with the unusable rows set to zero, and which rows are usable.

    Args:
        vectors: (n, D).
        dimensions: the D that they must have, if any.

    Returns:
        (n, D) float32 and (n,) bool.

    Raises:
        ValueError: not two-dimensional, or another D.
    """
    array: FloatArray = np.ascontiguousarray(vectors, dtype=np.float32)
    if array.ndim != 2 or (dimensions is not None and array.shape[1] != dimensions):
        wanted = "(n, D)" if dimensions is None else f"(n, {dimensions})"
        message = f"vectors have shape {array.shape}, expected {wanted}"
        raise ValueError(message)
    finite = np.asarray(np.isfinite(array).all(axis=1))
    if not finite.all():
        array = np.where(finite[:, None], array, np.float32(0))
    elif not array.flags.writeable:
        array = array.copy()  # torch refuses read-only memory
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


def _constant(dimensions: int, classes: int, present: torch.Tensor, strength: float) -> Head:
    bias = torch.zeros(classes)
    if len(present) == 1:
        bias[:] = _NEVER
        bias[present] = 0
    return Head(torch.zeros((dimensions, classes)).numpy(), bias.numpy(), strength)


def _started(start: Head | None, dimensions: int, present: torch.Tensor) -> torch.Tensor:
    """The first weights with the bias as last row, (D + 1, present classes)."""
    first = torch.zeros((dimensions + 1, len(present)))
    if start is None:
        return first
    if start.weights.shape[0] != dimensions:
        message = f"the head to start from has {start.weights.shape[0]} dimensions, the vectors {dimensions}"
        raise ValueError(message)
    known = present < start.weights.shape[1]
    first[:-1, known] = torch.from_numpy(start.weights)[:, present[known]]
    first[-1, known] = torch.from_numpy(start.bias)[present[known]].clamp(min=-20)
    return first


def _minimise(
    rows: torch.Tensor,
    target: torch.Tensor,
    share: torch.Tensor,
    first: torch.Tensor,
    strength: float,
    iterations: int,
    tolerance: float,
) -> torch.Tensor:
    """The weights and bias (D + 1, classes) at the minimum."""
    total = float(share.sum())
    share = share / total
    penalty = strength / total
    # centred rows make weights and bias independent in the preconditioner; undone below
    centre = share @ rows
    rows = rows - centre
    point = first.T.contiguous()  # (classes, D + 1): with classes first a pass takes a quarter of the time
    point[:, -1] += point[:, :-1] @ centre
    spread = (rows * share[:, None]).T @ rows
    scale = 1 / len(point)
    factor = torch.linalg.cholesky(scale * spread + (penalty + 1e-7) * torch.eye(rows.shape[1]))
    line = torch.arange(len(target))

    def loss_and_gradient(point: torch.Tensor) -> tuple[float, torch.Tensor]:
        weights = point[:, :-1].contiguous()
        logits = torch.addmm(point[:, -1:], weights, rows.T)  # (classes, n)
        residual = torch.softmax(logits, dim=0)
        # the log of a softmax, for the given class only; capped where float32 says 0
        picked = residual[target, line].clamp_min_(1e-30).log_()
        loss = -float(share @ picked) + penalty / 2 * float(weights.square().sum())
        residual[target, line] -= 1
        residual *= share
        gradient = torch.empty_like(point)
        gradient[:, :-1] = residual @ rows + penalty * weights
        gradient[:, -1] = residual.sum(dim=1)
        return loss, gradient

    def precondition(gradient: torch.Tensor) -> torch.Tensor:
        step = torch.empty_like(gradient)
        step[:, :-1] = torch.cholesky_solve(gradient[:, :-1].T, factor).T
        step[:, -1] = gradient[:, -1] / scale
        return step

    fitted = _lbfgs(loss_and_gradient, precondition, point, iterations, tolerance)
    fitted[:, -1] -= fitted[:, :-1] @ centre
    return fitted.T


def _lbfgs(
    loss_and_gradient: Callable[[torch.Tensor], tuple[float, torch.Tensor]],
    precondition: Callable[[torch.Tensor], torch.Tensor],
    point: torch.Tensor,
    iterations: int,
    tolerance: float,
) -> torch.Tensor:
    """Preconditioned L-BFGS (Nocedal & Wright, Algorithm 7.4) with backtracking; the loss is convex."""
    loss, gradient = loss_and_gradient(point)
    pairs: deque[tuple[torch.Tensor, torch.Tensor, float]] = deque(maxlen=_HISTORY)
    for _ in range(iterations):
        step = -_direction(gradient, pairs, precondition)
        slope = float((step * gradient).sum())
        if -slope <= tolerance**2 * max(abs(loss), 1e-3):
            break
        length, new_loss, new_gradient = 1.0, *loss_and_gradient(point + step)
        while new_loss > loss + 1e-4 * length * slope + 1e-7 * abs(loss) and length > 1e-4:
            length /= 2
            new_loss, new_gradient = loss_and_gradient(point + length * step)
        if length <= 1e-4:  # float32 cannot tell the two losses apart: this is the minimum
            break
        moved, change = length * step, new_gradient - gradient
        curvature = float((moved * change).sum())
        if curvature > 0:
            pairs.append((moved, change, curvature))
        point, loss, gradient = point + moved, new_loss, new_gradient
    return point


def _direction(
    gradient: torch.Tensor,
    pairs: deque[tuple[torch.Tensor, torch.Tensor, float]],
    precondition: Callable[[torch.Tensor], torch.Tensor],
) -> torch.Tensor:
    rest = gradient.clone()
    factors: list[float] = []
    for moved, change, curvature in reversed(pairs):
        factors.append(float((moved * rest).sum()) / curvature)
        rest -= factors[-1] * change
    step = precondition(rest)
    if pairs:
        moved, change, curvature = pairs[-1]
        step *= curvature / float((change * precondition(change)).sum())
    for (moved, change, curvature), factor in zip(pairs, reversed(factors), strict=True):
        step += (factor - float((change * step).sum()) / curvature) * moved
    return step
