"""Interrupted jobs: noted in the project while they run, offered again when it is opened."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from desktop_labeler.data.project.unfinished_jobs import (
    NEW,
    Unfinished,
    note_begun,
    note_ended,
    note_stopped,
    read_unfinished,
)
from desktop_labeler.errors import LabelerError
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import error_text, grouped, images
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.shell.job_bar import JobBar
from desktop_labeler.ui.shell.leaving import lost

_ON_A_PAGE = ("train", "finetune")  # whose page says how far they are, in minutes: a second count would contradict it


class ResumeOffer(QObject):
    """Follows the jobs of an open project.

    Args:
        project: the project in which they are noted.
        jobs: the queue in which they run.
        bar: the bar that shows the offer.
        again: functions that continue a job, by the job's keyword.
        parent: of this object.
    """

    def __init__(
        self,
        project: OpenProject,
        jobs: JobQueue,
        bar: JobBar,
        again: Mapping[str, Callable[[], None]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._project, self._jobs, self._bar, self._again = project, jobs, bar, again
        jobs.began.connect(self._began)
        jobs.ended.connect(self._ended)
        jobs.discarded.connect(self._discarded)
        self._offered = ""  # the keyword of the job that the bar offers to continue
        project.ask(read_unfinished, self._found)

    def close(self) -> str:
        """Note the running job, which is about to be stopped; return a sentence about it and what waits, or nothing."""
        self._jobs.began.disconnect(self._began)
        self._jobs.ended.disconnect(self._ended)
        self._jobs.discarded.disconnect(self._discarded)
        self._bar.offer("", None, None)
        running, progress, said = self._jobs.resumable, self._jobs.progress, lost(self._jobs)
        if not running:
            return said
        left = Unfinished(running, progress.done, progress.total)
        self._note(lambda: note_stopped(self._project.project, left))
        goes_on = self.tr("It can be resumed from there when the project is opened again.")
        return f"{self._stopped(left)} {goes_on} {said}".strip()

    def _began(self, job: str) -> None:
        self._bar.offer("", None, None)
        self._note(lambda: note_begun(self._project.project, job))

    def _ended(self, job: str) -> None:
        self._note(lambda: note_ended(self._project.project))

    def _discarded(self, job: str) -> None:
        """Offer no more what a page has thrown away."""
        if job == self._offered:
            self._bar.offer("", None, None)
            self._not_wanted()

    def _found(self, left: Unfinished | None) -> None:
        if left is not None and left.job in self._again and not self._jobs.resumable:
            self._offered = left.job
            self._bar.offer(self._stopped(left), self._again[left.job], self._not_wanted)

    def _not_wanted(self) -> None:
        self._note(lambda: note_ended(self._project.project))

    def _note(self, write: Callable[[], None]) -> None:
        """Write a note; if that fails, report it and go on."""
        if self._project.project.read_only:
            return
        try:
            write()
        except LabelerError as error:
            self._jobs.announce(Notice(error_text(error), tone="care"))

    def _stopped(self, left: Unfinished) -> str:
        if left.job == NEW:
            text = self.tr("Creating the project was not finished: {images} found so far.")
            return text.format(images=images(left.done))
        names = {
            "look": self.tr("Analysing images"),
            "round": self.tr("The last round"),
            "identify": self.tr("Checking the files"),
            "rescan": self.tr("Scanning for files"),
            "train": self.tr("The training"),
            "finetune": self.tr("The training of a classifier"),
            "map": self.tr("Arranging the map"),
        }
        name = names.get(left.job, left.job)
        counted = left.job not in _ON_A_PAGE
        if counted and left.total and left.done < left.total:
            text = self.tr("{job} stopped at {done} of {total}.")
            return text.format(job=name, done=grouped(left.done), total=grouped(left.total))
        return self.tr("{job} was not finished.").format(job=name)
