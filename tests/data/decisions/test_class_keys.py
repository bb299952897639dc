"""Keys of classes: the digit in the name, else the next free one, for good."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.decisions.class_keys import KEYS, keys_for
from desktop_labeler.data.decisions.classes import add_classes, change_classes, delete_class
from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import redo, undo
from desktop_labeler.data.project.project_file import LabelClass, Project, create_project
from tests.making import ME

_NAMES = [*"0123456789", "fly", "bee", "10", "class 5"]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "p.labeler") as opened:
        yield opened


def keys(project: Project) -> dict[str, str | None]:
    return {label.name: label.key for label in project.classes()}


@given(st.permutations(_NAMES))
def test_a_digit_is_its_own_key_and_no_key_is_given_twice(names: Sequence[str]) -> None:
    given_keys, changes = keys_for(names, [])
    assert not changes
    assert len(set(given_keys)) == len(names)
    for name, key in zip(names, given_keys, strict=True):
        assert key == name or name not in "0123456789"


def test_digits_have_their_own_keys_and_others_come_after(project: Project) -> None:
    add_classes(project, ["fly", *"0123456789"], ME)
    assert keys(project) == {"fly": "Shift+1", **{digit: digit for digit in "0123456789"}}


def test_a_class_called_like_a_key_gets_it_and_undo_gives_it_back(project: Project) -> None:
    add_classes(project, ["fly", "bee"], ME)
    add_classes(project, ["1"], ME)
    assert keys(project) == {"fly": "3", "bee": "2", "1": "1"}
    undo(project, ME)
    assert keys(project) == {"fly": "1", "bee": "2"}
    redo(project, ME)
    assert keys(project) == {"fly": "3", "bee": "2", "1": "1"}


def test_renaming_to_a_digit_swaps_the_keys(project: Project) -> None:
    add_classes(project, ["fly", "bee"], ME)
    fly = project.classes()[0]
    change_classes(project, {fly.id: replace(fly, name="2")}, DecisionText("rename_class", old="fly", new="2"), ME)
    assert keys(project) == {"2": "2", "bee": "1"}
    undo(project, ME)
    assert keys(project) == {"fly": "1", "bee": "2"}


def test_deleting_and_reordering_move_no_key(project: Project) -> None:
    add_classes(project, ["fly", "bee", "moth"], ME)
    fly, bee, moth = project.classes()
    change_classes(project, {fly.id: replace(fly, position=9)}, DecisionText("order_classes"), ME)
    delete_class(project, bee, ME)
    assert keys(project) == {"moth": "3", "fly": "1"}
    assert moth.key == "3"


def test_a_wanted_key_comes_first_and_after_the_last_there_is_none() -> None:
    given_keys, _ = keys_for(["a", "b"], [], first="7")
    assert given_keys == ["7", "1"]
    live = [LabelClass(number, f"c{number}", "", "", key, number) for number, key in enumerate(KEYS)]
    assert keys_for(["a"], live)[0] == [None]
    assert keys_for(["5"], live) == (["5"], [(live[4], replace(live[4], key=None))])
