"""One progress over the steps of several jobs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.progress import Progress
from desktop_labeler.ui.background.job_group import JobGroup

STEPS = {"reading": 0.2, "looking": 0.9, "storing": 1.0}


@given(st.lists(st.tuples(st.sampled_from([*STEPS, "other"]), st.integers(0, 50), st.integers(0, 50)), max_size=30))
def test_it_never_falls_and_never_passes_the_end(reports: list[tuple[str, int, int]]) -> None:
    group = JobGroup("Analysing", STEPS)
    before = 0.0
    for phase, done, total in reports:
        group.advance(Progress(phase, done, total))
        assert before <= group.fraction <= 1
        before = group.fraction


def test_the_time_left_is_that_of_all_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr("desktop_labeler.ui.background.job_group.time.monotonic", lambda: now[0])
    group = JobGroup("Analysing", STEPS)
    group.advance(Progress("looking", 0, 100))
    assert group.seconds_left() is None
    now[0] += 10
    group.advance(Progress("looking", 50, 100))  # .35 of the whole in 10 s, .45 to go
    assert group.fraction == pytest.approx(0.55)
    assert group.seconds_left() == pytest.approx(10 * 0.45 / 0.35)
    now[0] += 5
    group.advance(Progress("unheard of", 3, 4))
    assert group.seconds_left() == pytest.approx(10 * 0.45 / 0.35 - 5)
