"""The intervals of samples that are looked at several times: they hold together, and are hardly wider than one."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from desktop_labeler.audit_intervals import exact_interval
from desktop_labeler.audit_looks import MOST_LOOKS, anytime_interval, checked_looks, look_sizes, planned_interval

samples = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 5_000))


@given(samples)
def test_an_interval_for_looks_at_any_time_is_the_wider_one(sample: tuple[int, int, int]) -> None:
    right, wrong, rest = sample
    low, high = exact_interval(right, right + wrong, right + wrong + rest)
    early, late = anytime_interval(right, right + wrong, right + wrong + rest)
    assert early <= low + 1e-9
    assert high <= late + 1e-9
    assert (early == late) == (rest == 0 < right + wrong)


def test_nothing_checked_says_nothing() -> None:
    assert anytime_interval(0, 0, 9) == (0.0, 1.0)


@pytest.mark.parametrize(("right", "count", "population"), [(3, 2, 10), (-1, 2, 10), (2, 2, 1)])
def test_impossible_samples_are_refused(right: int, count: int, population: int) -> None:
    with pytest.raises(ValueError, match="out of"):
        anytime_interval(right, count, population)
    with pytest.raises(ValueError, match="out of"):
        planned_interval(right, 0, (count,), population)


def test_looks_are_evenly_spread() -> None:
    assert look_sizes(59, 5) == [12, 24, 36, 48, 59]
    assert look_sizes(2, 5) == [1, 2]
    assert checked_looks(MOST_LOOKS) == 5
    with pytest.raises(ValueError, match="6 looks"):
        checked_looks(6)
    with pytest.raises(ValueError, match="at look 1"):
        planned_interval(3, 1, (5, 5), 10)


@given(samples)
def test_one_planned_look_has_the_exact_interval(sample: tuple[int, int, int]) -> None:
    right, wrong, rest = sample
    if right + wrong:
        count, population = right + wrong, right + wrong + rest
        assert planned_interval(right, 0, (count,), population) == exact_interval(right, count, population)


@given(samples, st.integers(2, MOST_LOOKS))
def test_the_two_kinds_can_be_exchanged(sample: tuple[int, int, int], looks: int) -> None:
    right, wrong, rest = sample
    if right + wrong:
        sizes, population = tuple(look_sizes(right + wrong, looks)), right + wrong + rest
        low, high = planned_interval(right, len(sizes) - 1, sizes, population)
        assert planned_interval(wrong, len(sizes) - 1, sizes, population) == pytest.approx((1 - high, 1 - low))
        exact = exact_interval(right, right + wrong, population)
        assert low <= exact[0] <= exact[1] <= high


def _holding(sizes: tuple[int, ...], wrong: int, population: int) -> float:
    """Return with which probability the intervals of all looks hold, from all paths of the sample."""
    inside = np.ones(1)
    for look, (before, count) in enumerate(pairwise((0, *sizes))):
        grown = np.zeros(count + 1)
        for found in range(len(inside)):
            if inside[found]:
                more = np.arange(count - before + 1)
                left = hypergeom(population - before, wrong - found, count - before)
                grown[found : found + len(more)] += inside[found] * left.pmf(more)
        for found in range(count + 1):
            low, high = planned_interval(count - found, look, sizes, population) if grown[found] else (0.0, 1.0)
            if not low - 1e-12 <= 1 - wrong / population <= high + 1e-12:
                grown[found] = 0.0
        inside = grown
    return float(inside.sum())


@pytest.mark.parametrize(
    ("population", "size", "looks"),
    [(40, 17, 3), (40, 40, 5), (120, 30, 5), (200, 24, 4), (900, 25, 2), (100_000, 15, 5)],
)
def test_the_intervals_of_all_looks_hold_together_in_every_population(population: int, size: int, looks: int) -> None:
    sizes = tuple(look_sizes(size, looks))
    some = range(population + 1) if population <= 40 else np.unique(np.linspace(0, population, 23).astype(int))
    assert min(_holding(sizes, int(wrong), population) for wrong in some) >= 0.95 - 1e-9


@pytest.mark.parametrize(("population", "size", "looks"), [*product((350, 7_000, 10**6), (35, 210, 640), (3, 5))])
def test_all_looks_cost_less_than_a_third_of_the_width(population: int, size: int, looks: int) -> None:
    sizes = tuple(look_sizes(min(size, population), looks))
    for look, count in enumerate(sizes[:-1]):
        for wrong in (0, 1, count // 12, count // 3):
            low, high = planned_interval(count - wrong, look, sizes, population)
            once = exact_interval(count - wrong, count, population)
            assert high - low <= 1.3 * (once[1] - once[0]) + 1 / population
