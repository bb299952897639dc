"""The confusion matrix, with a row for each given and a column for each expected class.

The view can be zoomed and its cells can be chosen. The module imports pyqtgraph, as line_chart.py does, and is
therefore not imported when the window starts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QGraphicsRectItem

from desktop_labeler.array_types import BoolArray, Float64Array, IntArray, UInt8Array
from desktop_labeler.ui.charts.line_chart import ChartWidget, View, WordAxis, style_axes
from desktop_labeler.ui.core.language import fraction_text, grouped, images
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.classes.class_text import short_name

_REACH = 600  # pixels that a rotated text may reach beyond its axis
_NAMES, _SHARE = 112, 0.27  # the greatest width of the class names: pixels, or this share of a larger map
_BESIDE = 16  # pixels beside a name and beside the axis title
_LINE = 16  # pixels: the least space for a name
_NUMBER = 30  # pixels: the least cell that shows its number
_FLAT = 84  # pixels: column names are horizontal from this column width on
_STRONG = 0.15  # fraction of a class that is shaded fully unless others are larger
LIGHT, DARK = "#ffffff", "#000000"  # of the numbers: one of them reaches a contrast of 4.5 : 1 on any background
_CONTRAST = 0.5  # exponent of the shading, which makes rare confusions visible


@dataclass(frozen=True, eq=False)
class Cells:
    """What the matrix shows.

    Attributes:
        names: (C,) class names.
        counts: (C, C) images by given class (row) and expected class (column).
    """

    names: Sequence[str]
    counts: IntArray


class _NameAxis(WordAxis):
    """An axis with the class names of the rows or columns, or of some of them where space is short."""

    def __init__(self, side: str) -> None:
        super().__init__(side, str)
        # Texts are laid out horizontally and then rotated: they may reach beyond the axis.
        self.setStyle(hideOverlappingLabels=_REACH, autoReduceTextSpace=False, autoExpandTextSpace=False)
        self.names: Sequence[str] = ()
        self._cell = 0.0
        self._room = _NAMES

    def make_room(self, cell: float, most: int) -> None:
        """Set the width that the longest name needs if each name has a number of pixels along the axis.

        Args:
            cell: these pixels.
            most: the pixels that a name may take at most.
        """
        metrics = QFontMetrics(self.style["tickFont"] or self.font())
        longest = max((metrics.horizontalAdvance(name) for name in self.names), default=0)
        self._room = min(longest + _BESIDE, most)
        title = metrics.height() + 8
        if self.orientation == "left":
            self.setWidth(self._room + title)
        else:
            self.setHeight((metrics.height() + 12 if cell >= _FLAT else self._room) + title)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        low, high = sorted((low, high))  # reversed where the first class is at the top
        self._cell = size / max(high - low, 1e-9)
        step = max(1, int(np.ceil(_LINE / self._cell)))
        first = max(0, int(np.floor(low)))
        found = [at + 0.5 for at in range(first, len(self.names)) if at % step == 0 and low <= at + 0.5 <= high]
        return [(step, found)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        metrics = QFontMetrics(self.style["tickFont"] or self.font())
        flat = self.orientation == "bottom" and self._cell >= _FLAT
        width = int(self._cell) - 8 if flat else self._room - _BESIDE + 2
        return [short_name(self.names[int(value)], metrics, width).text for value in values]

    def drawPicture(
        self, painter: QPainter, axis: object, ticks: object, texts: Sequence[tuple[QRectF, int, str]]
    ) -> None:
        painter.setFont(self.style["tickFont"] or painter.font())
        painter.setPen(self.textPen())
        across, centre = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignCenter
        for box, _, text in texts:
            middle = box.center()
            if self.orientation == "left":
                painter.drawText(QRectF(0, middle.y() - 10, self.width() - 8, 20), across, text)
            elif self._cell >= _FLAT:
                painter.drawText(QRectF(middle.x() - self._cell / 2, 6, self._cell, 20), centre, text)
            else:
                painter.save()
                painter.translate(middle.x(), 8)
                painter.rotate(-90)
                painter.drawText(QRectF(-self._room, -10, self._room, 20), across, text)
                painter.restore()


class _Numbers(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """The number of images in each cell that is large enough to show it."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: Cells | None = None
        self.light: BoolArray = np.zeros((0, 0), np.bool_)

    def boundingRect(self) -> QRectF:
        count = len(self.cells.names) if self.cells is not None else 0
        return QRectF(0, 0, count, count)

    def paint(self, painter: QPainter, *_: object) -> None:
        view = self.viewRect()
        if self.cells is None or view is None:
            return
        across = painter.transform().mapRect(QRectF(0, 0, 1, 1))
        if across.width() < _NUMBER or across.height() < 14:
            return
        count, turn = len(self.cells.names), painter.transform()
        painter.save()
        painter.resetTransform()
        for row in range(max(int(view.top()), 0), min(int(view.bottom()) + 1, count)):
            for column in range(max(int(view.left()), 0), min(int(view.right()) + 1, count)):
                number = int(self.cells.counts[row, column])
                if number:
                    painter.setPen(QColor(LIGHT if self.light[row, column] else DARK))
                    painter.drawText(
                        turn.mapRect(QRectF(column, row, 1, 1)), Qt.AlignmentFlag.AlignCenter, grouped(number)
                    )
        painter.restore()


