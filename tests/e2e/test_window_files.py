"""What the window shows of files that change, go and come back while it is open, through the real main()."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_labeler.data.computed.embeddings import backbone_in_use, embedded_images
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.jobs.scanning.identify_files import identify
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.progress import finish
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.widgets.images.image_view import ImageView
from tests.e2e.driving import run_main
from tests.e2e.trusting import LABELLED, calm, make_trusted, page, rounds_of, there, type_key
from tests.making import make_project

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


def test_a_damaged_file_is_not_among_those_to_look_at_again(project: Path) -> None:
    finish(rescan(project))
    finish(identify(project))
    with Project(project, "read") as opened:
        damaged, replaced, plain = (opened.file_of(image) for image in opened.images([1, 2, LABELLED + 1]))
    for file in (damaged, plain):
        file.write_bytes(file.read_bytes()[:50])
    Image.new("RGB", (60, 40), _NEW).save(replaced)

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        told: list[str] = []
        window.jobs.announced.connect(lambda notice: told.append(notice.text))
        window.files.rescan()
        yield lambda: not window.jobs.busy and len(told) == 3
        assert told[0] == "0 new, 0 missing, 3 changed"
        assert told[1].startswith("2 files turned out to be unusable and are left out; 1 label on them is kept: ")
        assert damaged.name in told[1]
        assert plain.name in told[1]
        assert f"1 image with a label has another content than before and keeps its label: {replaced.name}. " in told[2]

    assert run_main([str(project)], person) == 0


@pytest.mark.slow
def test_an_image_that_a_scan_finds_is_analysed_without_waiting_for_a_decision(tmp_path: Path) -> None:
    paths = [f"{number:02}.png" for number in range(6)]
    with make_project(tmp_path / "p.labeler", paths, files=True):
        pass
    seen: list[int] = []

    def analysed(window: MainWindow) -> int:
        assert window.project is not None
        in_use = backbone_in_use(window.project.project)
        return len(embedded_images(window.project.project, in_use[0])) if in_use is not None else 0

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        window.start_round()
        yield lambda: not window.jobs.busy and analysed(window) == len(paths)
        window.settings.auto_round = True
        added = next(tmp_path.rglob(paths[0])).with_name("added.png")
        Image.effect_noise((40, 40), 60).convert("RGB").save(added)
        window.files.rescan()
        yield lambda: analysed(window) == len(paths) + 1
        yield lambda: rounds_of(window).newest == 2
        seen.append(rounds_of(window).newest)

    assert run_main([str(tmp_path / "p.labeler")], person) == 0
    assert seen == [2]


def test_files_that_are_back_are_shown_after_a_scan(project: Path) -> None:
    """In their tiles, in the panel and in the large view, and keys decide about them again."""
    images = project.parent / "images"
    away = project.parent / "away"
    finish(rescan(project))
    finish(identify(project))  # so that the next scan finds the files as they are known

    def person(window: MainWindow) -> Steps:
        yield from calm(window)
        assert window.pages is not None
        grid = page(window, "browse").grid
        images.rename(away)
        window.thumbnails.forget_problems()  # type: ignore[union-attr]
        window.show_page("suggestions")
        yield lambda: there(window, "suggestions")
        grid = page(window, "suggestions").grid
        image = int(grid.content.images[0])
        yield lambda: grid.content.problem(row_of(window, image)) == "missing"
        grid.focus_on(image)
        yield lambda: window.side.view.unreadable
        type_key(window, Qt.Key.Key_O)
        yield lambda: window.pages.large is not None and window.pages.large.view.unreadable  # type: ignore[union-attr]
        large = window.pages.large
        assert large is not None
        away.rename(images)
        window.files.rescan()
        yield lambda: not window.jobs.busy
        yield lambda: not large.view.unreadable and large.view.painted is not None
        QTest.keyClick(large, Qt.Key.Key_Escape)
        yield lambda: not window.side.view.unreadable
        yield lambda: all(not grid.content.problem(row_of(window, shown)) for shown in grid.pictures.visible)
        yield lambda: grid.content.data(grid.content.cell(0), Qt.ItemDataRole.DecorationRole) is not None
        type_key(window, Qt.Key.Key_1)
        yield lambda: row_of(window, image).class_id is not None

    assert run_main([str(project)], person) == 0


def row_of(window: MainWindow, image: int) -> ImageRow:
    assert window.project is not None
    row = window.project.row(image)
    assert row is not None
    return row
