"""Stalls of the real window while it embeds images, runs a round and exports, in a new process without networks."""

import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.folders import image_folder
from tests.bench.rows import Row, print_rows, rows_of

if TYPE_CHECKING:
    from desktop_labeler.ui.main_window import MainWindow
    from tests.bench.watch import Watch

_IDLE = 5.0  # seconds without any work, for comparison: other programs stall a window too


def run() -> Iterator[Row]:
    """Measure on the sign digits."""
    images = image_folder("sign_digits")
    with tempfile.TemporaryDirectory() as place:
        yield from rows_of("tests.bench.bench_stalls", Path(place), images, place)


def _measure(images: Path, place: Path) -> Iterator[Row]:
    from desktop_labeler.jobs.exchange.export_images import export
    from desktop_labeler.jobs.projects.new_project import new_project
    from desktop_labeler.progress import finish
    from desktop_labeler.ui.app import make_application
    from desktop_labeler.ui.core.settings import Settings
    from desktop_labeler.ui.main_window import MainWindow
    from tests.bench.watch import Watch

    file = place / "digits.labeler"
    finish(new_project(file, images, "folders"))
    settings = Settings(auto_round=False)
    make_application(settings)
    window, watch = MainWindow(settings), Watch()
    window.resize(1440, 900)
    window.show()
    window.open_project(file)
    watch.until(partial(_quiet, window))
    watch.gaps.clear()
    end = time.monotonic() + _IDLE
    watch.until(lambda: time.monotonic() > end)
    yield from watch.stalls("idle, nothing asked")
    _start(window)
    watch.until(lambda: window.jobs.title.startswith("Round"))
    yield from watch.stalls("loading the networks, looking at 2,062 images")
    watch.until(partial(_quiet, window))
    yield from watch.stalls("round, all labels checked")
    _start(window)
    watch.until(partial(_quiet, window))
    yield from watch.stalls("the next round")
    window.jobs.start("Exporting", partial(export, file, place / "out", format="imagefolder"), _nothing)
    watch.until(partial(_quiet, window))
    yield from watch.stalls("export of 2,062 images")
    yield from _cancel(window, watch)
    window.close()


def _cancel(window: "MainWindow", watch: "Watch") -> Iterator[Row]:
    """Cancel an embedding and a round at many moments, and measure the time until the job has ended."""
    from desktop_labeler.jobs.embedding.embed import embed_project
    from desktop_labeler.jobs.projects.new_project import new_project
    from desktop_labeler.jobs.rounds.run_round import run_round
    from desktop_labeler.progress import finish

    assert window.project is not None
    path, worst, times = window.project.path, 0.0, 0
    other = path.with_name("other.labeler")
    finish(new_project(other, window.project.folders[0].path, "none"))
    looking = partial(embed_project, other, device="cpu")
    for job, moments in ((looking, (0.2, 1.0, 2.0, 3.0)), (partial(run_round, path), (0.1, 0.3, 0.6, 1.0, 1.5, 2.0))):
        for moment in moments:
            window.jobs.start("To be cancelled", job, _nothing)
            end = time.monotonic() + moment
            watch.until(lambda end=end: time.monotonic() > end or not window.jobs.busy)  # type: ignore[misc]
            start = time.perf_counter()
            window.jobs.cancel()
            watch.until(lambda: not window.jobs.busy)
            worst, times = max(worst, time.perf_counter() - start), times + 1
    yield Row("cancel until the job has ended, worst", worst, "s", times, "≤ 2")


def _start(window: "MainWindow") -> None:
    assert window.pages is not None
    window.pages.rounds.take_over()
    window.pages.rounds.start()


def _quiet(window: "MainWindow") -> bool:
    rounds = window.pages.rounds if window.pages is not None else None
    return rounds is not None and rounds.loaded and not rounds.running and not window.jobs.busy


def _nothing(result: object) -> None:
    """Ignore the result."""


if __name__ == "__main__":
    print_rows(_measure(Path(sys.argv[1]), Path(sys.argv[2])))
