"""A question before what no undo takes back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.widgets.ask_first import ask


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_enter_and_escape_leave_it_alone(qtbot: QtBot, key: Qt.Key) -> None:
    parent, done = QWidget(), list[bool]()
    qtbot.addWidget(parent)
    parent.show()
    ask(parent, "End", "It ends.", "End it", lambda: done.append(True))
    (box,) = parent.findChildren(QMessageBox)
    assert box.isVisible()
    QTest.keyClick(box, key)
    qtbot.waitUntil(lambda: not parent.findChildren(QMessageBox))
    assert not done


def test_its_button_does_it(qtbot: QtBot) -> None:
    parent, done = QWidget(), list[bool]()
    qtbot.addWidget(parent)
    parent.show()
    ask(parent, "End", "<b>It</b> ends.", "End it", lambda: done.append(True))
    (box,) = parent.findChildren(QMessageBox)
    assert box.textFormat() == Qt.TextFormat.PlainText
    next(button for button in box.buttons() if button.text() == "End it").click()
    assert done == [True]
