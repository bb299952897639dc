"""The mouse on a grid: click, Shift, Ctrl, the rubber band, and pointing."""

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QRubberBand

from desktop_labeler.array_types import BoolArray
from desktop_labeler.ui.grid.grid_selection import BandMode, GridSelection
from desktop_labeler.ui.grid.scrolled_tiles import ScrolledTiles

_NOTCH, _FINE = 120, 40  # a notch of the wheel in eighths of a degree; the least that changes the size
_SCROLL = 30  # ms between steps while the band is held beyond an edge
_REST = 120  # ms on a tile until the focus follows: not on the way across to the panel
_BUMP = 8  # pixels that a mouse must move after a key to point again: a bumped table moves no frame
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class GridMouse(QObject):
    """Turns the presses and drags of one grid into focus and selection.

    Attributes:
        points: the focus follows the mouse, so that a key acts on the tile it points at; and a plain click or band
            takes nothing out of the selection. For pages where selected means marked as wrong.
        hovered: the image that the mouse points at while it has not come to rest there; it has the frame meanwhile.

    Signals:
        selected: focus or selection may have changed.
        resized: how many steps larger the tiles are to be, negative for smaller.
    """

    selected = Signal()
    resized = Signal(float)

    def __init__(self, tiles: ScrolledTiles, selection: GridSelection, parent: QObject) -> None:
        super().__init__(parent)
        self._tiles, self._selection = tiles, selection
        self.points = False
        self._from = QPoint(-1, -1)  # where the button went down, in the coordinates of all tiles
        self._before: BoolArray | None = None  # what was selected then; None while no button is down
        self._mode: BandMode = "replace"
        self._clicked = -1  # the tile of the last plain click: Ctrl+click elsewhere takes it along
        self._band = QRubberBand(QRubberBand.Shape.Rectangle, tiles.viewport)
        self._turned = 0  # of the wheel, in eighths of a degree, not used yet
        self._timer = QTimer(self, interval=_SCROLL)
        self._timer.timeout.connect(self._scroll)
        self._pointer = QPoint()
        self._pointed: int | None = None  # the image that the mouse points at
        self.hovered: int | None = None
        self._keyed_at: QPoint | None = None  # where it was when a key came, None since it moved
        self._was_at = QPoint()  # where it came to rest, on the screen
        self._rest = QTimer(self, singleShot=True, interval=_REST)
        self._rest.timeout.connect(self._focus_pointed)
        tiles.viewport.setMouseTracking(True)

    def pressed(self, event: QMouseEvent) -> None:
        """A button went down."""
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
        """The mouse moved; with the button down it may draw a band, without any it may point at a tile."""
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
        """The button came up."""
        self._before = None
        self._timer.stop()
        self._band.hide()

    def left(self) -> None:
        """The mouse left the grid: what it crossed on the way has no frame any more."""
        self._rest.stop()
        self._hover(None)
        self._pointed = None

    def settle(self) -> None:
        """A key comes: it acts on the tile that the mouse points at, also when it came there just now."""
        self._keyed_at = self._was_at
        if self._rest.isActive():
            self._rest.stop()
            self._focus_pointed()

    def wheeled(self, event: QWheelEvent) -> bool:
        """The wheel turned; with Ctrl it changes the size of the tiles, a touchpad in small steps."""
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
        """The menu acts on the selection if it was opened on it, else on the one tile."""
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
        """Another tile has the focus soon; moving within one changes nothing, for a key may have moved the focus."""
        before, self._was_at = self._was_at, event.globalPosition().toPoint()
        if self._was_at == before:
            return  # it rests: Qt tells of it again when a menu or a dialog above it closes
        if self._keyed_at is not None and (self._was_at - self._keyed_at).manhattanLength() < _BUMP:
            return
        self._keyed_at = None
        image = self._tiles.content.image_at(self._tiles.at(event.position().toPoint()))
        if image != self._pointed:
            self._pointed = image
            self._hover(image)
            self._rest.start()

    def _hover(self, image: int | None) -> None:
        """Let a tile have the frame for as long as the mouse is on its way."""
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
        """Show the band and select what it touches."""
        if self._before is None:
            return
        here = self._tiles.unscrolled(self._pointer)
        box = QRect(self._from, QSize(1, 1)).united(QRect(here, QSize(1, 1)))
        touched = self._tiles.layout.touched(box)
        if self.points and len(touched) < 2 and self._band.isHidden():
            return  # a click with an unsteady hand marks nothing
        self._band.setGeometry(box.translated(0, -self._tiles.bar.value()))
        self._band.show()
        self._selection.band(self._before, touched, self._mode)
        self.selected.emit()
