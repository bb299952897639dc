"""A question before something that no undo takes back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask(
    parent: QWidget,
    title: str,
    text: str,
    verb: str,
    then: Callable[[], object],
    otherwise: Callable[[], object] | None = None,
) -> None:
    """Ask whether to do something, without waiting for the answer; Enter and Esc leave it alone.

    Args:
        parent: the widget that the question is above.
        title: the title of the window.
        text: what is lost and what is kept.
        verb: the button that does it.
        then: what it does.
        otherwise: what to do if it is left alone.
    """
    box = QMessageBox(QMessageBox.Icon.Question, title, text, QMessageBox.StandardButton.Cancel, parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    box.addButton(verb, QMessageBox.ButtonRole.AcceptRole).clicked.connect(partial(_do, then))
    if otherwise is not None:
        box.rejected.connect(partial(_do, otherwise))
    box.open()


def _do(then: Callable[[], object], *_: object) -> None:
    then()
