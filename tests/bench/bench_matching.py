"""Matching the rows of a table with the images of a project of a million, however the paths are written."""

import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from desktop_labeler.data.formats.matching.match_records import Matches, match_records
from desktop_labeler.data.formats.records import Record
from desktop_labeler.data.project.project_file import Project
from tests.bench.rows import Row
from tests.bench.vectors import timed
from tests.making import make_project

OPT_IN = True  # the project alone takes a minute
IMAGES, ROWS = 1_000_000, 10_000


def run() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "million.labeler"
        make_project(file, [_path(number) for number in range(IMAGES)]).close()
        for name, written in STYLES.items():
            yield from measure(file, name, written)


def measure(file: Path, name: str, written: Callable[[int], str]) -> Iterator[Row]:
    """Match rows drawn at random, each path as `written` gives it; the time includes asking the project."""
    rows = [Record(written(number), "cat") for number in random.Random(1).sample(range(IMAGES), ROWS)]
    with Project(file, "read") as project:
        found, wall, cpu = timed(lambda: _matched(project, rows))
    yield Row(f"{name}, {len(found.images):,} found, wall", wall, "s", ROWS, "≤ 3")
    yield Row(f"{name}, processor", cpu, "s", ROWS, "≤ 3")


def _matched(project: Project, rows: list[Record]) -> Matches:
    steps = match_records(project, rows)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found = end.value
            assert isinstance(found, Matches)
            return found


def _path(number: int) -> str:
    return f"site {number // 10_000:02}/2024-{number // 1000 % 12:02}/IMG_{number:07}.JPG"


def _mixed(number: int) -> str:
    path = _path(number)
    name = path.rpartition("/")[2]
    rest = path.partition("/")[2]
    return [path, f"/x/{path}", f"/x/{path.upper()}", name, rest, "nothing/of/that/kind.png", f"other/{name}"][
        number % 7
    ]


STYLES: dict[str, Callable[[int], str]] = {
    "exact path": _path,
    "path of Windows": lambda number: "C:\\Users\\ann\\" + _path(number).replace("/", "\\"),
    "name alone": lambda number: _path(number).rpartition("/")[2],
    "name without ending, in lower case": lambda number: _path(number).rpartition("/")[2][:-4].lower(),
    "file://": lambda number: "file:///srv/" + _path(number).replace(" ", "%20"),
    "mixed, a part of it nowhere": _mixed,
}
