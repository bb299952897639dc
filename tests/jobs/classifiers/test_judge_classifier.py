"""When a classifier counts as better, and when it is not offered."""

import math

from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.jobs.classifiers.judge_classifier import verdict_of
from desktop_labeler.statistics import PairedDifference

_change = st.tuples(st.floats(-0.3, 0.3), st.floats(0, 0.2)).map(
    lambda pair: PairedDifference(pair[0], pair[0] - pair[1], pair[0] + pair[1])
)
_UP, _EVEN, _DOWN = (PairedDifference(mean, mean - 0.02, mean + 0.02) for mean in (0.05, 0.01, -0.05))


@given(_change, _change, _change)
def test_what_is_better_is_right_on_more_images_alone_and_together(
    alone: PairedDifference, gain: PairedDifference, likelier: PairedDifference
) -> None:
    said = verdict_of(200, alone, gain, likelier)
    if said == "better":
        assert alone.mean > 0 < gain.mean
        assert min(gain.high, likelier.high) > 0
        assert max(gain.low, likelier.low) > 0
    if max(alone.high, gain.high, likelier.high) < 0:
        assert said == "worse"
    assert verdict_of(19, alone, gain, likelier) == "unknown"


def test_verdicts() -> None:
    assert verdict_of(200, _UP, _UP, _UP) == "better"
    assert verdict_of(200, _EVEN, _EVEN, _UP) == "better"  # the likelihood tells them apart
    assert verdict_of(200, _EVEN, _EVEN, _EVEN) == "no difference"
    assert verdict_of(200, _EVEN, _UP, _DOWN) == "worse"
    assert verdict_of(200, _DOWN, _UP, _UP) == "worse"  # alone, as it is exported, it is worse
    assert verdict_of(200, _DOWN, _EVEN, _EVEN) == "worse"
    nothing = PairedDifference(0.0, -math.inf, math.inf)
    assert verdict_of(0, nothing, nothing, nothing) == "unknown"
