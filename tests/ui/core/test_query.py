"""A question that is put to a project again and again."""

import threading
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectError
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.query import Question


def test_however_often_it_is_asked_one_is_read_at_a_time_and_the_last_asking_is_answered(
    qtbot: QtBot, open_new: Callable[..., OpenProject]
) -> None:
    project, gate = open_new(["a.png"]), threading.Semaphore(0)
    begun: list[int] = []
    answers: list[tuple[object, bool]] = []

    def work(_: Project) -> int:
        begun.append(len(begun))
        assert gate.acquire(timeout=10)
        return len(begun)

    question = Question(project, work, project)
    question.answered.connect(lambda answer: answers.append((answer, question.again)))
    for _ in range(5):
        question.ask()
    qtbot.waitUntil(lambda: begun == [0])
    assert not question.settled
    gate.release(5)
    qtbot.waitUntil(lambda: question.settled)
    assert begun == [0, 1]
    assert answers == [(1, True), (2, False)]


def test_it_is_asked_anew_only_where_the_answer_is_stale(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project = open_new(["a.png"])
    answers: list[object] = []
    question = Question(project, Project.counts, project)
    question.answered.connect(answers.append)
    question.ask_if_stale()
    qtbot.waitUntil(lambda: question.settled)
    question.ask_if_stale()
    assert question.settled
    question.forget()
    question.ask_if_stale()
    qtbot.waitUntil(lambda: len(answers) == 2)


def test_after_a_failure_it_can_be_asked_again(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project = open_new(["a.png"])
    broken = [True]

    def work(_: Project) -> str:
        if broken:
            raise ProjectError("The disk cannot be read. Nothing was changed.")
        return "read"

    question = Question(project, work, project)
    with qtbot.waitSignal(project.failed):
        question.ask()
    assert question.stale
    broken.clear()
    with qtbot.waitSignal(question.answered) as found:
        question.ask_if_stale()
    assert found.args == ["read"]
