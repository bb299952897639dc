"""A job queue for a test, without the window that would stop it."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.job_queue import JobQueue


def make_job_queue(qtbot: QtBot, parent: QObject | None = None) -> JobQueue:
    """Return a job queue that is stopped at the end of the test, as the window does: a thread outlives no queue."""
    jobs = JobQueue(parent)

    def stop(_: object) -> None:
        jobs.stop()

    qtbot.addWidget(QWidget(), before_close_func=stop)  # a queue is no widget: one beside it is closed with the test
    return jobs
