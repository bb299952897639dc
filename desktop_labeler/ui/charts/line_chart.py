"""A chart of lines with intervals, or of bars; values are shown under the mouse and by keys.

Importing this module takes 0.25 s because of pyqtgraph, so pages import it on a thread when they are first shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop_labeler.array_types import Float64Array
from desktop_labeler.ui.core.language import grouped, percent, shortest
from desktop_labeler.ui.core.theme import small_font, theme

_TICKS = 8  # on an axis at most
_DOTS = 200
_TIP_GAP = 12  # pixels between a point and its tip


@dataclass(frozen=True, eq=False)
class Series:
    """What a chart shows: points joined by a line, or bars.

    Attributes:
        x: (n,) ascending.
        y: (n,) values.
        notes: (n,) the note on each point, which may have several lines.
        low: (n,) lower end of the interval, None without intervals.
        high: (n,) upper end.
        starts: (n,) where each bar begins; it ends at x. None draws a line.
        color: the name of a theme colour.
    """

    x: Float64Array
    y: Float64Array
    notes: Sequence[str]
    low: Float64Array | None = None
    high: Float64Array | None = None
    starts: Float64Array | None = None
    color: str = "accent"

    @property
    def middles(self) -> Float64Array:
        """The x of each point, or of the middle of each bar."""
        return self.x if self.starts is None else (self.x + self.starts) / 2


class WordAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """An axis whose tick labels come from a function of the value; an empty text omits the tick."""

    def __init__(self, side: str, write: Callable[[float], str]) -> None:
        super().__init__(side, maxTickLength=0)
        self.write = write
        self.enableAutoSIPrefix(False)

    def tickValues(self, low: float, high: float, size: float) -> list[tuple[float, list[float]]]:
        """Return only the labelled ticks."""
        levels = [level for level in super().tickValues(low, high, size)[:2] if len(level[1])]
        few = sum(len(values) for _, values in levels) <= _TICKS
        return levels if few else levels[:1]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        return [self.write(value) for value in values]


class View(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot that zooms with Ctrl and the wheel; without Ctrl the wheel scrolls the page.

    Signals:
        all_wanted: a double click asks to show everything again.
    """

    all_wanted = Signal()

    def __init__(self, bottom: WordAxis, left: WordAxis) -> None:
        super().__init__(axisItems={"bottom": bottom, "left": left}, background=None)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFrameShape(self.Shape.NoFrame)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
        else:
            event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.all_wanted.emit()


def fraction(value: float) -> str:
    """Write a fraction as "85 %"; values outside 0 to 1 give an empty text."""
    return percent(value) if -1e-9 <= value <= 1 + 1e-9 else ""


def whole(value: float) -> str:
    """Write a count as "1,200"; negative or fractional values give an empty text."""
    return grouped(round(value)) if abs(value - round(value)) < 1e-6 and value >= 0 else ""


def number(value: float) -> str:
    """Write a number without trailing zeros; negative values give an empty text."""
    return shortest(value) if value >= 0 else ""


def style_axes(view: View, *, grid: bool = True) -> None:
    """Set the colours and the font of the axes from the theme."""
    small = QFont(view.font())
    small.setPointSizeF(small_font(view.font()) * 0.96)
    for side in ("bottom", "left"):
        axis = view.getAxis(side)
        axis.setPen(pg.mkPen(theme().color("line")))
        axis.setTextPen(pg.mkPen(theme().color("quiet")))
        axis.setTickFont(small)
        axis.setZValue(-1)  # keeps the grid behind the bars
        axis.setStyle(tickTextOffset=6)
        axis.label.setFont(small)
        axis.label.setDefaultTextColor(theme().color("quiet"))
    view.setBackground(theme().color("panel"))
    view.showGrid(x=False, y=grid, alpha=0.9)


