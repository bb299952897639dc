"""Stacking: the weights of a mean of classifiers are the likeliest ones, and stay near their prior without labels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from desktop_labeler.ml.classify.calibration import softmax
from desktop_labeler.ml.classify.stacking import Stack, stacking_weights


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000), count=st.integers(1, 200), classifiers=st.integers(1, 4))
def test_the_weights_are_the_likeliest(seed: int, count: int, classifiers: int) -> None:
    rng = np.random.default_rng(seed)
    likely = rng.random((classifiers, count))
    weights = rng.random(count).astype(np.float32)
    prior = 1 + 4 * rng.random(classifiers)
    found = stacking_weights(likely, weights, prior)
    assert found.sum() == pytest.approx(1)
    assert found.min() > 0

    def cost(free: np.ndarray) -> float:
        share = np.exp(free - free.max())
        share /= share.sum()
        return float(-prior @ np.log(share) - weights @ np.log(share @ likely))

    best = minimize(cost, np.zeros(classifiers), method="BFGS").fun
    assert cost(np.log(found)) <= best + 1e-2


def test_without_labels_the_weights_are_the_prior() -> None:
    found = stacking_weights(np.empty((3, 0)), np.empty(0, np.float32), np.array([4.0, 2.0, 2.0]))
    np.testing.assert_allclose(found, [0.5, 0.25, 0.25])


def test_a_classifier_that_is_always_wrong_loses_its_weight() -> None:
    likely = np.stack([np.full(500, 0.9), np.full(500, 0.01)])
    found = stacking_weights(likely, np.ones(500, np.float32), np.array([2.0, 2.0]))
    assert found[0] > 0.98


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 1000))
def test_the_mean_is_that_of_the_probabilities_and_the_others_stand_in_for_nan(seed: int) -> None:
    rng = np.random.default_rng(seed)
    first, second = rng.normal(size=(2, 30, 4)).astype(np.float32)
    stack = Stack({"a": 0.75, "b": 0.25}, {"a": 1.0, "b": 2.0})
    wanted = 0.75 * softmax(first) + 0.25 * softmax(second, 2.0)
    np.testing.assert_allclose(softmax(stack.mean({"a": first, "b": second})), wanted, atol=2e-3)
    second[:10] = np.nan
    mixed = softmax(stack.mean({"a": first, "b": second}))
    np.testing.assert_allclose(mixed[:10], softmax(first[:10]), atol=2e-3)
    np.testing.assert_allclose(mixed[10:], wanted[10:], atol=2e-3)
    assert stack.name == "a + b"
