"""The notices in the bar at the bottom: the newest is shown, earlier ones wait behind it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.basics import set_role
from desktop_labeler.ui.widgets.key_button import ElidedLabel

SECONDS = 20  # how long a transient notice is shown
_HIGH = 28  # pixels high, in a bar of 34
_MOST = 20  # notices that can wait


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
        self.text = ElidedLabel()
        self.text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.button.setProperty("role", "strip")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self._do)
        self.away = QToolButton()
        self.away.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.away.setAccessibleName(self.tr("Close the notice"))
        self.away.setToolTip(self.away.accessibleName())
        self.away.clicked.connect(self._decline)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 1, 2, 1)
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
            self.text.setText(notice.text)
            self.text.setAccessibleName(notice.text)
            set_role(self.text, notice.tone)
            self.button.setText(notice.button)
            self.button.setVisible(bool(notice.button))
            if any(not one.lasts for one in self._notices):
                self._end.start()
        self.changed.emit()

    def _tint(self) -> None:
        self.away.setIcon(theme().icon("close"))