class ChartWidget(QWidget):
    """The base of charts: the view, the tip beside a value, and the focus ring.

    Args:
        name: for screen readers.
        view: the view that the chart draws in.
    """

    def __init__(self, name: str, view: View) -> None:
        super().__init__()
        self.view = view
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tip = QLabel(self)
        self._tip.setProperty("role", "tip")
        self._tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tip.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(view)
        view.viewport().installEventFilter(self)
        view.scene().sigMouseMoved.connect(self.hover)
        view.all_wanted.connect(self.show_all)
        theme().changed.connect(self.restyle)

    def hover(self, place: QPointF) -> None:
        """React to the mouse at a position in the scene; implemented by each chart."""

    def show_all(self) -> None:
        """Show everything; implemented by each chart."""

    def leave(self) -> None:
        """React to the mouse leaving the chart."""
        self._tip.hide()

    def restyle(self) -> None:
        """Repaint after a change of colours; implemented by each chart."""

    def show_tip(self, text: str, x: float, y: float) -> None:
        """Show a tip beside a position in the view."""
        self._tip.setText(text)
        self._tip.adjustSize()
        place = self.view.mapFromScene(self.view.getViewBox().mapViewToScene(QPointF(x, y)))
        self._tip.move(self._beside(self.view.mapTo(self, place)))
        self._tip.show()
        self._tip.raise_()
        if self.hasFocus():
            self.setAccessibleDescription(text.replace("\n", ", "))

    @property
    def tip(self) -> str:
        """The text of the tip, empty if none is shown."""
        return self._tip.text() if self._tip.isVisibleTo(self) else ""

    def _beside(self, place: QPoint) -> QPoint:
        left = place.x() + _TIP_GAP
        if left + self._tip.width() > self.width():
            left = place.x() - _TIP_GAP - self._tip.width()
        top = min(max(place.y() - self._tip.height() // 2, 0), self.height() - self._tip.height())
        return QPoint(max(left, 0), max(top, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.leave()
        return False

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.leave()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(theme().color("accent"))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 6, 6)


class LineChart(ChartWidget):
    """A chart of one series.

    Args:
        name: for screen readers.
        across: what the horizontal axis counts, in words.
        up: what the vertical axis measures, in words.
        write_x: returns the tick label of a value of the horizontal axis.
        write_y: returns the tick label of a value of the vertical axis.
        top: the largest possible value, None for no limit.
        span: the ends of the horizontal axis where they are known beforehand; None follows the values.
    """

    def __init__(
        self,
        name: str,
        across: str,
        up: str,
        *,
        write_x: Callable[[float], str] = whole,
        write_y: Callable[[float], str] = fraction,
        top: float | None = 1.0,
        span: tuple[float, float] | None = None,
    ) -> None:
        super().__init__(name, View(WordAxis("bottom", write_x), WordAxis("left", write_y)))
        self.series: Series | None = None
        self._top, self._span = top, span
        self._at: int | None = None  # index of the point whose values are shown
        self._zoomed = False  # whether the person has zoomed into a part
        self.view.setMouseEnabled(x=True, y=False)
        self.view.getViewBox().sigRangeChangedManually.connect(self._was_zoomed)
        self._mark = pg.ScatterPlotItem(size=11, antialias=True, useCache=False)
        self._mark.setZValue(10)
        self.name_axes(across, up)

    # --- what is shown ----------------------------------------------------------------------------------------------
    def name_axes(self, across: str, up: str) -> None:
        """Rename the axes."""
        self.view.setLabel("bottom", across)
        self.view.setLabel("left", up)
        style_axes(self.view)

    def show_series(self, series: Series) -> None:
        """Show another series; the zoom is kept."""
        self.series = series
        self._point(None)
        self._draw()
        if not self._zoomed:
            self.show_all()
        said = "; ".join(note.replace("\n", ", ") for note in series.notes[-3:])
        self.setAccessibleDescription(said)

    def show_all(self) -> None:
        """Show every value, including those that will be added."""
        self._zoomed = False
        if self.series is None or not len(self.series.x):
            return
        low, high = self._heights()
        first, last, room = self._widths(self.series)
        above = high + 0.04 * (high - low)
        self.view.setLimits(xMin=first - room, xMax=last + room, yMin=low, yMax=above)
        self.view.setRange(xRange=(first - room, last + room), yRange=(low, above), padding=0)
        self.view.getViewBox().enableAutoRange(x=False, y=False)

    def _widths(self, series: Series) -> tuple[float, float, float]:
        """Return the ends of the horizontal axis, and how much room is left beside each."""
        if self._span is not None:
            return *self._span, 0.02 * (self._span[1] - self._span[0])
        first = float(series.x[0] if series.starts is None else series.starts[0])
        last = float(series.x[-1])
        room = 0.04 * (last - first) or max(1.0, 0.1 * abs(last))
        return first, last, room if series.starts is None else 0.0

    def _was_zoomed(self, *_: object) -> None:
        self._zoomed = True

    def _heights(self) -> tuple[float, float]:
        """Return the vertical range: fractions from a round number below the lowest, counts from 0."""
        assert self.series is not None
        if self._top is None:
            return 0.0, max(float(self.series.y.max(initial=0)) * 1.1, 1.0)
        lowest = self.series.low if self.series.low is not None else self.series.y
        return max(0.0, np.floor(min(float(lowest.min()), 0.8) * 10) / 10), self._top

    def _draw(self) -> None:
        assert self.series is not None
        self.view.clear()
        color = theme().color(self.series.color)
        if self.series.starts is not None:
            self._draw_bars(self.series, self.series.starts, color)
        else:
            self._draw_line(self.series, color)
        self._mark.setPen(pg.mkPen(theme().color("panel"), width=2))
        self._mark.setBrush(pg.mkBrush(theme().color("text")))
        self.view.addItem(self._mark, ignoreBounds=True)

    def _draw_bars(self, series: Series, starts: Float64Array, color: QColor) -> None:
        gap = 0.08 * float(np.median(series.x - starts)) if len(starts) else 0.0
        bars = pg.BarGraphItem(
            x0=starts + gap, x1=series.x - gap, height=series.y, pen=pg.mkPen(None), brush=pg.mkBrush(color)
        )
        self.view.addItem(bars)

    def _draw_line(self, series: Series, color: QColor) -> None:
        faint = QColor(color)
        faint.setAlpha(46)
        if series.low is not None and series.high is not None and len(series.x):
            edges = [pg.PlotCurveItem(series.x, edge, pen=pg.mkPen(None)) for edge in (series.low, series.high)]
            self.view.addItem(pg.FillBetweenItem(*edges, brush=pg.mkBrush(faint)))
            if len(series.x) < 3:  # too few for a band
                reach = {"top": series.high - series.y, "bottom": series.y - series.low}
                self.view.addItem(pg.ErrorBarItem(x=series.x, y=series.y, pen=pg.mkPen(color, width=2), **reach))
        self.view.plot(series.x, series.y, pen=pg.mkPen(color, width=2), antialias=True)
        if len(series.x) < _DOTS:  # without a pixmap cache, so that a vector drawing has circles
            dots = pg.ScatterPlotItem(series.x, series.y, size=6, pen=pg.mkPen(None), brush=color, useCache=False)
            self.view.addItem(dots)

    def restyle(self) -> None:
        style_axes(self.view)
        if self.series is not None:
            self._draw()

    # --- values -----------------------------------------------------------------------------------------------------
    def hover(self, place: QPointF) -> None:
        if self.series is None or not len(self.series.x) or not self.view.sceneBoundingRect().contains(place):
            self._point(None)
            return
        x = self.view.getViewBox().mapSceneToView(place).x()
        if self.series.starts is not None:
            at = int(np.searchsorted(self.series.x, x))
            self._point(min(at, len(self.series.x) - 1))
        else:
            self._point(int(np.abs(self.series.x - x).argmin()))

    def _point(self, at: int | None) -> None:
        """Show the values of one point, or of none."""
        self._at = at
        if at is None or self.series is None:
            self._mark.setData([], [])
            self._tip.hide()
            return
        x, y = float(self.series.middles[at]), float(self.series.y[at])
        self._mark.setData([x], [y])
        self.show_tip(self.series.notes[at], x, y)

    def leave(self) -> None:
        self._point(None)

    # --- Qt ---------------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move between values with the arrows, Home and End; show all with Esc."""
        count = len(self.series.x) if self.series is not None else 0
        at = self._at
        steps = {
            Qt.Key.Key_Left: partial(max, 0, (at if at is not None else count) - 1),
            Qt.Key.Key_Right: partial(min, count - 1, (at if at is not None else -1) + 1),
            Qt.Key.Key_Home: partial(int, 0),
            Qt.Key.Key_End: partial(int, count - 1),
        }
        if count and event.key() in steps:
            self._point(steps[Qt.Key(event.key())]())
        elif event.key() == Qt.Key.Key_Escape:
            self._point(None)
            self.show_all()
        else:
            super().keyPressEvent(event)
