"""Laws of how tiles lie: every position has one place, and what is pointed at is what was laid there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from desktop_labeler.ui.grid.grid_layout import GridLayout, Rows
from desktop_labeler.ui.grid.tiles.grid_tile import Geometry


@st.composite
def layouts(draw: st.DrawFn) -> GridLayout:
    columns = draw(st.integers(1, 7))
    groups = draw(st.lists(st.integers(1, 15), max_size=6))
    size = sum(groups) or draw(st.integers(0, 60))
    cells = Geometry(columns, draw(st.integers(20, 60)), draw(st.integers(20, 60)), 10, 8)
    return GridLayout(cells, Rows(size, columns, groups), draw(st.integers(0, 40)) if groups else 0)


@given(layouts())
def test_what_is_pointed_at_is_what_lies_there(tiles: GridLayout) -> None:
    for position in range(tiles.rows.size):
        rect = tiles.rect(position)
        for point in (rect.topLeft(), rect.center(), rect.bottomRight()):
            assert tiles.at(point.x(), point.y()) == position
        assert tiles.rows.position(*tiles.rows.place(position)) == position
        assert tiles.height >= rect.bottom() + 1


@given(layouts())
def test_rows_hold_every_position_once_in_order(tiles: GridLayout) -> None:
    rows = tiles.rows
    found = [position for row in range(rows.count) for position in range(*rows.run(row))]
    assert found == list(range(rows.size))
    assert all(1 <= rows.run(row)[1] - rows.run(row)[0] <= rows.columns for row in range(rows.count))
    assert rows.run(-1) == (0, 0)
    assert rows.run(rows.count) == (rows.size, rows.size)


@given(layouts())
def test_a_header_lies_above_each_group_and_under_no_tile(tiles: GridLayout) -> None:
    for row in tiles.rows.heads.tolist():
        top = tiles.row_top(row)
        assert tiles.tiles_top(row) == top + tiles.header
        for y in range(top, top + tiles.header):
            assert tiles.at(0, y) == -1
            assert tiles.row_at(y) == row


@given(layouts(), st.integers(0, 300), st.integers(0, 900), st.integers(1, 300), st.integers(1, 300))
def test_a_band_touches_what_its_box_meets(tiles: GridLayout, x: int, y: int, width: int, height: int) -> None:
    box = QRect(x, y, width, height)
    inside = [position for position in tiles.touched(box).tolist() if position < tiles.rows.size]
    assert inside == [place for place in range(tiles.rows.size) if tiles.rect(place).intersects(box)]


@given(layouts(), st.integers(0, 900), st.integers(0, 300))
def test_all_that_a_stretch_shows_is_painted(tiles: GridLayout, top: int, height: int) -> None:
    first, end = tiles.between(top, top + height)
    shown = QRect(0, top, tiles.cells.columns * tiles.cells.width, height + 1)
    assert {place for place in range(tiles.rows.size) if tiles.rect(place).intersects(shown)} <= set(range(first, end))


@given(layouts(), st.integers(0, 900), st.integers(0, 300))
def test_half_seen_is_what_has_its_centre_in_view(tiles: GridLayout, top: int, height: int) -> None:
    shown = QRect(0, top, tiles.cells.columns * tiles.cells.width, height + 1)
    expected = [place for place in range(tiles.rows.size) if shown.contains(tiles.rect(place).center())]
    assert list(range(*tiles.centred(top, top + height))) == expected


@given(layouts(), st.integers(0, 60), st.integers(0, 60))
def test_cells_in_a_row_are_the_cells_one_by_one(tiles: GridLayout, first: int, end: int) -> None:
    end = min(end, tiles.rows.size)
    assert list(tiles.cells_of(first, end)) == [(place, tiles.rect(place)) for place in range(first, end)]


@given(layouts(), st.integers(0, 900), st.integers(100, 400))
def test_a_tile_is_brought_into_view_and_one_in_view_stays(tiles: GridLayout, offset: int, height: int) -> None:
    for position in range(tiles.rows.size):
        moved = tiles.scrolled_to(position, offset, height)
        top, bottom = tiles.top(position), tiles.rect(position).bottom() + 1
        assert moved <= top
        assert bottom <= moved + height
        if offset <= top and bottom <= offset + height:
            assert moved == offset


def test_groups_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="not 5 positions"):
        Rows(5, 2, [3, 3])
    with pytest.raises(ValueError, match="not 3 positions"):
        Rows(3, 2, [3, 0])


def test_a_million_positions_need_no_table() -> None:
    rows = Rows(1_000_000, 7)
    assert not len(rows.heads)
    assert rows.run(rows.count - 1) == (999_999, 1_000_000)
    assert np.array_equal(rows.place(999_999), (142_857, 0))
