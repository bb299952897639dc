"""Calibration: of the suggestions that audits checked, how many were right at each confidence that was shown."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from desktop_labeler.data.decisions import audits
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.draw_audit import findings
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


def measure_calibration(project: Project) -> Calibration:
    """Measure it on all audits of suggestions so far, whose images were drawn at random and labelled blind.

    Raises:
        ProjectError: the file cannot be read.
    """
    ranks, correct = [], []
    for past in audits.past_audits(project):
        ranks += past.ranks
        correct += past.correct
    now = audits.current_audit(project)
    if now is not None and now.kind == "suggestions":
        some, right = findings(project, now).ranked
        ranks += some
        correct += right
    shown, hits = np.asarray(ranks, np.float64), np.asarray(correct, np.bool_)
    bands = []
    for low, high in pairwise(EDGES):
        inside = (shown >= low) & ((shown < high) | (high == 1.0))
        if inside.any():
            found = measured_fraction(int(hits[inside].sum()), int(inside.sum()))
            bands.append(CalibrationBand(low, high, float(shown[inside].mean()), found))
    error = sum(band.right.count * abs((band.right.value or 0.0) - band.shown) for band in bands) / max(len(shown), 1)
    return Calibration(tuple(bands), len(shown), error if bands else None)
