"""Separates the rows of a text table, and goes on behind a row whose quotation marks do not pair."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from desktop_labeler.data.formats.matching.path_spellings import without_ending
from desktop_labeler.messages import Message

UNPAIRED = Message("its quotation marks do not pair")
BEHIND = Message("it follows such a line and does not have as many cells as the other rows")
LONGER = Message(
    "it has more cells than the table has columns; a cell that holds a separator belongs in quotation marks"
)


class SplitRow(NamedTuple):
    """A row of a text table.

    Attributes:
        text: the row as it is written, with its line end.
        cells: its cells, empty for a row that is left out.
        first: the number of its first line, from 1.
        last: the number of its last line.
        problem: why it is left out, None for any other row.
    """

    text: str
    cells: list[str]
    first: int
    last: int
    problem: Message | None = None


class _Lines:
    """Lines that can be put back, with those of the row that is being read."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self.taken: list[str] = []
        self.last = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.taken.append(line)
        self.last += 1
        return line

    def put_back(self) -> None:
        """Put back all lines of the row but the first."""
        self._again.extendleft(reversed(self.taken[1:]))
        self.last -= len(self.taken) - 1
        del self.taken[1:]


def split_rows(
    lines: Iterable[str], *, delimiter: str, blanks: bool, width: int = 0, trusted: bool = False
) -> Iterator[SplitRow]:
    """Yield the rows of a text table.

    A row whose quotation marks do not pair is its first line alone, and is left out, as are the lines behind it until
    one has as many cells as the table: they may be the rest of it. Where a cell takes in lines of which one looks like
    a row, nobody can tell whether it ends where it was meant to, and the whole of it is left out.

    Args:
        lines: with their line ends.
        delimiter: what separates the cells.
        blanks: whether a blank after a delimiter is not part of the cell.
        width: the number of columns, 0 if it is not known.
        trusted: whether a cell may hold anything between its quotation marks.
    """
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=delimiter, strict=True, skipinitialspace=blanks)
    behind = False
    while True:
        source.taken.clear()
        first, problem = source.last + 1, None
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            source.put_back()
            cells, problem, behind = [], UNPAIRED, True
        else:
            behind = behind and 0 < width != len(cells)
            if behind and cells:
                cells, problem = [], BEHIND
            elif len(source.taken) > 1 and not trusted and _takes_in_a_row(cells, delimiter, width):
                cells, problem = [], _takes_in(source.last)
        yield SplitRow("".join(source.taken), cells, first, source.last, problem)


def _takes_in_a_row(cells: Iterable[str], delimiter: str, width: int) -> bool:
    """Whether a line within a cell, but its first, looks like a row: several cells, one with the name of an image."""
    for cell in cells:
        for line in cell.splitlines()[1:]:
            parts = [part.strip(' "') for part in line.split(delimiter)]
            if 1 < len(parts) <= width and any(without_ending(part) != part for part in parts):
                return True
    return False


def _takes_in(line: int) -> Message:
    return Message(
        "a quotation mark opens here and closes in line {line}, and what is between them looks like rows", line=line
    )
