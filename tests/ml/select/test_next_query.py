"""What to ask next: the laws of the list, who is never asked, and that it beats chance where it should."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.array_types import BoolArray, Float32Array, FloatingArray, IntArray
from desktop_labeler.ml.graph.neighbors import Graph
from desktop_labeler.ml.select.next_query import Rule, choose_next

RULES: tuple[Rule, ...] = get_args(Rule)


def unit(vectors: FloatingArray) -> Float32Array:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-12), dtype=np.float32)


def exact_graph(vectors: Float32Array, k: int) -> Graph:
    """Brute force, padded with −1, so that this file does not depend on the search."""
    n = len(vectors)
    cosine = vectors @ vectors.T
    np.fill_diagonal(cosine, -np.inf)
    order = np.argsort(-cosine, axis=1, kind="stable")[:, : min(k, max(n - 1, 0))]
    neighbors = np.full((n, k), -1, np.int32)
    similarity = np.zeros((n, k), np.float32)
    neighbors[:, : order.shape[1]] = order
    similarity[:, : order.shape[1]] = np.take_along_axis(cosine, order, 1)
    return Graph(neighbors, similarity, None, "exact")


def clusters(
    seed: int = 0, sizes: tuple[int, ...] = (60,) * 5, spread: float = 0.25, dimensions: int = 16
) -> tuple[Float32Array, IntArray]:
    """Clouds around random directions, and which cloud each image is from."""
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(len(sizes)), sizes)
    centres = unit(rng.normal(size=(len(sizes), dimensions)))
    vectors = unit(centres[truth] + rng.normal(scale=spread, size=(len(truth), dimensions)))
    order = rng.permutation(len(truth))
    return vectors[order], truth[order]


@st.composite
def situations(draw: st.DrawFn) -> tuple[Float32Array, Graph, IntArray, Float32Array | None, BoolArray]:
    """Vectors, graph, labels, probabilities or None, candidates; with copies, and images without a vector."""
    n = draw(st.integers(1, 60))
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    vectors = unit(rng.normal(size=(n, 4)))
    copies = rng.integers(0, n, draw(st.integers(0, n)))
    vectors[rng.integers(0, n, len(copies))] = vectors[copies]
    graph = exact_graph(vectors, draw(st.integers(1, 12)))
    if draw(st.booleans()):
        lost = rng.random(n) < 0.2
        vectors[lost] = np.nan
        graph.neighbors[lost] = -1
        graph.similarity[lost] = np.nan
    labels = np.where(rng.random(n) < draw(st.sampled_from([0.0, 0.2, 0.9])), rng.integers(0, 3, n), -1)
    probabilities = rng.dirichlet(np.ones(3), n).astype(np.float32) if draw(st.booleans()) else None
    return vectors, graph, labels, probabilities, rng.random(n) < draw(st.sampled_from([0.3, 1.0]))


@settings(max_examples=150, deadline=None)
@given(situations(), st.sampled_from(RULES), st.integers(0, 70), st.integers(0, 3), st.sampled_from([0.0, 0.1, 0.5]))
def test_list_is_new_images_that_can_be_asked(
    situation: tuple[Float32Array, Graph, IntArray, Float32Array | None, BoolArray],
    rule: Rule,
    n: int,
    seed: int,
    share: float,
) -> None:
    vectors, graph, labels, probabilities, candidates = situation

    def chosen() -> IntArray:
        return choose_next(
            vectors,
            graph,
            labelled=labels,
            probabilities=probabilities,
            candidates=candidates,
            n=n,
            rule=rule,
            unseen_probability=share,
            seed=seed,
        )

    result = chosen()
    allowed = candidates & (labels < 0)
    assert result.dtype == np.int64
    assert len(result) == min(n, int(allowed.sum()))
    assert len(np.unique(result)) == len(result)
    assert allowed[result].all()
    np.testing.assert_array_equal(chosen(), result)


@settings(max_examples=150, deadline=None)
@given(situations(), st.sampled_from([rule for rule in RULES if rule != "kmeans"]), st.data())
def test_longer_list_starts_with_the_shorter_and_goes_on_from_previous(
    situation: tuple[Float32Array, Graph, IntArray, Float32Array | None, BoolArray], rule: Rule, data: st.DataObject
) -> None:
    vectors, graph, labels, probabilities, candidates = situation
    n = data.draw(st.integers(0, 60))
    m = data.draw(st.integers(0, n))

    def choose(number: int, previous: IntArray | None = None) -> IntArray:
        return choose_next(
            vectors,
            graph,
            labelled=labels,
            probabilities=probabilities,
            candidates=candidates,
            n=number,
            rule=rule,
            previous=previous,
        )

    whole, first = choose(n), choose(m)
    np.testing.assert_array_equal(whole[:m], first)
    np.testing.assert_array_equal(choose(n - len(first), first), whole[m:])


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 20))
def test_labelling_the_list_is_the_same_as_having_asked_it(seed: int, n: int) -> None:
    vectors, truth = clusters(seed, (10, 10, 10))
    graph = exact_graph(vectors, 8)
    labels = np.full(30, -1)
    first = choose_next(vectors, graph, labelled=labels, n=n)
    labels[first] = truth[first]
    decided = choose_next(vectors, graph, labelled=labels, n=5, candidates=np.ones(30, np.bool_))
    waiting = choose_next(vectors, graph, labelled=np.full(30, -1), n=5, previous=first)
    np.testing.assert_array_equal(decided, waiting)


@pytest.mark.parametrize("seed", range(5))
def test_first_questions_reach_every_cluster(seed: int) -> None:
    vectors, truth = clusters(seed, spread=0.15)
    chosen = choose_next(vectors, exact_graph(vectors, 20), labelled=np.full(300, -1), n=5)
    assert set(truth[chosen].tolist()) == set(range(5))


def test_first_gain_is_what_the_formula_says() -> None:
    vectors, _ = clusters(3, (25, 25), spread=0.4)
    graph = exact_graph(vectors, 49)  # complete, so that the sum over the graph is the sum over all
    square = np.maximum(2 - 2 * vectors @ vectors.T, 0)
    scale = np.sqrt(np.sort(square, axis=1)[:, 10])
    kernel = np.exp(-square / np.outer(scale, scale))
    np.fill_diagonal(kernel, 1)
    uncertain = np.random.default_rng(0).random(50)
    covered = np.zeros(50)
    expected: list[int] = []
    for _ in range(12):
        gain = np.maximum(kernel - covered, 0) @ uncertain
        gain[expected] = -1
        expected.append(int(gain.argmax()))
        covered = np.maximum(covered, kernel[expected[-1]])
    probabilities = np.stack([1 - uncertain / 2, uncertain / 2], axis=1)
    chosen = choose_next(
        vectors, graph, labelled=np.full(50, -1), probabilities=probabilities, n=12, unseen_probability=0
    )
    assert chosen.tolist() == expected


def test_certain_clusters_are_left_alone() -> None:
    vectors, truth = clusters(1, (100, 100), spread=0.2)
    probabilities = np.where(truth[:, None] == 0, [[1.0, 0.0]], [[0.5, 0.5]])
    chosen = choose_next(
        vectors,
        exact_graph(vectors, 20),
        labelled=np.full(200, -1),
        probabilities=probabilities,
        n=20,
        unseen_probability=0,
    )
    assert (truth[chosen] == 1).all()


def test_copies_are_asked_once_while_anything_else_is_left() -> None:
    vectors, _ = clusters(2, (40, 40))
    vectors[40:60] = vectors[0]
    graph = exact_graph(vectors, 25)
    copies = {0, *range(40, 60)}
    chosen = choose_next(vectors, graph, labelled=np.full(80, -1), n=80).tolist()
    places = [place for place, image in enumerate(chosen) if image in copies]
    assert places[1:] == list(range(60, 80))
    labels = np.full(80, -1)
    labels[45] = 1
    assert not copies & set(choose_next(vectors, graph, labelled=labels, n=59).tolist())


@pytest.mark.slow
def test_rare_class_is_found_sooner_with_places_for_the_unseen() -> None:
    """A class of 12 far from 3 × 1,000, of which 60 have labels: coverage has better things to do."""
    found: dict[float, list[int]] = {0.0: [], 0.2: []}
    for seed in range(5):
        vectors, truth = clusters(seed, (1000, 1000, 1000, 12), spread=0.15)
        graph, labels = exact_graph(vectors, 15), np.full(3012, -1)
        common = np.flatnonzero(truth < 3)[:60]
        labels[common] = truth[common]
        for share, places in found.items():
            chosen = choose_next(vectors, graph, labelled=labels, n=100, unseen_probability=share)
            places.append(int(np.flatnonzero(truth[chosen] == 3)[0]))
    assert np.median(found[0.2]) <= 9  # the second place that is meant for it
    assert np.median(found[0.0]) > 30


@pytest.mark.parametrize("seed", range(5))
def test_first_questions_see_more_than_the_graph(seed: int) -> None:
    """A far class of 12 among 3 × 300 is met within 11 questions: no neighbourhood of 15 says that it is alone."""
    vectors, truth = clusters(seed, (300, 300, 300, 12), spread=0.15)
    chosen = choose_next(vectors, exact_graph(vectors, 15), labelled=np.full(912, -1), n=11, unseen_probability=0)
    assert set(truth[chosen].tolist()) == set(range(4))


def test_margin_asks_the_least_certain_first() -> None:
    vectors, _ = clusters(0, (5, 5))
    best = np.linspace(0.99, 0.5, 10)
    probabilities = np.stack([best, 1 - best], axis=1)
    chosen = choose_next(
        vectors, exact_graph(vectors, 4), labelled=np.full(10, -1), probabilities=probabilities, n=3, rule="margin"
    )
    assert chosen.tolist() == [9, 8, 7]


def test_kmeans_takes_one_image_of_each_cluster() -> None:
    vectors, truth = clusters(0, spread=0.05)
    chosen = choose_next(vectors, exact_graph(vectors, 4), labelled=np.full(300, -1), n=5, rule="kmeans")
    assert len(set(truth[chosen].tolist())) >= 4  # k-means may merge two clusters


def test_seed_matters_to_random_only() -> None:
    vectors, _ = clusters()
    graph = exact_graph(vectors, 10)

    def choose(rule: Rule, seed: int) -> IntArray:
        return choose_next(vectors, graph, labelled=np.full(300, -1), n=20, rule=rule, seed=seed)

    assert not np.array_equal(choose("random", 0), choose("random", 1))
    np.testing.assert_array_equal(choose("default", 0), choose("default", 1))


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("n", [0, 1, 2])
def test_hardly_any_images(rule: Rule, n: int) -> None:
    vectors = np.ones((n, 3), np.float32) / np.float32(np.sqrt(3))
    graph = exact_graph(vectors, 5)
    chosen = choose_next(vectors, graph, labelled=np.full(n, -1), n=10, rule=rule)
    assert sorted(chosen.tolist()) == list(range(n))
    assert choose_next(vectors, graph, labelled=np.zeros(n), n=10, rule=rule).size == 0


@pytest.mark.parametrize("rule", RULES)
def test_identical_images_and_one_class(rule: Rule) -> None:
    vectors = np.full((30, 4), 0.5, np.float32)
    labels = np.full(30, -1)
    labels[3] = 0
    chosen = choose_next(
        vectors, exact_graph(vectors, 6), labelled=labels, probabilities=np.ones((30, 1)), n=50, rule=rule
    )
    assert sorted(chosen.tolist()) == [image for image in range(30) if image != 3]


@pytest.mark.parametrize("rule", RULES)
def test_no_usable_vector_at_all(rule: Rule) -> None:
    graph = Graph(np.full((6, 4), -1, np.int32), np.full((6, 4), np.nan, np.float32), None, "exact")
    vectors = np.full((6, 4), np.nan, np.float32)
    chosen = choose_next(vectors, graph, labelled=np.full(6, -1), n=6, rule=rule)
    assert sorted(chosen.tolist()) == list(range(6))


def test_wrong_arguments_are_named() -> None:
    vectors, _ = clusters(0, (5, 5))
    graph = exact_graph(vectors, 3)
    labels = np.full(10, -1)
    with pytest.raises(ValueError, match="-1"):
        choose_next(vectors, graph, labelled=labels, n=-1)
    with pytest.raises(ValueError, match=r"1\.5"):
        choose_next(vectors, graph, labelled=labels, n=1, unseen_probability=1.5)
    with pytest.raises(ValueError, match=r"\(9,\)"):
        choose_next(vectors, graph, labelled=labels[:9], n=1)
    with pytest.raises(ValueError, match="graph of 10"):
        choose_next(vectors[:9], graph, labelled=labels[:9], n=1)
    with pytest.raises(ValueError, match=r"\(4, 2\)"):
        choose_next(vectors, graph, labelled=labels, n=1, probabilities=np.ones((4, 2)))
    with pytest.raises(ValueError, match="greedy"):
        choose_next(vectors, graph, labelled=labels, n=1, rule="greedy")  # type: ignore[arg-type]
