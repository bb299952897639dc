"""Near-duplicates, outliers and pixel flags: laws, edge cases, and cleanlab as the reference."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from desktop_labeler.array_types import Float32Array, UInt8Array
from desktop_labeler.ml.graph.neighbors import Graph
from desktop_labeler.ml.image_issues import (
    ImageMeasures,
    image_flags,
    label_conflicts,
    measure_grey,
    near_duplicates,
    outliers,
)


def exact_graph(vectors: Float32Array, k: int) -> Graph:
    """Brute force, so that this file does not depend on the search."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -np.inf)
    order = np.argsort(-cosine, axis=1, kind="stable")[:, :k]
    return Graph(order.astype(np.int32), np.take_along_axis(cosine, order, 1).astype(np.float32), None, "exact")


def empty_graph(n: int, k: int = 3) -> Graph:
    return Graph(np.full((n, k), -1, np.int32), np.zeros((n, k), np.float32), None, "exact")


def photographs(seed: int = 0, n: int = 200) -> Float32Array:
    """Three clusters, five copies with a little noise (195–199 of 0–4), four loners (190–193)."""
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(3, 32))[rng.integers(0, 3, n)] + rng.normal(scale=0.4, size=(n, 32))
    vectors[n - 5 :] = vectors[:5] + rng.normal(scale=0.002, size=(5, 32))
    vectors[n - 10 : n - 6] = rng.normal(scale=3, size=(4, 32))
    return vectors.astype(np.float32)


def test_planted_copies_are_found_and_nothing_else() -> None:
    groups = near_duplicates(exact_graph(photographs(), 10))
    assert [group.tolist() for group in groups] == [[i, 195 + i] for i in range(5)]


def test_copies_of_copies_form_one_group() -> None:
    vectors = photographs()
    vectors[10] = vectors[20] = vectors[30] = vectors[40]
    groups = near_duplicates(exact_graph(vectors, 1))
    assert [10, 20, 30, 40] in [group.tolist() for group in groups]


def test_same_file_content_is_a_group_even_without_vectors() -> None:
    groups = near_duplicates(empty_graph(6), digests=["a", None, "b", "a", "", "b"])
    assert [group.tolist() for group in groups] == [[0, 3], [2, 5]]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_hardly_any_images_are_no_trouble(n: int) -> None:
    graph = empty_graph(n)
    assert near_duplicates(graph, digests=[None] * n) == []
    found = outliers(graph)
    assert np.isnan(found.distance).all()
    assert found.mask.shape == (n,)
    assert not found.mask.any()


def test_identical_images_are_one_group_and_no_outliers() -> None:
    graph = exact_graph(np.full((12, 7), 0.3, np.float32), 11)
    assert [group.tolist() for group in near_duplicates(graph)] == [list(range(12))]
    assert not outliers(graph).mask.any()


def test_missing_and_undefined_neighbours_count_for_nothing() -> None:
    graph = exact_graph(photographs(), 10)
    neighbors, similarity = graph.neighbors.copy(), graph.similarity.copy()
    neighbors[7] = -1
    similarity[7] = 0
    similarity[8, 3:] = np.nan
    broken = Graph(neighbors, similarity, None, "exact")
    found = outliers(broken)
    assert np.isnan(found.distance[7])
    assert not found.mask[7]
    np.testing.assert_allclose(found.distance[8], 1 - similarity[8, :3].mean(), atol=1e-6)
    assert len(near_duplicates(broken)) == 5


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(ValueError, match="2 digests for 3"):
        near_duplicates(empty_graph(3), digests=["a", "b"])
    with pytest.raises(ValueError, match="-1"):
        near_duplicates(empty_graph(3), factor=-1)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.integers(2, 60))
def test_order_of_images_does_not_matter(seed: int, n: int) -> None:
    rng = np.random.default_rng(seed)
    graph = exact_graph(rng.normal(size=(n, 3)).astype(np.float32), 5)
    order = rng.permutation(n)
    place = np.argsort(order)
    moved = Graph(place[graph.neighbors[order]].astype(np.int32), graph.similarity[order], None, "exact")
    np.testing.assert_array_equal(outliers(moved).mask, outliers(graph).mask[order])
    expected = {frozenset(group.tolist()) for group in near_duplicates(graph)}
    assert {frozenset(order[group].tolist()) for group in near_duplicates(moved)} == expected


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1000), st.floats(0, 1), st.floats(0, 1))
def test_larger_factor_only_joins(seed: int, one: float, other: float) -> None:
    vectors = np.random.default_rng(seed).normal(size=(40, 3)).astype(np.float32)
    graph = exact_graph(vectors, 5)
    small, large = sorted([one, other])
    joined = [set(group.tolist()) for group in near_duplicates(graph, factor=large)]
    for group in near_duplicates(graph, factor=small):
        assert any(set(group.tolist()) <= wide for wide in joined)


def test_conflicts_are_the_groups_with_two_classes() -> None:
    groups = [np.array([0, 5]), np.array([1, 2, 3]), np.array([4, 6]), np.array([7, 8])]
    labels = np.array([0, 1, -1, 2, 1, 0, -1, -1, -1])
    assert [conflict.tolist() for conflict in label_conflicts(groups, labels)] == [[1, 3]]
    assert label_conflicts(groups, np.full(9, -1)) == []
    assert label_conflicts([], labels) == []


