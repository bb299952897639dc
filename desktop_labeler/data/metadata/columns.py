"""The columns of metadata in a project: reads them, adds them, stores values, removes them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop_labeler.data.metadata.values import Kind, Value
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError, TooManyColumnsError

MOST_COLUMNS = 500
LONGEST_NAME = 120  # characters
_BLOCK = 500  # images in one query


class MetadataColumn(NamedTuple):
    """A column; `origin` says where it came from first: "exif", "table", "pattern" or "video"."""

    id: int
    name: str
    kind: Kind
    origin: str


class WantedColumn(NamedTuple):
    """A column that is to be there."""

    name: str
    kind: Kind
    origin: str


def metadata_columns(project: Project) -> list[MetadataColumn]:
    """Return the columns in the order in which they came; without any, this takes no time in a project of any size."""
    return project.read(MetadataColumn, "SELECT id, name, kind, origin FROM metadata_column ORDER BY id")


def column_named(project: Project, name: str) -> MetadataColumn:
    """Return a column by its name.

    Raises:
        LabelerError: there is none of that name; the text lists those that there are.
    """
    columns = metadata_columns(project)
    for column in columns:
        if column.name == name:
            return column
    if not columns:
        raise LabelerError(
            "There is no column {name}: this project has no metadata yet. Import a table, or read the files or their "
            "names first.",
            name=name,
        )
    raise LabelerError(
        "There is no column {name}. Nothing was changed. The columns are: {columns}.",
        name=name,
        columns=[column.name for column in columns[:20]],
    )


def value_counts(project: Project) -> dict[int, int]:
    """Return how many images have a value, by column; a million values take about 50 ms."""
    counts = dict(project.rows("SELECT column_id, count(*) FROM metadata GROUP BY column_id"))
    holders = "SELECT column_id, count(*) FROM metadata JOIN image ON image.id = image_id WHERE part = '' GROUP BY 1"
    parts = project.rows("SELECT 1 FROM image WHERE holder IS NOT NULL LIMIT 1")
    for column, files in project.rows(holders) if parts else ():  # these are no images
        counts[column] -= files
    return {column: count for column, count in counts.items() if count}


def distinct_values(project: Project, column: MetadataColumn, limit: int) -> list[tuple[Value, int]]:
    """Return the values of a column with their numbers of images, sorted, at most so many."""
    return project.rows(
        "SELECT value, count(*) FROM metadata WHERE column_id = ? GROUP BY value ORDER BY value LIMIT ?",
        (column.id, limit),
    )


def least_and_greatest(project: Project, column: MetadataColumn) -> tuple[Value, Value] | None:
    """Return the least and the greatest number or date of a column, which the index tells at once; None without any.

    Values that are kept as text in a column of another kind do not count.
    """
    fits = {"number": "value < ''", "date": "value >= '0' AND value < ':'", "text": "value >= ''"}[column.kind]
    ends = [
        project.rows(
            f"SELECT value FROM metadata WHERE column_id = ? AND {fits} ORDER BY value {way} LIMIT 1", (column.id,)
        )
        for way in ("ASC", "DESC")
    ]
    return (ends[0][0][0], ends[1][0][0]) if all(ends) else None


def column_values(project: Project, column: MetadataColumn) -> dict[int, Value]:
    """Return all values of a column by image, in ascending order."""
    return dict(
        project.rows("SELECT image_id, value FROM metadata WHERE column_id = ? ORDER BY image_id", (column.id,))
    )


def values_of(project: Project, images: Sequence[int]) -> dict[int, dict[str, Value]]:
    """Return the values of images by image and name of the column, columns in their order; those without are absent."""
    columns = metadata_columns(project)
    found: dict[int, dict[str, Value]] = defaultdict(dict)
    if not columns:
        return found
    for start in range(0, len(images), _BLOCK):
        some = [int(image) for image in images[start : start + _BLOCK]]
        marks = ",".join("?" * len(some))
        for column in columns:
            for image, value in project.rows(
                f"SELECT image_id, value FROM metadata WHERE column_id = ? AND image_id IN ({marks})",
                (column.id, *some),
            ):
                found[image][column.name] = value
    return found


def add_columns(project: Project, wanted: Sequence[WantedColumn], *, few: bool = False) -> dict[str, MetadataColumn]:
    """Add the columns that are not there yet; one that is there keeps its kind. Return all of them by name.

    Args:
        project: open for writing.
        wanted: the columns.
        few: they are the few of the program itself, which there is always room for.

    Raises:
        TooManyColumnsError: the project would have more than MOST_COLUMNS; nothing was changed.
        ProjectError: the project cannot be written.
    """
    known = {column.name for column in metadata_columns(project)}
    new = [column for column in wanted if column.name not in known]
    if not few and len(known) + len(new) > MOST_COLUMNS:
        raise too_many(len(new), len(known))
    if new:
        with project.transaction() as db:
            db.executemany("INSERT OR IGNORE INTO metadata_column (name, kind, origin) VALUES (?, ?, ?)", new)
    asked = {column.name for column in wanted}
    return {column.name: column for column in metadata_columns(project) if column.name in asked}


def too_many(new: int, known: int) -> TooManyColumnsError:
    """Return the error that says that there would be too many columns."""
    return TooManyColumnsError(
        "There are {new} columns to keep; a project keeps at most {most} and has {known}. None of them was kept. "
        "Choose the ones that you need.",
        new=new,
        most=MOST_COLUMNS,
        known=known,
    )


def save_values(project: Project, rows: Iterable[tuple[int, int, Value]]) -> int:
    """Store values in one transaction: (column id, image id, value); a value that was there is replaced.

    Returns:
        How many values are new or differ from what was there.
    """
    with project.transaction() as db:
        before = db.total_changes
        db.executemany(
            "INSERT INTO metadata (column_id, image_id, value) VALUES (?, ?, ?) "
            "ON CONFLICT DO UPDATE SET value = excluded.value WHERE value IS NOT excluded.value",
            rows,
        )
        return db.total_changes - before


def replace_values(
    project: Project, origin: str, images: Sequence[int], rows: Iterable[tuple[int, int, Value]]
) -> None:
    """Store the values of images in all columns of an origin in one transaction; what they had there before goes.

    Args:
        project: open for writing.
        origin: which columns are concerned.
        images: ids.
        rows: (column id, image id, value).
    """
    columns = [column.id for column in metadata_columns(project) if column.origin == origin]
    if not columns:
        return
    with project.transaction() as db:
        db.executemany(
            "DELETE FROM metadata WHERE column_id = ? AND image_id = ?",
            ((column, int(image)) for column in columns for image in images),
        )
        db.executemany("INSERT OR REPLACE INTO metadata (column_id, image_id, value) VALUES (?, ?, ?)", rows)


def remove_column(project: Project, column: MetadataColumn) -> None:
    """Remove a column with all its values.

    Raises:
        ProjectError: the project cannot be written.
    """
    with project.transaction() as db:
        db.execute("DELETE FROM metadata WHERE column_id = ?", (column.id,))
        db.execute("DELETE FROM metadata_column WHERE id = ?", (column.id,))
