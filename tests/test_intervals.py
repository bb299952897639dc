"""How sure a share is, against scipy, and what groups make of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from desktop_labeler.statistics import effective_count, interval_of


@given(st.integers(1, 5000), st.floats(0, 1))
def test_the_interval_is_wilsons(count: int, share: float) -> None:
    hits = round(share * count)
    expected = binomtest(hits, count).proportion_ci(0.95, method="wilson")
    assert interval_of(hits, count) == pytest.approx((expected.low, expected.high), abs=1e-6)


def test_without_a_try_everything_is_possible() -> None:
    assert interval_of(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="5 hits of 4"):
        interval_of(5, 4)


@given(st.lists(st.booleans(), max_size=40))
def test_images_of_no_group_count_in_full(right: list[bool]) -> None:
    assert effective_count(np.array(right, bool), None) == len(right)


@given(st.lists(st.booleans(), min_size=2, max_size=30), st.integers(2, 6))
def test_copies_in_a_group_add_little(right: list[bool], copies: int) -> None:
    """Each image copied within its group says nothing new: no more than there are groups, whatever the order."""
    many = np.repeat(np.array(right, bool), copies)
    groups = np.repeat(np.arange(len(right)), copies)
    worth = effective_count(many, groups)
    assert worth <= len(right) + 1e-6
    order = np.random.default_rng(0).permutation(len(many))
    assert effective_count(many[order], groups[order]) == pytest.approx(worth)


def test_even_groups_are_worth_their_images() -> None:
    """Where every group is right as often as all of them, an image counts in full."""
    right = np.tile([True, True, True, False], 50)
    assert effective_count(right, np.repeat(np.arange(50), 4)) == 200


def test_the_interval_with_groups_holds_the_truth_as_often_as_it_says() -> None:
    """60 patients with 10 images each, each patient easy or hard: 95 % of such intervals hold the true share."""
    rng = np.random.default_rng(0)
    held = {True: 0, False: 0}
    for _ in range(400):
        ease = rng.beta(2, 1, 60)
        right = rng.random((60, 10)) < ease[:, None]
        groups = np.repeat(np.arange(60), 10)
        for grouped in held:
            worth = effective_count(right.ravel(), groups if grouped else None)
            low, high = interval_of(right.mean() * worth, worth)
            held[grouped] += low <= 2 / 3 <= high
    assert held[True] >= 0.92 * 400
    assert held[False] < 0.85 * 400  # ten images of one patient are not ten
