"""The controls above a grid: tile size, fit or fill, captions."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSlider, QToolButton, QWidget

from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.grid.grid_model import CAPTIONS
from desktop_labeler.ui.grid.grid_view import LARGEST, SMALLEST, GridView


class ViewControls(QWidget):
    """Controls for tile size, fit or fill, and captions, which the settings keep for every grid."""

    def __init__(self, grid: GridView, settings: Settings) -> None:
        super().__init__()
        self._grid, self._settings = grid, settings
        self._slider = QSlider(Qt.Orientation.Horizontal)
        self._slider.setRange(SMALLEST, LARGEST)
        self._slider.setFixedWidth(96)
        self._slider.setPageStep(32)
        self._slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._slider.setAccessibleName(self.tr("Size of the images"))
        keys = f"{key_map().shown('larger')}, {key_map().shown('smaller')}"
        self._slider.setToolTip(self.tr("Size of the images ({keys}, or Ctrl and the wheel)").format(keys=keys))
        self._crop = self._button(self.tr("Fill the tile or show the whole image"))
        self._crop.setCheckable(True)
        self._captions = self._button(self.tr("Caption"))
        self._menu = QMenu(self)
        self._captions.setMenu(self._menu)
        self._captions.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._fill_menu()
        self._switches: dict[str, QToolButton] = {}
        self._row = layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (self._slider, self._crop, self._captions):
            layout.addWidget(widget)
        self._slider.valueChanged.connect(self._changed)
        self._crop.toggled.connect(self._changed)
        grid.appearance_changed.connect(self.show_appearance)
        theme().changed.connect(self._tint)
        self._tint()
        self.show_appearance()

    def add_switch(self, icon: str, name: str) -> QToolButton:
        """Add a button that is on or off, before the others, for a page that has more to choose, and return it."""
        button = self._button(name)
        button.setCheckable(True)
        self._switches[icon] = button
        self._row.insertWidget(0, button)
        self._tint()
        return button

    def _button(self, name: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _fill_menu(self) -> None:
        names = {
            "class": self.tr("Class"),
            "confidence": self.tr("Confidence or rank"),
            "name": self.tr("File name"),
            "folder": self.tr("Folder"),
            "date": self.tr("Date"),
            "size": self.tr("Size in pixels"),
            "group": self.tr("Group"),
        }
        for name in CAPTIONS:
            entry = self._menu.addAction(names[name])
            entry.setCheckable(True)
            entry.setData(name)
            entry.triggered.connect(partial(self._changed))

    def show_appearance(self) -> None:
        """Show the appearance of the grid, and keep it in the settings."""
        grid = self._grid
        self._settings.tile, self._settings.crop, self._settings.captions = grid.tile, grid.crop, list(grid.captions)
        for widget in (self._slider, self._crop):
            widget.blockSignals(True)
        self._slider.setValue(grid.tile)
        self._crop.setChecked(grid.crop)
        for widget in (self._slider, self._crop):
            widget.blockSignals(False)
        for entry in self._menu.actions():
            entry.setChecked(entry.data() in grid.captions)
        self._tint()

    def _changed(self, *_: object) -> None:
        captions = [entry.data() for entry in self._menu.actions() if entry.isChecked()]
        self._grid.set_appearance(self._slider.value(), self._crop.isChecked(), captions)

    def _tint(self) -> None:
        self._crop.setIcon(theme().icon("crop" if self._grid.crop else "fit"))
        self._captions.setIcon(theme().icon("eye"))
        for icon, button in self._switches.items():
            button.setIcon(theme().icon(icon))
