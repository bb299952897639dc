"""What `label` and `import` say of a table: what it holds, and what it leaves as it is."""

import json
from pathlib import Path

import pytest

from desktop_labeler.__main__ import main
from desktop_labeler.data.decisions.classes import add_classes, delete_class, merge_classes
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.project.project_file import Project
from tests.making import ME, label_images, make_project

A_FEW = ["a.png", "b.png", "c.png"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with make_project(tmp_path / "p.labeler", A_FEW) as project:
        label_images(project, ["cat", "dog", None])
    return tmp_path / "p.labeler"


def _table(path: Path, *lines: str) -> str:
    file = path.with_name("said.csv")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(file)


@pytest.mark.parametrize("command", [("label", "--by", "Ann", "--from"), ("import", "--format", "csv")])
def test_a_table_of_notes_alone_is_said_to_hold_notes(
    path: Path, command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    table = _table(path, "rel_path,note", *(f"{name},seen" for name in A_FEW))
    first, *rest = command
    assert main([first, str(path), *rest, table, "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("said.csv has 3 notes for 3 images; 3 images would change.\n")
    assert main([first, str(path), *rest, table]) == 0
    assert capsys.readouterr().out.startswith("said.csv has 3 notes for 3 images; 3 images changed.\n")
    with Project(path, "read") as project:
        assert str(read_history(project)[0].what) == "Groups and notes of 3 images from said.csv"


def test_rows_without_a_label_are_counted(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _table(path, "rel_path,label,state,note", "a.png,,,x", "b.png,,,", "c.png,dog,,")
    assert main(["label", str(path), "--by", "Ann", "--from", table]) == 0
    said = capsys.readouterr().out
    assert "said.csv has 1 label and 1 note for 2 images; 2 images changed." in said
    assert "2 images have no label in the file; their labels stay as they are." in said
    assert main(["label", str(path), "--by", "Ann", "--from", _table(path, "rel_path,label", "a.png,"), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["notes"] == ["1 image has no label in the file; its label stays as it is."]
    assert not any(found["given"].values())


def test_an_answer_without_a_class_is_counted_by_its_state(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = _table(path, "rel_path,label,state", "a.png,,unsure", "b.png,cat,", "c.png,,excluded")
    assert main(["label", str(path), "--by", "Ann", "--from", table]) == 0
    assert "said.csv has 1 label, 1 unsure and 1 excluded for 3 images" in capsys.readouterr().out


def test_answers_that_the_rule_keeps_aside_are_not_said_to_be_the_labels(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["people", str(path), "--rule", "first"]) == 0
    capsys.readouterr()
    table = _table(path, "rel_path,label", "a.png,dog", "b.png,dog")
    for words in (["--dry-run"], []):
        assert main(["label", str(path), "--by", "Bob", "--from", table, *words]) == 0
        said = capsys.readouterr().out
        assert "become" not in said
        assert said.count("because the first answer counts") == 1
        assert "0 images would change" in said or "0 images changed" in said


def test_a_class_that_is_gone_is_said_to_come_again(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Project(path) as project:
        owl = add_classes(project, ["owl"], ME)["owl"]
        by_name = {label.name: label for label in project.classes()}
        merge_classes(project, by_name["cat"], by_name["dog"], ME)
        delete_class(project, next(label for label in project.classes() if label.id == owl), ME)
    table = _table(path, "rel_path,label", "a.png,cat", "c.png,owl")
    assert main(["label", str(path), "--by", "Ann", "--from", table, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "cat was merged into dog in this project; these labels make it a class again." in said
    assert "owl was deleted in this project; these labels make it a class again." in said
