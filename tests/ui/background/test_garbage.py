"""Cyclic garbage ends on the window's thread, whoever makes it."""

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.jobs.embedding.load_networks import load_now, loading
from desktop_labeler.ui.background.garbage import Collector


@pytest.fixture(autouse=True)
def python_collects(collection_here_only: None) -> Iterator[None]:
    """Let Python's own collector work, as at the start of the program; what was there before is not its business."""
    gc.collect()
    gc.freeze()
    gc.enable()
    yield
    gc.disable()


class _Cycle:
    """Garbage that only the collector finds."""

    def __init__(self, ended: Callable[[int], None]) -> None:
        self._itself = self
        self._ended = ended

    def __del__(self) -> None:
        self._ended(threading.get_ident())


def _busy_thread(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_garbage_of_a_job_is_collected_by_the_window(qtbot: QtBot) -> None:
    ended: list[int] = []
    parent = QObject()
    collector = Collector(parent)
    kept: list[list[object]] = []

    def job() -> None:
        _Cycle(ended.append)
        kept.extend([] for _ in range(100_000))  # Python would have collected a hundred times

    try:
        _busy_thread(job)
        assert not ended
        qtbot.waitUntil(lambda: bool(ended), timeout=5_000)
    finally:
        collector.stop()
    assert ended == [threading.get_ident()]


def test_without_it_a_job_collects_on_its_own_thread() -> None:
    ended: list[int] = []
    kept: list[list[object]] = []

    def job() -> None:
        _Cycle(ended.append)
        kept.extend([] for _ in range(100_000))

    _busy_thread(job)
    assert ended
    assert ended != [threading.get_ident()]


def test_stopping_gives_back_what_was() -> None:
    parent = QObject()
    first = Collector(parent)
    second = Collector(parent)
    second.stop()
    assert not gc.isenabled()
    first.stop()
    assert gc.isenabled()


_MODULE = f"""
from {__name__} import GATE, INSIDE
INSIDE.set()
assert GATE.wait(10)
"""
INSIDE, GATE = threading.Event(), threading.Event()


def test_nothing_is_collected_while_the_networks_are_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    (tmp_path / "slow_to_import.py").write_text(_MODULE)
    monkeypatch.syspath_prepend(str(tmp_path))
    ended: list[int] = []
    parent = QObject()
    collector = Collector(parent)
    beside = threading.Thread(target=load_now, args=("slow_to_import",))
    try:
        beside.start()
        assert INSIDE.wait(10)
        _Cycle(ended.append)
        kept: list[list[object]] = [[] for _ in range(2_000)]  # more than Python's own collector waits for
        collector.collect()
        assert loading()
        assert not ended
        GATE.set()
        beside.join()
        gc.unfreeze()  # what was there when they were imported stays; here that is the cycle
        gc.collect()
        assert ended == [threading.get_ident()]
    finally:
        GATE.set()
        beside.join()
        collector.stop()
    assert not loading()
    assert kept
