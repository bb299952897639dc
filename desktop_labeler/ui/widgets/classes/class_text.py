"""Painting of class names: shortened so that they stay distinct, with their common part muted."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_labeler.ui.core.class_names import Short, class_names
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.key_button import ElidedLabel

_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip)


def short_name(name: str, metrics: QFontMetrics, room: float) -> Short:
    """Return a name shortened to a width in pixels."""
    return class_names().short(name, metrics.horizontalAdvance, room)


def draw_name(painter: QPainter, place: QRectF, name: Short, color: QColor | None = None) -> float:
    """Draw a name in the painter's font, muting the part that other classes share.

    Args:
        painter: an active painter.
        place: where to draw; the text is not clipped.
        name: the name, already shortened to fit.
        color: the colour of the distinct part; None for the text colour.

    Returns:
        The width of the name in pixels.
    """
    metrics, common = painter.fontMetrics(), name.text[: name.common]
    width = metrics.horizontalAdvance(common)
    if common:
        painter.setPen(theme().color("quiet"))
        painter.drawText(place, _LINE, common)
    painter.setPen(theme().color("text") if color is None else color)
    painter.drawText(place.adjusted(width, 0, 0, 0), _LINE, name.text[name.common :])
    return float(metrics.horizontalAdvance(name.text))


class NameLabel(ElidedLabel):
    """A class name in one line, shortened so that it stays distinct; the full name is then its tooltip."""

    def shown(self) -> str:
        return short_name(self.text(), self.fontMetrics(), self.width()).text


_PADDING = 16  # pixels that the style sheet adds on both sides of a cell; Qt does not report them


class NameDelegate(QStyledItemDelegate):
    """Shortens class names in lists and tables; other texts are elided in the middle."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if option.rect.width() > 0 and option.text and option.widget is not None:
            style = option.widget.style()
            place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget)
            room = max(place.width() - _around(option), 0)
            option.text = short_name(option.text, option.fontMetrics, room).text

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the size at which nothing is shortened."""
        return super().sizeHint(option, index) + QSize(_around(option), 0)


def _around(option: QStyleOptionViewItem) -> int:
    """Return how many pixels of the place of a text are none of it."""
    if option.widget is None:
        return 0
    margin = option.widget.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, option.widget) + 1
    return 2 * margin + _PADDING
