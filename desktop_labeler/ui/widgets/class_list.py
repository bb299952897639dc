"""A list of classes as panel and picker show it: shape, name, count, key."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QPainter
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
from desktop_labeler.ui.core.language import grouped, images
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.class_shapes import draw_class_shape

CLASS = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
_HEIGHT = 28


class ClassList(QListWidget):
    """Classes in order; dragging changes it.

    Signals:
        moved: the order changed. removed: Delete was pressed. renamed: F2 was pressed.
    """

    moved = Signal()
    removed = Signal()
    renamed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "plain")
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Classes"))
        theme().changed.connect(self._repaint)

    def add(self, label: LabelClass, count: int | None) -> None:
        """Append a class with how many images it has; None: that is not told."""
        item = QListWidgetItem(label.name)
        item.setData(CLASS, label)
        item.setToolTip(label.name)
        self.addItem(item)
        self.count_row(self.count() - 1, count)

    def count_row(self, row: int, count: int | None) -> None:
        """Say how many images a class has; None: that is not told."""
        item = self.item(row)
        label: LabelClass = item.data(CLASS)
        key = self.tr("key {key}").format(key=label.key) if label.key else self.tr("no key")
        parts = (label.name, *([images(count)] if count is not None else []), key)
        item.setData(COUNT, count)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(parts))

    def add_text(self, text: str) -> None:
        """Append a row that is no class."""
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
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(120, _HEIGHT)

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
        font = option.font
        right = rect.right() - 8
        small = type(font)(font)
        small.setPointSizeF(font.pointSizeF() * 0.86)
        painter.setFont(small)
        if label.key:
            right -= _key(painter, label.key, right, rect)
        count = index.data(COUNT)
        painter.setPen(theme().color("quiet"))
        if count:
            text = grouped(count)
            place = QRect(rect.left(), rect.top(), right - rect.left(), rect.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
            right -= painter.fontMetrics().horizontalAdvance(text) + 8
        painter.setFont(font)
        painter.setPen(theme().color("text"))
        place = QRect(rect.left() + 28, rect.top(), right - rect.left() - 28, rect.height())
        name = painter.fontMetrics().elidedText(label.name, Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, name)
        painter.restore()


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
    """Draw a key cap that ends at `right`; returns the width that it took."""
    text = key.replace("Shift+", "⇧")
    width = max(painter.fontMetrics().horizontalAdvance(text) + 10, 18)
    cap = QRect(right - width, rect.center().y() - 9, width, 18)
    painter.setPen(theme().color("line"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(cap).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.setPen(theme().color("quiet"))
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, text)
    return width + 8
