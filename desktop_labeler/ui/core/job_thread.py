"""One job on one thread: progress out, exactly one end signal."""

import threading
import time

from PySide6.QtCore import QObject, QThread, Signal

from desktop_labeler.progress import Job, Progress

_EVERY = 0.05  # seconds


class JobThread(QThread):
    """Run a job; connect only bound methods of QObjects, so that slots run on the main thread.

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
        self._told = ("", 0.0)

    @property
    def paused(self) -> bool:
        """Whether the job waits at a yield."""
        return not self._going.is_set()

    def pause(self, on: bool) -> None:
        """Let the job wait at its next yield, or go on."""
        self._going.clear() if on else self._going.set()

    def cancel(self) -> None:
        """Close the job at its next yield; what it finished stays."""
        self.requestInterruption()
        self._going.set()

    def _tell(self, progress: Progress) -> None:
        """Send a progress on, at most 20 a second of one phase: a fast job must not flood the window with events."""
        now = time.monotonic()
        last = progress.total and progress.done >= progress.total
        if last or progress.note or progress.phase != self._told[0] or now - self._told[1] >= _EVERY:
            self._told = (progress.phase, now)
            self.progressed.emit(progress)

    def run(self) -> None:
        """Drive the generator."""
        try:
            while not self.isInterruptionRequested():
                self._tell(next(self._job))
                self._going.wait()
            self._job.close()
            self.cancelled.emit()
        except StopIteration as end:
            self.succeeded.emit(end.value)
        except Exception as error:  # noqa: BLE001 - whatever it was, it is told on the main thread
            self.failed.emit(error)
