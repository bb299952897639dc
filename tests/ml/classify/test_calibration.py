"""Temperature, calibration error and short lists."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax as reference_softmax

from desktop_labeler.array_types import Float64Array, IntArray
from desktop_labeler.ml.classify.calibration import (
    calibration_error,
    conformal_level,
    fit_temperature,
    short_list,
    softmax,
)

Sample = tuple[Float64Array, IntArray]


def honest_sample(seed: int, count: int, classes: int = 6) -> Sample:
    """Logits, and labels drawn from exactly the probabilities that they state."""
    rng = np.random.default_rng(seed)
    logits = 2 * rng.standard_normal((count, classes))
    shares = reference_softmax(logits, axis=1)
    labels = (shares.cumsum(axis=1) < rng.random((count, 1))).sum(axis=1)
    return logits, np.minimum(labels, classes - 1)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), temperature=st.floats(0.1, 10))
def test_softmax_equals_scipy(seed: int, temperature: float) -> None:
    logits = 50 * np.random.default_rng(seed).standard_normal((7, 4))
    np.testing.assert_allclose(softmax(logits, temperature), reference_softmax(logits / temperature, axis=1), atol=1e-5)


def test_softmax_of_impossible_classes() -> None:
    shares = softmax(np.array([[-np.inf, 0.0, 0.0], [-np.inf] * 3]))
    np.testing.assert_allclose(shares, np.array([[0, 0.5, 0.5], [0, 0, 0]]))
    with pytest.raises(ValueError, match="above 0"):
        softmax(np.zeros((1, 2)), 0)


@pytest.mark.parametrize("factor", [0.3, 1.0, 4.0])
def test_temperature_undoes_a_scaling(factor: float) -> None:
    logits, labels = honest_sample(0, 5000)
    assert fit_temperature(factor * logits, labels) == pytest.approx(factor, rel=0.06)


def test_few_labels_move_the_temperature_only_as_far_as_they_prove() -> None:
    assert fit_temperature(np.zeros((0, 3)), np.zeros(0)) == 1
    logits, labels = honest_sample(1, 60)
    found = [fit_temperature(1.15 * logits[:count], labels[:count]) for count in (4, 60)]
    assert found == [pytest.approx(0.9, abs=0.12), pytest.approx(1, abs=0.12)]  # 0.9 is usual, 1.15 is right
    assert fit_temperature(4 * logits, labels) == pytest.approx(4, rel=0.35)
    many, known = honest_sample(4, 1990)
    with_prior = fit_temperature(3 * many, known)
    more = np.concatenate([many, many[:20]]), np.concatenate([known, known[:20]])  # above, the labels alone decide
    assert fit_temperature(3 * more[0], more[1]) == pytest.approx(with_prior, rel=0.02)


def test_temperature_weighs_labels() -> None:
    logits, labels = honest_sample(2, 2000)
    scores = np.concatenate([logits, 5 * logits])
    weights = np.repeat([1.0, 0.0], 2000)
    assert fit_temperature(scores, np.tile(labels, 2), weights=weights) == pytest.approx(1, rel=0.1)
    with pytest.raises(ValueError, match="2000 labels"):
        fit_temperature(scores, labels)


def test_calibration_error_of_known_cases() -> None:
    assert calibration_error(np.zeros(0), np.zeros(0)) == 0
    assert calibration_error(np.full(100, 0.9), np.arange(100) < 90) == pytest.approx(0)
    assert calibration_error(np.full(100, 0.9), np.arange(100) < 40) == pytest.approx(0.5)
    assert calibration_error([0.0, 1.0], [False, True]) == 0
    logits, labels = honest_sample(3, 20_000)
    shares = softmax(logits)
    right = shares.argmax(axis=1) == labels
    assert calibration_error(shares.max(axis=1), right) < 0.015
    assert calibration_error(softmax(logits, 0.3).max(axis=1), right) > 0.05


@pytest.mark.parametrize("miss", [0.05, 0.1, 0.3])
def test_short_lists_cover_what_they_promise(miss: float) -> None:
    covered, sizes = [], []
    for seed in range(20):
        logits, labels = honest_sample(seed, 1200)
        shares = softmax(logits, 0.5)  # the promise holds for badly calibrated scores as well
        level = conformal_level(shares[:200], labels[:200], miss=miss)
        chosen = short_list(shares[200:], level)
        covered.append(chosen[np.arange(1000), labels[200:]].mean())
        sizes.append(chosen.sum(axis=1).mean())
    assert np.mean(covered) >= 1 - miss - 0.01
    assert np.mean(sizes) < 6


def test_short_list_edges() -> None:
    shares = np.array([[0.6, 0.3, 0.1, 0.0], [0.0, 0.0, 0.0, 0.0], [0.25, 0.25, 0.25, 0.25]])
    np.testing.assert_array_equal(short_list(shares, 0.6).sum(axis=1), [1, 0, 3])
    np.testing.assert_array_equal(short_list(shares, 1.0).sum(axis=1), [3, 0, 4])
    np.testing.assert_array_equal(short_list(shares, 0.01).sum(axis=1), [1, 0, 1])
    assert conformal_level(shares[:0], np.zeros(0)) == 1
    with pytest.raises(ValueError, match="miss"):
        conformal_level(shares, [0, 0, 0], miss=0)
