"""Zoom, brightness and contrast controls for an image that is shown large."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.basics import allow
from desktop_labeler.ui.widgets.images.image_view import ImageView, Tone


class ImageTools(QWidget):
    """Controls of one or several image views; the zoom that is shown is that of the first."""

    def __init__(self, view: ImageView, *others: ImageView) -> None:
        super().__init__()
        self._views = (view, *others)
        self._zoom = QLabel()
        self._zoom.setProperty("role", "small")
        self._zoom.setMinimumWidth(44)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._light = self._slider(self.tr("Brightness"))
        self._contrast = self._slider(self.tr("Contrast"))
        self._buttons = {
            "sun": self._button(self.tr("Brightness: back to the file's"), self._reset_light),
            "contrast": self._button(self.tr("Contrast: back to the file's"), self._reset_contrast),
            "fit": self._button(self.tr("Fit to window"), self._fit),
            "actual": self._button(self.tr("Actual size (1:1)"), self._actual),
        }
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for widget, stretch in (
            (self._buttons["sun"], 0),
            (self._light, 1),
            (self._buttons["contrast"], 0),
            (self._contrast, 1),
            (self._buttons["fit"], 0),
            (self._buttons["actual"], 0),
            (self._zoom, 0),
        ):
            layout.addWidget(widget, stretch)
        view.zoomed.connect(self._zoomed)
        theme().changed.connect(self._tint)
        self._tint()

    def _slider(self, name: str) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(-100, 100)
        slider.setMinimumWidth(22)
        slider.setAccessibleName(name)
        slider.setToolTip(name)
        slider.valueChanged.connect(self._tone)
        return slider

    def _button(self, tip: str, does: object) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setIconSize(QSize(15, 15))
        button.setMaximumWidth(25)
        button.clicked.connect(does)
        return button

    def _tone(self) -> None:
        for view in self._views:
            view.set_tone(Tone(self._light.value() / 100, self._contrast.value() / 100))

    def _reset_light(self) -> None:
        self._light.setValue(0)

    def _reset_contrast(self) -> None:
        self._contrast.setValue(0)

    def _fit(self) -> None:
        for view in self._views:
            view.set_zoom(0)

    def _actual(self) -> None:
        for view in self._views:
            view.set_zoom(1)

    def _zoomed(self, zoom: float) -> None:
        self._zoom.setText(f"{round(100 * zoom)} %" if zoom else "")
        allow(self, "" if zoom > 0 else self.tr("No image is shown."))

    def _tint(self) -> None:
        for name, button in self._buttons.items():
            button.setIcon(theme().icon(name))
