"""Classes: names that are one, looks that differ, merging and deleting as one decision."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_labeler.data.decisions.class_keys import KEYS
from desktop_labeler.data.decisions.classes import (
    COLORS,
    LIMIT,
    SHAPES,
    add_classes,
    appearance,
    change_classes,
    delete_class,
    deleted_classes,
    images_of_class,
    merge_classes,
    prepare_classes,
)
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import Edit, decide, read_history, redo, undo
from desktop_labeler.data.project.project_file import LabelClass, Project
from desktop_labeler.errors import LabelerError
from tests.making import ME, label_images, labels_of, make_project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """A project of four images: two cats, one dog, one without a label."""
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png", "c.png", "d.png"]) as made:
        label_images(made, ["cat", "cat", "dog", None])
        yield made


def _class(project: Project, name: str) -> LabelClass:
    return next(label for label in project.classes() if label.name == name)


def test_names_are_added_once_in_order_and_cleaned(project: Project) -> None:
    ids = add_classes(project, [" big  owl ", "cat", "big owl", "ape"], ME)
    assert list(ids) == ["cat", "dog", "big owl", "ape"]
    assert len(set(ids.values())) == 4
    assert [label.key for label in project.classes()] == ["1", "2", "3", "4"]
    count = len(read_history(project))
    add_classes(project, ["cat", "ape"], ME)
    assert len(read_history(project)) == count


def test_the_first_hundred_classes_differ_by_colour_or_shape() -> None:
    assert len({appearance(number) for number in range(100)}) == 100
    assert [appearance(number)[0] for number in range(len(COLORS))] == list(COLORS)
    assert {appearance(number)[1] for number in range(100)} == set(SHAPES)


def test_an_empty_name_and_too_many_classes_are_refused(project: Project) -> None:
    before = project.classes()
    with pytest.raises(LabelerError, match="needs a name"):
        add_classes(project, ["ape", "  "], ME)
    with pytest.raises(LabelerError, match="at most 1,000"):
        add_classes(project, [f"c{number}" for number in range(LIMIT - 1)], ME)
    assert project.classes() == before
    add_classes(project, [f"c{number}" for number in range(LIMIT - 2)], ME)
    assert len(project.classes()) == LIMIT
    assert [label.key for label in project.classes()][len(KEYS) - 1 : len(KEYS) + 1] == [KEYS[-1], None]


def test_prepared_classes_live_only_with_their_decision(project: Project) -> None:
    before = project.classes()
    pairs = prepare_classes(project, ["ape", "fox"])
    assert project.classes() == before
    decide(project, [4], Edit(class_id=pairs[0][1].id), kind="import", what="Import", by=ME, classes=pairs)
    assert [label.name for label in project.classes()] == ["cat", "dog", "ape", "fox"]
    undo(project, ME)
    assert project.classes() == before


def test_two_classes_cannot_have_one_name(project: Project) -> None:
    dog = _class(project, "dog")
    with pytest.raises(LabelerError, match="already"):
        change_classes(project, {dog.id: replace(dog, name=" cat ")}, DecisionText("order_classes"), ME)
    change_classes(project, {dog.id: replace(dog, name="wolf")}, DecisionText("order_classes"), ME)
    assert labels_of(project)["c.png"] == ("wolf", "confirmed")
    cat, wolf = _class(project, "cat"), _class(project, "wolf")
    swapped = {cat.id: replace(cat, name="wolf"), wolf.id: replace(wolf, name="cat")}
    change_classes(project, swapped, DecisionText("order_classes"), ME)
    assert labels_of(project)["c.png"] == ("cat", "confirmed")


def test_a_change_to_the_same_is_no_decision(project: Project) -> None:
    dog = _class(project, "dog")
    assert change_classes(project, {dog.id: dog}, DecisionText("order_classes"), ME) is None


def test_merging_moves_every_image_and_undo_brings_both_back(project: Project) -> None:
    before, classes = labels_of(project), project.classes()
    cat, dog = _class(project, "cat"), _class(project, "dog")
    assert images_of_class(project, cat.id).tolist() == [1, 2]
    merge_classes(project, cat, dog, ME)
    assert [label.name for label in project.classes()] == ["dog"]
    assert [label for label, _ in labels_of(project).values()] == ["dog", "dog", "dog", None]
    undo(project, ME)
    assert (labels_of(project), project.classes()) == (before, classes)
    redo(project, ME)
    assert images_of_class(project, dog.id).tolist() == [1, 2, 3]


def test_deleting_unlabels_its_images_and_its_name_is_free_again(project: Project) -> None:
    before = labels_of(project)
    delete_class(project, _class(project, "cat"), ME)
    assert labels_of(project)["a.png"] == (None, "unlabelled")
    ids = add_classes(project, ["cat"], ME)
    assert ids["cat"] not in {1, 2}  # an id is never used again
    undo(project, ME)
    undo(project, ME)
    assert labels_of(project) == before


def test_deleted_classes_are_those_that_somebody_deleted_or_merged(project: Project) -> None:
    cat, dog = _class(project, "cat"), _class(project, "dog")
    delete_class(project, cat, ME)
    assert deleted_classes(project) == {cat.id}
    undo(project, ME)
    assert deleted_classes(project) == set()
    redo(project, ME)
    assert deleted_classes(project) == {cat.id}
    undo(project, ME)
    merge_classes(project, cat, dog, ME)
    assert deleted_classes(project) == {cat.id}
    undo(project, ME)
    add_classes(project, ["ape"], ME)
    undo(project, ME)  # it had not been there before
    assert deleted_classes(project) == set()


def test_deleting_an_empty_class_is_one_decision(project: Project) -> None:
    add_classes(project, ["ape"], ME)
    assert delete_class(project, _class(project, "ape"), ME) is not None
    undo(project, ME)
    assert [label.name for label in project.classes()] == ["cat", "dog", "ape"]
