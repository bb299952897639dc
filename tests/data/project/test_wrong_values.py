"""Wrong values in a project's rows: every command and the window end in a sentence that names them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desktop_labeler import cli
from desktop_labeler.data.project import wrong_values
from desktop_labeler.data.project.wrong_values import explained
from desktop_labeler.ui.core import errors
from tests.making import label_images, make_project

_DEEP = '{"a":' * 5000

WRONG = {
    "image.state": 9,
    "image.source": -1,
    "image.class_id": 7,
    "image.folder_id": 7,
    "image.rejected": "1 x",
    "class.color": "red",
    "class.shape": "cat",
    "decision.time": "never",
    "decision.reverts": 99,
    "setting.value": _DEEP,
    "folder.prefix": "../",
    "array.shape": "[5]",
    "array.dtype": "O",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with labels, a setting and an array."""
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"]) as project:
        label_images(project, ["cat", "dog"])
        project.save_setting("round", 1)
        with project.transaction() as db:
            db.execute("INSERT INTO array VALUES ('x', 0, '<f4', '[2]', '{}', ?)", (bytes(8),))
    return tmp_path / "p.labeler"


def _spoil(path: Path, place: str, value: object) -> None:
    table, _, column = place.partition(".")
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"UPDATE {table} SET {column} = ?", (value,))
        db.commit()


def test_a_project_as_the_program_writes_it_holds_none(path: Path) -> None:
    assert explained(path) is None
    assert explained(path.with_name("none.labeler")) is None
    assert not path.with_name("none.labeler").exists()


def test_what_is_not_there_is_not_wrong_even_beside_empty_tables(tmp_path: Path) -> None:
    make_project(tmp_path / "p.labeler", ["a.png", "b.png"]).close()  # no class, no decision, no label
    assert explained(tmp_path / "p.labeler") is None
    with closing(sqlite3.connect(tmp_path / "p.labeler")) as db:
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("UPDATE image SET class_id = 7, decided = 7 WHERE id = 1")
        db.commit()
    assert all(name in str(explained(tmp_path / "p.labeler")) for name in ("image.class_id", "image.decided"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("backbone", "[[]]"),
        ("backbone", '"x"'),
        ("display_range", '["image", 1e999, 0]'),
        ("display_range", '["image", true, 0]'),
        ("audit", '{"images": ["x"]}'),
        ("audits", "[3]"),
        ("unfinished", '["embed"]'),
        ("round", "true"),
        ("new_project", "{}"),
    ],
)
def test_a_setting_of_another_kind_is_named(path: Path, name: str, value: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))
        db.commit()
    assert f"(setting.{name})" in str(explained(path))


@pytest.mark.parametrize("place", WRONG)
def test_it_is_named(path: Path, place: str) -> None:
    _spoil(path, place, WRONG[place])
    error = explained(path)
    assert error is not None
    assert place in str(error)
    assert "Nothing was changed" in str(error)


@pytest.mark.parametrize("place", WRONG)
def test_every_command_ends_in_a_sentence(path: Path, place: str, capsys: pytest.CaptureFixture[str]) -> None:
    _spoil(path, place, WRONG[place])
    out = str(path.with_name("out.csv"))
    for words in (["info"], ["history"], ["undo"], ["next"], ["suggest"], ["rescan"], ["audit", "status"]):
        assert cli.run([words[0], str(path), *words[1:]]) in (0, 1)
    assert cli.run(["export", str(path), out, "--format", "csv"]) in (0, 1)
    told = capsys.readouterr().err
    assert "Something unexpected" not in told
    assert "Traceback" not in told


def test_the_window_says_it_too(path: Path) -> None:
    _spoil(path, "image.state", 9)
    errors.explain_by(path)
    try:
        assert "image.state" in errors.sentence(ValueError("9 is not a valid State"))
    finally:
        errors.explain_by(None)
    assert "unexpected" in errors.sentence(ValueError("9 is not a valid State"))


def test_the_conditions_are_about_columns_that_there_are(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        for table, columns in wrong_values._WRONG.items():
            there = {row[1] for row in db.execute(f"PRAGMA table_info({table})")}
            assert set(columns) <= there, table
