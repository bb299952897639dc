"""Page and right panel side by side: the panel is narrow in a narrow window, until the person sets its width."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

_SHARE, _LEAST, _MOST = 0.28, 248, 344  # of the width; pixels


class Sides(QSplitter):
    """A splitter of the two."""

    def __init__(self, page: QWidget, panel: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setHandleWidth(1)
        self.addWidget(page)
        self.addWidget(panel)
        self.setStretchFactor(0, 1)
        self.setCollapsible(0, False)
        self._set = False  # by hand
        self.splitterMoved.connect(self._moved)

    def _moved(self, *_: int) -> None:
        self._set = True

    def resizeEvent(self, event: QResizeEvent) -> None:
        if not self._set:
            panel = min(max(round(self.width() * _SHARE), _LEAST), _MOST)
            self.setSizes([self.width() - panel, panel])
        super().resizeEvent(event)
