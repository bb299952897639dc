"""A training that waits can be taken back, and what is left of an interrupted one is offered once."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.data.project.unfinished_jobs import Unfinished, note_stopped, read_unfinished
from desktop_labeler.jobs.training.training_plan import TrainingPlan
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.pages.train.classifier_card import ClassifierCard
from desktop_labeler.ui.pages.train.train_page import TrainPage
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.shell.job_bar import JobBar
from desktop_labeler.ui.shell.resume import ResumeOffer
from tests.jobs.training.trainings import make
from tests.ui.pages.train.opening import close_page, open_page

_LONG = 60_000


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[TrainPage, ProjectContext]]:
    page, context = open_page(make(tmp_path), qtbot)
    qtbot.waitUntil(lambda: page.settled and page.classifier.query.settled, timeout=_LONG)
    yield page, context
    close_page(context)


@pytest.mark.parametrize("which", ["embedding", "classifier"])
def test_a_training_that_waits_is_taken_back_at_once(
    which: str, opened: tuple[TrainPage, ProjectContext], qtbot: QtBot
) -> None:
    page, context = opened
    going = threading.Event()
    began: list[str] = []
    context.jobs.began.connect(began.append)

    def other() -> Job[None]:
        while not going.wait(0.02):
            yield Progress("reading")

    context.jobs.start("Another job", other, lambda _: None)
    owner: TrainPage | ClassifierCard = page if which == "embedding" else page.classifier
    page.start(TrainingPlan()) if which == "embedding" else page.classifier.start()
    page._show_live()
    buttons = page.live_card if which == "embedding" else page.classifier
    cancel = buttons.cancel if which == "embedding" else buttons.cancel_button  # type: ignore[union-attr]
    pause = buttons.pause if which == "embedding" else buttons.pause_button  # type: ignore[union-attr]
    assert not pause.isEnabled()
    assert "Another job" in pause.toolTip()
    cancel.click()
    assert owner.live is None
    start: QWidget = page.start_button if which == "embedding" else page.classifier.start_button
    assert start.isVisible()
    assert start.isEnabled()
    going.set()
    qtbot.waitUntil(lambda: not context.jobs.busy, timeout=_LONG)
    assert not began


@pytest.mark.parametrize("which", ["embedding", "change"])
def test_what_is_cancelled_is_over_while_another_job_follows(
    which: str, opened: tuple[TrainPage, ProjectContext], qtbot: QtBot
) -> None:
    page, context = opened
    begun: list[object] = []

    def endless(name: str) -> Job[None]:
        begun.append(name)
        while True:
            yield Progress("reading")

    context.jobs.start("Before", lambda: endless("before"), begun.append)
    page.start(TrainingPlan()) if which == "embedding" else page.use("photo")
    context.jobs.start("After", lambda: endless("after"), begun.append)
    assert not page.start_button.isEnabled()
    qtbot.waitUntil(lambda: begun == ["before"], timeout=_LONG)
    context.jobs.cancel()
    qtbot.waitUntil(lambda: context.jobs.title not in ("Before", "After"), timeout=_LONG)
    context.jobs.cancel()
    qtbot.waitUntil(lambda: begun == ["before", "after"], timeout=_LONG)
    assert page.start_button.isEnabled()
    context.jobs.cancel()
    qtbot.waitUntil(lambda: not context.jobs.busy, timeout=_LONG)


@pytest.mark.parametrize(("job", "gone"), [("train", True), ("finetune", True), ("identify", False)])
def test_what_a_page_threw_away_is_not_offered_in_the_bar_any_more(
    job: str, gone: bool, opened: tuple[TrainPage, ProjectContext], qtbot: QtBot
) -> None:
    _, context = opened
    note_stopped(context.project.project, Unfinished(job, 32, 160))
    bar = JobBar(context.jobs)
    qtbot.addWidget(bar)
    again: dict[str, Callable[[], None]] = dict.fromkeys(("train", "finetune", "identify"), lambda: None)
    offer = ResumeOffer(context.project, context.jobs, bar, again, bar)
    qtbot.waitUntil(lambda: bar._offered is not None)
    assert ("of 160" in bar._offer.text()) is not gone  # what the page counts in minutes is not counted twice
    for other in ("train", "finetune"):
        context.jobs.discarded.emit(other)
    assert (bar._offered is None) is gone
    assert (read_unfinished(context.project.project) is None) is gone
    offer.close()


def test_where_nothing_was_kept_to_resume_it_says_so(opened: tuple[TrainPage, ProjectContext]) -> None:
    page, context = opened
    told: list[Notice] = []
    context.jobs.announced.connect(told.append)
    page.go_on()
    assert page.live is None
    assert told[-1].text.startswith("Nothing of that training was kept")
