"""Calibration by temperature scaling, the calibration error, and class lists with a coverage guarantee."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from desktop_labeler.array_types import Float32Array

_LOG_TEMPERATURES = np.linspace(np.log(0.05), np.log(20.0), 241)
_USUAL = np.log(0.9)  # the logarithm of the usual temperature
_LOG_PRIOR = np.log(
    0.8 / 0.15 * np.exp(-(((_LOG_TEMPERATURES - _USUAL) / 0.15) ** 2) / 2)
    + 0.2 / 0.6 * np.exp(-(((_LOG_TEMPERATURES - _USUAL) / 0.6) ** 2) / 2)
)
_PRIOR_LABELS = 2000  # with more, the prior changes nothing


def softmax(logits: npt.ArrayLike, temperature: float = 1.0) -> Float32Array:
    """Softmax of logits divided by a temperature.

    Args:
        logits: (n, C), finite or −inf.
        temperature: above 0; a larger one gives lower confidences.

    Returns:
        (n, C) float32, rows sum to 1; a row that is −inf throughout gives zeros.

    Raises:
        ValueError: temperature is not above 0.
    """
    if not temperature > 0:
        raise ValueError(f"temperature must be above 0, not {temperature}")
    scaled = np.asarray(logits, np.float32) / np.float32(temperature)
    top = scaled.max(axis=1, keepdims=True, initial=-np.inf)
    scaled -= np.where(np.isfinite(top), top, 0)
    np.exp(scaled, out=scaled)
    total = scaled.sum(axis=1, keepdims=True)
    scaled /= np.where(total > 0, total, 1)
    return scaled


def fit_temperature(logits: npt.ArrayLike, labels: npt.ArrayLike, *, weights: npt.ArrayLike | None = None) -> float:
    """Fit the temperature to held-out labels.

    Source: Guo et al., "On Calibration of Modern Neural Networks", ICML 2017. Added: a prior, since a hundred labels
    alone leave the temperature uncertain by a fifth, which is .04 of confidence. It is a mixture
    around 0.9, the usual temperature on six folders: a narrow part with a width of 15 %, and a wide part that allows a
    factor of 2. The result is the posterior mean of the temperature's logarithm. Centre and widths change little
    between 0.85 and 1, 12 and 30 % (.github/measurements/learning.md).

    Args:
        logits: (n, C) scores of images that their model was not fitted on.
        labels: (n,) int in [0, C).
        weights: (n,) at least 0, how much each label counts; all 1 when absent.

    Returns:
        A temperature in [0.05, 20]; 1 when there are no labels.

    Raises:
        ValueError: the lengths differ.
    """
    scores, given = np.asarray(logits, np.float64), np.asarray(labels, np.int64)
    share = np.ones(len(given)) if weights is None else np.asarray(weights, np.float64)
    if not len(scores) == len(given) == len(share):
        raise ValueError(f"{len(scores)} rows of logits, {len(given)} labels, {len(share)} weights")
    if len(given) == 0 or share.sum() <= 0:
        return 1.0
    scores = scores - scores.max(axis=1, keepdims=True)
    own = scores[np.arange(len(given)), given]

    def surprise(log_temperature: float) -> float:
        scale = np.exp(-log_temperature)
        return float(share @ (np.log(np.exp(scores * scale).sum(axis=1)) - np.maximum(own * scale, -50)))

    if len(given) > _PRIOR_LABELS:
        bounds = (_LOG_TEMPERATURES[0], _LOG_TEMPERATURES[-1])
        return float(np.exp(minimize_scalar(surprise, bounds=bounds, method="bounded", options={"xatol": 1e-3}).x))
    belief = _LOG_PRIOR - np.array([surprise(point) for point in _LOG_TEMPERATURES])
    belief = np.exp(belief - belief.max())
    return float(np.exp(belief @ _LOG_TEMPERATURES / belief.sum()))


def seldom_below(values: Float32Array, share: float) -> float:
    """Return a level below which another value of the same kind lies with at most this probability.

    Source: split conformal prediction, Vovk, Gammerman & Shafer, "Algorithmic Learning in a Random World", 2005. A
    quantile of few values would be too high: of fifty, 4 % of others lie below that of 2 %.

    Args:
        values: (n ≥ 1,) of things that were held out.
        share: the probability; with n < 1 / share − 1 the level is the least value, and the probability 1 / (n + 1).
    """
    place = max(int(share * (len(values) + 1)), 1) - 1
    return float(np.partition(values, place)[place])


def energy_of(logits: Float32Array) -> Float32Array:
    """Log of the sum of exponentials of each row, (n,)."""
    top = logits.max(axis=1, initial=-1e4)
    energy: Float32Array = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
    return energy


def strangeness(energy: Float32Array, reference: Float32Array) -> Float32Array:
    """The fraction of held-out labelled images that have a higher energy, log Σ exp(logit), than each image.

    Source: Liu et al., "Energy-based Out-of-distribution Detection", NeurIPS 2020. With one class of CIFAR-10 left
    unlabelled and 100 labels of the others, its AUROC is .754; cosine to the nearest class mean has .748 and
    1 − confidence .674.

    Args:
        energy: (n,) of images.
        reference: (m,) of labelled images, from a head that has not seen them.

    Returns:
        (n,) float32 in [0, 1].
    """
    strange = 1 - np.searchsorted(np.sort(reference), energy, side="right") / max(len(reference), 1)
    return strange.astype(np.float32)
