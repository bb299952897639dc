"""Thumbnails: made in the background, bounded, honest."""

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QObject, QSize, Qt
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.thumbnails import pixmap_cache
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader

Opener = Callable[..., OpenProject]
Loader = Callable[[OpenProject], ThumbnailLoader]


@pytest.mark.parametrize(
    ("size", "crop", "ratio", "expected"),
    [
        ((40, 20), False, 1.0, (100, 50)),
        ((40, 20), True, 1.0, (100, 100)),
        ((20, 40), False, 1.5, (75, 150)),
        ((900, 300), True, 2.0, (200, 200)),
    ],
)
def test_thumbnails_are_cut_to_the_pixels_of_the_screen(
    qtbot: QtBot,
    open_new: Opener,
    thumbs_of: Loader,
    size: tuple[int, int],
    crop: bool,
    ratio: float,
    expected: tuple[int, int],
) -> None:
    project = open_new(["one.png"], files=True)
    Image.new("RGB", size, (200, 30, 40)).save(project.file_of(project.rows([1])[1]))
    loader, owner = thumbs_of(project), QObject()
    with qtbot.waitSignal(loader.arrived) as told:
        loader.want(owner, [1], 100, crop, ratio)
    assert told.args == [1]
    pixmap = loader.get(1, 100, crop, ratio)
    assert pixmap is not None
    assert pixmap.size() == QSize(*expected)
    picture = pixmap.toImage()
    middle = picture.pixelColor(picture.width() // 2, picture.height() // 2)
    assert (middle.red(), middle.green(), middle.blue()) == pytest.approx((200, 30, 40), abs=4)
    assert picture.pixelColor(0, 0).alpha() < 60  # round corners


def test_the_grid_shows_them_by_a_change_of_one_cell(qtbot: QtBot, open_new: Opener, thumbs_of: Loader) -> None:
    project = open_new(["one.png"], files=True)
    grid = GridView(project, thumbs_of(project), "Test")
    qtbot.addWidget(grid)
    grid.resize(400, 300)
    grid.show_images(np.array([1]))
    with qtbot.waitSignal(grid.content.dataChanged) as told:
        grid.show()
    first, last = told.args[:2]
    assert first == last == grid.content.cell(0)
    assert grid.content.data(first, Qt.ItemDataRole.DecorationRole) is not None


def test_a_file_that_went_away_is_told_on_its_tile(qtbot: QtBot, open_new: Opener, thumbs_of: Loader) -> None:
    project = open_new(["one.png"], files=True)
    project.file_of(project.rows([1])[1]).unlink()
    loader, owner = thumbs_of(project), QObject()
    with qtbot.waitSignal(loader.arrived):
        loader.want(owner, [1], 100, False)
    assert loader.problem(1) == "missing"
    assert loader.get(1, 100, False) is None
    loader.want(owner, [1], 100, False)
    assert loader.waiting() == 0  # not tried over and over
    loader.forget_problems()
    with qtbot.waitSignal(loader.arrived):
        loader.want(owner, [1], 100, False)


def test_a_file_that_vanishes_while_shown_is_noticed_and_comes_back(
    qtbot: QtBot, open_new: Opener, thumbs_of: Loader
) -> None:
    project = open_new(["one.png", "two.png"], files=True)
    loader = thumbs_of(project)
    grid = GridView(project, loader, "Test")
    qtbot.addWidget(grid)
    grid.resize(500, 300)
    grid.show_images(np.array([1, 2]))
    grid.show()
    qtbot.waitUntil(lambda: loader.any_size(1) is not None and loader.any_size(2) is not None)
    file = project.file_of(project.rows([2])[2])
    kept = file.read_bytes()
    file.unlink()
    with qtbot.waitSignal(loader.arrived):
        grid.focus_on(2)
    row = project.rows([2])[2]
    assert grid.content.tile_content(row, grid.captions).problem == "missing"
    assert "not there any more" in grid.content.describe(1)
    file.write_bytes(kept)
    grid.focus_on(1)
    with qtbot.waitSignal(loader.arrived):
        grid.focus_on(2)
    assert grid.content.tile_content(row, grid.captions).problem == ""


def test_a_broken_file_is_told_with_its_reason(qtbot: QtBot, open_new: Opener, thumbs_of: Loader) -> None:
    project = open_new(["one.png"], files=True)
    project.file_of(project.rows([1])[1]).write_bytes(b"\x89PNG\r\n\x1a\nnonsense")
    loader, owner = thumbs_of(project), QObject()
    with qtbot.waitSignal(loader.arrived):
        loader.want(owner, [1], 100, False)
    assert loader.problem(1) not in ("", "missing")


def test_memory_is_bounded_and_the_oldest_go(
    qtbot: QtBot, open_new: Opener, thumbs_of: Loader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pixmap_cache, "MEMORY", 3 * 100 * 100 * 4)
    project = open_new([f"{number}.png" for number in range(8)], files=True)
    loader, owner = thumbs_of(project), QObject()
    for image in range(1, 9):
        with qtbot.waitSignal(loader.arrived):
            loader.want(owner, [image], 100, True)
    kept = [image for image in range(1, 9) if loader.get(image, 100, True) is not None]
    assert kept == [6, 7, 8]
    assert loader.any_size(1) is None


def test_closing_does_not_wait_for_what_is_still_wanted(open_new: Opener, thumbs_of: Loader) -> None:
    project = open_new([f"{number:04}.png" for number in range(1500)], files=True)
    loader, owner = thumbs_of(project), QObject()
    loader.want(owner, list(range(1, 1501)), 100, True)
    loader.close()
    assert loader.waiting() == 0
