"""Temperature, and the calibration error that it lowers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import softmax as reference_softmax

from desktop_labeler.array_types import Float64Array, IntArray
from desktop_labeler.ml.classify.calibration import fit_temperature, seldom_below, softmax
from tests.measures import calibration_error

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


@given(st.integers(1, 400), st.sampled_from([0.01, 0.02, 0.05, 0.5]))
def test_another_value_is_seldom_below(count: int, share: float) -> None:
    """The rank of another value among n others is any of n + 1 with equal probability."""
    values = np.random.default_rng(count).permutation(count).astype(np.float32)
    level = seldom_below(values, share)
    below = np.arange(count + 1) - 0.5 < level  # the n + 1 places that another value can have
    assert below.mean() <= max(share, 1 / (count + 1)) + 1e-9
    assert below.mean() > share - 1 / (count + 1)
