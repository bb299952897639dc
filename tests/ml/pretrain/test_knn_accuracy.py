"""Whether neighbours agree: against scikit-learn, and at its edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.neighbors import KNeighborsClassifier

from desktop_labeler.ml.pretrain.knn_accuracy import neighbors_agree


def _clusters(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    labels = chance.integers(0, 4, count)
    return (chance.normal(size=(4, 16))[labels] + chance.normal(size=(count, 16))).astype(np.float32), labels


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_weighted_vote_of_the_twenty_nearest_others(seed: int) -> None:
    vectors, labels = _clusters(150, seed)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    expected = []
    for row in range(len(labels)):
        others = np.delete(np.arange(len(labels)), row)
        judge = KNeighborsClassifier(
            20, algorithm="brute", metric="cosine", weights=lambda distance: np.exp((1 - distance) / 0.07)
        )
        said = judge.fit(unit[others], labels[others]).predict(unit[row][None])[0]
        expected.append(said == labels[row])
    assert neighbors_agree(vectors, labels).tolist() == expected


@given(st.integers(2, 60), st.integers(0, 1000))
def test_order_and_length_of_vectors_do_not_matter(count: int, seed: int) -> None:
    vectors, labels = _clusters(count, seed)
    order = np.random.default_rng(seed).permutation(count)
    expected = neighbors_agree(vectors, labels)[order]
    assert np.array_equal(neighbors_agree(4 * vectors[order], labels[order]), expected)


def test_images_of_the_same_group_do_not_vote() -> None:
    vectors = np.repeat(np.eye(4, dtype=np.float32), 2, axis=0) + 0.01
    labels = np.array([0, 0, 1, 1, 0, 0, 1, 1])
    assert neighbors_agree(vectors, labels).all()
    assert not neighbors_agree(vectors, labels, np.array([0, 0, 1, 1, 0, 0, 1, 1])).any()


def test_without_anybody_to_vote_nothing_agrees() -> None:
    one = np.ones((1, 3), np.float32)
    assert neighbors_agree(one, np.array([0])).tolist() == [False]
    assert neighbors_agree(one[:0], np.array([], np.int64)).tolist() == []
    useless = np.array([[np.nan] * 3, [0, 0, 0], [1, 0, 0], [1, 0, 0]], np.float32)
    assert neighbors_agree(useless, np.zeros(4, np.int64)).tolist() == [False, False, True, True]
    assert not neighbors_agree(useless, np.zeros(4, np.int64), np.zeros(4, np.int64)).any()


def test_mistakes_are_named() -> None:
    with pytest.raises(ValueError, match="3 vectors, 2 labels"):
        neighbors_agree(np.ones((3, 2), np.float32), np.zeros(2, np.int64))
    with pytest.raises(ValueError, match="-1"):
        neighbors_agree(np.ones((1, 2), np.float32), np.array([-1]))
