"""A job bar for a test, without the window that would close it."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.shell.job_bar import JobBar


def make_job_bar(qtbot: QtBot, parent: QWidget | None = None) -> JobBar:
    """Return a job bar that is stopped at the end of the test, as the window does: a thread outlives no bar."""

    def stop(made: JobBar) -> None:
        made.stop()

    bar = JobBar(parent)
    qtbot.addWidget(bar, before_close_func=stop)
    return bar
