"""Progress on a project of 1,000,000 images: reading the numbers, opening the page; in a process of its own."""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.computed.round_history import NAME, RoundLine, SuggestionOutcomes, as_part
from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, accept, assign, decide
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.audits.measure_progress import project_progress
from tests.bench.rows import Row, print_rows, rows_of
from tests.making import ME, make_project

if TYPE_CHECKING:
    from desktop_labeler.ui.main_window import MainWindow

IMAGES = 1_000_000
_CLASSES, _ROUNDS, _LABELLED, _PART = 20, 9, 400_000, 50_000
_SINGLE = 5_000  # decisions on a single image each, after the last round
_OPENINGS = 5


def run() -> Iterator[Row]:
    """Make the project, then measure in a new process."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "million.labeler"
        _make(path)
        yield from rows_of("tests.bench.bench_progress", Path(place), path)


def _make(path: Path) -> None:
    rng = np.random.default_rng(0)
    with make_project(path, [f"site {number % 100:02}/{number:07}.jpg" for number in range(IMAGES)]) as project:
        classes = np.array(list(add_classes(project, [f"class {n}" for n in range(_CLASSES)], ME).values()))
        images, labels = np.arange(1, IMAGES + 1), classes[rng.integers(0, _CLASSES, IMAGES)]
        for start in range(0, _LABELLED, _PART):
            part = slice(start, start + _PART)
            decide(project, images[part], accept(labels[part]), kind="accept", what="Accept", by=By("Ann"))
        given = np.where(images <= _LABELLED, labels, -1).astype(np.int32)
        other = classes[rng.integers(0, _CLASSES, IMAGES)]
        held_out = np.where(given >= 0, np.where(rng.random(IMAGES) < 0.9, given, other), -1).astype(np.int32)
        last = project.rows("SELECT max(id) FROM decision")[0][0]
        arrays: dict[str, AnyArray] = {
            "ids": images,
            "given": given,
            "held_out": held_out,
            "suggested": other.astype(np.int32),
        }
        stored = {f"round/{name}": array for name, array in arrays.items()}
        for number in range(1, _ROUNDS + 1):
            save_arrays(project, stored, {"round": number, "decisions": last}, grown={NAME: as_part(_line(number))})
            stored = {}
        project.save_setting("round", _ROUNDS)
        for image in range(_LABELLED, _LABELLED + _SINGLE):
            decide(project, [image + 1], assign(int(labels[image])), kind="assign", what="Label", by=By("Ann"))
        part = slice(IMAGES - _PART, IMAGES)
        decide(project, images[part], accept(labels[part]), kind="accept", what="Accept", by=By("Ann"))


def _line(number: int) -> RoundLine:
    earlier = SuggestionOutcomes(number - 1, 50, 5) if number > 1 else None
    share = 0.95 - 0.3 / number
    return RoundLine(
        number, "2026-01-01T00:00:00Z", number, "key", "head", IMAGES, _CLASSES, 1000 * number, 1000 * number,
        int(1000 * number * share), share - 0.02, share + 0.02, 0, IMAGES, 10, 1.0, earlier,
    )  # fmt: skip


def _measure(path: Path) -> Iterator[Row]:
    times = []
    for _ in range(_OPENINGS):
        with Project(path, "read") as project:
            start = time.perf_counter()
            project_progress(project)
            times.append(time.perf_counter() - start)
    yield Row("numbers of a project, 55,000 images decided since its round", float(np.median(times)), "s", IMAGES)
    from desktop_labeler.ui.app import make_application
    from desktop_labeler.ui.core.settings import Settings
    from desktop_labeler.ui.main_window import MainWindow

    settings = Settings(auto_round=False)
    app = make_application(settings)
    window = MainWindow(settings)
    window.show()
    window.open_project(path)
    pages = window.pages
    quiet = time.perf_counter() + 3
    while pages is None or not pages.rounds.loaded or time.perf_counter() < quiet:  # Browse has a million to read
        app.processEvents()
        time.sleep(0.001)
    first = _open(window)
    later = [_open(window) for _ in range(_OPENINGS)]
    yield Row("Progress: shown and painted, the first time", first[0], "s", 1, "≤ 0.3")
    yield Row("Progress: numbers and charts there, the first time", first[1], "s", 1)
    yield Row(
        "Progress: numbers and charts anew", float(np.median([each[1] for each in later])), "s", _OPENINGS, "≤ 0.3"
    )
    both = (first, *later)
    yield Row("Progress: longest stand-still meanwhile, wall", 1000 * max(each[2] for each in both), "ms", len(both))
    longest = 1000 * max(each[3] for each in both)
    yield Row("Progress: the same, processor of that thread", longest, "ms", len(both), "≤ 50")
    window.close()


def _open(window: "MainWindow") -> tuple[float, float, float, float]:
    """Show the page; return the seconds to its first paint, to all numbers, and of the longest event by two clocks."""
    from PySide6.QtWidgets import QApplication

    from desktop_labeler.ui.pages.progress.progress_page import ProgressPage

    page = window.page("progress")
    assert isinstance(page, ProgressPage)
    window.show_page("browse")
    QApplication.processEvents()
    page.forget()
    events: list[tuple[float, float]] = []

    def timed(does: Callable[[], object]) -> None:
        start, own = time.perf_counter(), time.thread_time()
        does()
        events.append((time.perf_counter() - start, time.thread_time() - own))

    begin = time.perf_counter()
    timed(lambda: window.show_page("progress"))
    timed(QApplication.processEvents)
    painted = time.perf_counter() - begin
    while not page.settled:
        timed(QApplication.processEvents)
        time.sleep(0.0005)  # as an idle event loop does
    wall, own = (max(event[clock] for event in events) for clock in (0, 1))
    return painted, time.perf_counter() - begin, wall, own


if __name__ == "__main__":
    print_rows(_measure(Path(sys.argv[1])))
