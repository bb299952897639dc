"""Tables that are not text: Excel workbooks through openpyxl, and Parquet through pyarrow if it is installed."""

import datetime
import importlib
import zipfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import IO, Literal

from desktop_labeler.errors import FormatError, unreadable

Kind = Literal["text", "workbook", "parquet"]

_LARGE, _LARGEST = 64 << 20, 4 << 30  # bytes of a part: packed as densely as one likes below, never above
_DENSEST = 200  # bytes of a part for each packed one: sheets and texts have 10 to 50
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def kind_of_table(file: Path) -> Kind:
    """Return the kind of a table by its first bytes, whatever its name.

    Raises:
        FormatError: the file cannot be read, or its kind is not supported.
    """
    try:
        if file.exists() and not file.is_file():  # opening a pipe would wait forever
            raise FormatError("{file} is not a file. Nothing was changed. Choose a table.", file=file)
        with file.open("rb") as opened:
            start = opened.read(8)
    except OSError as error:
        raise unreadable(file, error) from error
    if start.startswith(b"PK\x03\x04"):
        return "workbook"
    if start.startswith(b"PAR1"):
        return "parquet"
    if start.startswith(_OLD_WORKBOOK):
        raise FormatError(
            "{file} is a workbook of an old version of Excel (.xls). Nothing was changed. Save it as .xlsx or as CSV.",
            file=file.name,
        )
    if start.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf")):
        raise FormatError("{file} is packed. Nothing was changed. Unpack it and import what is in it.", file=file.name)
    return "text"


def workbook_rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row of the first sheet that has any.

    Raises:
        FormatError: the file is not a readable workbook.
    """
    import openpyxl  # takes half a second, which only importing a workbook should cost

    with file.open("rb") as opened:  # openpyxl would judge a path by its suffix, which may be .csv
        try:
            _refuse_bomb(opened)
            book = openpyxl.load_workbook(opened, read_only=True, data_only=True)
            for sheet in book.worksheets:
                lines = enumerate(sheet.iter_rows(values_only=True), 1)
                filled = ((number, cells) for number, row in lines if any(cells := list(map(_text, row))))
                first = next(filled, None)
                if first is not None:
                    yield from chain([first], filled)
                    return
        except Exception as error:  # openpyxl, zipfile and zlib raise any kind of exception on damaged files
            raise FormatError(
                "{file} is an archive, not a workbook that can be read ({reason}). Nothing was changed. Unpack it, or "
                "save it as CSV.",
                file=file.name,
                reason=error,
            ) from error


def _refuse_bomb(opened: IO[bytes]) -> None:
    """Refuse an archive whose parts unpack to far more than any workbook's do.

    Raises:
        ValueError: a part does.
        zipfile.BadZipFile: it is no archive.
    """
    with zipfile.ZipFile(opened) as archive:
        for part in archive.infolist():
            if part.file_size > _LARGE and part.file_size > min(_DENSEST * part.compress_size, _LARGEST):
                raise ValueError(f"{part.filename:.40} would unpack to {part.file_size / 1e9:.1f} GB")


def _text(value: object) -> str:
    """Return a cell as a person sees it; a whole number has no decimal point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.isoformat(" ")
    return str(value)


def parquet_rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the cells of each row, beginning with the names of the columns.

    Raises:
        FormatError: the file cannot be read, or no library that reads Parquet is installed.
    """
    try:
        parquet = importlib.import_module("pyarrow.parquet")
    except ImportError as error:
        raise FormatError(
            "{file} is a Parquet file, which needs the package pyarrow. Nothing was changed. Install it, or save the "
            "table as CSV.",
            file=file.name,
        ) from error
    try:
        table = parquet.ParquetFile(file)
        yield 1, list(table.schema_arrow.names)
        number = 1
        for batch in table.iter_batches():
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                yield number, list(map(_text, row))
    except Exception as error:  # pyarrow's own errors are many, and its package may be missing
        raise FormatError(
            "{file} cannot be read as Parquet ({reason}). Nothing was changed.", file=file.name, reason=error
        ) from error
