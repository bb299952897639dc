"""Every page of the real window on 1,000,000 images with a stored round, and a page of 100 accepted there."""

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop_labeler.array_types import AnyArray
from tests.bench.bench_grid import IMAGES, REAL, make_project
from tests.bench.rows import Row, print_rows, rows_of
from tests.ui.grids import press_key

if TYPE_CHECKING:
    from desktop_labeler.data.project.project_file import Project
    from desktop_labeler.ui.main_window import MainWindow
    from tests.bench.watch import Watch

_CLASSES = 20
_NEAR = 50  # neighbours of each image
_LABELLED = 0.3  # the fraction of images with a label
_ACCEPTED = 40  # pages
_AGAIN = 8  # how often every page is opened again
_OPENED = ("to its first picture", "less waiting for a core", "longest stall")
_ASKS = ("audit",)  # pages that show no images before the person asks for them
_SHOWN = 8_000  # images that the accepted pages may show, which therefore have a file


def run() -> Iterator[Row]:
    """Make the project, then measure in a new process."""
    from desktop_labeler.data.project.project_file import Project

    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        make_project(place, decided=False)
        with Project(place / "million.labeler") as project:
            _label(project)
            _store_round(project)
            _link_files(project, place / "images")
        yield from rows_of("tests.bench.bench_pages", place, name)


def _label(project: "Project") -> None:
    """Give a fraction of the images labels, as an import of a table does."""
    from desktop_labeler.data.decisions.history import By, Edit, decide
    from desktop_labeler.data.project.project_file import Source, State

    rng = np.random.default_rng(0)
    images = np.flatnonzero(rng.random(IMAGES) < _LABELLED) + 1
    classes = rng.integers(1, _CLASSES + 1, len(images))
    edit = Edit(state=State.LABELLED, class_id=classes, source=Source.IMPORTED)
    decide(project, images, edit, kind="import", what="Import labels", by=By("bench"))


def _store_round(project: "Project") -> None:
    """Store a round with random findings and its graph, as `jobs.run_round` does."""
    from desktop_labeler.data.computed.arrays import save_arrays
    from desktop_labeler.data.decisions.proof.verdicts import read_verdicts

    rng = np.random.default_rng(1)
    ids = np.arange(1, IMAGES + 1, dtype=np.int64)
    _, given = read_verdicts(project).of(ids)
    suggested = rng.integers(1, _CLASSES + 1, IMAGES).astype(np.int32)
    wrong = (given >= 0) & (rng.random(IMAGES) > 0.95)
    doubt = np.where(given >= 0, np.linspace(0.5, 0, IMAGES) + 0.5 * wrong, np.nan).astype(np.float32)
    twins = np.full(IMAGES, -1, np.int32)
    twins[:2_000] = np.arange(2_000) // 2
    top = np.stack([(suggested + step - 1) % _CLASSES + 1 for step in range(5)], axis=1).astype(np.int32)
    arrays: dict[str, AnyArray] = {
        "ids": ids,
        "given": given.astype(np.int32),
        "suggested": suggested,
        "confidence": rng.permutation(np.linspace(1, 0, IMAGES, dtype=np.float32)),  # a page mixes all folders
        "novelty": rng.random(IMAGES, np.float32),
        "top_classes": top,
        "top_probabilities": np.full((IMAGES, 5), 0.2, np.float16),
        "doubt": doubt,
        "expected": np.where(wrong, given % _CLASSES + 1, given).astype(np.int32),
        "given_probability": rng.random(IMAGES, np.float32),
        "duplicate": twins,
        "conflict": twins >= 0,
        "distance": rng.random(IMAGES, np.float32),
        "outlier": rng.random(IMAGES) > 0.999,
        "blurred": rng.random(IMAGES) > 0.999,
        "dark": rng.random(IMAGES) > 0.999,
        "odd_size": rng.random(IMAGES) > 0.999,
        "queue": np.flatnonzero(given < 0)[:100] + 1,
    }
    stamp = {"round": 1, "decisions": 2, "backbone": "bench", "suspects": int(wrong.sum()), "fewest_errors": 5_000}
    save_arrays(project, {f"round/{name}": array for name, array in arrays.items()}, stamp)
    project.save_setting("round", 1)
    project.save_setting("backbone", ["bench", "bench"])
    graph: dict[str, AnyArray] = {
        "graph/bench/neighbors": rng.integers(0, IMAGES, (IMAGES, _NEAR), dtype=np.int32),
        "graph/bench/similarity": np.full((IMAGES, _NEAR), 0.5, np.float16),
    }
    save_arrays(project, graph)


