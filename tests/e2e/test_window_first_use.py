"""The first ten minutes need no manual: what a new person is promised, through the real main()."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from desktop_labeler.ui.core.settings import load_settings, save_settings
from desktop_labeler.ui.main_window import MainWindow
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
