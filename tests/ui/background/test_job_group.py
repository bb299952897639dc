"""One progress over the steps of several jobs."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.progress import Progress
from desktop_labeler.ui.background.job_group import Budget, JobGroup
from desktop_labeler.ui.background.job_steps import training

STEPS = (("reading", 2.0), ("looking", 7.0), ("reading", 0.5), ("storing", 0.5))
Wait = Callable[[float], None]


@pytest.fixture
def wait(monkeypatch: pytest.MonkeyPatch) -> Wait:
    """Return a function that lets time pass."""
    now = [100.0]
    monkeypatch.setattr("desktop_labeler.ui.background.job_group.time.monotonic", lambda: now[0])

    def pass_time(seconds: float) -> None:
        now[0] += seconds

    return pass_time


@given(st.lists(st.tuples(st.sampled_from(["reading", "looking", "other"]), st.integers(0, 50), st.integers(0, 50))))
def test_it_never_falls_and_never_passes_the_end(reports: list[tuple[str, int, int]]) -> None:
    group = JobGroup("Analysing", STEPS)
    before = 0.0
    for phase, done, total in reports:
        group.advance(Progress(phase, done, total))
        assert before <= group.fraction <= 1
        assert (group.seconds_left() or 0) >= 0
        before = group.fraction


def test_the_time_left_is_that_of_all_steps(wait: Wait) -> None:
    group = JobGroup("Analysing", STEPS)
    group.advance(Progress("looking", 0, 100))
    assert group.seconds_left() is None
    wait(10)
    group.advance(Progress("looking", 50, 100))  # 3.5 of 10 expected seconds in 10 s; 4.5 to go
    assert group.fraction == pytest.approx(0.55)
    left = 10 + 1.0 * (10 + 10) / (3.5 + 10)  # its own pace for itself; for the rest that pace and ten guessed seconds
    assert group.seconds_left() == pytest.approx(left)
    wait(5)
    group.advance(Progress("unheard of", 3, 4))
    assert group.seconds_left() == pytest.approx(left - 5)


def test_a_step_that_is_slower_than_expected_makes_no_other_step_slower(wait: Wait) -> None:
    """Embedding each image in four orientations takes four times as long; the round after it does not."""
    group = JobGroup("Analysing", (("comparing", 10.0), ("embedding", 10.0), ("storing", 10.0)))
    group.advance(Progress("comparing", 0, 10))
    wait(10)
    group.advance(Progress("comparing", 10, 10))
    group.advance(Progress("embedding", 0, 10))
    wait(20)
    group.advance(Progress("embedding", 5, 10))
    left = group.seconds_left()
    assert left == pytest.approx(20 + 10 * (30 + 10) / (15 + 10))  # its own pace for itself, that of all for the rest


def test_a_step_without_counts_rises_with_time_and_never_ends_by_itself(wait: Wait) -> None:
    group = JobGroup("Analysing", STEPS)
    seen = []
    for _ in range(60):
        group.advance(Progress("looking"))
        seen.append(group.fraction)
        wait(1)
    assert all(earlier < later for earlier, later in pairwise(seen))
    assert seen[7] == pytest.approx(0.2 + 0.7 / 2)  # half of it at the expected time
    assert seen[-1] < 0.9
    group.advance(Progress("storing"))
    assert group.fraction == pytest.approx(0.95)


def test_a_step_that_comes_twice_is_first_the_one_and_then_the_other() -> None:
    group = JobGroup("Analysing", STEPS)
    group.advance(Progress("reading", 1, 2))
    assert group.fraction == pytest.approx(0.1)
    group.advance(Progress("looking", 7, 7))
    group.advance(Progress("reading", 1, 2))
    assert group.fraction == pytest.approx(0.925)


def test_a_pause_counts_as_no_time(wait: Wait) -> None:
    group = JobGroup("Analysing", STEPS)
    group.advance(Progress("looking", 0, 100))
    wait(7)
    group.advance(Progress("looking", 50, 100))
    left = group.seconds_left()
    group.pause(True)
    wait(600)
    group.pause(False)
    assert group.seconds_left() == pytest.approx(left)
    wait(7)
    group.advance(Progress("looking", 100, 100))
    assert group.seconds_left() == pytest.approx((14 + 10) / (7 + 10))


@pytest.mark.parametrize("total", [4464, 3582, 100_000])
def test_nothing_is_said_of_the_time_left_until_the_pace_is_steady(wait: Wait, total: int) -> None:
    """The first images pay for warming up, and the total of a training with a budget of minutes is estimated itself."""
    group = JobGroup("Training", (("learning", 1200.0), ("embedding", 60.0)))
    group.advance(Progress("learning", 16, 2 * total))
    wait(17)
    group.advance(Progress("learning", 32, total))
    assert group.seconds_left() is None
    wait(44)  # a minute: by then a slow step has a pace, even with little of it done
    group.advance(Progress("learning", total // 20, total))
    assert group.seconds_left() == pytest.approx(1200, rel=0.1)


def test_a_training_takes_its_minutes_whatever_came_before_it(wait: Wait) -> None:
    """On a busy computer, 400 images that took 23 seconds to read made “4.7 h left” of a budget of 20 minutes."""
    group = JobGroup("Training", training(400, minutes=20, epochs=None))
    group.advance(Progress("reading the images", 0, 400))
    wait(23)
    group.advance(Progress("reading the images", 400, 400))
    group.advance(Progress("learning", 0, 50_000))
    wait(90)
    group.advance(Progress("learning", 100, 50_000))  # 0.2 %: too early for a pace of its own
    left = group.seconds_left()
    assert left is not None
    assert 1110 < left < 1110 + 120  # and the embedding after it
    wait(510)
    group.advance(Progress("learning", 25_000, 50_000))
    assert group.seconds_left() == pytest.approx(left - 510, abs=5)


@pytest.mark.parametrize("images", [200, 20_000])
def test_large_images_that_are_slow_to_read_make_no_other_step_longer(wait: Wait, images: int) -> None:
    steps = training(images, minutes=1, epochs=None)
    group = JobGroup("Training", steps)
    group.advance(Progress("reading the images", 0, images))
    wait(0.075 * images)  # of twelve megapixels
    group.advance(Progress("reading the images", images, images))
    group.advance(Progress("learning", 0, 160))
    wait(20)
    group.advance(Progress("learning", 53, 160))
    after = sum(seconds for name, seconds in steps if name not in ("reading the images", "learning", "starting"))
    assert group.seconds_left() == pytest.approx(40 + after, rel=0.1)


@given(st.floats(0.2, 20), st.floats(2, 300))
def test_little_work_says_little_about_the_rest(slower: float, rest: float) -> None:
    """Whatever the first second of work took, the rest is not said to take ten times as long as it was expected to."""
    now = [100.0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("desktop_labeler.ui.background.job_group.time.monotonic", lambda: now[0])
        group = JobGroup("Training", (("reading", 1.0), ("embedding", rest), ("comparing", 1.0)))
        group.advance(Progress("reading", 0, 10))
        now[0] += 1.6 + slower
        group.advance(Progress("reading", 10, 10))
        group.advance(Progress("embedding", 0, 1000))
        early = group.seconds_left()
        assert early is not None
        assert early < 3 * (rest + 1)
        now[0] += slower * rest / 2  # half of it done: what it takes is known
        group.advance(Progress("embedding", 500, 1000))
        late = group.seconds_left()
        assert late is not None
        assert slower * rest / 2 - 0.1 <= late <= slower * rest / 2 + slower + 2


def test_a_budget_alone_has_a_time_left_once_its_pace_is_steady(wait: Wait) -> None:
    group = JobGroup("Training", (("learning", Budget(300.0)), ("comparing", 3.0)))
    group.advance(Progress("learning", 0, 1000))
    wait(5)
    group.advance(Progress("learning", 1, 1000))
    assert group.seconds_left() is None
    wait(25)
    group.advance(Progress("learning", 500, 1000))
    assert group.seconds_left() == pytest.approx(33)  # it ends before the budget
    wait(30)
    group.advance(Progress("learning", 510, 1000))
    assert group.seconds_left() == pytest.approx(57.6 + 3, abs=1)
