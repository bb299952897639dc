"""Marks on a grid where selection means marked as wrong; undo and redo restore the marks."""

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QObject

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.history import Decision, read_history
from desktop_labeler.ui.grid.grid_view import GridView

_KEPT = 200  # decisions whose marks are remembered


class Marks(QObject):
    """The marks of one grid."""

    def __init__(self, grid: GridView, parent: QObject) -> None:
        super().__init__(parent)
        self._grid = grid
        self._before: dict[int, frozenset[int]] = {}  # by decision: what was marked when it was written
        self._held: tuple[int, frozenset[int]] | None = None  # newest decision and marks before the one being written
        grid.commands.marks = True
        grid.commands.deciding.connect(self.hold)
        grid.project.history_changed.connect(self._written)
        grid.project.stepped.connect(self._stepped)

    def images(self) -> set[int]:
        """Return the marked images."""
        grid = self._grid
        return set(grid.content.members(grid.selection.positions()).tolist())

    def show(self, images: Iterable[int]) -> None:
        """Mark these images if they are shown, and no others; a stack only if it is one of these altogether."""
        grid = self._grid
        wanted = np.fromiter(images, np.int64)
        grid.selection.select(np.arange(grid.selection.size), on=False)
        grid.selection.select(grid.content.places_of(wanted))
        if grid.content.stacks is not None:
            every = grid.content.every()
            grid.selection.select(grid.content.places_of(every[~np.isin(every, wanted)]), on=False)
        grid.selection_moved()

    def hold(self) -> None:
        """Remember the marks before a decision is written, so that undo can restore them."""
        self._held = self._newest(), frozenset(self.images())

    def _newest(self) -> int:
        found = read_history(self._grid.project.project, limit=1)
        return found[0].id if found else 0

    def _written(self) -> None:
        held, self._held = self._held, None
        if held is not None and self._newest() > held[0]:
            self._before[self._newest()] = held[1]
            for oldest in list(self._before)[:-_KEPT]:
                del self._before[oldest]

    def _stepped(self, step: Decision, images: IntArray) -> None:
        marked = self._before.get(step.reverts or 0)
        if step.kind == "undo" and marked is not None:
            self.show(marked)
        elif step.kind == "redo":
            self.show(self.images() - set(images.tolist()))
