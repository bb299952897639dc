"""Exports and the panel name the person whose answer is in force, and when it was given."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.data.decisions.classes import add_classes, merge_classes
from desktop_labeler.data.decisions.history import By, Edit, accept, assign, decide, exclude, redo, undo, unsure
from desktop_labeler.data.decisions.label_givers import giver_of
from desktop_labeler.data.decisions.label_rules import RULES, Rule
from desktop_labeler.data.decisions.people import rename_person, set_rule
from desktop_labeler.data.formats.outgoing import outgoing_images
from desktop_labeler.data.formats.records import Outgoing
from desktop_labeler.data.project.answer_rows import read_answers
from desktop_labeler.data.project.project_file import Project, Source, State
from tests.making import ME, make_project

ANN, BOB, EVE = By("Ann", round=3), By("Bob", round=4), By("Eve", round=5)


def _label(project: Project, class_id: int, by: By, kind: str = "assign") -> str:
    """Let somebody label the only image; return when that was."""
    number = decide(project, [1], assign(class_id), kind=kind, what="Label", by=by)
    return _time(project, number)


def _time(project: Project, number: int | None) -> str:
    ((time,),) = project.rows("SELECT time FROM decision WHERE id = ?", (number,))
    return str(time)


def _given(project: Project) -> tuple[str, str]:
    """Return by whom and when the label of the only image was given, as exports and the panel say it."""
    (image,) = outgoing_images(project)
    assert giver_of(project, 1) == (image.by, image.time)
    return image.by, image.time


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path / "p.labeler", ["a.png"])
    add_classes(made, ["cat", "dog"], ME)
    return made


CAT, DOG = 1, 2


def test_the_giver_is_who_answered_first_where_that_counts(project: Project) -> None:
    set_rule(project, "first", ANN)
    first = _label(project, CAT, ANN)
    _label(project, DOG, BOB)
    assert _given(project) == ("Ann", first)
    _label(project, CAT, EVE)  # agrees with what is in force: still the first
    assert _given(project) == ("Ann", first)
    again = _label(project, DOG, ANN)  # changes her mind
    assert _given(project) == ("Ann", again)
    undo(project, ANN)
    assert _given(project) == ("Ann", first)
    project.close()


def test_the_givers_are_all_who_say_what_most_say(project: Project) -> None:
    set_rule(project, "majority", ANN)
    _label(project, DOG, ANN)
    bob = _label(project, CAT, BOB)
    assert _given(project)[0] == "Ann"  # a tie: who answered first
    _label(project, CAT, EVE)
    assert _given(project) == ("Bob; Eve", bob)
    undo(project, EVE)
    assert _given(project)[0] == "Ann"
    redo(project, EVE)
    assert _given(project) == ("Bob; Eve", bob)
    project.close()


def test_the_giver_is_who_settled_it(project: Project) -> None:
    set_rule(project, "adjudicated", ANN)
    first = _label(project, CAT, ANN)
    _label(project, DOG, BOB)
    assert _given(project) == ("Ann", first)
    settled = _label(project, DOG, EVE, "adjudicate")
    assert _given(project) == ("Eve", settled)
    _label(project, CAT, BOB)
    assert _given(project) == ("Eve", settled)
    undo(project, BOB)
    undo(project, EVE)
    assert _given(project) == ("Ann", first)
    project.close()


_LATER: tuple[Callable[[Project], object], ...] = (
    lambda project: decide(project, [1], Edit(note="blurred"), kind="note", what="Note", by=EVE),
    lambda project: decide(project, [1], Edit(group="site 1"), kind="group", what="Group", by=EVE),
    lambda project: decide(project, [1], Edit(second=True), kind="second", what="Second", by=EVE),
    lambda project: merge_classes(project, project.classes()[0], project.classes()[1], EVE),
)


@pytest.mark.parametrize("later", _LATER)
@pytest.mark.parametrize("imported", [False, True])
def test_who_writes_a_note_or_merges_classes_gave_no_label(
    project: Project, later: Callable[[Project], object], imported: bool
) -> None:
    if imported:
        edit = Edit(state=State.LABELLED, class_id=CAT, source=Source.IMPORTED)
        time = _time(project, decide(project, [1], edit, kind="import", what="Import", by=BOB))
    else:
        time = _label(project, CAT, BOB)
    later(project)
    assert _given(project) == ("Bob", time)
    project.close()


def test_a_change_of_the_rule_gives_no_label_and_names_whose_label_it_brings(project: Project) -> None:
    first = _label(project, CAT, ANN)
    second = _label(project, DOG, BOB)
    set_rule(project, "first", EVE)
    assert _given(project) == ("Ann", first)
    undo(project, EVE)
    assert _given(project) == ("Bob", second)
    project.close()


def test_the_round_and_the_class_before_are_those_of_the_answer_in_force(project: Project) -> None:
    set_rule(project, "first", ANN)
    decide(project, [1], accept([CAT]), kind="accept", what="Accept", by=ANN)
    decide(project, [1], accept([DOG]), kind="accept", what="Accept", by=BOB)
    (image,) = outgoing_images(project)
    assert (image.by, image.model, image.previous) == ("Ann", "round 3", None)
    project.close()


def test_a_person_has_the_present_name(project: Project) -> None:
    _label(project, CAT, ANN)
    rename_person(project, "Ann", "P1")
    assert _given(project)[0] == "P1"
    _label(project, DOG, BOB)
    set_rule(project, "first", BOB)
    assert _given(project)[0] == "P1"
    project.close()


_WHO = st.sampled_from([ANN, BOB, EVE])
_SAYS = st.sampled_from(["cat", "dog", "none", "unsure", "accept", "settle", "note", "undo"])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(_WHO, _SAYS), min_size=1, max_size=8), st.sampled_from(RULES))
def test_whoever_is_named_says_what_the_label_is(said: list[tuple[By, str]], rule: Rule) -> None:
    with TemporaryDirectory() as folder, make_project(Path(folder) / "p.labeler", ["a.png"]) as project:
        add_classes(project, ["cat", "dog"], ME)
        set_rule(project, rule, ME)
        for place, (by, what) in enumerate(said):
            _say(project, by, what, place)
        (image,) = outgoing_images(project)
        assert not image.by or giver_of(project, 1) == (image.by, image.time)
        _check(project, image)


def _say(project: Project, by: By, what: str, place: int) -> None:
    edits = {"cat": assign(CAT), "dog": assign(DOG), "settle": assign(DOG), "none": exclude(), "unsure": unsure()}
    edits |= {"accept": accept([CAT]), "note": Edit(note=str(place))}
    kinds = {"settle": "adjudicate", "none": "exclude", "unsure": "unsure", "accept": "accept", "note": "note"}
    if what == "undo":
        undo(project, by)
    else:
        decide(project, [1], edits[what], kind=kinds.get(what, "assign"), what="Said", by=by)


def _check(project: Project, image: Outgoing) -> None:
    """Each person who is named has a standing answer that is the label, given by the decision of that time."""
    names = {label.id: label.name for label in project.classes()}
    answers, says = read_answers(project), set()
    for now in (answers.of(answers.settles).standing(), answers.of(~answers.settles).standing()):
        for person, label, state in zip(now.people.tolist(), now.classes.tolist(), now.states.tolist(), strict=True):
            says.add((now.names[person], names.get(label, State(state).word)))
    if image.state == State.UNLABELLED:
        assert not image.by
        return
    people = image.by.split("; ")
    assert {(person, image.label or image.state.word) for person in people} <= says
    rows = project.rows("SELECT who FROM decision WHERE time = ? AND undone = 0", (image.time,))
    assert people[0] in {who for (who,) in rows}
