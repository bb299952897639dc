"""What the window shows of files that change, go and come back while it is open, through the real main()."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.widgets.images.image_view import ImageView
from tests.e2e.driving import run_main
from tests.e2e.trusting import calm, make_trusted, page, there, type_key

Steps = Iterator[Callable[[], bool]]
_NEW = (240, 20, 20)


@pytest.fixture
def project(tmp_path: Path, qapp: QApplication) -> Path:
    return make_trusted(tmp_path)


def is_new(pixmap: object) -> bool:
    """Whether a picture has the colour that the changed file has."""
    if not isinstance(pixmap, QPixmap) or pixmap.isNull():
        return False
    color = QColor(pixmap.toImage().pixelColor(pixmap.width() // 2, pixmap.height() // 2))
    return abs(color.red() - _NEW[0]) + abs(color.green() - _NEW[1]) + abs(color.blue() - _NEW[2]) < 30


def painted_new(view: ImageView) -> bool:
    return view.painted is not None and is_new(view.grab())


def test_a_file_that_changed_is_shown_as_it_is_after_a_scan(project: Path) -> None:
    """In its tile, in the panel and in the large view; until it was read again, no old picture takes a key."""

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        assert window.project is not None
        assert window.pages is not None
        opened, grid = window.project, page(window, "browse").grid
        yield lambda: there(window, "browse")
        image = int(grid.content.images[0])
        grid.focus_on(image)
        yield lambda: window.side.view.painted is not None
        assert not painted_new(window.side.view)
        row = opened.row(image)
        assert row is not None
        Image.new("RGB", (60, 40), _NEW).save(opened.file_of(row))
        type_key(window, Qt.Key.Key_O)
        yield lambda: window.pages.large is not None and window.pages.large.view.painted is not None  # type: ignore[union-attr]
        large = window.pages.large
        assert large is not None
        window.files.rescan()
        yield lambda: not window.jobs.busy and not opened.reading
        yield lambda: painted_new(large.view)
        QTest.keyClick(large, Qt.Key.Key_Escape)
        yield lambda: painted_new(window.side.view)
        yield lambda: is_new(grid.content.data(grid.content.cell(0), Qt.ItemDataRole.DecorationRole))

    assert run_main([str(project)], person) == 0
