"""A button that goes away under the hand passes the focus to nothing that acts."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.focus_keeper import FocusKeeper


@pytest.fixture
def keeper(qapp: QApplication) -> Iterator[FocusKeeper]:
    made = FocusKeeper(qapp)
    yield made
    made.stop()


@pytest.mark.parametrize("how", ["disabled", "hidden"])
def test_pressed_twice_it_does_one_thing(how: str, keeper: FocusKeeper, qtbot: QtBot) -> None:
    view, inside, card = QScrollArea(widgetResizable=True), QWidget(), QWidget()
    qtbot.addWidget(view)
    stop, cancel, far = QPushButton("Stop"), QPushButton("Cancel"), QPushButton("Use")
    for place, widgets in ((card, (stop, cancel)), (inside, (card, far))):
        layout = QVBoxLayout(place)
        for widget in widgets:
            if widget is far:
                tall = QLabel()
                tall.setMinimumHeight(3000)
                layout.addWidget(tall)
            layout.addWidget(widget)
    view.setWidget(inside)
    view.resize(300, 200)
    done: list[str] = []

    def stopped() -> None:
        done.append("stop")
        stop.setEnabled(False) if how == "disabled" else stop.hide()
        cancel.setVisible(how == "disabled")  # else what comes next is far below

    stop.clicked.connect(stopped)
    cancel.clicked.connect(lambda: done.append("cancel"))
    far.clicked.connect(lambda: done.append("use"))
    view.show()
    view.activateWindow()
    stop.setFocus()
    qtbot.waitUntil(stop.hasFocus)
    for _ in range(2):
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Space)
        QTest.keyClick(focused, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert done == ["stop"]
    assert card.hasFocus()
    assert view.verticalScrollBar().value() == 0
    QTest.keyClick(card, Qt.Key.Key_Tab)
    assert (cancel if how == "disabled" else far).hasFocus()


def test_a_person_who_tabs_on_is_not_held_back(keeper: FocusKeeper, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    one, two = QPushButton("One"), QPushButton("Two")
    layout.addWidget(one)
    layout.addWidget(two)
    page.show()
    page.activateWindow()
    one.setFocus()
    qtbot.waitUntil(one.hasFocus)
    QTest.keyClick(one, Qt.Key.Key_Tab)
    assert two.hasFocus()
