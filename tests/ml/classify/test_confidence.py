"""Slope and bias between the probability of the likeliest class and how often it is right."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit
from sklearn.linear_model import LogisticRegression

from desktop_labeler.array_types import Float32Array
from desktop_labeler.ml.classify.confidence import AS_SAID, ConfidenceMap, fit_confidence_map

MAPS = st.builds(ConfidenceMap, st.floats(0.2, 5), st.floats(-1.5, 1.5), st.floats(0.5, 1))


def shares(seed: int, count: int, classes: int, sharpness: float = 2.0) -> Float32Array:
    rows = np.exp(sharpness * np.random.default_rng(seed).standard_normal((count, classes)))
    result: Float32Array = (rows / rows.sum(axis=1, keepdims=True)).astype(np.float32)
    return result


@settings(max_examples=60, deadline=None)
@given(MAPS, st.integers(0, 10_000), st.integers(2, 6), st.floats(0.1, 8))
def test_the_suggested_class_stays_the_likeliest(mapped: ConfidenceMap, seed: int, classes: int, sharp: float) -> None:
    rows = shares(seed, 50, classes, sharp).astype(np.float64)
    best = np.sort(rows, axis=1)[:, -2:]
    sure = mapped.confidence(rows.astype(np.float32)).astype(np.float64) / mapped.seen
    assert ((sure >= 0) & (sure <= 1 + 1e-6)).all()
    rest = (1 - sure) * best[:, 0] / np.maximum(1 - best[:, 1], 1e-12)  # the second class, the rest in proportion
    assert (sure >= rest - 1e-4).all()


@settings(max_examples=60, deadline=None)
@given(MAPS, st.integers(2, 9))
def test_what_is_likelier_is_not_less_sure(mapped: ConfidenceMap, classes: int) -> None:
    top = np.linspace(1 / classes, 1, 200)
    rows = np.repeat((1 - top)[:, None] / (classes - 1), classes, axis=1)
    rows[:, classes // 2] = top
    sure = mapped.confidence(rows.astype(np.float32))
    assert (np.diff(sure) >= -1e-6).all()
    assert sure[-1] == pytest.approx(mapped.seen)


@pytest.mark.parametrize("mapped", [AS_SAID, ConfidenceMap(1.3, -0.4, 0.9)])
def test_rows_that_say_little_or_nothing(mapped: ConfidenceMap) -> None:
    rows = np.array([[0, 0, 0], [1, 0, 0], [0, 0.5, 0.5]], np.float32)
    np.testing.assert_allclose(mapped.confidence(rows), mapped.seen * np.array([0, 1, 0.5]), atol=1e-6)
    np.testing.assert_allclose(mapped.confidence(rows[:, :1]), mapped.seen * np.array([0, 1, 0]), atol=1e-6)
    assert len(mapped.confidence(np.zeros((0, 4), np.float32))) == 0
    assert len(mapped.confidence(np.zeros((2, 0), np.float32))) == 2


def test_without_labels_nothing_changes() -> None:
    none = fit_confidence_map(np.zeros((0, 3), np.float32), np.zeros(0, int), weights=[], represented=None, typical=0.5)
    assert none == AS_SAID
    unweighted = fit_confidence_map(
        shares(0, 5, 3), np.zeros(5, int), weights=np.zeros(5), represented=None, typical=0.5, seen=0.8
    )
    assert unweighted == ConfidenceMap(seen=0.8)
    rows = shares(1, 20, 4)
    np.testing.assert_array_equal(none.confidence(rows), rows.max(axis=1))


def test_many_labels_decide_like_logistic_regression() -> None:
    rng = np.random.default_rng(2)
    rows = shares(2, 20_000, 4)
    right = rng.random(20_000) < expit(0.7 * logit(rows.max(axis=1).astype(np.float64)) - 0.5)
    labels = np.where(right, rows.argmax(axis=1), rows.argmin(axis=1))
    found = fit_confidence_map(rows, labels, weights=np.ones(20_000), represented=None, typical=0.0)
    reference = LogisticRegression(C=1e6).fit(logit(rows.max(axis=1))[:, None], right)
    assert found.slope == pytest.approx(reference.coef_[0, 0], abs=0.02)
    assert found.bias == pytest.approx(reference.intercept_[0], abs=0.02)
    few = fit_confidence_map(rows[:20], labels[:20], weights=np.ones(20), represented=None, typical=0.0)
    assert (few.slope, few.bias) == pytest.approx((1.1, -0.1), abs=0.15)


def test_labels_of_harder_images_count_for_the_images_they_stand_for() -> None:
    rng = np.random.default_rng(3)
    easy, hard = shares(3, 2000, 4, 5.0), shares(4, 2000, 4, 0.5)  # where it is hard, nothing said is right
    rows = np.concatenate([easy, hard])
    labels = np.where(rng.random(4000) < 0.9, rows.argmax(axis=1), rows.argmin(axis=1))
    labels[2000:] = rows[2000:].argmin(axis=1)
    stands_for = np.repeat([2.0, 0.0], 2000).astype(np.float32)

    def found(typical: float, represented: Float32Array | None) -> ConfidenceMap:
        return fit_confidence_map(rows, labels, weights=np.ones(4000), represented=represented, typical=typical)

    mean = float(rows.max(axis=1).mean())
    assert found(mean, stands_for) == found(mean, None)  # a fair sample
    alone = fit_confidence_map(easy, labels[:2000], weights=np.full(2000, 2.0), represented=None, typical=1.0)
    unfair = found(mean + 0.2, stands_for)
    assert (unfair.slope, unfair.bias) == pytest.approx((alone.slope, alone.bias))
    assert found(mean, None).bias < unfair.bias - 0.3
