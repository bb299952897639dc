"""Predictions in tables and arrays: a class and its probability per image, or one column per class."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np

from desktop_labeler.data.formats.predictions.prediction_rows import PredictionRows
from desktop_labeler.data.formats.records import Reading
from desktop_labeler.data.formats.tables.column_names import guess_columns, plain
from desktop_labeler.data.formats.tables.read_table import describe_table, read_table
from desktop_labeler.data.formats.tables.table import Table, rows
from desktop_labeler.errors import ColumnError, FormatError

_CLASS = (
    *("prediction", "predicted_class", "predicted_label", "predicted", "pred", "label_pred", "pred_class", "top1"),
    *("top_class", "top_1_class", "predicted_species"),
)
_SIDE_FILES = (".classes.txt", ".paths.txt")


def read_prediction_table(file: Path, reading: Reading) -> PredictionRows:
    """Read a table with a path and either a class (and its probability) or one column per class.

    Args:
        file: the table, in any form that imports of labels read.
        reading: its `columns` may name the columns "rel_path", "label" and "probability".

    Raises:
        FormatError: the file cannot be read, or its columns say too little or too much.
    """
    table = describe_table(file, reading)
    meanings = guess_columns(table.columns) | dict(reading.columns)
    named = reading.columns.get("label") or _first(table.columns, _CLASS) or meanings.get("label")
    found = PredictionRows()
    if named is None and "probability" not in meanings:
        _read_wide(table, meanings, found)
    else:
        columns = dict(reading.columns) | ({"label": named} if named is not None else {})
        _read_long(file, replace(reading, columns=columns), found)
    return found


def _read_long(file: Path, reading: Reading, found: PredictionRows) -> None:
    """Read one row per image and class; the rows of an image follow each other."""
    table, columns = read_table(file, reading)
    said = (columns.values(cells) for _, cells in rows(table))
    for path, group in groupby(said, lambda values: values.get("rel_path", "")):
        scores = {values["label"]: _score(values.get("probability", "")) for values in group if "label" in values}
        if path:
            found.add(path, scores)


def _score(text: str) -> float | None:
    """Return the probability in a cell, NaN for one that is no number; None for an empty one."""
    return _number(text.strip()) if text.strip() else None


def _read_wide(table: Table, meanings: Mapping[str, str], found: PredictionRows) -> None:
    """Read one column per class; every column of numbers beside the path is one."""
    path = meanings.get("rel_path")
    if path is None or path not in table.columns:
        raise ColumnError(
            "{file} has no column with the path of the image. Nothing was changed. Its columns are: "
            "{columns}. Choose one of them.",
            file=table.file.name,
            columns=", ".join(table.columns),
        )
    at = table.columns.index(path)
    places = _numeric(table, at)
    if len(places) < 2:
        raise ColumnError(
            "{file} has neither a column with the class nor one column for each class. Nothing was changed. Its "
            "columns are: {columns}. Choose the one with the class.",
            file=table.file.name,
            columns=", ".join(table.columns),
        )
    for _, cells in rows(table):
        if at >= len(cells) or not cells[at].strip():
            continue
        values = {table.columns[place]: _number(cells[place].strip()) for place in places if place < len(cells)}
        found.add(cells[at], {name: value for name, value in values.items() if value != 0})


def _numeric(table: Table, path: int) -> list[int]:
    """Return the columns that hold a number in at least one row and text in none, except for the path."""
    text, number = set[int](), set[int]()
    for _, cells in rows(table):
        for place, cell in enumerate(cells):
            if cell.strip():
                (text if math.isnan(_number(cell.strip())) and not _says_nan(cell) else number).add(place)
    return [place for place, name in enumerate(table.columns) if name and place != path and place in number - text]


def _says_nan(text: str) -> bool:
    return text.strip().lower() in {"nan", "-nan", "na", "n/a", "null", "none"}


def _number(text: str) -> float:
    """Parse a number with a decimal point or comma, or a percentage; NaN for anything else."""
    plainly = text.replace(",", ".") if text.count(",") == 1 and "." not in text else text
    try:
        return float(plainly[:-1]) / 100 if plainly.endswith("%") else float(plainly)
    except ValueError:
        return math.nan


def _first(columns: Sequence[str], names: Sequence[str]) -> str | None:
    by_name = {plain(name): name for name in reversed(columns) if name}
    return next((by_name[plain(name)] for name in names if plain(name) in by_name), None)


def read_prediction_array(file: Path) -> PredictionRows:
    """Read NAME.npy, a row per image and a column per class, with NAME.classes.txt and NAME.paths.txt beside it.

    Raises:
        FormatError: one of the files is missing or cannot be read, or their lengths differ.
    """
    try:
        values = np.load(file, allow_pickle=False, mmap_mode="r")
    except (OSError, ValueError, EOFError) as error:
        raise FormatError(
            "{file} cannot be read as an array ({reason}). Nothing was changed.", file=file.name, reason=error
        ) from error
    classes, paths = (_lines(file.with_suffix(suffix)) for suffix in _SIDE_FILES)
    if values.ndim != 2 or values.shape != (len(paths), len(classes)) or values.dtype.kind != "f":
        raise FormatError(
            "{file} is {shape} {kind}. It must hold floating point numbers, a row for each line of its file of paths "
            "({rows}) and a column for each line of its file of classes ({columns}). Nothing was changed.",
            file=file.name,
            shape=" × ".join(map(str, values.shape)),
            kind=str(values.dtype),
            rows=len(paths),
            columns=len(classes),
        )
    found = PredictionRows()
    for path, row in zip(paths, values, strict=True):
        found.add(path, {name: value for name, value in zip(classes, row.tolist(), strict=True) if value != 0})
    return found


def _lines(file: Path) -> list[str]:
    try:
        return [line for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise FormatError(
            "{file} is needed beside the array and cannot be read ({reason}): one name per line, in the order of the "
            "array. Nothing was changed.",
            file=file.name,
            reason=error,
        ) from error
