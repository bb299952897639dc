"""Suggestions: what they promise, from no label to a thousand classes."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_labeler.array_types import IntArray
from desktop_labeler.ml.classify.class_prior import balance
from desktop_labeler.ml.classify.cross_validation import assign_folds
from desktop_labeler.ml.classify.stacking import HEAD, LOW_PENALTY, PROPAGATION
from desktop_labeler.ml.classify.suggestions import Suggestions, suggest
from desktop_labeler.ml.graph.neighbors import Graph, build_graph
from desktop_labeler.progress import finish
from tests.measures import calibration_error


class Scene:
    """Images in classes that overlap a little, their graph and the truth."""

    def __init__(self, count: int = 400, classes: int = 4, noise: float = 1.0, seed: int = 0, width: int = 12) -> None:
        rng = np.random.default_rng(seed)
        self.classes = classes
        self.truth = rng.integers(0, classes, count)
        centers = 3 * rng.standard_normal((classes, width)) / np.sqrt(width) * 2
        self.vectors = (centers[self.truth] + noise * rng.standard_normal((count, width))).astype(np.float32)
        self.graph: Graph = finish(build_graph(self.vectors, k=20))

    def labels(self, count: int, seed: int = 0) -> IntArray:
        labels = np.full(len(self.truth), -1)
        chosen = np.random.default_rng(seed).choice(len(self.truth), count, replace=False)
        labels[chosen] = self.truth[chosen]
        return labels

    def suggest(self, labels: IntArray, **options: Any) -> Suggestions:
        return suggest(self.vectors, self.graph, labels, classes=self.classes, **options)


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene()


def assert_sound(result: Suggestions, count: int, classes: int) -> None:
    shares = result.probabilities
    assert shares.shape == (count, classes)
    assert shares.dtype == np.float32
    assert shares.min(initial=0) >= 0
    total = shares.sum(axis=1)
    assert (np.isclose(total, 1, atol=1e-4) | (total == 0)).all()
    np.testing.assert_array_equal(result.suggested == -1, total == 0)
    said = result.suggested >= 0
    np.testing.assert_array_equal(result.suggested[said], shares[said].argmax(axis=1))
    for values in (result.confidence, result.ood_score):
        assert values.shape == (count,)
        assert values.min(initial=0) >= 0
        assert values.max(initial=0) <= 1.0001
    assert not result.confidence[~said].any()


def test_good_from_few_labels(scene: Scene) -> None:
    for count, least in ((8, 0.6), (40, 0.85), (150, 0.9)):
        labels = scene.labels(count)
        result = scene.suggest(labels)
        assert_sound(result, 400, 4)
        open_ = labels < 0
        assert (result.suggested == scene.truth)[open_].mean() > least


@pytest.mark.parametrize("seed", range(2))
def test_a_second_head_where_the_surroundings_say_nothing(seed: int) -> None:
    """Images in 30 places that each hold all classes, which weak directions of their own tell."""
    rng = np.random.default_rng(seed)
    place, code, truth = rng.normal(size=(30, 24)), rng.normal(size=(8, 12)), rng.integers(0, 8, 1500)
    there = place[rng.integers(0, 30, 1500)] + rng.normal(scale=0.15, size=(1500, 24))
    vectors = np.concatenate([there, 0.25 * code[truth] + rng.normal(scale=0.12, size=(1500, 12))], axis=1)
    graph = finish(build_graph(vectors.astype(np.float32), k=20))
    labels = np.where(np.arange(1500) < 400, truth, -1)
    first = suggest(vectors, graph, labels, classes=8)
    assert_sound(first, 1500, 8)
    assert LOW_PENALTY in first.method
    right = (first.suggested == truth)[400:].mean()
    assert right > first.accuracies[HEAD] + 0.03
    labels[400:410] = truth[400:410]
    warm, cold = (suggest(vectors, graph, labels, classes=8, previous=each) for each in (first, None))
    assert warm.method == cold.method == first.method
    assert (warm.suggested == cold.suggested).mean() > 0.99
    np.testing.assert_allclose(warm.confidence, cold.confidence, atol=0.1)


def test_confidence_is_calibrated() -> None:
    scene = Scene(count=4000, noise=1.6, classes=5)
    labels = scene.labels(600)
    result = scene.suggest(labels)
    open_ = labels < 0
    right = (result.suggested == scene.truth)[open_]
    assert 0.5 < right.mean() < 0.95
    assert calibration_error(result.confidence[open_], right) < 0.04
    assert result.checked == 600
    assert result.accuracies[HEAD] == pytest.approx(right.mean(), abs=0.06)


def test_one_label_per_class(scene: Scene) -> None:
    labels = np.full(400, -1)
    for name in range(4):
        labels[np.flatnonzero(scene.truth == name)[0]] = name
    result = scene.suggest(labels)
    assert_sound(result, 400, 4)
    assert result.checked == 0
    assert (result.suggested == scene.truth).mean() > 0.6


def test_no_label_means_no_suggestion(scene: Scene) -> None:
    result = scene.suggest(np.full(400, -1))
    assert_sound(result, 400, 4)
    assert (result.suggested == -1).all()


@pytest.mark.parametrize("count", [1, 30])
def test_one_class_only(scene: Scene, count: int) -> None:
    labels = np.full(400, -1)
    labels[np.flatnonzero(scene.truth == 2)[:count]] = 2
    result = scene.suggest(labels)
    assert_sound(result, 400, 4)
    assert (result.suggested == 2).all()
    assert result.confidence.max() < 1  # three classes have no label yet
    alone = suggest(scene.vectors, scene.graph, np.where(labels == 2, 0, -1), classes=1)
    assert (alone.suggested == 0).all()


def test_class_with_a_single_image(scene: Scene) -> None:
    labels = scene.labels(60)
    labels[labels == 3] = -1
    labels[np.flatnonzero(scene.truth == 3)[0]] = 3
    result = scene.suggest(labels)
    assert_sound(result, 400, 4)
    # held out, its class is unknown to the others: it must not count as a mistake
    assert result.checked == (labels >= 0).sum() - 1
    share = result.probabilities[:, 3]
    assert share[scene.truth == 3].mean() > 2 * share[scene.truth != 3].mean()


@pytest.mark.slow
def test_a_thousand_classes() -> None:
    scene = Scene(count=2000, classes=1000, noise=0.3, width=24)
    labels = scene.labels(1500)
    result = scene.suggest(labels)
    assert_sound(result, 2000, 1000)
    assert (result.suggested == scene.truth)[labels < 0].mean() > 0.5


def test_all_images_the_same() -> None:
    vectors = np.ones((50, 6), np.float16)
    labels = np.full(50, -1)
    labels[:6] = [0, 0, 0, 0, 1, 1]
    result = suggest(vectors, finish(build_graph(vectors, k=5)), labels, classes=2)
    assert_sound(result, 50, 2)
    assert len(np.unique(result.suggested[6:])) == 1


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_hardly_any_images(count: int) -> None:
    vectors = np.random.default_rng(0).standard_normal((count, 5)).astype(np.float32)
    graph = finish(build_graph(vectors, k=4))
    for labels in (np.full(count, -1), np.arange(count) % 2):
        assert_sound(suggest(vectors, graph, labels, classes=2), count, 2)


def test_unusable_vectors_get_nothing_and_teach_nothing(scene: Scene) -> None:
    vectors = scene.vectors.copy()
    vectors[[5, 6]] = np.nan
    vectors[7] = 0
    labels = scene.labels(50)
    labels[[5, 7]] = 1
    graph = finish(build_graph(vectors, k=20))
    result = suggest(vectors, graph, labels, classes=4)
    assert_sound(result, 400, 4)
    assert (result.suggested[[5, 6, 7]] == -1).all()
    assert np.delete(result.suggested, [5, 6, 7]).min() >= 0
    labels[[5, 7]] = -1
    np.testing.assert_allclose(
        suggest(vectors, graph, labels, classes=4).probabilities, result.probabilities, atol=1e-6
    )


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1000), count=st.integers(1, 120))
def test_order_of_images_does_not_matter(seed: int, count: int) -> None:
    scene = Scene(count=150, seed=seed)
    labels = scene.labels(count, seed)
    order = np.random.default_rng(seed + 1).permutation(150)
    shuffled = scene.vectors[order]
    first = scene.suggest(labels)
    second = suggest(shuffled, finish(build_graph(shuffled, k=20)), labels[order], classes=4)
    assert first.method == second.method
    np.testing.assert_allclose(second.probabilities, first.probabilities[order], atol=0.02)


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1000))
def test_undo_gives_the_earlier_result_back(seed: int) -> None:
    scene = Scene(count=200, seed=seed)
    before = scene.suggest(scene.labels(60))
    more = scene.labels(60)
    more[np.flatnonzero(more < 0)[:10]] = 0
    after = scene.suggest(more, previous=before)
    again = scene.suggest(scene.labels(60), previous=after)
    assert again.method == before.method
    np.testing.assert_allclose(again.probabilities, before.probabilities, atol=0.02)
    np.testing.assert_array_equal(scene.suggest(scene.labels(60)).probabilities, before.probabilities)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 1000))
def test_next_round_equals_a_fresh_one(seed: int) -> None:
    scene = Scene(seed=seed)
    labels = scene.labels(150)
    before = scene.suggest(labels)
    labels[np.flatnonzero(labels < 0)[:20]] = 1
    warm, cold = scene.suggest(labels, previous=before), scene.suggest(labels)
    assert warm.method == cold.method
    np.testing.assert_allclose(warm.to_ask_by, cold.to_ask_by, atol=0.03)
    # The second space is kept while there are about as many labels, and a fresh one is a little different.
    assert np.abs(warm.probabilities - cold.probabilities).mean() < 0.03


def test_another_graph_is_not_answered_from_memory(scene: Scene) -> None:
    other = Scene(seed=5)
    labels = other.labels(80)
    stale = other.suggest(labels, previous=scene.suggest(scene.labels(80)))
    np.testing.assert_array_equal(stale.probabilities, other.suggest(labels).probabilities)


def test_forbidden_classes_are_never_suggested(scene: Scene) -> None:
    labels = scene.labels(40)
    plain = scene.suggest(labels)
    rows = np.flatnonzero(labels < 0)
    pairs = np.stack([rows, plain.suggested[rows]], axis=1)
    result = scene.suggest(labels, rejected=pairs)
    assert_sound(result, 400, 4)
    assert not result.probabilities[pairs[:, 0], pairs[:, 1]].any()
    assert (result.suggested[rows] != plain.suggested[rows]).all()
    everything = np.stack(np.meshgrid(rows[:3], np.arange(4)), axis=-1).reshape(-1, 2)
    assert (scene.suggest(labels, rejected=everything).suggested[rows[:3]] == -1).all()


def test_excluded_images_get_nothing_and_teach_nothing(scene: Scene) -> None:
    labels = scene.labels(60)
    excluded = np.zeros(400, bool)
    excluded[np.flatnonzero(labels >= 0)[:10]] = True
    excluded[np.flatnonzero(labels < 0)[:10]] = True
    result = scene.suggest(labels, excluded=excluded)
    assert_sound(result, 400, 4)
    assert (result.suggested[excluded] == -1).all()
    without = scene.suggest(np.where(excluded, -1, labels), excluded=excluded)
    np.testing.assert_array_equal(without.probabilities, result.probabilities)


def test_labels_without_weight_teach_nothing(scene: Scene) -> None:
    labels = scene.labels(60)
    wrong = labels.copy()
    spoiled = np.flatnonzero(labels < 0)[:100]
    wrong[spoiled] = (scene.truth[spoiled] + 1) % 4
    weights = np.ones(400)
    weights[spoiled] = 0
    np.testing.assert_array_equal(
        scene.suggest(wrong, weights=weights).probabilities, scene.suggest(labels).probabilities
    )
    weights[spoiled] = 0.05
    light = (scene.suggest(wrong, weights=weights).suggested == scene.truth).mean()
    assert light > (scene.suggest(wrong).suggested == scene.truth).mean()


def test_images_of_no_class_are_novel() -> None:
    scene = Scene(count=1200, classes=6, noise=0.8)
    labels = scene.labels(300)
    labels[scene.truth == 5] = -1
    result = scene.suggest(labels)
    unknown = scene.truth == 5
    assert result.ood_score[unknown].mean() > 0.9
    assert result.ood_score[~unknown].mean() < 0.65


def test_propagation_is_chosen_where_it_is_better() -> None:
    """Two interleaved spirals: no line parts them, the graph does."""
    rng = np.random.default_rng(0)
    turn = np.repeat(np.linspace(1, 9, 400), 2)
    truth = np.tile([0, 1], 400)
    phase = turn + np.pi * truth
    flat = turn[:, None] * np.stack([np.cos(phase), np.sin(phase)], axis=1) + 0.02 * rng.standard_normal((800, 2))
    # lifted onto a sphere, so that cosine sees the distances of the plane
    vectors = np.concatenate([flat, np.full((800, 1), 12.0)], axis=1).astype(np.float32)
    labels = np.full(800, -1)
    chosen = rng.choice(800, 60, replace=False)
    labels[chosen] = truth[chosen]
    result = suggest(vectors, finish(build_graph(vectors, k=20)), labels, classes=2)
    assert result.accuracies[PROPAGATION] > result.accuracies[HEAD]
    assert PROPAGATION in result.method
    assert (result.suggested == truth)[labels < 0].mean() > 0.9


@pytest.mark.parametrize("each", [1, 3])
def test_propagation_is_left_out_where_it_would_take_long(each: int) -> None:
    """With one label of each class nothing can be held out; the work counts all the same."""
    scene = Scene(count=6000, classes=200, noise=0.3, width=24)
    labels = np.full(6000, -1)
    for name in range(200):
        labels[np.flatnonzero(scene.truth == name)[:each]] = name
    assert PROPAGATION not in scene.suggest(labels).method
    few = np.flatnonzero(scene.truth < 20)
    vectors, truth = scene.vectors[few], scene.truth[few]
    known = np.where(np.isin(few, np.flatnonzero(labels >= 0)), truth, -1)
    small = suggest(vectors, finish(build_graph(vectors, k=20)), known, classes=20)
    assert each > 1 or PROPAGATION in small.method


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 1000), folds=st.integers(1, 10), grouped=st.booleans())
def test_folds(seed: int, folds: int, grouped: bool) -> None:
    rng = np.random.default_rng(seed)
    vectors, labels = rng.standard_normal((60, 4)), rng.integers(0, 5, 60)
    groups = rng.integers(0, 15, 60) if grouped else None
    fold = assign_folds(vectors, labels, groups, folds)
    assert fold.min() >= 0
    assert fold.max() < folds
    order = rng.permutation(60)
    moved = assign_folds(vectors[order], labels[order], None if groups is None else groups[order], folds)
    np.testing.assert_array_equal(moved, fold[order])
    if groups is None:
        for name in range(5):
            counts = np.bincount(fold[labels == name], minlength=folds)
            assert counts.max() - counts.min() <= 1
    else:
        assert all(len(np.unique(fold[groups == group])) == 1 for group in np.unique(groups))


def test_groups_are_not_split_between_learning_and_checking() -> None:
    """Every group has its own look and one class: only a check inside the group would look perfect."""
    rng = np.random.default_rng(0)
    groups = np.repeat(np.arange(60), 10)
    truth = rng.integers(0, 3, 60)[groups]
    vectors = (rng.standard_normal((60, 96))[groups] + 0.1 * rng.standard_normal((600, 96))).astype(np.float32)
    graph = finish(build_graph(vectors, k=8))
    leaky = suggest(vectors, graph, truth, classes=3)
    honest = suggest(vectors, graph, truth, classes=3, groups=groups)
    assert leaky.accuracies[LOW_PENALTY] > 0.95
    assert honest.accuracies[LOW_PENALTY] < 0.6
    assert honest.accuracies[HEAD] < leaky.accuracies[HEAD]


def test_balance_reaches_the_prior() -> None:
    rng = np.random.default_rng(0)
    logits = rng.standard_normal((2000, 3)).astype(np.float32) + np.array([2, 0, 0], np.float32)
    prior = np.array([0.2, 0.5, 0.3])
    shifted = np.exp(logits + balance(logits, prior, steps=100))
    np.testing.assert_allclose((shifted / shifted.sum(axis=1, keepdims=True)).mean(axis=0), prior, atol=0.005)


@pytest.mark.parametrize(
    ("labels", "options"),
    [
        (np.full(399, -1), {}),
        (np.full(400, 4), {}),
        (np.full(400, -2), {}),
        (np.full(400, -1), {"weights": np.ones(3)}),
        (np.full(400, -1), {"rejected": np.array([[0, 4]])}),
        (np.full(400, -1), {"rejected": np.array([[400, 0]])}),
    ],
)
def test_wrong_arguments(scene: Scene, labels: IntArray, options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"sizes differ|labels lie in|outside"):
        scene.suggest(labels, **options)


@pytest.mark.parametrize("known", [1, 2, 3])
def test_a_class_without_a_label_is_left_to_a_model_that_knows_it(known: int) -> None:
    scene = Scene()
    said = np.full((len(scene.truth), scene.classes), 0.02, np.float32)
    said[np.arange(len(scene.truth)), scene.truth] = 0.94
    labels = np.full(len(scene.truth), -1)
    for number in range(known):  # a page of each of these classes was accepted
        labels[np.flatnonzero(scene.truth == number)[:15]] = number
    found = suggest(scene.vectors, scene.graph, labels, classes=scene.classes, others={"net": said})
    unlabelled = (labels < 0) & (scene.truth >= known)
    assert (found.suggested[unlabelled] == scene.truth[unlabelled]).mean() > 0.9
    np.testing.assert_allclose(found.probabilities.sum(axis=1), 1, atol=1e-4)
