"""Gives rows of a table of boxes other classes; every other character stays."""

import codecs
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TextIO

from desktop_labeler.data.formats.boxes.reading.box_table import find_box_columns
from desktop_labeler.data.formats.tables.table import Table, open_table, split_table
from desktop_labeler.errors import FormatError

_NAME = "label"


def relabel_table(file: Path, out: Path, labels: Mapping[str, str]) -> None:
    """Copy a text table with other classes in some rows; without a column for them, one is added at the end.

    Args:
        file: the table.
        out: does not exist yet.
        labels: the class by the last line of the row: {"line/3": "cat"}.

    Raises:
        FormatError: it is no text table, or a class cannot be written in its encoding.
    """
    table = open_table(file)
    if table.kind != "text":
        raise FormatError(
            "{file} is not a text table, so that classes cannot be written back into it. Nothing was written. Save it "
            "as CSV and import the boxes from that.",
            file=file.name,
        )
    column = find_box_columns(table).label
    encoding, mark = codec_of(table)
    with (
        holding_classes(table),
        file.open(encoding=encoding, newline="") as source,
        out.open("x", encoding=encoding, newline="") as target,
    ):
        target.write(source.read(len(mark)))
        for row in rows_of(source, table):
            target.write(_changed(row, column, labels, table))


@contextmanager
def holding_classes(table: Table) -> Iterator[None]:
    """Say it where a class that is written into a table has characters that its encoding does not.

    Raises:
        FormatError: a class cannot be written in the encoding.
    """
    try:
        yield
    except UnicodeEncodeError as error:
        raise FormatError(
            "A class has characters that {file} cannot hold in its encoding, {encoding}. Nothing was written. Save the "
            "table in UTF-8 and import it again, or rename the class.",
            file=table.file.name,
            encoding=table.encoding.name,
        ) from error


def codec_of(table: Table) -> tuple[str, str]:
    """Return an encoding that writes no byte order mark by itself, and the mark that the text begins with."""
    with table.file.open("rb") as opened:
        start = opened.read(4)
    name = table.encoding.name
    if name == "utf-16":
        return ("utf-16-le" if start.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"), "\ufeff"
    if name == "utf-32":
        return ("utf-32-le" if start == codecs.BOM_UTF32_LE else "utf-32-be"), "\ufeff"
    return ("utf-8", "\ufeff") if name == "utf-8-sig" else (name, "")


class Row(NamedTuple):
    """A row as it is written, its cells, its number in the table, and the number of its last line."""

    text: str
    cells: Sequence[str]
    number: int
    line: int


def rows_of(source: TextIO, table: Table) -> Iterator[Row]:
    """Yield every row of a table, with the lines before the first one as rows without cells and a number below 0."""
    for line in range(1, table.lead + 1):
        yield Row(source.readline(), (), -1, line)
    for number, row in enumerate(split_table(source, table)):
        yield Row(row.text, row.cells, number, row.last)


def _changed(row: Row, column: int, labels: Mapping[str, str], table: Table) -> str:
    """Return the text of a row with its class; without a column of classes, with a further cell."""
    label = labels.get(f"line/{row.line}")
    if column >= 0:
        return row.text if label is None else _with_label(row, column, label, table)
    is_comment = bool(row.cells) and row.cells[0].startswith("#") and len(row.cells) < len(table.columns)
    if not row.cells or is_comment:
        return row.text
    body = row.text.rstrip("\r\n")
    cell = _NAME if row.number == 0 else label or ""
    missing = max(0, len(table.columns) - len(row.cells))
    return body + table.delimiter * (1 + missing) + quoted(cell, table.delimiter, quote=False) + row.text[len(body) :]


def _with_label(row: Row, column: int, label: str, table: Table) -> str:
    body = row.text.rstrip("\r\n")
    spans = cell_spans(body, table.delimiter, blanks=table.blanks)
    if len(spans) != len(row.cells) or column >= len(spans):
        raise FormatError(
            "Line {line} of {file} is written in a way that its class cannot be replaced safely. Nothing was written. "
            "Save the table as CSV again, and import it.",
            file=table.file.name,
            line=row.line,
        )
    start, end = spans[column]
    quote = body[start : start + 1] == '"'
    return body[:start] + quoted(label, table.delimiter, quote=quote) + row.text[end:]


def quoted(cell: str, delimiter: str, *, quote: bool) -> str:
    """Return a cell as it is written, in quotes where it needs them or they are asked for."""
    needed = quote or any(mark in cell for mark in (delimiter, '"', "\r", "\n")) or cell != cell.strip()
    return '"' + cell.replace('"', '""') + '"' if needed else cell


def cell_spans(row: str, delimiter: str, *, blanks: bool = False) -> list[tuple[int, int]]:
    """Return where each cell of a row is, with its quotes, as `csv` separates them.

    Args:
        row: the text of a row without the line end.
        delimiter: what separates cells.
        blanks: whether a blank after a delimiter is not part of the cell.
    """
    found: list[tuple[int, int]] = []
    start = at = 0
    while True:
        if blanks:
            while row[at : at + 1] == " ":
                at += 1
            start = at
        if row[at : at + 1] == '"':
            at += 1
            while at < len(row) and (row[at] != '"' or row[at + 1 : at + 2] == '"'):
                at += 2 if row[at] == '"' else 1
            at += 1
        end = row.find(delimiter, at)
        found.append((start, end if end >= 0 else len(row)))
        if end < 0:
            return found
        start = at = end + 1
