"""A page holds as many images as fit, until the person has begun to work on it."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.tiles.grid_tile import filling_tile, geometry
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from tests.ui.stored_rounds import Findings, ShowStage, Stage, store_round


@pytest.fixture
def on(qtbot: QtBot, open_new: Callable[..., OpenProject], show_stage: ShowStage) -> Stage:
    """Show Suggestions with more images than fit."""
    project = open_new([f"{number}.png" for number in range(200)], classes=("Fly",))
    store_round(project.project, Findings({image: (project.classes[0].id, image / 300) for image in range(1, 201)}))
    stage = show_stage(SuggestionsPage, project, height=500)
    qtbot.waitUntil(lambda: 0 < len(stage.page.grid.content.images) < 200)
    return stage


def test_a_page_that_nobody_has_touched_takes_the_room(qtbot: QtBot, on: Stage) -> None:
    before = len(on.page.grid.content.images)
    on.page.resize(on.page.width(), 800)
    qtbot.waitUntil(lambda: len(on.page.grid.content.images) > before)
    assert not on.page.fit.begun


@pytest.mark.parametrize("touch", ["selection", "decision"])
def test_a_page_that_was_touched_keeps_its_images(qtbot: QtBot, on: Stage, touch: str) -> None:
    grid = on.page.grid
    before = grid.content.images.tolist()
    if touch == "selection":
        grid.select_images(grid.content.images[:2])
    else:
        grid.focus_on(before[0])
        on.page.assign(on.page.project.classes[0].id)
        grid.selection.move_to(0)
    assert on.page.fit.begun
    with qtbot.waitSignal(grid.laid_out):
        on.page.resize(on.page.width(), 800)
    with qtbot.assertNotEmitted(on.page.fit.refill_wanted):
        qtbot.waitUntil(lambda: grid.page_size > len(before))
    assert grid.content.images.tolist() == before


def test_a_page_that_was_only_looked_at_takes_more_room_but_gives_none_back(qtbot: QtBot, on: Stage) -> None:
    """Enlarged after a look at its third image, Suspects stayed at 12 of 138 images in an empty window."""
    grid = on.page.grid
    before = grid.content.images.tolist()
    grid.focus_on(before[2])
    on.page.resize(on.page.width(), 800)
    qtbot.waitUntil(lambda: len(grid.content.images) > len(before))
    after = grid.content.images.tolist()
    assert (after[: len(before)], grid.focus_image) == (before, before[2])
    with qtbot.waitSignal(grid.laid_out):
        on.page.resize(on.page.width(), 500)
    with qtbot.assertNotEmitted(on.page.fit.refill_wanted):
        qtbot.waitUntil(lambda: grid.page_size < len(after))
    assert grid.content.images.tolist() == after


@given(height=st.integers(120, 1400), width=st.integers(300, 2000), tile=st.integers(64, 320))
def test_tiles_are_somewhat_smaller_at_most_and_leave_no_more_empty(height: int, width: int, tile: int) -> None:
    view, font = QSize(width, height), QApplication.font()

    def empty(size: int) -> int:
        cell = geometry(width, size, font, 1).height
        return height % cell if cell <= height else height

    found = filling_tile(view, tile, font, 1)
    assert 0.7 * tile - 1 <= found <= tile
    assert empty(found) <= empty(tile)


@pytest.mark.parametrize("height", range(420, 620, 20))
def test_a_page_leaves_little_of_a_low_window_empty(qtbot: QtBot, on: Stage, height: int) -> None:
    """Where two rows fit nearly, the second was left out, and 40 % of the page was empty."""
    on.page.resize(900, height)
    grid = on.page.grid
    qtbot.waitUntil(lambda: len(grid.content.images) == grid.page_size)
    rows = grid.page_size // grid.cells.columns
    assert rows * grid.cells.height >= 0.64 * grid.viewport().height()  # 0.54 before
