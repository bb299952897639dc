"""Two people label one project; the commands say who said what, and the rule chooses."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_labeler.__main__ import main

Run = Callable[..., Any]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object, code: int = 0) -> Any:
        assert main([*map(str, words), "--json"]) == code
        said = capsys.readouterr()
        return json.loads(said.out) if code == 0 else said.err

    return run


@pytest.fixture
def two(folder: Path, project: Path, run: Run) -> Path:
    """Make a project in which Ann and Bob agree on one image, disagree on one, and Bob alone has answered one."""
    run("new", project, folder, "--labels", "none", "--classes", "cat,dog")
    for who, rows in (
        ("Ann", "cat/1.png,cat\ncat/2.png,cat\n"),
        ("Bob", "cat/1.png,cat\ncat/2.png,dog\ndog/1.png,dog\n"),
    ):
        table = project.with_name(f"{who}.csv")
        table.write_text(f"rel_path,label\n{rows}")
        run("label", project, "--from", table, "--by", who)
    return project


def test_who_said_what(two: Path, run: Run) -> None:
    people = run("people", two)
    assert [(one["name"], one["images"], one["named"]) for one in people["people"]] == [("Ann", 2, 2), ("Bob", 3, 3)]
    assert (people["rule"], people["disputed"]) == ("latest", 1)
    (image,) = run("answers", two, "--disputed")["images"]
    assert (image["path"], image["label"]) == ("cat/2.png", "dog")
    assert [(one["who"], one["answer"]) for one in image["answers"]] == [("Ann", "cat"), ("Bob", "dog")]
    assert [one["path"] for one in run("answers", two, "--not-by", "Ann")["images"]] == ["dog/1.png"]
    assert len(run("answers", two, "--image", "cat/1.png")["images"][0]["answers"]) == 2
    assert "not" in run("answers", two, "--image", "nothing.png", code=1)


def test_the_rule_is_chosen_and_undone_and_a_dispute_is_settled(two: Path, run: Run) -> None:
    def label() -> object:
        return run("answers", two, "--image", "cat/2.png")["images"][0]["label"]

    assert run("people", two, "--rule", "first")["rule"] == "first"
    assert label() == "cat"
    run("undo", two)
    assert (label(), run("people", two)["rule"]) == ("dog", "latest")
    table = two.with_name("settled.csv")
    table.write_text("rel_path,label\ncat/2.png,cat\n")
    run("label", two, "--from", table, "--by", "Eve", "--adjudicate")
    assert (label(), run("people", two)["disputed"]) == ("cat", 0)
    assert run("people", two, "--rename", "Bob", "Robert")["people"][1]["name"] == "Robert"
    assert "Nothing was changed" in run("people", two, "--rename", "Zed", "Robert", code=1)
