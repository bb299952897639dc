"""The map page: what it shows when, pan and zoom, pointing, picking, a line around points, the layout job."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.map.map_canvas import MapCanvas
from tests.ui.pages.map.maps import LABELS, PATHS, Opener, Stage, drag, embed


@pytest.fixture
def stage(open_new: Opener, show_map: Callable[[OpenProject], Stage]) -> Stage:
    """The map of sixty images, none of which has a label."""
    project = open_new(PATHS)
    embed(project)
    return show_map(project)


# --- what is there


def test_before_the_first_look_the_page_offers_it(
    open_new: Opener, show_map: Callable[[OpenProject], Stage], qtbot: QtBot
) -> None:
    stage = show_map(open_new(PATHS))
    assert stage.page.body.currentWidget() is stage.page.empty
    qtbot.waitUntil(lambda: stage.page.empty.heading == "60 images are not analysed yet")
    assert not stage.page.layout_button.isVisible()
    stage.page.empty.button.click()
    assert stage.rounds.running
    stage.rounds.close()


def test_the_quick_map_is_there_at_once(open_new: Opener, show_map: Callable[[OpenProject], Stage]) -> None:
    project = open_new(PATHS, labels=LABELS)
    embed(project)
    stage = show_map(project)
    assert stage.page.summary.text() == "60 images · quick map"
    assert stage.page.layout_button.text() == "Arrange by similarity"
    left, right = stage.left_and_right
    assert left.x() < right.x() - 200
    assert [choice.text for choice in stage.page.legend.choices] == ["Fly 6", "Bee 4", "no label 50"]


def test_the_layout_is_a_job_and_shown_when_it_is_done(
    qtbot: QtBot, open_new: Opener, show_map: Callable[[OpenProject], Stage]
) -> None:
    project = open_new(PATHS)
    embed(project)
    stage = show_map(project)
    before = stage.page.canvas.cloud.x.copy()
    stage.page.layout_button.click()
    assert stage.jobs.title == "Arranging the map"
    assert not stage.page.layout_button.isEnabled()
    qtbot.waitUntil(lambda: not stage.page.laying_out, timeout=60_000)
    stage.settle()
    assert stage.page.summary.text() == "60 images"
    assert stage.page.layout_button.text() == "Arrange again"
    assert stage.page.layout_button.isEnabled()
    assert not np.array_equal(stage.page.canvas.cloud.x, before)
    again = show_map(project)
    np.testing.assert_array_equal(again.page.canvas.cloud.x, stage.page.canvas.cloud.x)


def test_a_layout_that_is_cancelled_can_be_started_again(qtbot: QtBot, stage: Stage) -> None:
    stage.page.lay_out()
    stage.jobs.cancel()
    qtbot.waitUntil(lambda: not stage.jobs.busy, timeout=60_000)
    assert not stage.page.laying_out
    assert stage.page.layout_button.isEnabled()
    stage.settle()
    assert stage.page.summary.text() == "60 images · quick map"


def test_images_that_come_later_appear(
    qtbot: QtBot, open_new: Opener, show_map: Callable[[OpenProject], Stage]
) -> None:
    project = open_new(PATHS)
    embed(project, range(1, 51))
    stage = show_map(project)
    assert len(stage.page.canvas.cloud) == 50
    embed(project, list(range(51, 61)), seed=1)
    project.reload()
    qtbot.waitUntil(lambda: len(stage.page.canvas.cloud) == 60)


def test_an_image_whose_file_is_gone_is_not_on_the_map(
    open_new: Opener, show_map: Callable[[OpenProject], Stage]
) -> None:
    project = open_new(PATHS)
    embed(project)
    with project.project.transaction() as db:
        db.execute("UPDATE image SET problem = 'missing' WHERE id IN (4, 9)")
    stage = show_map(project)
    assert set(range(1, 61)) - set(stage.page.canvas.cloud.ids.tolist()) == {4, 9}


def test_what_cannot_be_read_is_told_and_asked_for_again(
    qtbot: QtBot, open_new: Opener, show_map: Callable[[OpenProject], Stage]
) -> None:
    project = open_new(PATHS)
    embed(project)
    stage = show_map(project)
    with project.project.transaction() as db:
        db.execute("UPDATE array SET dtype = 'no such type' WHERE name LIKE '%/ids'")
    with qtbot.waitSignal(project.failed):
        project.reload()
    assert len(stage.page.canvas.cloud) == 60  # what was there stays
    with project.project.transaction() as db:
        db.execute("UPDATE array SET dtype = '<i8' WHERE name LIKE '%/ids'")
    embed(project, [3], seed=5)
    before = stage.page.canvas.cloud
    project.reload()
    qtbot.waitUntil(lambda: stage.page.canvas.cloud is not before)
    stage.settle()


# --- moving


def test_the_wheel_zooms_around_the_mouse_and_zero_shows_all(stage: Stage) -> None:
    canvas = stage.page.canvas
    before, other = stage.left_and_right
    none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    event = QWheelEvent(before, canvas.mapToGlobal(before), QPoint(), QPoint(0, 240), *none)
    QApplication.sendEvent(canvas, event)
    after, far = stage.left_and_right
    assert (after - before).manhattanLength() < 0.01
    assert far.x() - after.x() == pytest.approx((other.x() - before.x()) * 1.25**2)
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert (stage.left_and_right[1] - other).manhattanLength() < 0.01


@pytest.mark.parametrize(
    ("key", "right", "down"),
    [(Qt.Key.Key_Left, 1, 0), (Qt.Key.Key_Right, -1, 0), (Qt.Key.Key_Up, 0, 1), (Qt.Key.Key_Down, 0, -1)],
)
def test_arrows_move_the_map(stage: Stage, key: Qt.Key, right: int, down: int) -> None:
    before = stage.left_and_right[0]
    QTest.keyClick(stage.page.canvas, key)
    step = stage.left_and_right[0] - before
    assert (np.sign(round(step.x())), np.sign(round(step.y()))) == (right, down)


def test_dragging_moves_the_map_with_the_mouse(stage: Stage) -> None:
    before = stage.left_and_right[0]
    drag(stage.page.canvas, [QPointF(300, 200), QPointF(330, 210), QPointF(380, 240)])
    step = stage.left_and_right[0] - before
    assert (round(step.x()), round(step.y())) == (80, 40)


def test_keys_zoom_and_stop_at_the_ends(stage: Stage) -> None:
    canvas = stage.page.canvas
    start = canvas.view.scale
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.view.scale == pytest.approx(start * 1.25)
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    assert canvas.view.scale == pytest.approx(start)
    for _ in range(60):
        canvas.zoom(2)
    assert canvas.view.scale <= start * 2001
    for _ in range(60):
        canvas.zoom(0.5)
    assert canvas.view.scale >= start * 0.49


def test_the_map_stays_in_place_when_colours_change_and_keeps_its_part_when_the_window_grows(stage: Stage) -> None:
    canvas = stage.page.canvas
    canvas.zoom(3, QPointF(100, 100))
    view = canvas.view
    stage.page.color_by("state")
    stage.settle()
    assert canvas.view == view
    stage.page.resize(1000, 800)
    assert (canvas.view.x, canvas.view.y, canvas.view.scale) == (view.x, view.y, view.scale)
    canvas.fit()
    small = canvas.view.scale
    stage.page.resize(1300, 1000)
    assert canvas.view.scale > small  # all is shown: it grows with the window


# --- pointing and picking


def test_pointing_at_a_point_shows_its_image_and_elsewhere_nothing(
    qtbot: QtBot, open_new: Opener, show_map: Callable[[OpenProject], Stage]
) -> None:
    project = open_new(PATHS, files=True)
    embed(project)
    stage = show_map(project)
    canvas, card = stage.page.canvas, stage.page.hover
    for place in stage.left_and_right:
        under = canvas.image_at(place)
        QTest.mouseMove(canvas, place.toPoint())
        qtbot.waitUntil(partial(_points_at, canvas, under))
        assert (card.isVisible(), card.image) == (True, under)
        assert canvas.rect().contains(card.geometry())
    QTest.mouseMove(canvas, QPoint(canvas.width() // 2, 5))
    qtbot.waitUntil(lambda: not card.isVisible())


def _points_at(canvas: MapCanvas, image: int | None) -> bool:
    return canvas.hovered == image


def test_a_click_shows_the_image_in_the_panel(qtbot: QtBot, stage: Stage) -> None:
    place = stage.left_and_right[1]
    with qtbot.waitSignal(stage.page.focused) as told:
        QTest.mouseClick(stage.page.canvas, Qt.MouseButton.LeftButton, pos=place.toPoint())
    assert told.args == [stage.page.canvas.image_at(place)]
    with qtbot.assertNotEmitted(stage.page.focused):
        QTest.mouseClick(stage.page.canvas, Qt.MouseButton.LeftButton, pos=QPoint(stage.page.canvas.width() // 2, 5))


def test_return_takes_the_image_nearest_to_the_middle(qtbot: QtBot, stage: Stage) -> None:
    canvas = stage.page.canvas
    x, y = canvas.cloud.x[0], canvas.cloud.y[0]
    place = canvas.place_of(int(canvas.cloud.ids[0]))
    assert place is not None
    canvas.pan(canvas.width() / 2 - place.x(), canvas.height() / 2 - place.y())
    assert (canvas.view.x, canvas.view.y) == pytest.approx((x, y), abs=1e-3)
    with qtbot.waitSignal(stage.page.focused) as told:
        QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert told.args == [int(canvas.cloud.ids[0])]


def test_the_image_that_was_clicked_can_be_labelled(
    qtbot: QtBot, open_new: Opener, show_map: Callable[[OpenProject], Stage]
) -> None:
    project = open_new(PATHS, classes=("Fly", "Bee"))
    embed(project)
    stage = show_map(project)
    stage.page.assign(2)  # nothing was clicked yet
    assert read_history(project.project, limit=1)[0].kind != "assign"
    stage.page.pick(7)
    stage.page.assign(2)
    row = project.row(7)
    assert row is not None
    assert (row.class_id, row.state) == (2, State.CONFIRMED)
    newest = read_history(project.project, limit=1)[0]
    assert (str(newest.what), newest.page) == ("Label 1 image Bee", "Map")
    lost = project.row(8)
    assert lost is not None
    project.file_of(lost).unlink()
    stage.page.pick(8)
    qtbot.waitUntil(lambda: stage.page._thumbs.problem(8) != "")
    stage.page.assign(2)
    assert project.row(8) == lost
    assert "nothing was decided" in stage.page.sentence.text()


# --- a line around points


@pytest.mark.parametrize("way", ["shift", "tool"])
def test_a_line_around_points_asks_for_exactly_these_images(qtbot: QtBot, stage: Stage, way: str) -> None:
    canvas = stage.page.canvas
    middle, high = canvas.width() / 2, canvas.height() - 3
    corners = [QPointF(3, 3), QPointF(middle, 3), QPointF(middle, high), QPointF(3, high), QPointF(3, 40)]
    if way == "tool":
        QTest.keyClick(canvas, Qt.Key.Key_L)
        assert stage.page.tools.lasso.isChecked()
    view = canvas.view
    with qtbot.waitSignal(stage.page.images_wanted) as told:
        modifier = Qt.KeyboardModifier.ShiftModifier if way == "shift" else Qt.KeyboardModifier.NoModifier
        drag(canvas, corners, modifier)
    images, name, wanted = told.args
    assert sorted(images.tolist()) == list(range(2, 61, 2))
    assert (name, wanted) == ("30 images from the map", None)
    assert canvas.view == view  # the map did not move
    assert not stage.page.tools.lasso.isChecked()


def test_a_line_around_nothing_asks_for_nothing(qtbot: QtBot, stage: Stage) -> None:
    canvas = stage.page.canvas
    with qtbot.assertNotEmitted(stage.page.images_wanted):
        middle = canvas.width() / 2
        points = [QPointF(middle, 2), QPointF(middle + 30, 2), QPointF(middle, 30), QPointF(middle - 9, 9)]
        drag(canvas, points, Qt.KeyboardModifier.ShiftModifier)
        qtbot.waitUntil(lambda: stage.page.sentence.text() == "No image is there.")


def test_the_images_in_view_can_be_asked_for_with_a_key(qtbot: QtBot, stage: Stage) -> None:
    canvas = stage.page.canvas
    canvas.zoom(1.9, QPointF(0, canvas.height() / 2))
    with qtbot.waitSignal(stage.page.images_wanted) as told:
        QTest.keyClick(canvas, Qt.Key.Key_V)
    images = told.args[0]
    seen = [image for image in range(1, 61) if canvas.rect().contains(_place(stage, image))]
    assert sorted(images.tolist()) == seen
    assert 0 < len(seen) < 60


def _place(stage: Stage, image: int) -> QPoint:
    place = stage.page.canvas.place_of(image)
    assert place is not None
    return place.toPoint()


def test_escape_gives_the_lasso_up(stage: Stage) -> None:
    stage.page.tools.lasso.click()
    assert stage.page.canvas.lassoing
    QTest.keyClick(stage.page.canvas, Qt.Key.Key_Escape)
    assert not stage.page.canvas.lassoing
    assert not stage.page.tools.lasso.isChecked()
