"""Opens a table for an import: chooses its encoding by what the project knows and identifies its columns."""

from itertools import islice
from pathlib import Path

from desktop_labeler.data.formats.records import Reading
from desktop_labeler.data.formats.tables.columns import OWN, Columns, find_columns
from desktop_labeler.data.formats.tables.table import Table, open_table, rows
from desktop_labeler.errors import EncodingError, FormatError

_ROWS = 300  # used to tell encodings apart


def read_table(file: Path, reading: Reading) -> tuple[Table, Columns]:
    """Open a table for an import, and add what the person should know about it to the notes of `reading`.

    Raises:
        FormatError: the file cannot be read, its columns say too little or too much, or its encoding is ambiguous.
    """
    table = describe_table(file, reading)
    if table.encoding.others and table.columns[: len(OWN)] != OWN:
        readings = [f"{name} ({words})" for name, words in table.encoding.others]
        raise EncodingError(
            "The encoding of {file} is not clear: {readings} are equally likely. Nothing was changed. Choose one of "
            "them.",
            file=file.name,
            readings=readings,
        )
    columns = find_columns(table, reading.columns)
    reading.notes += columns.notes
    return table, columns


def describe_table(file: Path, reading: Reading) -> Table:
    """Return how a table is written; if its encoding is ambiguous, with the other possible encodings.

    Raises:
        FormatError: the file cannot be read.
    """

    def score(encoding: str) -> int:
        try:
            table = open_table(file, encoding)
            columns = find_columns(table, reading.columns)
            strange = ((number, cells) for number, cells in rows(table) if not "".join(cells).isascii())
            found = [columns.values(cells) for _, cells in islice(strange, _ROWS)]
        except FormatError:
            return 0
        return reading.known([each.get("rel_path", "") for each in found], [each.get("label", "") for each in found])

    return open_table(file, reading.encoding, score)
