"""Bounds and intervals as they are shown: rounded so that they never say more than was measured."""

import math

_SLACK = 1e-7  # of the last digit, so that 0.95 · 100 counts as 95


def rounded_down(bound: float, digits: int = 1) -> float:
    """Return a lower bound rounded down to so many digits of a percentage: 0.70588 is 0.705 with one."""
    return _down(bound, digits + 2)


def rounded_up(bound: float, digits: int = 1) -> float:
    """Return an upper bound rounded up to so many digits of a percentage: 0.70512 is 0.706 with one."""
    return _up(bound, digits + 2)


def outward(low: float, high: float, digits: int = 0) -> tuple[float, float]:
    """Return the ends of an interval rounded down and up to so many digits behind the point; infinite ends stay."""
    return _down(low, digits), _up(high, digits)


def outward_percent(low: float, high: float, digits: int = 0) -> tuple[float, float]:
    """Return the ends of an interval of a fraction in percent, rounded outwards: (0.8568, 0.9012) is (85, 91)."""
    return outward(100 * low, 100 * high, digits)


def _down(number: float, digits: int) -> float:
    if not math.isfinite(number):
        return number
    steps = float(10**digits)
    return math.floor(number * steps + _SLACK) / steps


def _up(number: float, digits: int) -> float:
    return 0.0 - _down(-number, digits)  # no negative zero
