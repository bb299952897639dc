"""A choice whose change starts long work: no key and no wheel starts it, only its button does."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.pages.settings.range_card import RangeCard
from desktop_labeler.ui.pages.train.backbones_card import BackbonesCard
from desktop_labeler.ui.widgets.confirmed_choice import ConfirmedChoice

_ENTRIES = (("One", "1"), ("Two", "2"), ("Three", "3"))


@pytest.fixture
def choice(qtbot: QtBot) -> ConfirmedChoice:
    made = ConfirmedChoice(_ENTRIES, "Do it")
    qtbot.addWidget(made)
    made.show_value("1")
    made.show()
    made.box.setFocus()
    return made


def _wheel(widget: QWidget) -> None:
    place = QPointF(5, 5)
    flags = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase)
    QApplication.sendEvent(
        widget,
        QWheelEvent(place, widget.mapToGlobal(place), QPoint(), QPoint(0, -120), *flags, False),
    )


def test_keys_and_the_wheel_change_the_box_and_start_nothing(qtbot: QtBot, choice: ConfirmedChoice) -> None:
    assert not choice.button.isVisible()
    with qtbot.assertNotEmitted(choice.wanted):
        QTest.keyClick(choice.box, Qt.Key.Key_Down)
        _wheel(choice.box)
        QTest.keyClick(choice.box, Qt.Key.Key_O)
        QTest.keyClick(choice.box, Qt.Key.Key_Down)
    assert choice.value == "2"
    assert choice.button.isVisible()
    with qtbot.waitSignal(choice.wanted) as asked:
        choice.button.click()
    assert asked.args == ["2"]
    assert not choice.button.isVisible()


def test_going_back_to_what_is_in_force_takes_the_button_away(choice: ConfirmedChoice) -> None:
    QTest.keyClick(choice.box, Qt.Key.Key_Down)
    QTest.keyClick(choice.box, Qt.Key.Key_Up)
    assert not choice.button.isVisible()


def test_an_update_leaves_an_open_choice_alone_and_a_new_state_replaces_it(choice: ConfirmedChoice) -> None:
    QTest.keyClick(choice.box, Qt.Key.Key_Down)
    choice.show_value("1")  # as after any job
    assert (choice.value, choice.button.isVisible()) == ("2", True)
    choice.show_value("3")
    assert (choice.value, choice.button.isVisible()) == ("3", False)


def test_what_was_asked_for_gives_way_to_what_came_of_it(choice: ConfirmedChoice) -> None:
    QTest.keyClick(choice.box, Qt.Key.Key_Down)
    choice.button.click()
    choice.show_value("1")  # the work failed
    assert (choice.value, choice.button.isVisible()) == ("1", False)


@pytest.mark.parametrize("made", [RangeCard, BackbonesCard])
def test_every_box_that_starts_work_is_such_a_choice(qtbot: QtBot, made: type[RangeCard | BackbonesCard]) -> None:
    card = made()
    qtbot.addWidget(card)
    assert [one.button.isVisibleTo(card) for one in card.findChildren(ConfirmedChoice)] == [False]
