"""Jobs in the window: one after the other, cancelled at a yield, paused, each with exactly one end."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.errors import LabelerError
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.core.job_thread import JobThread
from desktop_labeler.ui.shell.job_bar import JobBar
from tests.ui.bars import make_job_bar


def counting(log: list[str], name: str, steps: int = 3) -> Job[str]:
    try:
        for done in range(steps):
            yield Progress("counting", done, steps)
        log.append(f"{name} done")
    finally:
        log.append(f"{name} closed")
    return name


def endless(log: list[str]) -> Job[str]:
    try:
        log.append("started")
        while True:
            yield Progress("waiting")
    finally:
        log.append("closed")


def broken() -> Job[str]:
    yield Progress("about to fail")
    raise LabelerError("The disk is full. Everything before is safe. Free some space.")


@pytest.fixture
def bar(qtbot: QtBot) -> JobBar:
    return make_job_bar(qtbot)


def test_jobs_run_one_after_the_other(qtbot: QtBot, bar: JobBar) -> None:
    log: list[str] = []
    results: list[object] = []
    with qtbot.waitSignal(bar.idle):
        bar.start("first", lambda: counting(log, "first"), results.append)
        bar.start("second", lambda: counting(log, "second"), results.append)
        assert bar.title == "first"
    assert log == ["first done", "first closed", "second done", "second closed"]
    assert results == ["first", "second"]
    assert not bar.busy


def test_cancel_closes_the_job_and_the_next_one_runs(qtbot: QtBot, bar: JobBar) -> None:
    log: list[str] = []
    results: list[object] = []
    bar.start("endless", lambda: endless(log), results.append)
    bar.start("next", lambda: counting(log, "next"), results.append)
    qtbot.waitUntil(lambda: bool(log))
    with qtbot.waitSignal(bar.idle):
        bar.cancel()
    assert log == ["started", "closed", "next done", "next closed"]
    assert results == ["next"]


def test_a_failure_is_told_once_and_the_next_job_runs(qtbot: QtBot, bar: JobBar) -> None:
    told: list[object] = []
    results: list[object] = []
    bar.failed.connect(told.append)
    with qtbot.waitSignal(bar.idle):
        bar.start("broken", broken, results.append)
        bar.start("next", lambda: counting([], "next"), results.append)
    assert [str(error) for error in told] == ["The disk is full. Everything before is safe. Free some space."]
    assert results == ["next"]


def test_a_job_with_its_own_answer_to_failure_does_not_tell_the_window(qtbot: QtBot, bar: JobBar) -> None:
    told: list[object] = []
    own: list[object] = []
    bar.failed.connect(told.append)
    with qtbot.waitSignal(bar.idle):
        bar.start("broken", broken, told.append, own.append)
    assert told == []
    assert len(own) == 1


def test_stop_waits_for_the_job_to_end(qtbot: QtBot, bar: JobBar) -> None:
    log: list[str] = []
    results: list[object] = []
    bar.start("endless", lambda: endless(log), results.append)
    qtbot.waitUntil(lambda: bool(log))
    assert bar.stop() == "endless"
    assert log == ["started", "closed"]


def test_a_paused_job_waits_and_goes_on(qtbot: QtBot) -> None:
    steps: list[int] = []

    def job() -> Job[int]:
        for step in range(1000):
            steps.append(step)
            yield Progress("", step)
        return 1000

    thread = JobThread(job())
    thread.pause(True)
    thread.start()
    qtbot.waitUntil(lambda: len(steps) == 1)
    assert thread.paused
    with qtbot.waitSignal(thread.succeeded) as ended:
        thread.pause(False)
    thread.wait()
    assert ended.args == [1000]
    assert len(steps) == 1000


@pytest.mark.parametrize("end", ["succeeded", "failed", "cancelled"])
def test_exactly_one_end_signal(qtbot: QtBot, end: str) -> None:
    jobs = {"succeeded": counting([], "x"), "failed": broken(), "cancelled": endless([])}
    thread = JobThread(jobs[end])
    ends: list[str] = []
    thread.succeeded.connect(lambda _: ends.append("succeeded"))
    thread.failed.connect(lambda _: ends.append("failed"))
    thread.cancelled.connect(lambda: ends.append("cancelled"))
    if end == "cancelled":
        thread.progressed.connect(thread.cancel)
    with qtbot.waitSignal(thread.finished):
        thread.start()
    thread.wait()
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == [end]


def test_the_bar_says_how_far_how_fast_how_long_and_where(
    qtbot: QtBot, bar: JobBar, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, later = [100.0], threading.Event()
    monkeypatch.setattr("desktop_labeler.ui.shell.job_bar.time.monotonic", lambda: clock[0])

    def job() -> Job[None]:
        yield Progress("looking", 0, 4000, device="CPU")
        later.wait()

    bar.start("Looking at the images", job, lambda _: None)
    qtbot.waitUntil(lambda: bar.progress.total == 4000)
    clock[0] = 110.0
    bar._progressed(Progress("looking", 1000, 4000, device="CPU"))
    qtbot.waitUntil(lambda: bar._text.text() == "looking · 1,000 of 4,000 · 100/s · 30 s left · CPU")
    later.set()
    qtbot.waitUntil(lambda: not bar.busy)
