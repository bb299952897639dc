"""Where something new goes: a free name is suggested, and what nothing can be made at is refused in words."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_labeler.ui.widgets.new_place import NewPlace


def test_only_a_place_where_something_can_be_made_is_right(qtbot: QtBot, tmp_path: Path) -> None:
    images = tmp_path / "images"
    images.mkdir()
    place = NewPlace("New file", suffix=".csv", folders=[images])
    qtbot.addWidget(place)
    place.suggest(tmp_path, "list")
    assert place.path == tmp_path / "list.csv"
    assert place.problem() == ""
    place.path.touch()
    assert "already exists" in place.problem()
    place.suggest(tmp_path, "list")
    assert place.path == tmp_path / "list 2.csv"
    for text, problem in (
        ("", "Enter a name"),
        (str(tmp_path / "list.txt"), "ends with .csv"),
        (str(tmp_path / "nowhere" / "list.csv"), "cannot be made there"),
        (str(images / "list.csv"), "folder of images"),
    ):
        with qtbot.waitSignal(place.changed):
            place.field.setText(text)
        assert problem in place.problem()
    place.suggest(images, "list")
    assert place.path.parent == Path.home()
