"""Predictions in tables and arrays: a class and its probability per image, or one column per class."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from desktop_labeler.data.formats.predictions.prediction_rows import PredictionRows, surest
from desktop_labeler.data.formats.predictions.probability_columns import probability_columns
from desktop_labeler.data.formats.records import Reading
from desktop_labeler.data.formats.tables.class_columns import columns_of_classes
from desktop_labeler.data.formats.tables.column_names import guess_columns, plain
from desktop_labeler.data.formats.tables.columns import Columns, find_path_columns
from desktop_labeler.data.formats.tables.read_table import describe_table, read_table
from desktop_labeler.data.formats.tables.table import Table, rows
from desktop_labeler.errors import ColumnError, FormatError, refusal
from desktop_labeler.messages import Message

_CLASS = (
    *("prediction", "predicted_class", "predicted_label", "predicted", "pred", "label_pred", "pred_class", "top1"),
    *("top_class", "top_1_class", "predicted_species"),
)
_SAMPLE = 200  # rows
_EVEN = 0.02  # by how much rounded numbers of rows with the same sum may differ in sum
_NAMED = 20  # classes in a note
_SIDE_FILES = (".classes.txt", ".paths.txt")
_NO_PATH = Message("it has no path")


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
    places = [] if {"label", "probability"} & set(reading.columns) else _class_columns(table)
    if named is not None and "probability" not in meanings:
        alike = set(probability_columns(table.columns))  # of the class, not classes themselves
        places = kept if len(kept := [place for place in places if table.columns[place] not in alike]) > 1 else []
        if not places and (said := _probability(table, meanings, named)):
            meanings["probability"] = said
            reading.notes.append(Message("The column {column} is read as the probability.", column=said))
    if places and (left := _known_classes(table, reading, places)):
        if any(_number(cells[place].strip()) > 1 for _, cells in rows(table) for place in left if place < len(cells)):
            raise _no_probabilities(table, sorted([*places, *left]))
        places = sorted([*places, *left])
    found = PredictionRows()
    if places and ("probability" not in meanings or named is None):
        _read_wide(table, find_path_columns(table, reading.columns), places, found, reading)
    elif named is None and "probability" not in meanings:
        raise _no_class(table, reading, list(meanings.values()))
    else:
        own = {"label": named, "probability": meanings.get("probability")}
        columns = {meaning: column for meaning, column in own.items() if column is not None} | dict(reading.columns)
        _read_long(file, replace(reading, columns=columns), found)
        if found.guessed and "probability" not in meanings:
            reading.notes.extend(_unread_numbers(table, [*meanings.values(), *([named] if named else [])]))
    return found


def _probability(table: Table, meanings: Mapping[str, str], named: str) -> str | None:
    """Return the column of numbers that is named like a probability, beside columns with another meaning."""
    used = {*meanings.values(), named}
    numbers = {table.columns[place] for place in _numeric(table)} - used
    return next(iter(probability_columns([name for name in table.columns if name in numbers])), None)


def _unread_numbers(table: Table, used: Sequence[str]) -> Iterator[Message]:
    """Yield a sentence on columns that may hold the probability and were not read, none of which is named so."""
    cells = [row for _, row in islice(rows(table), _SAMPLE)]
    found: dict[float, list[str]] = {1.0: [], 100.0: []}
    for place in _numeric(table):
        known = [value for row in cells if not math.isnan(value := _cell(row, place))]
        name = table.columns[place]
        if name not in used and known and max(known) <= 100 and ("%" in name or any(value % 1 for value in known)):
            found[1.0 if max(known) <= 1 else 100.0].append(name)
    if columns := found[1.0] or found[100.0]:
        yield Message(
            "{n:The column|The columns} {names} {n:holds|hold} numbers that could be probabilities, and {n:was|were} "
            "not read. If {n:it is|one of them is} the probability, call it “probability” in the file, or choose the "
            "column: probability={column}.",
            n=len(columns),
            names=columns[:_NAMED],
            column=columns[0],
        )


def _no_class(table: Table, reading: Reading, used: Sequence[str]) -> FormatError:
    """Return what is wrong with a table that has no column with the class, and no probabilities of classes."""
    classes = [place for place in _known_classes(table, reading, []) if table.columns[place] not in used]
    if len(classes) > 1:
        return _no_probabilities(table, classes)
    places = [place for place in _numeric(table) if table.columns[place] not in used]
    if len(places) > 1:
        low, high, sums, _ = _spread(table, places)
        return ColumnError(
            "{file} has no column with the class. If each of {columns} stands for a class, its numbers are no "
            "probabilities: they lie between {low} and {high}, and rows sum to {sums}, not to 1. Nothing was changed. "
            "Write probabilities into the file, or choose the column with the class.",
            file=table.file.name,
            columns=[table.columns[place] for place in places[:_NAMED]],
            low=low,
            high=high,
            sums=sums,
        )
    return ColumnError(
        "{file} has neither a column with the class nor one column for each class. Nothing was changed. Its "
        "columns are: {columns}. Choose the one with the class.",
        file=table.file.name,
        columns=", ".join(table.columns),
    )


def _known_classes(table: Table, reading: Reading, taken: Sequence[int]) -> list[int]:
    """Return the other columns of numbers that are named like a class of the project."""
    others = [place for place in _numeric(table) if place not in taken]
    return [place for place in others if reading.known([], [table.columns[place]])]


def _no_probabilities(table: Table, classes: Sequence[int]) -> FormatError:
    low, high, sums, negative = _spread(table, classes)
    if negative:
        return FormatError(
            "{file} has a column for each class, but its numbers are no probabilities: they lie between {low} and "
            "{high}, like logits. Nothing was changed. Write probabilities into the file: the softmax of each row.",
            file=table.file.name,
            low=low,
            high=high,
        )
    return FormatError(
        "{file} has a column for each class, but its numbers are no probabilities: they lie between {low} and {high}, "
        "and rows sum to {sums}, not to 1. Nothing was changed. Write probabilities into the file: divide counts or "
        "votes by the sum of their row; of logits, take the softmax.",
        file=table.file.name,
        low=low,
        high=high,
        sums=sums,
    )


def _spread(table: Table, places: Sequence[int]) -> tuple[str, str, str, bool]:
    """Return the least and the greatest number of some columns, what their rows sum to, and whether any is below 0."""
    cells = [[_number(row[place].strip()) for place in places] for _, row in islice(rows(table), _SAMPLE)]
    values = np.array([row for row in cells if np.isfinite(row).all()], np.float64).reshape(-1, len(places))
    values = values if len(values) else np.zeros((1, len(places)))
    sums = values.sum(axis=1)
    least, most = f"{sums.min():.3g}", f"{sums.max():.3g}"
    spread = least if least == most else f"{least} … {most}"
    return f"{values.min():.3g}", f"{values.max():.3g}", spread, bool(values.min() < 0)


def _read_long(file: Path, reading: Reading, found: PredictionRows) -> None:
    """Read one row per image and class, in any order."""
    table, columns = read_table(file, reading)
    for line, cells in rows(table, reading.left_out):
        values = columns.values(cells)
        if path := values.get("rel_path", ""):
            named = {values["label"]: _score(values.get("probability", ""))} if "label" in values else {}
            found.add(path, named)
        else:
            reading.left_out.append((f"{file.name}#line/{line}", _NO_PATH))


def _score(text: str) -> float | None:
    """Return the probability in a cell, NaN for one that is no number; None for an empty one."""
    return _number(text.strip()) if text.strip() else None


def _read_wide(table: Table, columns: Columns, places: Sequence[int], found: PredictionRows, reading: Reading) -> None:
    """Read one column per class."""
    reading.notes.append(
        Message(
            "Each of {n:# column|# columns} is read as the probability of a class: {names}.",
            n=len(places),
            names=[table.columns[place] for place in places[:_NAMED]],
        )
    )
    for line, cells in rows(table, reading.left_out):
        path = columns.values(cells).get("rel_path", "").strip()
        values = {table.columns[place]: _number(cells[place].strip()) for place in places if place < len(cells)}
        if path:
            found.add(path, {name: value for name, value in values.items() if value != 0})
        else:
            reading.left_out.append((f"{table.file.name}#line/{line}", _NO_PATH))


def _class_columns(table: Table) -> list[int]:
    """Return the columns that each hold the probability of a class.

    They sum to 1, or to 100. Where nothing does, as with independent scores, they are the columns of numbers up to 1
    that are not all whole; none where they and others sum to the same in every row, as votes of three do.
    """
    places = _numeric(table)
    cells = [[_cell(row, place) for place in places] for _, row in islice(rows(table), _SAMPLE)]
    values = np.array(cells, np.float64).reshape(len(cells), len(places))
    for total in (1.0, 100.0):
        if chosen := columns_of_classes(values, total):
            return [places[column] for column in chosen]
    known = np.nan_to_num(values)
    scores = np.flatnonzero((known <= 1).all(axis=0) & (known % 1 != 0).any(axis=0))
    broken = np.flatnonzero((known % 1 != 0).any(axis=0))
    sums = known[:, broken].sum(axis=1)
    if len(broken) > len(scores) and np.ptp(sums) <= _EVEN * sums.max():
        return []
    return [places[column] for column in scores.tolist()] if len(scores) > 1 else []


def _cell(row: Sequence[str], place: int) -> float:
    value = _number(row[place].strip()) if place < len(row) else math.nan
    return value if math.isfinite(value) and value >= 0 else math.nan


def _numeric(table: Table) -> list[int]:
    """Return the columns with a name that hold a number in at least one row and text in none."""
    text, number = set[int](), set[int]()
    for _, cells in rows(table):
        for place, cell in enumerate(cells):
            if cell.strip():
                (text if math.isnan(_number(cell.strip())) and not _says_nan(cell) else number).add(place)
    return [place for place, name in enumerate(table.columns) if name and place in number - text]


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
            "{file} cannot be read as an array ({reason}). Nothing was changed.",
            file=file.name,
            reason=refusal(error),
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
        found.add(path, surest((name, value) for name, value in zip(classes, row.tolist(), strict=True) if value != 0))
    return found


def _lines(file: Path) -> list[str]:
    try:
        return [line for line in file.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise FormatError(
            "{file} is needed beside the array and cannot be read ({reason}): one name per line, in the order of the "
            "array. Nothing was changed.",
            file=file.name,
            reason=refusal(error),
        ) from error
