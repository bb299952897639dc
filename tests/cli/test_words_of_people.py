"""What the commands say of people: almost the same name, why a name cannot be given, and what has no coefficient."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_labeler.__main__ import main

Run = Callable[..., Any]


@pytest.fixture
def two(folder: Path, project: Path, run: Run) -> Path:
    """Make a project in which Ann and Bob say the same, and only one class."""
    run("new", project, folder, "--labels", "none", "--classes", "cat,dog")
    for who in ("Ann", "Bob"):
        table = project.with_name(f"{who}.csv")
        table.write_text("rel_path,label\ncat/1.png,cat\ncat/2.png,cat\n")
        run("label", project, "--from", table, "--by", who)
    return project


def _people(run: Run, project: Path) -> list[str]:
    return [one["name"] for one in run("people", project)["people"]]


@pytest.mark.parametrize("name", ["bob", "BOB", "B o b", "Böb", "Bob."])
def test_almost_the_same_name_is_asked_about(two: Path, run: Run, name: str) -> None:
    label = ("label", two, "--from", two.with_name("Bob.csv"), "--by", name)
    before = two.read_bytes()
    for words in (label, (*label, "--dry-run"), ("package", two, two.with_name("x.labeler"), "--for", name)):
        said = run(*words, code=1)
        assert "There is Bob here" in said
        assert "--new-person" in said
        assert ("--for Bob" if words[0] == "package" else "--by Bob") in said
    assert two.read_bytes() == before
    run(*label, "--new-person")
    assert _people(run, two) == ["Ann", "Bob", name]
    run(*label)  # by now the name is somebody's


def test_an_old_name_is_still_that_person(two: Path, run: Run) -> None:
    run("people", two, "--rename", "Bob", "Robert")
    run("label", two, "--from", two.with_name("Bob.csv"), "--by", "Bob")
    assert "There is Robert here" in run("label", two, "--from", two.with_name("Bob.csv"), "--by", "bob", code=1)
    assert _people(run, two) == ["Ann", "Robert"]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (("Bob", "Ann"), "Ann is somebody else in this project"),
        (("Bob", "  "), "The new name of Bob is empty"),
        (("Bob", "Bob"), "Bob is called that already"),
        (("Zed", "Bob"), "Nobody called Zed"),
    ],
)
def test_why_a_name_cannot_be_given_is_said(two: Path, run: Run, names: tuple[str, str], reason: str) -> None:
    before = two.read_bytes()
    said = run("people", two, "--rename", *names, code=1)
    assert reason in said
    assert "Nothing was changed" in said
    assert two.read_bytes() == before


def test_who_was_renamed_is_named(two: Path, run: Run) -> None:
    run("people", two, "--rename", "Bob", "Robert")
    assert "Bob is called Robert here by now" in run("people", two, "--rename", "Bob", "Bert", code=1)


def test_nobody_of_an_undone_merge_is_listed(two: Path, run: Run) -> None:
    package = two.with_name("for cy.labeler")
    run("package", two, package, "--for", "Cy")
    run("label", package, "--from", two.with_name("Bob.csv"), "--by", "Cy")
    run("merge", two, package)
    run("undo", two)
    for words in (("people", two, "--rename", "Zed", "X"), ("agreement", two, "--between", "Ann,Zed")):
        said = run(*words, code=1)
        assert "Cy" not in said
        assert "Ann, Bob" in said
    assert "whose answers were undone" in run("people", two, "--rename", "Ann", "Cy", code=1)
    run("redo", two)
    assert _people(run, two) == ["Ann", "Bob", "Cy"]


def test_a_person_of_a_package_with_almost_the_same_name_is_said(
    two: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    package = two.with_name("for bob.labeler")
    run("package", two, package, "--for", "bob", "--new-person")
    run("label", package, "--from", two.with_name("Bob.csv"), "--by", "bob", "--new-person")
    assert main(["merge", str(two), str(package), "--dry-run"]) == 0
    assert "bob would be another person than Bob" in capsys.readouterr().out
    run("people", two, "--rename", "Bob", "bob")
    assert main(["merge", str(two), str(package)]) == 0
    assert "another person" not in capsys.readouterr().out
    assert _people(run, two) == ["Ann", "bob"]


def test_why_a_coefficient_has_no_value_and_over_how_many_images(
    two: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["agreement", str(two)]) == 0
    assert "not defined, since on 2 images only one and the same class was said" in capsys.readouterr().out
    table = two.with_name("Cy.csv")
    table.write_text("rel_path,label\ndog/1.png,dog\n")
    for who in ("Bob", "Cy"):
        run("label", two, "--from", table, "--by", who)
    assert main(["agreement", str(two)]) == 0
    assert "of all 3 people: not defined, since no image has an answer of each of them" in capsys.readouterr().out


def test_what_blind_means_is_said(two: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement", str(two), "--blind"]) == 0
    said = capsys.readouterr().out
    assert "No two people have answered the same image blind." in said
    assert "made with --blind, and those given before anybody else had answered; 2 other answers are left out" in said
    assert run("agreement", two, "--blind")["seen_left_out"] == 2


def test_a_kappa_of_somebody_who_always_says_the_same_is_said_to_tell_nothing(
    two: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    table = two.with_name("Cy.csv")
    table.write_text("rel_path,label\ncat/1.png,cat\ncat/2.png,dog\n")
    run("label", two, "--from", table, "--by", "Cy")
    assert main(["agreement", str(two), "--between", "Ann,Cy"]) == 0
    said = capsys.readouterr().out
    assert "kappa 0, which tells nothing: Ann gave one and the same class to all of these 2 images" in said


def test_the_old_name_of_somebody_is_explained_where_people_are_chosen(two: Path, run: Run) -> None:
    run("people", two, "--rename", "Bob", "Robert")
    for words in (("agreement", two, "--between", "Ann,Bob"), ("answers", two, "--answered-by", "Bob")):
        assert "Bob is called Robert here by now" in run(*words, code=1)
