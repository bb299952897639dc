"""Calibration: of the suggestions that audits checked, how many were right at each confidence that was shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from desktop_labeler.array_types import BoolArray, Float64Array
from desktop_labeler.statistics import MeasuredFraction, measured_fraction, wilson_interval

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True)
class CalibrationBand:
    """The checked suggestions of a range of confidence.

    Attributes:
        low: lowest confidence, included.
        high: highest one, excluded except for 1.
        shown: mean confidence in it, weighted.
        right: how many were right, with the weighted fraction and its 95 % interval.
    """

    low: float
    high: float
    shown: float
    right: MeasuredFraction


@dataclass(frozen=True)
class Calibration:
    """How often suggestions were right at the confidence that was shown.

    Attributes:
        bands: those with a checked suggestion, rising.
        count: suggestions that were checked.
        error: mean distance of the fraction that was right from the confidence shown, weighted by counts; None without.
    """

    bands: tuple[CalibrationBand, ...]
    count: int
    error: float | None


def calibrated(ranks: Sequence[float], correct: Sequence[bool], weights: Sequence[float] | None = None) -> Calibration:
    """Return how often suggestions were right at the confidence that was shown.

    A suggestion that was more likely to be drawn than others of its confidence counts less. The interval is Wilson's
    of as many suggestions as the weights are worth, (Σ w)² / Σ w² (Kish, "Survey Sampling", 1965, section 11.7).

    Args:
        ranks: (n,) the confidence of each checked suggestion, in [0, 1].
        correct: (n,) whether each was right.
        weights: (n,) proportional to 1 / the probability of being drawn; all alike without them.
    """
    shown, hits = np.asarray(ranks, np.float64), np.asarray(correct, np.bool_)
    weight = np.ones(len(shown)) if weights is None else np.asarray(weights, np.float64)
    bands, masses = [], []
    for low, high in pairwise(EDGES):
        inside = (shown >= low) & ((shown < high) | (high == 1.0))
        if inside.any():
            share = weight[inside] / weight[inside].sum()
            found = _weighted(hits[inside], share)
            bands.append(CalibrationBand(low, high, float((shown[inside] * share).sum()), found))
            masses.append(float(weight[inside].sum()))
    distances = (abs((band.right.value or 0.0) - band.shown) for band in bands)
    error = sum(mass * distance for mass, distance in zip(masses, distances, strict=True)) / max(sum(masses), 1e-12)
    return Calibration(tuple(bands), len(shown), error if bands else None)


def _weighted(right: BoolArray, share: Float64Array) -> MeasuredFraction:
    hits, count = int(right.sum()), len(right)
    if np.ptp(share) < 1e-9:
        return measured_fraction(hits, count)
    value = min(1.0, float(share[right].sum()))  # shares that are rounded can sum to more
    worth = min(float(count), 1 / float((share**2).sum()))
    low, high = wilson_interval(value * worth, worth)
    return MeasuredFraction(hits, count, low, high, value)
