"""The mouse on a grid: click, Shift, Ctrl, the rubber band, and pointing."""

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QRubberBand, QToolTip

from desktop_labeler.array_types import BoolArray
from desktop_labeler.ui.grid.grid_selection import BandMode, GridSelection
from desktop_labeler.ui.grid.scrolled_tiles import ScrolledTiles

_NOTCH, _FINE = 120, 40  # eighths of a degree: a notch of the wheel; the least that changes the size
_SCROLL = 30  # ms between steps while the band is held beyond an edge
_REST = 120  # ms on a tile until the focus follows, so that crossing the grid moves no focus
_BUMP = 8  # pixels to move after a key before pointing resumes, so that a bump does nothing
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class GridMouse(QObject):
    """Turns mouse events on a grid into focus and selection.

    Attributes:
        points: whether the focus follows the mouse, so that a key acts on the tile under it, and a plain click or band
        removes nothing from the selection; for pages where selection means marked as wrong.
        hovered: the image under a mouse that has not come to rest; it is framed meanwhile.

    Signals:
        selected: focus or selection may have changed.
        resized: by how many steps to enlarge the tiles, negative to shrink them.
    """

    selected = Signal()
    resized = Signal(float)

    def __init__(self, tiles: ScrolledTiles, selection: GridSelection, parent: QObject) -> None:
        super().__init__(parent)
        self._tiles, self._selection = tiles, selection
        self.points = False
        self._from = QPoint(-1, -1)  # where the button was pressed, in layout coordinates
        self._before: BoolArray | None = None  # the selection at that time; None while no button is down
        self._mode: BandMode = "replace"
        self._clicked = -1  # the tile of the last plain click, which Ctrl+click elsewhere also selects
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, tiles.viewport)
        self._turned = 0  # unused wheel movement in eighths of a degree
        self._timer = QTimer(self, interval=_SCROLL)
        self._timer.timeout.connect(self._scroll)
        self._pointer = QPoint()
        self._pointed: int | None = None  # id of the image under the mouse
        self.hovered: int | None = None
        self._keyed_at: QPoint | None = None  # the mouse position when a key was pressed, None after it has moved
        self._was_at = QPoint()  # the screen position where it came to rest
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._focus_pointed)
        tiles.viewport.setMouseTracking(True)

    def pressed(self, event: QMouseEvent) -> None:
        """Handle a press of a mouse button."""
        selection = self._selection
        position = self._tiles.at(event.position().toPoint())
        self._rest.stop()
        self._hover(None)
        if event.button() == Qt.MouseButton.RightButton:
            self._for_menu(position)
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._before = selection.snapshot()
        self._from = self._tiles.unscrolled(event.position().toPoint())
        modifiers = event.modifiers()
        plain: BandMode = "add" if self.points else "replace"
        self._mode = "flip" if modifiers & _CONTROL else "add" if modifiers & _SHIFT else plain
        if position < 0:
            if not modifiers and not self.points:
                selection.clear()
        elif modifiers & _SHIFT:
            selection.move_to(position, extend=True)
        elif modifiers & _CONTROL:
            self._toggle(position)
        elif self.points:
            selection.move_to(position)
        else:
            selection.click(position)
            self._clicked = position
        self.selected.emit()

    def moved(self, event: QMouseEvent) -> None:
        """Handle a mouse movement: draw a band with the button down, point at a tile without."""
        if self._before is None:
            if self.points and not event.buttons():
                self._point(event)
            return
        self._pointer = event.position().toPoint()
        far = (self._tiles.unscrolled(self._pointer) - self._from).manhattanLength()
        if not self._band.isHidden() or far >= QApplication.startDragDistance():
            self._draw()
            inside = self._tiles.viewport.rect().contains(self._pointer)
            if inside:
                self._timer.stop()
            elif not self._timer.isActive():
                self._timer.start()

    def released(self) -> None:
        """Handle the release of the button."""
        self._before = None
        self._timer.stop()
        self._band.hide()

    def left(self) -> None:
        """Handle the mouse leaving the grid: remove the frame of the tile that it crossed."""
        self._rest.stop()
        self._hover(None)
        self._pointed = None

    def settle(self) -> None:
        """Focus the tile under the mouse before a key acts, even if the mouse has only just arrived there.

        A tooltip goes: it says what was there before the key.
        """
        QToolTip.hideText()
        self._keyed_at = self._was_at
        if self._rest.isActive():
            self._rest.stop()
            self._focus_pointed()

    def wheeled(self, event: QWheelEvent) -> bool:
        """Handle the wheel: with Ctrl it changes the size of the tiles, in small steps on a touchpad."""
        if not event.modifiers() & _CONTROL:
            return False
        self._turned += event.angleDelta().y()
        steps = int(self._turned / _FINE)
        self._turned -= steps * _FINE
        if steps:
            self.resized.emit(steps * _FINE / _NOTCH)
        event.accept()
        return True

    def _for_menu(self, position: int) -> None:
        """Prepare for a menu, which acts on the selection if opened on it, else on the one tile."""
        if position >= 0 and position not in self._selection and not self.points:
            self._selection.click(position)
        elif position >= 0:
            self._selection.move_to(position)
        self.selected.emit()

    def _toggle(self, position: int) -> None:
        selection = self._selection
        if not self.points and not selection.count and self._clicked == selection.focus != position:
            selection.toggle()
        self._clicked = -1
        selection.toggle(position)

    def _point(self, event: QMouseEvent) -> None:
        """Focus another tile soon; moving within a tile changes nothing, as a key may have moved the focus."""
        before, self._was_at = self._was_at, event.globalPosition().toPoint()
        if self._was_at == before:
            return  # not moved: Qt repeats the event when a menu or dialog above closes
        if self._keyed_at is not None and (self._was_at - self._keyed_at).manhattanLength() < _BUMP:
            return
        self._keyed_at = None
        image = self._tiles.content.image_at(self._tiles.at(event.position().toPoint()))
        if image != self._pointed:
            self._pointed = image
            self._hover(image)
            self._rest.start()

    def _hover(self, image: int | None) -> None:
        """Frame a tile while the mouse is moving."""
        if image != self.hovered:
            self.hovered = image
            self._tiles.viewport.update()

    def _focus_pointed(self) -> None:
        self._hover(None)
        position = self._tiles.content.position_of(self._pointed) if self._pointed is not None else -1
        if position >= 0:
            self._selection.point(position)
            self.selected.emit()

    def _scroll(self) -> None:
        height = self._tiles.viewport.height()
        beyond = self._pointer.y() if self._pointer.y() < 0 else max(0, self._pointer.y() - height)
        bar = self._tiles.bar
        bar.setValue(bar.value() + beyond)
        self._draw()

    def _draw(self) -> None:
        """Draw the band and select what it touches."""
        if self._before is None:
            return
        here = self._tiles.unscrolled(self._pointer)
        box = QRect(self._from, QSize(1, 1)).united(QRect(here, QSize(1, 1)))
        touched = self._tiles.layout.touched(box)
        if self.points and len(touched) < 2 and self._band.isHidden():
            return  # a click with an unsteady hand draws no band
        self._band.setGeometry(box.translated(0, -self._tiles.bar.value()))
        self._band.show()
        self._selection.band(self._before, touched, self._mode)
        self.selected.emit()
