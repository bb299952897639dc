"""What the commands of audits and certificates say: what is missing, the next command, and what counts as wrong."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_labeler.__main__ import main
from desktop_labeler.data.project.project_file import Project
from tests.making import label_images, make_project, suggest_first_class

Run = Callable[..., Any]
Said = Callable[..., str]
_COUNT = 200


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """200 images without a label that a round suggests to be cats."""
    names = [f"{number:03}.png" for number in range(_COUNT + 2)]
    with make_project(tmp_path / "p.labeler", names) as project:
        label_images(project, [*[None] * _COUNT, "cat", "dog"])
        suggest_first_class(project, _COUNT)
    return tmp_path / "p.labeler"


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Run a command and return what it says, wherever it says it."""

    def said(*words: object, code: int = 0) -> str:
        capsys.readouterr()
        assert main([str(word) for word in words]) == code
        found = capsys.readouterr()
        return found.out + found.err

    return said


@pytest.mark.parametrize(
    "words", [("certify", "--all", "--at-least", "0.95"), ("audit", "start", "--of", "suggestions")]
)
def test_before_a_round_the_commands_that_lead_to_one_are_named(
    tmp_path: Path, said: Said, words: tuple[str, ...]
) -> None:
    path = tmp_path / "p.labeler"
    make_project(path, ["a.png"]).close()
    text = said(words[0], path, *words[1:], code=1)
    assert "There are no suggestions yet. Nothing was changed." in text
    assert "desktop-labeler embed PROJECT, then desktop-labeler round PROJECT" in text


def test_each_step_of_a_certified_accept_names_the_next(path: Path, run: Run, said: Said) -> None:
    assert "No certified accept is under way. Nothing was changed. Begin one with" in said(
        "certify", path, "close", code=1
    )
    said("certify", path, "--all", "--at-least", "0.9")
    assert "give it up with: audit PROJECT close" in said("certify", path, "status")
    assert "give it up (audit PROJECT close)" in said("certify", path, "--all", "--at-least", "0.9", code=1)
    images = [one["path"] for one in run("certify", path, "next", "--paths")["images"]]
    table = path.with_name("seen.csv")
    with table.open("w", newline="") as file:
        rows = [("rel_path", "label", "state"), (images[0], "", "unsure"), *((name, "cat", "") for name in images[1:])]
        csv.writer(file).writerows(rows)
    said("label", path, "--from", table, "--by", "Ann", "--audit")
    text = said("certify", path, "status")
    assert "1 wrong (1 of them unsure, not to be shown any more, or of a class deleted since)" in text
    assert "certify PROJECT close" in text
    assert run("certify", path, "status")["untold"] == 1
    assert "1 of them unsure" in said("certify", path, "close")


def test_bursts_without_times_of_cameras_name_what_reads_them(path: Path, said: Said) -> None:
    text = said("metadata", path, "bursts", "5", code=1)
    assert "metadata PROJECT cameras" in text
    assert "--time NAME" in text


@pytest.mark.parametrize(
    "words", [("history", "--nothing"), ("audit", "start", "--nothing"), ("certify", "--nothing"), ("undo", "x", "y")]
)
def test_what_a_command_does_not_know_is_told_with_its_own_usage(
    path: Path, said: Said, words: tuple[str, ...]
) -> None:
    text = said(words[0], path, *words[1:], code=2)
    assert f"usage: desktop-labeler {words[0]}" in text
    assert "COMMAND" not in text


def test_the_history_takes_n_as_other_lists_do(path: Path, run: Run) -> None:
    assert (
        len(run("history", path, "-n", "1")["decisions"]) == len(run("history", path, "--count", "1")["decisions"]) == 1
    )


