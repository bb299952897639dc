"""Taking the names of several classes at once, typed or pasted as a list."""

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

_LINES = 2  # lines of the field


class NamesField(QPlainTextEdit):
    """Takes names separated by commas, or one name per line; Enter finishes the former, an empty line the latter.

    Signals:
        changed: the names have changed.
        done: the list is finished.
    """

    changed = Signal()
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(self.tr("for example: empty, bird, fox"))
        self.setAccessibleName(self.tr("Names of the classes"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(_LINES * self.fontMetrics().lineSpacing() + 22)
        self.textChanged.connect(self.changed)

    def names(self) -> list[str]:
        """Return the current names, each once."""
        return names_in(self.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as the end of a list in one line; of names in lines, an empty line is the end.

        Who types one name after another with Enter would else go on typing on the page, where letters are keys.
        """
        plain = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        ends = len(names_in(self.toPlainText())) > 1 and self.blockCount() == 1
        ends = ends or not self.textCursor().block().text().strip()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and ends:
            self.done.emit()
        else:
            super().keyPressEvent(event)


def names_in(text: str) -> list[str]:
    """Return the class names of a typed or pasted list, in order, each once.

    In a text of several lines each line is a name, including its commas; in a single line commas and semicolons
    separate names. Tabs always do (a table row), and list markers are dropped.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    parts = re.split(r"\t", "\t".join(lines)) if len(lines) > 1 else re.split(r"[,;\t]", text)
    names = [" ".join(re.sub(r"^\s*[-–•*]\s+", "", part).strip("\"' ").split()) for part in parts]
    return list(dict.fromkeys(filter(None, names)))
