"""The map canvas: points to pan, zoom, point at and select with a lasso; painted without OpenGL."""

import time

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from desktop_labeler.array_types import Float64Array
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.pages.map.palette import Entry, make_palette
from desktop_labeler.ui.pages.map.rasterizer import Cloud, Drawing, View, fitted, make_cloud, nearest

_BUDGET = 0.01  # seconds of drawing before the picture is shown; the rest follows when idle
_MOST_PIXELS = 3_000_000  # pixels of the picture; a larger one is drawn coarser and scaled up
_DEEPEST = 2000.0  # the greatest zoom relative to the view that shows all
_WIDEST = 0.5
_REACH = 14.0  # pixels: within this distance a point is hit
_STEP = 0.12  # fraction of the view that an arrow key moves
_NOTCH = 1.25  # zoom of one notch of the wheel
_POINT_AT = 25  # ms from a mouse movement until the nearest point is searched
_EMPTY = np.empty(0, np.int64)


class MapCanvas(QWidget):
    """Shows a cloud of points.

    Attributes:
        cloud: the points that are shown.
        view: the visible part of the map, in device pixels.
        lassoing: whether dragging draws a lasso instead of moving the map.

    Signals:
        pointed_at: the id of the image under the mouse, or None.
        picked: the id of the image that was clicked.
        lassoed: (M, 2) corners of the lasso in map units.
        view_wanted: the person wants to see the images in view as a grid.
        tool_changed: whether dragging draws a lasso now.
    """

    pointed_at = Signal(object)
    picked = Signal(object)
    lassoed = Signal(object)
    view_wanted = Signal()
    tool_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 160)
        self.setAccessibleName(self.tr("Map of the images"))
        self.setAccessibleDescription(
            self.tr("Arrows move, plus and minus zoom, 0 shows all, Enter takes the image nearest to the middle.")
        )
        self.cloud = make_cloud(_EMPTY, np.empty((0, 2), np.float32))
        self._entries: tuple[Entry, ...] = ()
        self._lit: int | None = None
        self.view = View(0, 0, 1, 1, 1)
        self._fitting = True  # everything is shown, also after a change of size
        self._drawing: Drawing | None = None
        self._image: QImage | None = None
        self._pixels = np.empty((0, 0), np.uint32)
        self._shown = 0  # number of points in the picture
        self._focus: int | None = None
        self._hover: int | None = None
        self.lassoing = False
        self._line: list[QPointF] = []
        self._pressed: QPointF | None = None
        self._moved = False
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._draw_on)
        self._point = QTimer(self, singleShot=True, interval=_POINT_AT)
        self._point.timeout.connect(self._point_again)
        self._mouse = QPointF(-1, -1)
        theme().changed.connect(self.redraw)

    # --- for the page -----------------------------------------------------------------------------------------------
    def show_cloud(self, cloud: Cloud, *, fit: bool) -> None:
        """Show these points; `fit` brings all of them into view."""
        self.cloud = cloud
        self._fitting = self._fitting or fit
        if fit:
            self._hover = None
        self._resize()

    def show_entries(self, entries: tuple[Entry, ...], lit: int | None) -> None:
        """Set the appearance of each kind; if one is lit, the others are grey."""
        self._entries, self._lit = entries, lit
        self.redraw()

    def show_focus(self, image: int | None) -> None:
        """Mark the image that the right panel shows."""
        self._focus = image
        self.update()

    @property
    def complete(self) -> bool:
        """Whether every point is in the picture."""
        return self._shown >= len(self.cloud)

    @property
    def drawn(self) -> int:
        """The number of points in the picture."""
        return self._shown

    @property
    def hovered(self) -> int | None:
        """The id of the image under the mouse, or None."""
        return self._hover

    def place_of(self, image: int) -> QPointF | None:
        """Return the position of an image in logical pixels; None if it has no place."""
        rows = np.flatnonzero(self.cloud.ids == image)
        if not len(rows):
            return None
        x, y = self.view.to_pixel(float(self.cloud.x[rows[0]]), float(self.cloud.y[rows[0]]))
        ratio = self._ratio()
        return QPointF(x / ratio, y / ratio)

    def fit(self) -> None:
        """Show all points."""
        self._fitting = True
        self._resize()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom around a point in logical pixels, by default the middle."""
        whole = fitted(self.cloud, self.view.width, self.view.height).scale
        factor = min(max(self.view.scale * factor, whole * _WIDEST), whole * _DEEPEST) / self.view.scale
        ratio = self._ratio()
        place = QPointF(self.view.width / 2, self.view.height / 2) if at is None else at * ratio
        self._show_view(self.view.zoomed(factor, place.x(), place.y()))

    def pan(self, right: float, down: float) -> None:
        """Move the map by logical pixels."""
        ratio = self._ratio()
        view = self.view
        x = min(max(view.x - right * ratio / view.scale, -1.2), 1.2)
        y = min(max(view.y + down * ratio / view.scale, -1.2), 1.2)
        self._show_view(View(x, y, view.scale, view.width, view.height))

    def set_lasso(self, on: bool) -> None:
        """Let dragging draw a lasso, or move the map."""
        if on != self.lassoing:
            self.lassoing = on
            self._line = []
            self._show_cursor()
            self.tool_changed.emit(on)
            self.update()

    def redraw(self) -> None:
        """Redraw the points after a change of their appearance or of the visible part."""
        self._drawing = None
        self.update()

    # --- drawing ----------------------------------------------------------------------------------------------------
    def _ratio(self) -> float:
        """Return drawn pixels per logical pixel, limited so that the picture does not get too large."""
        screen = self.devicePixelRatioF()
        pixels = self.width() * self.height() * screen * screen
        return screen if pixels <= _MOST_PIXELS else screen * (_MOST_PIXELS / pixels) ** 0.5

    def _resize(self) -> None:
        ratio = self._ratio()
        wide, high = max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))
        if self._fitting:
            self.view = fitted(self.cloud, wide, high)
        else:
            self.view = View(self.view.x, self.view.y, self.view.scale, wide, high)
        self.redraw()

    def _show_view(self, view: View) -> None:
        self.view, self._fitting = view, False
        self.redraw()
        self._point.start()

    def _draw(self) -> None:
        """Draw until the time is up, and continue the same drawing later if nothing has changed."""
        if self._drawing is None:
            whole = fitted(self.cloud, self.view.width, self.view.height).scale
            room = self.view.width * self.view.height * (self.view.scale / whole) ** 2 / max(len(self.cloud), 1)
            self._drawing = Drawing(self.cloud, self.view, make_palette(self._entries, self._lit, room, self._ratio()))
        until = time.perf_counter() + _BUDGET
        while not self._drawing.complete:
            self._drawing.step()
            if time.perf_counter() > until:
                break
        if not self._drawing.complete:
            self._more.start()

    def _take_picture(self, drawing: Drawing) -> None:
        self._pixels = drawing.picture()  # keeps the memory that the image below uses
        high, wide = self._pixels.shape
        self._image = QImage(self._pixels.data, wide, high, wide * 4, QImage.Format.Format_RGB32)
        self._shown = drawing.done

    def _draw_on(self) -> None:
        if self._drawing is not None:
            self._draw()
            if self._drawing.complete:
                self._take_picture(self._drawing)
                self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._drawing is None:
            self._draw()
            if self._drawing is not None:
                self._take_picture(self._drawing)
        painter = QPainter(self)
        if self._image is not None:
            painter.drawImage(QRectF(self.rect()), self._image, QRectF(self._image.rect()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._mark(painter, self._hover, "text", 1.2)
        self._mark(painter, self._focus, "accent", 2.2)
        if self._line:
            tint = QColor(theme().colors.accent)
            painter.setPen(QPen(tint, 1.4, Qt.PenStyle.DashLine))
            tint.setAlpha(36)
            painter.setBrush(tint)
            painter.drawPolygon(QPolygonF(self._line), Qt.FillRule.OddEvenFill)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().color("accent" if self.hasFocus() else "line"), 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        if self.hasFocus():
            self._mark_middle(painter)
        painter.end()

    def _mark(self, painter: QPainter, image: int | None, color: str, width: float) -> None:
        place = self.place_of(image) if image is not None else None
        if place is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().color("ground"), width + 2))
            painter.drawEllipse(place, 9, 9)
            painter.setPen(QPen(theme().color(color), width))
            painter.drawEllipse(place, 9, 9)

    def _mark_middle(self, painter: QPainter) -> None:
        """Mark the middle of the map while it has the keyboard focus: Return picks the nearest image."""
        middle = QPointF(self.width() / 2, self.height() / 2)
        painter.setPen(QPen(theme().color("quiet"), 1))
        for right, down in ((4, 0), (-4, 0), (0, 4), (0, -4)):
            painter.drawLine(middle + QPointF(right, down), middle + QPointF(2 * right, 2 * down))

    # --- input ------------------------------------------------------------------------------------------------------
    def _show_cursor(self) -> None:
        self.setCursor(Qt.CursorShape.CrossCursor if self.lassoing else Qt.CursorShape.ArrowCursor)

    def image_at(self, place: QPointF) -> int | None:
        """Return the id of the image nearest to a point in logical pixels; None if none is near."""
        ratio = self._ratio()
        x, y = self.view.to_map(place.x() * ratio, place.y() * ratio)
        row = nearest(self.cloud, x, y, _REACH * ratio / self.view.scale)
        return int(self.cloud.ids[row]) if row is not None else None

    def _point_again(self) -> None:
        under = self.image_at(self._mouse) if self.rect().contains(self._mouse.toPoint()) else None
        if under != self._hover:
            self._hover = under
            self.pointed_at.emit(under)
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._pressed, self._moved = event.position(), False
        if self.lassoing or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._line = [event.position()]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._mouse = event.position()
        if self._pressed is None:
            if not self._point.isActive():
                self._point.start()
            return
        step = event.position() - self._pressed
        if not self._moved and step.manhattanLength() < QApplication.startDragDistance():
            return
        self._moved = True
        if self._line:
            if (event.position() - self._line[-1]).manhattanLength() >= 3:
                self._line.append(event.position())
                self.update()
        else:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._pressed = event.position()
            self.pan(step.x(), step.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        line, self._line = self._line, []
        self._show_cursor()
        if pressed is None:
            return
        if not self._moved:
            image = self.image_at(event.position())
            if image is not None:
                self.picked.emit(image)
        elif len(line) > 2:
            self.lassoed.emit(self._corners(line))
        self.update()

    def _corners(self, line: list[QPointF]) -> Float64Array:
        ratio = self._ratio()
        return np.array([self.view.to_map(point.x() * ratio, point.y() * ratio) for point in line])

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if notches and self._pressed is None:
            self.zoom(_NOTCH**notches, event.position())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        self._mouse = QPointF(-1, -1)
        self._point_again()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._mouse = event.position()
        self._point.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        across, up = self.width() * _STEP, self.height() * _STEP
        moves = {
            Qt.Key.Key_Left: (across, 0.0),
            Qt.Key.Key_Right: (-across, 0.0),
            Qt.Key.Key_Up: (0.0, up),
            Qt.Key.Key_Down: (0.0, -up),
        }
        key, meant = Qt.Key(event.key()), key_map().action(event)
        if meant is not None and meant[0] == "lasso":
            self.set_lasso(not self.lassoing)
        elif meant is not None and meant[0] == "in_view":
            self.view_wanted.emit()
        elif key in moves:
            self.pan(*moves[key])
        elif not self._other_key(key, event.modifiers()):
            event.ignore()

    def _other_key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        """Do what a key means, and return whether it means anything here."""
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_NOTCH)
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self.zoom(1 / _NOTCH)
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            return self._pick_key(key)
        return True

    def _pick_key(self, key: Qt.Key) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            x, y = self.view.x, self.view.y
            row = nearest(self.cloud, x, y, float("inf"))
            if row is not None:
                self.picked.emit(int(self.cloud.ids[row]))
            return True
        if key == Qt.Key.Key_Escape and (self._line or self.lassoing):
            self._line, self._pressed = [], None
            self.set_lasso(False)
            self.update()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize()
