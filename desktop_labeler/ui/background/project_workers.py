"""Work on an open project off the main thread, each piece on a connection of its own.

The window has three ways to run something on another thread:

- a **job** (`JobQueue`, `JobThread`): what a person waits for and may pause or cancel; one at a time, on a thread of
  its own, with progress;
- a **question** to the project (`OpenProject.ask`, which is `ProjectWorkers.read`; `Query` where a page asks the same
  again and again): what a page needs to show something; on threads that are there already, the newest first;
- a **worker** (`Worker`): a piece of work without a project or with several, as reading the image in the right panel or
  the recent projects.

Thumbnails have threads of their own (`ThumbnailLoader`), because thousands are wanted and dropped again as a person
scrolls.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import shiboken6
from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.background.workers import Worker

_READERS = 2  # that read at a time: with all at once, a window of 1,000,000 images waits 0.5 s (2: 0.3 s)
_LONG = 500  # ms; what reads for longer, as a map of all vectors does, keeps no other waiting

Work = Callable[[Project], object]
Then = Callable[..., None]


class _Worker(Worker):
    """A piece of work; `done` brings the result or the error."""

    done = Signal(object)

    def __init__(self, number: int, path: Path, work: Work, parent: QObject, *, waits: bool, writes: bool) -> None:
        super().__init__(parent)
        self.number, self.waits = number, waits
        self._path, self._work, self.writes = path, work, writes
        self.then: Then | None = None
        self.failed: Callable[[Exception], None] | None = None
        self.begun = QElapsedTimer()

    def begin(self) -> None:
        """Begin, and know since when."""
        self.begun.start()
        super().begin()

    def run(self) -> None:
        try:
            with Project(self._path, "write" if self.writes else "read") as project:
                result = self._work(project)
        except Exception as error:  # noqa: BLE001 - told on the main thread
            result = error
        self.done.emit(result)


class ProjectWorkers(QObject):
    """The workers of one project file.

    Signals:
        failed: an exception that has no handler of its own.
    """

    failed = Signal(object)

    def __init__(self, path: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._workers: set[_Worker] = set()
        self._waiting: list[_Worker] = []  # readers that have not begun, the newest last
        self._started = 0
        self._closed = False
        self._patience = QTimer(self, singleShot=True, interval=_LONG)
        self._patience.timeout.connect(self._read_on)

    @property
    def busy(self) -> bool:
        """Whether anything is being read or written, or waits for it."""
        return bool(self._workers)

    def close(self) -> None:
        """Wait for reads and writes that are running; results of reads are no longer delivered."""
        self._closed = True
        self._patience.stop()
        self._waiting.clear()
        for worker in list(self._workers):
            worker.wait()

    def read(self, work: Work, then: Then, *, loads: bool = False) -> None:
        """Run a reading function on another thread; `then` gets its result on the main thread.

        Where many ask, the newest question comes first: it is the one that the person waits for. One that loads
        libraries, which takes seconds, keeps no other waiting. A later question of the same `then` stands for the
        earlier ones: those that wait are not read any more, and an answer to one of them that comes after its own is
        dropped, because it is no longer true.

        Args:
            work: gets the project, open for reading.
            then: a bound method of a QObject.
            loads: whether it loads libraries.
        """
        self._start(work, then, waits=not loads, writes=False)

    def write(self, work: Work, then: Then, failed: Callable[[Exception], None] | None = None) -> None:
        """Run a writing function on another thread at once.

        Args:
            work: gets the project, open for writing.
            then: gets its result on the main thread.
            failed: gets its error instead of the signal.
        """
        self._start(work, then, failed, waits=False, writes=True)

    def _start(
        self,
        work: Work,
        then: Then,
        failed: Callable[[Exception], None] | None = None,
        *,
        waits: bool,
        writes: bool,
    ) -> None:
        if self._closed:
            return  # what a closed project began would outlive it
        for replaced in [worker for worker in self._waiting if worker.then == then]:
            self._waiting.remove(replaced)
            self._forget(replaced)
        self._started += 1
        worker = _Worker(self._started, self._path, work, self, waits=waits, writes=writes)
        worker.then, worker.failed = then, failed
        self._workers.add(worker)
        worker.done.connect(self._done)
        worker.finished.connect(self._finished)
        if waits:
            self._waiting.append(worker)
            self._read_on()
        else:
            worker.begin()

    def _read_on(self) -> None:
        """Begin what waits to be read, the newest first."""
        readers = [worker for worker in self._workers if worker.waits and worker.begun.isValid()]
        free = _READERS - sum(not worker.begun.hasExpired(_LONG) for worker in readers)
        for worker in [self._waiting.pop() for _ in range(min(free, len(self._waiting)))]:
            worker.begin()
        if self._waiting:
            self._patience.start()

    def _done(self, result: object) -> None:
        worker = self.sender()
        if not isinstance(worker, _Worker) or worker.then is None or self._closed:
            return
        if not _asker_exists(worker.then):
            if isinstance(result, Exception) and worker.writes:  # what was not stored is said all the same
                self.failed.emit(result)
            return
        if not isinstance(result, Exception):
            for other in self._workers:
                if other.number < worker.number and other.then == worker.then:
                    other.then = None
            worker.then(result)
        elif worker.failed is not None:
            worker.failed(result)
        else:
            self.failed.emit(result)

    def _finished(self) -> None:
        worker = self.sender()
        if isinstance(worker, _Worker):
            self._forget(worker)
            self._read_on()

    def _forget(self, worker: _Worker) -> None:
        self._workers.discard(worker)
        worker.deleteLater()


def _asker_exists(then: Then) -> bool:
    """Whether the page or dialog that wants the result has not been deleted meanwhile."""
    asker = getattr(then.func if isinstance(then, partial) else then, "__self__", None)
    return not isinstance(asker, QObject) or shiboken6.isValid(asker)
