"""An audit that somebody else answers: handed out without labels, merged, and counted as if it were answered here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_labeler.data.decisions.history import By, accept, assign, decide
from desktop_labeler.data.decisions.proof import audits
from desktop_labeler.data.project.project_file import Project
from tests.making import label_images, make_project

BOB = By("Bob")
Run = Callable[..., Any]
COUNT = 12


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "p.labeler"
    with make_project(path, [f"{number:02}.png" for number in range(COUNT)], files=True) as made:
        label_images(made, ["cat", "dog"] * (COUNT // 2))
    return path


def _answered_by(package: Path, wrong: int) -> None:
    """Let Bob name every image, all right but one."""
    with Project(package) as opened:
        ids = {label.name: label.id for label in opened.classes()}
        for image in [number for (number,) in opened.rows("SELECT id FROM image")]:
            right, other = ("cat", "dog") if image % 2 else ("dog", "cat")
            name = other if image == wrong else right
            decide(opened, [image], assign(ids[name]), kind="assign", what="Label", by=BOB)


def _accept_all(package: Path) -> None:
    """Let Bob accept what a round in the package suggested."""
    with Project(package) as opened:
        opened.save_setting("round", 1)
        cat = opened.classes()[0].id
        images = [number for (number,) in opened.rows("SELECT id FROM image")]
        decide(opened, images, accept([cat] * len(images)), kind="accept", what="Accept", by=By("Bob", "Suggestions"))


def _found(project: Path) -> tuple[int, int]:
    """Return how many images of the audit are answered, and how many of the answers agree with the claim."""
    with Project(project, "read") as opened:
        audit = audits.current_audit(opened)
        assert audit is not None
        states, classes = audits.answers(opened, audit)
    return int((states >= 0).sum()), sum(int(a) == b for a, b in zip(classes, audit.claims, strict=True))


@pytest.mark.parametrize("first", [True, False])
def test_what_a_round_in_a_blind_package_suggested_answers_no_audit(
    project: Path, tmp_path: Path, run: Run, first: bool
) -> None:
    run("audit", project, "start", "-n", "8", "--seed", "1")
    package = tmp_path / "b.labeler"
    run("package", project, package, "--audit", "--blind")
    if first:
        _answered_by(package, 0)
    _accept_all(package)
    if not first:
        _answered_by(package, 0)  # with the suggestions in view
    run("merge", project, package)
    assert _found(project) == (0, 0)


def test_some_images_of_a_sample_that_somebody_chose_reach_no_target(project: Path, tmp_path: Path, run: Run) -> None:
    run("audit", project, "start", "-n", "12", "--seed", "1", "--target", "0.2")
    package = tmp_path / "b.labeler"
    run("package", project, package, "--class", "cat", "--blind")
    _answered_by(package, 0)
    run("merge", project, package)
    found = run("audit", project, "status")
    assert (found["intervals"], found["reached"]) == ("gaps", False)
    assert found["low"] > 0.2
    run("audit", project, "close")
    assert run("audit", project, "status")["reached"] is False


@pytest.mark.parametrize("rule", ["latest", "first"])
def test_blind_answers_of_a_package_answer_the_audit(project: Path, tmp_path: Path, run: Run, rule: str) -> None:
    run("people", project, "--rule", rule)
    run("audit", project, "start", "-n", "8", "--seed", "1")
    package = tmp_path / "b.labeler"
    assert run("package", project, package, "--audit", "--blind")["images"] == 8
    with Project(package, "read") as opened:
        wrong = opened.number("SELECT min(id) FROM image")
    _answered_by(package, wrong)
    assert _found(project) == (0, 0)
    run("merge", project, package)
    assert _found(project) == (8, 7)  # what Bob said counts, whatever the rule makes the label
    run("undo", project)
    assert _found(project) == (0, 0)


def test_answers_of_somebody_who_saw_the_labels_do_not_count(project: Path, tmp_path: Path, run: Run) -> None:
    run("audit", project, "start", "-n", "8", "--seed", "1")
    package = tmp_path / "b.labeler"
    run("package", project, package, "--audit")
    _answered_by(package, 0)
    run("merge", project, package)
    assert _found(project) == (0, 0)
