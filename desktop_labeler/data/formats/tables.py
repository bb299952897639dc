"""Tables of text from anywhere: encoding and delimiter found out, rows as a stream, columns by name."""

import codecs
import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from desktop_labeler.errors import FormatError

# What people call these columns; the first that is there is taken when no mapping is given.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "rel_path": ("rel_path", "path", "file_name", "filename", "filepath", "file", "image", "image_path"),
    "label": ("label", "class", "class_name", "category"),
    "state": ("state",),
    "group": ("group",),
    "note": ("note",),
    "sha256": ("sha256",),
    "flags": ("flags",),
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20
_CELL = 10_000_000  # characters; csv's own limit of 131,072 would refuse a long note


@dataclass(frozen=True)
class Table:
    """How a table of text is written.

    Attributes:
        file: the file.
        columns: the names in its first row.
        encoding: as Python calls it.
        delimiter: "," or ";" or tab.
        guessed: whether the encoding is a guess because the text is not Unicode.
    """

    file: Path
    columns: tuple[str, ...]
    encoding: str
    delimiter: str
    guessed: bool = False


def open_table(file: Path) -> Table:
    """Find out how a table is written.

    Raises:
        FormatError: no such file, unreadable, or empty.
    """
    encoding, guessed = _encoding(file)
    first = ""
    with _text(file, encoding) as text:
        first = text.readline(_CELL)
    if not first.strip():
        raise FormatError(
            "{file} is empty. Nothing was changed. Choose a file with a row of column names.", file=file.name
        )
    delimiter = max(",;\t", key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))
    plain = Table(file, (), encoding, delimiter, guessed)
    columns = next(_cells(plain), (0, []))[1]
    return Table(file, tuple(name.strip() for name in columns), encoding, delimiter, guessed)


def rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    """Yield the line number and the cells of every row after the first; empty lines are left out.

    Raises:
        FormatError: the file breaks off inside quotes, or cannot be read to its end.
    """
    for number, cells in islice(_cells(table), 1, None):
        if cells:
            yield number, cells


def preview(table: Table, count: int = 20) -> list[list[str]]:
    """Return the first rows, for the dialog that maps columns."""
    return [cells for _, cells in islice(rows(table), count)]


def guess_columns(columns: Sequence[str]) -> dict[str, str]:
    """Return which column stands for what, by its name: {"rel_path": "File", "label": "class"}."""
    by_name = {name.casefold(): name for name in reversed(columns)}
    found = {}
    for meaning, names in SYNONYMS.items():
        column = next((by_name[name] for name in names if name in by_name), None)
        if column is not None:
            found[meaning] = column
    return found


def places(table: Table, mapping: Mapping[str, str]) -> dict[str, int]:
    """Return the position of each column that has a meaning.

    The mapping goes before the guess, and "" in it means none.

    Raises:
        FormatError: a mapped column is not there, or there is none for the path, or nothing to take over.
    """
    merged = guess_columns(table.columns) | dict(mapping)
    wanted = {meaning: column for meaning, column in merged.items() if column}
    have = ", ".join(table.columns)
    for meaning, column in wanted.items():
        if column not in table.columns:
            raise FormatError(
                "{file} has no column {column} for {meaning}. Nothing was changed. Its columns are: {columns}.",
                file=table.file.name,
                column=column,
                meaning=meaning,
                columns=have,
            )
    if "rel_path" not in wanted:
        raise FormatError(
            "{file} has no column with the path of the image (rel_path). Nothing was changed. Its columns "
            "are: {columns}. Say which one it is (rel_path=…).",
            file=table.file.name,
            columns=have,
        )
    if not {"label", "state", "group", "note"} & set(wanted):
        raise FormatError(
            "{file} has no column with the label. Nothing was changed. Its columns are: {columns}. Say "
            "which one it is (label=…).",
            file=table.file.name,
            columns=have,
        )
    return {meaning: table.columns.index(column) for meaning, column in wanted.items()}


def _encoding(file: Path) -> tuple[str, bool]:
    """Return the encoding, and whether it is a guess."""
    try:
        with file.open("rb") as opened:
            start = opened.read(4096)
            for mark, name in _BOMS:
                if start.startswith(mark):
                    return name, False
            if b"\0" in start:  # a UTF-16 without its mark: Latin letters have a zero in every second byte
                return ("utf-16-le" if start[1:2] == b"\0" else "utf-16-be"), True
            decoder = codecs.getincrementaldecoder("utf-8")()
            block = start
            while block:
                decoder.decode(block)
                block = opened.read(_BLOCK)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return ("cp1252" if _decodes(file, "cp1252") else "latin-1"), True
    except OSError as error:
        raise _unreadable(file, error) from error
    return "utf-8", False


def _decodes(file: Path, encoding: str) -> bool:
    try:
        with file.open(encoding=encoding, newline="") as text:
            while text.read(_BLOCK):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _text(file: Path, encoding: str) -> TextIO:
    try:
        return file.open(encoding=encoding, newline="")
    except OSError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: Path, error: OSError) -> FormatError:
    return FormatError(
        "{file} cannot be read: {reason}. Nothing was changed. Check the name.",
        file=file,
        reason=error.strerror or error,
    )


def _cells(table: Table) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_CELL)
    with _text(table.file, table.encoding) as text:
        reader = csv.reader(text, delimiter=table.delimiter, strict=True)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as error:
            raise FormatError(
                "{file}, line {line}: not a readable table ({reason}). Nothing was changed. Save it as CSV again.",
                file=table.file.name,
                line=reader.line_num,
                reason=error,
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise FormatError(
                "{file} cannot be read beyond line {line}: {reason}. Nothing was changed.",
                file=table.file.name,
                line=reader.line_num,
                reason=error,
            ) from error
