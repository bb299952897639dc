"""Work of the window on threads that are there already."""

import threading
import weakref
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.background.workers import Worker, WorkerGroup, make_workers

_TASKS = Path("/proc/self/task")  # where Linux lists the threads of a program


class _Held(Worker):
    told = Signal(int)

    def __init__(self, parent: QObject, until: threading.Event) -> None:
        super().__init__(parent)
        self.thread_number = 0
        self._until = until

    def run(self) -> None:
        self.thread_number = threading.get_native_id()
        self._until.wait(10)
        self.told.emit(7)


@pytest.mark.skipif(not _TASKS.exists(), reason="the system does not list threads there")
def test_no_thread_is_started_for_them(qtbot: QtBot) -> None:
    make_workers()
    application = QCoreApplication.instance()
    pool = application.findChild(QThreadPool, "workers") if application is not None else None
    assert isinstance(pool, QThreadPool)
    qtbot.waitUntil(lambda: pool.activeThreadCount() == 0)  # they wait for work, after they have waited for one another
    before = {int(task.name) for task in _TASKS.iterdir()}
    owner, until = QObject(), threading.Event()
    workers = [_Held(owner, until) for _ in range(5)]
    for worker in workers:
        worker.begin()
    qtbot.waitUntil(lambda: all(worker.thread_number for worker in workers))
    numbers = {worker.thread_number for worker in workers}
    assert len(numbers) == 5
    assert numbers <= before - {threading.get_native_id()}
    until.set()
    for worker in workers:
        worker.wait()


def test_what_it_tells_comes_before_its_end(qtbot: QtBot) -> None:
    owner, until = QObject(), threading.Event()
    worker, order = _Held(owner, until), list[object]()
    worker.told.connect(order.append)
    worker.finished.connect(lambda: order.append("end"))
    worker.wait()  # it has not begun: nothing to wait for
    assert not worker.running
    worker.begin()
    assert worker.running
    until.set()
    worker.wait()
    assert not worker.running
    assert order == []  # told on this thread, which has not looked yet
    qtbot.waitUntil(lambda: order == [7, "end"])


def test_the_owner_may_be_deleted_while_a_worker_runs(qtbot: QtBot) -> None:
    owner, until, told = QObject(), threading.Event(), list[object]()
    worker = _Held(owner, until)
    worker.told.connect(told.append)
    WorkerGroup(owner).begin(worker)
    qtbot.waitUntil(lambda: bool(worker.thread_number))
    shiboken6.delete(owner)
    assert worker.unwanted
    assert worker.running
    until.set()
    worker.wait()
    qtbot.waitUntil(lambda: not shiboken6.isValid(worker))
    assert told == [7]


def test_a_group_tells_its_workers_to_stop_and_forgets_those_that_have_ended(qtbot: QtBot) -> None:
    owner, until = QObject(), threading.Event()
    group = WorkerGroup(owner)
    assert not group.running
    workers = [_Held(owner, until) for _ in range(3)]
    for worker in workers:
        group.begin(worker)
    assert group.running
    group.give_up()
    assert all(worker.unwanted for worker in workers)
    until.set()
    group.wait()
    assert not any(worker.running for worker in workers)
    qtbot.waitUntil(lambda: not group.running)


class _Keeper(Worker):
    """Holds the last reference to its owner, as a worker does whose closure knows its dialog."""

    def __init__(self, owner: QObject, inside: QObject) -> None:
        super().__init__(inside)
        self.owner = owner

    def run(self) -> None:
        """Do nothing."""


def test_a_worker_may_take_its_owner_along_when_it_is_deleted(qtbot: QtBot) -> None:
    owner = QObject()
    worker = _Keeper(owner, QObject(owner))
    gone = weakref.ref(owner)
    del owner
    worker.begin()
    worker.wait()
    del worker
    qtbot.waitUntil(lambda: gone() is None)
