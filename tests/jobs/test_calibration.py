"""Calibration counts what audits checked at each confidence."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.jobs.calibration import calibrated

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
