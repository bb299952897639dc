"""Finding a class: every name that holds the text, words in any order, typing errors, numbers as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.widgets.classes.class_search import distance, find_classes, folded

_LONG = [f"Copepoda (Oithona similis), female, morphotype {number}" for number in range(1, 13)]
_WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def classes(*names: str) -> list[LabelClass]:
    return [LabelClass(number, name, "#000000", "circle", None, number) for number, name in enumerate(names)]


def found(names: list[str], text: str) -> list[str]:
    return [label.name for label in find_classes(classes(*names), text)]


@given(st.lists(st.text(min_size=1), unique=True), st.text())
def test_every_name_that_holds_the_text_is_found(names: list[str], text: str) -> None:
    there = found(names, text)
    assert {name for name in names if folded(text) in folded(name)} <= set(there)
    if not folded(text):
        assert there == names


def test_names_that_start_with_the_text_come_first() -> None:
    assert found(["not calm", "scallop", "Calanoida"], "cal") == ["Calanoida", "not calm", "scallop"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("morph 3", _LONG[2]),
        ("3 morph", _LONG[2]),
        ("oithona 12", _LONG[11]),
        ("morhpotype 4", _LONG[3]),
        ("SIMILIS female 1", _LONG[0]),
    ],
)
def test_words_find_the_one_that_is_meant_among_long_names(text: str, first: str) -> None:
    assert found(_LONG, text)[0] == first


@pytest.mark.parametrize("text", ["morph 3", "morphotype 3", "3", "003", "Chaetoceros morphotype 3"])
def test_a_number_is_the_whole_number_before_it_is_the_beginning_of_one(text: str) -> None:
    names = [f"Chaetoceros morphotype {number:02}" for number in range(40, 0, -1)]
    assert found(names, text)[0] == "Chaetoceros morphotype 03"


@pytest.mark.parametrize(
    ("text", "meant"), [("sevn", "seven"), ("sveen", "seven"), ("thre", "three"), ("eigth", "eight"), ("fourr", "four")]
)
def test_a_typing_error_is_forgiven(text: str, meant: str) -> None:
    assert found(_WORDS, text)[0] == meant


def test_what_fits_without_an_error_leaves_no_room_for_others() -> None:
    assert found(["five", "fine"], "five") == ["five"]


def test_accents_and_case_make_no_difference() -> None:
    assert found(["Käfer", "Café crème", "Straße"], "KAFER") == ["Käfer"]
    assert found(["Käfer", "Café crème", "Straße"], "creme cafe") == ["Café crème"]
    assert found(["Käfer", "Café crème", "Straße"], "strasse") == ["Straße"]


@pytest.mark.parametrize("text", ["3", "13", "xyzzy", "q", "9" * 5000])
def test_numbers_and_short_words_are_taken_as_they_are(text: str) -> None:
    assert found(["one", "two", "plankton 4", "plankton 5"], text) == []


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_the_distance_is_symmetric_and_zero_for_the_same(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= max(len(one), len(other))
