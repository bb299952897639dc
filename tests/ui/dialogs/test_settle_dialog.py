"""What people disagree on is settled image by image: one key for each answer, undone here, and never unseen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.disputes import read_disputes
from desktop_labeler.data.decisions.history import By, assign, decide, exclude, unsure
from desktop_labeler.data.images.query.image_query import count_disputed
from desktop_labeler.data.project.answer_rows import read_answers
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.settle_dialog import SettleDialog
from tests.making import make_project

_KEY = Qt.Key


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenProject]:
    """Open a project in which three people disagree on images 1, 2 and 3, and agree on 4."""
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(5)], files=True) as project:
        cat, dog = add_classes(project, ["cat", "dog"], By("Ann")).values()
        for who, edits in {
            "Ann": {1: assign(cat), 2: assign(cat), 3: assign(dog), 4: assign(cat)},
            "Bob": {1: assign(dog), 2: exclude(), 3: assign(cat), 4: assign(cat)},
            "Carol": {1: assign(dog), 2: unsure(), 4: assign(cat)},
        }.items():
            for image, edit in edits.items():
                decide(project, [image], edit, kind="assign", what="Label", by=By(who))
    opened = OpenProject(tmp_path / "p.labeler")
    opened.who = "Dora"
    yield opened
    opened.close()


@pytest.fixture
def dialog(qtbot: QtBot, opened: OpenProject) -> SettleDialog:
    dialog = SettleDialog(opened, None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: len(dialog.disputes) == 3 and _seen(dialog))
    return dialog


def _seen(dialog: SettleDialog) -> bool:
    return dialog.view.painted == dialog.view.file


def _label(opened: OpenProject, image: int) -> str | None:
    row = opened.project.images([image])[0]
    found = opened.class_of(row.class_id)
    return found.name if found is not None else row.state.word


def test_a_folder_that_names_a_class_is_not_shown_before_it_is_settled(qtbot: QtBot, tmp_path: Path) -> None:
    with make_project(tmp_path / "c.labeler", ["cat/1.png", "plot/dog_2.png"], files=True) as project:
        labels = add_classes(project, ["cat", "dog"], By("Ann")).values()
        for who, label in zip(("Ann", "Bob"), labels, strict=True):
            decide(project, [1, 2], assign(label), kind="assign", what="Label", by=By(who))
    opened = OpenProject(tmp_path / "c.labeler")
    dialog = SettleDialog(opened, None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: len(dialog.disputes) == 2 and _seen(dialog))
    assert dialog._path() == "…/1.png"
    dialog._do("right")
    qtbot.waitUntil(lambda: _seen(dialog))
    assert dialog._path() == "plot/…"
    dialog._do("unsure")
    qtbot.waitUntil(lambda: not opened.busy and _seen(dialog))
    dialog._do("right")
    assert dialog._path() == "plot/dog_2.png"
    dialog.close()
    opened.close()


def test_the_answers_stand_side_by_side_those_of_most_people_first(opened: OpenProject) -> None:
    names = {label.id: label.name for label in opened.classes}
    found = {
        one.image: [(names.get(said.class_id or 0, said.state.word), said.people) for said in one.answers]
        for one in read_disputes(opened.project)
    }
    assert found == {
        1: [("dog", ("Bob", "Carol")), ("cat", ("Ann",))],
        2: [("cat", ("Ann",)), ("excluded", ("Bob",)), ("unsure", ("Carol",))],
        3: [("dog", ("Ann",)), ("cat", ("Bob",))],
    }


def test_one_key_takes_an_answer_and_the_next_image_comes(
    qtbot: QtBot, opened: OpenProject, dialog: SettleDialog
) -> None:
    before = len(read_answers(opened.project).images)
    QTest.keyClick(dialog, _KEY.Key_2)
    assert (_label(opened, 1), dialog.at) == ("cat", 1)
    qtbot.waitUntil(lambda: _seen(dialog))
    QTest.keyClick(dialog, _KEY.Key_2)
    qtbot.waitUntil(lambda: _seen(dialog))
    QTest.keyClick(dialog, _KEY.Key_3)  # there is no third answer
    assert _label(opened, 3) == "cat"
    QTest.keyClick(dialog, _KEY.Key_1)
    assert [_label(opened, image) for image in (1, 2, 3, 4)] == ["cat", "excluded", "dog", "cat"]
    assert count_disputed(opened.project) == 0
    said = read_answers(opened.project)
    assert (len(said.images) - before, int(said.settles.sum())) == (3, 3)
    assert "all are settled" in dialog.place.text()


def test_undo_takes_back_what_was_settled_here_and_nothing_else(
    qtbot: QtBot, opened: OpenProject, dialog: SettleDialog
) -> None:
    QTest.keyClick(dialog, _KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert _label(opened, 4) == "cat"  # decided before the dialog was opened
    assert "Nothing was settled here yet" in dialog.told.text()
    QTest.keyClick(dialog, _KEY.Key_2)
    QTest.keyClick(dialog, _KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (_label(opened, 1), dialog.at) == ("dog", 0)
    assert dialog.told.text() == "Undone: Settle what people disagree on: Label 1 image cat"
    assert count_disputed(opened.project) == 3
    QTest.keyClick(dialog, _KEY.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert _label(opened, 1) == "cat"
    assert dialog.told.text() == "Redone: Settle what people disagree on: Label 1 image cat"
    QTest.keyClick(dialog, _KEY.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert dialog.told.text() == "Nothing was undone here that could be redone."
    QTest.keyClick(dialog, _KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(dialog, _KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert opened.project.images([3])[0].class_id is not None
    assert count_disputed(opened.project) == 3


def test_nothing_is_decided_about_an_image_that_is_not_on_the_screen(
    qtbot: QtBot, opened: OpenProject, dialog: SettleDialog
) -> None:
    dialog.show_dispute(1)  # its file is still being read
    QTest.keyClick(dialog, _KEY.Key_1)
    assert count_disputed(opened.project) == 3
    assert "press the key again" in dialog.told.text()
    qtbot.waitUntil(lambda: _seen(dialog))
    held = QKeyEvent(QEvent.Type.KeyPress, _KEY.Key_1, Qt.KeyboardModifier.NoModifier, "1", autorep=True)
    QApplication.sendEvent(dialog, held)
    assert count_disputed(opened.project) == 3
    QTest.keyClick(dialog, _KEY.Key_1)
    assert count_disputed(opened.project) == 2


def test_a_change_elsewhere_leaves_the_image_where_it_is(
    qtbot: QtBot, opened: OpenProject, dialog: SettleDialog
) -> None:
    dialog.show_dispute(2)
    opened.reload()
    answers = dialog.cards
    qtbot.waitUntil(lambda: dialog.cards is not answers)
    assert dialog.dispute is not None
    assert dialog.dispute.image == 3
    qtbot.waitUntil(lambda: _seen(dialog))
    QTest.keyClick(dialog, _KEY.Key_1)
    assert _label(opened, 3) == "dog"
    opened.reload()  # image 3 is settled, and no longer in the list
    qtbot.waitUntil(lambda: len(dialog.disputes) == 2)
    QTest.keyClick(dialog, _KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(dialog.disputes) == 3)
    assert count_disputed(opened.project) == 3


def test_an_unreadable_image_takes_no_answer(
    qtbot: QtBot, opened: OpenProject, dialog: SettleDialog, tmp_path: Path
) -> None:
    (tmp_path / "images" / "1.png").write_bytes(b"no image")
    QTest.keyClick(dialog, _KEY.Key_Right)
    qtbot.waitUntil(lambda: dialog.view.unreadable)
    QTest.keyClick(dialog, _KEY.Key_1)
    assert count_disputed(opened.project) == 3
    assert "cannot be read" in dialog.told.text()


def test_another_class_unsure_and_none_of_the_classes_settle_too(
    qtbot: QtBot, opened: OpenProject, dialog: SettleDialog
) -> None:
    dialog.picker.added.emit("owl")
    assert _label(opened, 1) == "owl"
    qtbot.waitUntil(lambda: _seen(dialog))
    QTest.keyClick(dialog, _KEY.Key_U)
    qtbot.waitUntil(lambda: _seen(dialog))
    QTest.keyClick(dialog, _KEY.Key_E)
    assert [_label(opened, image) for image in (1, 2, 3)] == ["owl", "unsure", "excluded"]
    assert count_disputed(opened.project) == 0


@pytest.mark.parametrize("in_language", ["de"], indirect=True)
def test_a_larger_font_makes_the_dialog_no_wider_than_a_small_screen(
    in_language: None, qtbot: QtBot, opened: OpenProject
) -> None:
    """With a font 13 % larger, its six buttons and “Schließen” in one row took 927 pixels."""
    before = QApplication.font()
    larger = QFont(before)
    larger.setPointSizeF(before.pointSizeF() * 1.13)
    QApplication.setFont(larger)
    try:
        dialog = SettleDialog(opened, None)
        qtbot.addWidget(dialog)
        dialog.resize(870, 470)
        dialog.show()
        assert dialog.width() == 870
        assert dialog.minimumSizeHint().width() < 870
        for button in dialog.buttons.values():
            assert button.width() >= button.sizeHint().width()
            assert dialog.rect().contains(QRect(button.mapTo(dialog, QPoint(0, 0)), button.size()))
    finally:
        QApplication.setFont(before)
