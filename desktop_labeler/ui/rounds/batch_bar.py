"""The bar of "accept down to here": accepted, open and rejected pages, and the buttons of each step."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.rounds.batch_search import BatchSearch
from desktop_labeler.ui.widgets.classes.class_text import short_name
from desktop_labeler.ui.widgets.flow_layout import FlowLayout
from desktop_labeler.ui.widgets.key_button import ElidedLabel, KeyButton

_NAME = 60  # pixels below which a name is cut like any text
_BESIDE = 1250  # pixels: from this width on the buttons stand beside the text


class PagesStrip(QWidget):
    """The pages in a row: accepted in green, rejected in red, open in grey, the current one framed."""

    def __init__(self) -> None:
        super().__init__()
        self._state: BatchSearch | None = None
        self.setFixedHeight(14)
        self.setAccessibleName(self.tr("Accepted, open and rejected pages"))
        theme().changed.connect(self.update)

    def show_state(self, state: BatchSearch) -> None:
        """Show the state of a search."""
        self._state = state
        self.setAccessibleDescription(
            self.tr("{accepted} accepted, {open} open, {rejected} rejected").format(
                accepted=state.left, open=max(0, state.right - state.left), rejected=state.pages - state.right
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        state = self._state
        if state is None or not state.pages:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        wide = self.width() / state.pages
        gap = 1.0 if wide >= 5 else 0.0
        for first, end, color in (
            (0, state.left, "good"),
            (state.left, state.right, "line"),
            (max(state.left, state.right), state.pages, "wrong"),
        ):
            for page in range(first, end) if gap else ():
                box = QRectF(page * wide, 4, wide - gap, 6)
                painter.setBrush(theme().color(color))
                painter.setOpacity(0.45 if color == "good" and page not in state.seen else 1.0)
                painter.drawRoundedRect(box, 1.5, 1.5)
            if not gap and end > first:
                painter.setBrush(theme().color(color))
                painter.drawRect(QRectF(first * wide, 4, (end - first) * wide, 6))
        painter.setOpacity(1)
        if not state.finished and state.pages > 1:  # of a single page nothing needs to be told
            painter.setPen(QPen(theme().color("accent"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            side = max(wide - gap, 5.0) + 2
            left = min(max(state.page * wide - 1, 0.7), self.width() - side - 0.7)  # whole at both ends too
            painter.drawRoundedRect(QRectF(left, 1.5, side, 11), 2.5, 2.5)
        painter.end()


class _PageText(ElidedLabel):
    """What is said of a page, ending with the name of its class, which is shortened so that it stays distinct."""

    def __init__(self) -> None:
        super().__init__()
        self._name = ""

    def say(self, text: str, name: str = "") -> None:
        """Show a text, with the name of a class after it."""
        self._name = name
        self.setText(" · ".join(filter(None, (text, name))))
        self.update()

    def shown(self) -> str:
        before = self.text().removesuffix(self._name)
        room = self.width() - self.fontMetrics().horizontalAdvance(before)
        if not self._name or room < _NAME:
            return super().shown()
        return before + short_name(self._name, self.fontMetrics(), room).text


class BatchBar(QFrame):
    """The bar above the grid during a search.

    Signals:
        pressed: the answer: "right", "wrong", "switch", "stop", "seen", "all", or how many images to audit.
    """

    pressed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.strip = PagesStrip()
        self.text = _PageText()
        self.right = KeyButton(self.tr("Page is right"), "page_right", primary=True)
        self.wrong = KeyButton(self.tr("Not right"), "page_wrong")
        self.switch = KeyButton(self.tr("Page by page"), "gallop")
        self.stop = QPushButton(self.tr("Stop"))
        self.switch.setCheckable(True)
        self.switch.setProperty("role", "toggle")
        for button, name in (
            (self.right, "right"),
            (self.wrong, "wrong"),
            (self.switch, "switch"),
            (self.stop, "stop"),
        ):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setProperty("answer", name)
            button.clicked.connect(self._clicked)
            button.setMinimumHeight(button.sizeHint().height())  # otherwise a two-line hint would squeeze it
        self._answers = [self.right, self.wrong, self.switch]
        self._choices: list[QPushButton] = []
        above = self._above = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        above.setSpacing(8)
        above.addWidget(self.text, 1)
        self._row = QWidget()
        self._flow = FlowLayout(self._row, spacing=8)
        answers = QHBoxLayout()
        answers.setSpacing(8)
        for button in (*self._answers, self.stop):
            answers.addWidget(button)
        answers.addStretch()
        above.addLayout(answers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(8)
        layout.addLayout(above)
        layout.addWidget(self.strip)
        layout.addWidget(self._row)
        self._row.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the text and the buttons have no room beside each other, the buttons stand below."""
        super().resizeEvent(event)
        ways = QBoxLayout.Direction
        self._above.setDirection(ways.LeftToRight if self.width() >= _BESIDE else ways.TopToBottom)

    def show_state(self, state: BatchSearch, text: str, name: str) -> None:
        """Show which page is in view, and of which class, and ask for an answer."""
        self.strip.show_state(state)
        self.text.say(text, name)
        self.switch.setChecked(state.single)
        self._show_choices(())
        for button in self._answers:
            button.show()

    def show_audit(self, text: str) -> None:
        """Show that random images are being audited, and ask for the next step."""
        self.text.say(text)
        self._show_choices(())
        self.right.show()
        self.wrong.hide()
        self.switch.hide()

    def ask(self, state: BatchSearch, text: str, choices: Sequence[tuple[object, str]]) -> None:
        """Ask what to do with the result; the first choice is the primary button."""
        self.strip.show_state(state)
        self.text.say(text)
        for button in self._answers:
            button.hide()
        self._show_choices(choices)

    def _show_choices(self, choices: Sequence[tuple[object, str]]) -> None:
        for button in self._choices:
            self._flow.removeWidget(button)
            button.deleteLater()
        self._choices = []
        for number, (answer, text) in enumerate(choices):
            button = QPushButton(text)
            button.setProperty("role", "" if number else "primary")
            button.setProperty("answer", answer)
            button.clicked.connect(self._clicked)
            self._flow.addWidget(button)
            self._choices.append(button)
        self._row.setVisible(bool(self._choices))

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.pressed.emit(button.property("answer"))
