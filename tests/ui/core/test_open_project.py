"""The open project: what was decided is in the project file itself soon, for people who copy it by hand."""

import shutil
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import assign
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.core.errors import sentence
from desktop_labeler.ui.core.open_project import OpenProject


def test_a_copy_of_the_file_alone_has_the_decisions_soon(
    qtbot: QtBot, tmp_path: Path, open_new: Callable[..., OpenProject]
) -> None:
    project = open_new(["a.png"])
    project.add_class("Bee")
    copy = tmp_path / "copy.labeler"

    def is_there() -> bool:
        shutil.copyfile(project.path, copy)  # without its -wal
        with Project(copy) as copied:
            return [label.name for label in copied.classes()] == ["Bee"]

    qtbot.waitUntil(is_there, timeout=60_000)


def _copied(project: OpenProject, copy: Path) -> bool:
    """Whether a copy of the file, without its log, has the class Bee."""
    shutil.copyfile(project.path, copy)
    with Project(copy) as copied:
        return [label.name for label in copied.classes()] == ["Bee"]


def test_a_copy_has_everything_as_soon_as_the_person_turns_to_another_program(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, open_new: Callable[..., OpenProject]
) -> None:
    project = open_new(["a.png"])
    project._idle.setInterval(100_000_000)
    project.add_class("Bee")
    qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    qtbot.waitUntil(lambda: _copied(project, tmp_path / "copy.labeler"))


def test_the_log_is_copied_later_where_somebody_reads_an_earlier_state(
    qtbot: QtBot, tmp_path: Path, open_new: Callable[..., OpenProject]
) -> None:
    project = open_new(["a.png"])
    project._idle.setInterval(50)
    with closing(sqlite3.connect(project.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM image").fetchone()
        project.add_class("Bee")
        ended: list[object] = []
        project._idle.timeout.connect(lambda: ended.append(1))
        qtbot.waitUntil(lambda: len(ended) > 1)  # it tried, and tries again
        reader.execute("ROLLBACK")
    qtbot.waitUntil(lambda: _copied(project, tmp_path / "copy.labeler"))


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be deleted there")
def test_once_the_file_is_gone_a_decision_is_refused_in_words_and_nothing_looks_decided(
    qtbot: QtBot, open_new: Callable[..., OpenProject]
) -> None:
    project = open_new(["a.png", "b.png"])
    project.add_class("Bee")
    told: list[object] = []
    project.failed.connect(told.append)
    shutil.rmtree(project.path.parent)
    (bee,) = project.classes
    project.decide([1], assign(bee.id), kind="assign", what=DecisionText("label", n=1, name="Bee"), page="Label")
    project.undo()
    assert len(told) == 2
    assert all("nothing is stored" in sentence(error) for error in told if isinstance(error, Exception))
    row = project.row(1)
    assert row is not None
    assert row.class_id is None
    assert [label.name for label in project.classes] == ["Bee"]
