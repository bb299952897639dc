"""Keeps a second press of Space or Enter from doing something else than the first.

When a button is disabled or hidden while it has the keyboard focus, as "Stop" once it was pressed, Qt passes the focus
to whatever comes next, as "Cancel", and scrolls there. A hand that presses twice would then do both.
"""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QApplication, QWidget
from shiboken6 import isValid


class FocusKeeper:
    """Leaves the focus where a button was that went away; the next Tab goes on from there."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._scrolled: list[tuple[QAbstractScrollArea, int, int]] = []
        application.focusChanged.connect(self._changed)

    def stop(self) -> None:
        """Let Qt pass on the focus again, where the application lives on."""
        self._application.focusChanged.disconnect(self._changed)

    def _changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if not isinstance(before, QAbstractButton) or not isinstance(now, QAbstractButton) or not isValid(before):
            return
        around = before.parentWidget()
        gone = not before.isEnabled() or before.isHidden()
        if not gone or around is None or not around.isVisible() or not around.isEnabled():
            return
        self._note_scrolling(around)
        around.setFocus()

    def _note_scrolling(self, inside: QWidget) -> None:
        """Remember where the views around a widget are, which Qt scrolls only after it has passed on the focus."""
        self._scrolled = []
        parent: QWidget | None = inside
        while parent is not None:
            if isinstance(parent, QAbstractScrollArea):
                places = parent.horizontalScrollBar().value(), parent.verticalScrollBar().value()
                self._scrolled.append((parent, *places))
            parent = parent.parentWidget()
        if self._scrolled:
            QTimer.singleShot(0, self._scroll_back)

    def _scroll_back(self) -> None:
        for area, across, down in self._scrolled:
            if isValid(area):
                area.horizontalScrollBar().setValue(across)
                area.verticalScrollBar().setValue(down)
        self._scrolled = []
