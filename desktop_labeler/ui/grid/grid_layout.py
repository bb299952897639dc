"""The layout of a grid: rows of cells, and groups that start rows of their own below a header."""

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QRect

from desktop_labeler.array_types import IntArray
from desktop_labeler.ui.grid.tiles.grid_tile import Geometry


class Rows:
    """Which positions share a row: all rows but the last are full, or each group starts a new one.

    Attributes:
        size: how many positions there are.
        columns: how many fit in a row.
        count: how many rows there are.
        heads: ascending rows that start a group; empty without groups.
    """

    def __init__(self, size: int, columns: int, groups: Sequence[int] = ()) -> None:
        """Divide positions into rows.

        Args:
            size: number of positions.
            columns: number of columns, at least 1.
            groups: number of positions of each group, `size` in total; empty for no groups.

        Raises:
            ValueError: if a group is empty or the groups do not add up to `size`.
        """
        if groups and (sum(groups) != size or min(groups) < 1):
            raise ValueError(f"groups of {list(groups)} are not {size} positions")
        self.size, self.columns = size, columns
        self._first: IntArray | None = None  # first position of each row; only with groups, to save memory
        self.heads: IntArray = np.empty(0, np.int64)
        self.count = -(-size // columns)
        if groups:
            ends = np.cumsum(np.array(groups, np.int64))
            starts = [np.arange(end - many, end, columns) for many, end in zip(groups, ends.tolist(), strict=True)]
            self._first = np.concatenate(starts)
            self.count = len(self._first)
            self.heads = np.cumsum([0, *(len(part) for part in starts[:-1])]).astype(np.int64)

    def run(self, row: int) -> tuple[int, int]:
        """Return the first position of a row and the one after its last; an empty range outside."""
        if not 0 <= row < self.count:
            return (0, 0) if row < 0 else (self.size, self.size)
        if self._first is None:
            return row * self.columns, min((row + 1) * self.columns, self.size)
        return int(self._first[row]), int(self._first[row + 1]) if row + 1 < self.count else self.size

    def place(self, position: int) -> tuple[int, int]:
        """Return the row and column of a position; (0, 0) for −1."""
        position = max(position, 0)
        if self._first is None:
            return position // self.columns, position % self.columns
        row = max(int(np.searchsorted(self._first, position, "right")) - 1, 0)
        return row, position - int(self._first[row])

    def position(self, row: int, column: int) -> int:
        """Return the position in a row and column, −1 if there is none."""
        first, end = self.run(row)
        return first + column if 0 <= column < min(self.columns, end - first) else -1


class GridLayout:
    """The layout in pixels, measured from the top of all tiles.

    Attributes:
        cells: the size of the cells.
        rows: which positions share a row.
        header: height of the header above a group.
        height: height of everything.
    """

    def __init__(self, cells: Geometry, rows: Rows, header: int = 0) -> None:
        self.cells, self.rows, self.header = cells, rows, header
        self.height = rows.count * cells.height + len(rows.heads) * header

    def row_top(self, row: int) -> int:
        """Return the top of a row including its header."""
        above = int(np.searchsorted(self.rows.heads, row)) if len(self.rows.heads) else 0
        return row * self.cells.height + above * self.header

    def row_at(self, y: int) -> int:
        """Return the row at a height, including its header; the first or last one outside."""
        row = y // self.cells.height
        if len(self.rows.heads):  # headers only push rows down, so the row is this one or an earlier one
            row = min(row, self.rows.count - 1)
            while row > 0 and self.row_top(row) > y:
                row -= 1
        return min(max(row, 0), max(self.rows.count - 1, 0))

    def tiles_top(self, row: int) -> int:
        """Return the top of the tiles of a row."""
        return self.row_top(row) + (self.header if row in self.rows.heads else 0)

    def top(self, position: int) -> int:
        """Return the top of the row of a position, including its header; 0 for −1."""
        return self.row_top(self.rows.place(position)[0])

    def rect(self, position: int) -> QRect:
        """Return the rectangle of the cell of a position."""
        row, column = self.rows.place(position)
        return QRect(column * self.cells.width, self.tiles_top(row), self.cells.width, self.cells.height)

    def scrolled_to(self, position: int, offset: int, height: int) -> int:
        """Return the scroll offset of a view at which a tile and the header above it are fully visible."""
        top = self.top(position)
        bottom = self.tiles_top(self.rows.place(position)[0]) + self.cells.height
        if top < offset or bottom - top > height:
            return top
        return max(offset, bottom - height)

    def at(self, x: int, y: int) -> int:
        """Return the position at a point, −1 if there is no tile."""
        if x < 0 or not 0 <= y < self.height:
            return -1
        row = self.row_at(y)
        return self.rows.position(row, x // self.cells.width) if y >= self.tiles_top(row) else -1

    def between(self, top: int, bottom: int) -> tuple[int, int]:
        """Return the first position of the rows between two heights, and the one after their last."""
        return self.rows.run(self.row_at(top))[0], self.rows.run(self.row_at(bottom))[1]

    def centred(self, top: int, bottom: int) -> tuple[int, int]:
        """Return the first position of the rows whose tiles are half in a range of heights, and one past the last."""
        first, last, half = self.row_at(top), self.row_at(bottom), (self.cells.height - 1) // 2
        first += self.tiles_top(first) + half < top
        last -= self.tiles_top(last) + half > bottom
        return self.rows.run(first)[0], self.rows.run(last)[1]

    def cells_of(self, first: int, end: int) -> Iterator[tuple[int, QRect]]:
        """Yield the positions from one to before another, each with the rectangle of its cell."""
        row, _ = self.rows.place(first)
        width, height = self.cells.width, self.cells.height
        while first < end:
            start, after = self.rows.run(row)
            top = self.tiles_top(row)
            for position in range(first, min(after, end)):
                yield position, QRect((position - start) * width, top, width, height)
            first, row = after, row + 1

    def touched(self, box: QRect) -> IntArray:
        """Return the positions whose cells a box touches, ascending."""
        left = max(0, box.left() // self.cells.width)
        right = min(self.cells.columns, box.right() // self.cells.width + 1)
        if not len(self.rows.heads):
            rows = np.arange(max(0, box.top() // self.cells.height), box.bottom() // self.cells.height + 1)
            return (rows[:, np.newaxis] * self.cells.columns + np.arange(left, right, dtype=np.int64)).ravel()
        found = []
        for row in range(self.row_at(box.top()), self.row_at(box.bottom()) + 1):
            top = self.tiles_top(row)
            if top <= box.bottom() and box.top() < top + self.cells.height:
                first, end = self.rows.run(row)
                found.append(np.arange(min(first + left, end), min(first + right, end), dtype=np.int64))
        return np.concatenate(found) if found else np.empty(0, np.int64)
