"""The quick map: the plane of most variance, the same every time; new images beside those they are most similar to."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from desktop_labeler.array_types import Float32Array
from desktop_labeler.ml.map import pca
from desktop_labeler.ml.map.pca import main_directions, place_beside


def stretched(seed: int, count: int, width: int) -> Float32Array:
    """Return vectors that differ most in two directions of their own."""
    rng = np.random.default_rng(seed)
    turn = np.linalg.qr(rng.standard_normal((width, width)))[0]
    scale = np.array([9, 4, *[1] * (width - 2)])[:width]
    found: Float32Array = (rng.standard_normal((count, width)) * scale @ turn + rng.standard_normal(width) * 5).astype(
        np.float32
    )
    return found


@settings(max_examples=25)
@given(seed=st.integers(0, 10_000), count=st.integers(30, 300), width=st.integers(2, 40))
def test_equals_the_principal_components_of_scikit_learn(seed: int, count: int, width: int) -> None:
    vectors = stretched(seed, count, width)
    theirs = PCA(2, svd_solver="full").fit_transform(vectors.astype(np.float64))
    ours = main_directions(vectors)
    theirs *= np.sign((ours * theirs).sum(axis=0))  # their signs are another choice
    np.testing.assert_allclose(ours, theirs, atol=1e-3 * np.abs(theirs).max())


def test_the_map_is_never_mirrored_by_more_images_or_another_order() -> None:
    vectors = stretched(3, 400, 12)
    order = np.random.default_rng(0).permutation(400)
    np.testing.assert_allclose(main_directions(vectors[order]), main_directions(vectors)[order], atol=1e-3)
    fewer, all_of_them = main_directions(vectors[:380]), main_directions(vectors)[:380]
    for axis in (0, 1):
        assert np.corrcoef(fewer[:, axis], all_of_them[:, axis])[0, 1] > 0.98


def test_a_sample_gives_nearly_the_same_plane(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = stretched(5, 6000, 16)
    whole = main_directions(vectors)
    monkeypatch.setattr(pca, "SAMPLE", 1500)
    sampled = main_directions(vectors)
    for axis in (0, 1):
        assert abs(np.corrcoef(whole[:, axis], sampled[:, axis])[0, 1]) > 0.995


def test_float16_is_as_good_as_float32_for_a_map() -> None:
    vectors = stretched(1, 300, 20)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    exact, half = main_directions(vectors), main_directions(vectors.astype(np.float16))
    np.testing.assert_allclose(half, exact, atol=2e-3)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_vector_that_is_not_finite_has_no_place_and_moves_no_other(bad: float) -> None:
    vectors = stretched(2, 60, 8)
    clean = main_directions(np.delete(vectors, 7, axis=0))
    vectors[7, 3] = bad
    places = main_directions(vectors)
    assert np.isnan(places[7]).all()
    np.testing.assert_allclose(np.delete(places, 7, axis=0), clean, atol=1e-4)


@pytest.mark.parametrize("shape", [(0, 4), (1, 4), (3, 1), (5, 0), (2, 2)])
def test_too_little_to_spread_is_no_error(shape: tuple[int, int]) -> None:
    places = main_directions(np.ones(shape, np.float32))
    assert places.shape == (shape[0], 2)
    assert (places == 0).all()


def test_vectors_must_be_a_table() -> None:
    with pytest.raises(ValueError, match="3"):
        main_directions(np.zeros(3, np.float32))


# --- beside the others


def test_a_new_image_lies_on_its_twin_and_among_its_like() -> None:
    rng = np.random.default_rng(0)
    centers = np.eye(3, 8) * 4
    known = (centers[np.arange(60) % 3] + rng.standard_normal((60, 8)) * 0.2).astype(np.float32)
    places = (np.array([[0, 0], [10, 0], [0, 10]])[np.arange(60) % 3] + rng.standard_normal((60, 2))).astype(np.float32)
    fresh = (centers[[2, 0, 1]] + rng.standard_normal((3, 8)) * 0.2).astype(np.float32)
    found = place_beside(fresh, known, places)
    for place, group in zip(found, (2, 0, 1), strict=True):
        own = places[group::3]
        assert (own.min(axis=0) <= place).all()
        assert (place <= own.max(axis=0)).all()
    one = place_beside(known[4:5], known[4:5], places[4:5])
    np.testing.assert_allclose(one, places[4:5], atol=1e-5)


@given(scale=st.floats(0.01, 100))
def test_only_the_direction_of_a_vector_counts(scale: float) -> None:
    rng = np.random.default_rng(1)
    known, fresh = rng.standard_normal((40, 6)).astype(np.float32), rng.standard_normal((5, 6)).astype(np.float32)
    places = rng.standard_normal((40, 2)).astype(np.float32)
    plain = place_beside(fresh, known, places)
    np.testing.assert_allclose(place_beside(fresh * np.float32(scale), known, places), plain, atol=1e-3)


def test_nothing_known_or_nothing_to_go_by_gives_no_place() -> None:
    known, places = np.eye(4, dtype=np.float32), np.ones((4, 2), np.float32)
    fresh = np.array([[0, 0, 0, 0], [np.nan, 1, 1, 1], [1, 0, 0, 0]], np.float32)
    assert np.isnan(place_beside(fresh, known, places)).any(axis=1).tolist() == [True, True, False]
    assert np.isnan(place_beside(fresh, known[:0], places[:0])).all()
    with pytest.raises(ValueError, match="4 vectors, 3 places"):
        place_beside(fresh, known, places[:3])
