"""The notices in the bar at the bottom: the newest is shown, the ones before it wait behind it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop_labeler.ui.core.notice import Notice
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.basics import set_role
from desktop_labeler.ui.widgets.key_button import ElidedLabel

_SECONDS = 20  # that a notice stays which does not last
_HIGH = 28  # pixels, in a bar of 34
_MOST = 20  # that wait


class NoticeStrip(QFrame):
    """One notice at a time, at a fixed place: nothing moves when it comes or goes, and no key goes to it.

    Signals:
        changed: another notice is shown, or none.
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
        self._end = QTimer(self, singleShot=True, interval=_SECONDS * 1000)
        self._end.timeout.connect(self._over)
        theme().changed.connect(self._tint)
        self._tint()
        self._show()

    @property
    def notice(self) -> Notice | None:
        """What is shown now."""
        return self._notices[-1] if self._notices else None

    def tell(self, notice: Notice) -> None:
        """Show a notice. One that does not last takes the place of another such: what came last counts."""
        kept = [one for one in self._notices if one.text != notice.text and (one.lasts or notice.lasts)]
        self._notices = [*kept, notice][-_MOST:]
        self._show()

    def clear(self) -> None:
        """The project is closed: what was about it goes."""
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
        if self.isAncestorOf(self.focusWidget() or self) and self.focusWidget() is not None and self.button.hasFocus():
            self._end.start()  # the person has gone to its button by keys
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
