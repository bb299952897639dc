"""The splitter between page and right panel: the panel's width follows the window until the person sets it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_FRACTION, _LEAST, _MOST = 0.28, 248, 344  # fraction of the width; the bounds in pixels


class Splitter(QSplitter):
    """A splitter that respects the panel's maximum width, also while it is folded."""

    def __init__(self, page: QWidget, panel: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setHandleWidth(1)
        self.addWidget(page)
        self.addWidget(panel)
        self._panel = panel
        self.setStretchFactor(0, 1)
        self.setChildrenCollapsible(False)
        self._set = 0  # pixels that the person has set; 0 for none
        self.splitterMoved.connect(self._moved)

    def divide(self, *_: object) -> None:
        """Set the panel's width: the one that the person chose, or one that suits the window."""
        wanted = self._set or min(max(round(self.width() * _FRACTION), _LEAST), _MOST)
        panel = min(wanted, self._panel.maximumWidth())
        self.setSizes([self.width() - panel, panel])

    def _moved(self, *_: int) -> None:
        self._set = self.sizes()[1]

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.divide()
        super().resizeEvent(event)
