"""The list of keys on a small screen."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.app import _use_font
from desktop_labeler.ui.core.class_names import class_names
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.dialogs.keys_sheet import KeysSheet
from desktop_labeler.ui.page_registry import PAGES
from desktop_labeler.ui.widgets.classes.class_text import NameLabel


class _Screen:
    """A screen of 1366 × 768, with a bar of the desktop."""

    def availableGeometry(self) -> QRect:
        return QRect(0, 0, 1366, 740)


@pytest.fixture
def font_of_the_program(qapp: QApplication) -> Iterator[None]:
    """Use the letters and the style that the program has, which are larger than those of a bare application."""
    before = qapp.font()
    _use_font(qapp)
    theme().use("light")
    yield
    qapp.setFont(before)


@pytest.mark.usefixtures("in_language", "font_of_the_program")
@pytest.mark.parametrize("in_language", ["en", "de"], indirect=True)
def test_with_eight_classes_it_fits_on_one_screen(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KeysSheet, "screen", lambda _: _Screen())
    labels = [LabelClass(n, f"Class {n}", "#ffffff", "circle", str(n), n) for n in range(1, 9)]
    pages = [*((spec.shown(), spec.shown_key()) for spec in PAGES), ("Previous page", "Alt+Left")]
    sheet = KeysSheet(Settings(), pages, None, labels)
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()
    assert sheet.height() <= 740 - 40
    scroll = sheet.findChild(QScrollArea)
    assert isinstance(scroll, QScrollArea)
    assert scroll.verticalScrollBar().maximum() == 0


def test_long_names_stay_distinct_and_extending_stands_with_what_selects(qtbot: QtBot) -> None:
    names = [f"Calanoida Centropages hamatus copepodite of the stage number {n}" for n in range(20)]
    labels = [LabelClass(n, names[n], "#ffffff", "circle", "1234567890"[n % 10], n) for n in range(20)]
    class_names().know(names)
    sheet = KeysSheet(Settings(), [("Home", "Ctrl+1")], None, labels)
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()
    shown = [one.shown() for one in sheet.findChildren(NameLabel) if one.text() in names]
    assert len(set(shown)) == len(names)
    assert all(text.endswith(f" {n}") for n, text in enumerate(shown))
    places = {one.text(): one.mapTo(sheet, QPoint()).y() for one in sheet.findChildren(QLabel)}
    assert places["SELECT"] < places["Extend the selection while moving"] < places["CLASSES"]
