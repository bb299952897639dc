"""The place of the window on its screen, and what folds in a small window: the rail, then the panel."""

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QSize
from PySide6.QtWidgets import QMainWindow

from desktop_labeler.ui.shell.rail import Rail
from desktop_labeler.ui.shell.side_panel import SidePanel
from desktop_labeler.ui.widgets.splitter import Splitter

FIRST = QSize(1440, 900)  # initial size, if it fits the screen
LEAST = QSize(900, 480)  # 1366 × 768 at a display scale of 1.5 leaves 910 × 512
_TITLE, _EDGE = 40, 4  # pixels of the frame, which is unknown before the window is shown
_RAIL, _PANEL = 1100, 1000  # width of the window below which each folds
_LOW = 560  # height of the window below which the rail's pages are closer together


class WindowRoom(QObject):
    """Places the window when it opens, and folds the rail and the panel when it is narrow.

    What the person folds or unfolds by hand stays so until the window crosses the threshold again.
    """

    def __init__(self, window: QMainWindow, rail: Rail, side: SidePanel, sides: Splitter) -> None:
        super().__init__(window)
        side.folds.connect(sides.divide)
        self._window, self._rail, self._side = window, rail, side
        self._small = False
        window.installEventFilter(self)

    def begin(self, stored: str) -> None:
        """Put the window where it was, or in the middle of the screen, and always within the screen.

        Args:
            stored: what `stored` returned when the window was closed; empty the first time.
        """
        window = self._window
        free = window.screen().availableGeometry()
        window.setMinimumSize(LEAST.boundedTo(free.size()))
        if window.restoreGeometry(QByteArray.fromBase64(stored.encode())):
            free = window.screen().availableGeometry()  # it may have moved to another screen
            if not window.isMaximized() and not window.isFullScreen():
                window.setGeometry(moved_inside(window.geometry(), _inside_frame(free)))
        else:
            window.setGeometry(first_place(free))
        self._fold()

    def stored(self) -> str:
        """Return the place of the window as it is stored in the settings."""
        return bytes(self._window.saveGeometry().toBase64().data()).decode()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._window:
            self._fold()
        return super().eventFilter(watched, event)

    def _fold(self) -> None:
        width = self._window.width()
        self._rail.fit(narrow=width < _RAIL, tight=self._window.height() < _LOW)
        if (width < _PANEL) != self._small:
            self._small = width < _PANEL
            self._side.fold(self._small)


def first_place(free: QRect) -> QRect:
    """Return the place of a new window: the preferred size or what fits, centred in the free area."""
    room = _inside_frame(free)
    size = FIRST.boundedTo(room.size())
    left = room.left() + (room.width() - size.width()) // 2
    return QRect(left, room.top() + (room.height() - size.height()) // 2, size.width(), size.height())


def moved_inside(place: QRect, room: QRect) -> QRect:
    """Return a place shrunk and moved as little as necessary to lie within an area."""
    size = place.size().boundedTo(room.size())
    left = min(max(place.left(), room.left()), room.right() + 1 - size.width())
    top = min(max(place.top(), room.top()), room.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())


def _inside_frame(free: QRect) -> QRect:
    """Return the area of a screen without the window frame; all of it if the screen is tiny."""
    across = min(_EDGE, max(0, (free.width() - LEAST.width()) // 2))
    high = max(0, free.height() - LEAST.height())
    below = min(_EDGE, high)
    return free.adjusted(across, min(_TITLE, high - below), -across, -below)
