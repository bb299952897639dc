"""A choice among a few whose change starts long work: nothing happens before its button is pressed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_labeler.ui.widgets.basics import allow
from desktop_labeler.ui.widgets.fields import ComboField


class ConfirmedChoice(QWidget):
    """A box of choices, and a button that is there while the box shows something else than what is in force.

    An arrow key, a letter or the wheel changes a box at once, and more often by accident than on purpose.

    Args:
        entries: text and value of each choice.
        verb: what the button says.

    Signals:
        wanted: the value to put in force.
    """

    wanted = Signal(str)

    def __init__(self, entries: Sequence[tuple[str, str]], verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._in_force = ""
        self.box, self.button = ComboField(), QPushButton(verb)
        for text, value in entries:
            self.box.addItem(text, value)
        self.button.clicked.connect(self._confirm)
        self.box.currentIndexChanged.connect(self._compare)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.box, 1)
        row.addWidget(self.button)
        self.setFocusProxy(self.box)
        self._compare()

    @property
    def value(self) -> str:
        """The value that the box shows."""
        return str(self.box.currentData())

    def show_value(self, value: str) -> None:
        """Show what is in force; what the person has chosen since and not confirmed stays while that is the same."""
        if value != self._in_force:
            self._in_force = value
            self.box.setCurrentIndex(max(0, self.box.findData(value)))
        self._compare()

    def allow(self, why_not: str = "") -> None:
        """Enable both, or disable them with the reason as their tooltip."""
        allow(self.box, why_not)
        allow(self.button, why_not)

    def _compare(self, *_: object) -> None:
        self.button.setVisible(bool(self._in_force) and self.value != self._in_force)

    def _confirm(self, *_: object) -> None:
        chosen, self._in_force = self.value, ""  # what comes of it is shown next, whatever it is
        self._compare()
        self.wanted.emit(chosen)
