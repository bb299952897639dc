"""Runs work of the window on a pool of threads that is started early.

While the system loads a library on one thread, it starts no other thread. With a new one for every question, a page
opened as the networks loaded from a cold disk kept the window waiting for 0.25 s; threads that wait for work take 3 ms.
"""

from threading import Event

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal

_NAME = "workers"
_READY = 8  # threads from the start; what a window of a million images asks for at once takes five
_MOST = 64  # more are started where many large images are read at a time


class Worker(QObject):
    """A piece of work: `begin` calls `run` on another thread.

    Signals:
        finished: it has ended; signals of `run` came before.
    """

    finished = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.unwanted = False  # its owner needs it no more; one that does several things may leave off
        self._begun = False
        self._over = Event()

    def begin(self) -> None:
        """Do it; call it once."""
        self._begun = True
        _pool().start(self._do)

    def run(self) -> None:
        """Do the work, on another thread: it may emit signals, and touches nothing of the window."""
        raise NotImplementedError

    @property
    def running(self) -> bool:
        """Whether it has begun and is not over."""
        return self._begun and not self._over.is_set()

    def wait(self) -> None:
        """Wait until it is over, if it has begun: the owner may go then."""
        if self._begun:
            self._over.wait()

    def _do(self) -> None:
        over = self._over
        try:
            self.run()
        finally:
            self.finished.emit()
            over.set()  # the last: from now on the owner may be deleted


def make_workers() -> None:
    """Have threads ready for the first questions; call it before anything is loaded."""
    _pool()


def _pool() -> QThreadPool:
    """Return that of the application."""
    application = QCoreApplication.instance()
    if application is None:
        raise RuntimeError("there is no QApplication yet")
    found = application.findChild(QThreadPool, _NAME)
    if isinstance(found, QThreadPool):
        return found
    pool = QThreadPool(application)
    pool.setObjectName(_NAME)
    pool.setMaxThreadCount(_MOST)
    pool.setExpiryTimeout(-1)  # they stay
    all_there = Event()
    for _ in range(_READY):
        pool.start(all_there.wait)  # as those before still wait, it starts another thread
    all_there.set()
    return pool
