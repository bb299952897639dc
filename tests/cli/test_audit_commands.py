"""The command audit: a sample is checked blind, and only such checks count."""

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from desktop_labeler import cli
from desktop_labeler.audit_looks import anytime_interval
from desktop_labeler.data.project.project_file import Project

Run = Callable[..., dict[str, Any]]
COUNT = 20


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """20 images in two class folders."""
    for number in range(COUNT):
        file = tmp_path / "photos" / ("cat" if number % 4 else "dog") / f"{number:02}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8), (number, 0, 0)).save(file)
    assert cli.run(["new", str(tmp_path / "p.labeler"), str(tmp_path / "photos"), "--json"]) == 0
    return tmp_path / "p.labeler"


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the project with --json and return its object."""
    capsys.readouterr()

    def run(command: str, *words: object) -> dict[str, Any]:
        assert cli.run([command, str(project), *map(str, words), "--json"]) == 0
        value: dict[str, Any] = json.loads(capsys.readouterr().out)
        return value

    return run


@pytest.fixture
def answer(run: Run, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Label images by path as Ann."""

    def answer(labels: Mapping[str, str], *words: str, states: Mapping[str, str] | None = None) -> dict[str, Any]:
        with (tmp_path / "answers.csv").open("w", newline="") as file:
            table = csv.writer(file)
            table.writerow(["rel_path", "label", "state"])
            table.writerows([path, label, (states or {}).get(path, "")] for path, label in labels.items())
        return run("label", "--from", tmp_path / "answers.csv", "--by", "Ann", *words)

    return answer


def _claimed(path: str) -> str:
    return path.partition("/")[0]


def test_an_audit_from_start_to_close(run: Run, answer: Callable[..., dict[str, Any]]) -> None:
    begun = run("audit", "start", "-n", 12, "--seed", 1)
    assert (begun["size"], begun["population"], begun["open"], begun["n"]) == (12, COUNT, 12, 0)
    assert (begun["accuracy"], begun["low"], begun["high"]) == (None, 0.0, 1.0)
    asked = run("audit", "next", "--paths")["images"]
    assert [set(image) for image in asked] == [{"id", "path"}] * 12  # nothing of what is claimed
    assert run("audit", "next", "--paths", "-n", 3)["images"] == asked[:3]
    paths = [image["path"] for image in asked]

    wrong, unsure, seen = paths[2], paths[3], paths[10]
    told = {path: _claimed(path) for path in paths[:8]}
    told[wrong] = "dog" if _claimed(wrong) == "cat" else "cat"
    assert answer(told, "--audit", states={unsure: "unsure"})["applied"] == 8
    answer({seen: _claimed(seen)})  # not blind: it does not count
    found = run("audit", "status")
    assert (found["n"], found["wrong"], found["unsure"], found["open"], found["ended"]) == (7, 1, 1, 4, False)
    assert found["wrong_images"] == [{"path": wrong, "claimed": _claimed(wrong), "answer": told[wrong]}]
    assert (found["accuracy"], found["low"], found["high"]) == (6 / 7, *anytime_interval(6, 7, COUNT))
    assert [image["path"] for image in run("audit", "next", "--paths")["images"]] == [*paths[8:10], *paths[10:]]

    closed = run("audit", "close")
    assert (closed["ended"], closed["open"], closed["n"]) == (True, 0, 7)
    again = run("audit", "start")
    assert (again["size"], again["n"]) == (COUNT - 1, 0)  # who is unsure gives no label to check
    assert [(one["looked"], one["right"]) for one in again["past"]] == [(7, 6)]


