"""Where the tiles of a grid lie in its viewport at the moment."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QScrollBar, QWidget

from desktop_labeler.ui.grid.grid_layout import GridLayout
from desktop_labeler.ui.grid.grid_model import GridModel


class ScrolledTiles:
    """The tiles behind a viewport.

    Attributes:
        viewport: what they are seen through.
        bar: how far they are scrolled.
        content: their images.
        layout: where they lie while nothing is scrolled; another one after each change of size or images.
    """

    def __init__(self, viewport: QWidget, bar: QScrollBar, content: GridModel, layout: GridLayout) -> None:
        self.viewport, self.bar, self.content, self.layout = viewport, bar, content, layout

    def at(self, point: QPoint) -> int:
        """Return the position of the tile at a point of the viewport, −1 beside the tiles."""
        return self.layout.at(point.x(), point.y() + self.bar.value())

    def rect(self, position: int) -> QRect:
        """Return where a tile lies in the viewport."""
        return self.layout.rect(position).translated(0, -self.bar.value())

    def unscrolled(self, point: QPoint) -> QPoint:
        """Return a point of the viewport in the coordinates of the layout."""
        return point + QPoint(0, self.bar.value())

    def seen(self, rect: QRect) -> tuple[int, list[int]]:
        """Return the first position and the images of all rows that a rectangle of the viewport touches."""
        first, end = self.layout.between(rect.top() + self.bar.value(), rect.bottom() + self.bar.value())
        return first, self.content.images[first:end].tolist()
