"""The open project as the window sees it: answers to questions."""

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from desktop_labeler.data.project import Project
from desktop_labeler.ui.open_project import OpenProject


class _Asker(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.answers: list[object] = []
        self.others: list[object] = []

    def take(self, answer: object) -> None:
        self.answers.append(answer)

    def take_other(self, answer: object) -> None:
        self.others.append(answer)


def test_an_answer_that_comes_after_a_later_one_is_dropped(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project, asker, slow = open_new(["a.png"]), _Asker(), threading.Event()

    def work(answer: str, wait: bool, _: Project) -> str:
        assert not wait or slow.wait(10)
        return answer

    project.ask(partial(work, "old", True), asker.take)
    project.ask(partial(work, "of another", True), asker.take_other)
    project.ask(partial(work, "new", False), asker.take)
    qtbot.waitUntil(lambda: asker.answers == ["new"])
    slow.set()
    qtbot.waitUntil(lambda: not project.findChildren(QThread))
    assert asker.others == ["of another"]
    assert asker.answers == ["new"]


def test_answers_in_order_all_come(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project, asker = open_new(["a.png"]), _Asker()
    for number in range(5):
        project.ask(lambda _, n=number: n, asker.take)  # type: ignore[misc]
        qtbot.waitUntil(lambda n=number: asker.answers == list(range(n + 1)))  # type: ignore[misc]


def test_nothing_is_read_for_a_project_that_was_closed(open_new: Callable[..., OpenProject]) -> None:
    project, asker = open_new(["a.png"]), _Asker()
    project.close()
    project.ask(lambda _: "late", asker.take)
    assert not project.findChildren(QThread)
