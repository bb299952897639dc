"""Finds the columns that hold the image and the class: by name, by mapping, or one column per class."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from desktop_labeler.data.formats.tables.class_columns import columns_of_classes
from desktop_labeler.data.formats.tables.column_names import OWN, guess_columns, label_candidates
from desktop_labeler.data.formats.tables.table import Table, looks_like_image, rows
from desktop_labeler.data.formats.tables.text_encoding import encoding_notes
from desktop_labeler.errors import ColumnError, FormatError
from desktop_labeler.messages import Message

_PATH = ("rel_path", "folder")
_SAMPLE = 200  # rows
_FLOAT = re.compile(r"\d+\.0")
_NUMBER = re.compile(r"[01]?[.,]\d+|[01]|\d(?:[.,]\d+)?[eE]-\d+")

_TRUTHS = {"true": 1.0, "false": 0.0}  # as pandas writes them
_SHOWN = 60  # characters of a name


@dataclass(frozen=True)
class Columns:
    """The meaning of a table's columns.

    Attributes:
        at: the column index of each meaning.
        classes: the index and class name of each column that stands for a class; empty if one column names the class.
        whole: whether the classes are whole numbers that a spreadsheet wrote as 1.0.
        own: whether this program wrote the table.
        notes: notes for the person on how the table was understood.
    """

    at: dict[str, int]
    classes: dict[int, str] = field(default_factory=dict)
    whole: bool = False
    own: bool = False
    notes: tuple[Message, ...] = ()

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """Return the values of a row by meaning, without empty cells; a path and its folder are joined."""
        found = {meaning: cells[place] for meaning, place in self.at.items() if place < len(cells) and cells[place]}
        if "folder" in found:
            folder, name = found.pop("folder").strip().rstrip("/\\"), found.get("rel_path", "").strip()
            if folder and name:
                found["rel_path"] = f"{folder}/{name}"
        if self.whole and _FLOAT.fullmatch(found.get("label", "").strip()):
            found["label"] = found["label"].strip()[:-2]
        return found

    def labels(self, cells: Sequence[str]) -> list[str]:
        """Return the classes of a row of a table with one column per class: those with the highest value above 0."""
        values = {place: _number(cells[place]) or 0.0 for place in self.classes if place < len(cells)}
        top = max(values.values(), default=0.0)
        return [self.classes[place] for place, value in values.items() if value == top] if top > 0 else []


def find_columns(table: Table, mapping: Mapping[str, str]) -> Columns:
    """Determine what the columns of a table mean.

    The mapping takes precedence over the guess; "" in it means that no column has this meaning.

    Raises:
        FormatError: a mapped column does not exist, no column holds the path, there is nothing to import, or several
            columns may hold the class.
    """
    wanted = _wanted(table, mapping)
    _check_alone(table, [wanted[meaning] for meaning in ("rel_path", "label") if meaning in wanted])
    at = {meaning: table.columns.index(column) for meaning, column in wanted.items()}
    at = _without_needless_folder(table, at, mapping)
    classes = _class_columns(table, set(at.values())) if "label" not in wanted and "label" not in mapping else {}
    if not classes:
        _check_label(table, wanted, mapping)
    return Columns(
        at,
        classes,
        _are_whole(table, at.get("label")),
        table.columns[: len(OWN)] == OWN,
        tuple(_notes(table, at, classes)),
    )


def find_path_columns(table: Table, mapping: Mapping[str, str]) -> Columns:
    """Determine the columns that hold the path of the image, and no others.

    Raises:
        FormatError: no column holds the path, or a mapped column does not exist.
    """
    wanted = _wanted(table, {meaning: column for meaning, column in mapping.items() if meaning in _PATH})
    _check_alone(table, [wanted["rel_path"]])
    at = {meaning: table.columns.index(column) for meaning, column in wanted.items() if meaning in _PATH}
    return Columns(_without_needless_folder(table, at, mapping))


def guess_meanings(table: Table) -> dict[str, str]:
    """Return the column of each meaning, judged by the names of the columns, or by their content without names."""
    return guess_columns(table.columns) if table.named else _by_content(table)


def _wanted(table: Table, mapping: Mapping[str, str]) -> dict[str, str]:
    wanted = {meaning: column for meaning, column in (guess_meanings(table) | dict(mapping)).items() if column}
    for meaning, column in wanted.items():
        if column not in table.columns:
            raise FormatError(
                "{file} has no column {column} for {meaning}. Nothing was changed. Its columns are: {columns}.",
                file=table.file.name,
                column=column,
                meaning=meaning,
                columns=_all(table),
            )
    if "rel_path" not in wanted:
        raise ColumnError(
            "{file} has no column with the path of the image. Nothing was changed. Its columns are: "
            "{columns}. Choose one of them.",
            file=table.file.name,
            columns=_all(table),
        )
    return wanted


def _check_alone(table: Table, columns: Sequence[str]) -> None:
    for column in columns:
        if (n := table.columns.count(column)) > 1:
            raise FormatError(
                "{file} has {n} columns that are called {column}. Nothing was changed. Rename those that are not "
                "meant, or remove them.",
                file=table.file.name,
                n=n,
                column=column,
            )


def _check_label(table: Table, wanted: Mapping[str, str], mapping: Mapping[str, str]) -> None:
    candidates = label_candidates(table.columns)
    if "label" not in wanted and "label" not in mapping and len(candidates) > 1:
        raise ColumnError(
            "The class may be in several columns of {file}: {columns}. Nothing was changed. Choose one of them.",
            file=table.file.name,
            columns=", ".join(candidates),
        )
    if not {"label", "state", "group", "note"} & set(wanted):
        raise ColumnError(
            "{file} has no column with the label. Nothing was changed. Its columns are: {columns}. Choose one of them.",
            file=table.file.name,
            columns=_all(table),
        )


def _all(table: Table) -> str:
    """Return the names of the columns for a message; of what is no table, one may be very long."""
    return ", ".join(name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…" for name in table.columns if name)


def _sample(table: Table) -> list[list[str]]:
    return [cells for _, cells in islice(rows(table), _SAMPLE)]


def _by_content(table: Table) -> dict[str, str]:
    """Return the meaning of unnamed columns: the one with images is the path; of two, the other is the class."""
    sample = _sample(table)
    images = [
        name
        for place, name in enumerate(table.columns)
        if all(looks_like_image(cells[place]) for cells in sample if place < len(cells))
    ]
    others = [name for name in table.columns if name not in images]
    found = {"rel_path": images[0]} if images else {}
    return found | ({"label": others[0]} if images and len(others) == 1 else {})


def _without_needless_folder(table: Table, at: dict[str, int], mapping: Mapping[str, str]) -> dict[str, int]:
    """Leave out a folder column that the person did not ask for and that the file names already include."""
    if "folder" not in at or "folder" in mapping:
        return at
    sample = [cells for cells in _sample(table) if max(at["folder"], at["rel_path"]) < len(cells)]
    apart = all(
        not re.search(r"[/\\]", cells[at["rel_path"]]) and not looks_like_image(cells[at["folder"]]) for cells in sample
    )
    return at if apart else {meaning: place for meaning, place in at.items() if meaning != "folder"}


def _class_columns(table: Table, taken: set[int]) -> dict[int, str]:
    """Return the columns that each stand for a class: in most rows they hold a single 1, or fractions that sum to 1."""
    sample = _sample(table)
    found = {}
    for place, name in enumerate(table.columns):
        cells = [row[place].strip() for row in sample if place < len(row)]
        if name and place not in taken and any(cells) and all(not cell or _number(cell) is not None for cell in cells):
            found[place] = name
    numbers = [[_number(row[place]) if place < len(row) else None for place in found] for row in sample]
    values = np.array([[np.nan if number is None else number for number in row] for row in numbers], np.float64)
    places = list(found)
    return {places[column]: found[places[column]] for column in columns_of_classes(values)} if len(places) > 1 else {}


def _number(text: str) -> float | None:
    """Parse a number from 0 to 1 with a decimal point or comma, or a truth value; return None for anything else."""
    text = text.strip()
    if text.lower() in _TRUTHS:
        return _TRUTHS[text.lower()]
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if value <= 1 else None


def _are_whole(table: Table, place: int | None) -> bool:
    """Whether all classes are whole numbers ending in ".0", which a spreadsheet writes in a column with gaps."""
    if place is None:
        return False
    some = False
    for _, cells in rows(table):
        text = cells[place].strip() if place < len(cells) else ""
        if text and not _FLOAT.fullmatch(text):
            return False
        some = some or bool(text)
    return some


def _notes(table: Table, at: Mapping[str, int], classes: Mapping[int, str]) -> Iterator[Message]:
    if table.kind == "workbook" and table.file.suffix.lower() not in {".xlsx", ".xlsm"}:
        yield Message("{file} is a workbook of Excel and was read as one.", file=table.file.name)
    yield from encoding_notes(table.encoding)
    if not table.named:
        yield Message("The first row names no columns; it was read as an image like the others.")
    if "folder" in at:
        yield Message(
            "The path is put together from the columns {folder} and {name}.",
            folder=table.columns[at["folder"]],
            name=table.columns[at["rel_path"]],
        )
    if classes:
        yield Message(
            "Each of {n:# column|# columns} is a class; an image has that of the highest value: {names}.",
            n=len(classes),
            names=list(classes.values())[:20],
        )
