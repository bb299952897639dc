"""The intervals of audits: those of the reference libraries, and as wide as promised."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from desktop_labeler.audit_intervals import (
    Strata,
    allocate,
    exact_interval,
    rest_lower_bound,
    smallest_sample,
    stratified_fraction,
    weighted_interval,
)

samples = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 5_000))


@given(samples)
def test_the_exact_interval_is_that_of_the_hypergeometric_distribution(sample: tuple[int, int, int]) -> None:
    right, wrong, rest = sample
    count, population = right + wrong, right + wrong + rest
    if not count:
        assert exact_interval(0, 0, population) == (0.0, 1.0)
        return
    low, high = exact_interval(right, count, population)
    possible = np.arange(right, right + rest + 1)  # right ones in the population
    few = hypergeom.cdf(right, population, possible, count) > 0.025  # not too few in the sample
    many = hypergeom.sf(right - 1, population, possible, count) > 0.025
    inside = possible[few & many]
    assert low * population == pytest.approx(inside.min(), abs=1e-6 * population + 1e-9)
    assert high * population == pytest.approx(inside.max(), abs=1e-6 * population + 1e-9)


@given(samples)
def test_the_bound_of_the_rest_holds_for_what_was_not_checked(sample: tuple[int, int, int]) -> None:
    right, wrong, rest = sample
    count, population = right + wrong, right + wrong + rest
    bound = rest_lower_bound(wrong, count, population)
    assert 0 <= bound <= 1
    if rest == 0:
        assert bound == 1
    elif count:
        most = wrong + round((1 - bound) * rest)
        assert hypergeom.cdf(wrong, population, most, count) > 0.05 - 1e-9
        if most < wrong + rest:
            assert hypergeom.cdf(wrong, population, most + 1, count) <= 0.05 + 1e-9


def test_the_plans_are_those_of_the_textbook() -> None:
    assert [smallest_sample(target, 10**6) for target in (0.95, 0.98, 0.99)] == [59, 149, 299]
    assert smallest_sample(0.95, 10**6, wrong=1) == 93
    assert smallest_sample(0.99, 50) == 48  # of a small pile nearly all have to be checked
    assert rest_lower_bound(0, 190, 200) < 1 == rest_lower_bound(3, 200, 200)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([0.5, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99]),
    st.integers(1, 400),
    st.integers(0, 2),
    st.sampled_from([0.8, 0.95, 0.975, 1 - 0.05 / 6]),
    st.integers(1, 60),
)
def test_no_smaller_sample_suffices(target: float, population: int, wrong: int, sure: float, start: int) -> None:
    sizes = range(max(start, wrong), population)
    shown = (size for size in sizes if rest_lower_bound(wrong, size, population, sure) >= target)
    found = smallest_sample(target, population, wrong, sure, start=start)
    assert found == next(shown, population)


def test_a_larger_sample_may_show_less() -> None:
    assert smallest_sample(0.8, 50, confidence=1 - 0.05 / 6) == 30
    assert rest_lower_bound(0, 31, 50, 1 - 0.05 / 6) < 0.8
    assert smallest_sample(0.8, 50, confidence=1 - 0.05 / 6, start=31) == 34
    assert smallest_sample(0.98, 1_000, confidence=0.975) == 194


@pytest.mark.parametrize(("right", "count", "population"), [(3, 2, 10), (-1, 2, 10), (2, 2, 1)])
def test_impossible_samples_are_refused(right: int, count: int, population: int) -> None:
    with pytest.raises(ValueError, match="out of"):
        exact_interval(right, count, population)
    with pytest.raises(ValueError, match="out of"):
        rest_lower_bound(right, count, population)


@given(st.lists(st.integers(1, 5_000), min_size=1, max_size=100), st.integers(1, 1_000))
def test_a_sample_is_divided_in_proportion_and_no_part_gets_a_single_image(sizes: list[int], size: int) -> None:
    part, counts = allocate(sizes, size)
    merged = np.bincount(part, sizes)
    assert counts.sum() == min(size, sum(sizes))
    assert (counts <= merged).all()
    if len(counts) > 1:
        assert counts.min() >= 2
        share = counts / merged
        assert share.max() <= 2 * share.min()  # whole images


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 500)), min_size=1, max_size=20))
def test_a_stratified_estimate_weighs_each_part_by_its_size(parts: list[tuple[int, int, int]]) -> None:
    right, wrong, rest = np.asarray(parts, np.int64).T
    strata = Strata(right + wrong + rest, right + wrong, right)
    if not strata.sizes.sum():
        return
    estimate, low, high = stratified_fraction(strata)
    assert 0 <= low <= estimate <= high <= 1
    merged = strata.merged()
    assert merged.sizes.sum() == strata.sizes.sum()
    assert merged.counts.sum() == strata.counts.sum()
    assert len(merged.counts) == 1 or merged.counts.min() >= 2
    if (strata.counts >= 2).all():
        weights = strata.sizes / strata.sizes.sum()
        assert estimate == pytest.approx(float((weights * right / strata.counts).sum()))


def test_parts_in_proportion_are_as_good_as_one_sample() -> None:
    strata = Strata(np.array([6_000, 4_000]), np.array([60, 40]), np.array([57, 38]))
    estimate, low, high = stratified_fraction(strata)
    assert (estimate, low, high) == pytest.approx((0.95, *exact_interval(95, 100, 10_000)))


def test_a_weighted_sample_that_looks_where_errors_are_knows_more() -> None:
    rng = np.random.default_rng(1)
    doubtful = rng.random(20_000) < 0.1
    wrong = doubtful & (rng.random(20_000) < 0.5)
    chance = 0.5 / 20_000 + 0.5 * doubtful / doubtful.sum()
    drawn = rng.choice(20_000, 400, p=chance / chance.sum())
    estimate, low, high = weighted_interval(
        wrong[drawn], 1 / (20_000 * chance[drawn]), float(1 / (20_000 * chance.min()))
    )
    assert low <= 1 - wrong.mean() <= high
    assert estimate == pytest.approx(1 - wrong.mean(), abs=0.02)
    simple = exact_interval(380, 400, 20_000)
    assert high - low <= 1.3 * (simple[1] - simple[0])


def test_nothing_checked_says_nothing() -> None:
    nothing = np.empty(0, np.int64)
    assert stratified_fraction(Strata(nothing, nothing, nothing)) == (1.0, 0.0, 1.0)
    assert weighted_interval(np.empty(0, np.bool_), np.empty(0), 2.0) == (1.0, 0.0, 1.0)
