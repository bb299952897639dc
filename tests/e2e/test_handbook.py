"""F1 opens a handbook without a network: both languages, pictures, a search, and no way out of it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_labeler.paths import resource
from desktop_labeler.ui.core.language import LANGUAGES
from desktop_labeler.ui.core.settings import load_settings, save_settings
from desktop_labeler.ui.dialogs.handbook import Handbook, read_handbook
from desktop_labeler.ui.grid.grid_menu import grid_menu
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.driving import run_main
from tests.making import make_project

Steps = Iterator[Callable[[], bool]]
IMAGE = QTextDocument.ResourceType.ImageResource.value


def test_15_f1_opens_the_handbook_and_its_search_finds(qapp: QApplication) -> None:
    def person(window: MainWindow) -> Steps:
        window.activateWindow()
        yield window.isActiveWindow
        QTest.keyClick(window, Qt.Key.Key_F1)
        book = window.findChild(Handbook)
        assert book is not None
        yield book.isVisible
        assert book.shown == "Getting started"
        QTest.keyClicks(book.search, "power cut")
        assert [book.list.item(row).text() for row in range(book.list.count())] == ["Labelling"]
        assert book.shown == "Labelling"
        assert book.pages.extraSelections()
        place = book.pages.cursorRect(book.pages.textCursor())  # of the first hit, which is far below the beginning
        assert book.pages.textCursor().position() > 0
        assert book.pages.viewport().rect().contains(place)
        book.pages.anchorClicked.emit(QUrl("05-audit.md"))
        assert book.shown == "Audit: how right is it?"
        for outside in ("https://example.org/05-audit.md", "file:///etc/passwd", "../../style.qss"):
            book.pages.anchorClicked.emit(QUrl(outside))
            assert book.shown == "Audit: how right is it?"
        assert book.pages.loadResource(IMAGE, QUrl("../../icons/app.svg")) is None
        assert book.pages.loadResource(IMAGE, QUrl("file:///etc/hostname")) is None
        picture = book.pages.loadResource(IMAGE, QUrl("../pictures/en/audit.jpg"))
        assert picture is not None
        assert picture.width() <= book.pages.viewport().width()  # type: ignore[attr-defined]
        window.help.read()
        assert len(window.findChildren(Handbook)) == 1
        book.activateWindow()
        yield book.isActiveWindow
        QTest.keyClick(book.search, Qt.Key.Key_Escape)
        yield lambda: window.findChild(Handbook) is None

    assert run_main([], person) == 0


def test_15_it_speaks_the_language_of_the_window(qapp: QApplication) -> None:
    def person(window: MainWindow) -> Steps:
        window.help.read()
        book = window.findChild(Handbook)
        assert book is not None
        yield book.isVisible
        assert book.shown == "Erste Schritte"
        book.close()

    settings = load_settings()
    settings.language = "de"
    save_settings(settings)
    assert run_main([], person) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_15_every_link_and_picture_of_the_handbook_is_there(language: str) -> None:
    chapters = read_handbook(language)
    names = {chapter.name for chapter in chapters}
    assert names == {chapter.name for chapter in read_handbook("en")}
    pictures = set()
    for chapter in chapters:
        for picture, target in re.findall(r"(!?)\[[^]]*\]\(([^)]+)\)", chapter.text):
            if picture:
                file = Path(resource("handbook", language), target)
                assert file.is_file(), target
                assert file.parent.name == language
                pictures.add(file.resolve())
            else:
                assert target in names, target
    assert pictures


def test_15_the_menu_shows_the_file_and_the_page_hides_it_where_it_must(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr("desktop_labeler.ui.grid.grid_page.show_in_file_manager", shown.append)
    make_project(tmp_path / "p.labeler", ["a/0.png", "b/1.png"], files=True).close()

    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and len(window.pages.browse.grid.content.images) == 2
        assert window.pages is not None
        page = window.pages.browse
        menu = grid_menu(page.grid, page.project, page.grid.commands, 0)
        entry = next(entry for entry in menu.actions() if entry.text().startswith("Show in the file manager"))
        entry.trigger()
        assert shown == [tmp_path / "images" / "a" / "0.png"]
        page.grid.content.blind = True
        entry.trigger()
        assert len(shown) == 1
        menu.deleteLater()

    assert run_main([str(tmp_path / "p.labeler")], person) == 0


_KEY = re.compile(
    r"([A-Z0-9?/]|F\d+|1 … 9, 0|(Ctrl|Strg|Shift|Umschalt|Alt)([+].+)?|Enter|Eingabe|Del|Entf|Esc|Space|Leertaste|Tab)"
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_calls_a_button_or_a_page_is_what_the_window_says(language: str) -> None:
    """Bold are keys, and texts of the window: one that was changed there has to change here."""
    texts = ElementTree.parse(resource("translations", "desktop_labeler_de.ts")).iter("message")
    side = "source" if language == "en" else "translation"
    known = {(message.findtext(side) or "").strip("….").casefold() for message in texts}
    for page in sorted(resource("handbook", language).glob("*.md")):
        bold = re.findall(r"\*\*([^*]+)\*\*", page.read_text(encoding="utf-8"))
        said = {" ".join(text.split()).strip("….") for text in bold}
        unknown = {text for text in said if text.casefold() not in known and not _KEY.fullmatch(text)}
        assert unknown == set(), page.name
