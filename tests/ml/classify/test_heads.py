"""The linear head against scikit-learn, its edges, and the promise of classifiers that never saw the image."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from desktop_labeler.array_types import Float32Array, IntArray
from desktop_labeler.ml.classify.heads import Head, fit_heads
from desktop_labeler.ml.label_issues.out_of_fold import out_of_fold


def clouds(
    n: int, classes: int, dimensions: int = 8, apart: float = 1.5, seed: int = 0
) -> tuple[Float32Array, IntArray]:
    random = np.random.default_rng(seed)
    centres = random.standard_normal((classes, dimensions)) * apart
    labels = random.integers(0, classes, n)
    vectors = centres[labels] + random.standard_normal((n, dimensions)) * np.linspace(0.3, 2, dimensions)
    return vectors.astype(np.float32), labels


def fit_head(
    vectors: npt.ArrayLike,
    labels: npt.ArrayLike,
    *,
    weights: Float32Array | None = None,
    start: Head | None = None,
    tolerance: float = 1e-5,
    **more: Any,
) -> Head:
    """Fit a single head."""
    several = None if weights is None else weights[None]
    return fit_heads(vectors, labels, weights=several, start=[start], tolerance=[tolerance], **more)[0]


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([0.03, 1.0, 30.0]), st.integers(3, 6))
def test_same_minimum_as_scikit_learn(seed: int, strength: float, classes: int) -> None:
    vectors, labels = clouds(150, classes, seed=seed)
    labels[:classes] = np.arange(classes)
    weights = np.random.default_rng(seed).uniform(0.2, 3, len(labels)).astype(np.float32)
    head = fit_head(
        vectors, labels, classes=classes, weights=weights, strength=strength, iterations=2000, tolerance=1e-6
    )
    peer = LogisticRegression(C=1 / strength, tol=1e-8, max_iter=5000)
    peer.fit(vectors.astype(np.float64), labels, sample_weight=weights)  # in float32 it stops 0.003 away
    np.testing.assert_allclose(head.probabilities(vectors), peer.predict_proba(vectors), atol=5e-4)
    np.testing.assert_allclose(head.weights, peer.coef_.T, atol=5e-3 * max(1.0, np.abs(peer.coef_).max()))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_order_does_not_matter(seed: int) -> None:
    vectors, labels = clouds(80, 4, seed=seed)
    order = np.random.default_rng(seed).permutation(80)
    straight = fit_head(vectors, labels, classes=4).probabilities(vectors)
    shuffled = fit_head(vectors[order], labels[order], classes=4).probabilities(vectors)
    np.testing.assert_allclose(straight, shuffled, atol=5e-4)
    held = out_of_fold(vectors, labels, classes=4)
    np.testing.assert_allclose(out_of_fold(vectors[order], labels[order], classes=4), held[order], atol=5e-2)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([60, 400]))
def test_heads_fitted_together_are_those_fitted_one_by_one(seed: int, n: int) -> None:
    vectors, labels = clouds(n, 4, seed=seed)
    random = np.random.default_rng(seed)
    weights = random.uniform(0.2, 3, (5, n)).astype(np.float32) * (random.random((5, n)) < 0.7)
    weights[1, labels == 2] = 0  # a class that one head never sees
    weights[2, labels != 0] = 0  # one class only
    weights[3] = 0
    tolerance = [1e-6, 1e-6, 1e-6, 1e-6, 1e-2]
    together = fit_heads(vectors, labels, classes=4, weights=weights, strength=1.0, tolerance=tolerance)
    for head, share, limit in zip(together, weights, tolerance, strict=True):
        alone = fit_head(vectors, labels, classes=4, weights=share, strength=1.0, tolerance=1e-6)
        apart = np.abs(head.probabilities(vectors) - alone.probabilities(vectors)).max()
        assert apart < (5e-4 if limit < 1e-3 else 0.1)


def test_many_images_learnt_by_way_of_a_sample_reach_the_same_minimum() -> None:
    vectors, labels = clouds(16_000, 3, seed=1)
    weights = np.ones((3, len(labels)), np.float32)
    weights[1, ::2] = 0
    weights[2] = 0
    weights[2, 1:9] = 1  # none of them in the sample
    heads = fit_heads(vectors, labels, classes=3, weights=weights, strength=1.0, tolerance=[1e-5] * 3)
    peer = LogisticRegression(C=1.0, tol=1e-6, max_iter=2000).fit(vectors[1::2].astype(np.float64), labels[1::2])
    np.testing.assert_allclose(heads[1].probabilities(vectors[:500]), peer.predict_proba(vectors[:500]), atol=2e-3)
    assert np.isfinite(heads[2].weights).all()


def test_warm_start_reaches_the_same_place_and_may_gain_classes() -> None:
    vectors, labels = clouds(200, 5)
    few = fit_head(vectors[labels < 3], labels[labels < 3], classes=3, strength=1.0)
    cold = fit_head(vectors, labels, classes=5, strength=1.0)
    warm = fit_head(vectors, labels, classes=5, strength=1.0, start=few)
    np.testing.assert_allclose(warm.probabilities(vectors), cold.probabilities(vectors), atol=5e-4)


def test_a_class_without_images_has_probability_zero() -> None:
    vectors, labels = clouds(60, 3)
    probabilities = fit_head(vectors, labels * 2, classes=6).probabilities(vectors)
    assert (probabilities[:, [1, 3, 5]] == 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)


def test_no_images_one_class_equal_images_and_broken_vectors() -> None:
    vectors, labels = clouds(40, 3)
    nothing = fit_head(vectors[:0], labels[:0], classes=4).probabilities(vectors)
    np.testing.assert_allclose(nothing, 0.25)
    one = fit_head(vectors, np.full(40, 2), classes=4).probabilities(vectors)
    np.testing.assert_allclose(one[:, 2], 1)
    same = fit_head(np.ones((40, 8), np.float32), labels, classes=3).probabilities(np.ones((1, 8), np.float32))
    np.testing.assert_allclose(same[0], np.bincount(labels, minlength=3) / 40, atol=2e-3)
    broken = vectors.copy()
    broken[3] = np.nan
    broken[4, 0] = np.inf
    keep = np.delete(np.arange(40), [3, 4])
    left_out = fit_head(vectors[keep], labels[keep], classes=3, strength=1.0)
    np.testing.assert_allclose(fit_head(broken, labels, classes=3, strength=1.0).weights, left_out.weights, atol=1e-3)
    assert np.isfinite(left_out.probabilities(broken)).all()


def test_wrong_arguments_are_named() -> None:
    vectors, labels = clouds(10, 3)
    with pytest.raises(ValueError, match="10 vectors but labels"):
        fit_head(vectors, labels[:5], classes=3)
    with pytest.raises(ValueError, match=r"expected \[0, 2\)"):
        fit_head(vectors, np.arange(10) % 3, classes=2)
    with pytest.raises(ValueError, match="negative"):
        fit_head(vectors, labels, classes=3, weights=np.full(10, -1.0))
    with pytest.raises(ValueError, match="1 folds"):
        out_of_fold(vectors, labels, classes=3, folds=1)


@pytest.mark.parametrize("kind", ["linear", "network"])
def test_an_image_and_its_group_never_train_the_classifier_that_checks_them(kind: str) -> None:
    # vectors are pure noise shared inside a group: only a leak inside the group could predict the label
    random = np.random.default_rng(1)
    groups = np.repeat(np.arange(60), 5)
    labels = random.integers(0, 2, 60)[groups]
    vectors = random.standard_normal((60, 64)).astype(np.float32)[groups]
    vectors += 0.01 * random.standard_normal(vectors.shape).astype(np.float32)
    split = out_of_fold(vectors, labels, classes=2, kind="linear" if kind == "linear" else "network")
    kept = out_of_fold(vectors, labels, classes=2, groups=groups, kind="linear" if kind == "linear" else "network")
    assert (split.argmax(axis=1) == labels).mean() > 0.85  # what a leak would look like
    assert (kept.argmax(axis=1) == labels).mean() < 0.7


def test_both_kinds_learn_and_the_network_learns_what_is_not_linear() -> None:
    random = np.random.default_rng(0)
    vectors = random.uniform(-1, 1, (1500, 2)).astype(np.float32)
    labels = (vectors[:, 0] * vectors[:, 1] > 0).astype(np.int64)
    network = out_of_fold(vectors, labels, classes=2, kind="network")
    assert (network.argmax(axis=1) == labels).mean() > 0.9
    assert (out_of_fold(vectors, labels, classes=2).argmax(axis=1) == labels).mean() < 0.65
    np.testing.assert_allclose(network.sum(axis=1), 1, atol=1e-5)


def test_the_same_seed_gives_the_same_answer_and_leaves_the_global_one_alone() -> None:
    import torch

    vectors, labels = clouds(100, 3)
    before = torch.get_rng_state()
    first = out_of_fold(vectors, labels, classes=3, kind="network", seed=4)
    np.testing.assert_array_equal(first, out_of_fold(vectors, labels, classes=3, kind="network", seed=4))
    assert torch.equal(before, torch.get_rng_state())


def test_fewer_images_than_folds() -> None:
    for n in (1, 2, 3):
        probabilities = out_of_fold(np.eye(n, 4, dtype=np.float32), np.arange(n), classes=3, kind="network")
        assert probabilities.shape == (n, 3)
        np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
