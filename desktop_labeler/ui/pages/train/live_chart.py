"""The curve of a training that runs: loss, spread of the outputs, and how many neighbours agree.

Imports pyqtgraph, as plot.py does: not at the start of the window.
"""

import math
from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from desktop_labeler.array_types import Float64Array
from desktop_labeler.jobs.training_plan import LivePoint
from desktop_labeler.ui.charts.line_chart import LineChart, Series, fraction, number
from desktop_labeler.ui.core.language import decimal, translator
from desktop_labeler.ui.core.theme import theme

_tr = translator("Train")


def scaled(losses: Float64Array) -> Float64Array:
    """Bring losses to [0, 1], the largest to 1: they have no scale of their own, what counts is that they fall.

    Args:
        losses: (n,) finite.

    Returns:
        (n,); all 1 where none differs.
    """
    low, high = losses.min(initial=math.inf), losses.max(initial=-math.inf)
    if not len(losses) or high - low < 1e-9:
        return np.ones(len(losses))
    shown: Float64Array = (losses - low) / (high - low)
    return shown


def note_of(point: LivePoint, *, epochs: bool) -> str:
    """Return the note on one point, in lines."""
    at = _tr("{n} epochs") if epochs else _tr("{n} min")
    lines = [at.format(n=decimal(point.at))]
    if math.isfinite(point.loss):
        lines.append(_tr("Loss {value}").format(value=decimal(point.loss, 3)))
        lines.append(_tr("Output spread {value}").format(value=decimal(point.spread, 2)))
    if point.agreement is not None:
        lines.append(_tr("Nearest-neighbour agreement {value}").format(value=f"{decimal(100 * point.agreement)} %"))
    return "\n".join(lines)


class LiveChart(LineChart):
    """Three lines on one scale from 0 to 1, over minutes or passes."""

    def __init__(self) -> None:
        super().__init__(_tr("Training curve"), _tr("Minutes"), "", write_x=number, write_y=fraction, top=1.0)
        self._until = 0.0
        self._spread = self._agreement = np.empty((0, 2))

    def show_points(self, points: Sequence[LivePoint], until: float, *, epochs: bool) -> None:
        """Show a curve up to now, on an axis that reaches the end of the budget."""
        learnt = [point for point in points if math.isfinite(point.loss)]
        self._until = until
        self._spread = np.array([(point.at, min(point.spread, 1.0)) for point in learnt]).reshape(-1, 2)
        judged = [(point.at, point.agreement) for point in points if point.agreement is not None]
        self._agreement = np.array(judged, np.float64).reshape(-1, 2)
        self.name_axes(_tr("Epochs") if epochs else _tr("Minutes"), "")
        at = np.array([point.at for point in learnt], np.float64)
        losses = scaled(np.array([point.loss for point in learnt], np.float64))
        self.show_series(Series(at, losses, [note_of(point, epochs=epochs) for point in learnt]))
        self.show_all()

    def show_all(self) -> None:
        """Show the whole budget."""
        room = 0.02 * self._until
        self.view.setLimits(xMin=-room, xMax=self._until + room, yMin=0.0, yMax=1.05)
        self.view.setRange(xRange=(-room, self._until + room), yRange=(0.0, 1.05), padding=0)
        self.view.getViewBox().enableAutoRange(x=False, y=False)

    def _draw(self) -> None:
        super()._draw()
        self._line(self._spread, pg.mkPen(theme().color("quiet"), width=1.5, style=Qt.PenStyle.DashLine))
        self._line(self._agreement, pg.mkPen(theme().color("good"), width=2), dots=len(self._agreement) < 40)

    def _line(self, values: Float64Array, pen: object, *, dots: bool = False) -> None:
        if len(values):
            self.view.plot(
                values[:, 0], values[:, 1], pen=pen, antialias=True, symbol="o" if dots else None, symbolSize=6,
                symbolBrush=theme().color("good"), symbolPen=None,
            )  # fmt: skip
