"""The commands that use a classifier outside of its project."""

import json
from pathlib import Path

import pytest

from desktop_labeler import cli
from tests.jobs.classifiers.classifying import CLASSES, classifier_project, draw_colour, new_folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return classifier_project(tmp_path / "p")


def test_predict_says_what_the_contract_asks(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = new_folder(tmp_path / "new", 6), tmp_path / "out.csv"
    (folder / "bad.png").write_bytes(draw_colour(folder / "bad.png", "red", 3).read_bytes()[:60])
    words = ["predict", str(project), str(folder), str(out), "--top", "2", "--device", "cpu"]
    assert cli.run([*words, "--json"]) == 0
    value = json.loads(capsys.readouterr().out)
    assert (value["images"], value["out"], value["model"]) == (6, out.as_posix(), "colours")
    assert [bad["path"] for bad in value["skipped"]] == ["bad.png"]
    assert set(value["classes"]) == set(CLASSES)
    assert sum(value["counts"].values()) == 6
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "rel_path,class,probability,second,second_probability,unlike_all,problem"
    assert len(lines) == 1 + 7
    assert cli.run(words) == 1
    assert "exists already" in capsys.readouterr().err
    assert cli.run([*words[:-4], "--top", "11"]) == 2
