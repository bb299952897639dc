"""The notices in the bar at the bottom: the newest is shown, earlier ones wait behind it."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QTextLayout
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.theme import small_font, theme
from desktop_labeler.ui.widgets.basics import set_role

SECONDS = 20  # how long a transient notice is shown
_HIGH = 32  # pixels high, in a bar of 34
_MOST = 20  # notices that can wait


class NoticeText(QLabel):
    """A text of one line, or of two where it is too long for the room; the whole text is its tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def say(self, text: str) -> None:
        """Show a text."""
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(20, super().minimumSizeHint().height())

    def wanted(self, lines: int) -> int:
        """Return the width in pixels with which the text fits into one line or two."""
        if lines == 1:
            return self.sizeHint().width()
        small = QFontMetrics(self._small())
        whole, words = small.horizontalAdvance(self.text()), self.text().split()
        return whole // 2 + max((small.horizontalAdvance(word) for word in words), default=0) + 2

    def lines(self) -> list[str]:
        """Return the text as it is shown: in the usual size if it fits into one line, else smaller in up to two."""
        text = self.text()
        if self.fontMetrics().horizontalAdvance(text) <= self.width():
            return [text]
        small = QFontMetrics(self._small())
        layout = QTextLayout(text, self._small())
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(self.width())
        layout.endLayout()
        first, rest = text[: line.textLength()].rstrip(), text[line.textLength() :]
        return [first, small.elidedText(rest, Qt.TextElideMode.ElideRight, self.width())] if rest else [first]

    def paintEvent(self, event: QPaintEvent) -> None:
        lines = self.lines()
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        if len(lines) > 1 or self.fontMetrics().horizontalAdvance(self.text()) > self.width():
            painter.setFont(self._small())
        high = self.height() / len(lines)
        for number, line in enumerate(lines):
            place = QRectF(0, number * high, self.width(), high)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
        painter.end()

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(small_font(QApplication.font()) * 0.94)
        return font


class NoticeStrip(QFrame):
    """Shows one notice at a fixed place: it moves no other widget and takes no keyboard focus.

    Signals:
        changed: another notice, or none, is shown now.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setMaximumHeight(_HIGH)
        self._notices: list[Notice] = []
        self.text = NoticeText()
        self.button = QPushButton()
        self.button.setProperty("role", "strip")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._do)
        self.away = QToolButton()
        self.away.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.away.setAccessibleName(self.tr("Close the notice"))
        self.away.setToolTip(self.away.accessibleName())
        self.away.clicked.connect(self._decline)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 2, 0)
        row.setSpacing(8)
        for widget in (self.text, self.button, self.away):
            row.addWidget(widget)
        self._end = QTimer(self, singleShot=True, interval=SECONDS * 1000)
        self._end.timeout.connect(self._over)
        theme().changed.connect(self._tint)
        self._tint()
        self._show()

    @property
    def notice(self) -> Notice | None:
        """The notice that is shown now."""
        return self._notices[-1] if self._notices else None

    def tell(self, notice: Notice) -> None:
        """Show a notice; a transient one replaces an earlier transient one."""
        kept = [one for one in self._notices if one.text != notice.text and (one.lasts or notice.lasts)]
        self._notices = [*kept, notice][-_MOST:]
        self._show()

    def review(self) -> None:
        """Remove for good what no longer holds, also if another notice covers it."""
        kept = [one for one in self._notices if one.holds is None or one.holds()]
        if len(kept) < len(self._notices):
            self._notices = kept
            self._show()

    def wanted(self, *, lines: int) -> int:
        """Return the width in pixels with which the text fits into one line or two."""
        rest = self._row.sizeHint().width() - self.text.sizeHint().width()
        return rest + self.text.wanted(lines)

    def clear(self) -> None:
        """Remove the notices about a project that was closed."""
        self._notices = [one for one in self._notices if one.everywhere]
        self._show()

    def _do(self) -> None:
        notice = self._notices.pop()
        self._show()
        if notice.does is not None:
            notice.does()

    def _decline(self) -> None:
        notice = self._notices.pop()
        self._show()
        if notice.declined is not None:
            notice.declined()

    def _over(self) -> None:
        if self.button.hasFocus() or not self.isActiveWindow():
            self._end.start()  # the person has moved the keyboard focus to its button, or works in another window
            return
        self._notices = [one for one in self._notices if one.lasts]
        self._show()

    def _show(self) -> None:
        notice = self.notice
        self._end.stop()
        self.setVisible(notice is not None)
        if notice is not None:
            self.text.say(notice.text)
            set_role(self.text, notice.tone)
            self.button.setText(notice.button)
            self.button.setVisible(bool(notice.button))
            if any(not one.lasts for one in self._notices):
                self._end.start()
        self.changed.emit()

    def _tint(self) -> None:
        self.away.setIcon(theme().icon("close"))
