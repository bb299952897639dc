"""The neighbour graph: the right neighbours, whatever the vectors."""

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.array_types import Float32Array, IntArray
from desktop_labeler.ml.graph.neighbors import (
    TILE,
    Graph,
    append_to_graph,
    build_graph,
    exact_search,
    grouped_search,
    overlap,
    torch_search,
    unit_rows,
)
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.progress import Progress, finish


def random_vectors(seed: int, count: int, width: int = 8) -> Float32Array:
    vectors = np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32)
    unit: Float32Array = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def clustered_vectors(seed: int, count: int, width: int = 16) -> Float32Array:
    rng = np.random.default_rng(seed)
    centers = rng.standard_normal((40, width))
    return (centers[rng.integers(0, 40, count)] + 0.5 * rng.standard_normal((count, width))).astype(np.float32)


def brute_force(vectors: Float32Array, k: int) -> tuple[IntArray, Float32Array]:
    cosine = vectors.astype(np.float64) @ vectors.astype(np.float64).T
    np.fill_diagonal(cosine, -np.inf)
    order = np.argsort(-cosine, axis=1)[:, :k]
    return order, np.take_along_axis(cosine, order, axis=1).astype(np.float32)


def assert_sound(graph: Graph) -> None:
    """What holds for every graph: never self, never twice, sorted, padding at the end."""
    neighbors, similarity = graph.neighbors, graph.similarity
    assert neighbors.dtype == np.int32
    assert similarity.dtype == np.float32
    assert neighbors.shape == similarity.shape
    assert not (neighbors == np.arange(len(neighbors))[:, None]).any()
    assert np.isfinite(similarity).all()
    for row, values in zip(neighbors, similarity, strict=True):
        real = row[row >= 0]
        assert len(np.unique(real)) == len(real)
        assert (row[len(real) :] == -1).all()
        assert (np.diff(values[: len(real)]) <= 0).all()
        assert (values[len(real) :] == 0).all()


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(2, 120), k=st.integers(1, 20))
def test_equals_brute_force(seed: int, count: int, k: int) -> None:
    vectors = random_vectors(seed, count)
    graph = finish(build_graph(vectors, k=k))
    assert_sound(graph)
    assert graph.recall is None
    wanted = min(k, count - 1)
    neighbors, similarity = brute_force(vectors, wanted)
    np.testing.assert_array_equal(graph.neighbors[:, :wanted], neighbors)
    np.testing.assert_allclose(graph.similarity[:, :wanted], similarity, atol=1e-5)
    assert (graph.neighbors[:, wanted:] == -1).all()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(3, 80))
def test_order_of_images_does_not_matter(seed: int, count: int) -> None:
    vectors = random_vectors(seed, count)
    order = np.random.default_rng(seed).permutation(count)
    graph = finish(build_graph(vectors, k=5))
    shuffled = finish(build_graph(vectors[order], k=5))
    back = np.where(shuffled.neighbors >= 0, order[shuffled.neighbors], -1)
    np.testing.assert_array_equal(back, graph.neighbors[order])


def test_float16_and_other_lengths_mean_the_same() -> None:
    vectors = random_vectors(1, 60)
    lengths = np.random.default_rng(2).uniform(0.01, 100, (60, 1)).astype(np.float32)
    graph = finish(build_graph(vectors, k=7))
    np.testing.assert_array_equal(finish(build_graph(vectors * lengths, k=7)).neighbors, graph.neighbors)
    half = finish(build_graph(vectors.astype(np.float16), k=7))
    np.testing.assert_allclose(half.similarity, graph.similarity, atol=2e-3)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_images(count: int) -> None:
    graph = finish(build_graph(random_vectors(0, count), k=3))
    assert graph.neighbors.shape == (count, 3)
    assert (graph.neighbors >= 0).sum() == (2 if count == 2 else 0)
    assert_sound(graph)


def test_all_the_same() -> None:
    graph = finish(build_graph(np.ones((200, 4), np.float16), k=10))
    assert_sound(graph)
    assert (graph.neighbors >= 0).all()
    np.testing.assert_allclose(graph.similarity, 1, atol=1e-6)


def test_unusable_vectors_have_no_neighbours_and_are_nobodys() -> None:
    vectors = random_vectors(3, 50)
    bad = [4, 20, 21, 49]
    vectors[4], vectors[20], vectors[21], vectors[49, 1] = np.nan, np.inf, 0, np.nan
    good = np.setdiff1d(np.arange(50), bad)
    graph = finish(build_graph(vectors, k=6))
    assert_sound(graph)
    assert (graph.neighbors[bad] == -1).all()
    alone = finish(build_graph(vectors[good], k=6))
    np.testing.assert_array_equal(graph.neighbors[good], good[alone.neighbors])


