"""Keeps the large view with its image while boxes in it are decided, undone and done again."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop_labeler.array_types import IntArray
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.shell.large_view.box_tool import BoxTool


class BoxStay(QObject):
    """Holds the image while the tool for boxes is on: a grid goes on to the next image after each decision.

    Attributes:
        image: the id of the image to stay with; None while nothing is being decided.
    """

    def __init__(self, grid: GridView, project: OpenProject, boxes: BoxTool, follow: Callable[[object], None]) -> None:
        super().__init__(boxes)
        self.image: int | None = None
        self._grid, self._boxes, self._follow = grid, boxes, follow
        grid.commands.deciding.connect(self._hold_for_box)
        grid.commands.decided.connect(self.release)
        project.failed.connect(self.release)
        project.stepped.connect(self._stepped)

    def step(self, action: str) -> None:
        """Undo or redo; what changes another file is followed."""
        self.image = self._boxes.shown if self._boxes.active else None
        self._grid.commands.run(action)
        self.release()

    def release(self, *_: object) -> None:
        """Let the view follow the grid again, which goes back to the image."""
        if self.image is not None:
            self._grid.focus_on(self.image)
            self.image = None

    def _hold_for_box(self) -> None:
        self.image = self._boxes.shown if self._boxes.chosen is not None else None

    def _stepped(self, step: object, images: IntArray) -> None:
        if self.image is not None and not self._boxes.choose_changed(images.tolist()):
            self.image = None
            self._follow(self._grid.focus_image)
