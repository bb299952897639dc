"""Filters and orders by columns of metadata, as SQL that returns ids; each uses the index of the column's values."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.metadata.columns import MetadataColumn, metadata_columns
from desktop_labeler.data.metadata.values import date_of, number_of
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError

_TEXT = ""  # SQLite sorts every number before every text
_NO_DATE = ":"  # the character after "9": cells of a column of dates that are none begin with a letter
_AFTER = "~"  # after every character that a date continues with, so that a day includes all its hours


@dataclass(frozen=True)
class Condition:
    """What a column must say of an image: all that is given must hold.

    Attributes:
        column: the name of the column.
        values: any of these values, as text; of a date a beginning is enough ("2024-05").
        text: the value contains this, ignoring case.
        low: at least this: a number, a date or a text, as the column is.
        high: at most this; of a date all that begins with it.
        above: not `low` itself.
        below: not `high` itself.
        missing: the image has no value there; with `values` images that have one of these as well.
    """

    column: str
    values: tuple[str, ...] = ()
    text: str = ""
    low: str = ""
    high: str = ""
    above: bool = False
    below: bool = False
    missing: bool = False


def check_condition(column: MetadataColumn, condition: Condition) -> None:
    """Check that a condition can be asked of a column.

    Raises:
        LabelerError: it compares with something that is no number, or no date.
    """
    given = [text for text in (*condition.values, condition.low, condition.high) if text]
    for text in given:
        if column.kind == "number" and number_in(text) is None:
            raise LabelerError("{column} holds numbers, and {text} is none.", column=column.name, text=text)
        if column.kind == "date" and not text[:4].isdigit():
            raise LabelerError(
                "{column} holds dates, and {text} is none. Write the year first: {example}.",
                column=column.name,
                text=text,
                example="2024-05-31",
            )


def fits(project: Project, conditions: Sequence[Condition], images: IntArray) -> BoolArray:
    """Return which of these images fit all conditions; a column that is not there fits none."""
    chosen = np.ones(len(images), bool)
    known = {column.name: column for column in metadata_columns(project)}
    for condition in conditions:
        column = known.get(condition.column)
        if column is None:
            return np.zeros(len(images), bool)
        chosen &= chosen_by(images, condition, partial(_matching, project, column))
    return chosen


def chosen_by(images: IntArray, condition: Condition, matching: Callable[[Condition], IntArray]) -> BoolArray:
    """Return which images fit a condition.

    Args:
        images: ids, each once.
        condition: what is asked.
        matching: returns the ids of all images with a value that fits a condition, which does not ask for none.
    """
    if not condition.missing:
        return np.isin(images, matching(condition), assume_unique=True)
    without = ~np.isin(images, matching(Condition(condition.column)), assume_unique=True)
    if not condition.values:
        return without
    return without | np.isin(images, matching(replace(condition, missing=False)), assume_unique=True)


def _matching(project: Project, column: MetadataColumn, condition: Condition) -> IntArray:
    parts = [("column_id = ?", list[object]([column.id])), *parts_of(project, column, condition, "value")]
    where, parameters = " AND ".join(sql for sql, _ in parts), [each for _, some in parts for each in some]
    return project.integers(f"SELECT group_concat(image_id) FROM metadata WHERE {where}", parameters)[0]


_Part = tuple[str, list[object]]


def parts_of(project: Project, column: MetadataColumn, condition: Condition, value: str) -> list[_Part]:
    """Return what a condition asks of a value as conditions of SQL, with their parameters."""
    if condition.text and not condition.text.isascii():
        project.db.create_function("folded", 1, folded, deterministic=True)
    found = [*_low(column, condition), *_high(column, condition), *_values(column, condition.values)]
    if condition.text:
        lower = "lower" if condition.text.isascii() else "folded"
        found.append((f"instr({lower}(VALUE), ?)", [folded(condition.text)]))
    return [(sql.replace("VALUE", value), parameters) for sql, parameters in found]


def _low(column: MetadataColumn, condition: Condition) -> list[_Part]:
    if not condition.low:
        return []
    low = _as_stored(column, condition.low)
    if column.kind == "text":
        return [(f"VALUE {'>' if condition.above else '>='} ?", [low])]
    if column.kind == "number":
        return [(f"VALUE {'>' if condition.above else '>='} ?", [low]), ("VALUE < ?", [_TEXT])]
    after = f"{low}{_AFTER}" if condition.above else low
    return [("VALUE >= ?", [after]), ("VALUE < ?", [_NO_DATE])]


def _high(column: MetadataColumn, condition: Condition) -> list[_Part]:
    if not condition.high:
        return []
    high = _as_stored(column, condition.high)
    if column.kind == "date" and not condition.below:
        return [("VALUE < ?", [f"{high}{_AFTER}"])]
    return [(f"VALUE {'<' if condition.below else '<='} ?", [high])]


def _values(column: MetadataColumn, values: Sequence[str]) -> list[_Part]:
    if not values:
        return []
    if column.kind == "date":
        days = [str(_as_stored(column, value)) for value in values]
        some = " OR ".join(["(VALUE >= ? AND VALUE < ?)"] * len(days))
        return [(f"({some})", [each for day in days for each in (day, f"{day}{_AFTER}")])]
    stored: list[object] = [_as_stored(column, value) for value in values]
    return [(f"VALUE IN ({','.join('?' * len(stored))})", stored)]


def _as_stored(column: MetadataColumn, text: str) -> object:
    """Return what a person wrote as the column holds it; in a column of numbers another text stays one."""
    if column.kind == "number":
        number = number_in(text)
        return text if number is None else number
    return (date_of(text) or text) if column.kind == "date" else text


def number_in(text: str) -> float | None:
    """Return the number that a person wrote, with a decimal point or comma; None for none."""
    number = number_of(text)
    return number_of(text, comma=True) if number is None else number


def found_by_text(project: Project, text: str) -> IntArray:
    """Return the images of which some value that is no number contains a text; a million values take 0.3 s."""
    columns = [column for column in metadata_columns(project) if column.kind != "number"]
    found = [_matching(project, column, Condition(column.name, text=text)) for column in columns]
    return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)


def ranks(project: Project, name: str, top: int, *, descending: bool) -> IntArray:
    """Return sort keys by a column, (top + 1,), indexed by image id; without a value an image comes last either way.

    Args:
        project: any open project.
        name: of the column.
        top: the highest image id.
        descending: whether the order will be reversed.
    """
    keys = np.full(top + 1, -1 if descending else np.iinfo(np.int64).max)
    column = next((column for column in metadata_columns(project) if column.name == name), None)
    if column is None:
        return keys
    (ids,) = project.integers(
        "SELECT group_concat(image_id) FROM (SELECT image_id FROM metadata WHERE column_id = ? "
        "ORDER BY value, image_id)",
        (column.id,),
    )
    (counts,) = project.integers(
        "SELECT group_concat(n) FROM (SELECT count(*) AS n FROM metadata WHERE column_id = ? GROUP BY value "
        "ORDER BY value)",
        (column.id,),
    )
    inside = ids <= top
    keys[ids[inside]] = np.repeat(np.arange(len(counts)), counts)[inside]
    return keys


def folded(text: str) -> str:
    """Return a text without differences of case and of the ways to encode an accent."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(text)).casefold())


