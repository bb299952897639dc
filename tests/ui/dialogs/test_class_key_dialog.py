"""The key of a class, asked for in a dialog."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.class_key_dialog import ClassKeyDialog


def test_a_dialog_grows_with_what_it_has_to_say(qtbot: QtBot, open_new: Callable[..., OpenProject]) -> None:
    project = open_new(["a.png"], classes=("Fly",))
    dialog = ClassKeyDialog(project.classes[0], project.classes, None)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    small = dialog.height()
    QTest.keyClick(dialog, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: dialog.height() > small)
    says = dialog.says
    assert says.text() == "This is the key of “Not this class (Suggestions: mark it as wrong)”. Choose another one."
    qtbot.waitUntil(lambda: says.height() >= says.heightForWidth(says.width()))
