"""The notices in the bar: they say all that there is room for, never nothing, and none that became untrue."""

import threading

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.shell.job_bar import JobBar
from desktop_labeler.ui.shell.notices import NoticeStrip
from tests.ui.job_queues import make_job_queue

_IMPORTED = (
    "The import changed 29 images; undo takes them back. 1 label that a person decided differs in the file and stays."
)
_TOLD = ["Undone: Label 3 images as Chaetoceros", "Rückgängig: 29 Bilder", _IMPORTED]


@pytest.fixture
def working(qtbot: QtBot) -> JobQueue:
    """A queue whose job runs until the queue is stopped."""
    jobs, never = make_job_queue(qtbot), threading.Event()

    def job() -> Job[None]:
        while not never.wait(0.02):
            yield Progress("looking", 10, 4000, device="CPU")

    jobs.start("Analysing 150 images", job, lambda _: None)
    qtbot.waitUntil(lambda: jobs.progress.total == 4000)
    return jobs


def _bar(qtbot: QtBot, jobs: JobQueue, width: int, *, newer: bool = False) -> JobBar:
    bar = JobBar(jobs)
    qtbot.addWidget(bar)
    bar.resize(width, 34)
    bar.show()
    bar.show_round("Round 1 in use · 29 decisions by you, 40 by others · 11 newer not used yet", waiting=newer)
    bar.saved("12:34:56")
    return bar


def _settle(bar: JobBar, width: int) -> None:
    bar.resize(width, 34)
    bar._row.activate()
    QApplication.processEvents()


@pytest.mark.parametrize("text", _TOLD)
@pytest.mark.parametrize("width", [910, 1366])
def test_a_notice_says_everything_beside_a_job(qtbot: QtBot, working: JobQueue, text: str, width: int) -> None:
    bar = _bar(qtbot, working, width)
    bar.notices.tell(Notice(text, "Show"))
    _settle(bar, width)
    assert bar._bar.isVisible()
    assert "".join(bar.notices.text.lines()).replace(" ", "") == text.replace(" ", "")
    assert bar.notices.text.toolTip() == text


@pytest.mark.parametrize("newer", [False, True])
def test_a_notice_is_empty_at_no_width(qtbot: QtBot, working: JobQueue, newer: bool) -> None:
    bar = _bar(qtbot, working, 910, newer=newer)
    bar.notices.tell(Notice(_IMPORTED * 2, "Liste anzeigen"))
    for width in range(860, 1500, 40):
        _settle(bar, width)
        lines = bar.notices.text.lines()
        assert len("".join(lines)) > 40, (width, lines)


def test_other_texts_come_back_after_a_notice(qtbot: QtBot) -> None:
    bar = _bar(qtbot, make_job_queue(qtbot), 910)
    _settle(bar, 910)
    assert bar._round.isVisible()
    bar.notices.tell(Notice(_IMPORTED))
    _settle(bar, 910)
    assert not bar._round.isVisible()
    bar.notices.away.click()
    assert bar._round.isVisible()


def test_a_covered_notice_never_returns_when_it_became_untrue(qtbot: QtBot) -> None:
    strip, true = NoticeStrip(), [True]
    qtbot.addWidget(strip)
    strip.tell(Notice("The import changed 29 images; undo takes them back.", holds=lambda: true[0]))
    strip.tell(Notice("Undone: Labels of 29 images", lasts=False))
    true[0] = False
    strip.review()
    strip.away.click()
    assert strip.notice is None
