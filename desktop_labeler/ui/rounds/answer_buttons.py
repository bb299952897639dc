"""Buttons that answer a suggestion or a doubt, each with its key, always visible below the explanation."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from desktop_labeler.ui.core.theme import small_font
from desktop_labeler.ui.widgets.key_button import KeyButton

_COLUMNS = 2
_SPACE = 5  # pixels between buttons
_WRITTEN = Qt.TextFlag.TextShowMnemonic  # as buttons write


class AnswerButtons(QWidget):
    """Two columns of buttons, with shorter texts where space is short.

    Signals:
        answered: the name of an action that the page's grid should perform.
    """

    answered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet(
            f"QPushButton {{ text-align: left; padding: 4px 6px; font-size: {small_font(self.font()):.1f}pt; }}"
        )
        self._texts = {  # the full texts and the short ones
            "keep": (self.tr("Keep"), self.tr("Keep")),
            "take": (self.tr("Take expected"), self.tr("Take")),
            "choose": (self.tr("Other class"), self.tr("Other")),
            "reject": (self.tr("Not this"), self.tr("Not this")),
            "unsure": (self.tr("Unsure"), self.tr("Unsure")),
            "exclude": (self.tr("Exclude"), self.tr("Exclude")),
            "second": (self.tr("Second opinion"), self.tr("Second")),
            "group": (self.tr("Select group"), self.tr("Group")),
        }
        self.buttons: dict[str, KeyButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 0)
        grid.setSpacing(_SPACE)
        for number, (action, (full, _)) in enumerate(self._texts.items()):
            button = KeyButton(full, action, primary=action == "take", tight=True)
            button.setProperty("action", action)
            button.setAccessibleName(full)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(self._clicked)
            grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
            self.buttons[action] = button
        self._shown = self._texts  # as they fit the image
        # What is expected of an image without a label is a suggestion.
        self._suggested = self.tr("Take suggested"), self.tr("Suggested")
        self._short = False

    def enable(self, *, keeps: bool, takes: bool) -> None:
        """Set whether there is a label to keep, and another class to take."""
        full, short = self._texts["take"] if keeps else self._suggested
        self._shown = {**self._texts, "take": (full, short)}
        self.buttons["take"].setAccessibleName(full)
        self._fit(self.width())
        self._show_texts()
        self.buttons["keep"].setEnabled(keeps)
        self.buttons["take"].setEnabled(takes)
        self._show_tips()

    def _show_tips(self) -> None:
        why_not = {"keep": self.tr("There is no label to keep."), "take": self.tr("No other class is expected here.")}
        for action, button in self.buttons.items():
            tip = self._shown[action][0] if self._short else ""
            button.setToolTip(tip if button.isEnabled() else why_not.get(action, tip))

    def _width_needed(self) -> int:
        """Return the width of the widest button with its full text, whichever of its texts it shows."""
        widest = 0
        for action, button in self.buttons.items():
            metrics = button.fontMetrics()
            around = button.sizeHint().width() - metrics.size(_WRITTEN, button.text()).width()
            texts = [self._texts[action][0], *([self._suggested[0]] if action == "take" else [])]
            widest = max(widest, *(around + metrics.size(_WRITTEN, text).width() for text in texts))
        return widest

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        short = width < _COLUMNS * self._width_needed() + _SPACE
        if short == self._short:
            return
        self._short = short
        self._show_texts()
        self._show_tips()

    def _show_texts(self) -> None:
        for action, button in self.buttons.items():
            button.setText(self._shown[action][self._short])

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, KeyButton):
            self.answered.emit(str(button.property("action")))
