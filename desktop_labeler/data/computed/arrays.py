"""Computed arrays in the project file: replaced as a whole or extended in parts, stamped with their origin."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.json_text import parse_json

# Rows per BLOB. A decision waits for the part that is being written: 6 ms with 4,096 rows of 384 float16, 2 ms so.
PART = 1024


def save_arrays(
    project: Project,
    arrays: Mapping[str, AnyArray],
    stamp: Mapping[str, object] | None = None,
    *,
    grown: Mapping[str, tuple[AnyArray, Mapping[str, object]]] | None = None,
) -> None:
    """Replace several arrays that belong together (a round) as one transaction, so that nobody sees half of them.

    Args:
        project: open for writing.
        arrays: by name ("round/doubt"); any dtype without objects; the first axis is cut into parts.
        stamp: JSON values stored beside them ({"round": 7}).
        grown: by name, a part to append to an existing array (a line of history), with its own stamp.

    Raises:
        ProjectError: disk full or the like; the earlier arrays are still there.
    """
    with project.transaction() as db:
        for name, array in arrays.items():
            db.execute("DELETE FROM array WHERE name = ?", (name,))
            for part, start in enumerate(range(0, max(len(array), 1), PART)):
                db.execute(_INSERT, _row(name, part, array[start : start + PART], stamp))
        for name, (array, own) in (grown or {}).items():
            _append(db, name, array, own)


def append_part(project: Project, arrays: Mapping[str, AnyArray]) -> None:
    """Add one part to each of several arrays of equal length (ids and their vectors) as one transaction."""
    with project.transaction() as db:
        for name, array in arrays.items():
            _append(db, name, array, {})


def load_array(project: Project, name: str) -> AnyArray | None:
    """Return an array, its parts joined; None when there is none."""
    parts = project.read(_array, "SELECT dtype, shape, data FROM array WHERE name = ? ORDER BY part", (name,))
    if not parts:
        return None
    joined: AnyArray = np.concatenate(parts) if len(parts) > 1 else parts[0].copy()
    return joined


def load_parts(project: Project, name: str, places: Sequence[int] | None = None) -> Iterator[AnyArray]:
    """Yield an array part by part, each read-only: all of them, or those at these places among its parts."""
    numbers = project.read(int, "SELECT part FROM array WHERE name = ? ORDER BY part", (name,))
    for part in numbers if places is None else [numbers[place] for place in places]:
        yield from project.read(
            _array, "SELECT dtype, shape, data FROM array WHERE name = ? AND part = ?", (name, part)
        )


def part_sizes(project: Project, name: str) -> list[int]:
    """Return how many rows each part of an array has, in order, without reading them."""
    shapes = project.read(parse_json, "SELECT shape FROM array WHERE name = ? ORDER BY part", (name,))
    return [shape[0] for shape in shapes]


def load_row(project: Project, name: str, row: int) -> AnyArray | None:
    """Return one row of an array, reading its part alone; None where the array ends before it."""
    start = 0
    for place, size in enumerate(part_sizes(project, name)):
        if row < start + size:
            one: AnyArray = next(load_parts(project, name, [place]))[row - start]
            return one
        start += size
    return None


def array_stamp(project: Project, name: str) -> dict[str, Any] | None:
    """Return the stamp of an array (that of its last part); None if there is no such array."""
    found = project.read(parse_json, "SELECT stamp FROM array WHERE name = ? ORDER BY part DESC LIMIT 1", (name,))
    return found[0] if found else None


def array_names(project: Project, prefix: str = "") -> list[str]:
    """Return the names of the stored arrays that start with a prefix, sorted."""
    return project.read(
        str, "SELECT DISTINCT name FROM array WHERE substr(name, 1, ?) = ? ORDER BY 1", (len(prefix), prefix)
    )


def delete_arrays(project: Project, prefix: str) -> None:
    """Remove every array whose name starts with a prefix."""
    with project.transaction() as db:
        db.execute("DELETE FROM array WHERE substr(name, 1, ?) = ?", (len(prefix), prefix))


def _append(db: sqlite3.Connection, name: str, array: AnyArray, stamp: Mapping[str, object] | None) -> None:
    (last,) = db.execute("SELECT coalesce(max(part), -1) FROM array WHERE name = ?", (name,)).fetchone()
    db.execute(_INSERT, _row(name, last + 1, array, stamp))


_INSERT = "INSERT INTO array (name, part, dtype, shape, stamp, data) VALUES (?, ?, ?, ?, ?, ?)"


def _array(dtype: str, shape: str, data: bytes) -> AnyArray:
    found: AnyArray = np.frombuffer(data, np.dtype(dtype)).reshape(parse_json(shape))
    return found


def _row(name: str, part: int, array: AnyArray, stamp: Mapping[str, object] | None) -> tuple[object, ...]:
    if array.dtype.hasobject:
        raise ValueError(f"array {name} has dtype {array.dtype}, which cannot be stored")
    data = np.ascontiguousarray(array)
    return (name, part, data.dtype.str, json.dumps(data.shape), json.dumps(dict(stamp or {})), data.tobytes())
