"""Progress through the real main(): rounds leave a curve, and a confused cell opens its images in Browse."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import assign, decide
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.progress import finish
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from desktop_labeler.ui.pages.progress.progress_page import ProgressPage
from tests.e2e.driving import run_main
from tests.making import ME

_EACH = 20


def make(folder: Path) -> Path:
    """Make a project of stripes across and down, labelled by a person, two of those across wrongly."""
    images = folder / "images"
    images.mkdir()
    rng = np.random.default_rng(0)
    row, column = np.mgrid[:32, :32]
    for name, phase in (("across", row), ("down", column)):
        for number in range(_EACH):
            pixels = np.where((phase + rng.integers(4)) // 4 % 2, 200, 60)
            noisy = np.clip(pixels + rng.normal(0, 12, (32, 32)), 0, 255).astype(np.uint8)
            Image.fromarray(noisy).save(images / f"{name}-{number:02}.png")
    file = folder / "p.labeler"
    finish(new_project(file, [images], "none"))
    with Project(file) as project:
        classes = add_classes(project, ["across", "down"], ME)
        for row in project.images(find_images(project).tolist()):
            wrong = row.path in ("across-03.png", "across-11.png")
            name = "down" if wrong else row.path.split("-")[0]
            decide(project, [row.id], assign(classes[name]), kind="assign", what="Label", by=ME)
    return file


def test_from_the_curve_to_the_images(tmp_path: Path, qapp: QApplication) -> None:
    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        assert window.project is not None
        assert window.pages is not None
        rounds = window.pages.rounds
        yield lambda: rounds.loaded
        window.rail.chosen.emit("progress")
        page = window.page("progress")
        assert isinstance(page, ProgressPage)
        yield lambda: page.settled
        assert not page.learning.showing
        for number in (1, 2):  # the page notices by itself
            window.start_round()
            yield lambda number=number: page.settled and page.rounds_table.rowCount() == number  # type: ignore[misc]
        yield lambda: page.settled and page.learning.showing
        assert page.summary.text() == "40 of 40 images decided"
        assert page.numbers[3].text[1].endswith("%")
        pairs = page.confusion.pairs.view
        names = [pairs.model().index(0, column).data() for column in range(3)]
        assert names == ["down", "across", "2"]
        pairs.setCurrentIndex(pairs.model().index(0, 0))
        QTest.keyClick(pairs, Qt.Key.Key_Return)
        browse = window.page("browse")
        assert isinstance(browse, BrowsePage)
        yield lambda: window.stack.currentWidget() is browse and len(browse.grid.content.images) == 2
        rows = window.project.rows(browse.grid.content.images.tolist())
        assert {row.path for row in rows.values()} == {"across-03.png", "across-11.png"}

    assert run_main([str(make(tmp_path))], person) == 0
