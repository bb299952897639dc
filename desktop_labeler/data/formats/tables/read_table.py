"""Opens a table for an import: chooses its encoding by what the project knows and identifies its columns."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from desktop_labeler.data.formats.records import OtherColumns, Reading, Record
from desktop_labeler.data.formats.tables.column_names import OWN
from desktop_labeler.data.formats.tables.columns import Columns, find_columns, find_path_columns
from desktop_labeler.data.formats.tables.table import Table, open_table, rows
from desktop_labeler.data.formats.tables.text_encoding import encoding_notes
from desktop_labeler.errors import EncodingError, FormatError

Find: TypeAlias = Callable[[Table, Mapping[str, str]], Columns]
_ROWS = 300  # used to tell encodings apart


def read_table(file: Path, reading: Reading) -> tuple[Table, Columns]:
    """Open a table for an import, and add what the person should know about it to the notes of `reading`.

    Raises:
        FormatError: the file cannot be read, its columns say too little or too much, or its encoding is ambiguous.
    """
    table = _opened(file, reading, find_columns)
    columns = find_columns(table, reading.columns)
    reading.notes += columns.notes
    return table, columns


def read_columns(file: Path, reading: Reading, only: Sequence[str] = ()) -> tuple[OtherColumns, Iterator[Record]]:
    """Open a table for its columns alone: all but those of the path, and the record of each row with just its path.

    Args:
        file: any table.
        reading: which columns hold the path, and the encoding.
        only: the names of the columns to take; empty for all.

    Raises:
        FormatError: the file cannot be read, has no column with the path, none of these names, or its encoding is
            ambiguous.
    """
    table = _opened(file, reading, find_path_columns)
    columns = find_path_columns(table, reading.columns)
    reading.notes += encoding_notes(table.encoding)
    unknown = [name for name in only if name not in table.columns]
    if unknown:
        raise FormatError(
            "{file} has no column {column}. Nothing was changed. Its columns are: {columns}.",
            file=file.name,
            column=unknown[0],
            columns=[name for name in table.columns if name][:50],
        )
    paths = set(columns.at.values())
    names = {
        place: name for place, name in enumerate(table.columns) if place not in paths and (not only or name in only)
    }
    records = (
        Record(columns.values(cells).get("rel_path", ""), line=line) for line, cells in rows(table, reading.left_out)
    )
    return OtherColumns(names, lambda: rows(table)), records


def _opened(file: Path, reading: Reading, find: Find) -> Table:
    table = describe_table(file, reading, find)
    if table.encoding.others and table.columns[: len(OWN)] != OWN:
        readings = [f"{name} ({words})" for name, words in table.encoding.others]
        raise EncodingError(
            "The encoding of {file} is not clear: {readings} are equally likely. Nothing was changed. Choose one of "
            "them.",
            file=file.name,
            readings=readings,
        )
    return table


def describe_table(file: Path, reading: Reading, find: Find = find_columns) -> Table:
    """Return how a table is written; if its encoding is ambiguous, with the other possible encodings.

    Raises:
        FormatError: the file cannot be read.
    """

    def score(encoding: str) -> int:
        try:
            table = open_table(file, encoding)
            columns = find(table, reading.columns)
            strange = ((number, cells) for number, cells in rows(table) if not "".join(cells).isascii())
            found = [columns.values(cells) for _, cells in islice(strange, _ROWS)]
        except FormatError:
            return 0
        return reading.known([each.get("rel_path", "") for each in found], [each.get("label", "") for each in found])

    return open_table(file, reading.encoding, score)
