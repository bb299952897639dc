"""Explains an unexpected error by values in a project's rows that this program never writes.

A project file may come from somebody else, or from a disk that changed it. Checking every value whenever a project
is opened would take seconds for a million images, so it is done once something has failed.
"""

import math
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from desktop_labeler.data.project import backups, schema
from desktop_labeler.data.project.inner_paths import is_inner
from desktop_labeler.data.project.sqlite_file import open_sqlite
from desktop_labeler.data.project.storage_errors import damaged
from desktop_labeler.errors import ProjectError
from desktop_labeler.json_text import parse_json

_VERDICT = {
    "state": "{} NOT BETWEEN 0 AND 4",
    "source": "{} NOT BETWEEN 0 AND 3",
    "class_id": "{} NOT IN (SELECT id FROM class)",
    "rejected": "{} GLOB '*[^0-9 ]*'",
    "second": "{} NOT IN (0, 1)",
}
_LARGEST = 1 << 40
_WRONG: dict[str, dict[str, str]] = {  # a condition that is true of no row of this program, by table and column
    "image": {
        **_VERDICT,
        "id": "{} < 1",
        "folder_id": "{} NOT IN (SELECT id FROM folder)",
        "path": "{0} = '' OR instr({0}, char(0)) > 0",
        "size": f"{{}} NOT BETWEEN 0 AND {_LARGEST}",
        "width": f"{{}} NOT BETWEEN 1 AND {_LARGEST}",
        "height": f"{{}} NOT BETWEEN 1 AND {_LARGEST}",
        "sha256": "length({}) != 32",
        "decided": "{} NOT IN (SELECT id FROM decision)",
        "holder": "{} NOT IN (SELECT id FROM image WHERE holder IS NULL)",
        "part": "{0} GLOB '*[^a-z0-9=&,]*' OR ({0} = '') = (holder IS NOT NULL)",
    },
    "class": {
        "id": "{} NOT BETWEEN 1 AND 1000000",
        "name": "trim({}) = ''",
        "color": "{} NOT GLOB '#[0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F][0-9a-fA-F]'",
        "shape": "{} NOT IN ('circle', 'square', 'triangle', 'diamond', 'plus', 'star', 'pentagon', 'hexagon', "
        "'down', 'ring')",
        "position": "abs({}) > 1000000000",
        "deleted": "{} NOT IN (0, 1)",
    },
    "decision": {
        "id": "{} < 1",
        "time": "julianday({}) IS NULL",
        "kind": "{} = ''",
        "round": f"{{}} NOT BETWEEN 0 AND {_LARGEST}",
        "images": f"{{}} NOT BETWEEN 0 AND {_LARGEST}",
        "undone": "{} NOT IN (0, 1)",
        "reverts": "{} NOT IN (SELECT id FROM decision)",
    },
    "change": {
        "decision_id": "{} NOT IN (SELECT id FROM decision)",
        "image_id": "{} NOT IN (SELECT id FROM image)",
        **{f"{half}_{column}": wrong for half in ("before", "after") for column, wrong in _VERDICT.items()},
    },
    "class_change": {
        "decision_id": "{} NOT IN (SELECT id FROM decision)",
        "class_id": "{} NOT IN (SELECT id FROM class)",
    },
    "array": {"dtype": "{} NOT GLOB '[<>|=]*'", "part": "{} < 0"},
    "person": {"id": "{} < 1"},
    "answer": {
        "image_id": "{} NOT IN (SELECT id FROM image)",
        "decision_id": "{} NOT IN (SELECT id FROM decision)",
        "person_id": "{} NOT IN (SELECT id FROM person)",
        "state": _VERDICT["state"],
        "class_id": _VERDICT["class_id"],
        "source": _VERDICT["source"],
        "blind": "{} NOT IN (0, 1)",
    },
    "merged": {"decision_id": "{} NOT IN (SELECT id FROM decision)", "package": "{} = ''", "last": "{} < 0"},
    "packed": {"image_id": "{} NOT IN (SELECT id FROM image)", "origin": "length({}) != 32"},
    "annotation_file": {"id": "{} < 1", "format": "{} = ''", "path": "{} = ''", "sha256": "length({}) != 32"},
    "annotation": {
        "image_id": "{} NOT IN (SELECT id FROM image)",
        "file_id": "{} NOT IN (SELECT id FROM annotation_file)",
        "score": "{} NOT BETWEEN 0 AND 1",
    },
    "metadata_column": {"id": "{} < 1", "name": "trim({}) = ''", "kind": "{} NOT IN ('text', 'number', 'date')"},
    "metadata": {
        "column_id": "{} NOT IN (SELECT id FROM metadata_column)",
        "image_id": "{} NOT IN (SELECT id FROM image)",
        "value": "typeof({}) = 'blob'",
    },
    "saved_filter": {"name": "trim({}) = ''"},
}
_JSON: dict[str, dict[str, type]] = {  # columns that hold JSON, and what it must be
    "setting": {"value": object},
    "class_change": {"before": dict, "after": dict},
    "array": {"shape": list, "stamp": dict},
}
# What a setting holds, where it is not null: (…, …) is a list of just these, [X] one of any length, {…} at least these.
_AUDIT = {"kind": str, "began": str, "population": int, "images": [int]}
_SETTINGS: dict[str, object] = {
    "backbone": (str, str),
    "display_range": (str, float, float),
    "channels": [list],
    "unfinished": (str, int, int),
    "audit": _AUDIT | {"after": int, "seed": int, "target": float, "claims": [int], "ranks": [float]},
    "audits": [_AUDIT | {"looked": int, "right": int}],
    "new_project": {"labels": str, "check": bool, "who": str, "page": str},
    "browse": {},
    "round": int,
}
_PREFIX = re.compile(r"(?:[^/\0]+/)?")


