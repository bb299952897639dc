"""Packages that meet: copies for two people, an older copy, and answers given before a dispute was settled."""

import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from desktop_labeler.data.decisions.classes import add_classes, delete_class
from desktop_labeler.data.decisions.history import By, Edit, assign, decide, undo
from desktop_labeler.data.project.answer_rows import ADJUDICATE
from desktop_labeler.data.project.project_file import Project, Source, State
from tests.making import label_images, labels_of, make_project, said_in

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


def _import_labels(path: Path, labels: Mapping[int, str]) -> None:
    """Make a project of three images, some with labels that came with them."""
    with make_project(path, [f"{number}.png" for number in range(3)], files=True) as made:
        ids = add_classes(made, list(labels.values()), By("import"))
        edit = Edit(state=State.LABELLED, class_id=[ids[name] for name in labels.values()], source=Source.IMPORTED)
        decide(made, list(labels), edit, kind="import", what="Import labels", by=By("import"))


def _labels(project: Path) -> dict[str, str | None]:
    with Project(project, "read") as opened:
        return {path.partition(".")[0]: name for path, (name, _) in labels_of(opened).items()}


def _people(project: Path) -> Counter[str]:
    return Counter(name for _, name in said_in(project))


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


def test_a_copy_takes_back_only_what_was_said_in_it(project: Path, tmp_path: Path, run: Run) -> None:
    package, blank, other, hals = (tmp_path / f"{name}.labeler" for name in ("gil", "blank", "other", "hal"))
    run("package", project, package, "--for", "Gil", "--blind")
    for copy in (blank, other, hals):
        shutil.copy(package, copy)
    _answer(package, {1: "cat", 2: "cat"}, "Gil")
    run("merge", project, package)
    assert run("merge", project, blank)["withdrawn"] == 0
    _answer(hals, {3: "dog"}, "Hal")
    assert run("merge", project, hals)["withdrawn"] == 0
    _answer(other, {4: "dog"}, "Gil")  # the same person on another computer
    assert run("merge", project, other)["withdrawn"] == 0
    assert _people(project) == {"Ann": 4, "Gil": 3, "Hal": 1}


@pytest.mark.parametrize("rule", ["latest", "first", "majority", "adjudicated"])
@pytest.mark.parametrize("since", ["", "label", "class"])
def test_labels_of_answers_that_were_taken_back_go_with_them(tmp_path: Path, run: Run, rule: str, since: str) -> None:
    path, package = tmp_path / "p.labeler", tmp_path / "gil.labeler"
    _import_labels(path, {1: "cat", 3: "dog"})
    run("people", path, "--rule", rule)
    run("package", path, package, "--for", "Gil")
    _answer(package, {1: "dog", 2: "dog"}, "Gil")
    run("merge", path, package)
    assert _labels(path) == {"0": "dog", "1": "dog", "2": "dog"}
    if since == "label":
        _answer(path, {2: "cat"}, "Ann")
    if since == "class":
        with Project(path) as opened:
            delete_class(opened, next(one for one in opened.classes() if one.name == "cat"), By("Ann"))
    with Project(package) as opened:
        undo(opened, By("Gil"))
        undo(opened, By("Gil"))
    assert run("merge", path, package)["withdrawn"] == 2
    expected: dict[str, tuple[str | None, str | None]]
    expected = {"": ("cat", None), "label": ("cat", "cat"), "class": (None, None)}
    assert tuple(_labels(path).values()) == (*expected[since], "dog")
    assert not _people(path).get("Gil")
    run("undo", path)
    assert _people(path)["Gil"] == 2


def test_an_answer_other_than_the_label_that_came_with_the_image_is_listed(tmp_path: Path, run: Run) -> None:
    path, package = tmp_path / "p.labeler", tmp_path / "gil.labeler"
    _import_labels(path, {1: "cat", 2: "dog"})
    run("package", path, package, "--for", "Gil", "--blind")
    _answer(package, {1: "cat", 2: "cat", 3: "cat"}, "Gil")
    for options in (("--dry-run",), ()):
        found = run("merge", path, package, *options)
        assert (found["agreed"], found["added"]) == (1, 1)
        assert found["conflicts"] == [{"path": "1.png", "who": "Gil", "mine": "dog", "theirs": "cat"}]


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
