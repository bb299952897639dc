"""Lets parts of files have the metadata of their files: a box was taken when and where its photograph was."""

import sqlite3
from collections.abc import Iterator, Sequence

from desktop_labeler.data.project.project_file import Project

_STEP = 5_000  # ids in a transaction

_COPY = (
    "INSERT INTO metadata SELECT value.column_id, part.id, value.value FROM image AS part CROSS JOIN metadata AS value "
    "ON value.image_id = part.holder AND value.column_id = ? WHERE part.holder IS NOT NULL AND {which} "
    "ON CONFLICT DO NOTHING"  # a value that a table gives to the part itself stays
)


def inherit_values(project: Project, columns: Sequence[int]) -> Iterator[None]:
    """Copy the values of columns from files to their parts, in short transactions; parts with their own keep these."""
    if not project.rows("SELECT 1 FROM image WHERE holder IS NOT NULL LIMIT 1"):
        return
    statement = _COPY.format(which="part.id > ? AND part.id <= ?")
    last = project.number("SELECT max(id) FROM image")
    for start in range(0, last, _STEP):
        with project.transaction() as db:
            db.executemany(statement, [(column, start, start + _STEP) for column in columns])
        yield


def inherit_by_parts(db: sqlite3.Connection, parts: Sequence[int]) -> None:
    """Copy all metadata of their files to parts that have just been added, in the transaction that adds them."""
    columns = [number for (number,) in db.execute("SELECT id FROM metadata_column")]
    if columns:
        statement = _COPY.format(which="part.id = ?")
        db.executemany(statement, [(column, part) for part in parts for column in columns])


def parts_of(project: Project, files: Sequence[int]) -> dict[int, list[int]]:
    """Return the parts of files, by file; files without parts are absent."""
    found: dict[int, list[int]] = {}
    for start in range(0, len(files), 500):
        numbers = ",".join(str(int(file)) for file in files[start : start + 500])
        for holder, part in project.rows(f"SELECT holder, id FROM image WHERE holder IN ({numbers})"):
            found.setdefault(holder, []).append(part)
    return found
