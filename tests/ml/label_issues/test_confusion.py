"""The table of confusions: laws, and the reference library where it computes the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.array_types import Float32Array, IntArray
from desktop_labeler.ml.label_issues.confusion import confusion_table, count_confusions, log_odds_wrong


@st.composite
def predictions(draw: st.DrawFn) -> tuple[Float32Array, IntArray]:
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    classes = draw(st.integers(2, 6))
    probabilities = random.dirichlet(np.full(classes, draw(st.sampled_from([0.2, 1.0, 5.0]))), 60)
    return probabilities.astype(np.float32), random.integers(0, classes, 60)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(predictions())
def test_even_confusions_rank_as_self_confidence_does(data: tuple[Float32Array, IntArray]) -> None:
    # imported here, because the quick tests would wait for it
    from cleanlab.rank import get_normalized_margin_for_each_label, get_self_confidence_for_each_label

    probabilities, labels = data
    classes = probabilities.shape[1]
    even = np.full((classes, classes), 0.1 / (classes - 1))
    np.fill_diagonal(even, 0.9)
    odds = log_odds_wrong(probabilities, labels, even)
    peer = get_self_confidence_for_each_label(labels, probabilities)
    order = np.argsort(-odds, kind="stable")
    assert (np.diff(peer[order]) >= -1e-5).all()
    if classes == 2:  # with two classes the margin is the same order too
        margin = get_normalized_margin_for_each_label(labels, probabilities)
        assert (np.diff(margin[order]) >= -1e-5).all()


@settings(max_examples=40, deadline=None)
@given(predictions())
def test_confusions_are_a_probability_table_and_order_does_not_matter(data: tuple[Float32Array, IntArray]) -> None:
    probabilities, labels = data
    count = count_confusions(probabilities, labels)
    assert count.sum() == pytest.approx(len(labels), rel=1e-4)
    table = confusion_table(count)
    assert (table >= 0).all()
    np.testing.assert_allclose(table.sum(axis=1), 1, atol=1e-9)
    order = np.random.default_rng(0).permutation(len(labels))
    np.testing.assert_allclose(count_confusions(probabilities[order], labels[order]), count, atol=1e-3)


def test_confusions_that_were_planted_are_counted() -> None:
    random = np.random.default_rng(0)
    truth = random.integers(0, 3, 6000)
    labels = np.where((truth == 0) & (random.random(6000) < 0.3), 1, truth)  # only 0 → 1
    sharp = np.full((6000, 3), 0.05, np.float32)
    sharp[np.arange(6000), truth] = 0.9
    table = confusion_table(count_confusions(sharp, labels))
    assert table[0, 1] > 4 * max(table[0, 2], table[1, 0], table[1, 2], table[2, 0], table[2, 1])


def test_labels_that_are_almost_ruled_out_keep_their_order() -> None:
    own = np.array([1e-2, 1e-5, 1e-7, 1e-9, 1e-20])
    probabilities = np.stack([own, 1 - own], axis=1)
    odds = log_odds_wrong(probabilities, np.zeros(5, np.int64), np.array([[0.9, 0.1], [0.1, 0.9]]))
    assert (np.diff(odds) > 4).all()
    gone = log_odds_wrong(np.array([[0.0, 1.0]]), np.zeros(1, np.int64), np.eye(2))
    assert np.isfinite(gone).all()
