"""The program in German through the real main(): every page speaks German, and no English word of ours is left."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import translations
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QTableView,
    QWidget,
)

from desktop_labeler.data.decisions.history import clear, decide
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.core.language import choose_language
from desktop_labeler.ui.core.settings import Settings, save_settings
from desktop_labeler.ui.dialogs.keys_sheet import KeysSheet
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.page_registry import PAGES
from desktop_labeler.ui.widgets.key_button import KeyButton
from tests.e2e.driving import run_main, the_window
from tests.e2e.test_progress import make
from tests.making import ME

# What each page says about itself.
HEADINGS = {
    "home": "LETZTE PROJEKTE",
    "browse": "Durchsehen",
    "label": "Zuordnen",
    "suggestions": "Vorschläge",
    "audit": "Stichprobe",
    "suspects": "Zweifelsfälle",
    "map": "Karte",
    "train": "Training",
    "progress": "Fortschritt",
    "settings": "Einstellungen",
}


@pytest.fixture
def german(qapp: QApplication) -> Iterator[None]:
    save_settings(Settings(language="de"))
    yield
    choose_language(qapp, "en")


def texts(widget: QWidget) -> set[str]:
    """Return what a person reads on a widget and what is below it, tips and names for screen readers included."""
    found: set[str] = set()
    for one in (widget, *widget.findChildren(QWidget)):
        found |= {one.toolTip(), one.accessibleName(), one.accessibleDescription(), *_words(one)}
        found |= {action.text() for action in one.actions()}
    return {text for text in found if any(char.isalpha() for char in text)}


def _words(widget: QWidget) -> list[str]:
    if isinstance(widget, (QLabel, QAbstractButton)):
        return [widget.text()]
    if isinstance(widget, QLineEdit):
        return [widget.placeholderText()]
    if isinstance(widget, QComboBox):
        return [widget.itemText(place) for place in range(widget.count())]
    if isinstance(widget, QTableView):
        model = widget.model()
        columns = range(model.columnCount()) if model is not None else ()
        return [str(model.headerData(column, Qt.Orientation.Horizontal) or "") for column in columns]
    return [widget.title()] if isinstance(widget, QMenu) else []


def cut_off(window: QWidget) -> list[str]:
    """Return the buttons whose text does not fit."""
    found = []
    for button in window.findChildren(QPushButton):
        cap = button._cap_width() if isinstance(button, KeyButton) else 0
        icon = 0 if button.icon().isNull() else button.iconSize().width()
        needed = button.fontMetrics().horizontalAdvance(button.text().replace("&", "")) + cap + icon + 8
        tall = button.fontMetrics().height()
        if button.isVisible() and button.text() and (needed > button.width() or tall > button.height()):
            found.append(f"{button.text()}: {button.width()} × {button.height()} for {needed} × {tall}")
    return found


def _english() -> tuple[set[str], list[re.Pattern[str]]]:
    """The English texts that read otherwise in German, and those with something to fill in as patterns."""
    german = translations.read_source()
    differing = {text for (_, text), translated in german.items() if translated != text}
    differing -= set(german.values())  # "Name", "Import": words of both languages
    plain = {text for text in differing if "{" not in text}
    filled = [text for text in differing if len(re.findall(r"[A-Za-z]{3,}", _FIELD.sub(_cases, text))) >= 2]
    return plain, [_pattern(text) for text in filled if "{" in text]


_FIELD = re.compile(r"\{\w+(?::([^{}]*))?\}")


def _cases(field: re.Match[str]) -> str:
    """What a field of a template says itself: one and many, see desktop_labeler/messages.py."""
    return field[1] if field[1] and "|" in field[1] else ""


def _pattern(text: str) -> re.Pattern[str]:
    parts, end = [], 0
    for field in _FIELD.finditer(text):
        cases = [re.escape(case).replace(r"\#", ".+") for case in _cases(field).split("|")]
        parts += [re.escape(text[end : field.start()]), f"(?:{'|'.join(cases)})" if _cases(field) else ".+"]
        end = field.end()
    return re.compile("".join(parts) + re.escape(text[end:]))


def english_among(found: set[str]) -> list[str]:
    plain, patterns = _english()
    return sorted(
        text for text in found if text in plain or any(pattern.fullmatch(text) is not None for pattern in patterns)
    )


def test_the_search_for_english_finds_it() -> None:
    found = {"Show all images", "3 images on this page are still open.", "1 image on this page is still open."}
    assert english_among(found | {"Alle Bilder anzeigen", "down"}) == sorted(found)


@pytest.mark.usefixtures("german")
def test_every_page_is_german(tmp_path: Path, qapp: QApplication) -> None:
    file = make(tmp_path)
    with Project(file) as project:
        decide(project, find_images(project)[::3], clear(), kind="unlabel", what="Labels weg", by=ME)
    seen: dict[str, set[str]] = {}

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        assert window.pages is not None
        rounds = window.pages.rounds
        yield lambda: rounds.loaded
        seen["before a round"] = texts(window)
        window.resize(1024, 700)
        window.start_round()
        yield lambda: rounds.view is not None and rounds.lists is not None and not rounds.running
        for name in window.page_names():
            window.show_page(name)
            page = window.page(name)
            yield lambda page=page: page.isVisible() and page.settled  # type: ignore[misc]
            seen[name] = texts(window)
            yield lambda: not cut_off(window)
        keys = KeysSheet(window.settings, [(spec.shown(), spec.shown_key()) for spec in PAGES], window)
        seen["keys"] = texts(keys)
        keys.deleteLater()
        dialog = QDialog(window)  # Qt's own words
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, dialog)
        seen["Qt"] = {button.text().replace("&", "") for button in box.buttons()}
        dialog.deleteLater()

    assert run_main([str(file)], person) == 0
    assert seen["Qt"] == {"Abbrechen"}
    assert seen.keys() >= HEADINGS.keys() == {spec.name for spec in PAGES}
    for name, heading in HEADINGS.items():
        assert heading in seen[name], name
    left = {place: english for place, found in seen.items() if (english := english_among(found))}
    assert not left


def test_another_language_needs_no_other_start(tmp_path: Path, qapp: QApplication) -> None:
    file = make(tmp_path)

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        yield lambda: window.pages is not None and window.pages.rounds.loaded
        window.show_page("settings")
        window.settings_page._language.setCurrentIndex(2)
        window.settings_page._later.click()
        yield lambda: the_window() not in (None, window)
        other = the_window()
        assert other is not None
        yield lambda: other.pages is not None and other.pages.rounds.loaded
        assert other.project is not None
        assert other.project.path == file
        for name in ("browse", "settings"):
            other.show_page(name)
            assert HEADINGS[name] in texts(other.page(name))

    try:
        assert run_main([str(file)], person) == 0
    finally:
        choose_language(qapp, "en")
