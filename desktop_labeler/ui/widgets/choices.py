"""Choices for chips and lists, made of words and classes (shape and name), with a count."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.core.class_names import rooms
from desktop_labeler.ui.core.language import grouped
from desktop_labeler.ui.widgets.classes.class_shapes import draw_class_shape
from desktop_labeler.ui.widgets.classes.class_text import draw_name, short_name

SHAPE, SPACE = 13, 6  # pixels: the side of a shape, the space between parts
_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)

Part = str | LabelClass  # a class is drawn as its shape and name


@dataclass(frozen=True)
class Choice:
    """A value, the parts that are shown for it, and a count (None for no count)."""

    value: object
    parts: tuple[Part, ...]
    count: int | None = None

    @property
    def words(self) -> str:
        """The parts as text."""
        return " ".join(part if isinstance(part, str) else part.name for part in self.parts)

    @property
    def text(self) -> str:
        """The parts as text, with the count."""
        return self.words if self.count is None else f"{self.words} {grouped(self.count)}"


def choice_width(metrics: QFontMetrics, choice: Choice, widest: int) -> int:
    """Return the width of the parts without the count, each name at most `widest` pixels wide."""
    return sum(_part_width(metrics, part, widest) + SPACE for part in choice.parts) - SPACE


def draw_choice(painter: QPainter, place: QRectF, choice: Choice, own: QColor) -> float:
    """Draw the parts side by side, shortening names where space is short, and return where they end."""
    metrics, x = painter.fontMetrics(), place.left()
    widths = _name_widths(metrics, choice, place.width())
    for part in choice.parts:
        left = QRectF(x, place.top(), max(place.right() - x, 0), place.height())
        if isinstance(part, LabelClass):
            box = QRectF(x, place.center().y() - SHAPE / 2, SHAPE, SHAPE)
            draw_class_shape(painter, part.shape, part.color, box)
            left.setLeft(x + SHAPE + SPACE)
            x = left.left() + draw_name(painter, left, short_name(part.name, metrics, next(widths) + 1), own) + SPACE
        else:
            text = metrics.elidedText(part, Qt.TextElideMode.ElideMiddle, int(left.width()) + 1)
            painter.setPen(own)
            painter.drawText(left.adjusted(0, 0, 1, 0), _LINE, text)
            x += metrics.horizontalAdvance(text) + SPACE
    return x


def _name_widths(metrics: QFontMetrics, choice: Choice, room: float) -> Iterator[int]:
    names = [metrics.horizontalAdvance(part.name) for part in choice.parts if isinstance(part, LabelClass)]
    whole = sum(_part_width(metrics, part, 1 << 20) + SPACE for part in choice.parts) - SPACE
    return iter(rooms(names, room - (whole - sum(names))))


def _part_width(metrics: QFontMetrics, part: Part, widest: int) -> int:
    if isinstance(part, str):
        return metrics.horizontalAdvance(part)
    return SHAPE + SPACE + min(metrics.horizontalAdvance(part.name), widest)
