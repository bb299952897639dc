"""Every person's answer is kept, and a rule chooses the label; whatever is undone takes its answers along."""

import shutil
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decisions.classes import add_classes, delete_class, merge_classes
from desktop_labeler.data.decisions.history import (
    By,
    Edit,
    accept,
    assign,
    clear,
    decide,
    exclude,
    keep,
    redo,
    undo,
    unsure,
)
from desktop_labeler.data.decisions.label_rules import RULES, Rule, label_rule
from desktop_labeler.data.decisions.people import Person, read_people, rename_person, set_rule
from desktop_labeler.data.images.query.image_query import Filter, find_images
from desktop_labeler.data.project.answer_rows import NO_CLAIM, NONE_OF_THEM, disputed, read_answers, said_of
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.errors import LabelerError
from tests.making import ME, labels_of, make_project, said_of_people

ANN, BOB, EVE = By("Ann"), By("Bob"), By("Eve")
OLD = Path(__file__).parents[2] / "old_projects"


def _label(project: Project, image: int, class_id: int, by: By) -> None:
    decide(project, [image], assign(class_id), kind="assign", what="Label", by=by)


def test_a_second_person_who_agrees_or_not_is_kept_beside_the_first(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png", "c.png"]) as project:
        cat, dog = add_classes(project, ["cat", "dog"], ANN).values()
        decide(project, [1, 2], assign(cat), kind="assign", what="Label", by=ANN)
        assert decide(project, [1], assign(cat), kind="assign", what="Label", by=ANN) is None  # said that already
        _label(project, 1, cat, BOB)  # agrees: the label stays, the answer is kept
        _label(project, 2, dog, BOB)
        decide(project, [3], exclude(), kind="exclude", what="None", by=BOB)
        said = {(1, "Ann"): cat, (2, "Ann"): cat, (1, "Bob"): cat, (2, "Bob"): dog, (3, "Bob"): NONE_OF_THEM}
        assert said_of_people(project) == said
        assert labels_of(project)["b.png"] == ("dog", "confirmed")
        assert disputed(read_answers(project)).tolist() == [2]
        assert find_images(project, Filter(disputed=True)).tolist() == [2]
        assert find_images(project, Filter(answered_by="Ann")).tolist() == [1, 2]
        assert find_images(project, Filter(not_by="Ann")).tolist() == [3]
        assert find_images(project, Filter(answered_by="Bob", not_by="Ann")).tolist() == [3]
        assert find_images(project, Filter(answered_by="Nobody")).tolist() == []
        assert [(one.name, one.images, one.excluded) for one in read_people(project)] == [("Ann", 2, 0), ("Bob", 3, 1)]
        assert said_of(project, 2).classes.tolist() == [cat, dog]


def test_what_is_undone_was_not_said_and_what_is_redone_was(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        cat, dog = add_classes(project, ["cat", "dog"], ANN).values()
        _label(project, 1, cat, ANN)
        _label(project, 1, dog, BOB)
        undo(project, BOB)
        assert said_of_people(project) == {(1, "Ann"): cat}
        redo(project, BOB)
        assert said_of_people(project) == {(1, "Ann"): cat, (1, "Bob"): dog}
        decide(project, [1], clear(), kind="unlabel", what="Take back", by=BOB)
        assert said_of_people(project) == {(1, "Ann"): cat}


def test_notes_imports_and_second_opinions_are_no_answers(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        (cat,) = add_classes(project, ["cat"], ANN).values()
        decide(project, [1], accept(cat), kind="import", what="Import", by=ANN)
        decide(project, [1], Edit(second=True), kind="second", what="Second", by=ANN)
        decide(project, [1], Edit(note="blurred"), kind="label", what="Note", by=ANN)
        assert said_of_people(project) == {}
        decide(project, [1], keep(), kind="keep", what="Keep", by=BOB)
        assert said_of_people(project) == {(1, "Bob"): cat}
        assert read_people(project) == [Person("Bob", 1, 1, 0, 0, 0)]


def test_answers_follow_their_class_when_it_is_merged_and_go_when_it_is_deleted(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"]) as project:
        add_classes(project, ["cat", "kitten", "dog"], ANN)
        cat, kitten, dog = project.classes()
        _label(project, 1, kitten.id, ANN)
        _label(project, 1, cat.id, BOB)
        merge_classes(project, kitten, cat, ANN)  # no image has the label kitten any more
        assert said_of_people(project) == {(1, "Ann"): cat.id, (1, "Bob"): cat.id}
        assert disputed(read_answers(project)).tolist() == []
        undo(project, ANN)
        assert disputed(read_answers(project)).tolist() == [1]
        redo(project, ANN)
        merge_classes(project, cat, dog, ANN)
        assert said_of_people(project) == {(1, "Ann"): dog.id, (1, "Bob"): dog.id}
        delete_class(project, dog, ANN)
        assert set(said_of_people(project).values()) == {NO_CLAIM}


@pytest.mark.parametrize(
    ("rule", "expected"), [("latest", "owl"), ("first", "cat"), ("majority", "dog"), ("adjudicated", "cat")]
)
def test_the_rule_chooses_the_label_whether_it_is_set_before_or_after(
    tmp_path: Path, rule: Rule, expected: str
) -> None:
    for early in (True, False):
        with make_project(tmp_path / f"{early}.labeler", ["a.png", "b.png"]) as project:
            cat, dog, owl = add_classes(project, ["cat", "dog", "owl"], ANN).values()
            if early:
                set_rule(project, rule, ANN)
            for who, answer in (("Ann", cat), ("Bob", dog), ("Cy", dog), ("Dee", unsure()), ("Eve", owl)):
                edit = answer if isinstance(answer, Edit) else assign(answer)
                decide(project, [1], edit, kind="assign", what="Label", by=By(who))
            if not early:
                set_rule(project, rule, ANN)
            assert label_rule(project) == rule
            assert labels_of(project)["a.png"] == (expected, "confirmed")
            assert bool(project.images([1])[0].second) == (rule == "adjudicated")
            decide(project, [1], assign(owl), kind="adjudicate", what="Settle", by=EVE)
            assert labels_of(project)["a.png"] == ("owl", "confirmed")
            assert disputed(read_answers(project)).tolist() == []
            _label(project, 1, dog, ANN)
            assert labels_of(project)["a.png"][0] == ("dog" if rule == "latest" else "owl")  # settled stays settled


def test_undoing_a_rule_brings_the_labels_and_the_rule_before_back(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        cat, dog = add_classes(project, ["cat", "dog"], ANN).values()
        _label(project, 1, cat, ANN)
        _label(project, 1, dog, BOB)
        set_rule(project, "first", ANN)
        assert set_rule(project, "first", ANN) is None
        assert labels_of(project)["a.png"] == ("cat", "confirmed")
        undo(project, ANN)
        assert (labels_of(project)["a.png"], label_rule(project)) == (("dog", "confirmed"), "latest")
        redo(project, ANN)
        assert (labels_of(project)["a.png"], label_rule(project)) == (("cat", "confirmed"), "first")


def test_a_rule_leaves_what_was_imported_over_the_answers(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        cat, dog, owl = add_classes(project, ["cat", "dog", "owl"], ANN).values()
        _label(project, 1, cat, ANN)
        _label(project, 1, dog, BOB)
        decide(project, [1], assign(owl), kind="import", what="Import", by=ANN)
        set_rule(project, "first", ANN)
        assert labels_of(project)["a.png"] == ("owl", "confirmed")


def test_a_person_who_is_renamed_is_the_same_person(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png", "b.png"]) as project:
        cat, _ = add_classes(project, ["cat", "dog"], ANN).values()
        _label(project, 1, cat, BOB)
        rename_person(project, "Bob", "Robert")
        _label(project, 2, cat, BOB)  # the account is still called that
        assert said_of_people(project) == {(1, "Robert"): cat, (2, "Robert"): cat}
        _label(project, 2, cat, ANN)
        for name, new in (("Bob", "X"), ("Ann", "Robert"), ("Ann", " ")):
            with pytest.raises(LabelerError, match="Nothing was changed"):
                rename_person(project, name, new)
        rename_person(project, "Robert", "Bob")
        _label(project, 1, cat, BOB)
        assert {name for _, name in said_of_people(project)} == {"Ann", "Bob"}


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_the_answers_of_an_old_project_are_read_from_its_history(tmp_path: Path, number: int) -> None:
    path = tmp_path / "p.labeler"
    shutil.copy(OLD / f"v{number}.labeler", path)
    with Project(path, "read") as project:
        before = said_of_people(project)
        one = said_of(project, 1)
    with Project(path) as project:
        cat = next(label.id for label in project.classes() if label.name == "cat")
        assert before == said_of_people(project) == {(1, "Ann"): cat, (3, "Ann"): NO_CLAIM}
        assert one.classes.tolist() == said_of(project, 1).classes.tolist() == [cat]
        assert project.images([3])[0].state == State.UNSURE


answers = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from("ABC"), st.sampled_from(["cat", "dog", "owl"])), max_size=12
)


def _expected(said: dict[str, str], rule: Rule, order: list[str]) -> str:
    first = next(name for name in dict.fromkeys(order))
    if rule == "latest":
        return said[order[-1]]
    if rule != "majority":
        return said[first]
    votes = Counter(said.values())
    tied = {label for label, count in votes.items() if count == max(votes.values())}
    return next(said[name] for name in dict.fromkeys(order) if said[name] in tied)


@settings(max_examples=25, deadline=None)
@given(told=answers, rule=st.sampled_from(RULES))
def test_the_label_in_force_is_what_the_rule_says_of_any_answers(told: list[tuple[int, str, str]], rule: Rule) -> None:
    with TemporaryDirectory() as folder, make_project(Path(folder, "p.labeler"), list("abc")) as project:
        ids = add_classes(project, ["cat", "dog", "owl"], ME)
        set_rule(project, rule, ME)
        names = {number: name for name, number in ids.items()}
        said: dict[int, dict[str, str]] = {}
        order: dict[int, list[str]] = {}
        for image, who, name in told:
            _label(project, image, ids[name], By(who))
            if said.get(image, {}).get(who) != name or rule != "latest":
                order.setdefault(image, []).append(who)
            said.setdefault(image, {})[who] = name
        for image, by_person in said.items():
            label = project.images([image])[0].class_id
            assert label is not None
            if rule != "latest":
                assert names[label] == _expected(by_person, rule, order[image])
            else:
                assert names[label] == [name for place, _, name in told if place == image][-1]
        while (done := undo(project, ME)) is not None and done.kind != "class":
            pass
        assert said_of_people(project) == {}
