"""The boxes over an image that is shown large: drawn, chosen, moved and resized with the mouse."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop_labeler.data.images.boxes.box_shapes import WHOLE, Grip, dragged, spanned
from desktop_labeler.data.images.parts.image_parts import Box
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.images.image_view import ImageView

_HANDLE = 9.0  # pixels on the screen: the side of a handle
_REACH = 8.0  # pixels around the middle of a handle at which it is held
_SMALL = 28.0  # pixels: a shorter side has its handles outside, so that the box can be moved by its inside
_START = 4.0  # pixels that the pointer moves before a click is a drag
_DIAGONAL, _OTHER = Qt.CursorShape.SizeFDiagCursor, Qt.CursorShape.SizeBDiagCursor


@dataclass(frozen=True)
class _Drag:
    """A drag with the left button: of a box that was there, or of a new one where `image` is None."""

    start: QPointF  # in the view
    image: int | None = None
    box: Box | None = None
    grip: Grip = WHOLE
    begun: bool = False
    now: Box | None = None  # the box as it would be


class BoxCanvas(QWidget):
    """Lies over an image view; what it does not use, as the wheel and the other buttons, goes to the view.

    Signals:
        drawn: a new box.
        placed: the id of a box and the box as it is now.
        chosen: the id of the box that was clicked; None for a click beside all of them.
    """

    drawn = Signal(object)
    placed = Signal(int, object)
    chosen = Signal(object)

    def __init__(self, view: ImageView) -> None:
        super().__init__(view)
        self._view = view
        self._boxes: dict[int, Box] = {}
        self._colors: dict[int, QColor] = {}
        self._own: int | None = None
        self._drag: _Drag | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        view.installEventFilter(self)
        self.setGeometry(view.rect())

    @property
    def boxes(self) -> Mapping[int, Box]:
        """The boxes that are shown, by the id of their images."""
        return self._boxes

    @property
    def dragging(self) -> bool:
        """Whether a box is being drawn or dragged."""
        return self._drag is not None

    def show_boxes(self, boxes: Mapping[int, Box], colors: Mapping[int, QColor], own: int | None) -> None:
        """Show boxes.

        Args:
            boxes: by the id of their images.
            colors: of the class of each that has one.
            own: the id of the chosen one, which has handles.
        """
        self._boxes, self._colors, self._own = dict(boxes), dict(colors), own
        self.update()

    def cancel(self) -> bool:
        """Give up a drag; return whether there was one."""
        there, self._drag = self._drag is not None, None
        self.update()
        return there

    def handles(self) -> dict[Grip, QPointF]:
        """Return the middles of the handles of the chosen box in the view."""
        box = self._boxes.get(self._own) if self._own is not None else None
        return _handles(self._view.box_rect(box)) if box is not None else {}

    # --- painting ---------------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._view.full_size is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.rect().adjusted(4, 4, -4, -4))
        held = self._drag if self._drag is not None and self._drag.begun else None
        for image, box in self._boxes.items():
            if image != self._own:
                self._draw(painter, box, self._colors.get(image, QColor(255, 255, 255)), strong=False)
        own = self._boxes.get(self._own) if self._own is not None else None
        if held is not None and held.now is not None:
            if held.image is None and own is not None:
                self._draw(painter, own, theme().color("accent"), strong=False)
            own = held.now
        if own is not None:
            self._draw(painter, own, theme().color("accent"), strong=True)
            self._draw_handles(painter, own)

    def _draw(self, painter: QPainter, box: Box, color: QColor, *, strong: bool) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        shape = self._view.box_rect(box)
        for line, width in ((QColor(0, 0, 0, 255 if strong else 150), 3.5), (color, 2.0 if strong else 1.5)):
            painter.setPen(QPen(line, width))
            painter.drawRect(shape)

    def _draw_handles(self, painter: QPainter, box: Box) -> None:
        painter.setPen(QPen(QColor(0, 0, 0), 1.0))
        painter.setBrush(QColor(255, 255, 255))
        for middle in _handles(self._view.box_rect(box)).values():
            painter.drawRect(QRectF(middle.x() - _HANDLE / 2, middle.y() - _HANDLE / 2, _HANDLE, _HANDLE))

    # --- input ------------------------------------------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._view.rect())
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._view.full_size is None:
            event.ignore()  # the view is dragged
            return
        at = event.position()
        grip = self._grip_at(at)
        image = self._own if grip is not None else self._box_at(at)
        if image is None or (grip is None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
            self._drag = _Drag(at)
            return
        self._drag = _Drag(at, image, self._boxes[image], grip or WHOLE)
        if image != self._own:
            self._own = image
            self.chosen.emit(image)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        size, drag = self._view.full_size, self._drag
        if event.buttons() & ~Qt.MouseButton.LeftButton:
            event.ignore()
        elif drag is None or size is None:
            self._show_cursor(event)
        else:
            path = event.position() - drag.start
            begun = drag.begun or max(abs(path.x()), abs(path.y())) >= _START
            self._drag = replace(drag, begun=begun, now=self._moved(drag, event.position(), size) if begun else None)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        drag, self._drag = self._drag, None
        self.update()
        if drag is None:
            return
        if not drag.begun:
            self._clicked(drag, event.position())
        elif drag.now is not None and drag.image is None:
            self.drawn.emit(drag.now)
        elif drag.now is not None and drag.now != drag.box and drag.image is not None:
            self.placed.emit(drag.image, drag.now)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take a double click for two clicks: the view would change its zoom."""
        self.mousePressEvent(event)

    def _clicked(self, drag: _Drag, at: QPointF) -> None:
        """Choose the smallest box under the pointer, or none; a click on a handle chooses nothing."""
        if drag.image is None or drag.grip == WHOLE:
            image = self._box_at(at, smallest=True)
            if image != self._own:
                self._own = image
                self.chosen.emit(image)

    def _moved(self, drag: _Drag, at: QPointF, size: tuple[int, int]) -> Box:
        (x, y), (first_x, first_y) = self._view.file_point(at), self._view.file_point(drag.start)
        if drag.box is None:
            return spanned((first_x, first_y), (x, y), size)
        return dragged(drag.box, drag.grip, (x - first_x, y - first_y), size)

    def _grip_at(self, at: QPointF) -> Grip | None:
        """Return which handle of the chosen box is at a point of the view."""
        near = {
            grip: max(abs(middle.x() - at.x()), abs(middle.y() - at.y())) for grip, middle in self.handles().items()
        }
        grip = min(near, key=lambda each: near[each], default=None)
        return grip if grip is not None and near[grip] <= _REACH else None

    def _box_at(self, at: QPointF, *, smallest: bool = False) -> int | None:
        """Return the box at a point of the view: the chosen one unless asked otherwise, else the smallest."""
        found = [image for image, box in self._boxes.items() if self._view.box_rect(box).contains(at)]
        if not smallest and self._own in found:
            return self._own
        return min(found, key=lambda each: (self._boxes[each].width * self._boxes[each].height, each), default=None)

    def _show_cursor(self, event: QMouseEvent) -> None:
        grip = self._grip_at(event.position())
        if grip is not None:
            self.setCursor(_cursor(grip))
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or self._box_at(event.position()) is None:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.setCursor(Qt.CursorShape.SizeAllCursor)


def _handles(shape: QRectF) -> dict[Grip, QPointF]:
    """Return the middles of the handles of a box at this place in the view; of a small one they lie outside."""
    across = _HANDLE if shape.width() < _SMALL else 0.0
    down = _HANDLE if shape.height() < _SMALL else 0.0
    around = shape.adjusted(-across, -down, across, down)
    columns = {"left": around.left(), "": around.center().x(), "right": around.right()}
    rows = {"top": around.top(), "": around.center().y(), "bottom": around.bottom()}
    return {
        Grip(**{side: True for side in (column, row) if side}): QPointF(x, y)
        for column, x in columns.items()
        for row, y in rows.items()
        if column or row
    }


def _cursor(grip: Grip) -> Qt.CursorShape:
    if grip in (Grip(left=True, top=True), Grip(right=True, bottom=True)):
        return _DIAGONAL
    if (grip.left or grip.right) and (grip.top or grip.bottom):
        return _OTHER
    return Qt.CursorShape.SizeHorCursor if grip.left or grip.right else Qt.CursorShape.SizeVerCursor
