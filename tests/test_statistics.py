"""What a random sample says: the textbook's numbers, and samples that are random."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, binomtest, hypergeom

from desktop_labeler.statistics import (
    MeasuredFraction,
    clean_run,
    effective_sample_size,
    finite_population_interval,
    paired_difference,
    random_sample,
    sample_size_without_error,
    wilson_interval,
    within_seen,
)


@pytest.mark.parametrize(("accuracy", "size"), [(0.95, 59), (0.98, 149), (0.99, 299), (0.9, 29)])
def test_samples_without_an_error_are_those_of_the_textbook(accuracy: float, size: int) -> None:
    assert sample_size_without_error(accuracy) == size
    assert accuracy**size <= 0.05 < accuracy ** (size - 1)


@given(count=st.integers(0, 60), size=st.integers(0, 80), seed=st.integers(0, 2**32 - 1))
def test_a_sample_has_each_image_once_and_can_be_drawn_again(count: int, size: int, seed: int) -> None:
    found = random_sample(count, size, seed)
    assert len(found) == min(count, size) == len(set(found.tolist()))
    assert all(0 <= place < count for place in found)
    np.testing.assert_array_equal(found, random_sample(count, size, seed))


def test_every_image_is_drawn_equally_often_also_among_the_first() -> None:
    drawn = np.bincount(np.concatenate([random_sample(20, 10, seed)[:5] for seed in range(4_000)]), minlength=20)
    expected = 4_000 * 5 / 20
    assert float(((drawn - expected) ** 2 / expected).sum()) < 43.8  # chi square, 19 degrees of freedom, p = 0.001


@given(
    right=st.integers(0, 50),
    wrong=st.integers(0, 50),
    rest=st.integers(0, 200),
    ends=st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted),
)
def test_an_interval_keeps_what_can_be_and_only_that(right: int, wrong: int, rest: int, ends: list[float]) -> None:
    count, population = right + wrong, right + wrong + rest
    before = MeasuredFraction(right, count, ends[0], ends[1], ends[0])
    found = within_seen(before, max(1, population))
    if not count:
        assert found == before
        return
    assert right / population <= found.low <= found.high <= (right + rest) / population
    assert found.value is not None
    assert right / population <= found.value <= (right + rest) / population
    for truth in range(right, right + rest + 1):  # whatever the unseen ones are
        assert found.low <= truth / population <= found.high or not ends[0] <= truth / population <= ends[1]


@given(right=st.integers(0, 200), wrong=st.integers(0, 50), rest=st.integers(0, 2_000))
def test_an_interval_within_what_there_is_is_never_wider_and_holds_what_can_be(
    right: int, wrong: int, rest: int
) -> None:
    count, population = right + wrong, right + wrong + rest
    low, high = finite_population_interval(right, count, population)
    assert 0 <= low <= high <= 1
    if count:
        # that of an infinite population is wider
        assert right == 0 or float(beta.ppf(0.025, right, wrong + 1)) <= low + 1e-6
        assert wrong == 0 or high <= float(beta.ppf(0.975, right + 1, wrong)) + 1e-6
        assert right / population <= low + 1e-12
        assert low - 1e-12 <= right / count <= high + 1e-12
        assert high <= (right + rest) / population + 1e-12


def test_who_has_looked_at_everything_knows() -> None:
    assert finite_population_interval(57, 60, 60) == (0.95, 0.95)
    assert finite_population_interval(0, 0, 60) == (0.0, 1.0)
    wide = float(beta.ppf(0.025, 90, 11)), float(beta.ppf(0.975, 91, 10))  # Clopper and Pearson's
    assert finite_population_interval(90, 100, 10**9) == pytest.approx(wide, abs=1e-6)
    with pytest.raises(ValueError, match="out of 5"):
        finite_population_interval(5, 6, 5)


@pytest.mark.parametrize(("population", "count"), [(100, 59), (300, 149), (720, 299), (2_000, 149)])
def test_the_interval_of_a_project_of_any_size_holds_the_truth(population: int, count: int) -> None:
    found = np.arange(count + 1)
    ends = np.array([finite_population_interval(int(hits), count, population) for hits in found])
    for right in range(population // 2, population + 1):
        inside = (ends[:, 0] - 1e-12 <= right / population) & (right / population <= ends[:, 1] + 1e-12)
        assert float(hypergeom.pmf(found, population, right, count)[inside].sum()) >= 0.95 - 1e-9


def test_the_interval_holds_the_truth_in_95_of_100_audits() -> None:
    truth = np.random.default_rng(0).random(5_000) < 0.93
    accuracy, held = truth.mean(), 0
    for seed in range(400):
        some = truth[random_sample(len(truth), 149, seed)]
        low, high = wilson_interval(int(some.sum()), len(some))
        held += low <= accuracy <= high
    assert held / 400 >= 0.92


def test_a_clean_run_ends_at_the_last_correction() -> None:
    assert clean_run([]) == 0
    assert clean_run([False, False, True, False]) == 2
    assert clean_run([False] * 58) == 58


@pytest.mark.parametrize("accuracy", [0.0, 1.0, -1.0])
def test_fractions_outside_are_refused(accuracy: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        sample_size_without_error(accuracy)
    with pytest.raises(ValueError, match="sample"):
        random_sample(-1, 5, 0)


@given(st.integers(1, 5000), st.floats(0, 1))
def test_the_interval_is_wilsons(count: int, accuracy: float) -> None:
    hits = round(accuracy * count)
    expected = binomtest(hits, count).proportion_ci(0.95, method="wilson")
    assert wilson_interval(hits, count) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_without_a_try_everything_is_possible() -> None:
    assert wilson_interval(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="5 hits of 4"):
        wilson_interval(5, 4)


@given(st.lists(st.booleans(), max_size=40))
def test_images_of_no_group_count_in_full(right: list[bool]) -> None:
    assert effective_sample_size(np.array(right, bool), None) == len(right)


@given(st.lists(st.booleans(), min_size=2, max_size=30), st.integers(2, 6))
def test_copies_in_a_group_add_little(right: list[bool], copies: int) -> None:
    """Each image copied within its group says nothing new: no more than there are groups, whatever the order."""
    many = np.repeat(np.array(right, bool), copies)
    groups = np.repeat(np.arange(len(right)), copies)
    worth = effective_sample_size(many, groups)
    assert worth <= len(right) + 1e-6
    order = np.random.default_rng(0).permutation(len(many))
    assert effective_sample_size(many[order], groups[order]) == pytest.approx(worth)


def test_even_groups_are_worth_their_images() -> None:
    """Where every group is right as often as all of them, an image counts in full."""
    right = np.tile([True, True, True, False], 50)
    assert effective_sample_size(right, np.repeat(np.arange(50), 4)) == 200


def test_the_interval_with_groups_holds_the_truth_as_often_as_it_says() -> None:
    """60 patients with 10 images each, each patient easy or hard: 95 % of such intervals hold the true accuracy."""
    rng = np.random.default_rng(0)
    held = {True: 0, False: 0}
    for _ in range(400):
        ease = rng.beta(2, 1, 60)
        right = rng.random((60, 10)) < ease[:, None]
        groups = np.repeat(np.arange(60), 10)
        for grouped in held:
            worth = effective_sample_size(right.ravel(), groups if grouped else None)
            low, high = wilson_interval(right.mean() * worth, worth)
            held[grouped] += low <= 2 / 3 <= high
    assert held[True] >= 0.92 * 400
    assert held[False] < 0.85 * 400  # ten images of one patient are not ten


_pairs = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)


@given(_pairs)
def test_a_paired_difference_turns_with_its_sides(pairs: list[tuple[bool, bool]]) -> None:
    before, after = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    found, back = paired_difference(before, after, None), paired_difference(after, before, None)
    assert found.low <= found.mean <= found.high
    assert found.mean == pytest.approx(-back.mean)
    assert (found.low, found.high) == pytest.approx((-back.high, -back.low))
    assert found.sign == -back.sign


@given(_pairs)
def test_a_paired_difference_is_that_of_agresti_and_min(pairs: list[tuple[bool, bool]]) -> None:
    """Half a pair is added to each of the four cells, and the interval is Wald's."""
    before, after = np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])
    n = len(pairs) + 2
    up, down = ((after & ~before).sum() + 0.5) / n, ((before & ~after).sum() + 0.5) / n
    error = math.sqrt((up + down - (up - down) ** 2) / n)
    found = paired_difference(before, after, None)
    reach = max(found.high - (up - down), up - down - found.low)  # the other end may be the mean itself
    assert reach == pytest.approx(1.959964 * error, rel=1e-6)


@given(_pairs)
def test_images_of_one_group_say_no_more_than_one(pairs: list[tuple[bool, bool]]) -> None:
    before, after = np.array([a for a, _ in pairs] * 4), np.array([b for _, b in pairs] * 4)
    groups = np.tile(np.arange(len(pairs)), 4)
    alone = paired_difference(before[: len(pairs)], after[: len(pairs)], None)
    copied, apart = paired_difference(before, after, groups), paired_difference(before, after, None)
    assert copied.mean == pytest.approx(alone.mean)
    assert copied.high - copied.low >= apart.high - apart.low - 1e-9


def test_without_images_a_paired_difference_says_nothing() -> None:
    found = paired_difference(np.empty(0, bool), np.empty(0, bool), None)
    assert (found.mean, found.sign) == (0.0, 0)


def test_certain_differences_have_a_sign() -> None:
    none, all_ = np.zeros(50, bool), np.ones(50, bool)
    assert paired_difference(none, all_, None).sign == 1
    assert paired_difference(all_, none, None).sign == -1
    assert paired_difference(none[:2], all_[:2], None).sign == 0
    assert paired_difference(np.zeros(50), np.full(50, 0.1), None).sign == 1
