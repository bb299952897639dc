"""Names that are those of classes but for their spelling are found, and no others."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.similar_classes import similar_classes, spelt_alike
from tests.making import ME, make_project


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DIGIT 1", "digit 1"),
        ("digit_1", "digit 1"),
        ("Digit-1", "digit 1"),
        ("digit1", "digit 1"),
        ("kafer", "Käfer"),
        ("KÄFER", "Käfer"),
        ("strasse", "Straße"),
        ("digit 1", None),  # the class itself
        ("digit 11", None),
        ("1-1", None),
        ("1_2", "1 2"),
        ("wood owl", None),  # two classes are spelt so
        ("_", None),
    ],
)
def test_a_name_in_another_spelling_is_found(tmp_path: Path, name: str, meant: str | None) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        add_classes(project, ["digit 1", "Käfer", "Straße", "11", "1 2", "Wood owl", "wood-owl"], ME)
        found = similar_classes(project, [name])
    assert found == {} if meant is None else found[name].name == meant


def test_names_that_the_file_tells_apart_are_left_alone(tmp_path: Path) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        add_classes(project, ["ant"], ME)
        assert similar_classes(project, ["Ant", "ANT"]) == {}
        assert similar_classes(project, ["ant", "ANT"]) == {}


@given(st.text())
def test_a_spelling_is_like_itself_in_capitals_and_with_other_spaces(name: str) -> None:
    assert spelt_alike(spelt_alike(name)) == spelt_alike(name)
    assert spelt_alike(name.replace("_", " ")) == spelt_alike(name.replace(" ", "_"))
