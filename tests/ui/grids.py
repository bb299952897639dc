"""A grid on screen, with what the tests of the grid need of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_view import GridView

if TYPE_CHECKING:  # the benches use this module without pytest, whose memory is not the grid's
    from pytestqt.qtbot import QtBot

PATHS = [f"site {number % 3}/image {number:02}.png" for number in range(40)]


@dataclass(frozen=True)
class Shown:
    """A grid on screen with what it shows; images are named by their position, from 0."""

    grid: GridView
    project: OpenProject
    images: list[int]

    @property
    def focus(self) -> int:
        return self.grid.selection.focus

    @property
    def selected(self) -> list[int]:
        return [int(place) for place in self.grid.selection.positions()]

    def states(self, *places: int) -> list[State]:
        rows = self.project.project.images([self.images[place] for place in places])
        return [row.state for row in rows]

    def names(self, *places: int) -> list[str]:
        rows = self.project.project.images([self.images[place] for place in places])
        found = [self.project.class_of(row.class_id) for row in rows]
        return [label.name if label else "" for label in found]

    def suggest(self, **classes: str) -> None:
        """Suggest classes: p3="Fly" for the image at position 3."""
        ids = {label.name: label.id for label in self.project.classes}
        known = {self.images[int(place[1:])]: (ids[name], 0.9) for place, name in classes.items()}
        self.grid.content.hints.suggestion_of = known.get


def wait_for_painting(grid: GridView, qtbot: "QtBot") -> None:
    """Wait until a grid that is visible is on the screen: before that, it takes no key."""
    qtbot.waitUntil(lambda: not (grid.viewport().isVisible() and grid.sight.waiting))


def answer(grid: GridView, qtbot: "QtBot", button: str) -> None:
    """Wait for the question above a grid, and press one of its buttons."""
    qtbot.waitUntil(lambda: any(box.isVisible() for box in grid.findChildren(QMessageBox)))
    (box,) = [box for box in grid.findChildren(QMessageBox) if box.isVisible()]
    (found,) = [entry for entry in box.buttons() if entry.text().startswith(button)]
    found.click()


def press_key(grid: GridView, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as somebody who has looked at what the grid shows: what is not painted yet takes none."""
    grid.sight.settled()
    QTest.keyClick(grid, key, modifiers)


Maker = Callable[..., Shown]


def middle(shown: Shown, place: int) -> QPoint:
    return shown.grid.cell_rect(place).center()
