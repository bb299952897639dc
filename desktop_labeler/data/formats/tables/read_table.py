"""A table of an import, opened: its encoding chosen by what the project knows, its columns understood."""

from itertools import islice
from pathlib import Path

from desktop_labeler.data.formats.records import Reading
from desktop_labeler.data.formats.tables.columns import OWN, Columns, find_columns
from desktop_labeler.data.formats.tables.table import Table, open_table, rows
from desktop_labeler.errors import EncodingError, FormatError

_ROWS = 300  # that tell encodings apart


def read_table(file: Path, reading: Reading) -> tuple[Table, Columns]:
    """Open a table to import; what the person should know of it goes into the notes.

    Raises:
        FormatError: it cannot be read, its columns say too little or too much, or nobody can tell its encoding.
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
    """Return how a table is written; where its encoding cannot be told, with the others that it may be.

    Raises:
        FormatError: it cannot be read.
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
