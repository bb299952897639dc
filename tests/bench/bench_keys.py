"""From a key to its visible result on each page with a grid, in the whole window, on a project of 50,000 images."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from desktop_labeler.data.decisions.classes import add_classes
from tests.bench.bench_grid import _both
from tests.bench.rows import Row
from tests.bench.watch import Stopwatch, Watch
from tests.making import ME, make_project
from tests.ui.stored_rounds import Findings, import_labels, store_round

if TYPE_CHECKING:
    from desktop_labeler.ui.grid.grid_page import GridPage
    from desktop_labeler.ui.main_window import MainWindow

IMAGES, _LABELLED, _CLASSES = 50_000, 20_000, 20
_KEYS = 200  # decisions on each page
_REST = 0.15  # seconds between two keys: a person looks first, and work that lists need is done meanwhile


def run() -> Iterator[Row]:
    """Decide about one image after another on each page."""
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        os.environ["DESKTOP_LABELER_DATA"] = str(place / "data")
        file = _make(place)
        yield from _measure(file)


def _make(place: Path) -> Path:
    """Make the project: 20,000 labels, a tenth of them in doubt, and suggestions for the rest; all files are links."""
    from PIL import Image

    file, paths = place / "keys.labeler", [f"site {number // 1000:02}/{number:06}.jpg" for number in range(IMAGES)]
    with make_project(file, paths) as project:
        add_classes(project, [f"Species {number}" for number in range(_CLASSES)], ME)
        ids = [label.id for label in project.classes()]
        import_labels(project, {image: ids[image % _CLASSES] for image in range(1, _LABELLED + 1)})
        suggested = {image: (ids[image % 5], 1 - image / 1e6) for image in range(_LABELLED + 1, IMAGES + 1)}
        expected = {image: (ids[(image + 1) % _CLASSES], 1 - image / 1e6) for image in range(1, _LABELLED + 1, 10)}
        queue = list(range(IMAGES, IMAGES - 5000, -1))
        store_round(project, Findings(suggested, expected, queue=queue, errors=len(expected)))
    images = place / "images"
    real = place / "real.jpg"
    Image.linear_gradient("L").resize((320, 240)).convert("RGB").save(real, quality=85)
    for path in paths:
        (images / path).parent.mkdir(exist_ok=True)
        (images / path).hardlink_to(real)
    return file


def _measure(file: Path) -> Iterator[Row]:
    from PySide6.QtCore import Qt

    from desktop_labeler.ui.app import make_application
    from desktop_labeler.ui.core.settings import Settings
    from desktop_labeler.ui.grid.grid_page import GridPage
    from desktop_labeler.ui.main_window import MainWindow

    settings = Settings(auto_round=False, language="en")
    app, watch = make_application(settings), Watch()
    window = MainWindow(settings)
    window.resize(1440, 900)
    window.show()
    window.open_project(file)
    pages = window.pages
    assert pages is not None
    watch.until(lambda: pages.rounds.lists is not None and not window.jobs.busy)
    for name, keys in (
        ("browse", (Qt.Key.Key_1, Qt.Key.Key_2)),
        ("label", (Qt.Key.Key_1, Qt.Key.Key_2)),
        ("suggestions", (Qt.Key.Key_Return, Qt.Key.Key_2)),
        ("suspects", (Qt.Key.Key_Q, Qt.Key.Key_W)),
    ):
        window.show_page(name)
        page = window.page(name)
        assert isinstance(page, GridPage)
        steps = [_press(window, page, keys[number % 2], watch) for number in range(_KEYS)]
        walls = [(wall, own) for wall, own, _ in steps]
        yield from _both(f"{name}: key to visible result, median", walls, 0.5, "")
        yield from _both(f"{name}: key to visible result, 99 %", walls, 0.99, "≤ 50")
        ran = sorted(1000 * processor for *_, processor in steps)
        yield Row(f"{name}: on the processor, 99 %", ran[int(0.99 * len(ran))], "ms", len(ran), "≤ 50")
    window.close()
    assert app is not None


def _press(window: "MainWindow", page: "GridPage", key: object, watch: Watch) -> tuple[float, float, float]:
    """Press a key once the image in focus is undecided and painted with its picture.

    Returns:
        How long it took in seconds: in all, without waiting for a core, and on the processor.
    """
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    grid = page.grid
    assert isinstance(key, Qt.Key)
    rest = time.perf_counter() + _REST
    watch.until(lambda: time.perf_counter() > rest and _ready(window, page))
    assert window.project is not None
    untouched = window.project.until_next()
    step = Stopwatch()
    QTest.keyClick(grid, key)
    watch.once()
    wall, own = step.stop()
    assert not untouched(), "the key decided nothing"
    return wall, own, step.processor


def _ready(window: "MainWindow", page: "GridPage") -> bool:
    """Whether the page shows an image to decide, with its picture; goes to the next page where all is decided."""
    grid = page.grid
    rows = page.project.rows(grid.content.images[:400].tolist())
    if rows and not any(map(grid.content.waiting, rows.values())):
        page.do("next_page")
        return False
    image = grid.focus_image
    settled = window.pages is not None and window.pages.rounds.settled and not grid.sight.waiting
    return settled and image is not None and image in grid.sight.painted and grid.content.pictured(image)
