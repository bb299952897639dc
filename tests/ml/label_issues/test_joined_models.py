"""Other models help to find wrong labels however many of these there are, and a useless one does no harm."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score

from desktop_labeler.array_types import BoolArray, Float32Array, IntArray
from desktop_labeler.ml.label_issues.joined_models import join_models
from desktop_labeler.ml.label_issues.suspects import Suspects, find_suspects
from tests.ml.classify.test_heads import clouds

CLASSES = 4


def noisy(share: float) -> tuple[Float32Array, IntArray, IntArray]:
    """Vectors, true classes, and labels of which a share is wrong."""
    vectors, truth = clouds(600, CLASSES, seed=3)
    chance = np.random.default_rng(4)
    labels = truth.copy()
    wrong = chance.choice(len(truth), round(share * len(truth)), replace=False)
    labels[wrong] = (labels[wrong] + chance.integers(1, CLASSES, len(wrong))) % CLASSES
    return vectors, truth, labels


def model_of(truth: IntArray) -> Float32Array:
    """Probabilities of a model that is right as often as it says, in three of four images."""
    chance = np.random.default_rng(5)
    sure = chance.beta(6, 2, len(truth))
    wrong = (truth + chance.integers(1, CLASSES, len(truth))) % CLASSES
    said = np.where(chance.random(len(truth)) < sure, truth, wrong)
    found = np.repeat((1 - sure)[:, None] / (CLASSES - 1), CLASSES, axis=1)
    found[np.arange(len(truth)), said] = sure
    return found.astype(np.float32)


def doubted(vectors: Float32Array, labels: IntArray, model: Float32Array | None) -> Suspects:
    others = None if model is None else {"a model": model}
    return find_suspects(vectors, labels, classes=CLASSES, others=others)


def precision(found: Suspects, wrong: BoolArray) -> float:
    return float(average_precision_score(wrong, found.label_issue_score))


def right(found: Suspects, labels: IntArray, truth: IntArray) -> float:
    """Share of right labels after those that are likelier wrong than right became what is expected."""
    replaced = np.where(found.label_issue_score > 0.5, found.expected, labels)
    return float((replaced == truth).mean())


@pytest.mark.parametrize("share", [0.05, 0.2, 0.4])
def test_a_good_model_helps_at_any_share_of_wrong_labels(share: float) -> None:
    vectors, truth, labels = noisy(share)
    alone = doubted(vectors, labels, None)
    joined = doubted(vectors, labels, model_of(truth))
    assert precision(joined, labels != truth) >= precision(alone, labels != truth)
    assert right(joined, labels, truth) >= right(alone, labels, truth) - 0.05
    assert right(joined, labels, truth) > 1 - 0.75 * share  # wrong labels do not look right for being many


@pytest.mark.parametrize("share", [0.05, 0.2])
def test_a_model_that_knows_nothing_does_no_harm(share: float) -> None:
    vectors, truth, labels = noisy(share)
    alone = doubted(vectors, labels, None)
    guesses = np.random.default_rng(6).dirichlet(np.ones(CLASSES), len(truth)).astype(np.float32)
    for model in (guesses, np.full_like(guesses, np.nan)):
        joined = doubted(vectors, labels, model)
        assert precision(joined, labels != truth) >= precision(alone, labels != truth) - 0.01
        assert right(joined, labels, truth) >= right(alone, labels, truth) - 0.01


@given(seed=st.integers(0, 1000), sure=st.sampled_from([0.0, 0.5, 1.0]), silent=st.sampled_from([0.0, 0.5, 1.0]))
@settings(max_examples=25, deadline=None)
def test_rows_are_probabilities_whatever_is_joined(seed: int, sure: float, silent: float) -> None:
    chance = np.random.default_rng(seed)
    count = int(chance.integers(1, 30))
    network, model = (chance.dirichlet(np.full(3, 0.1), count).astype(np.float32) for _ in range(2))
    model[chance.random(count) < silent] = np.nan
    labels, open_ = chance.integers(0, 3, count), chance.random(count) >= sure
    weights = np.where(open_, 1, 3).astype(np.float32)
    joined = join_models(network, {"a model": model}, labels, weights, open_)
    assert np.isfinite(joined).all()
    assert np.allclose(joined.sum(axis=1), 1, atol=1e-5)


def test_a_network_alone_made_surer_keeps_the_order_of_what_it_rules_out() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 2, 2000)
    own = np.where(rng.random(2000) < 0.7, 0.7, 0.3)  # three of ten are wrong, and it is never sure
    own[:6] = [1e-1, 1e-2, 1e-3, 1e-4, 1e-6, 1e-8]
    network = np.stack([own, 1 - own], axis=1).astype(np.float32)
    network[labels == 1] = network[labels == 1][:, ::-1]
    joined = join_models(network, {}, labels, np.ones(2000, np.float32), np.ones(2000, bool))
    said = joined[np.arange(2000), labels]
    assert (said[own == np.float32(0.3)] < 0.3).all()  # it is surer now
    assert (said[:6] > 0).all()
    assert (np.diff(np.log(said[:6])) < -1).all()