def _link_files(project: "Project", images: Path) -> None:
    """Link an existing file to each of the surest undecided images of the first class."""
    from desktop_labeler.data.computed.arrays import load_array
    from desktop_labeler.data.images.query.image_query import Filter, find_images
    from desktop_labeler.data.project.project_file import State

    suggested, confidence = (load_array(project, f"round/{name}") for name in ("suggested", "confidence"))
    assert suggested is not None
    assert confidence is not None
    undecided = find_images(project, Filter(states=(State.UNLABELLED,)))
    first = undecided[suggested[undecided - 1] == 1]
    surest = first[np.argsort(-confidence[first - 1])][:_SHOWN]
    for row in project.images(surest.tolist()):
        there = images / row.path
        there.parent.mkdir(exist_ok=True)
        if not there.exists():
            there.hardlink_to(images / f"site 00/image {row.id % REAL:07}.jpg")


def _measure(place: Path) -> Iterator[Row]:
    from desktop_labeler.ui.app import make_application
    from desktop_labeler.ui.background.garbage import Collector
    from desktop_labeler.ui.core.settings import Settings
    from desktop_labeler.ui.main_window import MainWindow
    from tests.bench.watch import Watch

    settings = Settings(auto_round=False, tile=64)
    collector = Collector(make_application(settings))
    window, watch = MainWindow(settings), Watch()
    window.resize(1600, 1100)
    window.show()
    start = time.perf_counter()
    window.open_project(place / "million.labeler")
    watch.until(lambda: window.pages is not None and window.pages.rounds.settled and not window.jobs.busy)
    yield Row("open, round read and lists made", time.perf_counter() - start, "s", IMAGES)
    yield from watch.stalls("meanwhile")
    yield from _open_pages(window, watch)
    yield from _accept(window, watch)
    window.close()
    collector.stop()


def _open_pages(window: "MainWindow", watch: "Watch") -> Iterator[Row]:
    """Open every page once, then all of them many more times."""
    found: dict[str, list[tuple[float, float, float]]] = {}
    for name in window.page_names():
        for row, value in zip(_OPENED, _open_page(window, watch, name), strict=True):
            yield Row(
                f"page {name}, first time, {row}", value * 1e3, "ms", 1, "≤ 150" if row == _OPENED[2] else "≤ 300"
            )
    for _ in range(_AGAIN):
        for name in window.page_names():
            found.setdefault(name, []).append(_open_page(window, watch, name))
    for name, times in found.items():
        for row, values in zip(_OPENED, zip(*times, strict=True), strict=True):
            asked = "≤ 150" if row == _OPENED[2] else "≤ 300"
            yield Row(f"page {name}, again, {row}, worst", max(values) * 1e3, "ms", len(values), asked)


def _open_page(window: "MainWindow", watch: "Watch", name: str) -> tuple[float, float, float]:
    """Return the seconds that `_OPENED` names."""
    from desktop_labeler.ui.grid.grid_page import GridPage
    from tests.bench.watch import Stopwatch

    watch.gaps.clear()
    start, step = time.perf_counter(), Stopwatch()
    window.rail.chosen.emit(name)
    page = window.page(name)
    shown = time.perf_counter() - start
    grid = page.grid if isinstance(page, GridPage) and name not in _ASKS else None
    watch.until(lambda: grid is None or bool(len(grid.content.images)))
    watch.once()
    page.repaint()
    wall, own = step.stop()
    return wall, own, max([shown, *watch.gaps])


def _accept(window: "MainWindow", watch: "Watch") -> Iterator[Row]:
    """Accept pages of Suggestions: the time from the key to the repaint, and to the next page."""
    from PySide6.QtCore import Qt

    from desktop_labeler.data.decisions.history import read_history
    from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
    from tests.bench.watch import Stopwatch

    page = window.page("suggestions")
    assert isinstance(page, SuggestionsPage)
    assert window.pages is not None
    assert window.project is not None
    rounds, key, control = window.pages.rounds, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    window.rail.chosen.emit("suggestions")
    watch.until(lambda: rounds.settled)
    times, turns, size = [], [], len(page.grid.content.images)
    before = len(read_history(window.project.project, limit=None))
    for _ in range(_ACCEPTED):
        step = Stopwatch()
        press_key(page.grid, key, control)
        page.grid.viewport().repaint()
        times.append(step.stop())
        watch.until(lambda: rounds.settled)
        step = Stopwatch()
        press_key(page.grid, key, control)
        page.grid.viewport().repaint()
        turns.append(step.stop())
    decisions = len(read_history(window.project.project, limit=None)) - before
    for name, found, asked in ((f"accept a page of {size}", times, "≤ 50"), ("turn the page", turns, "")):
        for kind, column in (("key to repaint", 0), ("less waiting for a core", 1)):
            found.sort(key=lambda both: both[column])
            yield Row(f"{name}: {kind}, median", found[len(found) // 2][column] * 1e3, "ms", len(found), asked)
            yield Row(f"{name}: {kind}, worst", found[-1][column] * 1e3, "ms", len(found), asked)
    yield Row("decisions written for each page", decisions / _ACCEPTED, "", _ACCEPTED, "1")


if __name__ == "__main__":
    print_rows(_measure(Path(sys.argv[1])))
