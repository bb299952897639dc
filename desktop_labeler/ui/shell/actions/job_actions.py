"""Actions of a menu that ask in dialogs over the window, and then work in the background."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_labeler.ui.background.job_queue import JobQueue


class JobActions(QObject):
    """What such actions need.

    Args:
        window: the parent of the dialogs.
        jobs: where the jobs run.
    """

    def __init__(self, window: QWidget, jobs: JobQueue) -> None:
        super().__init__(window)
        self._window, self._jobs = window, jobs
