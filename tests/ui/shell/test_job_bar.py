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


@pytest.mark.parametrize("width", [910, 1366])
def test_what_closing_waits_for_is_said_in_full(qtbot: QtBot, width: int) -> None:
    jobs, going = make_job_queue(qtbot), threading.Event()
    bar = JobBar(jobs)
    qtbot.addWidget(bar)
    bar.resize(width, 34)
    bar.show()

    def job() -> Job[None]:
        while not going.wait(0.02):
            yield Progress("learning", 32, 160)

    jobs.start("Training on my images", job, lambda _: None)
    bar.say("A rather long note about what the job has found so far")
    bar.show_round("Round 5 · 12 decisions of yours", waiting=False)
    qtbot.waitUntil(lambda: jobs.progress.total == 160)
    seen: list[bool] = []
    jobs.cancelling.connect(lambda _: seen.append(bar._text.width() >= bar._text.sizeHint().width()))
    jobs.stop("The training was not finished. It can be resumed from there when the project is opened again.")
    assert seen == [True]


def test_how_long_a_job_takes_is_whole_where_the_round_could_give_way(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, never = make_job_queue(qtbot), threading.Event()
    bar, group = JobBar(jobs), JobGroup("Training on my images", (("learning", 1.0),))
    qtbot.addWidget(bar)
    bar.show_round("Round 5 · 0 decisions of yours · 1 newer decision that it does not know yet", waiting=False)
    bar.resize(1210, 34)
    bar.show()
    monkeypatch.setattr(group, "seconds_left", lambda: 300.0)

    def job() -> Job[None]:
        while not never.wait(0.02):
            yield Progress("learning", 12, 100)

    jobs.start("Training on my images, and a title that is longer than most", job, lambda _: None, group=group)
    bar.say("A note of the job that is about as long as such notes are, or a little longer than that")
    qtbot.waitUntil(lambda: bar._text.text().endswith("5 min left"))
    assert bar._text.width() >= bar._text.sizeHint().width()
    assert bar._note.isVisible()  # what fits of it
    for width in (1210, 1500, 2400):
        bar.resize(width, 34)
        qtbot.waitUntil(lambda: bar._text.width() >= bar._text.sizeHint().width())
    qtbot.waitUntil(lambda: bar._round.width() >= bar._round.sizeHint().width())
    never.set()
    qtbot.waitUntil(lambda: not jobs.busy)


@pytest.mark.parametrize("how", ["taken back", "begun"])
def test_that_a_job_waits_is_said_only_while_it_waits(qtbot: QtBot, how: str) -> None:
    jobs, never = make_job_queue(qtbot), threading.Event()
    bar = JobBar(jobs)
    qtbot.addWidget(bar)

    def job() -> Job[None]:
        while not never.wait(0.02):
            yield Progress("learning")

    jobs.start("Training", job, lambda _: None)
    queued = jobs.start("Changing the backbone", job, lambda _: None)
    assert bar.notices.notice is not None
    assert bar.notices.notice.text == "Changing the backbone begins when this is finished: Training"
    jobs.drop(queued) if how == "taken back" else jobs.cancel()
    qtbot.waitUntil(lambda: bar.notices.notice is None)
    never.set()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_a_job_that_waits_names_all_that_comes_first(qtbot: QtBot) -> None:
    jobs, never = make_job_queue(qtbot), threading.Event()
    bar = JobBar(jobs)
    qtbot.addWidget(bar)

    def job() -> Job[None]:
        while not never.wait(0.02):
            yield Progress("learning")

    jobs.start("Training a classifier", job, lambda _: None)
    second = jobs.start("Training on my images", job, lambda _: None)
    jobs.start("Scanning for files", job, lambda _: None)
    assert bar.notices.notice is not None
    assert bar.notices.notice.text == (
        "Scanning for files begins when this is finished: Training a classifier, then Training on my images"
    )
    assert jobs.ahead(second) == "Training a classifier"
    never.set()
    qtbot.waitUntil(lambda: not jobs.busy)


def test_what_waits_is_named_and_taken_back(qtbot: QtBot) -> None:
    jobs, never = make_job_queue(qtbot), threading.Event()
    bar = JobBar(jobs)
    qtbot.addWidget(bar)
    bar.resize(1300, 34)
    bar.show()
    begun: list[object] = []

    def job(name: str) -> Job[None]:
        begun.append(name)
        while not never.wait(0.02):
            yield Progress("learning")

    jobs.start("Training", lambda: job("training"), begun.append)
    assert not bar.waiting.isVisible()
    group = JobGroup("Analysing 12 images", (("looking", 1.0),))
    jobs.start("Looking", lambda: job("looking"), begun.append, group=group)
    jobs.start("Changing R&D", lambda: job("changing"), begun.append)
    jobs.start("Reading", lambda: job("reading"), begun.append, quiet=True)
    assert bar.waiting.isVisible()
    assert (bar.waiting.text(), bar.waiting.toolTip()) == ("2 wait", "Analysing 12 images\nChanging R&D")
    bar.waiting.choices.aboutToShow.emit()
    first, second = bar.waiting.choices.actions()
    assert (first.text(), second.text()) == ("Cancel: Analysing 12 images", "Cancel: Changing R&&D")
    second.trigger()
    assert bar.waiting.text() == "1 waits"
    first.trigger()
    assert not bar.waiting.isVisible()
    never.set()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert [name for name in begun if name is not None] == ["training", "reading"]
