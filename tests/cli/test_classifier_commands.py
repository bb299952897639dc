"""The commands that use a classifier outside of its project."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

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


def test_pictures_of_something_else_are_marked_by_images_without_labels_too(project: Path, tmp_path: Path) -> None:
    new_folder(project.parent / "images" / "more", 60)
    for words in (["rescan", str(project)], ["embed", str(project), "--device", "cpu"]):
        assert cli.run(words) == 0
    for number in range(24):
        board = np.indices((30, 40)).sum(axis=0) // (2 + number % 5) % 2 * 255
        (tmp_path / "else").mkdir(exist_ok=True)
        Image.fromarray(board.astype(np.uint8)).save(tmp_path / "else" / f"{number}.png")
    new_folder(tmp_path / "alike", 160)
    exported = tmp_path / "exported"
    assert cli.run(["export-model", str(project), str(exported)]) == 0

    def marks(model: Path, folder: str) -> list[str]:
        out = tmp_path / f"{model.stem} {folder}.csv"
        assert cli.run(["predict", str(model), str(tmp_path / folder), str(out), "--device", "cpu"]) == 0
        with out.open(encoding="utf-8-sig", newline="") as stream:
            return [row["unlike_all"] for row in csv.DictReader(stream)]

    assert marks(project, "else") == marks(exported, "else") == ["1"] * 24
    alike = marks(project, "alike")
    assert alike == marks(exported, "alike")
    assert alike.count("1") <= 0.06 * len(alike)  # three in a hundred are promised
    card = " ".join((exported / "README.md").read_text(encoding="utf-8").split())
    assert "1% of them lie farther from the others" in card
    assert "2% of the labels are below that too" in card
