"""The jobs that wait for the running one: how many, which, and a way to take each back."""

from functools import partial

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_labeler.messages import Message, visible
from desktop_labeler.ui.background.job_queue import JobQueue, Queued
from desktop_labeler.ui.core.language import worded


class WaitingJobs(QPushButton):
    """A button that says how many jobs wait; its menu names them and cancels one."""

    def __init__(self, jobs: JobQueue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "flat")
        self._jobs = jobs
        self.choices = QMenu(self)
        self.choices.aboutToShow.connect(self._fill)
        self.setMenu(self.choices)
        self.refresh()

    def refresh(self) -> None:
        """Show how many jobs wait now; nothing where none does."""
        waiting = self._jobs.waiting
        self.setText(worded(Message("{n:# waits|# wait}", n=len(waiting))))
        self.setToolTip("\n".join(visible(job.purpose) for job in waiting))
        self.setVisible(bool(waiting) and self._jobs.shown)

    def _fill(self) -> None:
        self.choices.clear()
        for job in self._jobs.waiting:
            text = self.tr("Cancel: {title}").format(title=visible(job.purpose).replace("&", "&&"))
            self.choices.addAction(text).triggered.connect(partial(self._cancel, job))

    def _cancel(self, job: Queued, *_: object) -> None:
        if self._jobs.waits(job):  # it may have begun while the menu was open
            self._jobs.drop(job)
