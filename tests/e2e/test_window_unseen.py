"""What nobody can have seen is not decided, and a decision names the round that was seen: through the real main()."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.decisions.suggestion_outcomes import suggestion_outcomes_of
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from tests.e2e.driving import run_main
from tests.e2e.trusting import (
    CONTROL,
    calm,
    click,
    decided_since,
    make_trusted,
    newest,
    page,
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


def suggestions(window: MainWindow) -> SuggestionsPage:
    found = page(window, "suggestions")
    assert isinstance(found, SuggestionsPage)
    return found


def pictured(window: MainWindow) -> Callable[[], bool]:
    """Whether every tile in view shows its picture."""
    grid = page(window, "suggestions").grid
    return lambda: bool(grid.sight.painted) and all(map(grid.content.pictured, grid.sight.painted))


def searching(window: MainWindow, tile: int) -> Steps:
    """Start "accept down to here" in a small window."""
    yield from calm(window)
    window.resize(1366, 768)
    window.show_page("suggestions")
    grid = page(window, "suggestions").grid
    grid.set_appearance(tile, True, grid.captions)
    yield lambda: there(window, "suggestions")
    type_key(window, _KEY.Key_B)
    yield lambda: suggestions(window).batch.active
    yield pictured(window)


# --- accept down to here ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("tile", [64, 132, 320])
def test_accept_down_to_here_takes_only_what_was_on_the_screen(file: Path, tile: int) -> None:
    def person(window: MainWindow) -> Steps:
        yield from searching(window, tile)
        before, batch, seen = newest(window), suggestions(window).batch, set[int]()
        type_key(window, _KEY.Key_B)  # page by page
        while batch.active:
            yield pictured(window)
            in_view = page(window, "suggestions").grid.sight.painted
            assert set(shown(window, "suggestions")) <= in_view
            seen |= in_view
            assert decided_since(window, before) == {}
            type_key(window, _KEY.Key_F)
            yield lambda: not batch.reading
        assert decided_since(window, before)
        assert set(decided_since(window, before)) <= seen

    assert run_main([str(file)], person) == 0


def test_a_page_that_no_longer_fits_is_right_once_all_of_it_was_in_view(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from searching(window, 64)
        batch, grid = suggestions(window).batch, page(window, "suggestions").grid
        type_key(window, _KEY.Key_B)
        before, pages = newest(window), batch.state
        assert pages is not None
        grid.set_appearance(320, True, grid.captions)
        batch._show_page()  # as the next page of the same search, with tiles that were made larger meanwhile
        yield lambda: True
        looks = set(grid.sight.painted)
        assert set(shown(window, "suggestions")) - looks
        type_key(window, _KEY.Key_F)
        assert batch.state == pages
        assert "not in view yet" in page(window, "suggestions").sentence.text()
        first = shown(window, "suggestions")
        while batch.state is not None and batch.state.page == pages.page:
            yield pictured(window)
            looks |= grid.sight.painted
            type_key(window, _KEY.Key_F)
        yield lambda: not batch.reading
        assert set(first) <= looks
        assert len(first) <= 45
        assert set(decided_since(window, before)) <= looks

    assert run_main([str(file)], person) == 0


def test_a_key_that_is_held_answers_one_page(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from searching(window, 200)
        batch = suggestions(window).batch
        type_key(window, _KEY.Key_B)
        type_key(window, _KEY.Key_F)
        after_one = batch.state
        for _ in range(5):
            yield lambda: True
            none = Qt.KeyboardModifier.NoModifier
            event = QKeyEvent(QEvent.Type.KeyPress, _KEY.Key_F, none, "f", autorep=True)
            QApplication.sendEvent(page(window, "suggestions").grid, event)
            assert batch.state == after_one

    assert run_main([str(file)], person) == 0


# --- files that are gone ---------------------------------------------------------------------------------------------
def known_to_be_gone(window: MainWindow, *, gone: bool = True) -> Callable[[], bool]:
    """Whether every tile in view says that its file is gone, or none does."""
    grid = page(window, "browse").grid

    def known() -> bool:
        in_view = np.array(sorted(grid.sight.painted), np.int64)
        return len(in_view) > 0 and set(grid.content.there(in_view).tolist()) == {not gone}

    return known


def test_an_image_whose_folder_is_gone_takes_no_decision(file: Path) -> None:
    folder = file.parent / "images"

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        grid = page(window, "browse").grid
        yield lambda: there(window, "browse")
        folder.rename(folder.with_name("elsewhere"))
        grid.pictures.check()  # as when the window becomes active again
        yield known_to_be_gone(window)
        click(window, "browse", shown(window, "browse")[0])
        before = newest(window)
        for key in (_KEY.Key_2, _KEY.Key_U, _KEY.Key_E, _KEY.Key_X, _KEY.Key_Q):
            type_key(window, key)
            assert "cannot be shown" in page(window, "browse").sentence.text(), key
            page(window, "browse").sentence.setText("")
        assert window.project is not None
        page(window, "browse").assign(window.project.classes[0].id)
        type_key(window, _KEY.Key_A, CONTROL)
        type_key(window, _KEY.Key_2)
        type_key(window, _KEY.Key_Escape)
        assert decided_since(window, before) == {}
        page(window, "browse").do("open")
        assert window.pages is not None
        large = window.pages.large
        assert large is not None
        yield lambda: not large.view.reading
        type_key(window, _KEY.Key_2)
        large.assign(window.project.classes[0].id)
        yield lambda: True
        type_key(window, _KEY.Key_2)
        assert decided_since(window, before) == {}
        assert "nothing was decided" in large.notice.text()
        large.leave()
        folder.with_name("elsewhere").rename(folder)
        grid.pictures.check()
        yield known_to_be_gone(window, gone=False)
        type_key(window, _KEY.Key_2)
        assert len(decided_since(window, before)) == 1

    assert run_main([str(file)], person) == 0


def test_the_other_images_of_a_selection_are_decided(file: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        grid = page(window, "browse").grid
        yield lambda: there(window, "browse")
        first = shown(window, "browse")[:3]
        row = window.project.row(first[1]) if window.project is not None else None
        assert row is not None
        (file.parent / "images" / row.path.rpartition("/")[2]).unlink()
        grid.pictures.check()
        yield lambda: grid.content.problem(row) != ""
        before = newest(window)
        click(window, "browse", first[0])
        for image in first[1:]:
            click(window, "browse", image, CONTROL)
        type_key(window, _KEY.Key_2)
        assert set(decided_since(window, before)) == {first[0], first[2]}
        assert "left out" in page(window, "browse").sentence.text()

    assert run_main([str(file)], person) == 0


# --- the round that was seen -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["suggestions", "suspects", "label", "browse"])
def test_a_decision_names_the_round_that_the_page_shows(file: Path, name: str) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page(name)
        yield lambda: there(window, name)
        assert window.project is not None
        project = window.project.project
        round_ends(window, 2)
        yield lambda: rounds_of(window).waiting and rounds_of(window).settled
        before = newest(window)
        type_key(window, _KEY.Key_2)
        assert len(decided_since(window, before)) == 1
        assert read_history(project, limit=1)[0].round == 1
        outcomes = suggestion_outcomes_of(project)
        assert outcomes is not None
        assert (outcomes.round, outcomes.kept, outcomes.changed) == (2, 0, 0)
        type_key(window, _KEY.Key_F5)
        yield lambda: not rounds_of(window).waiting and there(window, name)
        type_key(window, _KEY.Key_2)
        assert read_history(project, limit=1)[0].round == 2

    assert run_main([str(file)], person) == 0


def no_change(window: MainWindow) -> None:
    """Leave the window as it is."""


def another_page(window: MainWindow) -> None:
    """Show what was looked up for an earlier click."""
    window.show_page("label")


def other_images(window: MainWindow) -> None:
    """Fill the grid again; it was not painted since."""
    grid = page(window, "browse").grid
    grid.show_images(grid.content.images[:0])


@pytest.mark.parametrize("comes", [no_change, another_page, other_images])
def test_an_answer_decides_nothing_once_its_images_are_gone(file: Path, comes: Callable[[MainWindow], None]) -> None:
    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.show_page("browse")
        yield lambda: there(window, "browse")
        grid, before = page(window, "browse").grid, newest(window)
        grid.set_appearance(320, True, grid.captions)
        yield lambda: len(grid.sight.painted) < len(shown(window, "browse"))
        grid.setFocus()
        type_key(window, _KEY.Key_A, CONTROL)
        type_key(window, _KEY.Key_1)
        yield lambda: isinstance(QApplication.activeModalWidget(), QMessageBox)
        question = QApplication.activeModalWidget()
        assert isinstance(question, QMessageBox)
        assert "never in view on this page" in question.text()
        comes(window)
        said = list[str]()
        grid.notice.connect(said.append)
        next(one for one in question.buttons() if one.text().startswith("Yes")).click()
        yield lambda: QApplication.activeModalWidget() is None
        if comes is no_change:
            assert len(decided_since(window, before)) == 150
        else:
            assert newest(window) == before
            assert said

    assert run_main([str(file)], person) == 0
