"""Questions to an open project: the newest first, answers in order, nothing after it closed."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectError
from desktop_labeler.ui.background import project_workers
from desktop_labeler.ui.background.workers import Worker
from desktop_labeler.ui.core.open_project import OpenProject


class _Asker(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []
        self.others: list[object] = []

    def take(self, answer: object) -> None:
        self.answers.append(answer)

    def take_other(self, answer: object) -> None:
        self.others.append(answer)


def test_an_answer_that_comes_after_a_later_one_is_dropped(
    qtbot: QtBot, open_new: Callable[..., OpenProject], qapp: QApplication
) -> None:
    project, asker, slow = open_new(["a.png"]), _Asker(), threading.Event()

    def work(answer: str, wait: bool, _: Project) -> str:
        assert not wait or slow.wait(10)
        return answer

    project.ask(partial(work, "old", True), asker.take)
    project.ask(partial(work, "of another", True), asker.take_other, loads=True)
    project.ask(partial(work, "new", False), asker.take)
    qtbot.waitUntil(lambda: asker.answers == ["new"])
    slow.set()
    qtbot.waitUntil(lambda: not qapp.findChildren(Worker))
    assert asker.others == ["of another"]
    assert asker.answers == ["new"]


@pytest.mark.parametrize("error", [False, True])
@pytest.mark.parametrize("wrap", [lambda take: take, partial])
def test_an_answer_for_a_page_that_was_deleted_is_dropped(
    qtbot: QtBot,
    open_new: Callable[..., OpenProject],
    wrap: Callable[..., Callable[..., None]],
    error: bool,
    qapp: QApplication,
) -> None:
    project, slow, told = open_new(["a.png"]), threading.Event(), list[object]()
    asker = _Asker()

    def work(_: Project) -> str:
        assert slow.wait(10)
        if error:
            raise ProjectError("The project cannot be read.")
        return "late"

    project.ask(work, wrap(asker.take))
    project.failed.connect(told.append)
    shiboken6.delete(asker)
    slow.set()
    qtbot.waitUntil(lambda: not qapp.findChildren(Worker))
    assert asker.answers == told == []


def test_answers_in_order_all_come(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project, asker = open_new(["a.png"]), _Asker()
    for number in range(5):
        project.ask(lambda _, n=number: n, asker.take)  # type: ignore[misc]
        qtbot.waitUntil(lambda n=number: asker.answers == list(range(n + 1)))  # type: ignore[misc]


def test_the_newest_question_is_read_first_and_what_is_asked_anew_only_once(
    qtbot: QtBot, open_new: Callable[..., OpenProject], monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    monkeypatch.setattr(project_workers, "_LONG", 100_000)
    project, begun = open_new(["a.png"]), list[str]()
    go_on = {"busy": threading.Event(), "later": threading.Event(), "first": threading.Event()}
    askers = [_Asker() for _ in range(5)]

    def work(name: str, turn: str, _: Project) -> str:
        begun.append(name)
        assert go_on[turn].wait(10)
        return name

    asked = (
        (0, "busy", "busy"), (1, "busy too", "busy"),
        (2, "first", "first"), (3, "asked again", "later"), (4, "second", "later"), (3, "once more", "later"),
    )  # fmt: skip
    for asker, name, turn in asked:
        project.ask(partial(work, name, turn), askers[asker].take)
    for turn, expected in (("busy", {"busy", "busy too"}), ("later", {"second", "once more"}), ("first", {"first"})):
        qtbot.waitUntil(lambda these=expected: len(begun) == len(these))  # type: ignore[misc]
        assert set(begun) == expected
        begun.clear()
        go_on[turn].set()
    qtbot.waitUntil(lambda: not qapp.findChildren(Worker))
    assert not begun
    assert [asker.answers for asker in askers] == [["busy"], ["busy too"], ["first"], ["once more"], ["second"]]


def test_loading_keeps_no_reader_waiting(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project, slow = open_new(["a.png"]), threading.Event()
    asker, *loading = [_Asker() for _ in range(4)]
    for other in loading:
        project.ask(lambda _: slow.wait(10), other.take, loads=True)
    project.ask(lambda _: "read", asker.take)
    qtbot.waitUntil(lambda: asker.answers == ["read"])
    assert not any(other.answers for other in loading)
    slow.set()
    qtbot.waitUntil(lambda: all(other.answers == [True] for other in loading))


def test_what_reads_for_long_keeps_no_other_waiting(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project, slow = open_new(["a.png"]), threading.Event()
    asker, *reading = [_Asker() for _ in range(4)]
    for other in reading:
        project.ask(lambda _: slow.wait(10), other.take)
    project.ask(lambda _: "read", asker.take)
    qtbot.waitUntil(lambda: asker.answers == ["read"])
    slow.set()
    qtbot.waitUntil(lambda: all(other.answers == [True] for other in reading))


def test_a_project_closes_while_questions_wait(
    qtbot: QtBot, open_new: Callable[..., OpenProject], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(project_workers, "_LONG", 100_000)
    project, slow, begun = open_new(["a.png"]), threading.Event(), list[int]()

    def work(number: int, _: Project) -> None:
        begun.append(number)
        slow.wait(10)

    for number in range(4):
        project.ask(partial(work, number), _Asker().take)
    qtbot.waitUntil(lambda: len(begun) == 2)
    slow.set()
    project.close()
    assert sorted(begun) == [0, 1]


def test_nothing_is_read_for_a_project_that_was_closed(
    open_new: Callable[..., OpenProject], qapp: QApplication
) -> None:
    project, asker = open_new(["a.png"]), _Asker()
    project.close()
    project.ask(lambda _: "late", asker.take)
    assert not qapp.findChildren(Worker)
