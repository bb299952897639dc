"""Where the tiles of a grid currently are in its viewport."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollBar, QWidget

from desktop_labeler.ui.grid.grid_layout import GridLayout
from desktop_labeler.ui.grid.grid_model import GridModel


class ScrolledTiles:
    """The tiles behind a viewport.

    Attributes:
        viewport: the widget that shows them.
        bar: the scroll bar.
        content: the model of the images.
        layout: their layout without scrolling; replaced after each change of size or images.
    """

    def __init__(self, viewport: QWidget, bar: QScrollBar, content: GridModel, layout: GridLayout) -> None:
        self.viewport, self.bar, self.content, self.layout = viewport, bar, content, layout

    def at(self, point: QPoint) -> int:
        """Return the position of the tile at a point of the viewport, −1 if there is none."""
        return self.layout.at(point.x(), point.y() + self.bar.value())

    def rect(self, position: int) -> QRect:
        """Return the rectangle of a tile in the viewport."""
        return self.layout.rect(position).translated(0, -self.bar.value())

    def cells(self, first: int, end: int) -> Iterator[tuple[int, QRect]]:
        """Yield the positions from one to before another, each with the rectangle of its tile in the viewport."""
        offset = self.bar.value()
        for position, cell in self.layout.cells_of(first, end):
            yield position, cell.translated(0, -offset)

    def unscrolled(self, point: QPoint) -> QPoint:
        """Convert a point of the viewport to layout coordinates."""
        return point + QPoint(0, self.bar.value())

    def half_seen(self) -> list[int]:
        """Return the images of which at least half is in the viewport."""
        top = self.bar.value()
        first, end = self.layout.centred(top, top + self.viewport.height() - 1)
        half: list[int] = self.content.images[first:end].tolist()
        return half

    def seen(self, rect: QRect) -> tuple[int, list[int]]:
        """Return the first position and the images of the rows that a rectangle of the viewport touches."""
        first, end = self.layout.between(rect.top() + self.bar.value(), rect.bottom() + self.bar.value())
        return first, self.content.images[first:end].tolist()
