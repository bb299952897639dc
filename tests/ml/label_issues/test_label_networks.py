"""Networks that judge labels are used again while few labels have changed, and never judge what they have seen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import sem
from sklearn.metrics import roc_auc_score

from desktop_labeler.array_types import Float32Array, IntArray
from desktop_labeler.ml.label_issues.label_networks import LabelNetworks, shortest_length
from desktop_labeler.ml.label_issues.suspects import Suspects, find_suspects
from tests.ml.classify.test_heads import clouds

N = 300


@pytest.fixture(scope="module")
def start() -> tuple[Float32Array, IntArray, Suspects]:
    """Vectors, their true classes, and what was found with the first 260 labelled, four of them wrong."""
    vectors, truth = clouds(N, 4, seed=3)
    labels = np.where(np.arange(N) < 260, truth, -1)
    labels[:4] = (labels[:4] + 1) % 4
    return vectors, labels, find_suspects(vectors, labels, classes=4)


def networks(found: Suspects) -> LabelNetworks:
    assert found.networks is not None
    return found.networks


def kept(found: Suspects, before: Suspects) -> bool:
    return networks(found).members is networks(before).members


def test_few_changes_keep_the_networks_and_judge_new_labels(start: tuple[Float32Array, IntArray, Suspects]) -> None:
    vectors, labels, before = start
    truth = clouds(N, 4, seed=3)[1]
    now = labels.copy()
    now[:2] = truth[:2]  # put right
    now[260:263] = truth[260:263]
    now[262] = (now[262] + 1) % 4  # new and wrong
    found = find_suspects(vectors, now, classes=4, previous=before)
    assert kept(found, before)
    known = now >= 0
    assert roc_auc_score(now[known] != truth[known], found.label_issue_score[known]) > 0.97
    assert (found.expected[:4] == truth[:4]).all()
    assert np.isnan(found.label_issue_score[~known]).all()


def test_the_same_labels_give_the_same_result(start: tuple[Float32Array, IntArray, Suspects]) -> None:
    vectors, labels, before = start
    again = find_suspects(vectors, labels, classes=4, previous=before)
    assert kept(again, before)
    np.testing.assert_array_equal(again.label_issue_score, before.label_issue_score)


def test_confirming_a_few_keeps_the_networks_and_many_trains_them(
    start: tuple[Float32Array, IntArray, Suspects],
) -> None:
    vectors, labels, before = start
    few, many = np.zeros(N, bool), np.zeros(N, bool)
    few[4:9], many[4:60] = True, True
    found = find_suspects(vectors, labels, classes=4, confirmed=few, previous=before)
    assert kept(found, before)
    assert (found.label_issue_score[few] == 0).all()
    assert not kept(find_suspects(vectors, labels, classes=4, confirmed=many, previous=before), before)


@pytest.mark.parametrize("what", ["many changes", "a new class", "a class that grew", "groups", "fewer images"])
def test_what_the_networks_do_not_know_trains_them(what: str, start: tuple[Float32Array, IntArray, Suspects]) -> None:
    vectors, labels, before = start
    now, groups, classes = labels.copy(), None, 4
    if what == "many changes":
        now[260:] = 0
    elif what == "a new class":
        classes, now[260:262] = 5, 4
    elif what == "a class that grew":
        now[np.flatnonzero(now == 3)[2:]] = -1
        before = find_suspects(vectors, now, classes=4)
        now[np.flatnonzero(now < 0)[:2]] = 3
    elif what == "groups":
        groups = np.arange(N) // 2
    else:
        vectors, now = vectors[:-1], now[:-1]
    found = find_suspects(vectors, now, classes=classes, groups=groups, previous=before)
    assert not kept(found, before)
    fresh = find_suspects(vectors, now, classes=classes, groups=groups)
    np.testing.assert_array_equal(found.label_issue_score, fresh.label_issue_score)


def test_a_new_image_is_judged_by_networks_that_have_not_seen_its_group() -> None:
    vectors, truth = clouds(N, 4, seed=3)
    groups = np.arange(N) % 60
    labels = np.where(np.arange(N) < 240, truth, -1)
    before = find_suspects(vectors, labels, classes=4, groups=groups)
    labels[240:244] = truth[240:244]
    found = find_suspects(vectors, labels, classes=4, groups=groups, previous=before)
    assert kept(found, before)
    fold = networks(found).fold
    for new in range(240, 244):
        assert set(fold[(groups == groups[new]) & (labels >= 0)]) == {fold[new]}


@given(st.integers(0, 2**32), st.integers(2, 40), st.lists(st.floats(-0.2, 0.2), min_size=1, max_size=4))
def test_the_length_is_the_shortest_that_is_not_surely_worse(seed: int, count: int, means: list[float]) -> None:
    random = np.random.default_rng(seed)
    losses = {3**place: random.random(count) + mean for place, mean in enumerate(means)}
    chosen = shortest_length(losses)
    lowest = min(losses.values(), key=np.sum)
    behind = {
        epochs: float(np.mean(loss - lowest)) - float(sem(loss - lowest, ddof=0)) for epochs, loss in losses.items()
    }
    assert behind[chosen] <= 1e-12
    assert all(behind[epochs] > -1e-12 for epochs in losses if epochs < chosen)


def test_of_lengths_that_tell_nothing_apart_the_shortest_is_taken() -> None:
    assert shortest_length({5: np.ones(4), 3: np.ones(4), 10: np.ones(4)}) == 3
    assert shortest_length({10: np.empty(0), 5: np.empty(0)}) == 5
    assert shortest_length({3: np.full(9, 2.0), 30: np.ones(9)}) == 30
