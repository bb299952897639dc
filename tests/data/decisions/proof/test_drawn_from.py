"""What a sample was drawn from is read back as it was stored, and nothing else is."""

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.decisions.proof.certificates import Proof
from desktop_labeler.data.decisions.proof.drawn_from import DrawnFrom, read_drawn_from

NAMES = {1: "cat", 2: "dog"}


@given(classes=st.lists(st.integers(1, 9)), above=st.none() | st.floats(0, 1))
def test_it_is_read_back(classes: list[int], above: float | None) -> None:
    one = DrawnFrom(classes, above)
    assert read_drawn_from(json.loads(json.dumps(asdict(one)))) == one
    stored = json.loads(json.dumps(Proof([1], [], 2, 3, 0.9, 0.95, drawn_from=one).stored()))
    assert read_drawn_from(stored["drawn_from"]) == one


@pytest.mark.parametrize("stored", [None, 3, [], {}, {"classes": "cat"}, {"classes": ["cat"]}])
def test_anything_else_tells_nothing(stored: object) -> None:
    assert read_drawn_from(stored) is None


@pytest.mark.parametrize(
    ("one", "words", "classes"),
    [
        (DrawnFrom([], 0.0), "every class", None),
        (DrawnFrom([], 0.9), "every class, rank 0.9 or higher", None),
        (DrawnFrom([2]), "class dog", ["dog"]),
        (DrawnFrom([1], 0.925), "class cat, rank 0.925 or higher", ["cat"]),
    ],
)
def test_it_is_said(one: DrawnFrom, words: str, classes: list[str] | None) -> None:
    assert str(one.words(NAMES)) == words
    assert one.as_json(NAMES) == {"classes": classes, "above": one.above}