class ConfusionMatrix(ChartWidget):
    """The widget that shows the matrix.

    Attributes:
        cells: what is shown, None before the first call of show_cells.
        grounds: (C, C, 3) the background colours of the cells.
        light: (C, C) which numbers are LIGHT instead of DARK.

    Signals:
        chosen: row and column of the cell to open.
    """

    chosen = Signal(int, int)

    def __init__(self, name: str, across: str, down: str, note: str) -> None:
        """Make an empty matrix.

        Args:
            name: for screen readers.
            across: what the columns are.
            down: what the rows are.
            note: template of the note on a cell, with {count}, {share}, {given} and {expected}.
        """
        self._bottom, self._left = _NameAxis("bottom"), _NameAxis("left")
        super().__init__(name, View(self._bottom, self._left))
        self.cells: Cells | None = None
        self.grounds: UInt8Array = np.zeros((0, 0, 3), np.uint8)
        self.light: BoolArray = np.zeros((0, 0), np.bool_)
        self._note = note
        self._at: tuple[int, int] | None = None
        self.view.setLabel("bottom", across)
        self.view.setLabel("left", down)
        self.view.invertY(True)
        self._image = pg.ImageItem(axisOrder="row-major")
        self._numbers = _Numbers()
        self._frame = QGraphicsRectItem()
        self._frame.setZValue(5)
        for item in (self._image, self._numbers, self._frame):
            self.view.addItem(item, ignoreBounds=True)
        self.view.scene().sigMouseClicked.connect(self._clicked)
        self.view.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        style_axes(self.view, grid=False)

    def show_cells(self, cells: Cells) -> None:
        """Show other counts; the zoom is kept as long as the classes are the same."""
        same = self.cells is not None and list(self.cells.names) == list(cells.names)
        self.cells = cells
        self._bottom.names = self._left.names = cells.names
        self._make_room()
        self._paint_cells()
        if not same:
            self.leave()
            self.show_all()

    def _make_room(self) -> None:
        if self.cells is not None:
            for axis, size in ((self._left, self.width()), (self._bottom, self.height())):
                most = max(_NAMES, round(_SHARE * size))
                axis.make_room((self.width() - most) / max(len(self.cells.names), 1), most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def show_all(self) -> None:
        """Show every cell."""
        count = len(self.cells.names) if self.cells is not None else 0
        if count:
            least = min(4, count)
            self.view.setLimits(xMin=0, xMax=count, yMin=0, yMax=count, minXRange=least, minYRange=least)
            self.view.setRange(QRectF(0, 0, count, count), padding=0)

    def restyle(self) -> None:
        style_axes(self.view, grid=False)
        if self.cells is not None:
            self._paint_cells()

    def _paint_cells(self) -> None:
        assert self.cells is not None
        counts = self.cells.counts
        share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        same = np.eye(len(counts), dtype=bool)
        wrong, right, tile = (_rgb(theme().color(name)) for name in ("accent", "good", "tile"))
        ink = np.where(same[:, :, None], right, wrong)
        apart = (share / max(float(share[~same].max(initial=0)), _STRONG)) ** _CONTRAST
        strength = np.where(same, 0.4 * share, np.where(counts > 0, 0.12 + 0.73 * apart, 0))[:, :, None]
        image = np.full((*counts.shape, 4), 255, np.uint8)
        image[:, :, :3] = (tile * (1 - strength) + ink * strength).astype(np.uint8)
        self._image.setImage(image, autoLevels=False, levels=None)
        self.grounds = image[:, :, :3]
        self.light = _reads_better_light(self.grounds)
        self._numbers.cells, self._numbers.light = self.cells, self.light
        self._numbers.prepareGeometryChange()
        self._numbers.update()
        self._frame.setPen(pg.mkPen(theme().color("text"), width=2))

    # --- pointing ---------------------------------------------------------------------------------------------------
    def _cell(self, place: QPointF) -> tuple[int, int] | None:
        """Return the row and column at a position in the scene."""
        box = self.view.getViewBox()
        if self.cells is None or not box.sceneBoundingRect().contains(place):
            return None
        there = box.mapSceneToView(place)
        row, column, count = int(np.floor(there.y())), int(np.floor(there.x())), len(self.cells.names)
        return (row, column) if 0 <= row < count and 0 <= column < count else None

    def hover(self, place: QPointF) -> None:
        self._point(self._cell(place))

    def leave(self) -> None:
        self._point(None)

    def _point(self, at: tuple[int, int] | None) -> None:
        self._at = at
        self._frame.setVisible(at is not None)
        if at is None or self.cells is None:
            super().leave()
            return
        row, column = at
        self._frame.setRect(QRectF(column, row, 1, 1))
        counts = self.cells.counts[row]
        share = fraction_text(int(counts[column]), max(int(counts.sum()), 1), 1)
        note = self._note.format(
            count=images(int(self.cells.counts[row, column])),
            share=share,
            given=self.cells.names[row],
            expected=self.cells.names[column],
        )
        self.show_tip(note, column + 0.5, row + 0.5)

    def _clicked(self, event: object) -> None:
        """Handle a click in pyqtgraph's scene; a drag is not a click."""
        at = self._cell(event.scenePos()) if hasattr(event, "scenePos") else None
        self._choose(at)

    def _choose(self, at: tuple[int, int] | None) -> None:
        if at is not None and self.cells is not None and self.cells.counts[at]:
            self.chosen.emit(*at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between cells with the arrows, open one with Enter, zoom with + and −, show all with Esc."""
        steps = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }
        if event.key() in steps:
            self._step(*steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._at)
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Minus):
            self._zoom(0.7 if event.key() == Qt.Key.Key_Plus else 1 / 0.7)
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
            self.show_all()
        else:
            super().keyPressEvent(event)

    def _step(self, down: int, right: int) -> None:
        count = len(self.cells.names) if self.cells is not None else 0
        if not count:
            return
        row, column = self._at if self._at is not None else (-down if down < 0 else 0, -right if right < 0 else 0)
        moved = (row + down, column + right) if self._at is not None else (0, 0)
        row, column = (min(max(at, 0), count - 1) for at in moved)
        seen = self.view.viewRect()
        if not seen.contains(QRectF(column, row, 1, 1)):
            self.view.setRange(seen.translated(*self._needed(seen, row, column)), padding=0)
        self._point((row, column))

    def _needed(self, seen: QRectF, row: int, column: int) -> tuple[float, float]:
        """Return how far the visible range must move to show a cell."""
        right = min(0.0, column - seen.left()) + max(0.0, column + 1 - seen.right())
        down = min(0.0, row - seen.top()) + max(0.0, row + 1 - seen.bottom())
        return right, down

    def _zoom(self, factor: float) -> None:
        middle = self.view.viewRect().center()
        if self._at is not None:
            middle = QPointF(self._at[1] + 0.5, self._at[0] + 0.5)
        self.view.getViewBox().scaleBy((factor, factor), center=middle)


def _rgb(color: QColor) -> Float64Array:
    return np.array([color.red(), color.green(), color.blue()], np.float64)


def _reads_better_light(ground: UInt8Array) -> BoolArray:
    """Return where white contrasts more with a background (…, 3) than black does (WCAG 2.1)."""
    light = _luminance(ground / 255)
    found: BoolArray = 1.05 / (light + 0.05) > (light + 0.05) / 0.05
    return found


def _luminance(color: Float64Array) -> Float64Array:
    linear = np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)
    found: Float64Array = linear @ np.array([0.2126, 0.7152, 0.0722])
    return found
