"""Focus and selection of a grid as positions in reading order, without Qt and fast for a million tiles."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray

BandMode = Literal["replace", "add", "flip"]


@dataclass(frozen=True, eq=False)
class _Run:
    """The range that Shift extended last: where it starts, and what was selected there before."""

    start: int
    before: BoolArray


class GridSelection:
    """Which tiles are selected, and which one has the focus; neither changes the other implicitly.

    Attributes:
        size: how many tiles there are.
        focus: the position of the focused tile; −1 only when there are none.
        count: how many tiles are selected.
    """

    def __init__(self, size: int = 0) -> None:
        self.reset(size)

    def reset(self, size: int, focus: int = 0) -> None:
        """Start over with a number of tiles, none selected.

        Raises:
            ValueError: if the size is negative.
        """
        if size < 0:
            raise ValueError(f"a grid cannot have {size} tiles")
        self.size = size
        self.count = 0
        self.focus = min(max(focus, 0), size - 1)
        self._mask: BoolArray = np.zeros(size, np.bool_)
        self._lay_anchor()

    # --- queries ----------------------------------------------------------------------------------------------------
    def __contains__(self, position: object) -> bool:
        return isinstance(position, int) and 0 <= position < self.size and bool(self._mask[position])

    def positions(self) -> IntArray:
        """Return the selected positions, ascending."""
        return np.flatnonzero(self._mask).astype(np.int64, copy=False)

    def targets(self) -> IntArray:
        """Return what a key acts on: the selected positions, or the focused one when none is selected."""
        if self.count:
            return self.positions()
        return np.array([self.focus] if self.focus >= 0 else [], np.int64)

    # --- keys -------------------------------------------------------------------------------------------------------
    def move(self, step: int, *, extend: bool = False) -> None:
        """Move the focus by a number of tiles within the grid; `extend` selects the tiles on the way."""
        if self._pointing:
            self._lay_anchor()
        self.move_to(self.focus + step, extend=extend)

    def move_to(self, position: int, *, extend: bool = False) -> None:
        """Move the focus to a tile; without `extend` the selection is kept."""
        if not self.size:
            return
        self.focus = min(max(position, 0), self.size - 1)
        if extend:
            self._extend()
        else:
            self._lay_anchor()

    def toggle(self, position: int | None = None) -> None:
        """Select or unselect a tile, by default the focused one, and focus it."""
        place = self.focus if position is None else position
        if not 0 <= place < self.size:
            return
        self.focus = place
        self._set(place, place + 1, not self._mask[place])
        self._lay_anchor(value=bool(self._mask[place]))

    def select_all(self) -> None:
        """Select every tile."""
        self._mask[:] = True
        self.count = self.size
        self._lay_anchor()

    def clear(self) -> None:
        """Clear the selection."""
        self._mask[:] = False
        self.count = 0
        self._lay_anchor()

    def select(self, positions: IntArray, *, on: bool = True) -> None:
        """Select (or unselect) these tiles too; positions outside the grid are ignored."""
        inside = positions[(positions >= 0) & (positions < self.size)]
        self._mask[inside] = on
        self.count = int(np.count_nonzero(self._mask))
        self._lay_anchor()

    # --- mouse ------------------------------------------------------------------------------------------------------
    def point(self, position: int) -> None:
        """Focus the tile under the mouse; Shift and a click still select from the earlier tile."""
        if 0 <= position < self.size:
            self.focus = position
            self._pointing = True

    def click(self, position: int) -> None:
        """Focus the tile of a plain click and clear the selection."""
        if 0 <= position < self.size:
            self.clear()
            self.move_to(position)

    def snapshot(self) -> BoolArray:
        """Return a copy of what is selected, to start a rubber band from."""
        return self._mask.copy()

    def band(self, start: BoolArray, positions: IntArray, mode: BandMode) -> None:
        """Set the selection that a rubber band over these positions makes from the initial one.

        Args:
            start: `snapshot()` from when the drag began.
            positions: the tiles that the band touches now, each once.
            mode: "replace" the selection, "add" to it, or "flip" what is touched.
        """
        inside = positions[(positions >= 0) & (positions < self.size)]
        self._mask = np.zeros(self.size, np.bool_) if mode == "replace" else start.copy()
        self._mask[inside] = ~start[inside] if mode == "flip" else True
        self.count = int(np.count_nonzero(self._mask))
        self._lay_anchor()

    # --- inside -----------------------------------------------------------------------------------------------------
    def _lay_anchor(self, *, value: bool = True) -> None:
        """Let the next Shift extend from the focus; it unselects if the tile was just unselected."""
        self._anchor = self.focus
        self._pointing = False  # whether the focus came by pointing and the anchor is elsewhere
        self._value = value
        self._run = _Run(0, np.zeros(0, np.bool_))

    def _extend(self) -> None:
        """Restore what the last range covered, then cover the range from anchor to focus."""
        before = self._run
        held = self._mask[before.start : before.start + len(before.before)]
        self.count += int(np.count_nonzero(before.before)) - int(np.count_nonzero(held))
        held[:] = before.before
        first, last = sorted((self._anchor, self.focus))
        self._run = _Run(first, self._mask[first : last + 1].copy())
        self._set(first, last + 1, self._value)

    def _set(self, first: int, end: int, value: bool) -> None:
        part = self._mask[first:end]
        self.count += (len(part) if value else 0) - int(np.count_nonzero(part))
        part[:] = value
