"""A page follows its job: waiting, running, and over in every way in which a job can end."""

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.own_job import OwnJob
from tests.ui.job_queues import make_job_queue


def endless(log: list[object], name: str) -> Job[None]:
    log.append(name)
    while True:
        yield Progress("waiting")


@pytest.fixture
def jobs(qtbot: QtBot) -> JobQueue:
    return make_job_queue(qtbot)


def test_a_job_that_waits_is_taken_back_at_once_and_never_begins(qtbot: QtBot, jobs: JobQueue) -> None:
    log: list[object] = []
    over: list[bool] = []
    own = OwnJob(jobs, jobs, lambda: over.append(True))
    jobs.start("other", lambda: endless(log, "other"), log.append)
    own.follow(jobs.start("mine", lambda: endless(log, "mine"), log.append, resume="train"))
    assert (own.runs, own.waits) == (False, True)
    own.cancel()
    assert over == [True]
    assert (own.runs, own.waits) == (False, False)
    assert jobs.title == "other"
    qtbot.waitUntil(lambda: bool(log))
    with qtbot.waitSignal(jobs.idle):
        jobs.cancel()
    assert log == ["other"]


def test_a_job_that_is_cancelled_is_over_while_another_follows(qtbot: QtBot, jobs: JobQueue) -> None:
    log: list[object] = []
    over: list[bool] = []
    own = OwnJob(jobs, jobs, lambda: over.append(True))
    own.follow(jobs.start("mine", lambda: endless(log, "mine"), log.append))
    jobs.start("other", lambda: endless(log, "other"), log.append)
    assert own.runs
    own.cancel()
    qtbot.waitUntil(lambda: over == [True])
    assert jobs.title == "other"
    own.cancel()  # nothing of its own is left to cancel
    own.toggle_pause()
    assert not jobs.paused
    with qtbot.waitSignal(jobs.idle):
        jobs.cancel()
