"""Long names break over lines in a narrow place, and are copied as they are."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.widgets.breaking_text import BREAK, SelectableText, breakable

NAMES = (
    "BloodImage_00000.jpg#xywh=171,175,93,100",
    "IMG_20240101_123456_site12_cam3_burst002.jpg",
    "3f786850e387550fdab836ed7e6dc881de23001b3f786850e387550fdab836ed7e6dc881.png",
)


@given(st.text(max_size=80))
def test_nothing_is_added_but_places_to_break(text: str) -> None:
    text = text.replace(BREAK, "")
    found = breakable(text)
    assert found.replace(BREAK, "") == text
    assert all(len(run) <= 20 for part in found.split() for run in part.split(BREAK))


def test_words_stay_as_they_are() -> None:
    assert breakable("Diatoms and blue-greens, morphotype 1/s03_0145.jpg") == (
        "Diatoms and blue-greens, morphotype 1/s03_0145.jpg"
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_long_name_takes_no_more_than_its_width_and_is_copied_as_it_is(qtbot: QtBot, name: str) -> None:
    """The panel showed “BloodImage_00000.jpg#xywh=171,17” of the first one, and nothing of its end."""
    shown = SelectableText()
    qtbot.addWidget(shown)
    shown.setText(f"<b>{escape(breakable(name))}</b><br>RBC")
    shown.resize(200, 200)
    shown.show()
    document = QTextDocument()
    document.setDefaultFont(shown.font())
    document.setHtml(shown.text())
    document.setTextWidth(200)
    assert document.idealWidth() <= 200
    shown.setSelection(0, len(breakable(name)))
    QTest.keyClick(shown, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == name


def test_the_menu_copies_only_what_is_selected(qtbot: QtBot) -> None:
    shown = SelectableText()
    qtbot.addWidget(shown)
    shown.setText("one two")
    shown.show()
    QGuiApplication.clipboard().setText("before")
    shown.copy()
    assert QGuiApplication.clipboard().text() == "before"
    shown.setSelection(4, 3)
    shown.copy()
    assert QGuiApplication.clipboard().text() == "two"
