"""The commands of the model, on a project that a person would call a toy."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_labeler import cli
from desktop_labeler.cli import round_commands
from desktop_labeler.data.computed.embeddings import append_vectors, use_backbone
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ml.backbones.backbone_registry import backbones_dir
from desktop_labeler.paths import data_dir

Run = Callable[..., dict[str, object]]
_CLASSES = 3
_EACH = 20


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    """Three classes of easy vectors; half of the images labelled, one of them wrong."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(_CLASSES * _EACH):
        Image.new("L", (8, 8), number).save(folder / f"{number:02}.png")
    path = tmp_path / "p.labeler"
    run("new", path, folder, "--labels", "none", "--classes", "a,b,c")
    rng = np.random.default_rng(3)
    vectors = np.eye(16)[np.arange(_CLASSES * _EACH) % _CLASSES] + rng.normal(0, 0.1, (_CLASSES * _EACH, 16))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with Project(path) as opened:
        append_vectors(opened, "toy", np.arange(1, len(vectors) + 1), vectors.astype(np.float16))
        use_backbone(opened, "toy", "toy")
    lines = [f"{number:02}.png,{'abc'[number % 3]},labelled" for number in range(0, 60, 2)]
    lines[0] = "00.png,b,labelled"
    (tmp_path / "t.csv").write_text("rel_path,label,state\n" + "\n".join(lines) + "\n")
    run("label", path, "--from", tmp_path / "t.csv", "--by", "Ann")
    return path


def test_before_the_first_round_the_commands_say_so(
    project: Path, capsys: pytest.CaptureFixture[str], run: Run
) -> None:
    for words in (["suggest"], ["suspects"], ["duplicates"], ["outliers"]):
        assert cli.run([*words, str(project)]) == 1
        assert "no round yet" in capsys.readouterr().err
    images = run("next", project, "-n", 4)["images"]  # the embedding is enough to begin
    assert isinstance(images, list)
    assert len({image["path"] for image in images}) == 4
    assert cli.run(["next", str(project), "-n", "4"]) == 0
    assert capsys.readouterr().out.split() == [image["path"] for image in images]  # no confidences that say nothing


def test_a_round_and_what_it_found(project: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    found = run("round", project)
    assert (found["round"], found["suggested"], found["not_embedded"]) == (1, 30, 0)
    assert run("info", project)["round"] == 1
    suggested = run("suggest", project)["images"]
    assert isinstance(suggested, list)
    assert len(suggested) == 30
    for image in suggested:
        assert image.keys() >= {"id", "path", "suggestion", "confidence"}
        assert image["suggestion"] == "abc"[int(image["path"][:2]) % 3]
    only = run("suggest", project, "--class", "b", "-n", 5)["images"]
    assert isinstance(only, list)
    assert [image["suggestion"] for image in only] == ["b"] * 5
    doubted = run("suspects", project)["images"]
    assert isinstance(doubted, list)
    assert len(doubted) == 30  # without -n every label that is not confirmed
    assert (doubted[0]["path"], doubted[0]["given"], doubted[0]["expected"]) == ("00.png", "b", "a")
    assert doubted[0]["in_doubt"]
    assert [image["path"] for image in doubted if image["in_doubt"] and image["given"] == image["expected"]] == []
    assert cli.run(["suspects", str(project)]) == 0
    for image, line in zip(doubted, capsys.readouterr().out.splitlines(), strict=True):
        given, expected = image["given"], image["expected"]
        looks = f"{given} (looks right)" if given == expected else f"{given} (probably right)"
        assert (f"  {given} → {expected}  " if image["in_doubt"] else f"  {looks}  ") in line
    assert not all(image["in_doubt"] for image in doubted)
    for asked, what in (("duplicates", "groups"), ("outliers", "images")):
        everything, first = run(asked, project)[what], run(asked, project, "-n", 1)[what]
        assert isinstance(everything, list)
        assert first == everything[:1]
    for words in (["suggest"], ["suspects", "-n", "3"], ["next"], ["duplicates"], ["outliers"], ["round"]):
        assert cli.run([words[0], str(project), *words[1:]]) == 0
        assert capsys.readouterr().out.strip()


def test_as_many_lines_as_asked_for_are_listed_else_the_first_and_how_many_more(
    project: Path, run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def lines(*words: str) -> list[str]:
        assert cli.run([words[0], str(project), *words[1:]]) == 0
        return capsys.readouterr().out.splitlines()

    bare = lines("next", "-n", "3")  # before the first round there is no suggestion and no confidence
    assert {re.sub(r"\d", "0", line) for line in bare} == {"00.png"}
    run("round", project)
    monkeypatch.setattr(round_commands, "_LISTED", 5)
    for command in ("suggest", "suspects"):
        assert len(lines(command, "-n", "9")) == 9
        assert len(lines(command)) == 6
        assert lines(command)[-1] == "… and 25 more (all of them with --json)"
    for command, name in (("duplicates", "groups"), ("outliers", "images")):
        whole = run(command, project)[name]
        assert isinstance(whole, list)
        assert run(command, project, "-n", 1)[name] == whole[:1]


@pytest.mark.parametrize("rule", ["default", "random", "margin", "kmeans"])
def test_every_rule_asks_undecided_images(project: Path, run: Run, rule: str) -> None:
    run("round", project)
    images = run("next", project, "-n", 7, "--rule", rule)["images"]
    assert isinstance(images, list)
    assert len({image["path"] for image in images}) == 7
    assert all(int(image["path"][:2]) % 2 for image in images)  # the even ones have a label
    assert all(image["suggestion"] in "abc" for image in images)


def test_backbones_are_listed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESKTOP_LABELER_DATA", str(tmp_path))
    known = run("backbones")["backbones"]
    assert isinstance(known, list)
    assert all(entry.keys() >= {"name", "kind", "dim", "input", "source"} for entry in known)
    assert "built-in" in [entry["name"] for entry in known]
    assert cli.run(["backbones", "remove", "none"]) == 1


def test_a_backbone_that_a_project_of_the_window_uses_is_not_removed(
    run: Run, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (backbones_dir() / "toy.safetensors").write_bytes(b"w" * 1_500_000)
    (data_dir() / "settings.json").write_text(json.dumps({"recent": [str(project)]}), "utf-8")
    assert cli.run(["backbones", "remove", "toy"]) == 1
    assert "“toy” is in use in" in capsys.readouterr().err
    with Project(project) as opened:
        use_backbone(opened, "other", "photo")
    notes = run("backbones", "remove", "toy")["notes"]
    assert notes == ["“toy” is removed: 1.5 MB are free again."]
    assert not (backbones_dir() / "toy.safetensors").exists()


def test_embed_looks_at_every_image(run: Run, project: Path) -> None:
    done = run("embed", project, "--backbone", "built-in", "--device", "cpu")
    assert (done["backbone"], done["images"], done["skipped"]) == ("built-in", 60, [])
    assert run("info", project)["backbone"] == "built-in"
