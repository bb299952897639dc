"""Painting of what makes a tile a stack: the edges of images behind, and how many images there are."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

from desktop_labeler.ui.core.language import grouped
from desktop_labeler.ui.core.theme import Colors
from desktop_labeler.ui.grid.tiles.stack_tiles import agreed_text

_STEP = 4.0  # pixels by which each image behind stands out to the right and above
_BEHIND = 2  # images behind that are drawn, however many there are


class StackPainter:
    """Paints stacks with the current colours and font."""

    def __init__(self, colors: Colors, font: QFont) -> None:
        self._edge, self._fill = QPen(QColor(colors.quiet), 1), QBrush(QColor(colors.tile))
        self._ground = QPen(QColor(colors.ground), 1.6)
        self._badge, self._text = QBrush(QColor(colors.text)), QPen(QColor(colors.ground))
        self._differs = QBrush(QColor(colors.care_text))
        self._font = QFont(font)
        self._font.setWeight(QFont.Weight.DemiBold)
        self._metrics = QFontMetricsF(self._font)

    def paint_edges(self, painter: QPainter, square: QRectF) -> QRectF:
        """Paint the edges of the images behind, and return the smaller square for the picture in front."""
        away = _STEP * _BEHIND
        front = square.adjusted(0, away, -away, 0)
        painter.setPen(self._edge)
        painter.setBrush(self._fill)
        for place in range(_BEHIND, 0, -1):
            step = QPointF(place * _STEP - 0.5, 0.5 - place * _STEP)
            painter.drawRoundedRect(front.translated(step), 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRect(front)  # what a picture that is not square leaves free is no image behind
        return front

    def paint_count(self, painter: QPainter, front: QRectF, size: int, agreeing: int) -> None:
        """Paint the badge that says how many images there are, at the bottom left of the picture in front.

        Args:
            painter: an active painter.
            front: the rectangle of the picture.
            size: how many images there are.
            agreeing: for how many of them the class of the caption is suggested, where they differ; else 0.
        """
        text = f"{agreed_text(agreeing, size)} ≠" if agreeing else f"× {grouped(size)}"
        height = self._metrics.height() + 2
        pill = QRectF(0, 0, self._metrics.horizontalAdvance(text) + height * 0.8, height)
        pill.moveBottomLeft(front.bottomLeft() + QPointF(4, -4))
        painter.setPen(self._ground)
        painter.setBrush(self._differs if agreeing else self._badge)
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setFont(self._font)
        painter.setPen(self._text)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
