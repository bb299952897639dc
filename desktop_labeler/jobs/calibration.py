"""Calibration: of the suggestions that audits checked, how many were right at each confidence that was shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from desktop_labeler.statistics import MeasuredFraction, measured_fraction

EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


@dataclass(frozen=True)
class CalibrationBand:
    """The checked suggestions of a range of confidence.

    Attributes:
        low: lowest confidence, included.
        high: highest one, excluded except for 1.
        shown: mean confidence in it.
        right: how many were right, with the 95 % interval.
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


def calibrated(ranks: Sequence[float], correct: Sequence[bool]) -> Calibration:
    """Return how often suggestions were right at the confidence that was shown.

    Args:
        ranks: (n,) the confidence of each checked suggestion, in [0, 1].
        correct: (n,) whether each was right.
    """
    shown, hits = np.asarray(ranks, np.float64), np.asarray(correct, np.bool_)
    bands = []
    for low, high in pairwise(EDGES):
        inside = (shown >= low) & ((shown < high) | (high == 1.0))
        if inside.any():
            found = measured_fraction(int(hits[inside].sum()), int(inside.sum()))
            bands.append(CalibrationBand(low, high, float(shown[inside].mean()), found))
    error = sum(band.right.count * abs((band.right.value or 0.0) - band.shown) for band in bands) / max(len(shown), 1)
    return Calibration(tuple(bands), len(shown), error if bands else None)
