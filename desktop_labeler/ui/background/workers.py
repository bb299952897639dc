"""Runs work of the window on a pool of threads that is started early.

While the system loads a library on one thread, it starts no other thread. With a new one for every question, a page
opened as the networks loaded from a cold disk kept the window waiting for 0.25 s; threads that wait for work take 3 ms.
"""

from threading import Event

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal, Slot

_NAME = "workers"
_READY = 8  # threads from the start; a window of a million images uses five at once
_MOST = 64  # limit when many large images are read at once


class Worker(QObject):
    """A piece of work: `begin` calls `run` on another thread.

    Once begun it belongs to the application, so that a view or dialog may be deleted while it runs: what it tells then
    reaches nobody, and it is deleted when it has ended.

    Signals:
        finished: it has ended; signals of `run` were emitted before.
    """

    finished = Signal()

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self.unwanted = False  # set when the owner no longer needs it or is deleted, so that it may stop early
        self._told = owner.destroyed.connect(self._give_up)
        self._begun = False
        self._over = Event()

    def begin(self) -> None:
        """Start the work on another thread; call it once."""
        self._begun = True
        pool = _pool()
        self.finished.connect(self._end)
        self.setParent(pool.parent())  # its signals would fail on the other thread if the owner took it along
        pool.start(self._do)

    def run(self) -> None:
        """Do the work on another thread; it may emit signals but must not touch widgets."""
        raise NotImplementedError

    @property
    def running(self) -> bool:
        """Whether it has begun and not ended."""
        return self._begun and not self._over.is_set()

    def wait(self) -> None:
        """Wait until it has ended, if it has begun."""
        if self._begun:
            self._over.wait()

    @Slot()  # without it, an owner that ends while the worker is deleted finds no slot of that name
    def _give_up(self) -> None:
        self.unwanted = True

    @Slot()
    def _end(self) -> None:
        # Deleting the worker may free the last reference to its owner, which must not call half a worker then.
        if self._told:
            self.disconnect(self._told)  # type: ignore[call-overload]  # the stubs lack a connection
        self.deleteLater()

    def _do(self) -> None:
        over = self._over
        try:
            self.run()
        finally:
            self.finished.emit()
            over.set()  # last: nothing of it is touched any more


class WorkerGroup(QObject):
    """The workers that their owner has begun."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._workers: set[Worker] = set()

    @property
    def running(self) -> bool:
        """Whether any of them has not ended."""
        return bool(self._workers)

    def begin(self, worker: Worker) -> None:
        """Start a worker."""
        self._workers.add(worker)
        worker.finished.connect(self._finished)
        worker.begin()

    def give_up(self) -> None:
        """Tell the workers that they are no longer needed, so that they may stop early."""
        for worker in self._workers:
            worker.unwanted = True

    def wait(self) -> None:
        """Wait until all have ended, before the owner is destroyed."""
        for worker in list(self._workers):
            worker.wait()

    def _finished(self) -> None:
        worker = self.sender()
        if isinstance(worker, Worker):
            self._workers.discard(worker)


def make_workers() -> None:
    """Start threads for the first queries; call it before any library is loaded."""
    _pool()


def _pool() -> QThreadPool:
    """Return the thread pool of the application."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("there is no QApplication yet")
    found = application.findChild(QThreadPool, _NAME)
    if isinstance(found, QThreadPool):
        return found
    pool = QThreadPool(application)
    pool.setObjectName(_NAME)
    pool.setMaxThreadCount(_MOST)
    pool.setExpiryTimeout(-1)  # threads never expire
    all_there = Event()
    for _ in range(_READY):
        pool.start(all_there.wait)  # as those before still wait, it starts another thread
    all_there.set()
    return pool
