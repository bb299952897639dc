"""Classes on screen: find, add, assign, order, merge, delete; type-ahead."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.history import undo
from desktop_labeler.data.images.files.image_files import mark_missing
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import LabelClass, Project, State
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.shell.class_panel import ClassPanel
from desktop_labeler.ui.widgets.classes.class_picker import ClassPicker
from tests.making import ME

NAMES = ["Calanoida", "Cyclopoida", "Copepod nauplius"]


@pytest.fixture
def panel(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> ClassPanel:
    panel = ClassPanel()
    qtbot.addWidget(panel)
    panel.show_project(open_new(["a.png", "b.png", "c.png"], labels=[NAMES[0], NAMES[0], NAMES[1]], classes=NAMES))
    return panel


def shown(panel: ClassPanel) -> list[str]:
    rows = range(panel.list.count())
    return [panel.list.item(row).text() for row in rows if not panel.list.item(row).isHidden()]


def project_of(panel: ClassPanel) -> OpenProject:
    assert panel.project is not None
    return panel.project


def test_classes_are_listed_in_order_and_found_by_part_of_the_name(panel: ClassPanel) -> None:
    assert shown(panel) == NAMES
    panel.finder.setText("cop")
    assert shown(panel) == ["Copepod nauplius"]


def test_enter_assigns_the_first_match(panel: ClassPanel, qtbot: QtBot) -> None:
    panel.finder.setText("cyc")
    with qtbot.waitSignal(panel.assign) as given_class:
        QTest.keyClick(panel.finder, Qt.Key.Key_Return)
    assert given_class.args == [project_of(panel).classes[1].id]


def test_a_new_name_is_added_once(panel: ClassPanel, qtbot: QtBot) -> None:
    panel.finder.setText("  Diatom ")
    QTest.keyClick(panel.finder, Qt.Key.Key_Return)  # might be a typing error
    assert [one.name for one in project_of(panel).classes] == NAMES
    panel.add.click()
    assert shown(panel) == [*NAMES, "Diatom"]
    panel.finder.setText("diatom")
    assert not panel.add.isEnabled()


def test_a_pasted_list_becomes_one_class_a_line_and_says_what_is_left_out(panel: ClassPanel, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("Diatom\r\nbig dog\ncalanoida\n\nDiatom\n")
    panel.finder.paste()
    assert shown(panel) == NAMES
    assert panel.add.text() == "Add 2"
    assert panel.said.text() == "A list of 3 names. There already, or twice in the list: calanoida."
    with qtbot.assertNotEmitted(panel.assign):
        QTest.keyClick(panel.finder, Qt.Key.Key_Return)
    panel.add.click()
    assert [one.name for one in project_of(panel).classes] == [*NAMES, "Diatom", "big dog"]
    assert (panel.add.text(), panel.said.text(), panel.finder.text()) == ("Add", "", "")
    undo(project_of(panel).project, ME)  # one decision
    assert [one.name for one in project_of(panel).project.classes()] == NAMES


def test_a_pasted_list_of_known_names_adds_nothing_and_says_so(panel: ClassPanel) -> None:
    panel.finder.setText("CALANOIDA\tCyclopoida")
    assert not panel.add.isEnabled()
    assert "CALANOIDA, Cyclopoida" in panel.said.text()


def test_one_pasted_line_is_one_name(panel: ClassPanel) -> None:
    panel.finder.setText("Acartia, female\n")
    panel.add.click()
    assert project_of(panel).classes[-1].name == "Acartia, female"


def test_alt_down_moves_a_class_with_its_key(panel: ClassPanel, qtbot: QtBot) -> None:
    panel.list.setCurrentRow(0)
    QTest.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    classes = project_of(panel).classes
    assert [label.name for label in classes] == [NAMES[1], NAMES[0], NAMES[2]]
    assert [label.key for label in classes] == ["2", "1", "3"]  # the key moves with its class
    project_of(panel).undo()
    assert [label.name for label in project_of(panel).classes] == NAMES


def test_merge_moves_the_images_and_undo_brings_everything_back(panel: ClassPanel, qtbot: QtBot) -> None:
    project = project_of(panel)
    before = project.project.counts()
    first, second = project.classes[:2]
    with qtbot.waitSignal(project.busy_changed, check_params_cb=lambda busy: not busy):
        project.merge_classes(first, second)
    assert project.project.counts() == {(State.CONFIRMED, second.id): 3}
    assert shown(panel) == NAMES[1:]
    project.undo()
    assert project.project.counts() == before
    assert shown(panel) == NAMES


def test_questions_set_the_names_of_classes_apart(
    panel: ClassPanel, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[str] = []

    def sure(text: str, verb: str) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr(panel, "_sure", sure)
    panel.show_counts(project_of(panel).project.counts())
    first, second = project_of(panel).classes[:2]
    panel._merge(first, second)
    qtbot.waitUntil(lambda: len(asked) == 1)
    panel.list.setCurrentRow(0)
    panel._delete()
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert f"labelled “{first.name}”" in asked[0]
    assert f"become “{second.name}”" in asked[0]
    assert f"The label “{first.name}” is removed" in asked[1]


def test_images_whose_files_are_missing_count_before_their_labels_go(
    panel: ClassPanel, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """Such images are in no count of the panel, so their class seems to be empty."""
    project = project_of(panel)
    with Project(project.path) as other:
        mark_missing(other, find_images(other).tolist())
    panel.show_counts(project.project.counts())
    asked: list[str] = []

    def sure(text: str, verb: str) -> bool:
        asked.append(text)
        return False

    monkeypatch.setattr(panel, "_sure", sure)
    first, second = project.classes[:2]
    panel._merge(first, second)
    qtbot.waitUntil(lambda: len(asked) == 1)
    panel.list.setCurrentRow(0)
    panel._delete()
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked[0].startswith("2 images labelled")
    assert "removed from 2 images" in asked[1]
    for text in asked:
        assert text.endswith("2 of them are in no list, because the file is missing or cannot be read.")
    assert shown(panel) == NAMES


def test_enter_leaves_a_class_as_it_is(panel: ClassPanel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda box: QTest.keyClick(box, Qt.Key.Key_Return))
    assert not panel._sure("The label is removed.", "Delete")


def test_deleting_unlabels_and_undo_brings_everything_back(panel: ClassPanel, qtbot: QtBot) -> None:
    project = project_of(panel)
    before = project.project.counts()
    first, second = project.classes[:2]
    with qtbot.waitSignal(project.busy_changed, check_params_cb=lambda busy: not busy):
        project.delete_class(first)
    assert project.project.counts() == {(State.UNLABELLED, None): 2, (State.CONFIRMED, second.id): 1}
    project.undo()
    assert project.project.counts() == before


def test_a_thousand_classes_are_listed_and_one_more_is_refused_in_words(
    qtbot: QtBot, open_new: Callable[..., OpenProject]
) -> None:
    panel = ClassPanel()
    qtbot.addWidget(panel)
    project = open_new(["a.png"], classes=[f"class {number:04}" for number in range(1000)])
    panel.show_project(project)
    assert len(shown(panel)) == 1000
    with qtbot.waitSignal(project.failed) as told:
        project.add_class("one more")
    assert "1,000" in str(told.args[0])
    assert len(project.classes) == 1000


def label(number: int, name: str) -> LabelClass:
    return LabelClass(number, name, "#000000", "circle", None, number)


def test_a_picker_that_was_closed_takes_no_key(qtbot: QtBot, panel: ClassPanel) -> None:
    picker = ClassPicker(panel)
    qtbot.addWidget(picker)
    picker.open_at(QPoint(0, 0), project_of(panel).classes, "new one")
    QTest.keyClick(picker.field, Qt.Key.Key_Down)  # the row that creates the class
    picker.close()
    decided: list[object] = []
    picker.chosen.connect(decided.append)
    picker.added.connect(decided.append)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_A, Qt.Key.Key_Tab):
        QTest.keyClick(picker.field, key, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(picker.field, key)
    assert not decided
    assert picker.field.text() == "new one"


def test_the_picker_chooses_with_arrows_and_enter(qtbot: QtBot, panel: ClassPanel) -> None:
    picker = ClassPicker(panel)
    qtbot.addWidget(picker)
    picker.open_at(QPoint(0, 0), project_of(panel).classes)
    QTest.keyClicks(picker.field, "c")
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.chosen) as chosen:
        QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert chosen.args == [project_of(panel).classes[1].id]
    assert not picker.isVisible()


def test_the_picker_offers_a_new_class(qtbot: QtBot, panel: ClassPanel) -> None:
    picker = ClassPicker(panel)
    qtbot.addWidget(picker)
    picker.open_at(QPoint(0, 0), project_of(panel).classes, "Ostracoda")
    with qtbot.assertNotEmitted(picker.added, wait=20):
        QTest.keyClick(picker.field, Qt.Key.Key_Return)  # the row was not chosen
    assert picker.creates == "Create class “Ostracoda”"
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(picker.added) as added:
        QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert added.args == ["Ostracoda"]
