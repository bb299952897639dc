"""Actions and views that the tests of Suggestions share."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from tests.ui.grids import press_key
from tests.ui.stored_rounds import Stage

_KEY, _CONTROL, _SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
COUNT = 400
Stager = Callable[..., Stage]


def shown(stage: Stage) -> list[int]:
    return [int(image) for image in stage.page.grid.content.images]


def page_of(stage: Stage) -> SuggestionsPage:
    assert isinstance(stage.page, SuggestionsPage)
    return stage.page


def states(stage: Stage, images: list[int]) -> list[State]:
    return [row.state for row in stage.page.project.project.images(images)]


def click(stage: Stage, image: int) -> None:
    grid = stage.page.grid
    at = grid.cell_rect(grid.content.position_of(image)).center()
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def press(stage: Stage, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    press_key(stage.page.grid, key, modifiers)


def mark(stage: Stage, image: int) -> None:
    click(stage, image)
    press(stage, _KEY.Key_X)


def decisions(stage: Stage) -> int:
    return len(read_history(stage.page.project.project))