def explained(path: Path) -> ProjectError | None:
    """Return what is wrong with a project as a sentence; None if all values are such as this program writes them."""
    try:
        with closing(open_sqlite(path, "rw")) as db:
            db.execute("PRAGMA query_only = ON")
            if schema.version(db) != schema.VERSION:
                return None
            names = sorted(set(_wrong(db)))
            if not names:
                return None if backups.integrity(db) == "ok" else ProjectError.of(damaged(path))
    except (OSError, sqlite3.OperationalError):  # missing, or in use: the error has another reason
        return None
    except (sqlite3.DatabaseError, UnicodeError):
        return ProjectError.of(damaged(path))
    return ProjectError(
        "{file} holds values that this program never writes ({names}), and cannot be used as it is. Nothing was "
        "changed. Restore a backup if there is one beside it, in the folder {folder}, or ask whoever made the file.",
        file=path.name,
        names=names[:5],
        folder=backups.folder_of(path).name,
    )


def _wrong(db: sqlite3.Connection) -> Iterator[str]:
    """Yield "table.column" for columns that hold a wrong value."""
    for table, columns in _WRONG.items():
        for column, wrong in columns.items():
            # What is not there is never wrong: NULL is "not in" a table that is empty, such as one without decisions.
            some = f"{column} IS NOT NULL AND ({wrong.format(column)})"
            if db.execute(f"SELECT 1 FROM {table} WHERE {some} LIMIT 1").fetchone():
                yield f"{table}.{column}"
    yield from _wrong_json(db)
    yield from _wrong_settings(db)
    yield from _wrong_arrays(db)
    for (prefix,) in db.execute("SELECT prefix FROM folder"):
        if not _PREFIX.fullmatch(prefix) or (prefix and not is_inner(prefix[:-1])):
            yield "folder.prefix"


def _wrong_json(db: sqlite3.Connection) -> Iterator[str]:
    for table, kinds in _JSON.items():
        for column, kind in kinds.items():
            if not all(_holds(text, kind) for (text,) in db.execute(f"SELECT {column} FROM {table}")):
                yield f"{table}.{column}"


def _holds(text: str, kind: type) -> bool:
    try:
        return isinstance(parse_json(text), kind)
    except ValueError:
        return False


def _wrong_settings(db: sqlite3.Connection) -> Iterator[str]:
    for name, text in db.execute("SELECT name, value FROM setting"):
        if name in _SETTINGS and _holds(text, object):
            value = parse_json(text)
            if value is not None and not _fits(value, _SETTINGS[name]):
                yield f"setting.{name}"


def _fits(value: object, wanted: object) -> bool:
    """Whether a value of JSON is what `_SETTINGS` says."""
    if isinstance(wanted, dict):
        return isinstance(value, dict) and all(name in value and _fits(value[name], wanted[name]) for name in wanted)
    if isinstance(wanted, list):
        return isinstance(value, list) and all(_fits(one, wanted[0]) for one in value)
    if isinstance(wanted, tuple):
        return isinstance(value, list) and len(value) == len(wanted) and all(map(_fits, value, wanted))
    if wanted is float:
        return type(value) in (int, float) and abs(float(value)) < math.inf  # type: ignore[arg-type]
    return type(value) is wanted


def _wrong_arrays(db: sqlite3.Connection) -> Iterator[str]:
    """Yield the columns of arrays whose bytes are not as many as their shape says."""
    for dtype, shape, size in db.execute("SELECT dtype, shape, length(data) FROM array"):
        width = re.fullmatch(r"[<>|=][a-zA-Z](\d+)", dtype)
        if width is None:
            yield "array.dtype"
        elif _holds(shape, list) and _count(parse_json(shape)) * int(width[1]) != size:
            yield "array.shape"


def _count(shape: list[object]) -> int:
    count = 1
    for side in shape:
        count *= side if isinstance(side, int) and side >= 0 else -1
    return count
