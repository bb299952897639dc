"""The text that a page shows when it has nothing else to show."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_labeler.ui.core.theme import theme

_COLUMN = 440  # pixels: the width of the text
_ICON = 36  # pixels: the side of the icon


class EmptyState(QWidget):
    """Says what would be shown here, and offers the next step."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = QLabel()
        self._icon_name = "browse"
        self._heading = QLabel()
        self._heading.setProperty("role", "heading")
        self._sentence = QLabel(wordWrap=True)
        self._sentence.setProperty("role", "quiet")
        self.button = QPushButton()
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self._clicked)
        self._does: Callable[[], None] | None = None
        column = QWidget()
        column.setFixedWidth(_COLUMN)  # a word-wrapped label needs a fixed width to know its height
        inside = QVBoxLayout(column)
        inside.setSpacing(10)
        for label in (self._icon, self._heading, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inside.addWidget(label)
        inside.addSpacing(6)
        inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(column, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        theme().changed.connect(self._tint)

    def show_text(self, icon: str, heading: str, sentence: str, button: str, does: Callable[[], None] | None) -> None:
        """Set the texts; the button is shown only if it has a text."""
        self._icon_name, self._does = icon, does
        self._heading.setText(heading)
        self._sentence.setText(sentence)
        # a centred column does not ask for the height of its wrapped text
        self._sentence.setMinimumHeight(self._sentence.heightForWidth(_COLUMN - 24))
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._tint()

    @property
    def heading(self) -> str:
        """Return the heading that is shown."""
        return self._heading.text()

    def _tint(self) -> None:
        pixmap = theme().icon(self._icon_name).pixmap(QSize(20, 20), 3.0)
        pixmap.setDevicePixelRatio(pixmap.width() / _ICON)
        self._icon.setPixmap(pixmap)

    def _clicked(self) -> None:
        if self._does is not None:
            self._does()
