"""The names of the first classes: typed with commas, or one after another."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.widgets.names_field import NamesField


def typed(qtbot: QtBot, *parts: str) -> tuple[NamesField, list[list[str]]]:
    """Type parts, with Enter after each; return the field and the names that it had whenever it was finished."""
    field, done = NamesField(), list[list[str]]()
    qtbot.addWidget(field)
    field.done.connect(lambda: done.append(field.names()))
    for part in parts:
        QTest.keyClicks(field, part)
        QTest.keyClick(field, Qt.Key.Key_Return)
    return field, done


def test_enter_after_a_list_with_commas_finishes_it(qtbot: QtBot) -> None:
    assert typed(qtbot, "hat, shirt")[1] == [["hat", "shirt"]]


def test_names_typed_one_after_another_go_on_until_an_empty_line(qtbot: QtBot) -> None:
    field, done = typed(qtbot, "hat", "shirt")
    assert done == []  # else "shirt" would have been keys of the page: S sorts, Enter opens an image
    assert field.names() == ["hat", "shirt"]
    assert typed(qtbot, "hat", "shirt", "")[1] == [["hat", "shirt"]]


def test_a_single_class_needs_an_empty_line_too(qtbot: QtBot) -> None:
    assert typed(qtbot, "hat", "")[1] == [["hat"]]
