"""Follows one job of a page through the queue, whatever becomes of it."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from shiboken6 import isValid

from desktop_labeler.ui.background.job_queue import JobQueue, Queued


class OwnJob:
    """The job that a page has started last, and knows to be waiting, running, or over.

    A job that fails or succeeds says so itself. One that is cancelled says nothing, whether it ran or waited; a page
    that listens here shows the end of each.

    It is no object of Qt: as a child of the page, with a signal of its own, it could end the program when both were
    collected.

    Args:
        jobs: the queue.
        owner: the page; nothing is called after its end.
        over: called when the job neither runs nor waits any more.
    """

    def __init__(self, jobs: JobQueue, owner: QObject, over: Callable[[], None]) -> None:
        self._jobs, self._owner, self._over = jobs, owner, over
        self._job: Queued | None = None
        jobs.advanced.connect(self._look)
        jobs.dropped.connect(self._look)

    def follow(self, job: Queued) -> None:
        """Follow this job from now on."""
        self._job = job

    @property
    def runs(self) -> bool:
        """Whether the job is the one that runs."""
        return self._job is not None and self._jobs.runs(self._job)

    @property
    def waits(self) -> bool:
        """Whether the job waits for others."""
        return self._job is not None and self._jobs.waits(self._job)

    @property
    def ahead(self) -> str:
        """What runs and waits before the job."""
        return self._jobs.ahead(self._job)

    def cancel(self) -> None:
        """Cancel the job if it runs, and take it back if it waits."""
        if self.runs:
            self._jobs.cancel()  # not dropped: where it ends before that, its result counts
        elif self._job is not None:
            self._jobs.drop(self._job)

    def toggle_pause(self) -> None:
        """Pause or resume the job if it runs."""
        if self.runs:
            self._jobs.toggle_pause()

    def _look(self, *_: object) -> None:
        if self._job is not None and not self.runs and not self.waits:
            self._job = None
            if isValid(self._owner):
                self._over()
