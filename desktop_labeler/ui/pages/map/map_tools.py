"""The buttons of the map: lasso, zoom in, zoom out, show all."""

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.pages.map.map_canvas import MapCanvas


class MapTools(QWidget):
    """Buttons for what the keys L, −, + and 0 do on the map."""

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self.lasso = self._tool(
            self.tr("Draw a line around images ({key}, or Shift and drag)").format(key=key_map().shown("lasso"))
        )
        self.lasso.setCheckable(True)
        self.farther = self._tool(self.tr("Smaller (−)"))
        self.nearer = self._tool(self.tr("Larger (+)"))
        self.whole = self._tool(self.tr("Show all (0)"))
        self.lasso.toggled.connect(canvas.set_lasso)
        self.farther.clicked.connect(partial(canvas.zoom, 1 / 1.5))
        self.nearer.clicked.connect(partial(canvas.zoom, 1.5))
        self.whole.clicked.connect(canvas.fit)
        canvas.tool_changed.connect(self.lasso.setChecked)
        theme().changed.connect(self._tint)
        self._tint()

    def _tool(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setIconSize(QSize(18, 18))
        self._row.addWidget(button)
        return button

    def _tint(self) -> None:
        icons = {self.lasso: "lasso", self.farther: "zoom-out", self.nearer: "zoom-in", self.whole: "fit"}
        for tool, icon in icons.items():
            tool.setIcon(theme().icon(icon))
