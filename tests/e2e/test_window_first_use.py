"""The first ten minutes need no manual: what a new person is promised, through the real main()."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_labeler.ui.core.settings import load_settings, save_settings
from desktop_labeler.ui.dialogs.new_class_dialog import NewClassDialog
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectDialog
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.label.first_labels import names_in
from desktop_labeler.ui.pages.label.label_page import LabelPage
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from tests.e2e.driving import run_main
from tests.making import make_project

Steps = Iterator[Callable[[], bool]]
PATHS = [f"{folder}/{number:02}.png" for folder in ("cat", "dog") for number in range(6)]


@pytest.fixture
def project(tmp_path: Path, qapp: QApplication) -> Path:
    path = tmp_path / "animals.labeler"
    make_project(path, PATHS, files=True).close()
    return path


def screen_of(monkeypatch: pytest.MonkeyPatch, free: QRect) -> None:
    """Let every screen have this free area."""
    monkeypatch.setattr(QScreen, "availableGeometry", lambda _: free)


def cut_off(window: MainWindow) -> list[str]:
    """Return what of the page, the rail and the bar lies beyond the window or is squeezed below its least size."""
    parts: list[QWidget] = [window.rail, window.bar, window.stack]
    inside = window.rect()
    return [
        type(part).__name__
        for part in parts
        if not inside.contains(QRect(part.mapTo(window, part.rect().topLeft()), part.size()))
        or part.height() < part.minimumSizeHint().height()
        or part.width() < part.minimumSizeHint().width()
    ]


@pytest.mark.parametrize("free", [QRect(0, 0, 910, 512), QRect(0, 27, 1366, 741), QRect(100, 0, 1920, 1080)])
def test_07_the_first_window_fits_the_screen(qapp: QApplication, monkeypatch: pytest.MonkeyPatch, free: QRect) -> None:
    screen_of(monkeypatch, free)

    def person(window: MainWindow) -> Steps:
        yield window.isVisible
        assert free.contains(window.geometry())
        assert not cut_off(window)

    assert run_main([], person) == 0


def test_07_a_window_that_was_larger_or_elsewhere_comes_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def at_the_large_screen(window: MainWindow) -> Steps:
        yield window.isVisible
        window.setGeometry(2200, 900, 1700, 1000)
        yield lambda: window.width() == 1700

    def on_the_road(window: MainWindow) -> Steps:
        yield window.isVisible
        assert QRect(0, 0, 1366, 768).contains(window.geometry())

    screen_of(monkeypatch, QRect(0, 0, 3840, 2160))
    run_main([str(project)], at_the_large_screen)
    screen_of(monkeypatch, QRect(0, 0, 1366, 768))
    run_main([str(project)], on_the_road)


def test_07_the_window_is_usable_from_900_by_480(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and window.pages.rounds.loaded
        for name in window.page_names():
            window.show_page(name)
            window.resize(900, 480)
            yield lambda: window.size().toTuple() == (900, 480)
            assert not cut_off(window), name
        assert window.rail.width() < 60
        assert window.side.folded
        window.show_page("label")
        assert window.stack.width() > 800
        window.activateWindow()
        yield window.isActiveWindow
        QTest.keyClick(window, Qt.Key.Key_F9)
        assert not window.side.folded
        assert window.side.width() >= 248
        QTest.keyClick(window, Qt.Key.Key_F9)
        window.resize(1366, 768)
        yield lambda: window.rail.width() > 150
        assert not window.side.folded

    settings = load_settings()
    settings.language = "de"  # the longer one
    save_settings(settings)
    run_main([str(project)], person)


@pytest.fixture
def unlabelled(tmp_path: Path) -> Path:
    """A folder of 24 images without labels: dark and light ones."""
    folder = tmp_path / "photos"
    folder.mkdir()
    random = np.random.default_rng(0)
    for number in range(24):
        pixels = random.integers(0, 90, (32, 32, 3)) + (number % 2) * 150
        Image.fromarray(pixels.astype(np.uint8)).save(folder / f"{number:02}.png")
    return folder


def make_it(window: MainWindow, folder: Path) -> None:
    """Choose a folder and press the button of the dialog."""
    window.files.new_project(folder)
    dialog = window.findChild(NewProjectDialog)
    assert dialog is not None
    dialog.make.click()


def label_page(window: MainWindow) -> LabelPage:
    page = window.page("label")
    assert isinstance(page, LabelPage)
    return page


def count_is(page: LabelPage, done: int) -> bool:
    return f"{done} of 10 labelled" in page.card.sentence.text() or page.card.step == 3


def suggestions_page(window: MainWindow) -> SuggestionsPage:
    page = window.page("suggestions")
    assert isinstance(page, SuggestionsPage)
    return page


def test_08_a_folder_without_labels_leads_to_suggestions(unlabelled: Path, qapp: QApplication) -> None:
    def person(window: MainWindow) -> Steps:
        make_it(window, unlabelled)
        yield lambda: isinstance(window.shown, LabelPage)
        page = label_page(window)
        card = page.card
        yield lambda: card.isVisible() and len(page.grid.content.images) == 10
        assert card.step == 1
        assert window.focusWidget() is card.names
        assert "digit key" not in page.sentence.text()
        QTest.keyClicks(card.names, "dark, light")
        assert card.button.text() == "Create 2 classes"
        QTest.keyClick(card.names, Qt.Key.Key_Return)
        assert card.step == 2
        assert window.focusWidget() is page.grid
        assert window.project is not None
        keys = {label.key: label.name for label in window.project.classes}
        assert keys == {"1": "dark", "2": "light"}
        for done in range(10):
            row = window.project.row(page.grid.focus_image or 0)
            assert row is not None
            QTest.keyClick(page.grid, Qt.Key.Key_2 if int(row.path[:2]) % 2 else Qt.Key.Key_1)
            yield partial(count_is, page, done + 1)
        yield lambda: card.step == 3
        assert "keys" not in card.sentence.text()
        yield lambda: card.button.isEnabled() and card.button.text() == "See suggestions"
        card.button.click()
        assert window.stack.currentWidget() is window.page("suggestions")
        yield lambda: len(suggestions_page(window).grid.content.images) > 0
        assert not card.isVisible()

    assert run_main([], person) == 0


def test_08_the_program_looks_by_itself_and_can_be_stopped(unlabelled: Path, qapp: QApplication) -> None:
    def person(window: MainWindow) -> Steps:
        make_it(window, unlabelled)
        yield lambda: window.pages is not None and window.pages.rounds.running
        rounds = window.pages.rounds if window.pages is not None else None
        assert rounds is not None
        yield lambda: window.jobs.resumable in ("look", "round")
        window.bar._cancel.click()
        yield lambda: not window.jobs.busy
        assert not rounds.running
        assert label_page(window).card.step == 1

    assert run_main([], person) == 0


def test_08_a_digit_without_a_class_offers_to_make_one(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield lambda: window.pages is not None and len(window.pages.browse.grid.content.images) == len(PATHS)
        assert window.pages is not None
        assert window.project is not None
        grid = window.pages.browse.grid
        assert "digit key gives" not in window.pages.browse.sentence.text()
        image = grid.focus_image
        QTest.keyClick(grid, Qt.Key.Key_3)
        dialog = window.findChild(NewClassDialog)
        assert dialog is not None
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not window.project.classes
        QTest.keyClick(grid, Qt.Key.Key_3)
        yield lambda: any(found.isVisible() for found in window.findChildren(NewClassDialog))
        dialog = next(found for found in window.findChildren(NewClassDialog) if found.isVisible())
        QTest.keyClicks(dialog.field, "cat")
        QTest.keyClick(dialog.field, Qt.Key.Key_Return)
        assert [(label.name, label.key) for label in window.project.classes] == [("cat", "3")]
        row = window.project.row(image or 0)
        assert row is not None
        assert row.class_id == window.project.classes[0].id
        assert "digit key gives" in window.pages.browse.sentence.text()
        QTest.keyClick(grid, Qt.Key.Key_3)
        assert len(window.project.classes) == 1

    run_main([str(project)], person)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("cat, dog;bird", ["cat", "dog", "bird"]),
        ("  cat ,, cat\n", ["cat"]),
        ("Smith, J.\nMüller, K.\r\n\n", ["Smith, J.", "Müller, K."]),
        ("- cat\n- dog\n• big  bird", ["cat", "dog", "big bird"]),
        ("cat\tdog", ["cat", "dog"]),
        ('"cat"', ["cat"]),
        (" \n ", []),
        ("co-occurring", ["co-occurring"]),
    ],
)
def test_08_a_list_of_classes_is_read_as_it_is_pasted(text: str, names: list[str]) -> None:
    assert names_in(text) == names
