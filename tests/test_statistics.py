"""What a random sample says: the textbook's numbers, and samples that are random."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from desktop_labeler.statistics import clean_run, draw, interval_of, interval_within, looks_without_error, more_looks


@pytest.mark.parametrize(("share", "looks"), [(0.95, 59), (0.98, 149), (0.99, 299), (0.9, 29)])
def test_looks_without_an_error_are_those_of_the_textbook(share: float, looks: int) -> None:
    assert looks_without_error(share) == looks
    assert share**looks <= 0.05 < share ** (looks - 1)


@given(count=st.integers(0, 60), size=st.integers(0, 80), seed=st.integers(0, 2**32 - 1))
def test_a_sample_has_each_image_once_and_can_be_drawn_again(count: int, size: int, seed: int) -> None:
    found = draw(count, size, seed)
    assert len(found) == min(count, size) == len(set(found.tolist()))
    assert all(0 <= place < count for place in found)
    np.testing.assert_array_equal(found, draw(count, size, seed))


def test_every_image_is_drawn_equally_often_also_among_the_first() -> None:
    drawn = np.bincount(np.concatenate([draw(20, 10, seed)[:5] for seed in range(4_000)]), minlength=20)
    expected = 4_000 * 5 / 20
    assert float(((drawn - expected) ** 2 / expected).sum()) < 43.8  # chi square, 19 degrees of freedom, p = 0.001


@given(
    right=st.integers(0, 300),
    wrong=st.integers(0, 20),
    target=st.sampled_from([0.5, 0.9, 0.95, 0.99]),
    rest=st.integers(0, 5_000),
)
def test_more_looks_reach_the_target_and_one_less_does_not(right: int, wrong: int, target: float, rest: int) -> None:
    population = right + wrong + rest
    more = more_looks(right, right + wrong, target, population)
    if more is None:  # not even with all the others right
        assert population == 0 or (right + rest) / population < target
        return
    assert interval_within(right + more, right + wrong + more, population)[0] >= target
    if more:
        assert interval_within(right + more - 1, right + wrong + more - 1, population)[0] < target


def test_a_target_out_of_reach_is_said() -> None:
    assert more_looks(0, 5_000, 0.99, 1_000_000) is None
    assert more_looks(50, 60, 0.95, 100) is None
    assert more_looks(0, 0, 0.9, 0) is None


@given(right=st.integers(0, 200), wrong=st.integers(0, 50), rest=st.integers(0, 2_000))
def test_an_interval_within_what_there_is_is_never_wider_and_holds_what_can_be(
    right: int, wrong: int, rest: int
) -> None:
    count, population = right + wrong, right + wrong + rest
    low, high = interval_within(right, count, population)
    wide = interval_of(right, count)
    assert wide[0] - 1e-12 <= low <= high <= wide[1] + 1e-12
    if count:
        assert right / population <= low + 1e-12
        assert low - 1e-12 <= right / count <= high + 1e-12
        assert high <= (right + rest) / population + 1e-12


def test_who_has_looked_at_everything_knows() -> None:
    assert interval_within(57, 60, 60) == (0.95, 0.95)
    assert interval_within(0, 0, 60) == (0.0, 1.0)
    assert interval_within(90, 100, 10**9) == pytest.approx(interval_of(90, 100), abs=1e-6)
    with pytest.raises(ValueError, match="looks at"):
        interval_within(5, 6, 5)


@pytest.mark.parametrize(("population", "count"), [(100, 59), (300, 149), (720, 299), (2_000, 149)])
def test_the_interval_of_a_small_project_holds_the_truth_as_often(population: int, count: int) -> None:
    held = []
    for right in range(population // 2, population + 1):
        found = np.arange(count + 1)
        chance = hypergeom.pmf(found, population, right, count)
        ends = np.array([interval_within(int(hits), count, population) for hits in found])
        inside = (ends[:, 0] - 1e-12 <= right / population) & (right / population <= ends[:, 1] + 1e-12)
        held.append(float(chance[inside].sum()))
    assert np.mean(held) >= 0.945
    assert min(held) >= 0.85  # Wilson's interval dips there near the ends, with or without a bound on what there is


def test_the_interval_holds_the_truth_in_95_of_100_audits() -> None:
    truth = np.random.default_rng(0).random(5_000) < 0.93
    share, held = truth.mean(), 0
    for seed in range(400):
        some = truth[draw(len(truth), 149, seed)]
        low, high = interval_of(int(some.sum()), len(some))
        held += low <= share <= high
    assert held / 400 >= 0.92


def test_a_clean_run_ends_at_the_last_correction() -> None:
    assert clean_run([]) == 0
    assert clean_run([False, False, True, False]) == 2
    assert clean_run([False] * 58) == 58


@pytest.mark.parametrize("share", [0.0, 1.0, -1.0])
def test_shares_outside_are_refused(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        looks_without_error(share)
    with pytest.raises(ValueError, match="between 0 and 1"):
        more_looks(1, 2, share, 9)
    with pytest.raises(ValueError, match="sample"):
        draw(-1, 5, 0)
