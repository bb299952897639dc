"""The list of classes in the panel and the picker: shape, name, count and key."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.core.class_names import class_names
from desktop_labeler.ui.core.keys import shown_key
from desktop_labeler.ui.core.language import grouped, images
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.classes.class_shapes import draw_class_shape
from desktop_labeler.ui.widgets.classes.class_text import draw_name

CLASS = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
_HEIGHT, _SECOND = 28, 14  # pixels: the height of a row, and what a second line adds
_LEFT, _RIGHT = 28, 8  # pixels beside a name


class ClassList(QListWidget):
    """The classes in order; dragging changes the order.

    Signals:
        moved: the order was changed by dragging.
        removed: Delete was pressed.
        renamed: F2 was pressed.
    """

    moved = Signal()
    removed = Signal()
    renamed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "plain")
        self.setItemDelegate(_Delegate(self))
        self.setResizeMode(QListWidget.ResizeMode.Adjust)  # a name that is too long for one line takes two
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Classes"))
        theme().changed.connect(self._repaint)

    def add(self, label: LabelClass, count: int | None) -> None:
        """Append a class with its number of images; None hides the number."""
        item = QListWidgetItem(label.name)
        item.setData(CLASS, label)
        item.setToolTip(label.name)
        self.addItem(item)
        self.count_row(self.count() - 1, count)

    def count_row(self, row: int, count: int | None) -> None:
        """Set the number of images of a class; None hides it."""
        item = self.item(row)
        label: LabelClass = item.data(CLASS)
        key = self.tr("key {key}").format(key=shown_key(label.key)) if label.key else self.tr("no key")
        parts = (label.name, *([images(count)] if count is not None else []), key)
        item.setData(COUNT, count)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(parts))

    def add_text(self, text: str) -> None:
        """Append a row that is not a class."""
        item = QListWidgetItem(text)
        item.setToolTip(text)
        self.addItem(item)

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        elif event.key() == Qt.Key.Key_F2:
            self.renamed.emit()
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def _move(self, by: int) -> None:
        row = self.currentRow()
        if 0 <= row + by < self.count() and row >= 0:
            item = self.takeItem(row)
            self.insertItem(row + by, item)
            self.setCurrentRow(row + by)
            self.moved.emit()

    def _repaint(self) -> None:
        self.viewport().update()


class _Delegate(QStyledItemDelegate):
    def __init__(self, of: QListWidget) -> None:
        super().__init__(of)
        self._list = of

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        label, metrics = index.data(CLASS), option.fontMetrics
        room = _room(index, _small(option.font), self._list.viewport().width())
        two = isinstance(label, LabelClass) and class_names().break_of(label.name, metrics.horizontalAdvance, room)
        return QSize(120, _HEIGHT + (_SECOND if two else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        label = index.data(CLASS)
        if not isinstance(label, LabelClass):
            _plain(painter, rect, state, str(index.data()))
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _ground(painter, rect, state)
        draw_class_shape(painter, label.shape, label.color, QRectF(rect.left() + 8, rect.center().y() - 5, 12, 12))
        small = _small(option.font)
        painter.setFont(small)
        right = rect.right() - _RIGHT
        if label.key:
            right -= _key(painter, label.key, right, rect)
        count = index.data(COUNT)
        painter.setPen(theme().color("quiet"))
        if count:
            text = grouped(count)
            place = QRect(rect.left(), rect.top(), right - rect.left(), rect.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        lines = class_names().lines(label.name, option.fontMetrics.horizontalAdvance, _room(index, small, rect.width()))
        painter.setFont(option.font)
        height = option.fontMetrics.height()
        top = rect.top() + (rect.height() - height * len(lines)) / 2
        for number, line in enumerate(lines):
            draw_name(painter, QRectF(rect.left() + _LEFT, top + number * height, rect.width(), height), line)
        painter.restore()


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.86)
    return small


def _room(index: QModelIndex | QPersistentModelIndex, small: QFont, width: int) -> int:
    """Return the width in pixels that the count and the key of a row leave for its name."""
    label, count, beside = index.data(CLASS), index.data(COUNT), QFontMetrics(small)
    key = label.key if isinstance(label, LabelClass) else None
    width -= _LEFT + _RIGHT + (_key_width(beside, key) + 8 if key else 0)
    return max(width - (beside.horizontalAdvance(grouped(count)) + 8 if count else 0), 0)


def _plain(painter: QPainter, rect: QRect, state: QStyle.StateFlag, text: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _ground(painter, rect, state)
    theme().icon("add").paint(painter, QRect(rect.left() + 7, rect.center().y() - 6, 14, 14))
    painter.setPen(theme().color("text"))
    place = rect.adjusted(28, 0, -8, 0)
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, place.width())
    painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, elided)
    painter.restore()


def _ground(painter: QPainter, rect: QRect, state: QStyle.StateFlag) -> None:
    selected = bool(state & QStyle.StateFlag.State_Selected)
    hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    if selected or hovered:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("tint" if selected else "hover"))
        painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)


def _key(painter: QPainter, key: str, right: int, rect: QRect) -> int:
    """Draw a key cap that ends at `right`, and return its width."""
    text, width = _key_text(key), _key_width(painter.fontMetrics(), key)
    cap = QRect(right - width, rect.center().y() - 9, width, 18)
    edge = theme().color("quiet")
    edge.setAlphaF(0.4)  # also seen on the tint of a chosen row
    painter.setPen(edge)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(theme().color("quiet"))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, text)
    return width + 8


def _key_text(key: str) -> str:
    return key.replace("Shift+", "⇧")


def _key_width(metrics: QFontMetrics, key: str) -> int:
    return max(metrics.horizontalAdvance(_key_text(key)) + 10, 18)
