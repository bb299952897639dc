"""The dialog that gives a class a free key."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.core.keys import class_key, key_map, key_names, shown_key
from desktop_labeler.ui.widgets.basics import Sheet, allow, label, set_role

_NOT = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)


class ClassKeyDialog(Sheet):
    """Waits for a key press, says what already has that key, and accepts it if it is free.

    Signals:
        chosen: the portable name of the key; empty for none.
    """

    chosen = Signal(str)

    def __init__(self, of: LabelClass, classes: Sequence[LabelClass], parent: QWidget | None) -> None:
        super().__init__(parent)
        self._of, self._classes, self._key = of, classes, of.key or ""
        self.head(
            self.tr("Key of “{name}”").format(name=of.name),
            self.tr("Press the key for this class: a digit or a letter, also with Shift, or a function key."),
        )
        self.key = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        set_role(self.key, "heading")
        self.says = label("", "quiet", wrap=True)
        self.content.addWidget(self.key)
        self.content.addWidget(self.says)
        self.add_button(self.tr("No key"), self._none)
        self.add_button(self.tr("Cancel"), self.reject)
        self.give = self.add_button(self.tr("Give it this key"), self._give, primary=True)
        self._show()
        self.grow(440)
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter) or control or event.key() in _NOT:
            super().keyPressEvent(event)
            return
        self._key = class_key(event) or key_names(event)[0]
        self._show()

    def _show(self) -> None:
        self.key.setText(shown_key(self._key) or "–")
        taken = key_map().why_not(self._key, self._of, self._classes) if self._key else ""
        text = self.tr("This is the key of “{what}”. Choose another one.").format(what=taken) if taken else ""
        self.says.setText(text)
        set_role(self.says, "care" if taken else "quiet")
        allow(
            self.give, text or ("" if self._key and self._key != self._of.key else self.tr("Press another key first."))
        )

    def _none(self) -> None:
        self.accept()
        self.chosen.emit("")

    def _give(self) -> None:
        self.accept()
        self.chosen.emit(self._key)
