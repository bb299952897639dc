"""Label propagation: laws, and the reference library where it computes the same."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.semi_supervised import LabelSpreading

from desktop_labeler.array_types import Float32Array, Float64Array, IntArray
from desktop_labeler.ml.graph import label_propagation
from desktop_labeler.ml.graph.label_propagation import (
    apply_rejections,
    as_probabilities,
    drop_rejected,
    link_weights,
    multiply,
    normalize,
    propagate_labels,
    propagation_sources,
    transition_probabilities,
)
from desktop_labeler.ml.graph.neighbors import Graph, build_graph
from desktop_labeler.progress import finish


def scene(seed: int, count: int = 60, classes: int = 3, labelled: int = 9) -> tuple[Float32Array, Graph, IntArray]:
    """Vectors around class centers, their graph, and a few labels."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, classes, count)
    vectors = (3 * np.eye(8)[truth] + rng.standard_normal((count, 8))).astype(np.float32)
    labels = np.full(count, -1)
    chosen = rng.choice(count, labelled, replace=False)
    labels[chosen] = truth[chosen]
    return vectors, finish(build_graph(vectors, k=10)), labels


def dense_links(graph: Graph, k: int) -> Float64Array:
    count = len(graph.neighbors)
    matrix = np.zeros((count, count))
    for row in range(count):
        for place, value in zip(graph.neighbors[row, :k], graph.similarity[row, :k], strict=True):
            if place >= 0:
                matrix[row, place] = max(float(value), 0) ** 3
    return (matrix + matrix.T) / 2


def test_links_are_the_mean_of_both_directions() -> None:
    _, graph, _ = scene(0)
    links = link_weights(graph, k=6)
    np.testing.assert_allclose(links.toarray(), dense_links(graph, 6), rtol=1e-5)
    degree = links.toarray().sum(axis=1)
    np.testing.assert_allclose(
        normalize(links).toarray(), links.toarray() / np.sqrt(np.outer(degree, degree)), rtol=1e-5
    )


def test_nothing_flows_through_excluded_images() -> None:
    _, graph, _ = scene(1)
    excluded = np.zeros(60, bool)
    excluded[[3, 7]] = True
    links = link_weights(graph, excluded=excluded).toarray()
    assert not links[[3, 7]].any()
    assert not links[:, [3, 7]].any()
    assert links.any()


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), alpha=st.sampled_from([0.0, 0.5, 0.9, 0.99]))
def test_regularized_solves_the_equation(seed: int, alpha: float) -> None:
    _, graph, labels = scene(seed)
    links = normalize(link_weights(graph))
    sources = propagation_sources(labels, classes=3)
    solved = propagate_labels(links, sources, alpha=alpha, steps=200, tolerance=1e-6)
    exact = np.linalg.solve(np.eye(60) - alpha * links.toarray().astype(np.float64), sources)
    np.testing.assert_allclose(solved, exact, rtol=1e-3, atol=1e-4 * np.abs(exact).max())


def test_same_as_scikit_learn() -> None:
    vectors, graph, labels = scene(2, labelled=12)
    dense = dense_links(graph, 10)
    reference = LabelSpreading(kernel=lambda a, b: dense, alpha=0.8, max_iter=2000, tol=1e-9)
    reference.fit(vectors, labels)
    # scikit-learn divides its rows by their sum as we do, so the factor 1 − α cancels
    shares = as_probabilities(
        propagate_labels(
            normalize(link_weights(graph)), propagation_sources(labels, classes=3), alpha=0.8, steps=200, tolerance=1e-7
        )
    )
    np.testing.assert_allclose(shares, reference.label_distributions_, atol=2e-4)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000))
def test_order_of_images_does_not_matter(seed: int) -> None:
    vectors, graph, labels = scene(seed)
    order = np.random.default_rng(seed).permutation(60)
    shuffled = finish(build_graph(vectors[order], k=10))
    results = []
    for one, given_labels in ((graph, labels), (shuffled, labels[order])):
        links, sources = normalize(link_weights(one)), propagation_sources(given_labels, classes=3)
        results.append(as_probabilities(propagate_labels(links, sources)))
    np.testing.assert_allclose(results[1], results[0][order], atol=1e-4)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), labelled=st.integers(0, 60), classes=st.integers(1, 40))
def test_rows_sum_to_one_or_zero(seed: int, labelled: int, classes: int) -> None:
    _, graph, labels = scene(seed, classes=min(classes, 3), labelled=labelled)
    links, sources = normalize(link_weights(graph)), propagation_sources(labels, classes=classes)
    for shares in (
        as_probabilities(propagate_labels(links, sources)),
        as_probabilities(propagate_labels(links, sources), np.full(classes, 1 / classes)),
    ):
        assert shares.shape == (60, classes)
        assert shares.min(initial=0) >= 0
        total = shares.sum(axis=1)
        assert (np.isclose(total, 1, atol=1e-5) | (total == 0)).all()


