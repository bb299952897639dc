"""A decision lands where the person looks, or nowhere: the promises, through the real main() with its window."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.dialogs.class_key_dialog import ClassKeyDialog
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.label.label_page import LabelPage
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from tests.e2e.driving import run_main
from tests.e2e.trusting import (
    CONTROL,
    GRIDS,
    calm,
    click,
    decided_since,
    make_trusted,
    newest,
    page,
    painted,
    round_ends,
    rounds_of,
    shown,
    there,
    type_key,
)

_KEY = Qt.Key
Steps = Iterator[Callable[[], bool]]


@pytest.fixture
def file(tmp_path: Path, qapp: QApplication) -> Path:
    return make_trusted(tmp_path)


@pytest.fixture
def fresh(tmp_path: Path, qapp: QApplication) -> Path:
    """A project that nothing has looked at yet."""
    return make_trusted(tmp_path, with_round=False)


def class_of(window: MainWindow, image: int | None) -> str:
    """Return the class that an image has now."""
    assert window.project is not None
    row = window.project.row(image or 0)
    label = window.project.class_of(row.class_id) if row is not None else None
    return label.name if label is not None else ""


# --- 1: keys act only on what is visible ------------------------------------------------------------------------------
def test_01_a_round_that_ends_leaves_the_keys_with_the_page_in_view(fresh: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("suggestions")  # waits for the first round, which the person has asked for
        waiting = page(window, "suggestions")
        assert isinstance(waiting, SuggestionsPage)
        waiting.refill()
        window.show_page("label")
        yield lambda: there(window, "label")
        before, focus = newest(window), QApplication.focusWidget()
        round_ends(window, 1)
        yield lambda: bool(shown(window, "suggestions")) and rounds_of(window).settled
        assert QApplication.focusWidget() is focus
        in_view = set(shown(window, "label"))
        for key in (_KEY.Key_2, _KEY.Key_Return, _KEY.Key_X, _KEY.Key_1):
            type_key(window, key)
        assert set(decided_since(window, before)) <= in_view
        assert set(decided_since(window, before).values()) == {"Label"}

    assert run_main([str(fresh)], person) == 0


def test_01_a_grid_that_is_not_shown_takes_no_key(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        for name in GRIDS:
            window.show_page(name)
            yield partial(there, window, name)
        before = newest(window)
        for name in GRIDS[:-1]:
            for key in (_KEY.Key_2, _KEY.Key_Return, _KEY.Key_X, _KEY.Key_U, _KEY.Key_Q):
                QTest.keyClick(page(window, name).grid, key)
            QTest.keyClick(page(window, name).grid, _KEY.Key_Return, CONTROL)
        page(window, "label").grid.take_keys()
        assert page(window, "suspects").grid.hasFocus()
        assert decided_since(window, before) == {}

    assert run_main([str(file)], person) == 0


def test_01_an_image_that_was_scrolled_away_is_shown_before_it_is_decided(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.resize(1024, 640)
        grid = page(window, "browse").grid
        grid.set_appearance(200, True, grid.captions)
        yield lambda: there(window, "browse") and grid.verticalScrollBar().maximum() > 1000
        click(window, "browse", shown(window, "browse")[0])
        before, framed = newest(window), grid.focus_image
        while grid.cell_rect(0).bottom() > 0:
            _wheel(grid.viewport(), -480)
        yield lambda: True
        type_key(window, _KEY.Key_2)
        assert decided_since(window, before) == {}
        assert grid.viewport().rect().contains(grid.cell_rect(0).center())
        assert "out of view" in page(window, "browse").sentence.text()
        type_key(window, _KEY.Key_2)
        assert set(decided_since(window, before)) == {framed}

    assert run_main([str(file)], person) == 0


def test_01_a_page_that_was_not_painted_yet_takes_no_key(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        yield partial(there, window, "browse")
        window.show_page("label")
        yield partial(there, window, "label")
        before = newest(window)
        window.show_page("browse")
        type_key(window, _KEY.Key_2)  # in the same moment: nobody can have seen the page
        assert decided_since(window, before) == {}
        yield lambda: True
        type_key(window, _KEY.Key_2)
        assert len(decided_since(window, before)) == 1

    assert run_main([str(file)], person) == 0


def _wheel(widget: QWidget, turn: int) -> None:
    at = QPointF(widget.rect().center())
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    away = widget.mapToGlobal(at)
    event = QWheelEvent(at, away, QPoint(), QPoint(0, turn), none, Qt.KeyboardModifier.NoModifier, phase, False)
    QApplication.sendEvent(widget, event)


def test_01_a_menu_acts_on_what_it_was_opened_for(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("label")
        yield lambda: there(window, "label")
        before, grid = newest(window), page(window, "label").grid
        first = grid.focus_image
        _open_menu(grid)
        yield lambda: isinstance(QApplication.activePopupWidget(), QMenu)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        below = page(window, "label")
        assert isinstance(below, LabelPage)
        below.next_page()  # whatever changes the page below it
        unsure = next(entry for entry in menu.actions() if entry.text().startswith("Unsure"))
        menu.close()
        unsure.trigger()
        assert set(decided_since(window, before)) <= {first}
        yield lambda: True

    assert run_main([str(file)], person) == 0


def _open_menu(grid: GridView) -> None:
    at = grid.cell_rect(grid.selection.focus).center()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(grid.viewport(), QContextMenuEvent(reason, at, grid.viewport().mapToGlobal(at)))


_LETTERS = (
    "1 2 X Space Return Q W U E M B F J Right Down End PgDown F5 Tab Shift+Right Shift+Down Ctrl+Return Shift+Return"
)
_PAGES = (*GRIDS, "audit", "map", "progress")


def _focus_stays(before: QWidget | None, what: str) -> None:
    """Whoever had the keyboard has it still, unless it is gone."""
    gone = before is None or not shiboken6.isValid(before) or not (before.isVisible() and before.isEnabled())
    assert gone or QApplication.focusWidget() is before, (what, before, QApplication.focusWidget())


@pytest.mark.parametrize("seed", range(4))
def test_01_whatever_ends_a_key_changes_only_what_is_painted(file: Path, seed: int) -> None:
    """All pages, all endings of jobs, in any order: no decision on an image that was not on the screen."""
    hands = random.Random(seed)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        number = 2
        for _ in range(120):
            what = hands.choice(("page", "round", "reload", "refresh", *["key"] * 8))
            if (popup := QApplication.activePopupWidget()) is not None:  # the list of a field, opened with Space
                popup.close()
                window.activateWindow()
                yield window.isActiveWindow
            where = (window.stack.currentWidget(), QApplication.focusWidget())
            assert window.project is not None
            if what == "page":
                window.show_page(hands.choice(_PAGES))
                yield lambda: True
                continue
            if what == "key":
                before, visible = newest(window), painted(window)
                key = QKeySequence(hands.choice(_LETTERS.split()))
                QTest.keySequence(QApplication.focusWidget() or window, key)
                assert set(decided_since(window, before)) <= visible
                continue
            if what == "round":
                round_ends(window, number)
                number += 1
            elif what == "reload":
                window.project.reload()
            else:
                rounds_of(window).listed.emit()
            yield lambda: rounds_of(window).settled
            assert window.stack.currentWidget() is where[0]
            _focus_stays(where[1], what)

    assert run_main([str(file)], person) == 0


# --- 2: looking is not rejecting --------------------------------------------------------------------------------------
def test_02_a_click_looks_and_x_marks_and_the_button_says_all(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("suggestions")
        yield lambda: there(window, "suggestions")
        found, images, before = page(window, "suggestions"), shown(window, "suggestions"), newest(window)
        assert isinstance(found, SuggestionsPage)
        for image in images:
            click(window, "suggestions", image)
            assert found.grid.focus_image == image
        assert found.accept_button.text() == f"Accept {len(images)}"
        for image, key in zip(images[2:4], (_KEY.Key_X, _KEY.Key_Space), strict=True):
            click(window, "suggestions", image)
            type_key(window, key)
        assert newest(window) == before  # a mark decides nothing
        assert found.accept_button.text() == f"Accept {len(images) - 2} · reject 2"
        assert found.marks.images() == set(images[2:4])
        type_key(window, _KEY.Key_Return, CONTROL)
        assert window.project is not None
        rows = window.project.project.images(images)
        assert [row.state for row in rows if row.id not in images[2:4]] == [State.LABELLED] * (len(images) - 2)
        assert [bool(row.rejected) for row in rows if row.id in images[2:4]] == [True, True]
        assert newest(window) == before + 1
        type_key(window, _KEY.Key_Z, CONTROL)
        assert found.marks.images() == set(images[2:4])
        assert found.accept_button.text() == f"Accept {len(images) - 2} · reject 2"

    assert run_main([str(file)], person) == 0


def test_02_a_digit_acts_on_the_framed_image_on_every_page(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        for name in GRIDS:
            window.show_page(name)
            yield partial(there, window, name)
            before, image = newest(window), shown(window, name)[3]
            click(window, name, image)
            type_key(window, _KEY.Key_3)
            assert set(decided_since(window, before)) == {image}, name
            type_key(window, _KEY.Key_Z, CONTROL)

    assert run_main([str(file)], person) == 0


def test_02_a_mouse_on_its_way_or_bumped_takes_no_label(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("suggestions")
        yield lambda: there(window, "suggestions")
        grid, images = page(window, "suggestions").grid, shown(window, "suggestions")
        click(window, "suggestions", images[0])
        QTest.mouseMove(grid.viewport(), grid.cell_rect(4).center())  # across a tile to the panel
        QTest.mouseMove(window.side, window.side.rect().center())
        yield lambda: grid.mouse.hovered is None
        before = newest(window)
        type_key(window, _KEY.Key_3)
        assert set(decided_since(window, before)) == {images[0]}
        edge = grid.cell_rect(6).topRight() + QPoint(-2, 40)
        QTest.mouseMove(grid.viewport(), edge)
        type_key(window, _KEY.Key_Home)
        before, framed = newest(window), grid.focus_image
        QTest.mouseMove(grid.viewport(), edge + QPoint(4, 0))  # bumped into the next tile
        type_key(window, _KEY.Key_2)
        assert set(decided_since(window, before)) == {framed}
        yield lambda: True

    assert run_main([str(file)], person) == 0


# --- 3: keys and names ------------------------------------------------------------------------------------------------
def test_03_a_digit_gives_the_class_of_that_name(tmp_path: Path, qapp: QApplication) -> None:
    file = make_trusted(tmp_path, classes=[*"0123456789", "moth"])

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("label")
        yield partial(there, window, "label")
        assert window.project is not None
        project, grid = window.project, page(window, "label").grid
        for digit in "5071":
            image = grid.focus_image
            type_key(window, getattr(_KEY, f"Key_{digit}"))
            assert class_of(window, image) == digit
        moth = next(label for label in project.classes if label.name == "moth")
        window.side.classes.list.setCurrentRow(project.classes.index(moth))
        window.side.classes.ask_key(moth)
        yield lambda: isinstance(QApplication.activeModalWidget(), ClassKeyDialog)
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ClassKeyDialog)
        for taken in (_KEY.Key_X, _KEY.Key_5, _KEY.Key_Space):
            QTest.keyClick(dialog, taken)
            assert not dialog.give.isEnabled()
        QTest.keyClick(dialog, _KEY.Key_K)
        dialog.give.click()
        yield lambda: QApplication.activeModalWidget() is None
        window.activateWindow()
        grid.setFocus()
        yield grid.hasFocus
        image = grid.focus_image
        type_key(window, _KEY.Key_K)
        assert class_of(window, image) == "moth"
        before = {label.name: label.key for label in project.classes}
        project.change_classes([replace(moth, position=-1, key="K")], DecisionText("order_classes"))
        zero = next(label for label in project.classes if label.name == "0")
        project.delete_class(zero)
        yield lambda: not project.busy
        assert {label.name: label.key for label in project.classes} == {k: v for k, v in before.items() if k != "0"}

    assert run_main([str(file)], person) == 0


# --- 4: no class by accident ------------------------------------------------------------------------------------------
def test_04_a_typing_error_makes_no_class(tmp_path: Path, qapp: QApplication) -> None:
    file = make_trusted(tmp_path, classes=["one", "six", "seven", "Oithona morphotype 3"])

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("label")
        yield partial(there, window, "label")
        assert window.project is not None
        picker, grid = window.side.picker, page(window, "label").grid
        for typed, meant in (("sevn", "seven"), ("morph 3", "Oithona morphotype 3"), ("SÉVEN", "seven")):
            image = grid.focus_image
            type_key(window, _KEY.Key_F2)
            yield picker.isVisible
            QTest.keyClicks(picker.field, typed)
            QTest.keyClick(picker.field, _KEY.Key_Return)
            assert class_of(window, image) == meant
            yield grid.hasFocus
        type_key(window, _KEY.Key_F2)
        yield picker.isVisible
        image = grid.focus_image
        QTest.keyClicks(picker.field, "entirely else")
        QTest.keyClick(picker.field, _KEY.Key_Return)
        assert picker.isVisible()
        assert picker.note.isVisible()  # what creates it
        assert len(window.project.classes) == 4
        QTest.keyClick(picker.field, _KEY.Key_Down)  # the row "Create class"
        QTest.keyClick(picker.field, _KEY.Key_Return)
        assert class_of(window, image) == "entirely else"
        window.side.classes.finder.setText("sevn")
        QTest.keyClick(window.side.classes.finder, _KEY.Key_Return)
        assert len(window.project.classes) == 5

    assert run_main([str(file)], person) == 0
