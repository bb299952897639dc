"""Runs one job on a thread, with progress signals and exactly one final signal."""

import threading
import time

from PySide6.QtCore import QObject, QThread, Signal

from desktop_labeler.progress import Job, Progress

_EVERY = 0.05  # seconds


class JobThread(QThread):
    """A thread that runs a job; connect only bound methods of QObjects, so that slots run on the main thread.

    Signals:
        progressed: each Progress.
        succeeded: the job's result; failed: the exception; cancelled: nothing. Exactly one of the three, at the end.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, job: Job[object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._going = threading.Event()
        self._going.set()
        self._reported = ("", 0.0)

    @property
    def paused(self) -> bool:
        """Whether the job waits at a yield."""
        return not self._going.is_set()

    def pause(self, on: bool) -> None:
        """Pause the job at its next yield, or resume it."""
        self._going.clear() if on else self._going.set()

    def cancel(self) -> None:
        """Close the job at its next yield; its finished work is kept."""
        self.requestInterruption()
        self._going.set()

    def _tell(self, progress: Progress) -> None:
        """Emit a progress, at most 20 per second and phase, so that a fast job does not flood the window."""
        now = time.monotonic()
        last = progress.total and progress.done >= progress.total
        if last or progress.note or progress.phase != self._reported[0] or now - self._reported[1] >= _EVERY:
            self._reported = (progress.phase, now)
            self.progressed.emit(progress)

    def run(self) -> None:
        """Run the job's generator."""
        try:
            while not self.isInterruptionRequested():
                self._tell(next(self._job))
                self._going.wait()
            self._job.close()
            self.cancelled.emit()
        except StopIteration as end:
            self.succeeded.emit(end.value)
        except Exception as error:  # noqa: BLE001 - any error is reported on the main thread
            self.failed.emit(error)
