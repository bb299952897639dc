"""Packages that meet: copies for two people, an older copy, and answers given before a dispute was settled."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.project.answer_rows import ADJUDICATE, read_answers
from desktop_labeler.data.project.project_file import Project
from tests.making import label_images, labels_of, make_project

Run = Callable[..., Any]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.labeler"
    with make_project(path, [f"{number}.png" for number in range(4)], files=True) as made:
        label_images(made, ["cat", "dog", "cat", "dog"], By("Ann"))
    return path


def _answer(project: Path, said: Mapping[int, str], who: str, kind: str = "assign") -> None:
    with Project(project) as opened:
        ids = {label.name: label.id for label in opened.classes()}
        for image, name in said.items():
            decide(opened, [image], assign(ids[name]), kind=kind, what="Label", by=By(who))


def _people(project: Path) -> dict[str, int]:
    with Project(project, "read") as opened:
        now = read_answers(opened).standing()
        names = [now.names[person] for person in now.people.tolist()]
    return {name: names.count(name) for name in names}


def test_copies_of_one_package_for_two_people_are_both_kept(project: Path, tmp_path: Path, run: Run) -> None:
    package, dan, eve = (tmp_path / name for name in ("pk.labeler", "dan.labeler", "eve.labeler"))
    run("package", project, package, "--blind")
    for copy, who in ((dan, "Dan"), (eve, "Eve")):
        shutil.copy(package, copy)
        _answer(copy, {1: "cat", 2: "cat"}, who)
    run("merge", project, dan)
    assert run("merge", project, eve)["withdrawn"] == 0
    assert run("merge", project, dan)["withdrawn"] == 0
    assert _people(project) == {"Ann": 4, "Dan": 2, "Eve": 2}


def test_an_older_copy_does_not_take_the_newer_answers_back(project: Path, tmp_path: Path, run: Run) -> None:
    package, old = tmp_path / "dan.labeler", tmp_path / "old.labeler"
    run("package", project, package, "--blind")
    _answer(package, {1: "dog", 2: "dog"}, "Dan")
    shutil.copy(package, old)
    run("merge", project, package)
    _answer(package, {1: "cat"}, "Dan")
    run("merge", project, package)
    before = project.read_bytes()
    assert "older copy of a package that was merged before" in run("merge", project, old, code=1)
    assert project.read_bytes() == before


def test_what_was_settled_stays_when_answers_come_that_did_not_know_of_it(
    project: Path, tmp_path: Path, run: Run
) -> None:
    package = tmp_path / "dan.labeler"
    run("package", project, package, "--blind")
    _answer(project, {1: "dog"}, "Bob")
    _answer(project, {1: "cat"}, "Head", ADJUDICATE)
    _answer(package, {1: "dog", 2: "cat"}, "Dan")
    run("merge", project, package)
    with Project(project, "read") as opened:
        found = labels_of(opened)
    assert (found["0.png"][0], found["1.png"][0]) == ("cat", "cat")  # settled; and the latest answer
