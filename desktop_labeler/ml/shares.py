"""How sure a share is: the interval of "84 of 100 were right"."""

import math

import numpy as np
import numpy.typing as npt

_SURE = 1.959964  # standard deviations of a normal that hold 95 %


def interval_of(hits: float, count: float) -> tuple[float, float]:
    """Return the 95 % interval of a share.

    Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927.

    Args:
        hits: how often it was so, at least 0.
        count: of how many independent tries, at least `hits`; need not be whole.

    Returns:
        Lower and upper end in [0, 1]; (0, 1) without a try.

    Raises:
        ValueError: fewer tries than hits, or a negative number.
    """
    if not 0 <= hits <= count:
        raise ValueError(f"{hits} hits of {count}")
    if count == 0:
        return 0.0, 1.0
    share, square = hits / count, _SURE**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    reach = _SURE / (1 + square / count) * math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    # at the ends the formula is exact but for rounding
    return (0.0 if hits == 0 else max(0.0, middle - reach)), (1.0 if hits == count else min(1.0, middle + reach))


def effective_count(right: npt.NDArray[np.bool_], groups: npt.NDArray[np.int64] | None) -> float:
    """Return how many independent images so many are worth that come in groups: ten of one patient are fewer than ten.

    The number that gives a share of independent images the variance that the groups show (the linearised variance of
    a ratio, Cochran, "Sampling Techniques", 1977, section 6.2); as many as there are groups where all are right or
    all wrong, since then the groups show nothing.

    Args:
        right: (n,) what was found.
        groups: (n,) group of each, None for images that belong to none.

    Returns:
        At least the smaller of 1 and n, at most n.
    """
    count = len(right)
    if groups is None or count < 2:
        return float(count)
    _, member = np.unique(groups, return_inverse=True)
    number = int(member.max()) + 1
    share = float(right.mean())
    if number < 2 or share in (0.0, 1.0):
        return float(number)
    residual = np.bincount(member, right - share, number)
    variance = float((residual**2).sum()) * number / (number - 1) / count**2
    return float(np.clip(share * (1 - share) / max(variance, 1e-12), 1.0, count))
