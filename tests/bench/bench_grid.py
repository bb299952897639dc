"""The grid on a project of 1,000,000 images: opening, scrolling, sorting, labelling; in a process of its own."""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.rows import Row, print_rows, rows_of
from tests.bench.watch import Stopwatch, Watch
from tests.ui.grids import press_key

if TYPE_CHECKING:
    from desktop_labeler.progress import Job
    from desktop_labeler.ui.core.open_project import OpenProject
    from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
    from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader

IMAGES = 1_000_000
REAL = 6_000  # images that have a file: those that scrolling passes
FOLDER = 50_000  # images in each folder


def run() -> Iterator[Row]:
    """Make the project, then measure in a new process, so that its memory is that of the grid alone."""
    with tempfile.TemporaryDirectory() as place:
        make_project(Path(place))
        yield from rows_of("tests.bench.bench_grid", Path(place), place)


def make_project(place: Path, *, decided: bool = True) -> None:
    """Make the project; `decided` links a file to each image that the grid's benchmark decides about."""
    from PIL import Image

    from desktop_labeler.data.decisions.classes import add_classes
    from desktop_labeler.data.decisions.history import By
    from desktop_labeler.data.project.project_file import create_project

    images = place / "images"
    images.mkdir()
    project = create_project(place / "million.labeler")
    folder = project.add_folder(images)
    add_classes(project, [f"Species {number}" for number in range(20)], By("bench"))
    paths = [f"site {number // FOLDER:02}/image {number:07}.jpg" for number in range(IMAGES)]
    with project.transaction() as db:
        db.executemany(
            "INSERT INTO image (folder_id, path, size, mtime_ns, state, source, rejected, second) "
            "VALUES (?, ?, ?, ?, 0, 0, '', 0)",
            (
                (folder.id, path, 20_000 + number * 7919 % 50_000, number * 104_729 % IMAGES * 10**9)
                for number, path in enumerate(paths)
            ),
        )
    project.close()
    (images / "site 00").mkdir()
    for number, path in enumerate(paths[:REAL]):
        shade = number % 200
        picture = Image.linear_gradient("L").resize((320, 240)).point([value // 2 + shade // 2 for value in range(256)])
        picture.convert("RGB").save(images / path, quality=85)
    if not decided:
        return
    (images / "site 07").mkdir()  # a key decides only about images that are there
    for path, real in zip(paths[7 * FOLDER : 8 * FOLDER], cycle(paths[:REAL]), strict=False):
        (images / path).hardlink_to(images / real)


@contextmanager
def opened(file: Path, watch: Watch) -> "Iterator[tuple[BrowsePage, OpenProject, ThumbnailLoader, float]]":
    """Open a project on Browse; yield the page, the project, its thumbnails, and the seconds to the first painting."""
    from desktop_labeler.ui.app import make_application
    from desktop_labeler.ui.background.job_queue import JobQueue
    from desktop_labeler.ui.core.open_project import OpenProject
    from desktop_labeler.ui.core.settings import Settings
    from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
    from desktop_labeler.ui.rounds.page_context import ProjectContext
    from desktop_labeler.ui.rounds.rounds import Rounds
    from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader

    settings = Settings()
    app = make_application(settings)
    start = time.perf_counter()
    project = OpenProject(file)
    loader = ThumbnailLoader(project, settings)
    jobs = JobQueue()
    page = BrowsePage(ProjectContext(settings, project, loader, Rounds(project, jobs, settings), jobs))
    page.resize(1280, 900)
    page.show()
    page.activated()
    watch.until(lambda: len(page.grid.content.images) == IMAGES)
    page.grid.viewport().repaint()
    assert app is not None
    yield page, project, loader, time.perf_counter() - start
    loader.close()
    project.close()


def _measure(place: Path) -> Iterator[Row]:
    watch = Watch()
    with opened(place / "million.labeler", watch) as (page, project, loader, seconds):
        yield Row("open to first painted grid", seconds, "s", IMAGES, "≤ 1.0")
        yield from scroll(page, loader, watch)
        yield from _sort(page, watch)
        yield from _decide(page, project, watch)
        yield from _bulk(page, project, watch)
        yield Row("memory of the process, at most", _peak_mb(), "MB", IMAGES, "≤ 900")
        yield Row("torch loaded", float("torch" in sys.modules), "", 1, "0")


def scroll(page: "BrowsePage", loader: "ThumbnailLoader", watch: Watch) -> Iterator[Row]:
    """Scroll notch by notch while thumbnails arrive."""
    grid = page.grid
    watch.until(lambda: not loader.waiting())
    steps: list[tuple[float, float]] = []
    watch.gaps.clear()
    for number in range(300):
        step = Stopwatch()
        grid.verticalScrollBar().setValue((number + 1) * grid.cells.height)
        watch.once()
        steps.append(step.stop())
        rest = time.perf_counter() + 0.012
        while time.perf_counter() < rest:
            watch.once()
            time.sleep(0.0005)
    yield from _both("scroll step, 95 %", steps, 0.95, "≤ 8")
    watch.until(lambda: not loader.waiting())
    yield Row("longest pause of the window while thumbnails come", max(watch.gaps) * 1e3, "ms", len(watch.gaps), "≤ 50")
    steps = []
    for _ in range(50):
        step = Stopwatch()
        grid.viewport().repaint()
        steps.append(step.stop())
    yield from _both(f"paint all {grid.page_size} tiles, median", steps, 0.5, "")


def _sort(page: "BrowsePage", watch: Watch) -> Iterator[Row]:
    from desktop_labeler.data.images.query.image_query import Sort, SortKey

    times = []
    keys: tuple[SortKey, ...] = ("date", "size", "state", "path")
    watch.gaps.clear()
    for key in keys:
        first = page.grid.content.images
        start = time.perf_counter()
        page.filters.sort = Sort(key, descending=key != "path")
        page.refresh()
        watch.until(lambda before=first: page.grid.content.images is not before)  # type: ignore[misc]
        page.grid.viewport().repaint()
        times.append(time.perf_counter() - start)
    yield Row("change of sort, slowest", max(times), "s", len(times), "≤ 0.5")
    yield Row("longest pause of the window while sorting", max(watch.gaps) * 1e3, "ms", len(watch.gaps), "≤ 50")


def _decide(page: "BrowsePage", project: "OpenProject", watch: Watch) -> Iterator[Row]:
    """Press one key at a time, first with no other work, then while a job writes."""
    from desktop_labeler.ui.background.job_thread import JobThread

    yield from _keys("key to durable decision", page, watch)
    writer = JobThread(_write_flat_out(project.path))
    writer.start()
    yield from _keys("the same while a job writes", page, watch)
    writer.requestInterruption()
    writer.wait()


def _keys(name: str, page: "BrowsePage", watch: Watch) -> Iterator[Row]:
    from PySide6.QtCore import Qt

    durable, visible = [], []
    for number in range(400):
        press = Stopwatch()
        press_key(page.grid, Qt.Key(Qt.Key.Key_1 + number % 9))
        durable.append(press.stop())
        watch.once()
        visible.append(press.stop())
    yield from _both(f"{name}, median", durable, 0.5, "≤ 5")
    yield from _both(f"{name}, 99 %", durable, 0.99, "≤ 50")
    yield from _both(f"{name}: to visible result, 99 %", visible, 0.99, "≤ 50")


def _write_flat_out(path: Path) -> "Job[object]":
    """Store vectors without pause, the heaviest writing that an embedding job can do."""
    import numpy as np

    from desktop_labeler.data.computed.arrays import PART
    from desktop_labeler.data.computed.embeddings import append_vectors
    from desktop_labeler.data.project.project_file import Project
    from desktop_labeler.progress import Progress

    def job() -> "Job[object]":
        vectors = np.zeros((PART, 384), np.float16)
        with Project(path, durable=False) as project:
            for number in range(IMAGES // PART):
                append_vectors(project, "bench", np.arange(number * PART, (number + 1) * PART), vectors)
                yield Progress("writing", number)
        return None

    return job()


def _bulk(page: "BrowsePage", project: "OpenProject", watch: Watch) -> Iterator[Row]:
    from dataclasses import replace

    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    page.filters.filter = replace(page.filters.filter, folder="site 07")
    page.refresh()
    watch.until(lambda: len(page.grid.content.images) == FOLDER)
    watch.gaps.clear()
    start = time.perf_counter()
    press_key(page.grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press_key(page.grid, Qt.Key.Key_1)
    watch.until(lambda: QApplication.activeModalWidget() is not None)
    question = QApplication.activeModalWidget()
    assert question is not None
    asked = time.perf_counter()
    QTest.keyClick(question, Qt.Key.Key_Return)  # yes, the images that were never in view as well
    watch.until(lambda: not project.busy)
    watch.once()
    labelled = project.project.number("SELECT count(*) FROM image WHERE path LIKE 'site 07/%' AND class_id IS NOT NULL")
    assert labelled == FOLDER
    yield Row("select all and label 50,000 as one step", time.perf_counter() - start, "s", FOLDER, "≤ 1.0")
    yield Row("select all and label 50,000: from the answer on", time.perf_counter() - asked, "s", FOLDER)
    start = time.perf_counter()
    press_key(page.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    watch.until(lambda: not project.busy)
    watch.once()
    yield Row("undo of it", time.perf_counter() - start, "s", FOLDER, "≤ 1.0")
    yield Row("longest pause of the window meanwhile", max(watch.gaps) * 1e3, "ms", len(watch.gaps), "≤ 50")


def _both(name: str, steps: list[tuple[float, float]], share: float, asked: str) -> Iterator[Row]:
    """Yield the wall time and, on Linux, the wall time without waiting for a core that other programs use."""
    yield Row(name, _share([wall for wall, _ in steps], share) * 1e3, "ms", len(steps), asked)
    if sys.platform == "linux":
        own = _share([own for _, own in steps], share) * 1e3
        yield Row(f"{name}, less waiting for a core", own, "ms", len(steps), asked)


def _share(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def _peak_mb() -> float:
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    print_rows(_measure(Path(sys.argv[1])))
