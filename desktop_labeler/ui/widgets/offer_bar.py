"""A bar that offers something on a page: a sentence, and the buttons that answer it."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from desktop_labeler.ui.widgets.basics import label


class OfferBar(QFrame):
    """A sentence that wraps, with buttons on its right; each kind of bar says what they do.

    Args:
        buttons: from left to right.
    """

    def __init__(self, *buttons: QPushButton) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.text = label("", "", wrap=True)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(16, 10, 16, 10)
        inside.setSpacing(8)
        inside.addWidget(self.text, 1)
        for button in buttons:
            inside.addWidget(button)
