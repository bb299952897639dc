"""The keys of a page work on every page, whatever has the focus and also where there is nothing to show."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QWidget

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.core.keys import ACTIONS
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.driving import run_main
from tests.e2e.trusting import Steps, calm, make_trusted, rounds_of
from tests.making import ME, make_project
from tests.ui.stored_rounds import Findings, store_round


def _can_have_focus(window: MainWindow) -> list[QWidget]:
    """Return one widget of each kind that can have the keyboard: on the page, in the rail, the panel and the bar."""
    found: dict[tuple[str, str], QWidget] = {}
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.setdefault((type(widget).__name__, type(widget.parentWidget()).__name__), widget)
    return list(found.values())


def _next_round(project: Project, number: int) -> None:
    """Store a round that suggests nothing and doubts nothing."""
    store_round(project, Findings({}, {}, queue=[]), number)


def test_f5_shows_new_results_on_every_page_whatever_has_the_focus(tmp_path: Path, qapp: QApplication) -> None:
    file = make_trusted(tmp_path, with_round=False)
    with Project(file) as project:
        _next_round(project, 1)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        number, tried = 1, set()
        for name in window.page_names():
            if name in ("home", "settings"):
                continue
            window.show_page(name)
            yield lambda: rounds_of(window).settled and window.shown.settled
            for widget in _can_have_focus(window):
                number += 1
                assert window.project is not None
                _next_round(window.project.project, number)
                rounds_of(window).reload()
                yield lambda: rounds_of(window).settled and rounds_of(window).waiting
                widget.setFocus()
                QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F5)
                assert not rounds_of(window).waiting, (name, widget)
                tried.add((name, type(widget).__name__))
                yield lambda: rounds_of(window).settled
        assert len(tried) > 20

    assert run_main([str(file)], person) == 0


def test_f5_says_that_nothing_is_newer_where_there_is_nothing_to_show(tmp_path: Path, qapp: QApplication) -> None:
    file = make_trusted(tmp_path, with_round=False)
    with Project(file) as project:
        _next_round(project, 1)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("suggestions")
        yield lambda: rounds_of(window).settled and window.shown.settled
        page = window.shown
        assert isinstance(page, GridPage)
        assert not page.grid.isVisible()
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F5)
        said = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
        assert "These are the newest results." in said

    assert run_main([str(file)], person) == 0


def test_no_key_decides_or_fails_on_a_page_without_images(tmp_path: Path, qapp: QApplication) -> None:
    file = tmp_path / "p.labeler"
    with make_project(file, []) as project:
        add_classes(project, ["cat", "dog"], ME)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        assert window.project is not None
        before = len(read_history(window.project.project))
        for name in window.page_names():
            window.show_page(name)
            yield lambda: window.shown.settled
            for keys in [key for action in ACTIONS for key in action.keys if action.name not in ("undo", "redo")]:
                QTest.keySequence(QApplication.focusWidget() or window, QKeySequence(keys))
                for dialog in window.findChildren(QDialog):
                    dialog.close()
                assert window.shown is window.page(name), (name, keys)
            yield lambda: True
        assert len(read_history(window.project.project)) == before

    assert run_main([str(file)], person) == 0
