"""How sure a suggestion is: a slope and a bias between the probability of its class and its confidence."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit, logit

from desktop_labeler.array_types import Float32Array, Float64Array, IntArray

_USUAL = np.array([1.1, -0.1])  # slope and bias before any label is held out
_SPREAD = np.array([0.15, 0.1])  # how far they usually are from that; standard deviations
_HARDER = 8.0  # how fast labels turn from a fair sample into one that is weighted, as their images are harder
_LIMIT = 1e-3  # a held-out label counts as if its probability were at least so far from 0 and 1
_STEPS = 30
_FLATTEST, _STEEPEST = 0.2, 5.0
_ROW_BLOCK = 65_536


@dataclass(frozen=True)
class ConfidenceMap:
    """From the probability of the likeliest class to the confidence that it is right.

    Attributes:
        slope: factor of the probability's logit, above 0.
        bias: what is added to it.
        seen: expected share of images whose class has a label, in [0, 1]; the confidence is multiplied by it.
    """

    slope: float = 1.0
    bias: float = 0.0
    seen: float = 1.0

    def confidence(self, probabilities: Float32Array) -> Float32Array:
        """How likely it is that the likeliest class of each row is right.

        It grows with the probability of that class, and is never so low that, with the rest divided among the others
        in proportion, another class would be likelier.

        Args:
            probabilities: (n, C) rows that sum to 1 or to 0.

        Returns:
            (n,) float32 in [0, 1]; 0 for a row of zeros.
        """
        found = np.zeros(len(probabilities), np.float32)
        if probabilities.shape[1] < 2:
            found[:] = probabilities.sum(axis=1)
        elif (self.slope, self.bias) == (1.0, 0.0):
            found[:] = probabilities.max(axis=1)
        else:
            for begin in range(0, len(probabilities), _ROW_BLOCK):
                rows = slice(begin, begin + _ROW_BLOCK)
                best = np.partition(probabilities[rows], -2, axis=1)[:, -2:].astype(np.float64)
                found[rows] = self._sure(best[:, 1], best[:, 0])
        found *= np.float32(self.seen)
        return found

    def _sure(self, top: Float64Array, second: Float64Array) -> Float64Array:
        top = np.minimum(top, 1.0)
        rest = 1 - top + second
        least = np.divide(second, rest, out=np.ones_like(rest), where=rest > 0)
        sure: Float64Array = np.maximum(expit(self.slope * logit(top) + self.bias), np.minimum(least, top))
        return np.where(top > 0, sure, 0)


AS_SAID = ConfidenceMap()


def fit_confidence_map(
    held_out: Float32Array,
    labels: IntArray,
    *,
    weights: npt.ArrayLike,
    represented: Float32Array | None,
    typical: float,
    seen: float = 1.0,
) -> ConfidenceMap:
    """Fit slope and bias to held-out labels.

    Source: Platt, "Probabilistic Outputs for Support Vector Machines", 1999, on the logit of the likeliest class; with
    a normal prior, since a hundred labels alone leave both uncertain. What is usual with few labels: the surest
    suggestions are right more often than they say, and the least sure ones less often.

    Queried labels are those of hard images, and what holds for these does not hold for the others. Where held-out
    labels are predicted with less confidence than the other images, each label therefore counts for the images that it
    stands for (Sugiyama, Krauledat, Müller, "Covariate Shift Adaptation by Importance Weighted Cross Validation", JMLR
    2007), from an eighth less on entirely. Random labels keep equal weights, which would only add noise.

    The constants are chosen on folders of seven kinds, each kind by the other six in turn (section "Slope and bias" of
    .github/measurements/learning.md).

    Args:
        held_out: (n, C) calibrated probabilities of labelled images from classifiers that have not seen them.
        labels: (n,) int in [0, C).
        weights: (n,) at least 0, how much each label counts.
        represented: (n,) how many images each label stands for, mean about 1; None if that is unknown.
        typical: mean probability of the likeliest class of the images without a label, in [0, 1].
        seen: expected share of images whose class has a label, in [0, 1].

    Returns:
        The map; slope 1 and bias 0 when there are no labels.
    """
    share = np.asarray(weights, np.float64)
    if not len(labels) or share.sum() <= 0:
        return ConfidenceMap(seen=seen)
    top = held_out.max(axis=1).astype(np.float64)
    if represented is not None and represented.sum() > 0:
        harder = float(np.clip(_HARDER * (typical - top.mean()), 0, 1))
        share = share * (1 - harder + harder * represented / represented.mean())
    scores = logit(np.clip(top, _LIMIT, 1 - _LIMIT))
    right = (held_out.argmax(axis=1) == labels).astype(np.float64)
    slope, bias = _likeliest(np.stack([scores, np.ones_like(scores)], axis=1), right, share)
    return ConfidenceMap(float(np.clip(slope, _FLATTEST, _STEEPEST)), bias, seen)


def _likeliest(scores: Float64Array, right: Float64Array, weights: Float64Array) -> tuple[float, float]:
    """Slope and bias with the greatest posterior density, by Newton's method with steps of at most 1."""
    found, certain = _USUAL.copy(), _SPREAD**-2
    for _ in range(_STEPS):
        said = expit(scores @ found)
        slope = scores.T @ (weights * (said - right)) + certain * (found - _USUAL)
        curve = (scores * (weights * said * (1 - said))[:, None]).T @ scores + np.diag(certain)
        step = np.linalg.solve(curve, slope)
        found -= step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < 1e-6:
            break
    return float(found[0]), float(found[1])
