"""The distance from a folder: images like those of the folder are seldom too far, others nearly always."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import mahalanobis

from desktop_labeler.array_types import BoolArray, Float32Array, IntArray
from desktop_labeler.ml.classify import folder_distance as module
from desktop_labeler.ml.classify.folder_distance import FEWEST, MARKED, FolderDistance, fit_folder_distance
from desktop_labeler.ml.graph.graph_features import principal_directions

WIDTH = 96


def folder(seed: int, count: int, *, kinds: int = 5, within: int = 6, width: int = WIDTH) -> Float32Array:
    """Return vectors of unit length around some centres, which differ in few directions and a little in all."""
    chance = np.random.default_rng(seed)
    centres, axes = chance.normal(0, 1, (kinds, width)), chance.normal(0, 0.3, (within, width))
    shown = np.random.default_rng(seed + 1000).integers(0, kinds, count)
    spread = np.random.default_rng(seed + 2000).normal(0, 1, (count, within)) @ axes
    return unit(centres[shown] + spread + np.random.default_rng(seed + 3000).normal(0, 0.1, (count, width)))


def unit(rows: np.ndarray) -> Float32Array:
    found: Float32Array = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


def fit(vectors: Float32Array, groups: IntArray | None = None) -> tuple[FolderDistance, Float32Array, Float32Array]:
    mean, turn, usable = principal_directions(vectors)
    return fit_folder_distance(vectors, mean, turn, usable, groups), mean, turn


def marked(found: tuple[FolderDistance, Float32Array, Float32Array], vectors: Float32Array) -> BoolArray:
    distance, mean, turn = found
    return np.asarray(distance.of(vectors, mean, turn) > distance.farthest)


@pytest.mark.parametrize("count", [60, 400])
@pytest.mark.parametrize(("kinds", "within"), [(1, 0), (1, 20), (8, 4), (40, 2)])
def test_images_like_those_of_the_folder_are_marked_no_more_often_than_promised(
    kinds: int, within: int, count: int
) -> None:
    shares = []
    for seed in range(8):
        vectors = folder(seed, count + 1000, kinds=kinds, within=within)
        shares.append(marked(fit(vectors[:count]), vectors[count:]).mean())
    promised = max(MARKED, 1 / (count + 1))
    assert np.mean(shares) < 1.5 * promised  # the mean of eight levels, each by few images


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 400), kinds=st.integers(1, 12), count=st.integers(FEWEST, 200))
def test_images_of_another_folder_are_marked(seed: int, kinds: int, count: int) -> None:
    found = fit(folder(seed, count, kinds=kinds))
    assert marked(found, folder(seed + 500, 100, kinds=kinds)).mean() > 0.9


@given(st.integers(0, 100), st.sampled_from(["equal", "zero", "flat", "few"]))
@settings(max_examples=20, deadline=None)
def test_odd_folders_have_a_level_that_rounding_does_not_cross(seed: int, kind: str) -> None:
    vectors = folder(seed, FEWEST - 1 if kind == "few" else 80)
    if kind == "equal":
        vectors = np.repeat(vectors[:1], 80, axis=0)
    elif kind == "zero":
        vectors[: FEWEST // 2] = 0
        vectors[FEWEST // 2] = np.nan
    elif kind == "flat":
        vectors = unit(vectors[:, :2] @ vectors[:2])
    found = fit(vectors.astype(np.float16).astype(np.float32))
    usable = np.isfinite(vectors).all(axis=1) & vectors.any(axis=1)
    assert marked(found, vectors[usable]).mean() <= 2 / 80
    assert np.isinf(found[0].farthest) == (usable.sum() < FEWEST)
    assert np.isfinite(found[0].along).all()
    assert np.isfinite(found[0].rest)


def test_the_frames_of_one_scene_do_not_vouch_for_each_other() -> None:
    scenes = folder(0, 60)
    groups = np.repeat(np.arange(60), 5)
    frames = unit(scenes[groups] + np.random.default_rng(1).normal(0, 0.002, (300, WIDTH)))
    new = folder(0, 1060)[60:]
    assert marked(fit(frames, groups), new).mean() < 0.06
    assert fit(frames)[0].farthest < fit(frames, groups)[0].farthest
    assert np.isinf(fit(frames, np.zeros(300, np.int64))[0].farthest)


def test_with_all_directions_it_is_the_distance_of_mahalanobis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_RIDGE", 1e-6)
    vectors = folder(3, 500, width=12)
    distance, mean, turn = fit(vectors)
    inverse = np.linalg.inv(np.cov(vectors.T.astype(np.float64), bias=True) + np.eye(12) * 1e-7)
    expected = [mahalanobis(one, mean, inverse) ** 2 for one in vectors[:20].astype(np.float64)]
    np.testing.assert_allclose(distance.of(vectors[:20], mean, turn), expected, rtol=2e-3)


def test_of_a_large_folder_a_part_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = folder(5, 1400)
    whole = fit(vectors[:1000])[0].farthest
    monkeypatch.setattr(module, "_MOST", 300)
    part = fit(vectors[:1000])
    assert part[0].farthest == pytest.approx(whole, rel=0.5)
    assert marked(part, vectors[1000:]).mean() < 0.04
