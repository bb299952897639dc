"""Keys decide only about images that were on the screen before the key came, however fast or long it is pressed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.history import images_of, last_decision, read_history
from tests.ui.grids import Maker, Shown, wait_for_painting

_PLAIN = Qt.KeyboardModifier.NoModifier


def hold(shown: Shown, key: Qt.Key, text: str) -> None:
    """Send a repetition of a key that is held down."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, _PLAIN, text, True)
    QApplication.sendEvent(shown.grid, event)


def decided(shown: Shown) -> int:
    return last_decision(shown.project.project)


def test_a_key_in_the_moment_of_new_images_decides_nothing_and_the_next_one_does(show: Maker, qtbot: QtBot) -> None:
    shown, told = show(), list[str]()
    shown.grid.notice.connect(told.append)
    before = decided(shown)
    shown.grid.show_images(shown.grid.content.images[::-1])
    QTest.keyClick(shown.grid, Qt.Key.Key_1)
    QTest.keyClick(shown.grid, Qt.Key.Key_1)  # as fast: nothing was painted between the two
    assert decided(shown) == before
    assert told == ["The images were not there yet; press the key again."] * 2
    wait_for_painting(shown.grid, qtbot)
    QTest.keyClick(shown.grid, Qt.Key.Key_1)
    assert decided(shown) == before + 1


def test_an_image_that_a_key_scrolled_into_view_is_not_decided_in_the_same_moment(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    before, grid = decided(shown), shown.grid
    QTest.keyClick(grid, Qt.Key.Key_End)
    last = grid.focus_image
    QTest.keyClick(grid, Qt.Key.Key_1)
    assert decided(shown) == before
    qtbot.waitUntil(lambda: last in grid.sight.painted)
    QTest.keyClick(grid, Qt.Key.Key_1)
    (done,) = read_history(shown.project.project, where=f"id > {before}", limit=None)
    assert images_of(shown.project.project, done.id).tolist() == [last]


def test_a_held_key_stops_at_the_images_that_come_after_it(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    before, grid = decided(shown), shown.grid
    QTest.keyPress(grid, Qt.Key.Key_1)
    hold(shown, Qt.Key.Key_1, "1")
    assert decided(shown) == before + 2  # both were in view when the key went down
    grid.show_images(grid.content.images[20:])
    wait_for_painting(grid, qtbot)
    hold(shown, Qt.Key.Key_1, "1")
    assert decided(shown) == before + 2
    QTest.keyRelease(grid, Qt.Key.Key_1)
    QTest.keyClick(grid, Qt.Key.Key_1)
    assert decided(shown) == before + 3


@pytest.mark.slow
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["1", "hold", "End", "Home", "Down", "fill", "paint"]), max_size=30))
def test_whatever_comes_in_whatever_order_only_painted_images_are_decided(
    show: Maker, qtbot: QtBot, steps: list[str]
) -> None:
    shown = show()
    grid, project = shown.grid, shown.project.project
    order = grid.content.images
    for step in steps:
        before, seen = decided(shown), set(grid.sight._seen)
        if step == "fill":
            order = order[::-1]
            grid.show_images(order)
        elif step == "paint":
            qtbot.waitUntil(lambda: not grid.sight.waiting)
            grid.viewport().repaint()
        elif step == "hold":
            hold(shown, Qt.Key.Key_1, "1")
        else:
            QTest.keyClick(grid, Qt.Key.Key_1 if step == "1" else getattr(Qt.Key, f"Key_{step}"))
        for one in read_history(project, where=f"id > {before}", limit=None):
            assert set(images_of(project, one.id).tolist()) <= seen
