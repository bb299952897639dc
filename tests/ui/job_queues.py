"""A job queue for tests without the window, which would stop it."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.background.job_queue import JobQueue


def at_the_end(qtbot: QtBot, do: Callable[[], object]) -> None:
    """Call a function when the widgets of a test are closed, which is before its fixtures end."""
    widget = QWidget()

    def close(closed: QWidget) -> None:
        assert closed is widget  # this reference keeps it alive until then; qtbot holds none
        do()

    qtbot.addWidget(widget, before_close_func=close)


def make_job_queue(qtbot: QtBot, parent: QObject | None = None) -> JobQueue:
    """Return a job queue that is stopped at the end of the test, so that no thread outlives it."""
    jobs = JobQueue(parent)
    at_the_end(qtbot, jobs.stop)
    return jobs
