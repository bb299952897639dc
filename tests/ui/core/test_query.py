"""A query that is put to a project again and again."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ProjectError
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.query import Query


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

    query = Query(project, work, project)
    query.answered.connect(lambda answer: answers.append((answer, query.again)))
    for _ in range(5):
        query.ask()
    qtbot.waitUntil(lambda: begun == [0])
    assert not query.settled
    gate.release(5)
    qtbot.waitUntil(lambda: query.settled)
    assert begun == [0, 1]
    assert answers == [(1, True), (2, False)]


def test_it_is_asked_anew_only_where_the_answer_is_stale(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project = open_new(["a.png"])
    answers: list[object] = []
    query = Query(project, Project.counts, project)
    query.answered.connect(answers.append)
    query.ask_if_stale()
    qtbot.waitUntil(lambda: query.settled)
    query.ask_if_stale()
    assert query.settled
    query.forget()
    query.ask_if_stale()
    qtbot.waitUntil(lambda: len(answers) == 2)


def test_after_a_failure_it_can_be_asked_again(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project = open_new(["a.png"])
    broken = [True]

    def work(_: Project) -> str:
        if broken:
            raise ProjectError("The disk cannot be read. Nothing was changed.")
        return "read"

    query = Query(project, work, project)
    with qtbot.waitSignal(project.failed):
        query.ask()
    assert query.stale
    broken.clear()
    with qtbot.waitSignal(query.answered) as found:
        query.ask_if_stale()
    assert found.args == ["read"]


def test_it_keeps_up_while_its_page_is_in_view_and_ends_with_it(
    qtbot: QtBot, open_new: Callable[..., OpenProject]
) -> None:
    project, page = open_new(["a.png"]), QWidget()
    answers: list[object] = []
    query = Query(project, Project.counts, page)
    query.answered.connect(answers.append)
    query.keep_up(page, project.classes_changed)
    query.ask()
    qtbot.waitUntil(lambda: len(answers) == 1)
    project.classes_changed.emit()
    assert not query.settled  # out of view: asked when it is shown
    assert len(answers) == 1
    page.show()
    project.classes_changed.emit()
    qtbot.waitUntil(lambda: len(answers) == 2)
    page.deleteLater()
    QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete.value)
    with capture_exceptions() as raised:
        project.classes_changed.emit()  # what belongs to a closed project says nothing and raises nothing
    assert not raised