def test_nothing_usable() -> None:
    graph = finish(build_graph(np.full((5, 3), np.nan, np.float32), k=2))
    assert (graph.neighbors == -1).all()


def test_huge_and_tiny_vectors() -> None:
    vectors = random_vectors(5, 30)
    scaled = vectors * np.where(np.arange(30) % 2, 1e30, 1e-30).astype(np.float32)[:, None]
    np.testing.assert_array_equal(
        finish(build_graph(scaled, k=4)).neighbors, finish(build_graph(vectors, k=4)).neighbors
    )


def test_approximate_reaches_the_recall_that_it_states() -> None:
    vectors = clustered_vectors(7, 6000)
    exact = finish(build_graph(vectors, k=10))
    graph = finish(build_graph(vectors, k=10, exact_limit=1000))
    assert_sound(graph)
    assert graph.recall is not None
    assert graph.recall >= 0.95
    found = overlap(exact.neighbors.astype(np.int64), graph.neighbors.astype(np.int64))
    assert found == pytest.approx(graph.recall, abs=0.02)
    assert "of" in graph.method


def test_same_seed_same_approximate_graph() -> None:
    vectors = clustered_vectors(8, 3000)
    first = finish(build_graph(vectors, k=5, exact_limit=100, seed=3))
    again = finish(build_graph(vectors, k=5, exact_limit=100, seed=3))
    np.testing.assert_array_equal(first.neighbors, again.neighbors)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), old=st.integers(0, 60), new=st.integers(0, 30))
def test_appending_equals_building_anew(seed: int, old: int, new: int) -> None:
    vectors = random_vectors(seed, old + new)
    if old > 5:
        vectors[2] = np.nan
    if new > 2:
        vectors[old + 1] = 0
    graph = finish(append_to_graph(finish(build_graph(vectors[:old], k=8)), vectors, old))
    assert_sound(graph)
    whole = finish(build_graph(vectors, k=8))
    np.testing.assert_array_equal(graph.neighbors, whole.neighbors)
    np.testing.assert_allclose(graph.similarity, whole.similarity, atol=1e-5)
    assert graph.recall is None


def test_appending_keeps_a_stated_recall() -> None:
    vectors = random_vectors(1, 40)
    graph = finish(build_graph(vectors[:30], k=4))
    appended = finish(append_to_graph(Graph(graph.neighbors, graph.similarity, 0.97, "cells"), vectors, 30))
    assert appended.recall == 0.97


def test_appending_to_another_size_is_refused() -> None:
    vectors = random_vectors(1, 40)
    graph = finish(build_graph(vectors[:30], k=4))
    with pytest.raises(ValueError, match="29 old rows, but a graph of 30"):
        finish(append_to_graph(graph, vectors, 29))


def test_torch_finds_what_faiss_finds() -> None:
    unit, _ = unit_rows(random_vectors(11, 300, 32))
    values, found = torch_search(unit, cpu_device())(unit[:50], 9)
    expected_values, expected = exact_search(unit, cpu_device())(unit[:50], 9)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_allclose(values, expected_values, atol=1e-5)


@pytest.mark.parametrize("count", [TILE - 1, TILE, 2 * TILE + 1, 5000])
@pytest.mark.parametrize("k", [1, 9, 200])
def test_search_by_groups_finds_what_faiss_finds(count: int, k: int) -> None:
    unit, _ = unit_rows(clustered_vectors(13, count))
    unit[:40] = unit[40:80]  # equal rows: their order is nobody's business
    queries = np.ascontiguousarray(unit[-150:])
    index = faiss.IndexFlatIP(unit.shape[1])
    index.add(unit)
    expected_values, _ = index.search(queries, k)
    values, found = grouped_search(unit)(queries, k)
    np.testing.assert_allclose(values, expected_values, atol=1e-5)
    np.testing.assert_allclose(np.einsum("ij,ikj->ik", queries, unit[found]), values, atol=1e-5)
    assert all(len(set(row)) == k for row in found.tolist())


def test_reports_progress_and_stops_when_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop_labeler.ml.graph.neighbors.BLOCK_FLOP", 1.0)  # the smallest blocks: 64 rows
    seen: list[Progress] = []
    finish(build_graph(random_vectors(0, 400), k=5), seen.append)
    assert [step.done for step in seen] == [64, 128, 192, 256, 320, 384, 400]
    assert {step.total for step in seen} == {400}
    job = build_graph(random_vectors(0, 400), k=5)
    next(job)
    job.close()
    with pytest.raises(StopIteration):
        next(job)


@pytest.mark.parametrize(("shape", "k"), [((5,), 3), ((5, 2), 0)])
def test_wrong_arguments(shape: tuple[int, ...], k: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        finish(build_graph(np.ones(shape, np.float32), k=k))
