"""Unpacking the images of a package while the window shows it: those in view appear as soon as they are there."""

from functools import partial

from PySide6.QtCore import QObject, QTimer

from desktop_labeler.jobs.images.unpack_images import unpack_package
from desktop_labeler.messages import Message
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_queue import JobQueue, Queued
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader

_LOOK = 500  # ms between two looks for images that are there by now


class Unpacking(QObject):
    """Unpacks the images of an open package; does nothing for any other project.

    Args:
        project: the open project.
        thumbs: its thumbnails.
        jobs: where the job runs.
        parent: of this object.
    """

    def __init__(self, project: OpenProject, thumbs: ThumbnailLoader, jobs: JobQueue, parent: QObject) -> None:
        super().__init__(parent)
        self._project, self._thumbs, self._jobs = project, thumbs, jobs
        self._job: Queued | None = None
        self._runs = False
        self._look = QTimer(self, interval=_LOOK)
        self._look.timeout.connect(thumbs.look_again)
        jobs.advanced.connect(self._advanced)
        if project.unpacking:
            self.start()

    def start(self) -> None:
        """Unpack what is missing; images that are there already are only looked at."""
        if self._job is None:
            job = partial(unpack_package, self._project.path)
            title = self.tr("Unpacking the images")
            self._job = self._jobs.start(title, job, self._done, self._failed, steps=job_steps.UNPACK)
            self._advanced()

    def close(self) -> None:
        """Follow the job no longer, because the project closes."""
        self._jobs.advanced.disconnect(self._advanced)
        self._look.stop()

    def _advanced(self) -> None:
        """Look for new images while the job runs; one that has ended without a result was cancelled."""
        runs = self._job is not None and self._jobs.runs(self._job)
        if runs != self._runs:
            self._runs = runs
            self._look.start() if runs else self._stopped()

    def _stopped(self) -> None:
        self._look.stop()
        self._thumbs.look_again()
        if self._job is not None:
            self._job = None
            self._offer(Message("Some images of this package are not unpacked yet. What is unpacked stays."))

    def _done(self, result: object) -> None:
        self._job = None
        self._project.unpacking = False
        self._project.reload()
        self._thumbs.look_again()

    def _failed(self, error: object) -> None:
        self._job = None
        self._jobs.failed.emit(error)

    def _offer(self, text: Message) -> None:
        holds = lambda: self._project.unpacking and self._job is None  # noqa: E731 - as short as a name for it
        self._jobs.announce(Notice(worded(text), self.tr("Unpack them"), self.start, "care", holds=holds))