def test_no_label_reaches_another_island() -> None:
    vectors = np.repeat(np.eye(2, dtype=np.float32), 20, axis=0)
    labels = np.full(40, -1)
    labels[0] = 1
    graph = finish(build_graph(vectors, k=5))
    links, sources = normalize(link_weights(graph)), propagation_sources(labels, classes=2)
    assert not as_probabilities(propagate_labels(links, sources, steps=50))[20:].any()


def test_blocks_of_classes_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    _, graph, labels = scene(4, classes=7, labelled=30)
    links, sources = normalize(link_weights(graph)), propagation_sources(labels, classes=7)
    whole = propagate_labels(links, sources)
    monkeypatch.setattr(label_propagation, "CLASS_BLOCK", 2)
    np.testing.assert_allclose(propagate_labels(links, sources), whole, atol=1e-5)


def test_a_warm_start_gets_there_in_fewer_passes() -> None:
    _, graph, labels = scene(5, count=400, labelled=40)
    links, sources = normalize(link_weights(graph)), propagation_sources(labels, classes=3)
    done = propagate_labels(links, sources, steps=100, tolerance=1e-6)
    more = labels.copy()
    more[np.flatnonzero(labels < 0)[0]] = 1
    new = propagation_sources(more, classes=3)
    target = propagate_labels(links, new, steps=100, tolerance=1e-6)
    cold = propagate_labels(links, new, steps=4)
    warm = propagate_labels(links, new, steps=4, start=done)
    assert np.abs(warm - target).max() < np.abs(cold - target).max() / 2
    np.testing.assert_allclose(
        propagate_labels(links, sources, start=target, steps=100, tolerance=1e-6), done, atol=1e-4
    )


def test_weights_and_rejected_classes() -> None:
    sources = propagation_sources(
        [0, -1, 1, -1], classes=3, weights=[0.5, 9, 2, 9], rejected=np.array([[1, 2], [2, 0], [3, 0]])
    )
    expected = np.array([[0.5, 0, 0], [0, 0, -0.5], [0, 2, 0], [-0.5, 0, 0]])
    np.testing.assert_allclose(sources, expected)
    _, graph, labels = scene(6)
    pair = np.array([[np.flatnonzero(labels < 0)[0], 0]])
    links = normalize(link_weights(graph))
    with_it = propagation_sources(labels, classes=3, rejected=pair)
    plain = propagate_labels(links, propagation_sources(labels, classes=3))
    turned = propagate_labels(links, with_it)
    near = graph.neighbors[pair[0, 0], 0]
    assert turned[near, 0] < plain[near, 0]


def test_rule_out_shares_the_rest() -> None:
    shares = np.array([[0.5, 0.25, 0.25], [1, 0, 0], [0.2, 0.3, 0.5]], np.float32)
    result = drop_rejected(shares, np.array([[0, 0], [1, 0], [2, 0], [2, 0]]))
    np.testing.assert_allclose(result, np.array([[0, 0.5, 0.5], [0, 0, 0], [0, 0.375, 0.625]]))


def test_a_refused_class_is_doubted_nearby_only() -> None:
    _, graph, _ = scene(6)
    shares = np.full((60, 3), 1 / 3, np.float32)
    image = 11
    result = apply_rejections(shares.copy(), graph, np.array([[image, 1], [image, 1]]))
    near = (graph.neighbors[:, :15] == image).any(axis=1)
    assert near.any()
    assert (result[near, 1] < 1 / 3).all()
    np.testing.assert_array_equal(result[~near], shares[~near])
    np.testing.assert_allclose(result.sum(axis=1), 1, atol=1e-5)


def test_prior_sets_the_mass_of_each_class() -> None:
    spread_out = np.array([[4.0, 1.0], [2.0, 1.0], [2.0, 0.0]], np.float32)
    even = as_probabilities(spread_out, [0.5, 0.5])
    np.testing.assert_allclose(even[1], np.array([1 / 3, 2 / 3]), atol=1e-6)


def test_product_in_threads_is_the_product() -> None:
    rng = np.random.default_rng(0)
    links = sp.csr_array(sp.random_array((9000, 9000), density=1e-3, rng=rng, dtype=np.float32))
    columns = rng.standard_normal((9000, 5)).astype(np.float32)
    np.testing.assert_allclose(multiply(links, columns), links @ columns, atol=1e-5)


def test_walk_rows_sum_to_one() -> None:
    vectors, _, _ = scene(8)
    vectors[3] = np.nan
    steps: Float32Array = transition_probabilities(finish(build_graph(vectors, k=5))).sum(axis=1)
    np.testing.assert_allclose(np.delete(steps, 3), 1, atol=1e-5)
    assert steps[3] == 0


def test_wrong_arguments() -> None:
    _, graph, labels = scene(9)
    links, sources = normalize(link_weights(graph)), propagation_sources(labels, classes=3)
    with pytest.raises(ValueError, match="alpha"):
        propagate_labels(links, sources, alpha=1.0)
    with pytest.raises(ValueError, match="start is"):
        propagate_labels(links, sources, start=np.zeros((60, 2), np.float32))
    with pytest.raises(ValueError, match="labels lie in"):
        propagation_sources([0, 3], classes=3)
