"""The project file with a million images: opening, filtering, and decisions written to the disk."""

import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from desktop_labeler.data.computed.arrays import append_part
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import assign, decide, undo
from desktop_labeler.data.images.query.image_query import Filter, Sort, SortKey, find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.exchange.import_labels import import_labels
from desktop_labeler.progress import finish
from tests.bench.rows import Row
from tests.making import ME, make_project

_IMAGES = 1_000_000
_STEP = 50_000
_KEYS = 400
_SORTS: tuple[SortKey, ...] = ("class", "date", "state")
_FIRST_GRID = """
import resource, sys, time
from pathlib import Path
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.data.images.query.image_query import find_images
start = time.perf_counter()
with Project(Path(sys.argv[1])) as project:
    found = find_images(project)
    project.images(found[:200])
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def run() -> Iterator[Row]:
    """Measure on a project of a million rows in a temporary folder."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "p.labeler"
        with make_project(path, [f"site {number % 100:02}/{number:07}.jpg" for number in range(_IMAGES)]) as project:
            add_classes(project, [f"class {number}" for number in range(20)], ME)
        yield from _opening(path)
        yield from _steps(path)
        yield from _keys(path, "alone", None)
        yield from _keys(path, "while a job writes", threading.Event())
        yield from _tables(path)


def _opening(path: Path) -> Iterator[Row]:
    Project(path).close()  # the first opening of the day makes a backup
    done = subprocess.run([sys.executable, "-c", _FIRST_GRID, str(path)], capture_output=True, text=True, check=True)
    seconds, memory = map(float, done.stdout.split())
    yield Row("open, all ids by path, first 200 rows", seconds, "s", _IMAGES, "≤ 1.0 with the first painted grid")
    yield Row("memory of that process", memory, "MB", _IMAGES, "≤ 900 with the window")


def _timed(action: object) -> float:
    assert callable(action)
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _steps(path: Path) -> Iterator[Row]:
    with Project(path) as project:
        images = np.sort(find_images(project))[: 5 * _STEP]
        some = [images[start : start + _STEP] for start in range(0, len(images), _STEP)]
        label = [
            _timed(lambda part=part: decide(project, part, assign(1), kind="assign", what="Label", by=ME))
            for part in some
        ]
        yield Row("label 50,000 images as one step", statistics.median(label), "s", len(label), "≤ 1.0")
        back = [_timed(lambda: undo(project, ME)) for _ in some]
        yield Row("undo of it", statistics.median(back), "s", len(back), "≤ 1.0")
        decide(project, images, assign(2), kind="assign", what="Label", by=ME)
        for key in _SORTS:
            times = [_timed(lambda key=key: find_images(project, None, Sort(key))) for _ in range(3)]
            yield Row(f"change of sort to {key}", statistics.median(times), "s", _IMAGES, "≤ 0.5")
        seconds = _timed(lambda: find_images(project, Filter(folder="site 07", classes=(2,))))
        yield Row("filter by folder and class", seconds, "s", _IMAGES)


def _keys(path: Path, how: str, stop: threading.Event | None) -> Iterator[Row]:
    """Decide image by image; each decision is on the disk before the next."""
    job = threading.Thread(target=_write, args=(path, stop)) if stop is not None else None
    if job is not None:
        job.start()
    try:
        with Project(path) as project:
            times = [
                1000 * _timed(lambda turn=turn: decide(project, [turn], assign(3), kind="assign", what="Label", by=ME))
                for turn in range(500_000, 500_000 + _KEYS)
            ]
    finally:
        if stop is not None and job is not None:
            stop.set()
            job.join()
    yield Row(f"key to durable decision, {how}: median", statistics.median(times), "ms", _KEYS, "≤ 5")
    yield Row(f"key to durable decision, {how}: p99", float(np.percentile(times, 99)), "ms", _KEYS, "≤ 50")


def _write(path: Path, stop: threading.Event | None) -> None:
    """Store vectors without pause, the heaviest writing that an embedding job can do."""
    vectors = np.zeros((4096, 384), np.float16)
    with Project(path, durable=False) as project:
        while stop is not None and not stop.is_set():
            append_part(project, {"bench/vectors": vectors, "bench/ids": np.arange(4096)})


def _tables(path: Path) -> Iterator[Row]:
    table = path.with_name("out.csv")
    yield Row("export a table", _timed(lambda: finish(export(path, table, format="csv"))), "s", _IMAGES)
    seconds = _timed(lambda: finish(import_labels(path, table, format="csv", by=ME, dry_run=True)))
    yield Row("dry run of its import", seconds, "s", _IMAGES)
