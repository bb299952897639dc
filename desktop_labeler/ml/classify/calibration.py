"""Calibration by temperature scaling, the calibration error, and class lists with a coverage guarantee."""

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from desktop_labeler.array_types import BoolArray, Float32Array

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


def calibration_error(confidence: npt.ArrayLike, correct: npt.ArrayLike, *, bins: int = 15) -> float:
    """Expected calibration error: the mean distance between confidence and accuracy over bins of equal width.

    Source: Naeini et al., AAAI 2015; Guo et al. 2017, equation 3.

    Args:
        confidence: (n,) in [0, 1].
        correct: (n,) bool, whether each suggestion is right.
        bins: number of bins.

    Returns:
        In [0, 1]; 0 for no images.
    """
    sure, right = np.asarray(confidence, np.float64), np.asarray(correct, np.float64)
    if len(sure) == 0:
        return 0.0
    place = np.clip(np.ceil(sure * bins).astype(np.int64) - 1, 0, bins - 1)
    gap = np.bincount(place, sure, minlength=bins) - np.bincount(place, right, minlength=bins)
    return float(np.abs(gap).sum() / len(sure))


def conformal_level(probabilities: npt.ArrayLike, labels: npt.ArrayLike, *, miss: float = 0.1) -> float:
    """Find the probability that a short list must hold to miss the right class at most at the given rate.

    Source: Romano, Sesia, Candès, "Classification with Valid and Adaptive Coverage", NeurIPS 2020 (APS), without its
    randomisation: lists are slightly longer and cover slightly more than guaranteed.

    Args:
        probabilities: (n, C) of images that the model was not fitted on.
        labels: (n,) int in [0, C), of a random sample of the images that the lists are for.
        miss: fraction of lists that may miss the right class, in (0, 1).

    Returns:
        In (0, 1]; 1 when there are too few labels for a guarantee.

    Raises:
        ValueError: miss outside (0, 1).
    """
    if not 0 < miss < 1:
        raise ValueError(f"miss must be in (0, 1), not {miss}")
    shares, given = np.asarray(probabilities, np.float64), np.asarray(labels, np.int64)
    rank = int(np.ceil((len(given) + 1) * (1 - miss)))
    if rank > len(given):
        return 1.0
    own = shares[np.arange(len(given)), given]
    needed = np.where(shares >= own[:, None], shares, 0).sum(axis=1)
    return float(min(np.partition(needed, rank - 1)[rank - 1], 1.0))


def short_list(probabilities: npt.ArrayLike, level: float) -> BoolArray:
    """Select the classes to offer for each image: the likeliest ones whose probabilities together reach the level.

    Args:
        probabilities: (n, C), rows sum to 1 or 0.
        level: in (0, 1], from conformal_level.

    Returns:
        (n, C) bool. A class of probability 0 is never listed; every other row lists at least its likeliest class.
    """
    shares = np.asarray(probabilities, np.float32)
    order = np.argsort(-shares, axis=1, kind="stable")
    ordered = np.take_along_axis(shares, order, axis=1)
    before = np.cumsum(ordered, axis=1, dtype=np.float64) - ordered
    chosen = np.zeros(shares.shape, bool)
    np.put_along_axis(chosen, order, (before < level - 1e-9) & (ordered > 0), axis=1)
    return chosen
