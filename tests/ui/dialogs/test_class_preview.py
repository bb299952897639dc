"""The preview of the classes in a new project takes the height of its lines, no more and no less."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectDialog


@pytest.mark.parametrize("name", ["cat", "Diatoms and blue-greens of the lower Danube near Melk, morphotype"])
def test_the_preview_is_as_high_as_its_lines(qtbot: QtBot, tmp_path: Path, name: str) -> None:
    """Three lines had the height of five, which made the dialog scroll on a small screen."""
    for number in range(12):
        (folder := tmp_path / "images" / f"{name} {number}" / "day 1").mkdir(parents=True)
        (folder / "a.png").touch()
    dialog = NewProjectDialog(tmp_path / "images", None)
    qtbot.addWidget(dialog)
    dialog.show()
    shown = dialog.preview
    qtbot.waitUntil(lambda: shown.height() == shown.heightForWidth(shown.width()))
    level = next(box for box in dialog.findChildren(QComboBox) if box.count() > 2)
    for at in range(level.count()):  # another level of folders gives other classes, in more or fewer lines
        level.setCurrentIndex(at)
        qtbot.waitUntil(lambda: shown.height() == shown.heightForWidth(shown.width()))
