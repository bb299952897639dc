"""A job queue for a test, without the window that would stop it."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.background.job_queue import JobQueue


def at_the_end(qtbot: QtBot, do: Callable[[], object]) -> None:
    """Do something when the widgets of a test are closed: before its fixtures go."""
    widget = QWidget()

    def close(closed: QWidget) -> None:
        assert closed is widget  # named here, so that it lives until then: qtbot itself keeps no widget alive
        do()

    qtbot.addWidget(widget, before_close_func=close)


def make_job_queue(qtbot: QtBot, parent: QObject | None = None) -> JobQueue:
    """Return a job queue that is stopped at the end of the test, as the window does: a thread outlives no queue."""
    jobs = JobQueue(parent)
    at_the_end(qtbot, jobs.stop)
    return jobs