_OPERATORS = (">=", "<=", ">", "<", "=", "~")


def read_condition(text: str, columns: Sequence[MetadataColumn]) -> Condition:
    """Read a condition: "site=A", "depth>=10", "taken<2024-06", "note~nest"; "site=" asks for no value.

    Raises:
        LabelerError: it is none, or asks a column for what it cannot hold.
    """
    for column in sorted(columns, key=lambda known: -len(known.name)):
        rest = text.strip().removeprefix(column.name).lstrip()
        mark = next((mark for mark in _OPERATORS if rest.startswith(mark)), "")
        if text.strip().startswith(column.name) and mark:
            condition = _condition(column.name, mark, rest[len(mark) :].strip())
            check_condition(column, condition)
            return condition
    name = _named_in(text)
    if name:
        raise LabelerError(
            "There is no column {name} to ask for in {text}. The columns are: {columns}.",
            name=name,
            text=text,
            columns=[column.name for column in columns[:20]] or "–",
        )
    raise LabelerError(
        "{text} is no condition. Write a column, one of = > >= < <= ~ (contains), and a value. The columns are: "
        "{columns}.",
        text=text,
        columns=[column.name for column in columns[:20]] or "–",
    )


def _named_in(text: str) -> str:
    """Return what stands before the comparison of a text that is built like a condition; empty for another text."""
    places = [place for mark in _OPERATORS if (place := text.find(mark)) > 0]
    return text[: min(places)].strip() if places else ""


def _condition(name: str, mark: str, value: str) -> Condition:
    if not value:
        return Condition(name, missing=True)
    if mark == "=":
        return Condition(name, values=(value,))
    if mark == "~":
        return Condition(name, text=value)
    if mark[0] == ">":
        return Condition(name, low=value, above=mark == ">")
    return Condition(name, high=value, below=mark == "<")