def test_the_json_of_an_audit_tells_how_many_were_right_by_rank(path: Path, run: Run) -> None:
    drawn = run("audit", path, "start", "--of", "suggestions", "-n", "60", "--seed", "1")
    assert drawn["by_rank"] == []  # nothing was answered yet
    images = [one["path"] for one in run("audit", path, "next", "--paths")["images"]]
    table = path.with_name("seen.csv")
    rows = [(name, "dog" if name < "080.png" else "cat") for name in images]
    with table.open("w", newline="") as file:
        csv.writer(file).writerows([("rel_path", "label"), *rows])
    run("label", path, "--from", table, "--by", "Ann", "--audit")
    bands = run("audit", path, "status")["by_rank"]
    assert [(one["band"], one["from"], one["to"]) for one in bands] == [
        ("0.9–1", 0.9, 1.0),
        ("0.7–0.9", 0.7, 0.9),
        ("0.5–0.7", 0.5, 0.7),
    ]
    assert sum(one["n"] for one in bands) == 60
    ranks = np.linspace(1, 0.5, _COUNT).round(6)
    for one in bands:
        inside = [name for name, _ in rows if one["from"] <= ranks[int(name[:3])] < (one["to"] if one["to"] < 1 else 2)]
        wrong = sum(name < "080.png" for name in inside)
        assert (one["n"], one["wrong"], one["accuracy"]) == (len(inside), wrong, 1 - wrong / len(inside))
        assert one["low"] <= one["accuracy"] <= one["high"]


def test_the_seed_of_a_draw_is_shown(path: Path, run: Run, said: Said) -> None:
    assert "with the seed 7." in said("audit", path, "start", "-n", "2", "--seed", "7")
    assert run("audit", path, "status")["seed"] == 7
    said("audit", path, "close")
    assert "with the seed 8," in said("certify", path, "--all", "--at-least", "0.9", "--seed", "8")


@pytest.mark.parametrize("command", ["audit", "certify", "package", "merge", "agreement", "report"])
def test_the_help_fits_a_terminal(said: Said, command: str) -> None:
    description = said(command, "--help").partition("positional arguments")[0]
    assert max(len(line) for line in description.splitlines() if "[--" not in line) <= 80


@pytest.mark.parametrize(
    ("chosen", "words", "stored"),
    [
        (("--all", "--above", "0.8"), "every class, rank 0.8 or higher", {"classes": None, "above": 0.8}),
        (("--class", "cat"), "class cat", {"classes": ["cat"], "above": 0.0}),
    ],
)
def test_what_a_certificate_was_drawn_from_is_told_wherever_it_is(
    path: Path, run: Run, said: Said, chosen: tuple[str, ...], words: str, stored: dict[str, object]
) -> None:
    said("certify", path, *chosen, "--at-least", "0.9", "--seed", "7")
    assert run("certify", path, "status")["drawn_from"] == stored
    assert run("audit", path, "status")["drawn_from"] == stored
    table = path.with_name("seen.csv")
    with table.open("w", newline="") as file:
        rows = [(one["path"], "cat") for one in run("certify", path, "next", "--paths")["images"]]
        csv.writer(file).writerows([("rel_path", "label"), *rows])
    said("label", path, "--from", table, "--by", "Ann", "--audit")
    said("certify", path, "close")
    (certificate,) = run("certify", path, "list")["certificates"]
    assert (certificate["drawn_from"], certificate["classes"]) == (stored, ["cat"])
    text = said("certify", path, "list")
    assert f"{certificate['images']:,} labels of cat, at least " in text
    assert f"drawn from {certificate['population']:,} suggestions ({words}) with the seed 7" in text
    exported = run("export", path, path.with_name("out.csv"), "--format", "csv")
    manifest = json.loads(Path(exported["manifest"]).read_text(encoding="utf-8"))
    assert [one["drawn_from"] for one in manifest["certificates"]] == [stored]
    for language, expected in (("en", words), ("de", "Rang 0,8 oder höher" if "--above" in chosen else "Klasse cat")):
        out = path.with_name(f"report.{language}.html")
        said("report", path, out, "--language", language)
        page = out.read_text(encoding="utf-8")
        assert page.count(expected) == 2  # of the audit, and of the certificate
    with Project(path) as project:
        ((number, what),) = project.rows("SELECT id, what FROM decision WHERE kind = 'accept'")
        older = json.loads(what)
        del older["certificate"]["drawn_from"]
        with project.transaction() as db:
            db.execute("UPDATE decision SET what = ? WHERE id = ?", (json.dumps(older), number))
    assert run("certify", path, "list")["certificates"][0]["drawn_from"] is None  # an older one says nothing
    assert f"drawn from {certificate['population']:,} suggestions with the seed 7" in said("certify", path, "list")
