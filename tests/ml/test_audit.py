"""What a random sample says: the textbook's numbers, and samples that are random."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.ml.audit import clean_run, draw, looks_without_error, more_looks
from desktop_labeler.ml.shares import interval_of


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


@given(right=st.integers(0, 300), wrong=st.integers(0, 20), target=st.sampled_from([0.5, 0.9, 0.95, 0.99]))
def test_more_looks_reach_the_target_and_one_less_does_not(right: int, wrong: int, target: float) -> None:
    more = more_looks(right, right + wrong, target)
    assert more is not None
    assert interval_of(right + more, right + wrong + more)[0] >= target
    if more:
        assert interval_of(right + more - 1, right + wrong + more - 1)[0] < target


def test_a_target_out_of_reach_is_said() -> None:
    assert more_looks(0, 5_000, 0.99) is None


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
        more_looks(1, 2, share)
    with pytest.raises(ValueError, match="sample"):
        draw(-1, 5, 0)
