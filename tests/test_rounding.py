"""Bounds and intervals as they are shown never say more than was measured."""

import math
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.rounding import outward, outward_percent, rounded_down, rounded_up

fractions = st.floats(0, 1)


@given(fractions, fractions, st.integers(0, 4))
def test_intervals_are_rounded_outwards_by_less_than_a_step(one: float, other: float, digits: int) -> None:
    low, high = sorted((one, other))
    shown_low, shown_high = outward_percent(low, high, digits)
    step = 10.0**-digits
    assert 100 * low - step < shown_low <= 100 * low + 1e-6 * step
    assert 100 * high - 1e-6 * step <= shown_high < 100 * high + step
    assert 0 <= shown_low <= shown_high <= 100


@given(st.integers(0, 1_000))
def test_what_needs_no_rounding_stays(tenths: int) -> None:
    fraction = float(Fraction(tenths, 1_000))
    assert outward_percent(fraction, fraction, 1) == (tenths / 10, tenths / 10)
    assert rounded_down(fraction) == rounded_up(fraction) == fraction


def test_bounds_are_rounded_to_the_safe_side() -> None:
    assert (rounded_down(0.70588), rounded_up(0.70512)) == (0.705, 0.706)
    assert (rounded_down(0.70588, 0), rounded_up(0.70512, 0)) == (0.7, 0.71)
    assert outward(-0.234, 0.671, 2) == (-0.24, 0.68)
    assert outward(-math.inf, math.inf) == (-math.inf, math.inf)
    assert math.copysign(1, outward(-0.5, -0.5)[1]) == 1  # no negative zero
