"""Names and folders that are too long for the disk get a sentence while they are typed, and in the end."""

import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler import cli
from desktop_labeler.ui.dialogs.exchange.classify_dialog import ClassifyDialog
from desktop_labeler.ui.dialogs.new_project_dialog import place_problem
from desktop_labeler.ui.widgets.new_place import NewPlace


@pytest.mark.parametrize("stem", ["a" * 240, "ä" * 120, "a" * 258])
def test_a_name_that_is_too_long_is_refused_in_words(
    stem: str, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    images = tmp_path / "images"
    images.mkdir()
    place = tmp_path / f"{stem}.labeler"
    assert place_problem(place) == "This name is too long. Choose a shorter one."
    assert cli.run(["new", str(place), str(images)]) == 1
    assert re.search(r"The name .* is too long.*Choose a shorter", capsys.readouterr().err)
    assert list(tmp_path.iterdir()) == [images]
    dialog = ClassifyDialog(None, None)
    qtbot.addWidget(dialog)
    dialog.out.setText(str(place.with_suffix(".csv")))
    assert dialog.hint.text() == "This name is too long. Choose a shorter one."
    field = NewPlace("Export")
    qtbot.addWidget(field)
    field.field.setText(str(tmp_path / (stem * 2)))
    assert field.problem() == "This name is too long. Choose a shorter one."


def test_a_folder_whose_name_is_too_long_is_just_not_there(qtbot: QtBot, tmp_path: Path) -> None:
    long = tmp_path / ("a" * 300)
    assert place_problem(long / "p.labeler").startswith("There is no folder")
    dialog = ClassifyDialog(None, None)
    qtbot.addWidget(dialog)
    for field in (dialog.model, dialog.folder):
        field.setText(str(long))
        assert dialog.hint.text().startswith("There is no such")
        field.setText("")
    dialog.out.setText(str(long / "out.csv"))
    assert dialog.hint.text().startswith("The table cannot be written there.")


def test_a_name_that_just_fits_makes_a_project(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    place = tmp_path / f"{'a' * (247 - len('.labeler'))}.labeler"
    assert place_problem(place) == ""
    assert cli.run(["new", str(place), str(tmp_path / "images")]) == 0
    assert cli.run(["info", str(place)]) == 0
