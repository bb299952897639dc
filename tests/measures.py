"""Measures of quality that tests and benchmarks share."""

import numpy as np
import numpy.typing as npt

_BINS = 15


def calibration_error(confidence: npt.ArrayLike, correct: npt.ArrayLike) -> float:
    """Return the expected calibration error: the mean gap of confidence and accuracy over 15 equal bins.

    Source: Naeini et al., AAAI 2015; Guo et al. 2017, equation 3.

    Args:
        confidence: (n,) in [0, 1].
        correct: (n,) bool, whether each suggestion is right.

    Returns:
        In [0, 1]; 0 for no images.
    """
    sure, right = np.asarray(confidence, np.float64), np.asarray(correct, np.float64)
    if len(sure) == 0:
        return 0.0
    place = np.clip(np.ceil(sure * _BINS).astype(np.int64) - 1, 0, _BINS - 1)
    gap = np.bincount(place, sure, minlength=_BINS) - np.bincount(place, right, minlength=_BINS)
    return float(np.abs(gap).sum() / len(sure))
