"""The key model: defaults, changes, conflicts, and what a press means on any keyboard."""

import ast
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_labeler import ui
from desktop_labeler.data.decisions.class_keys import KEYS as CLASS_KEYS
from desktop_labeler.paths import resource
from desktop_labeler.ui.core.keys import (
    ACTIONS,
    BY_NAME,
    MOVES,
    KeyMap,
    class_key,
    key_map,
    key_names,
    normal,
    shown_key,
)
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.dialogs.keys_sheet import KeysSheet
from desktop_labeler.ui.page_registry import PAGES

_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_CONTROL, _KEYPAD = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.KeypadModifier

# The table of the design, written down again: nobody changes a default by accident.
_DESIGN = {
    "Return": "accept", "Ctrl+Return": "accept_page", "Shift+Return": "accept_row", "/": "choose", "F2": "choose",
    "X": "reject", "Q": "keep", "W": "take", "U": "unsure", "E": "exclude", "N": "second", "M": "most_common",
    "R": "row", "G": "group", "S": "similar", "Ctrl+Z": "undo", "Ctrl+Shift+Z": "redo", "B": "gallop",
    "F": "page_right", "J": "page_wrong", "F5": "take_over", "?": "help", "Space": "toggle", "Ctrl+A": "select_all",
    "Esc": "clear", "Left": "left", "Right": "right", "Up": "up", "Down": "down", "Home": "first", "End": "last",
    "PgUp": "page_up", "PgDown": "page_down",
}  # fmt: skip


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE, *, code: int = 0, text: str = "") -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, int(key), modifiers, code, 0, 0, text)


def test_the_defaults_are_those_of_the_design() -> None:
    holder = {key: action.name for action in ACTIONS for key in action.keys}
    assert {key: holder.get(key) for key in _DESIGN} == _DESIGN


def test_no_key_means_two_things_and_none_belongs_to_a_class() -> None:
    keys = [key for action in ACTIONS for key in action.keys]
    assert len(keys) == len(set(keys))
    assert not set(keys) & set(CLASS_KEYS)
    assert all(normal(key) == key for key in keys)


@pytest.mark.parametrize(
    ("event", "meant"),
    [
        (press(Qt.Key.Key_X), ("reject", False)),
        (press(Qt.Key.Key_Enter, _KEYPAD), ("accept", False)),
        (press(Qt.Key.Key_Return, _SHIFT), ("accept_row", False)),
        (press(Qt.Key.Key_Right, _SHIFT), ("right", True)),
        (press(Qt.Key.Key_PageDown, _SHIFT), ("page_down", True)),
        (press(Qt.Key.Key_Question, _SHIFT), ("help", False)),
        (press(Qt.Key.Key_Slash, _SHIFT), ("choose", False)),  # German keyboards: Shift+7
        (press(Qt.Key.Key_Z, _CONTROL | _SHIFT), ("redo", False)),
        (press(Qt.Key.Key_X, _SHIFT), None),
        (press(Qt.Key.Key_K), None),
    ],
)
def test_a_press_means_its_action(event: QKeyEvent, meant: tuple[str, bool] | None) -> None:
    assert KeyMap().action(event) == meant


@pytest.mark.skipif(sys.platform != "linux", reason="key codes differ by system")
def test_shift_and_a_digit_is_a_class_key_whatever_it_types() -> None:
    assert class_key(press(Qt.Key.Key_3)) == "3"
    assert class_key(press(Qt.Key.Key_3, _SHIFT)) == "Shift+3"
    assert class_key(press(Qt.Key.Key_3, _KEYPAD)) == "3"
    assert class_key(press(Qt.Key.Key_Exclam, _SHIFT, code=10)) == "Shift+1"  # American
    assert class_key(press(Qt.Key.Key_Equal, _SHIFT, code=19)) == "Shift+0"  # German
    assert class_key(press(Qt.Key.Key_Ampersand, _NONE, code=10)) == "1"  # French: digits need Shift there
    assert class_key(press(Qt.Key.Key_1, _CONTROL)) == ""
    assert class_key(press(Qt.Key.Key_A, code=38)) == ""


def test_a_changed_key_counts_and_comes_back_from_the_settings() -> None:
    keys = KeyMap()
    keys.set_keys("unsure", ("Y", "ctrl+u"))
    assert keys.action(press(Qt.Key.Key_Y)) == ("unsure", False)
    assert keys.action(press(Qt.Key.Key_U)) is None
    again = KeyMap()
    again.load(keys.changes())
    assert again.keys("unsure") == ("Y", "Ctrl+U")
    assert keys.changes() == {"unsure": "Y Ctrl+U"}
    again.load({})
    assert again.changes() == {}


@pytest.mark.parametrize("key", ["X", "3", "Shift+0", "no such key", ""])
def test_a_key_that_is_taken_or_none_is_refused(key: str) -> None:
    keys = KeyMap()
    with pytest.raises(ValueError, match="unsure"):
        keys.set_keys("unsure", (key,))
    assert keys.keys("unsure") == ("U",)


