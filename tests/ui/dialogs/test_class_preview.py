"""The classes that a new project takes from folders: which are suggested, and how they are shown."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectDialog
from tests.jobs.files import draw


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


@pytest.mark.parametrize(
    ("names", "labels"),
    [(("JPEGImages",), "none"), (("one", "_unlabeled"), "none"), (("one", "two"), "folders"), ((".",), "none")],
)
def test_one_folder_alone_is_not_taken_for_a_class_unless_the_person_says_so(
    names: tuple[str, ...], labels: str, qtbot: QtBot, tmp_path: Path
) -> None:
    for number, name in enumerate(names):
        draw(tmp_path / "images" / name / f"{number}.png", number)
    dialog = NewProjectDialog(tmp_path / "images", None)
    qtbot.addWidget(dialog)
    chosen = {"folders": dialog._folders, "none": dialog._nothing}
    assert [name for name, button in chosen.items() if button.isChecked()] == [labels]
    assert dialog._folders.isEnabled() is (names != (".",))
