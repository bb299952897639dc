"""Names of classes as widgets paint them: shortened so that none passes for another, what they share less loud."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_labeler.ui.core.class_names import Short, class_names
from desktop_labeler.ui.core.theme import theme

_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine | Qt.TextFlag.TextDontClip)


def short_name(name: str, metrics: QFontMetrics, room: float) -> Short:
    """Return a name as it fits into so many pixels."""
    return class_names().short(name, metrics.horizontalAdvance, room)


def draw_name(painter: QPainter, place: QRectF, name: Short, color: QColor | None = None) -> float:
    """Draw a name with the painter's font, the part that other classes have as well less loud.

    Args:
        painter: an active painter.
        place: where; it is not clipped.
        name: as it fits.
        color: of what is its own; None for the text colour.

    Returns:
        How wide it is.
    """
    metrics, common = painter.fontMetrics(), name.text[: name.common]
    width = metrics.horizontalAdvance(common)
    if common:
        painter.setPen(theme().color("quiet"))
        painter.drawText(place, _LINE, common)
    painter.setPen(theme().color("text") if color is None else color)
    painter.drawText(place.adjusted(width, 0, 0, 0), _LINE, name.text[name.common :])
    return float(metrics.horizontalAdvance(name.text))


_PADDING = 16  # pixels that the style sheet adds at both sides of a cell and does not tell


class NameDelegate(QStyledItemDelegate):
    """Shortens the names of classes in lists and tables; other texts in their middle."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if option.rect.width() > 0 and option.text and option.widget is not None:
            style = option.widget.style()
            place = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget)
            margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, option.widget) + 1
            room = max(place.width() - 2 * margin - _PADDING, 0)
            option.text = short_name(option.text, option.fontMetrics, room).text
