"""Reads tables from any source: detects the encoding, delimiter and header row, and streams the rows."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TextIO

from desktop_labeler.data.formats.matching.path_spellings import without_ending
from desktop_labeler.data.formats.tables.column_names import stands_for
from desktop_labeler.data.formats.tables.text_encoding import (
    HEAD,
    UTF_8,
    Encoding,
    Score,
    decodes,
    find_encoding,
    not_text,
    unreadable,
)
from desktop_labeler.data.formats.tables.workbooks import Kind, kind_of_table, parquet_rows, workbook_rows
from desktop_labeler.errors import FormatError

_CELL = 10_000_000  # characters; csv's own limit of 131,072 would refuse a long note
csv.field_size_limit(_CELL)  # of all that this process reads as CSV
_LINES = 40
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
    first = [cells for _, cells in islice(_cells(table), 2)]
    if not first or not any(map(str.strip, first[0])):
        raise FormatError(
            "{file} is empty. Nothing was changed. Choose a file with a row of column names.", file=file.name
        )
    names = [name.strip() for name in first[0]]
    if _is_data(names):
        return replace(table, columns=tuple(map(str, range(1, len(names) + 1))), named=False)
    names[0] = names[0].lstrip("#").strip()
    types = first[1:] and first[1] and all(_TYPE.fullmatch(cell.strip()) for cell in first[1])
    return replace(table, columns=tuple(names), heads=2 if types else 1)


def rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the cells of every row below the header; empty lines and comments are left out.

    Raises:
        FormatError: the file ends inside quotes, or cannot be read to its end.
    """
    count = len(table.columns)
    for number, cells in islice(_cells(table), table.heads, None):
        if cells and not (cells[0].startswith("#") and len(cells) < count):
            yield number, cells


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


def _cells(table: Table) -> Iterator[tuple[int, list[str]]]:
    if table.kind == "workbook":
        yield from workbook_rows(table.file)
    elif table.kind == "parquet":
        yield from parquet_rows(table.file)
    else:
        yield from _text_cells(table)


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


def _text_cells(table: Table) -> Iterator[tuple[int, list[str]]]:
    try:
        text = table.file.open(encoding=table.encoding.name, newline="")
    except OSError as error:
        raise unreadable(table.file, error) from error
    with text:
        for _ in range(table.lead):
            text.readline()
        reader = csv.reader(
            lines_of(text, table.file), delimiter=table.delimiter, strict=True, skipinitialspace=table.blanks
        )
        try:
            for cells in reader:
                yield table.lead + reader.line_num, cells
        except csv.Error as error:
            raise FormatError(
                "{file}, line {line}: not a readable table ({reason}). Nothing was changed. Save it as CSV again.",
                file=table.file.name,
                line=table.lead + reader.line_num,
                reason=error,
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise FormatError(
                "{file} cannot be read beyond line {line}: {reason}. Nothing was changed.",
                file=table.file.name,
                line=table.lead + reader.line_num,
                reason=error,
            ) from error
