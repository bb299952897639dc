"""The shapes of classes, drawn alike in tiles, lists, charts and menus."""

import math
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF, QTransform

_REACH = 0.92  # of the box, so that the outline fits into it too


@lru_cache(maxsize=64)
def _unit_path(shape: str) -> QPainterPath:
    """Return a shape that fills the box from −1 to 1 except for its outline; unknown shapes are circles."""
    path = _drawn(shape)
    box = path.boundingRect()
    reach = 0.8 if shape == "square" else _REACH  # a square fills more of its box than the other shapes
    scale = 2 * reach / max(box.width(), box.height())
    middle = box.center()
    return QTransform().scale(scale, scale).translate(-middle.x(), -middle.y()).map(path)


def _drawn(shape: str) -> QPainterPath:
    path = QPainterPath()
    if shape == "square":
        path.addRoundedRect(QRectF(-0.84, -0.84, 1.68, 1.68), 0.16, 0.16)
    elif shape == "plus":
        path.addPolygon(_closed(*_PLUS))
    elif shape == "star":
        path.addPolygon(_closed(*_star()))
    elif shape in _CORNERS:
        path.addPolygon(_closed(*_regular(*_CORNERS[shape])))
    elif shape == "ring":
        path.addEllipse(QPointF(0, 0), 1, 1)
        path.addEllipse(QPointF(0, 0), 0.46, 0.46)
        path.setFillRule(Qt.FillRule.OddEvenFill)
    else:
        path.addEllipse(QPointF(0, 0), 1, 1)
    return path


# Corners, rotation in degrees, width: a regular hexagon of 11 pixels would look like a circle.
_CORNERS = {
    "triangle": (3, -90.0, 1.0),
    "down": (3, 90.0, 1.0),
    "diamond": (4, -90.0, 1.0),
    "pentagon": (5, -90.0, 1.0),
    "hexagon": (6, -90.0, 0.8),
}
_ARM = 0.32
_PLUS = (
    (-_ARM, -1.0), (_ARM, -1.0), (_ARM, -_ARM), (1.0, -_ARM), (1.0, _ARM), (_ARM, _ARM),
    (_ARM, 1.0), (-_ARM, 1.0), (-_ARM, _ARM), (-1.0, _ARM), (-1.0, -_ARM), (-_ARM, -_ARM),
)  # fmt: skip


def _closed(*points: tuple[float, float]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in (*points, points[0])])


def _regular(corners: int, turn: float, width: float) -> list[tuple[float, float]]:
    angles = [math.radians(turn + 360 * number / corners) for number in range(corners)]
    return [(width * math.cos(angle), math.sin(angle)) for angle in angles]


def _star() -> list[tuple[float, float]]:
    points = []
    for number in range(10):
        radius = 1.12 if number % 2 == 0 else 0.5
        angle = math.radians(-90 + 36 * number)
        points.append((radius * math.cos(angle), radius * math.sin(angle)))
    return points


def draw_class_shape(painter: QPainter, shape: str, color: str, rect: QRectF) -> None:
    """Draw the shape of a class in its colour, centred and as large as a rectangle allows.

    A thin darker outline sets pale colours off from the background (yellow on white).

    Args:
        painter: an active painter; its state is restored.
        shape: one of data.classes.SHAPES.
        color: as in LabelClass ("#d55e00").
        rect: where to draw, in logical pixels.
    """
    radius = min(rect.width(), rect.height()) / 2 - 0.5
    fill = QColor(color)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center())
    painter.scale(radius, radius)
    pen = QPen(fill.darker(135), 0.14)
    painter.setPen(pen)
    painter.setBrush(fill)
    painter.drawPath(_unit_path(shape))
    painter.restore()


_ICON = 16  # logical pixels


def class_icon(shape: str, color: str) -> QIcon:
    """Return the shape of a class as an icon for menus, lists and chips."""
    icon = QIcon()
    for scale in (1, 2, 3):
        pixmap = QPixmap(_ICON * scale, _ICON * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        margin = _ICON * scale * 0.12
        edge = _ICON * scale - 2 * margin
        draw_class_shape(painter, shape, color, QRectF(margin, margin, edge, edge))
        painter.end()
        pixmap.setDevicePixelRatio(scale)
        icon.addPixmap(pixmap)
    return icon
