"""Fields of forms that can be scrolled over: the wheel changes only a field that was clicked or reached by Tab."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QDoubleValidator, QWheelEvent
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLineEdit, QSpinBox, QWidget


class ComboField(QComboBox):
    """A choice among a few."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field has the keyboard."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class NumberField(QSpinBox):
    """A whole number from least to most."""

    def __init__(self, least: int, most: int, value: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(least, most)
        self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field has the keyboard."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class DecimalField(QDoubleSpinBox):
    """A number from least to most with one decimal place."""

    def __init__(self, least: float, most: float, value: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setDecimals(1)
        self.setRange(least, most)
        self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field has the keyboard."""
        super().wheelEvent(event) if self.hasFocus() else event.ignore()


class PixelValueField(QLineEdit):
    """Any number that a pixel can have; it may be left empty.

    Args:
        name: what it is, for people who hear the window.
        width: in pixels.
    """

    def __init__(self, name: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(12)
        plain = self.locale()
        plain.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        self.setLocale(plain)
        numbers = QDoubleValidator(self)
        numbers.setLocale(plain)
        self.setValidator(numbers)
        self.setFixedWidth(width)
        self.setAccessibleName(name)

    def value(self) -> float | None:
        """Return the number, or None while there is none."""
        value, fine = self.locale().toDouble(self.text())
        return value if fine else None
