"""Suggestions that agree over a group: one class for all, single images untouched, probabilities that sum to 1."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import softmax

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.ml.classify.group_agreement import agreed
from desktop_labeler.ml.classify.suggestions import Suggestions, suggest
from desktop_labeler.ml.graph.neighbors import build_graph
from desktop_labeler.progress import finish

_ROW = st.tuples(st.integers(-1, 3), st.booleans(), st.lists(st.floats(-4, 4, width=32), min_size=3, max_size=3))


def made(probabilities: np.ndarray) -> Suggestions:
    """Suggestions with these probabilities; a row of zeros is an image without any."""
    vectors = np.eye(4, dtype=np.float32)
    some = suggest(vectors, finish(build_graph(vectors, k=2)), np.full(4, -1), classes=3)
    silent = probabilities.sum(axis=1) == 0
    found = np.where(silent, -1, probabilities.argmax(axis=1)).astype(np.int32)
    values = {"probabilities": probabilities, "suggested": found, "confidence": probabilities.max(axis=1)}
    return Suggestions(**{**some.__dict__, **values})


@st.composite
def cases(draw: st.DrawFn) -> tuple[Suggestions, IntArray, BoolArray]:
    rows = draw(st.lists(_ROW, min_size=1, max_size=20))
    logits = np.array([row[2] for row in rows], np.float32)
    probabilities = softmax(logits, axis=1).astype(np.float32)
    probabilities[np.array(draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows))))] = 0
    groups = np.array([row[0] for row in rows], np.int64)
    return made(probabilities), groups, np.array([row[1] for row in rows], bool)


@given(cases())
def test_a_group_has_one_class_and_what_is_alone_stays_as_it_was(case: tuple[Suggestions, IntArray, BoolArray]) -> None:
    before, groups, open_ones = case
    after, over = agreed(before, groups, open_ones)
    asked = open_ones & (before.suggested >= 0) & (groups >= 0)
    for row in range(len(groups)):
        same = np.flatnonzero(asked & (groups == groups[row]))
        if not asked[row] or len(same) < 2:
            assert over[row] == 0
            assert np.array_equal(after.probabilities[row], before.probabilities[row])
            assert (after.suggested[row], after.confidence[row]) == (before.suggested[row], before.confidence[row])
        else:
            assert over[row] == len(same)
            assert len(set(after.suggested[same].tolist())) == 1
            expected = softmax(np.log(before.probabilities[same].astype(np.float64)).mean(axis=0))
            np.testing.assert_allclose(after.probabilities[row], expected, atol=1e-5)
    spoken = before.suggested >= 0
    np.testing.assert_allclose(after.probabilities[spoken].sum(axis=1), 1, atol=1e-5)
    assert (after.suggested[~spoken] == -1).all()
    assert after.held_out is before.held_out


def test_a_class_that_is_rejected_for_one_image_is_suggested_for_none_of_its_group() -> None:
    before = made(np.array([[0.0, 0.6, 0.4], [0.9, 0.05, 0.05], [0.9, 0.05, 0.05]], np.float32))
    after, over = agreed(before, np.zeros(3, np.int64), np.ones(3, bool))
    assert after.suggested.tolist() == [1, 1, 1]
    assert over.tolist() == [3, 3, 3]


def test_images_that_leave_no_class_keep_what_each_had() -> None:
    given_ones = np.array([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]], np.float32)
    before = made(given_ones)
    after, over = agreed(before, np.zeros(2, np.int64), np.ones(2, bool))
    assert np.array_equal(after.probabilities, given_ones)
    assert over.tolist() == [0, 0]


def test_nothing_to_agree_on_changes_nothing() -> None:
    before = made(np.array([[0.2, 0.3, 0.5]], np.float32))
    after, _ = agreed(before, np.array([-1]), np.array([True]))
    assert after is before
    with pytest.raises(IndexError):
        agreed(before, np.array([0, 0]), np.ones(2, bool))
