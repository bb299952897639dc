"""Reads tables from any source: detects the encoding, delimiter and header row, and streams the rows."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from desktop_labeler.data.formats.matching.path_spellings import without_ending
from desktop_labeler.data.formats.tables.column_names import OWN, stands_for
from desktop_labeler.data.formats.tables.split_rows import LONGER, SplitRow, split_rows
from desktop_labeler.data.formats.tables.text_encoding import (
    HEAD,
    UTF_8,
    Encoding,
    Score,
    decodes,
    find_encoding,
    not_text,
)
from desktop_labeler.data.formats.tables.workbooks import Kind, kind_of_table, parquet_rows, workbook_rows
from desktop_labeler.errors import FormatError, unreadable
from desktop_labeler.messages import Message

_CELL = 10_000_000  # characters; csv's own limit of 131,072 would refuse a long note
csv.field_size_limit(_CELL)  # of all that this process reads as CSV
_LINES = 40
_SOME = 50  # rows that tell whether they usually have more cells than there are names
_DAMAGED = 1000  # rows that are left out; a table with more is written in another way
_MARKS = "\t;,|"
_SEP = re.compile(r"sep=(.)\s*", re.IGNORECASE)  # a line that Excel understands, before the table
_BLANK_QUOTE = re.compile(r'[,;\t|] +"')
_TYPE = re.compile(r"\[[tf]\]")  # EcoTaxa's row of types below the names


@dataclass(frozen=True)
class Table:
    """How a table is written.

    Attributes:
        file: the path of the file.
        columns: the names in the header row; "1", "2", … if there is none.
        encoding: the encoding of its text.
        delimiter: what separates the columns: "," ";" tab "|" or a blank.
        lead: the number of lines before the first row: comments, Excel's "sep=".
        heads: the number of rows before the first data row: the names, and the types below them.
        named: whether a row names the columns.
        blanks: whether a blank after a delimiter is not part of the cell.
        kind: text, workbook or Parquet.
        longer: whether most rows have more cells than there are names, which is then how the table is written.
    """

    file: Path
    columns: tuple[str, ...] = ()
    encoding: Encoding = UTF_8
    delimiter: str = ","
    lead: int = 0
    heads: int = 0
    named: bool = True
    blanks: bool = False
    kind: Kind = "text"
    longer: bool = False


def open_table(file: Path, encoding: str | None = None, score: Score | None = None, *, quick: bool = False) -> Table:
    """Detect how a table is written.

    Args:
        file: any text table, workbook or Parquet file.
        encoding: the encoding of the text, if the person chose one.
        score: rates a reading of the text, to tell encodings apart; see text_encoding.
        quick: detect the encoding from the beginning of the text only, for a preview.

    Raises:
        FormatError: the file does not exist, is unreadable or empty, or is not in that encoding.
    """
    kind = kind_of_table(file)
    table = Table(file, kind=kind)
    if kind == "text":
        table = _written(replace(table, encoding=_encoding(file, encoding, score, quick)))
    damaged: list[SplitRow] = []
    first = [cells for _, cells in islice(_cells(table, damaged), 1)]
    if damaged:  # what is read as the header may be any row
        raise _unpaired(table, damaged)
    if not first or not any(map(str.strip, first[0])):
        raise FormatError(
            "{file} is empty. Nothing was changed. Choose a file with a row of column names.", file=file.name
        )
    names = [name.strip() for name in first[0]]
    if _is_data(names):
        return replace(table, columns=tuple(map(str, range(1, len(names) + 1))), named=False)
    names[0] = names[0].lstrip("#").strip()
    found = replace(table, columns=tuple(names))
    some = [cells for _, cells in islice(_cells(found, []), 1, _SOME)]
    types = some and some[0] and all(_TYPE.fullmatch(cell.strip()) for cell in some[0])
    found = replace(found, heads=2 if types else 1)
    return replace(found, longer=2 * sum(_is_longer(found, cells) for cells in some) > len(some))


def rows(table: Table, left_out: list[tuple[str, Message]] | None = None) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the cells of every row below the header; empty lines and comments are left out.

    Args:
        table: how it is written.
        left_out: collects the rows whose quotation marks do not pair, and those with more cells than the table has
            columns, as "labels.csv#line/3", with the reason.

    Raises:
        FormatError: too many rows or all of them have quotation marks that do not pair, or the file cannot be read to
            its end.
    """
    count = len(table.columns)
    damaged: list[SplitRow] = []
    some = False
    for number, cells in islice(_cells(table, damaged), table.heads, None):
        if len(cells) > count and not table.longer and _is_longer(table, cells):
            damaged.append(SplitRow("", [], number, number, LONGER))
        elif cells and not (cells[0].startswith("#") and len(cells) < count):
            some = True
            yield number, cells
    if damaged and not some:
        raise _unpaired(table, damaged)
    if left_out is not None:
        left_out += [(f"{table.file.name}#line/{row.first}", row.problem) for row in damaged if row.problem is not None]


def _is_longer(table: Table, cells: Sequence[str]) -> bool:
    """Whether a row says something beyond the last column."""
    return any(map(str.strip, cells[len(table.columns) :]))