def test_conflicts_are_told_by_action() -> None:
    keys = KeyMap()
    assert keys.conflict("unsure", "x") == BY_NAME["reject"]
    assert keys.conflict("reject", "X") is None
    assert keys.conflict("reject", "Ctrl+K") is None


def test_settings_of_another_version_do_no_harm() -> None:
    keys = KeyMap()
    keys.load({"no_such_action": "A", "reject": "K no-such-key"})
    assert keys.keys("reject") == ("K",)


@given(st.sampled_from(ACTIONS), st.sampled_from([*"AKPYIH", "F7", "Ctrl+K", "Alt+Right", "F12"]))
def test_any_free_key_can_be_given(action: object, key: str) -> None:
    keys = KeyMap()
    name = action.name  # type: ignore[attr-defined]
    keys.set_keys(name, (key,))
    assert keys.conflict(name, key) is None
    assert all(keys.conflict(other, key) == BY_NAME[name] for other in ("undo", "reject") if other != name)


def test_moves_are_actions() -> None:
    assert set(BY_NAME) >= MOVES


def test_shift_of_a_sign_is_tried_without_it() -> None:
    assert key_names(press(Qt.Key.Key_Question, _SHIFT)) == ["Shift+?", "?"]
    assert key_names(press(Qt.Key.Key_A, _SHIFT)) == ["Shift+A"]


def test_the_application_has_one_key_map(qapp: QApplication) -> None:
    assert key_map() is key_map()


_GERMAN = {
    "Return": "Eingabe", "Enter": "Eingabe", "Ctrl+Return": "Strg+Eingabe", "Shift+Return": "Umschalt+Eingabe",
    "Space": "Leertaste", "Del": "Entf", "Home": "Pos1", "End": "Ende", "PgUp": "Bild auf", "PgDown": "Bild ab",
    "Ctrl+Shift+Z": "Strg+Umschalt+Z", "Alt+Left": "Alt+Links", "Backspace": "Rücktaste", "Ins": "Einfg",
}  # fmt: skip


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac shows signs")
@pytest.mark.usefixtures("in_language")
@pytest.mark.parametrize("in_language", ["de"], indirect=True)
def test_keys_have_their_german_names_and_can_be_read_back() -> None:
    assert {key: shown_key(key) for key in _GERMAN} == _GERMAN
    shown = [shown_key(key) for action in ACTIONS for key in action.keys] + [spec.shown_key() for spec in PAGES]
    english = re.compile(r"\b(Return|Enter|Space|Del|Ctrl|Shift|Home|End|Left|Right|Up|Down|PgUp|PgDown)\b")
    assert [text for text in shown if english.search(text)] == []
    assert all(normal(shown_key(key)) == key for action in ACTIONS for key in action.keys)


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac shows signs")
@pytest.mark.usefixtures("in_language")
@pytest.mark.parametrize("in_language", ["en"], indirect=True)
def test_the_key_that_accepts_is_enter_everywhere(qtbot: QtBot) -> None:
    assert [shown_key(key) for key in ("Return", "Enter", "Ctrl+Return", "PgDown")] == [
        "Enter", "Enter", "Ctrl+Enter", "PgDn",
    ]  # fmt: skip
    assert all(normal(shown_key(key)) == key for action in ACTIONS for key in action.keys)
    sheet = KeysSheet(Settings(), [], None, [])
    qtbot.addWidget(sheet)
    shown = [field.text() for field in sheet.findChildren(QLineEdit)]
    assert {"Enter", "Ctrl+Enter", "Shift+Enter", "PgDn"} <= set(shown)
    assert not [text for text in shown if "Return" in text or ("Down" in text and text.startswith("Pg"))]


@pytest.mark.skipif(sys.platform == "darwin", reason="a Mac shows signs")
@pytest.mark.usefixtures("in_language")
@pytest.mark.parametrize(("in_language", "language"), [("en", "en"), ("de", "de")], indirect=["in_language"])
def test_the_handbook_calls_the_keys_as_the_window_does(language: str) -> None:
    page = resource("handbook", language, "09-keys.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| ")]
    told = {key.strip() for row in rows for key in re.split(r", (?:dann |then )?| oder | or | … |;", row)}
    arrows = {"left", "right", "up", "down"}  # "Pfeile"
    two = {"keep_all", "take_all", "in_view", "lasso"}  # told on the pages they are about
    missing = {
        action.name: shown_key(action.keys[0])
        for action in ACTIONS
        if action.keys and action.name not in arrows | two and shown_key(action.keys[0]) not in told
    }
    assert missing == {"help": "?"}  # the sentence above the table


def test_every_key_is_shown_by_one_function() -> None:
    """Else a key stands in English in a German window, or as Ctrl on a Mac."""
    wrong = []
    for path in Path(ui.__path__[0]).rglob("*.py"):
        names = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        if "NativeText" in names and path.name != "keys.py":
            wrong.append(path.name)
    assert wrong == []
