"""The space that suggestions adapt: what it shortens, what it leaves, and what suggestions gain from it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis

import desktop_labeler.ml.classify.suggestions as suggestions_module
from desktop_labeler.array_types import Float32Array, IntArray
from desktop_labeler.ml.classify.adapted_space import adapted_vectors
from desktop_labeler.ml.classify.suggestions import Suggestions, suggest
from desktop_labeler.ml.graph.neighbors import build_graph
from desktop_labeler.progress import finish


def light_and_form(seed: int = 0, count: int = 600) -> tuple[Float32Array, IntArray]:
    """Vectors whose classes differ in five directions, and whose images differ more in three others."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 6, count)
    form = rng.normal(size=(6, 5))[truth] + rng.normal(scale=0.25, size=(count, 5))
    light = rng.normal(scale=2.0, size=(count, 3))
    rest = rng.normal(scale=0.1, size=(count, 16))
    vectors = np.concatenate([form, light, rest], axis=1)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), truth


def shares(truth: IntArray, classes: int) -> Float32Array:
    return np.eye(classes, dtype=np.float32)[truth]


def right_neighbors(vectors: Float32Array, truth: IntArray) -> float:
    near = finish(build_graph(vectors, k=10)).neighbors
    return float((truth[near] == truth[:, None]).mean())


def test_neighbors_are_more_often_of_the_same_class() -> None:
    vectors, truth = light_and_form()
    adapted = adapted_vectors(vectors, shares(truth, 6)).astype(np.float32)
    assert right_neighbors(adapted, truth) > right_neighbors(vectors, truth) + 0.05


def test_directions_within_the_classes_are_those_of_discriminant_analysis() -> None:
    """The covariance within the classes is that of scikit-learn; longer directions are shortened more."""
    vectors, truth = light_and_form()
    within = LinearDiscriminantAnalysis(solver="eigen", store_covariance=True).fit(vectors, truth).covariance_
    values, axes = np.linalg.eigh(within)
    wanted = vectors @ ((axes * (values / values.mean() + 8) ** -0.5) @ axes.T)
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    np.testing.assert_allclose(adapted_vectors(vectors, shares(truth, 6)), wanted, atol=2e-3)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**20), st.floats(0.01, 100))
def test_the_length_of_the_shares_and_the_order_of_the_classes_do_not_matter(seed: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(40, 6)).astype(np.float32)
    told = rng.dirichlet(np.ones(4), 40).astype(np.float32)
    told[rng.random(40) < 0.2] = 0
    plain = adapted_vectors(vectors, told)
    np.testing.assert_allclose(np.linalg.norm(plain.astype(np.float32), axis=1), 1, atol=2e-3)
    turned = adapted_vectors(vectors, told[:, ::-1] * np.float32(scale))
    np.testing.assert_allclose(turned, plain, atol=2e-3)


def test_unusable_vectors_stay_unusable_and_change_nothing() -> None:
    vectors, truth = light_and_form(count=60)
    plain = adapted_vectors(vectors, shares(truth, 6))
    broken = np.concatenate([vectors, np.full((1, vectors.shape[1]), np.nan, np.float32), np.zeros_like(vectors[:1])])
    told = np.concatenate([shares(truth, 6), shares(truth[:1], 6), np.zeros((1, 6), np.float32)])
    found = adapted_vectors(broken, told)
    assert not found[60:].any()
    np.testing.assert_array_equal(found[:60], plain)
    assert np.isfinite(adapted_vectors(vectors, np.zeros((60, 6), np.float32))).all()
    assert np.isfinite(adapted_vectors(np.zeros((5, 3), np.float16), np.ones((5, 1), np.float32))).all()


@pytest.mark.parametrize("seed", range(2))
def test_suggestions_gain_where_images_of_a_class_differ(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, truth = light_and_form(seed)
    graph = finish(build_graph(vectors))
    labels = np.where(np.arange(len(truth)) < 30, truth, -1)
    both = suggest(vectors, graph, labels, classes=6)
    monkeypatch.setattr(suggestions_module, "MOST_IMAGES", 0)
    first = suggest(vectors, graph, labels, classes=6)
    assert (both.suggested == truth)[30:].mean() > (first.suggested == truth)[30:].mean() + 0.01
    # What was held out is told by the first space alone, since the second has seen every label.
    np.testing.assert_array_equal(both.held_out, first.held_out)
    np.testing.assert_array_equal(both.probabilities[:30], first.probabilities[:30])
    np.testing.assert_array_equal(both.to_ask_by, first.probabilities)
    np.testing.assert_array_equal(first.to_ask_by, first.probabilities)
    assert both.checked == first.checked
    few = np.where(np.arange(len(truth)) < 10, truth, -1)
    monkeypatch.setattr(suggestions_module, "MOST_IMAGES", 5000)
    assert suggest(vectors, graph, few, classes=6).first is None  # with so few labels nothing is gained
    np.testing.assert_array_equal(both.confidence[:30], first.confidence[:30])
    np.testing.assert_array_equal(both.confidence[30:], both.sure.confidence(both.probabilities[30:]))


def test_the_space_is_kept_until_there_are_many_more_labels() -> None:
    vectors, truth = light_and_form()
    graph = finish(build_graph(vectors))
    last: Suggestions | None = None
    spaces = []
    for count in (50, 55, 90, 92):
        labels = np.where(np.arange(len(truth)) < count, truth, -1)
        last = suggest(vectors, graph, labels, classes=6, previous=last)
        assert last.memory.adapted is not None
        spaces.append(last.memory.adapted.vectors)
    assert spaces[0] is spaces[1]
    assert spaces[1] is not spaces[2]
    assert spaces[2] is spaces[3]
    cold = suggest(vectors, graph, labels, classes=6)
    assert last is not None
    assert (cold.suggested == last.suggested).mean() > 0.97
