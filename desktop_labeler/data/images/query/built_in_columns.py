"""What every project knows of its images, asked like metadata: file size, width, source of the label, and others."""

from functools import partial

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.data.metadata.columns import MetadataColumn, metadata_columns
from desktop_labeler.data.metadata.conditions import Condition, chosen_by, fits, parts_of
from desktop_labeler.data.project.project_file import Project, Source

REJECTED, SUGGESTION, CONFIDENCE = "label.rejected", "model.suggestion", "model.confidence"
SOURCE = "label.source"
_ORIGIN = "project"
_SOURCES = " ".join(f"WHEN {int(source)} THEN '{source.word}'" for source in Source if source != Source.NONE)
# Each column as SQL over the images; NULL where an image has no value.
_SQL = {
    "file.kB": "size / 1000.0",
    "file.width": "width",
    "file.height": "height",
    SOURCE: f"CASE source {_SOURCES} END",
}
BUILT_IN = (
    *(MetadataColumn(0, name, "number", _ORIGIN) for name in ("file.kB", "file.width", "file.height")),
    MetadataColumn(0, SOURCE, "text", _ORIGIN),
    MetadataColumn(0, REJECTED, "text", _ORIGIN),
    MetadataColumn(0, SUGGESTION, "text", _ORIGIN),
    MetadataColumn(0, CONFIDENCE, "number", _ORIGIN),
)
"""All of them. Those of the model are asked of the stored round, see `jobs.filter_images`."""


def all_columns(project: Project) -> list[MetadataColumn]:
    """Return the columns that can be asked: those of every project, then those of metadata."""
    names = {column.name for column in BUILT_IN}
    return [*BUILT_IN, *(column for column in metadata_columns(project) if column.name not in names)]


def images_fitting(project: Project, conditions: tuple[Condition, ...], images: IntArray) -> BoolArray:
    """Return which of these images fit all conditions; what is asked of a column that is not there fits none."""
    chosen = np.ones(len(images), bool)
    built_in = {column.name: column for column in BUILT_IN}
    for condition in conditions:
        column = built_in.get(condition.column)
        if column is None or (column.name not in _SQL and column.name != REJECTED):
            continue
        asks = partial(_rejecting, project) if column.name == REJECTED else partial(_matching, project, column)
        chosen &= chosen_by(images, condition, asks)
    others = [each for each in conditions if each.column not in _SQL and each.column != REJECTED]
    return chosen & fits(project, others, images)


def _matching(project: Project, column: MetadataColumn, condition: Condition) -> IntArray:
    value = _SQL[column.name]
    parts = [(f"{value} IS NOT NULL", list[object]()), *parts_of(project, column, condition, f"({value})")]
    where, parameters = " AND ".join(sql for sql, _ in parts), [each for _, some in parts for each in some]
    return project.integers(f"SELECT group_concat(id) FROM image WHERE {where}", parameters)[0]


def _rejecting(project: Project, condition: Condition) -> IntArray:
    """Return the images of which one of the classes was rejected, or any class without a name."""
    if not condition.values:
        return project.integers("SELECT group_concat(id) FROM image WHERE rejected != ''")[0]
    classes = [label.id for label in project.classes(deleted=True) if label.name in condition.values]
    if not classes:
        return np.empty(0, np.int64)
    some = " OR ".join("instr(rejected, ?)" for _ in classes)
    marks = [f" {number} " for number in classes]
    return project.integers(f"SELECT group_concat(id) FROM image WHERE {some}", marks)[0]
