"""The curve of a running training: nearest-neighbour agreement, loss and output spread.

The module imports pyqtgraph, as line_chart.py does, and is therefore not imported when the window starts.
"""

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from desktop_labeler.array_types import Float64Array
from desktop_labeler.jobs.training.training_plan import LivePoint
from desktop_labeler.ui.charts.line_chart import LineChart, Series, fraction, number
from desktop_labeler.ui.core.language import decimal, percent, translator
from desktop_labeler.ui.core.theme import theme

_tr = translator("Train")


def scaled(losses: Float64Array) -> Float64Array:
    """Scale losses to [0, 1], the largest to 1, because only their fall is meaningful.

    Args:
        losses: (n,) finite values.

    Returns:
        (n,) scaled values; all 1 if the losses are equal.
    """
    low, high = losses.min(initial=math.inf), losses.max(initial=-math.inf)
    if not len(losses) or high - low < 1e-9:
        return np.ones(len(losses))
    shown: Float64Array = (losses - low) / (high - low)
    return shown


def note_of(point: LivePoint, *, epochs: bool, details: bool = True) -> str:
    """Return the note on a point, which may have several lines."""
    at = _tr("{n} epochs") if epochs else _tr("{n} min")
    lines = [at.format(n=decimal(point.at))]
    if math.isfinite(point.loss) and details:
        lines.append(_tr("Loss {value}").format(value=decimal(point.loss, 3)))
        lines.append(_tr("Output spread {value}").format(value=decimal(point.spread, 2)))
    if point.agreement is not None:
        lines.append(_tr("Nearest-neighbour agreement {value}").format(value=percent(point.agreement, 1)))
    return "\n".join(lines)


class LiveChart(LineChart):
    """The nearest-neighbour agreement over minutes or passes, and loss and spread if wanted."""

    def __init__(self) -> None:
        super().__init__(_tr("Training curve"), _tr("Minutes"), "", write_x=number, write_y=fraction, top=1.0)
        self._until = 0.0
        self._loss = self._spread = np.empty((0, 2))

    def show_points(self, points: Sequence[LivePoint], until: float, *, epochs: bool, details: bool) -> None:
        """Show the curve so far, on an axis that reaches the end of the budget.

        Args:
            points: the points of the training so far.
            until: the end of the budget, in minutes or passes.
            epochs: whether the axis counts passes instead of minutes.
            details: whether to show the loss, scaled to [0, 1], and the spread as well.
        """
        self._until = until
        learnt = [point for point in points if details and math.isfinite(point.loss)]
        at = np.array([point.at for point in learnt], np.float64)
        self._loss = np.column_stack([at, scaled(np.array([point.loss for point in learnt], np.float64))])
        self._spread = np.array([(point.at, min(point.spread, 1.0)) for point in learnt]).reshape(-1, 2)
        judged = [point for point in points if point.agreement is not None]
        across = np.array([point.at for point in judged], np.float64)
        agreement = np.array([point.agreement for point in judged], np.float64)
        notes = [note_of(point, epochs=epochs, details=details) for point in judged]
        self.name_axes(
            _tr("Epochs") if epochs else _tr("Minutes"), _tr("Nearest-neighbour agreement") if judged else ""
        )
        series = Series(across, agreement, notes, color="good")
        if learnt and not judged:  # without labels only the loss can be pointed at
            series = Series(at, self._loss[:, 1], [note_of(point, epochs=epochs) for point in learnt])
            self._loss = self._loss[:0]
        self.show_series(series)
        self.show_all()

    def show_all(self) -> None:
        """Show the whole budget."""
        room = 0.02 * self._until
        self.view.setLimits(xMin=-room, xMax=self._until + room, yMin=0.0, yMax=1.05)
        self.view.setRange(xRange=(-room, self._until + room), yRange=(0.0, 1.05), padding=0)
        self.view.getViewBox().enableAutoRange(x=False, y=False)

    def _draw(self) -> None:
        super()._draw()
        self._line(self._loss, pg.mkPen(theme().color("accent"), width=1.5))
        self._line(self._spread, pg.mkPen(theme().color("quiet"), width=1.5, style=Qt.PenStyle.DashLine))

    def _line(self, values: Float64Array, pen: object) -> None:
        if len(values):
            self.view.plot(values[:, 0], values[:, 1], pen=pen, antialias=True)