def test_a_closed_audit_says_that_it_is_closed(run: Run, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run("audit", "start", "-n", COUNT)
    assert cli.run(["audit", str(project), "close"]) == 0
    said = capsys.readouterr().out
    assert "The audit is closed" in said
    assert "audit PROJECT next" not in said  # nothing more is asked of it


def test_an_answer_that_agrees_with_a_confirmed_label_counts(run: Run, answer: Callable[..., dict[str, Any]]) -> None:
    run("audit", "start", "-n", COUNT)
    told = {image["path"]: _claimed(image["path"]) for image in run("audit", "next", "--paths")["images"]}
    answer(told)  # all are confirmed now
    assert run("audit", "status")["n"] == 0
    answer(told, "--audit")
    found = run("audit", "status")
    assert (found["n"], found["wrong"], found["ended"]) == (COUNT, 0, True)
    run("undo", "--steps", 1)
    assert run("audit", "status")["n"] == 0


def test_what_cannot_be_done_is_a_sentence(project: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    def output(*words: str) -> str:
        assert cli.run(["audit", str(project), *words]) == 1
        return capsys.readouterr().err

    assert output("status") == "There was no audit yet. Begin one with: audit PROJECT start -n 59\n"
    assert "no suggestions yet" in output("start", "--of", "suggestions")
    run("audit", "start", "-n", 5)
    assert "0 of 5 images were checked. Nothing was changed." in output("start")
    with Project(project, "read") as opened:
        assert opened.setting("audits") is None
    assert cli.run(["audit", str(project), "start", "--target", "2"]) == 2
    assert cli.run(["audit", str(project), "start", "-n", "0"]) == 2


def test_a_person_reads_sentences(
    project: Path, run: Run, answer: Callable[..., dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    run("audit", "start", "-n", 10, "--seed", 3)
    paths = [image["path"] for image in run("audit", "next", "--paths")["images"]]
    answer({path: _claimed(path) for path in paths[1:6]} | {paths[0]: "owl"}, "--audit", states={paths[5]: "unsure"})
    assert cli.run(["audit", str(project), "status"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "6 of 10 checked, drawn from 20 labels with the seed 3."
    assert lines[1].startswith("80.0 % right; of all of them ")
    assert "1 image could not be told and does not count." in lines
    assert lines[-2:] == ["Claimed wrongly:", f"  {paths[0]}: {_claimed(paths[0])}"]
    assert cli.run(["audit", str(project), "next", "-n", "2"]) == 0
    assert capsys.readouterr().out.splitlines() == ["audit image 07", "audit image 08"]
    assert cli.run(["audit", str(project), "next", "-n", "2", "--paths"]) == 0
    assert capsys.readouterr().out.splitlines() == paths[6:8]


def test_answers_about_images_that_were_not_drawn_are_listed_and_left_alone(
    run: Run, answer: Callable[..., dict[str, Any]], project: Path
) -> None:
    with Project(project) as opened:
        every = {row.path: row.decided for row in opened.images(range(1, COUNT + 1))}
    run("audit", "start", "-n", 5, "--seed", 1)
    drawn = {image["path"] for image in run("audit", "next", "--paths")["images"]}
    result = answer({path: "owl" if path not in drawn else _claimed(path) for path in every}, "--audit")
    assert result["applied"] == 5
    assert result["not_drawn"] == sorted(every.keys() - drawn)
    assert result["unknown_classes"] == []
    with Project(project) as opened:
        assert {row.path for row in opened.images(range(1, COUNT + 1)) if row.decided != every[row.path]} == drawn
    assert answer(dict.fromkeys(every, "owl"), "--dry-run")["not_drawn"] == []


@pytest.mark.parametrize("draw", ["simple", "strata"])
def test_a_sample_of_fewer_images_than_asked_for_says_so(run: Run, draw: str) -> None:
    (told,) = run("audit", "start", "-n", 2 * COUNT, "--draw", draw)["notes"]
    assert told.startswith(f"There are only {COUNT} images to draw from, fewer than {2 * COUNT}")
    assert run("audit", "status")["notes"] == []


def test_a_sample_is_looked_at_and_answered_under_names_that_tell_nothing(
    run: Run, answer: Callable[..., dict[str, Any]], project: Path, tmp_path: Path
) -> None:
    run("audit", "start", "-n", 12, "--seed", 1)
    copies = tmp_path / "look here"
    listed = run("audit", "next", "--copies", copies)
    assert "cat" not in json.dumps(listed["images"])
    names = [image["image"] for image in listed["images"]]
    assert names == [f"audit image {place:02}" for place in range(1, 13)]
    assert sorted(file.stem for file in copies.iterdir()) == names
    paths = [image["path"] for image in run("audit", "next", "--paths")["images"]]
    with Project(project) as opened:
        (folder,) = opened.folders()
    for name, path in zip(names, paths, strict=True):  # each name means the image that its copy shows
        with Image.open(copies / f"{name}.jpg") as copy, Image.open(folder.path / path) as original:
            differs = np.asarray(copy.convert("RGB"), np.float64) - np.asarray(original.convert("RGB"))
        assert np.abs(differs).mean() < 3
    answer({f"{name}.png": _claimed(path) for name, path in zip(names[:4], paths, strict=False)}, "--audit")
    answer({name: _claimed(path) for name, path in zip(names[4:], paths[4:], strict=True)}, "--audit")
    found = run("audit", "status")
    assert (found["n"], found["wrong"], found["open"]) == (12, 0, 0)


def test_the_target_is_reached_only_where_the_shown_bound_does(
    run: Run, answer: Callable[..., dict[str, Any]], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(action: str) -> str:
        capsys.readouterr()
        assert cli.run(["audit", str(project), action]) == 0
        return capsys.readouterr().out

    run("audit", "start", "-n", 12, "--target", 0.95, "--draw", "strata", "--seed", 1)
    begun = run("audit", "status")
    paths = [image["path"] for image in run("audit", "next", "--paths")["images"]]
    assert (begun["reached"], begun["more"]) == (False, None)
    assert "All images of this sample right would give at least " in said("status")
    answer({path: _claimed(path) for path in paths}, "--audit")
    found = run("audit", "status")
    assert (found["reached"], found["more"], found["target"]) == (False, None, 0.95)
    assert found["low"] == begun["best_low"] < 0.95  # as was told before anybody looked
    assert "does not reach the target of 95 %" in said("status")

    run("audit", "start", "-n", 19, "--target", 0.8, "--seed", 1)
    paths = [image["path"] for image in run("audit", "next", "--paths")["images"]]
    answer({path: _claimed(path) for path in paths[:5]}, "--audit")
    more = run("audit", "status")["more"]
    assert f"{more} more right looks would show 80 %." in said("status")
    answer({path: _claimed(path) for path in paths[5 : 5 + more]}, "--audit")
    found = run("audit", "close")
    assert found["reached"]
    assert (found["more"], found["low"] >= 0.8) == (0, True)
    assert "The target of 80 % is reached: the lower bound is " in said("status")
