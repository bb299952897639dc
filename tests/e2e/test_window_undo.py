"""Undo and redo say what they did, show it, and a way leads back: promises of the trust issue, line 6."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.images.query.image_query import Filter
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from tests.e2e.driving import run_main
from tests.e2e.trusting import (
    CONTROL,
    COUNT,
    LABELLED,
    SHIFT,
    calm,
    click,
    make_trusted,
    page,
    painted,
    rounds_of,
    shown,
    there,
    type_key,
)

_KEY, _ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
Steps = Iterator[Callable[[], bool]]


@pytest.fixture
def file(tmp_path: Path, qapp: QApplication) -> Path:
    return make_trusted(tmp_path)


def test_06_undo_says_what_it_undid_shows_it_and_a_way_leads_back(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("suggestions")
        yield lambda: there(window, "suggestions")
        images = shown(window, "suggestions")
        type_key(window, _KEY.Key_Return, CONTROL)
        yield lambda: rounds_of(window).settled
        window.show_page("label")
        yield lambda: there(window, "label")
        keyboard, strip = QApplication.focusWidget(), window.bar.notices
        type_key(window, _KEY.Key_Z, CONTROL)
        assert strip.isVisible()
        assert strip.text.text() == f"Undone: Accept {len(images)} as Fly"
        assert QApplication.focusWidget() is keyboard
        assert window.shown is window.page("label")
        strip.button.click()
        yield lambda: there(window, "browse") and window.shown is window.page("browse")
        assert sorted(shown(window, "browse")) == sorted(images)
        assert not strip.isVisible()
        type_key(window, _KEY.Key_Left, _ALT)
        assert window.shown is window.page("label")
        type_key(window, _KEY.Key_Z, CONTROL | SHIFT)
        assert strip.text.text() == f"Redone: Accept {len(images)} as Fly"

    assert run_main([str(file)], person) == 0


def test_06_undo_goes_to_its_image_where_it_is_on_this_page(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.resize(1024, 640)
        grid = page(window, "browse").grid
        grid.set_appearance(200, True, grid.captions)
        yield lambda: there(window, "browse") and grid.verticalScrollBar().maximum() > 1000
        first = shown(window, "browse")[0]
        click(window, "browse", first)
        type_key(window, _KEY.Key_2)
        type_key(window, _KEY.Key_End)
        yield lambda: first not in painted(window)
        type_key(window, _KEY.Key_Z, CONTROL)
        assert grid.focus_image == first
        assert first in painted(window)
        assert window.bar.notices.text.text() == "Undone: Label 1 image Bee"

    assert run_main([str(file)], person) == 0


def test_06_the_way_back_leads_to_the_same_filter_and_image(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        yield lambda: there(window, "browse")
        browse = page(window, "browse")
        assert isinstance(browse, BrowsePage)
        browse.filters.show_only(None, "", Filter(states=(State.UNLABELLED,)))
        yield lambda: there(window, "browse") and len(shown(window, "browse")) == COUNT - LABELLED
        left = shown(window, "browse")[7]
        click(window, "browse", left)
        type_key(window, _KEY.Key_1)
        type_key(window, _KEY.Key_Z, CONTROL)
        window.bar.notices.button.click()
        yield lambda: there(window, "browse") and shown(window, "browse") == [left]
        window.go_back()
        yield lambda: there(window, "browse") and len(shown(window, "browse")) == COUNT - LABELLED
        assert browse.grid.focus_image == left
        assert browse.filters.filter == Filter(states=(State.UNLABELLED,))
        window.go_back()  # nothing before it
        assert window.shown is browse

    assert run_main([str(file)], person) == 0


def test_06_what_changes_classes_alone_has_nothing_to_show(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        assert window.project is not None
        window.project.add_class("Wasp")
        window.undo()
        strip = window.bar.notices
        assert strip.text.text() == "Undone: Add class Wasp"
        assert not strip.button.isVisible()
        window.close_project()
        assert not strip.isVisible()
        yield lambda: True

    assert run_main([str(file)], person) == 0


def test_the_chip_of_an_undo_goes_when_it_is_redone(file: Path) -> None:
    """A decision about what it shows leaves it; the page of the undo is not shown again by the way back either."""

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        browse = window.page("browse")
        assert isinstance(browse, BrowsePage)
        yield lambda: there(window, "browse")
        click(window, "browse", shown(window, "browse")[0])
        type_key(window, _KEY.Key_U)
        type_key(window, _KEY.Key_Z, CONTROL)
        window.bar.notices.button.click()
        yield lambda: len(shown(window, "browse")) == 1
        window.show_page("suspects")
        window.show_page("browse")
        assert browse.filters.active
        type_key(window, _KEY.Key_Z, CONTROL | SHIFT)
        assert not browse.filters.active
        yield lambda: len(shown(window, "browse")) == COUNT
        window.bar.notices.button.click()  # what was redone
        yield lambda: len(shown(window, "browse")) == 1
        type_key(window, _KEY.Key_N)
        assert browse.filters.active
        type_key(window, _KEY.Key_Z, CONTROL)
        assert browse.filters.active  # another decision was undone
        type_key(window, _KEY.Key_Z, CONTROL)
        assert not browse.filters.active
        window.go_back()
        yield lambda: len(shown(window, "browse")) == COUNT

    assert run_main([str(file)], person) == 0