def preview(table: Table, count: int = 20) -> list[list[str]]:
    """Return the cells of the first `count` rows, for the dialog that maps columns."""
    return [cells for _, cells in islice(rows(table), count)]


def looks_like_image(text: str) -> bool:
    """Whether a cell ends with the suffix of an image file."""
    cell = text.strip()
    return without_ending(cell) != cell or "/data/local-files/" in cell


def _encoding(file: Path, encoding: str | None, score: Score | None, quick: bool) -> Encoding:
    if encoding is None:
        return find_encoding(file, score, quick=quick)
    if not decodes(file, encoding, HEAD if quick else None):
        raise FormatError(
            "{file} is not text in {encoding}. Nothing was changed. Choose another encoding.",
            file=file.name,
            encoding=encoding,
        )
    return Encoding(encoding)


def _written(table: Table) -> Table:
    """Detect the delimiter, and how many rows precede the data."""
    try:
        with table.file.open(encoding=table.encoding.name, newline="") as text:
            head = text.read(HEAD)
    except UnicodeError as error:  # the file was changed since its encoding was detected
        raise not_text(table.file) from error
    lines = head.splitlines()
    said = _SEP.fullmatch(lines[0]) if lines else None
    lead = 1 if said else 0
    while lead < len(lines) and _is_comment(lines, lead):
        lead += 1
    delimiter = said[1] if said else _delimiter(lines[lead : lead + _LINES])
    return replace(table, lead=lead, blanks=_BLANK_QUOTE.search(head) is not None, delimiter=delimiter)


def _is_comment(lines: Sequence[str], place: int) -> bool:
    """Whether a line is a comment, rather than a header row such as "#path,label"."""
    line = lines[place]
    if not line.strip():
        return True
    if not line.startswith("#"):
        return False
    follows = lines[place + 1] if place + 1 < len(lines) else ""
    return not any(
        stands_for(cell.lstrip("# ")) for mark in _MARKS for cell in line.split(mark) if mark in line
    ) or follows.startswith("#")


def _delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter that gives every line the same number of cells and separates an image name from the rest."""

    def fitness(mark: str) -> tuple[bool, int, int, int]:
        cells = [row for row in csv.reader(lines, delimiter=mark, skipinitialspace=True) if row]
        counts = {len(row) for row in cells}
        images = sum(looks_like_image(cell) for row in cells for cell in row)
        even = len(counts) == 1 and counts != {1}
        return even, len(cells[0]) if cells and not even else 0, images if even else 0, max(counts, default=0)

    found = max(_MARKS, key=fitness)
    if fitness(found)[3] > 1 or not fitness(" ")[0]:
        return found
    return " "  # lists of images for training are written this way


def _is_data(names: Sequence[str]) -> bool:
    """Whether the first row holds an image rather than column names."""
    return any(map(looks_like_image, names)) and not any(stands_for(name) for name in names)


def _cells(table: Table, damaged: list[SplitRow]) -> Iterator[tuple[int, list[str]]]:
    """Yield the last line and the cells of every row; those that are left out are added to `damaged`."""
    if table.kind == "workbook":
        yield from workbook_rows(table.file)
    elif table.kind == "parquet":
        yield from parquet_rows(table.file)
    else:
        yield from _text_cells(table, damaged)


def lines_of(text: TextIO, file: Path) -> Iterator[str]:
    """Yield the lines of a text.

    Raises:
        FormatError: a line has no end, as in a file that is no text; it would fill the memory.
    """
    while line := text.readline(_CELL):
        if len(line) == _CELL and not line.endswith(("\n", "\r")):
            raise FormatError(
                "{file} has a line of more than {n} characters, as no table has. Nothing was changed. Choose a table.",
                file=file.name,
                n=_CELL,
            )
        yield line


def split_table(text: TextIO, table: Table) -> Iterator[SplitRow]:
    """Yield the rows of the text of a table behind its lead, numbered as in the file."""
    split = split_rows(
        lines_of(text, table.file),
        delimiter=table.delimiter,
        blanks=table.blanks,
        width=len(table.columns),
        trusted=table.columns[: len(OWN)] == OWN,
    )
    for row in split:
        yield row._replace(first=table.lead + row.first, last=table.lead + row.last)


def _text_cells(table: Table, damaged: list[SplitRow]) -> Iterator[tuple[int, list[str]]]:
    try:
        text = table.file.open(encoding=table.encoding.name, newline="")
    except OSError as error:
        raise unreadable(table.file, error) from error
    line = table.lead
    with text:
        try:
            for _ in range(table.lead):
                text.readline()
            for row in split_table(text, table):
                line = row.last
                if row.problem is None:
                    yield line, row.cells
                    continue
                damaged.append(row)
                if len(damaged) > _DAMAGED:
                    raise _unpaired(table, damaged)
        except (OSError, UnicodeDecodeError) as error:
            raise FormatError(
                "{file} cannot be read beyond line {line}: {reason}. Nothing was changed.",
                file=table.file.name,
                line=line,
                reason=error,
            ) from error


def _unpaired(table: Table, damaged: Sequence[SplitRow]) -> FormatError:
    return FormatError(
        "The quotation marks of {file} do not pair, from line {line} on. Nothing was changed. Correct that line, or "
        "save the table as CSV again.",
        file=table.file.name,
        line=damaged[0].first,
    )
