"""A button that shows its key, and a label that is shortened where space is short."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from desktop_labeler.ui.core.keys import key_map, shown_key
from desktop_labeler.ui.core.theme import small_font, theme

_A_WORD = 6  # letters: a shorter beginning of a text is not worth showing
_EDGE, _GAP, _BARE = 10, 5, 13  # pixels beside the key, between it and the text, and beside a text without a key
_TIGHT_EDGE, _TIGHT_GAP = 6, 4
_SIGNS = {"Return": "↵", "Shift+": "⇧", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def key_cap(name: str) -> str:
    """Return the first key of an action in the short form of a key cap ("⇧B", "Ctrl ↵"); empty for none."""
    text = key_map().shown(name)
    for word, sign in _SIGNS.items():
        text = text.replace(_native(word), sign)
    control = _native("Ctrl+")
    return text.replace(control, control.replace("+", " "))


def _native(word: str) -> str:
    """Return a part of a key's name in the language of the window ("Strg+")."""
    other = "A" if word.endswith("+") else ""
    return shown_key(word + other).removesuffix(other)


class KeyButton(QPushButton):
    """A button with the key of an action on the right; primary buttons are filled.

    Attributes:
        action: the action whose key it shows, "" for none.
        primary: whether it is the likeliest action of its page, which is filled unless another is likelier now.
    """

    def __init__(
        self, text: str, action: str, parent: QWidget | None = None, *, primary: bool = False, tight: bool = False
    ) -> None:
        super().__init__(text, parent)
        self._edge, self._gap = (_TIGHT_EDGE, _TIGHT_GAP) if tight else (_EDGE, _GAP)
        self.action, self.primary = action, primary
        self._cap = ""  # made when the key changes: every page paints dozens
        self.setProperty("role", "primary" if primary else "")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key_map().changed.connect(self._fit)
        self._fit()

    def show_key(self, action: str) -> None:
        """Show the key of another action; of none ("") where a key would do something else than the button."""
        if action != self.action:
            self.action = action
            self._fit()
            self.update()

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(small_font(self.font()) * 0.94)
        font.setWeight(QFont.Weight.Normal)
        return font

    def _cap_width(self) -> int:
        return QFontMetrics(self._small()).horizontalAdvance(self._cap) + 12 if self._cap else 0

    def _fit(self) -> None:
        self._cap = key_cap(self.action) if self.action else ""
        wide = self._cap_width()
        self.setStyleSheet(f"padding-right: {self._edge + wide + self._gap if wide else _BARE}px;")
        self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        width = self._cap_width()
        if not width:
            return
        small = self._small()
        colors = theme().colors
        filled = self.property("role") == "primary" and self.isEnabled()
        color = QColor(colors.on_accent if filled else colors.quiet)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(small)
        height = QFontMetrics(small).height() + 2
        box = QRectF(self.width() - self._edge - width, (self.height() - height) / 2, width, height)
        painter.setPen(color)
        painter.setOpacity(0.75)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setOpacity(1)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._cap)
        painter.end()


class ElidedLabel(QLabel):
    """A one-line label that is shortened to fit, or hidden where hardly a word would fit.

    The full text is then its tooltip.

    Args:
        text: the full text.
        role: its role in the style sheet.
        parent: its parent.
        elide: where it is shortened; paths in the middle, so that the name of the file stays.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "",
        parent: QWidget | None = None,
        *,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text, parent)
        self._elide = elide
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        shown = self.shown()
        painter.drawText(self.rect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.end()
        self.setToolTip(self.text() if shown != self.text() else "")

    def shown(self) -> str:
        """Return the text as it fits into the label."""
        shown = self.fontMetrics().elidedText(self.text(), self._elide, self.width())
        return shown if shown == self.text() or len(shown) > _A_WORD else ""
