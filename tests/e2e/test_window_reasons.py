"""Whatever does nothing says why: every entry of the menu and every key, in each state of the program."""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QWidget

from desktop_labeler.data.decisions.history import last_decision
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.core.keys import ACTIONS, key_map
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from tests.e2e.driving import run_main
from tests.e2e.trusting import GRIDS, calm, make_trusted, page, there

Steps = Iterator[Callable[[], bool]]
_LEAVES = ("close", "quit")
_AT_THE_EDGE = ("left", "up", "first", "page_up")  # the focus is on the first image


@pytest.fixture
def project(tmp_path: Path, qapp: QApplication) -> Path:
    return make_trusted(tmp_path)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Answer every dialog for files with Cancel; return the titles of those that were shown."""
    titles: list[str] = []

    def folder(parent: QWidget, title: str, *_: object) -> str:
        titles.append(title)
        return ""

    def file(parent: QWidget, title: str, *_: object, **__: object) -> tuple[str, str]:
        titles.append(title)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", folder)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", file)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", file)
    return titles


def look(window: MainWindow, asked: list[str]) -> tuple[object, ...]:
    """Return all that could tell a person that something happened."""
    pages = window.pages
    grid = window.shown.grid if isinstance(window.shown, GridPage) else None
    notice = window.bar.notices.notice
    return (
        len(asked),
        QApplication.focusWidget(),
        [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()],
        [text.text() for text in window.findChildren(QLabel) if text.isVisible()],
        notice.text if notice is not None else "",
        window.shown,
        window.side.folded,
        (grid.selection.focus, grid.selection.count, grid.cells.edge, grid.verticalScrollBar().value())
        if grid is not None
        else (),
        last_decision(window.project.project) if window.project is not None else 0,
        pages is not None and pages.large is not None,
        window.jobs.title,
    )


def tidy(window: MainWindow) -> None:
    """Close what was opened, and forget what was said, so that the next answer can be told from it."""
    for widget in QApplication.topLevelWidgets():
        if widget is not window and widget.isVisible():
            widget.close()
    if window.pages is not None and window.pages.large is not None:
        window.pages.large.leave()
    while window.bar.notices.notice is not None:
        window.bar.notices.away.click()
    window.activateWindow()


def press(widget: QWidget, key: str) -> None:
    """Press a key, given by its portable name."""
    pressed = QKeySequence(key)[0]  # type: ignore[index]
    QTest.keyClick(widget, pressed.key(), pressed.keyboardModifiers())


def enter(state: str, window: MainWindow, end: threading.Event) -> None:
    """Bring the program into a state."""
    if state == "read-only":
        assert window.project is not None
        window.project.project.read_only = True
        window._show_project()

    def job() -> Job[None]:
        while not end.wait(0.02):
            yield Progress("looking", 1, 2)

    if state == "job":
        window.jobs.start("Looking", job, lambda _: None)


def entries(window: MainWindow) -> list[QAction]:
    """Return the entries of the menu, but for those that leave."""
    leaving = [window.entries[name] for name in _LEAVES]
    return [entry for entry in window.entries if entry not in leaving]


def trying(window: MainWindow, asked: list[str], act: Callable[[], object], what: str) -> Steps:
    """Do something and wait until anything can be seen of it."""
    before = look(window, asked)
    act()
    TRIED.append(what)
    yield lambda: look(window, asked) != before
    boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    assert not [box.text() for box in boxes if box.icon() == QMessageBox.Icon.Critical], what  # a fault is no reason
    TRIED.pop()


TRIED: list[str] = []  # what nothing was seen of yet, for the message of a test that fails


@pytest.mark.parametrize("state", ["no project", "folder gone", "read-only", "job", "round"])
def test_every_entry_of_the_menu_does_something_or_says_why_not(
    project: Path, asked: list[str], state: str, tmp_path: Path
) -> None:
    if state == "folder gone":
        (tmp_path / "images").rename(tmp_path / "elsewhere")
    end, closed = threading.Event(), state == "no project"

    def person(window: MainWindow) -> Steps:
        if not closed:
            yield from calm(window)
        enter(state, window, end)
        for name in ("home",) if closed else ("settings", "browse"):
            for entry in entries(window):
                if not entry.isEnabled():
                    assert entry.toolTip() not in ("", entry.text()), entry.text()
                    continue
                window.show_page(name)
                tidy(window)
                window.shown.setFocus()
                yield window.isActiveWindow
                yield from trying(window, asked, entry.trigger, entry.text())
        tidy(window)
        end.set()
        window.jobs.stop()

    assert run_main([] if closed else [str(project)], person) == 0, TRIED


@pytest.mark.parametrize("state", ["folder gone", "plain"])
@pytest.mark.parametrize("name", GRIDS)
def test_every_key_does_something_or_says_why_not(
    project: Path, asked: list[str], state: str, name: str, tmp_path: Path
) -> None:
    if state == "folder gone":
        (tmp_path / "images").rename(tmp_path / "elsewhere")

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        grid = page(window, name).grid
        for action in sorted(ACTIONS, key=lambda action: action.name in ("keep_all", "take_all")):
            keys = key_map().keys(action.name)
            if not keys or action.name in _AT_THE_EDGE:
                continue
            if action.name == "take_all" and name == "suspects":
                break  # nothing is left after "keep_all"
            window.show_page(name)
            tidy(window)
            leave_search(window)
            yield lambda: there(window, name) and window.isActiveWindow()
            grid.selection.clear()
            grid.selection.move_to(0)
            grid.setFocus()
            yield grid.sight.settled
            page(window, name).sentence.clear()
            yield from trying(window, asked, partial(press, grid, keys[0]), action.name)
        tidy(window)

    assert run_main([str(project)], person) == 0, TRIED


def leave_search(window: MainWindow) -> None:
    """End "accept down to here"."""
    suggestions = window.page("suggestions")
    assert isinstance(suggestions, SuggestionsPage)
    if suggestions.batch.active:
        suggestions.batch.press("stop")


def test_a_scan_says_which_folder_is_missing_and_that_nothing_was_scanned(
    project: Path, asked: list[str], tmp_path: Path
) -> None:
    (tmp_path / "images").rename(tmp_path / "elsewhere")

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.entries["rescan"].trigger()
        boxes = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
        assert [str(tmp_path / "images") in box.text() for box in boxes] == [True]
        assert not asked
        boxes[0].buttons()[0].click()
        assert asked == ["Where is the folder images now?"]
        notice = window.bar.notices.notice
        assert notice is not None
        assert notice.text == "Nothing was scanned: the folder images is still missing."
        yield lambda: not window.jobs.busy

    assert run_main([str(project)], person) == 0


def test_that_no_project_is_open_is_not_said_once_one_is(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        window.show_page("browse")
        notice = window.bar.notices.notice
        assert notice is not None
        assert notice.text == "Open a project first."
        window.open_project(project)
        yield from calm(window)
        yield lambda: window.bar.notices.notice is None

    assert run_main([], person) == 0
