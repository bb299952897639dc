"""Planted wrong labels are found, reasons are true, and nothing is said where nothing can be."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from desktop_labeler.array_types import Float32Array, IntArray
from desktop_labeler.ml.graph.neighbors import Graph, build_graph
from desktop_labeler.ml.label_issues.suspects import Suspects, _score, find_suspects
from desktop_labeler.progress import finish
from tests.ml.classify.test_heads import clouds


def graph_of(vectors: Float32Array, k: int = 12) -> Graph:
    return finish(build_graph(vectors, k=k))


def planted(n: int = 600, share: float = 0.1) -> tuple[Float32Array, IntArray, IntArray]:
    vectors, truth = clouds(n, 4, seed=3)
    labels = truth.copy()
    wrong = np.random.default_rng(0).choice(n, int(share * n), replace=False)
    labels[wrong] = (labels[wrong] + 1) % 4
    return vectors, truth, labels


def suspects_of(vectors: Float32Array, labels: npt.ArrayLike, classes: int = 4) -> Suspects:
    return find_suspects(vectors, labels, classes=classes)


def test_planted_wrong_labels_come_first() -> None:
    vectors, truth, labels = planted()
    found = suspects_of(vectors, labels)
    wrong = labels != truth
    assert roc_auc_score(wrong, found.label_issue_score) > 0.97
    assert wrong[found.ranking()[: wrong.sum() // 2]].mean() > 0.9
    first = found.ranking()[:20]
    assert (found.expected[first] == truth[first]).mean() > 0.9
    assert (found.given_probability[first] < 0.5).all()
    assert found.fewest_errors <= found.most_errors
    assert 0.3 * wrong.sum() < found.most_errors < 3 * wrong.sum()


def test_confirmed_labels_are_never_doubted_and_count_more() -> None:
    vectors, truth, labels = planted()
    wrong = labels != truth
    found = find_suspects(vectors, labels, classes=4, confirmed=wrong)
    assert (found.label_issue_score[wrong] == 0).all()
    assert not np.isin(found.ranking(), np.flatnonzero(wrong)).any()
    everything = find_suspects(vectors, labels, classes=4, confirmed=np.ones(600, bool))
    assert len(everything.ranking()) == 0
    assert everything.most_errors == 0


def test_nothing_is_expected_of_a_label_that_cannot_be_assessed() -> None:
    vectors, _, labels = planted()
    labels[7] = 4  # alone of its class
    found = suspects_of(vectors, labels, classes=5)
    assert np.isnan(found.label_issue_score[7])
    assert found.expected[7] == -1
    assert (found.expected[np.arange(600) != 7] >= 0).all()


def test_unlabelled_images_are_left_out() -> None:
    vectors, _, labels = planted()
    some = np.where(np.arange(600) % 3 == 0, -1, labels)
    found = suspects_of(vectors, some)
    assert np.isnan(found.label_issue_score[some < 0]).all()
    assert (found.expected[some < 0] == -1).all()
    assert not np.isnan(found.label_issue_score[some >= 0]).any()


def test_forbidden_classes_are_not_expected_and_a_forbidden_label_is_worst() -> None:
    vectors, _, labels = planted()
    free = suspects_of(vectors, labels)
    first = int(free.ranking()[0])
    calm = int(free.ranking()[-1])
    rejected = np.array([[first, free.expected[first]], [calm, labels[calm]]])
    found = find_suspects(vectors, labels, classes=4, rejected=rejected)
    assert found.expected[first] != free.expected[first]
    assert found.expected[calm] != labels[calm]
    assert found.ranking()[0] == calm


def test_a_group_does_not_vouch_for_its_own_labels() -> None:
    # every image of patient 0 carries the same wrong label; its own images must not hide that
    vectors, truth, _ = planted(share=0)
    groups = np.arange(600) // 20
    labels = np.where(groups == 0, (truth + 1) % 4, truth)
    found = find_suspects(vectors, labels, classes=4, groups=groups)
    assert roc_auc_score(groups == 0, found.label_issue_score) > 0.97


def test_a_class_with_one_image_or_one_group_is_not_judged() -> None:
    vectors, _, labels = planted()
    labels[7] = 4
    found = suspects_of(vectors, labels, classes=5)
    assert np.isnan(found.label_issue_score[7])
    assert 7 not in found.ranking()
    labels[:10] = 4
    groups = np.where(np.arange(600) < 10, 0, np.arange(600))
    alone = find_suspects(vectors, labels, classes=5, groups=groups)
    assert np.isnan(alone.label_issue_score[:10]).all()


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_tiny_projects(n: int) -> None:
    vectors = np.eye(n, 4, dtype=np.float32)
    found = suspects_of(vectors, np.zeros(n, np.int64), classes=2)
    assert found.label_issue_score.shape == (n,)
    assert np.isnan(suspects_of(vectors, np.full(n, -1)).label_issue_score).all()


def test_one_class_equal_images_broken_vectors_and_many_classes() -> None:
    vectors, _, labels = planted(200)
    one = suspects_of(vectors, np.zeros(200, np.int64))
    assert (one.expected == 0).all()
    assert (one.label_issue_score < 0.1).all()
    assert one.most_errors == 0
    same = suspects_of(np.ones((200, 4), np.float32), labels)
    assert np.isfinite(same.label_issue_score).all()
    broken = vectors.copy()
    broken[:5] = np.nan
    found = suspects_of(broken, labels)
    assert np.isnan(found.label_issue_score[:5]).all()
    assert np.isfinite(found.label_issue_score[5:]).all()
    many = suspects_of(vectors, np.arange(200) % 100 * 10, classes=1000)
    assert np.isfinite(many.label_issue_score).all()


def test_wrong_arguments_are_named() -> None:
    vectors, _, labels = planted(100)
    with pytest.raises(ValueError, match="50 labels"):
        find_suspects(vectors, labels[:50], classes=4)
    with pytest.raises(ValueError, match=r"expected \[-1, 3\)"):
        find_suspects(vectors, np.arange(100) % 4, classes=3)


@given(st.floats(-60, 400), st.floats(1, 5))
def test_a_higher_log_odds_is_a_higher_score_also_far_out(odds: float, step: float) -> None:
    low, high = _score(np.array([odds, odds + step * max(1, abs(odds) / 20)]))
    assert 0 <= low < high <= 1
    assert (low > 0.5) == (odds > 0) or abs(odds) < 1e-3


@pytest.mark.slow
@pytest.mark.parametrize("n", [7_900, 8_400])
def test_more_labels_than_all_folds_are_tried_on_are_judged_as_well(n: int) -> None:
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 10, n)
    means = rng.standard_normal((10, 256)) * 0.16
    vectors = (means[truth] + rng.standard_normal((n, 256)) * np.exp(-np.arange(256) / 80)).astype(np.float32)
    labels = truth.copy()
    wrong = rng.permutation(n)[: n // 2]
    labels[wrong] = (labels[wrong] + rng.integers(1, 10, len(wrong))) % 10
    found = find_suspects(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), labels, classes=10)
    replaced = np.where(found.label_issue_score > 0.5, found.expected, labels)
    assert (replaced == truth).mean() > 0.985
    assert found.most_errors == pytest.approx(len(wrong), rel=0.05)
