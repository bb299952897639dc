"""The grid: the mouse, the menu, and what stays when the images change."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolTip
from pytestqt.qtbot import QtBot

from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_menu import grid_menu
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.ui.grids import Maker, Shown, answer, middle, press_key, wait_for_painting

_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_NONE = Qt.KeyboardModifier.NoModifier


def test_a_click_moves_the_focus_and_selects_nothing(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    shown.grid.selection.toggle(3)
    with qtbot.waitSignal(shown.grid.focused) as told:
        QTest.mouseClick(shown.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(shown, 7))
    assert (shown.focus, shown.selected, told.args) == (7, [], [shown.images[7]])


def test_shift_click_and_control_click(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    view = shown.grid.viewport()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(shown, 2))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, _SHIFT, pos=middle(shown, 6))
    assert shown.selected == [2, 3, 4, 5, 6]
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, _CONTROL, pos=middle(shown, 4))
    assert shown.selected == [2, 3, 5, 6]


def test_control_click_takes_the_image_clicked_before_along(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    view = shown.grid.viewport()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(shown, 2))
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, _CONTROL, pos=middle(shown, 8))
    assert shown.selected == [2, 8]


def test_a_rubber_band_selects_what_it_touches(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    view = shown.grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=middle(shown, 1))
    QTest.mouseMove(view, middle(shown, 8))
    assert shown.selected == [1, 2, 3, 6, 7, 8]
    QTest.mouseMove(view, middle(shown, 7))
    assert shown.selected == [1, 2, 6, 7]
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=middle(shown, 7))
    assert shown.selected == [1, 2, 6, 7]


def test_where_selected_means_marked_a_click_marks_nothing_and_keeps_the_marks(pointing: Shown) -> None:
    view = pointing.grid.viewport()
    for place in (3, 5):
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(pointing, place))
        QTest.keyClick(pointing.grid, Qt.Key.Key_X)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle(pointing, 8))
    assert (pointing.focus, pointing.selected) == (8, [3, 5])
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, _CONTROL, pos=middle(pointing, 3))
    assert pointing.selected == [5]


def _point(shown: Shown, place: int) -> None:
    """Move the mouse to the middle of a tile, from another place of it: without a move there is no event."""
    for off in (QPoint(5, 5), QPoint()):
        QTest.mouseMove(shown.grid.viewport(), middle(shown, place) + off)


@pytest.fixture
def pointing(show: Maker) -> Shown:
    """A grid where selected means marked as wrong, and the focus follows the mouse."""
    shown = show()
    shown.grid.mouse.points = shown.grid.commands.marks = True
    return shown


def test_where_images_are_marked_the_focus_follows_a_mouse_that_rests(pointing: Shown, qtbot: QtBot) -> None:
    _point(pointing, 4)
    assert pointing.focus == 0  # it may be on its way to the panel
    with qtbot.waitSignal(pointing.grid.focused) as told:
        pass
    assert (pointing.focus, len(pointing.selected), told.args) == (4, 0, [pointing.images[4]])


def test_a_key_acts_on_the_tile_that_the_mouse_points_at(pointing: Shown, qtbot: QtBot) -> None:
    _point(pointing, 7)
    QTest.keyClick(pointing.grid, Qt.Key.Key_2)
    row = pointing.project.row(pointing.images[7])
    assert row is not None
    assert row.class_id == pointing.project.classes[1].id
    assert pointing.selected == []
    assert pointing.focus == 8


def test_a_mouse_that_stays_on_its_tile_leaves_the_focus_to_the_keys(pointing: Shown, qtbot: QtBot) -> None:
    _point(pointing, 7)
    QTest.keyClick(pointing.grid, Qt.Key.Key_Right)
    assert pointing.focus == 8
    QTest.mouseMove(pointing.grid.viewport(), middle(pointing, 7) + QPoint(3, 3))
    QTest.keyClick(pointing.grid, Qt.Key.Key_Right)
    assert pointing.focus == 9


def test_a_mouse_that_has_left_points_at_nothing(pointing: Shown, qtbot: QtBot) -> None:
    _point(pointing, 7)
    QApplication.sendEvent(pointing.grid, QEvent(QEvent.Type.Leave))
    QTest.keyClick(pointing.grid, Qt.Key.Key_Right)
    assert pointing.focus == 1


def test_a_mouse_that_rests_below_a_menu_does_not_point_when_that_closes(pointing: Shown, qtbot: QtBot) -> None:
    view, at = pointing.grid.viewport(), QPointF(middle(pointing, 7))
    _point(pointing, 7)
    QTest.keyClick(pointing.grid, Qt.Key.Key_Right)
    QApplication.sendEvent(pointing.grid, QEvent(QEvent.Type.Leave))
    none = Qt.MouseButton.NoButton
    again = QMouseEvent(QEvent.Type.MouseMove, at, QPointF(view.mapToGlobal(at)), none, none, _NONE)
    QApplication.sendEvent(view, again)
    QTest.keyClick(pointing.grid, Qt.Key.Key_Right)
    assert pointing.focus == 9


def test_pointing_leaves_shift_and_a_click_their_beginning(pointing: Shown, qtbot: QtBot) -> None:
    view = pointing.grid.viewport()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, _CONTROL, pos=middle(pointing, 2))  # marks it
    _point(pointing, 5)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, _SHIFT, pos=middle(pointing, 6))
    assert pointing.selected == [2, 3, 4, 5, 6]


def test_pointing_and_shift_with_an_arrow_begin_where_the_mouse_is(pointing: Shown, qtbot: QtBot) -> None:
    _point(pointing, 4)
    QTest.keyClick(pointing.grid, Qt.Key.Key_Right, _SHIFT)
    assert pointing.selected == [4, 5]


def test_elsewhere_the_mouse_points_at_nothing(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    _point(shown, 7)
    QTest.keyClick(shown.grid, Qt.Key.Key_Right)
    assert shown.focus == 1


def test_a_double_click_opens(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    with qtbot.waitSignal(shown.grid.opened) as told:
        QTest.mouseDClick(shown.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(shown, 6))
    assert told.args == [shown.images[6]]


def test_control_and_wheel_change_the_size_and_keep_the_focus_in_view(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    shown.grid.selection.move_to(17)
    at = QPoint(50, 50)
    for _ in range(4):
        turn = QWheelEvent(
            at, shown.grid.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, _CONTROL,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(shown.grid.viewport(), turn)
    assert shown.grid.tile > 130
    assert shown.grid.viewport().rect().intersects(shown.grid.cell_rect(17))


# --- going on


def test_other_images_keep_the_focused_one_in_focus_and_place(show: Maker) -> None:
    shown = show()
    shown.grid.focus_on(shown.images[20])
    top = shown.grid.cell_rect(20).top()
    shown.grid.show_images(np.roll(shown.images, 10))
    assert shown.grid.focus_image == shown.images[20]
    assert shown.grid.cell_rect(shown.focus).top() == top


def test_a_failed_write_moves_nothing_on(show: Maker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = show()
    monkeypatch.setattr(shown.project.project, "read_only", True)
    with qtbot.waitSignal(shown.project.failed):
        QTest.keyClick(shown.grid, Qt.Key.Key_1)
    assert (shown.focus, shown.names(0)) == (0, [""])


def test_the_menu_does_what_the_keys_do(show: Maker) -> None:
    shown = show()
    menu = grid_menu(shown.grid, shown.project, shown.grid.commands, 0)
    entries = {entry.text().split("\t")[0]: entry for entry in menu.actions()}
    assert entries["Unsure"].text() == "Unsure\tU"
    entries["Unsure"].trigger()
    shown.grid.selection.move_to(3)  # not what the menu was opened for
    entries["Needs a second opinion"].trigger()
    assert [row.second for row in shown.project.project.images([shown.images[0], shown.images[3]])] == [True, False]
    shown.grid.selection.move_to(1)
    menu = grid_menu(shown.grid, shown.project, shown.grid.commands, 0)
    classes = next(entry.menu() for entry in menu.actions() if entry.text() == "Label")
    assert isinstance(classes, QMenu)
    next(entry for entry in classes.actions() if entry.text().startswith("Bee")).trigger()
    assert (shown.states(0), shown.names(1)) == ([State.UNSURE], ["Bee"])
    menu.deleteLater()


def test_a_right_click_beside_the_selection_acts_on_that_tile_alone(show: Maker) -> None:
    shown = show()
    shown.grid.selection.select(np.array([1, 2]))
    QTest.mousePress(shown.grid.viewport(), Qt.MouseButton.RightButton, pos=middle(shown, 2))
    assert (shown.selected, shown.focus) == ([1, 2], 2)
    QTest.mousePress(shown.grid.viewport(), Qt.MouseButton.RightButton, pos=middle(shown, 8))
    assert (shown.selected, shown.focus) == ([], 8)


def test_a_large_decision_that_fails_changes_neither_labels_nor_selection(
    qtbot: QtBot, open_new: Callable[..., OpenProject], thumbs_of: Callable[[OpenProject], ThumbnailLoader]
) -> None:
    project = open_new([f"{number:05}.png" for number in range(1500)], classes=("Fly",))
    project.project.db.execute("CREATE TRIGGER full BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'no room'); END")
    grid = GridView(project, thumbs_of(project), "Test")
    qtbot.addWidget(grid)
    with qtbot.waitExposed(grid):
        grid.show()
    grid.show_images(find_images(project.project))
    wait_for_painting(grid, qtbot)
    QTest.keyClick(grid, Qt.Key.Key_A, _CONTROL)
    QTest.keyClick(grid, Qt.Key.Key_1)
    with qtbot.waitSignal(project.failed), qtbot.assertNotEmitted(grid.decided):
        answer(grid, qtbot, "Yes, all 1,500")
    qtbot.waitUntil(lambda: not project.busy)
    assert grid.selection.count == 1500
    assert project.project.counts() == {(State.UNLABELLED, None): 1500}


def test_a_tooltip_goes_with_the_next_key_because_it_says_what_was_there_before(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    QToolTip.showText(shown.grid.mapToGlobal(QPoint(20, 20)), "unlabelled", shown.grid.viewport())
    qtbot.waitUntil(QToolTip.isVisible)
    press_key(shown.grid, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: not QToolTip.isVisible())