@pytest.mark.filterwarnings("ignore")  # cleanlab's own
@pytest.mark.parametrize("seed", range(3))
def test_cleanlab_finds_the_same_duplicates_and_outliers(seed: int) -> None:
    from cleanlab import Datalab

    vectors = photographs(seed)
    graph = exact_graph(vectors, 10)
    n, k = graph.neighbors.shape
    distance = np.maximum(1 - graph.similarity, 0).astype(np.float64)
    knn = csr_matrix((distance.ravel(), graph.neighbors.ravel(), np.arange(0, n * k + 1, k)), shape=(n, n))
    lab = Datalab({"x": list(range(n))}, verbosity=0)
    lab.find_issues(knn_graph=knn, issue_types={"near_duplicate": {"k": 10}, "outlier": {"k": 10}})
    theirs = lab.get_issues("near_duplicate")["is_near_duplicate_issue"].to_numpy()
    ours = np.zeros(n, np.bool_)
    ours[np.concatenate(near_duplicates(graph))] = True
    np.testing.assert_array_equal(ours, theirs)
    found = outliers(graph)
    np.testing.assert_array_equal(found.mask, lab.get_issues("outlier")["is_outlier_issue"].to_numpy())
    assert found.mask[190:194].all()
    score = lab.get_issues("outlier")["outlier_score"].to_numpy()
    np.testing.assert_array_equal(np.argsort(-found.distance, kind="stable")[:5], np.argsort(score, kind="stable")[:5])


def checkerboard(side: int = 32) -> UInt8Array:
    row, column = np.indices((side, side))
    return np.where((row + column) // 4 % 2 == 1, 255, 0).astype(np.uint8)


def test_blurring_lowers_sharpness_and_dimming_lowers_brightness() -> None:
    sharp = checkerboard()
    soft = sharp.astype(np.float32) / 255
    for axis in (0, 1, 0, 1):
        soft = (np.roll(soft, 1, axis) + soft + np.roll(soft, -1, axis)) / 3
    assert measure_grey(soft)[0] < 0.3 * measure_grey(sharp)[0]
    assert measure_grey(sharp // 4)[1] == pytest.approx(measure_grey(sharp)[1] / 4, abs=0.01)
    assert measure_grey(sharp) == pytest.approx(measure_grey(sharp.astype(np.float64) / 255))


def test_laplacian_agrees_with_scipy() -> None:
    from scipy.ndimage import laplace

    pixels = np.random.default_rng(0).random((20, 30)).astype(np.float32)
    assert measure_grey(pixels)[0] == pytest.approx(float(laplace(pixels)[1:-1, 1:-1].var()), rel=1e-4)


def test_tiny_and_flat_images_have_measures() -> None:
    np.testing.assert_allclose(measure_grey(np.full((2, 9), 51, np.uint8)), (0.0, 0.2), atol=1e-6)
    assert measure_grey(np.full((9, 9), 255, np.uint8)) == (0.0, 1.0)
    assert np.isnan(measure_grey(np.empty((0, 4)))).all()
    with pytest.raises(ValueError, match=r"\(4, 4, 3\)"):
        measure_grey(np.zeros((4, 4, 3)))


def ordinary(n: int = 300, brightness: float = 0.5) -> ImageMeasures:
    rng = np.random.default_rng(4)
    return ImageMeasures(
        sharpness=rng.lognormal(-3, 0.3, n).astype(np.float32),
        brightness=np.clip(rng.normal(brightness, 0.08 * brightness, n), 0, 1).astype(np.float32),
        width=np.full(n, 640),
        height=np.full(n, 480),
    )


def test_planted_faults_are_flagged_and_the_rest_is_not() -> None:
    statistics = ordinary()
    statistics.sharpness[3] = 0.001
    statistics.sharpness[4] = 0
    statistics.brightness[5] = 0.03
    statistics.width[6] = 64
    statistics.height[7] = 4000
    flags = image_flags(statistics)
    assert np.flatnonzero(flags.blurred).tolist() == [3, 4]
    assert np.flatnonzero(flags.dark).tolist() == [5]
    assert np.flatnonzero(flags.odd_size).tolist() == [6, 7]


@pytest.mark.parametrize("brightness", [0.02, 0.5, 0.95])
def test_project_that_is_dark_as_a_whole_is_not_flagged(brightness: float) -> None:
    flags = image_flags(ordinary(brightness=brightness))
    assert flags.dark.mean() < 0.02
    assert flags.blurred.mean() < 0.02
    assert not flags.odd_size.any()


@pytest.mark.parametrize("n", [0, 1, 2])
def test_flags_of_hardly_any_images(n: int) -> None:
    flags = image_flags(ordinary(n))
    assert flags.blurred.shape == flags.dark.shape == flags.odd_size.shape == (n,)
    assert not flags.blurred.any()


def test_unreadable_images_get_no_flag() -> None:
    statistics = ordinary()
    statistics.sharpness[0] = statistics.brightness[0] = np.nan
    statistics.width[0] = statistics.height[0] = 0
    flags = image_flags(statistics)
    assert not np.stack([flags.blurred, flags.dark, flags.odd_size])[:, 0].any()
