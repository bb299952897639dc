"""Jobs in the window: one after the other, cancelled at a yield, paused, each with exactly one end."""

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.errors import LabelerError
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.job_thread import JobThread
from tests.ui.job_queues import make_job_queue


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
def jobs(qtbot: QtBot) -> JobQueue:
    return make_job_queue(qtbot)


def test_jobs_run_one_after_the_other(qtbot: QtBot, jobs: JobQueue) -> None:
    log: list[str] = []
    results: list[object] = []
    with qtbot.waitSignal(jobs.idle):
        jobs.start("first", lambda: counting(log, "first"), results.append)
        jobs.start("second", lambda: counting(log, "second"), results.append)
        assert jobs.title == "first"
    assert log == ["first done", "first closed", "second done", "second closed"]
    assert results == ["first", "second"]
    assert not jobs.busy


def test_cancel_closes_the_job_and_the_next_one_runs(qtbot: QtBot, jobs: JobQueue) -> None:
    log: list[str] = []
    results: list[object] = []
    jobs.start("endless", lambda: endless(log), results.append)
    jobs.start("next", lambda: counting(log, "next"), results.append)
    qtbot.waitUntil(lambda: bool(log))
    with qtbot.waitSignal(jobs.idle):
        jobs.cancel()
    assert log == ["started", "closed", "next done", "next closed"]
    assert results == ["next"]


def test_a_failure_is_told_once_and_the_next_job_runs(qtbot: QtBot, jobs: JobQueue) -> None:
    told: list[object] = []
    results: list[object] = []
    jobs.failed.connect(told.append)
    with qtbot.waitSignal(jobs.idle):
        jobs.start("broken", broken, results.append)
        jobs.start("next", lambda: counting([], "next"), results.append)
    assert [str(error) for error in told] == ["The disk is full. Everything before is safe. Free some space."]
    assert results == ["next"]


def test_a_job_with_its_own_answer_to_failure_does_not_tell_the_window(qtbot: QtBot, jobs: JobQueue) -> None:
    told: list[object] = []
    own: list[object] = []
    jobs.failed.connect(told.append)
    with qtbot.waitSignal(jobs.idle):
        jobs.start("broken", broken, told.append, own.append)
    assert told == []
    assert len(own) == 1


def test_stop_waits_for_the_job_to_end(qtbot: QtBot, jobs: JobQueue) -> None:
    log: list[str] = []
    results: list[object] = []
    jobs.start("endless", lambda: endless(log), results.append)
    qtbot.waitUntil(lambda: bool(log))
    assert jobs.stop() == "endless"
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
    kinds = {"succeeded": counting([], "x"), "failed": broken(), "cancelled": endless([])}
    thread = JobThread(kinds[end])
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


def test_a_job_that_was_taken_back_reports_to_nobody_and_the_next_one_runs(qtbot: QtBot, jobs: JobQueue) -> None:
    log: list[str] = []
    results: list[object] = []
    running = jobs.start("endless", lambda: endless(log), results.append)
    waiting = jobs.start("waiting", lambda: counting(log, "waiting"), results.append)
    jobs.start("next", lambda: counting(log, "next"), results.append)
    qtbot.waitUntil(lambda: bool(log))
    assert jobs.runs(running)
    assert not jobs.runs(waiting)
    with qtbot.waitSignal(jobs.idle):
        jobs.drop(waiting)
        jobs.drop(running)
    jobs.drop(running)  # over already
    assert log == ["started", "closed", "next done", "next closed"]
    assert results == ["next"]
