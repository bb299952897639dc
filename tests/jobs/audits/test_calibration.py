"""Calibration counts what audits checked at each confidence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.jobs.audits.calibration import calibrated

checked = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=300)


@given(checked)
def test_every_checked_suggestion_is_in_one_band(pairs: list[tuple[float, bool]]) -> None:
    found = calibrated([rank for rank, _ in pairs], [right for _, right in pairs])
    assert sum(band.right.count for band in found.bands) == found.count == len(pairs)
    assert sum(band.right.hits for band in found.bands) == sum(right for _, right in pairs)
    for band in found.bands:
        assert band.low <= band.shown <= band.high
        inside = [right for rank, right in pairs if band.low <= rank < band.high or rank == band.high == 1.0]
        assert (band.right.hits, band.right.count) == (sum(inside), len(inside))
    assert (found.error is None) == (not pairs)


def test_a_model_that_says_what_is_true_has_no_error_and_one_that_says_too_much_has() -> None:
    rng = np.random.default_rng(0)
    shown = rng.uniform(0.3, 1, 20_000)
    honest = calibrated(shown.tolist(), (rng.random(20_000) < shown).tolist())
    boastful = calibrated(shown.tolist(), (rng.random(20_000) < shown - 0.2).tolist())
    assert honest.error == pytest.approx(0, abs=0.02)
    assert boastful.error == pytest.approx(0.2, abs=0.02)


def test_a_suggestion_that_was_more_likely_to_be_drawn_counts_less() -> None:
    rng = np.random.default_rng(3)
    shown = rng.random(40_000) * 0.1 + 0.8
    right = rng.random(40_000) < (shown - 0.3)
    chance = np.where(right, 0.02, 0.2)  # whoever draws where the model doubts finds more wrong ones
    drawn = rng.random(40_000) < chance
    whole = calibrated(shown.tolist(), right.tolist())
    naive = calibrated(shown[drawn].tolist(), right[drawn].tolist())
    fair = calibrated(shown[drawn].tolist(), right[drawn].tolist(), (1 / chance[drawn]).tolist())
    true, wrong, found = (one.bands[0].right for one in (whole, naive, fair))
    assert true.value is not None
    assert wrong.high < true.value
    assert found.low < true.value < found.high
    assert found.high - found.low > wrong.high - wrong.low
    assert fair.error == pytest.approx(whole.error, abs=0.05)


def test_weights_that_are_all_alike_change_nothing() -> None:
    ranks, correct = [0.92, 0.97, 0.91, 0.3], [True, False, True, False]
    assert calibrated(ranks, correct, [2.5] * 4).bands == calibrated(ranks, correct).bands


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=40))
def test_where_all_were_right_the_weights_do_not_matter(weights: list[float]) -> None:
    (band,) = calibrated([0.75] * len(weights), [True] * len(weights), weights).bands
    assert band.right.value == pytest.approx(1.0)
    assert band.right.low <= (band.right.value or 0.0) <= band.right.high + 1e-12
