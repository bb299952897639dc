"""Keys of the page in view that came to nobody: F5 and the others work whatever has the keyboard focus."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop_labeler.ui.core.keys import BY_NAME, key_map
from desktop_labeler.ui.widgets.page import Page

_OF_PAGES = ("Page", "Map")  # sections of the keys that are about a whole page; what decides needs the focus on it


class PageKeys(QObject):
    """Gives a page its keys that nothing else in the window took.

    Args:
        window: the window that the page is shown in.
        page: returns the page in view, None for none.
        take_over: does what F5 does on the page in view.
        parent: these keys end with it.
    """

    def __init__(
        self, window: QWidget, page: Callable[[], Page | None], take_over: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._page, self._take_over = page, take_over
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a key that was passed on up to the window."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        page, meant = self._page(), key_map().action(event)
        if page is None or not page.isVisible() or meant is None or BY_NAME[meant[0]].section not in _OF_PAGES:
            return False
        if meant[0] == "take_over":
            self._take_over()
        elif page.isAncestorOf(QApplication.focusWidget() or page.window()):
            return False  # the page had it already
        else:
            page.keyPressEvent(event)
        return True
