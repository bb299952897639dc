"""Learning from the images on the command line, on a folder of sixty."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from desktop_labeler import cli
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers.finetune_plan import last_judgement
from tests.jobs.classifiers import finetunes
from tests.jobs.training.trainings import SMALL, make
from tests.ml.finetune.tails import pictures

Run = Callable[..., dict[str, object]]
_QUICK = ("--from", "none", "--architecture", SMALL, "--device", "cpu")


def test_pretrain_says_whether_it_helped(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    project = make(tmp_path)
    found = run("pretrain", project, "--epochs", 2, *_QUICK)
    for which in ("before", "after"):
        figures = found[which]
        assert isinstance(figures, dict)
        assert 0 <= figures["knn_agreement"] <= 1
        assert 0 <= figures["cv_accuracy"] <= 1
    assert isinstance(found["kept"], bool)
    assert found["kept"] is (found["verdict"] == "better")
    assert float(str(found["seconds"])) > 0
    assert float(str(found["views_per_second"])) > 0
    assert (found["images"], found["labels"], found["ended"]) == (60, 60, "done")
    listed = run("backbones")["backbones"]
    assert isinstance(listed, list)
    assert {"name": found["backbone"], "kind": "trained"}.items() <= next(
        entry for entry in listed if entry["name"] == found["backbone"]
    ).items()
    used = run("backbones", "use", project, found["backbone"], "--device", "cpu")
    assert used["notes"] == [f"{found['backbone']} is in use: 60 images, 0 of them seen now."]
    assert run("info", project)["backbone"] == found["backbone"]
    assert cli.run(["pretrain", str(project), "--minutes", "0.02", "--keep", "no", *_QUICK]) == 0
    said = capsys.readouterr().out
    assert "neighbours agree" in said
    assert "backbones use PROJECT" in said


@pytest.mark.parametrize(
    "words",
    [
        ["--minutes", "0"], ["--minutes", "soon"], ["--epochs", "-1"], ["--minutes", "1", "--epochs", "1"],
        ["--method", "magic"], ["--keep", "perhaps"],
    ],
)  # fmt: skip
def test_wrong_usage(tmp_path: Path, words: list[str]) -> None:
    assert cli.run(["pretrain", str(tmp_path / "p.labeler"), *words]) == 2


def test_what_cannot_be_done_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = make(tmp_path, 3)
    assert cli.run(["pretrain", str(project), *_QUICK]) == 1
    assert "at least 4 are needed" in capsys.readouterr().err
    assert cli.run(["pretrain", str(project), "--from", "built-in"]) == 1
    assert "cannot be trained further" in capsys.readouterr().err
    assert cli.run(["backbones", "use", str(project), "nobody"]) == 1
    assert "no backbone or weight file" in capsys.readouterr().err


def test_finetune_says_whether_it_is_better(tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    project = finetunes.make(tmp_path)
    quick = ("--minutes", "0.02", "--device", "cpu")
    found = run("finetune", project, "--keep", "yes", *quick)
    for which in ("before", "after", "joined"):
        figures = found[which]
        assert isinstance(figures, dict)
        assert 0 <= figures["low"] <= figures["accuracy"] <= figures["high"] <= 1
    assert (found["kept"], found["labels"], found["classes"], found["images"]) == (True, 24, 3, 30)
    assert float(str(found["seconds"])) > 0
    run("round", project)
    said = run("suggest", project)["images"]
    assert isinstance(said, list)
    assert len(said) == 6
    assert cli.run(["finetune", str(project), "--keep", "no", "--train", "head", *quick]) == 0
    text = capsys.readouterr().out
    assert "Right on 24 labels that it had not seen" in text
    assert "suggestions stay as they are" in text


def test_images_added_later_are_classified_as_soon_as_they_are_embedded(
    tmp_path: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    project = finetunes.make(tmp_path)
    run("finetune", project, "--keep", "yes", "--minutes", "0.02", "--device", "cpu")
    Image.fromarray(pictures(41)[40]).save(tmp_path / "images" / "added.png")
    run("rescan", project)
    assert run("round", project)["unclassified"] == 1
    assert cli.run(["round", str(project)]) == 0
    said = capsys.readouterr().out
    assert "The classifier trained here says nothing about 1 image yet, added or changed since." in said
    assert f"embed {project}" in said
    assert (found := run("embed", project, "--device", "cpu"))["classified"] == 1, found
    assert run("round", project)["unclassified"] == 0
    Image.fromarray(pictures(42)[41]).save(tmp_path / "images" / "later.png")
    run("rescan", project)
    assert cli.run(["embed", str(project), "--device", "cpu"]) == 0
    assert "The classifier trained here has classified 1 image that it had not seen." in capsys.readouterr().out


def test_labels_of_one_group_cannot_be_judged(tmp_path: Path, run: Run) -> None:
    """No label can be held out from the others: nothing is said, and what is printed is JSON for every reader."""
    project = finetunes.make(tmp_path)
    with Project(project) as opened, opened.transaction() as db:
        db.execute("UPDATE image SET group_name = 'slide'")
    found = run("finetune", project, "--minutes", "0.02", "--device", "cpu")
    assert (found["verdict"], found["kept"], found["compared"], found["gain"]) == ("unknown", False, 0, None)
    assert "Infinity" not in json.dumps(found)
    with Project(project, "read") as opened:
        known = last_judgement(opened)
    assert known is not None
    assert known[0].verdict == "unknown"


@pytest.mark.parametrize("words", [["--minutes", "0"], ["--keep", "perhaps"], ["--minutes", "nan"], ["--train", "it"]])
def test_what_finetune_does_not_take_is_wrong_usage(tmp_path: Path, words: list[str]) -> None:
    assert cli.run(["finetune", str(tmp_path / "p.labeler"), *words]) == 2
