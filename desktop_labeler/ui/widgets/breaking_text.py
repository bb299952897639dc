"""Long names in narrow places: names of files without a space break over lines, and are copied as they are."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMenu, QWidget

BREAK = "\u200b"  # a zero-width space, at which Qt breaks lines; in data, `messages.visible` has made it a number
_LONG = re.compile(r"[^\s\u200b]{20,}")  # shorter runs fit into the narrowest panel
_AFTER = re.compile(r"([_.,;:=#+&@)\]]|[^_.,;:=#+&@)\]]{16})(?=.)")


def breakable(text: str) -> str:
    """Return text in which long runs without a space can break: after a sign, or else after 16 letters."""
    return _LONG.sub(lambda found: _AFTER.sub(rf"\1{BREAK}", found[0]), text)


class SelectableText(QLabel):
    """Rich text made of `breakable` parts: it can be selected, and is copied without the places where it may break."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, wordWrap=True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def copy(self) -> None:
        """Copy what is selected."""
        if self.hasSelectedText():
            QGuiApplication.clipboard().setText(self.selectedText().replace(BREAK, ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            event.accept()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Copy"), self.copy).setEnabled(self.hasSelectedText())
        menu.popup(event.globalPos())
