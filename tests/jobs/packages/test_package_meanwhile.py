"""A package comes back after weeks: the person has another name by now, clocks disagree, the project was moved."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.project.project_file import Project
from tests.making import said_in

Run = Callable[..., Any]
ANN, BOB = By("Ann"), By("Bob")


@pytest.fixture
def project(tmp_path: Path, run: Run) -> Path:
    """Six images, of which Ann and Bob have named two each."""
    for number in range(6):
        file = tmp_path / "here" / "photos" / f"{number}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (30, 30), (40 * number, 9, 99)).save(file)
    path = tmp_path / "here" / "p.labeler"
    run("new", path, path.parent / "photos", "--labels", "none", "--classes", "cat,dog")
    with Project(path) as opened:
        decide(opened, [1, 2], assign(1), kind="assign", what="Label", by=ANN)
        decide(opened, [2, 3], assign(2), kind="assign", what="Label", by=BOB)
    return path


@pytest.fixture
def package(project: Path, tmp_path: Path, run: Run) -> Path:
    """Handed out to Bob, who names all six on a computer whose clock is years behind."""
    out = tmp_path / "bob.labeler"
    run("package", project, out, "--for", "Bob", "--blind")
    with Project(out) as opened:
        decide(opened, range(1, 7), assign(2), kind="assign", what="Label", by=BOB)
        opened.db.execute("UPDATE decision SET time = '1999-01-01T00:00:00.000Z'")
    return out


def test_answers_of_a_person_who_was_renamed_meanwhile_are_that_persons(project: Path, package: Path, run: Run) -> None:
    run("people", project, "--rename", "Bob", "Robert")
    run("merge", project, package)
    assert {who for _, who in said_in(project)} == {"Ann", "Robert"}
    assert {image for image, who in said_in(project) if who == "Robert"} == {1, 2, 3, 4, 5, 6}


def test_renamed_between_two_merges_nothing_comes_twice_or_is_taken_back(
    project: Path, package: Path, run: Run
) -> None:
    run("merge", project, package)
    run("people", project, "--rename", "Bob", "Robert")
    before = said_in(project)
    again = run("merge", project, package)
    assert (again["decision"], again["added"], again["agreed"], again["withdrawn"]) == (None, 0, 0, 0)
    assert again["known"] == 6
    assert said_in(project) == before


def test_a_later_merge_counts_as_later_whatever_the_clocks_say(project: Path, package: Path, run: Run) -> None:
    run("merge", project, package)
    with Project(project, "read") as opened:
        assert [row.class_id for row in opened.images(range(1, 7))] == [2] * 6  # the latest answers, dated 1999
    run("undo", project)
    with Project(project, "read") as opened:
        assert [row.class_id for row in opened.images([1, 2, 3])] == [1, 2, 2]


def test_project_and_package_may_be_moved_and_scanned_again(
    project: Path, package: Path, tmp_path: Path, run: Run
) -> None:
    moved = Path(shutil.move(project.parent, tmp_path / "there")) / "p.labeler"
    run("rescan", moved)
    elsewhere = tmp_path / "mail" / "renamed file.labeler"
    elsewhere.parent.mkdir()
    shutil.move(package, elsewhere)
    done = run("merge", moved, elsewhere)
    assert (done["unknown"], done["changed"]) == ([], [])
    assert {image for image, who in said_in(moved) if who == "Bob"} == {1, 2, 3, 4, 5, 6}
