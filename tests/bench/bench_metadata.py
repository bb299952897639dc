"""A million images with five columns of metadata: storing, filters, orders, search, and one image's values."""

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np

from desktop_labeler.data.images.query.image_query import Filter, Sort, find_images
from desktop_labeler.data.metadata.columns import WantedColumn, column_named, distinct_values, values_of
from desktop_labeler.data.metadata.conditions import Condition
from desktop_labeler.data.project.project_file import Project, create_project
from desktop_labeler.jobs.metadata.add_metadata import metadata_from_names
from desktop_labeler.jobs.metadata.store_columns import TextColumns, store_columns
from desktop_labeler.progress import finish
from tests.bench.rows import Row
from tests.bench.vectors import timed

OPT_IN = True
COUNT = 1_000_000
_COLUMNS = (
    WantedColumn("site", "text", "table"),
    WantedColumn("taken", "date", "table"),
    WantedColumn("depth", "number", "table"),
    WantedColumn("camera", "text", "table"),
    WantedColumn("remark", "text", "table"),
)


def run() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "p.labeler"
        with create_project(path) as project:
            _fill(project, Path(folder))
            _, wall, _ = timed(lambda: find_images(project))
            yield Row("all images by path, no metadata", wall, "s", COUNT)
        with Project(path, durable=False) as project:
            given = TextColumns(tuple(column.name for column in _COLUMNS), _cells, "table", total=COUNT)
            _, wall, used = timed(lambda: finish(store_columns(project, given)))
            yield Row("five columns of texts recognised and stored", wall, "s", COUNT, "≤ 60")
            yield Row("the same, processor time, with making the texts twice", used, "s", COUNT)
        _, wall, _ = timed(lambda: finish(metadata_from_names(path, "site {site no:number}/IMG_{n:number}")))
        yield Row("two columns from file names", wall, "s", COUNT)
        with Project(path, "read") as project:
            for name, ask, asked in _asked(project):
                yield Row(name, min(timed(ask)[1] for _ in range(3)), "s", COUNT, asked)


def _fill(project: Project, folder: Path) -> None:
    place = project.add_folder(folder)
    with project.transaction() as db:
        db.executemany(
            "INSERT INTO image (folder_id, path, size, mtime_ns, state, source, rejected, second) "
            "VALUES (?, ?, 100, 0, 0, 0, '', 0)",
            ((place.id, f"site {number % 200}/IMG_{number:07}.jpg") for number in range(COUNT)),
        )


def _cells() -> Iterator[tuple[int, list[str]]]:
    draw = np.random.default_rng(0)
    days = draw.integers(0, 86_400 * 365, COUNT).tolist()
    moments = np.datetime64("2023-01-01T00:00:00") + np.array(days, "timedelta64[s]")
    for number in range(COUNT):
        yield (
            number + 1,
            [
                f"site {number % 200}",
                str(moments[number]),
                f"{number % 9973 / 100}",
                f"Reconyx HC{number % 7}",
                f"remark {number * 7919 % COUNT} of somebody",
            ],
        )


def _asked(project: Project) -> Iterator[tuple[str, Callable[[], object], str]]:
    def found(*conditions: Condition, text: str = "") -> Callable[[], object]:
        return lambda: find_images(project, Filter(text=text, columns=conditions))

    yield "all images by path, with metadata", lambda: find_images(project), ""
    yield "one of 200 sites", found(Condition("site", values=("site 7",))), "≤ 1"
    yield "a range of numbers, a tenth of them", found(Condition("depth", low="10", high="20")), "≤ 1"
    yield "a month", found(Condition("taken", values=("2023-05",))), "≤ 1"
    yield "images without a value", found(Condition("depth", missing=True)), "≤ 1"
    yield (
        "three conditions at once",
        found(
            Condition("site", values=("site 7", "site 8")),
            Condition("depth", low="50"),
            Condition("taken", high="2023-06"),
        ),
        "≤ 1",
    )
    yield "a remark that contains a text", found(Condition("remark", text="999")), "≤ 2"
    yield "search in names, notes and metadata", found(text="remark 77"), "≤ 4"
    for name in ("taken", "depth", "site", "remark"):
        yield f"order by {name}", partial(find_images, project, None, Sort("column", True, name)), "≤ 4"
    column = column_named(project, "site")
    yield "list of the values of a column", lambda: distinct_values(project, column, 5000), "≤ 1"
    yield "values of one image", lambda: values_of(project, [500_000]), "≤ 0.01"
