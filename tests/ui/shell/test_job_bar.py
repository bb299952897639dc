"""The bar: how far the job is, how fast, how long, where."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.background.job_group import JobGroup
from desktop_labeler.ui.shell.job_bar import JobBar
from tests.ui.job_queues import make_job_queue


def test_the_bar_says_how_far_how_fast_how_long_and_where(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = make_job_queue(qtbot)
    bar = JobBar(jobs)
    qtbot.addWidget(bar)
    clock, later = [100.0], threading.Event()
    monkeypatch.setattr("desktop_labeler.ui.shell.job_bar.time.monotonic", lambda: clock[0])

    def job() -> Job[None]:
        yield Progress("looking", 0, 4000, device="CPU")
        later.wait()

    jobs.start("Analysing images", job, lambda _: None)
    qtbot.waitUntil(lambda: jobs.progress.total == 4000)
    clock[0] = 110.0
    jobs._progressed(Progress("looking", 1000, 4000, device="CPU"))
    qtbot.waitUntil(lambda: bar._text.text() == "1,000 of 4,000 · 30 s left")
    places = [button.x() for button in (bar._pause, bar._cancel, bar._details)]
    bar._details.click()
    qtbot.waitUntil(lambda: bar._text.text() == "looking · 1,000 of 4,000 · 100/s · 30 s left · CPU")
    jobs.toggle_pause()
    assert bar._pause.text() == "Resume"
    assert places == [button.x() for button in (bar._pause, bar._cancel, bar._details)]
    jobs.toggle_pause()
    later.set()
    qtbot.waitUntil(lambda: not jobs.busy)


@pytest.mark.parametrize(
    ("seconds", "said"), [(300.0, "30\u00a0% · 5 min left"), (0.4, "30\u00a0% · 1 s left"), (0.0, "30\u00a0%")]
)
def test_a_group_of_jobs_has_one_time_left(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, seconds: float, said: str
) -> None:
    jobs, never = make_job_queue(qtbot), threading.Event()
    bar, group = JobBar(jobs), JobGroup("Analysing images", (("looking", 1.0),))
    qtbot.addWidget(bar)
    clock = [100.0]
    monkeypatch.setattr("desktop_labeler.ui.shell.job_bar.time.monotonic", lambda: clock[0])
    monkeypatch.setattr(group, "seconds_left", lambda: seconds)

    def job() -> Job[None]:
        while not never.wait(0.02):
            yield Progress("looking", 300, 1000, device="CPU")

    jobs.start("Looking", job, lambda _: None, group=group)
    qtbot.waitUntil(lambda: jobs.progress.total == 1000)
    clock[0] = 110.0
    jobs._progressed(Progress("looking", 300, 1000, device="CPU"))
    qtbot.waitUntil(lambda: bar._text.text() == said)
    bar._details.click()
    qtbot.waitUntil(lambda: bar._text.text().startswith(f"{said} · looking · 300 of 1,000"))
    assert bar._text.text().count(" left") == said.count(" left")
