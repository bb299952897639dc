"""Similarity to one image, and how unusual each is in its class: against brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.ml.graph.neighbors import build_graph
from desktop_labeler.ml.graph.similarity import cosine_to, unusual_in_class
from desktop_labeler.progress import finish


@given(seed=st.integers(0, 10_000), count=st.integers(1, 60), width=st.integers(1, 12))
def test_the_cosine_is_that_of_the_definition(seed: int, count: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((count, width)).astype(np.float32) * 3
    query = rng.standard_normal(width).astype(np.float32)
    expected = [
        float(np.dot(query.astype(float), row) / (np.linalg.norm(query) * np.linalg.norm(row)))
        for row in vectors.astype(float)
    ]
    np.testing.assert_allclose(cosine_to(query, vectors), expected, atol=1e-5)


def test_a_vector_that_says_nothing_comes_after_the_opposite() -> None:
    vectors = np.array([[-1, 0], [0, 0], [np.nan, 1], [np.inf, 1], [1, 0]], np.float16)
    assert cosine_to(np.array([2, 0], np.float16), vectors).tolist() == [-1, -2, -2, -2, 1]


@pytest.mark.parametrize("query", [[0.0, 0.0], [np.nan, 1.0], [1.0, 2.0, 3.0]])
def test_a_query_that_says_nothing_is_refused(query: list[float]) -> None:
    with pytest.raises(ValueError, match=r"length|vectors of"):
        cosine_to(np.array(query, np.float32), np.ones((3, 2), np.float32))


@given(seed=st.integers(0, 10_000), count=st.integers(2, 50), k=st.integers(1, 12))
def test_unusual_is_the_distance_to_the_nearest_of_the_class(seed: int, count: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((count, 5)).astype(np.float32)
    labels = rng.integers(-1, 3, count)
    graph = finish(build_graph(vectors, k=20))
    found = unusual_in_class(graph.neighbors, graph.similarity, labels, k=k)
    for row in range(count):
        near = [
            1 - float(cosine)
            for other, cosine in zip(graph.neighbors[row], graph.similarity[row], strict=True)
            if other >= 0 and (labels[row] < 0 or labels[other] == labels[row])
        ][:k]
        assert found[row] == pytest.approx((sum(near) + k - len(near)) / k, abs=1e-5)


def test_one_among_strangers_is_the_most_unusual() -> None:
    rng = np.random.default_rng(0)
    vectors = np.eye(2, 6)[np.arange(60) % 2] + rng.normal(scale=0.1, size=(60, 6))
    labels = (np.arange(60) % 2).astype(np.int64)
    labels[17] = 0  # lies among those of class 1
    graph = finish(build_graph(vectors.astype(np.float32), k=15))
    score = unusual_in_class(graph.neighbors, graph.similarity, labels)
    assert int(score.argmax()) == 17
    assert score[17] == 1
