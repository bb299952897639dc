"""The queue of long jobs, which run one at a time because they share the processor and graphics card."""

import logging
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.background.job_group import JobGroup, Steps
from desktop_labeler.ui.background.job_thread import JobThread
from desktop_labeler.ui.background.notice import Notice

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Queued:
    """A job that waits or runs: what `JobQueue.start` was given."""

    title: str
    job: Callable[[], Job[Any]]
    then: Callable[[object], None]
    failed: Callable[[object], None] | None
    resume: str
    group: JobGroup | None
    quiet: bool
    of_project: bool  # whether a project was open when it was started: what it reports is about that one

    @property
    def purpose(self) -> str:
        """The title to show for it: that of its group, else its own."""
        return self.group.title if self.group is not None else self.title


def _nobody(result: object) -> None:
    """Ignore the result of a job that was taken back."""


class JobQueue(QObject):
    """Runs jobs in the order in which they were started.

    Attributes:
        project_open: whether the window has a project open.

    Signals:
        failed: the exception of a job that could not go on.
        idle: no job runs or waits any more.
        began: the keyword of a job that can be resumed after a restart.
        ended: the keyword of such a job when it has ended in any way, except when the window stops it.
        discarded: the keyword of a job of which the person threw away what an interruption had left.
        advanced: another job, or none, runs now.
        pause_changed: the running job was paused or resumed.
        progressed: how far the running job is (a Progress).
        announced: a Notice of the result of a job.
        cancelling: the running job was asked to stop; carries the text to show until it has.
        queued: another job waits.
        dropped: a Queued that was taken back while it waited; it reports nothing else.
    """

    failed = Signal(object)
    idle = Signal()
    began = Signal(str)
    ended = Signal(str)
    discarded = Signal(str)
    advanced = Signal()
    pause_changed = Signal()
    progressed = Signal(object)
    announced = Signal(object)
    cancelling = Signal(str)
    queued = Signal()
    dropped = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project_open = False
        self._waiting: deque[Queued] = deque()
        self._succeeded_of: Counter[str] = Counter()  # how many jobs have succeeded, by their titles
        self._thread: JobThread | None = None
        self._now: Queued | None = None
        self._progress = Progress("")
        self._began, self._outcome, self._logged = 0.0, "", ""

    @property
    def busy(self) -> bool:
        """Whether a job runs."""
        return self._thread is not None

    @property
    def title(self) -> str:
        """The title of the running job; empty if none runs."""
        return self._now.title if self._now is not None else ""

    @property
    def purpose(self) -> str:
        """The title to show for the running job: that of its group, else its own; empty if none runs."""
        return self._now.purpose if self._now is not None else ""

    @property
    def waiting(self) -> tuple[Queued, ...]:
        """The jobs that wait, in their order, without those that the person need not see."""
        return tuple(job for job in self._waiting if not job.quiet)

    @property
    def group(self) -> JobGroup | None:
        """The group that the running job is part of."""
        return self._now.group if self._now is not None else None

    @property
    def shown(self) -> bool:
        """Whether a job runs that the person should see."""
        return self._thread is not None and self._now is not None and not self._now.quiet

    @property
    def losing(self) -> str:
        """The title to show for the running job if stopping it loses what it does; empty if that can be resumed."""
        return self.purpose if self.shown and self.goes_on and not self.resumable else ""

    @property
    def progress(self) -> Progress:
        """How far the running job is."""
        return self._progress

    @property
    def resumable(self) -> str:
        """The keyword of the running job; empty if it cannot be resumed after a restart."""
        return self._now.resume if self._now is not None and self._thread is not None else ""

    @property
    def paused(self) -> bool:
        """Whether the running job is paused."""
        return self._thread is not None and self._thread.paused

    def announce(self, notice: Notice) -> None:
        """Show the result of a job: never in a dialog, which would take the keyboard focus."""
        self.announced.emit(notice)

    def start(
        self,
        title: str,
        job: Callable[[], Job[Any]],
        then: Callable[[object], None],
        failed: Callable[[object], None] | None = None,
        *,
        resume: str = "",
        group: JobGroup | None = None,
        steps: Steps = (),
        quiet: bool = False,
        tells: bool = True,
    ) -> Queued:
        """Queue a job and return what identifies it in the queue.

        Args:
            title: the title in the job bar.
            job: creates the job.
            then: gets its result on the main thread.
            failed: gets its error, which is then not emitted as a signal.
            resume: keyword of a job that continues where it stopped when it is started again.
            group: the group that it is part of, if what the person asked for takes several jobs.
            steps: its steps, if it has several and is not part of a group.
            quiet: whether the bar does not show it, because it is short and nobody asked for it.
            tells: whether a notice says that it has to wait, because nothing else does.
        """
        alone = group is None
        group = JobGroup(title, steps) if steps else group
        queued, ahead = Queued(title, job, then, failed, resume, group, quiet, self.project_open), self.ahead()
        self._waiting.append(queued)
        if self.shown and self.goes_on and tells and alone and not quiet:
            waits = self.tr("{title} begins when this is finished: {job}").format(title=title, job=ahead)
            self.announce(Notice(waits, lasts=False, holds=partial(self.waits, queued)))
        if self._thread is None:
            self._next()
        else:
            self.queued.emit()
        return queued

    def ahead(self, job: Queued | None = None) -> str:
        """Return what runs and waits before a job, in order; before the next one that is queued if none is given."""
        before = list(self._waiting)
        if job in before:
            before = before[: before.index(job)]
        named = dict.fromkeys([self.purpose, *(one.purpose for one in before if not one.quiet)])
        mine = job.purpose if job is not None else None
        first, *others = [name for name in named if name and name != mine] or [""]
        for name in others:
            first = self.tr("{earlier}, then {later}").format(earlier=first, later=name)
        return first

    @property
    def goes_on(self) -> bool:
        """Whether the job has no outcome yet and is not cancelled; what its result starts need not wait for it."""
        ends = self._thread is not None and self._thread.isInterruptionRequested()
        return self._outcome == "cancelled" and not ends  # what it is until there is another

    def runs(self, job: Queued) -> bool:
        """Whether the running job is this one."""
        return self._now is job

    def failure(self, text: str, button: str, does: Callable[[], object]) -> Notice:
        """Return the notice of the error of the running job: it holds until a job of its kind has succeeded.

        It goes with the project that was open when the job was started, because it is about that one.
        """
        title, of_project = self.title, self._now is not None and self._now.of_project
        earlier = self._succeeded_of[title]

        def holds() -> bool:
            return self._succeeded_of[title] == earlier

        return Notice(text, button, does, "wrong", everywhere=not of_project, holds=holds)

    def drop(self, job: Queued) -> None:
        """Take a job back: it is cancelled if it runs, and removed if it waits; nothing asks for its result."""
        if self._now is job:
            self._now = replace(job, then=_nobody, failed=_nobody)
            self.cancel()
        elif job in self._waiting:
            self._waiting.remove(job)
            self.dropped.emit(job)

    def waits(self, job: Queued) -> bool:
        """Whether this job waits for others."""
        return job in self._waiting

    def cancel(self) -> None:
        """Cancel the running job; its finished work is kept, and waiting jobs still run."""
        if self._thread is not None:
            self._thread.cancel()
            self.cancelling.emit("")

    def toggle_pause(self) -> None:
        """Pause or resume the running job."""
        if self._thread is not None:
            self._thread.pause(not self._thread.paused)
            if self.group is not None:
                self.group.pause(self._thread.paused)
            self.pause_changed.emit()

    def stop(self, text: str = "") -> str:
        """Cancel everything and wait, for closing; return the title of the running job, empty for none.

        Args:
            text: the text to show meanwhile.
        """
        title = self.title
        self._waiting.clear()
        if self._thread is not None:
            self._thread.cancel()
            if text:
                self.cancelling.emit(text)
            self._thread.wait()
            self._now = None  # nothing waits for its end any more
        return title

    def _next(self) -> None:
        if not self._waiting:
            self._now = None
            self.advanced.emit()
            self.idle.emit()
            return
        self._now = self._waiting.popleft()
        self._progress = Progress("")
        self._began, self._outcome = time.monotonic(), "cancelled"
        self._logged = self._now.title  # also once it is stopped for closing
        _log.info("Job %s: began", self._logged)
        thread = JobThread(self._now.job(), self)
        self._thread = thread
        thread.progressed.connect(self._progressed)
        thread.succeeded.connect(self._succeeded)
        thread.failed.connect(self._failed)
        thread.finished.connect(self._finished)
        thread.start()
        if self._now.resume:
            self.began.emit(self._now.resume)
        self.advanced.emit()

    def _progressed(self, progress: Progress) -> None:
        self._progress = progress
        if self._now is not None and self._now.group is not None:
            self._now.group.advance(progress)
        self.progressed.emit(progress)

    def _succeeded(self, result: object) -> None:
        self._outcome = "done"
        if self._now is not None:
            self._succeeded_of[self._now.title] += 1
            self._now.then(result)

    def _failed(self, error: object) -> None:
        self._outcome = f"failed, {type(error).__name__}"
        if self._now is not None and self._now.failed is not None:
            self._now.failed(error)
        else:
            self.failed.emit(error)

    def _finished(self) -> None:
        _log.info("Job %s: %s after %.1f s", self._logged, self._outcome, time.monotonic() - self._began)
        if self._thread is not None:
            self._thread.deleteLater()
            self._thread = None
        if self._now is not None and self._now.resume:
            self.ended.emit(self._now.resume)
        self._next()
