"""The reliability diagram: how often suggestions were right at the confidence that was shown, with counts."""

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_labeler.jobs.audits.calibration import Calibration, CalibrationBand, calibrated
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import grouped, percent, translator, worded
from desktop_labeler.ui.core.theme import small_font, theme

_tr = translator("Audit")
_LEFT, _BELOW, _ABOVE = 44, 40, 16  # pixels around the diagram


def band_text(band: CalibrationBand) -> str:
    """Return a band as a sentence: "Of 212 audited suggestions shown at 90–95 %, 201 were right."."""
    return worded(
        Message(
            "Of {n:# audited suggestion|# audited suggestions} shown at {low}–{high}, {k:# was|# were} right.",
            n=band.right.count,
            k=band.right.hits,
            low=round(100 * band.low),
            high=percent(band.high),
        )
    )


class ReliabilityDiagram(QWidget):
    """A point for each band: right over the confidence shown, with its interval; on the diagonal both are the same."""

    def __init__(self) -> None:
        super().__init__()
        self._found: Calibration = calibrated([], [])
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_tr("Reliability diagram"))
        theme().changed.connect(self.update)

    def show_calibration(self, found: Calibration) -> None:
        """Show what audits measured."""
        self._found = found
        self.setAccessibleDescription(" ".join(map(band_text, found.bands)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, 230)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = self.font()
        font.setPointSizeF(small_font(font))
        painter.setFont(font)
        side = QRectF(_LEFT, _ABOVE, self.width() - _LEFT - 12, self.height() - _ABOVE - _BELOW)
        self._axes(painter, side)
        for number, band in enumerate(self._found.bands):
            self._band(painter, side, band, above=number % 2 == 1)  # by turns, so that neighbours do not overlap
        painter.end()

    def _axes(self, painter: QPainter, side: QRectF) -> None:
        quiet, line = theme().color("quiet"), theme().color("line")
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            painter.setPen(QPen(line, 1))
            painter.drawLine(QLineF(_at(side, 0, share), _at(side, 1, share)))
            painter.setPen(quiet)
            left = QRectF(0, _at(side, 0, share).y() - 9, _LEFT - 6, 18)
            painter.drawText(left, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, percent(share))
            below = QRectF(_at(side, share, 0).x() - 30, side.bottom() + 3, 60, 16)
            edge = Qt.AlignmentFlag.AlignRight if share == 1 else Qt.AlignmentFlag.AlignHCenter
            if share == 1:
                below.moveRight(self.width())
            painter.drawText(below, edge, percent(share))
        painter.setPen(QPen(quiet, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(_at(side, 0, 0), _at(side, 1, 1)))
        painter.setPen(quiet)
        name = QRectF(side.left(), side.bottom() + 20, side.width(), 18)
        painter.drawText(name, Qt.AlignmentFlag.AlignHCenter, _tr("Confidence shown; upwards: right"))

    def _band(self, painter: QPainter, side: QRectF, band: CalibrationBand, *, above: bool) -> None:
        accent = theme().color("accent")
        painter.setPen(QPen(accent, 1.6))
        low, high = _at(side, band.shown, band.right.low), _at(side, band.shown, band.right.high)
        painter.drawLine(QLineF(low, high))
        painter.setBrush(accent)
        place = _at(side, band.shown, band.right.value or 0.0)
        painter.drawEllipse(place, 3.5, 3.5)
        painter.setPen(theme().color("text"))
        top = high.y() - 17 if above else min(low.y() + 1, side.bottom() - 16)
        painter.drawText(QRectF(place.x() - 40, top, 80, 16), Qt.AlignmentFlag.AlignHCenter, grouped(band.right.count))


def _at(side: QRectF, x: float, y: float) -> QPointF:
    return QPointF(side.left() + x * side.width(), side.bottom() - y * side.height())
