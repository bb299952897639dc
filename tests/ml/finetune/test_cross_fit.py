"""Groups of a cross-fit never leak; class balance and sample weights."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from desktop_labeler.ml.classify.cross_validation import assign_folds
from desktop_labeler.ml.finetune.cross_fit import class_balance, kin_groups, replaced_labels, sample_weights

_groups = st.integers(2, 40).flatmap(lambda n: arrays.arrays(np.int64, n, elements=st.integers(0, 12)))


@given(st.none() | _groups, st.lists(st.lists(st.integers(0, 29), min_size=2, max_size=5, unique=True), max_size=4))
def test_what_belongs_together_is_never_split(groups: np.ndarray | None, twins: list[list[int]]) -> None:
    count = 30 if groups is None else len(groups)
    duplicates = [np.sort(np.array(rows) % count) for rows in twins]
    kin = kin_groups(groups, duplicates, count)
    vectors = np.random.default_rng(0).normal(size=(count, 4)).astype(np.float32)
    folds = assign_folds(vectors, np.zeros(count, np.int64), kin, 3)
    for rows in duplicates:
        assert len(np.unique(folds[rows])) == 1
    for group in np.unique(groups) if groups is not None else ():
        assert len(np.unique(folds[groups == group])) == 1


def test_images_apart_stay_apart() -> None:
    assert kin_groups(None, [], 5) is None
    found = kin_groups(None, [np.array([1, 3])], 5)
    assert found is not None
    assert len(np.unique(found)) == 4


def test_classes_that_stand_for_more_images_gain() -> None:
    """Nine of ten labels are of one class, but half of the folder lies near the other one."""
    own = np.array([[1.0, 0.0]] * 90 + [[0.0, 1.0]] * 10, np.float32)
    pool = np.array([[1.0, 0.0]] * 50 + [[0.0, 1.0]] * 50, np.float32)
    labels = np.repeat([0, 1], [90, 10])
    shift = class_balance(own, labels, pool, np.zeros(100, bool), 2)
    assert shift[1] - shift[0] > 1.5


def test_labels_of_a_random_sample_need_no_balance() -> None:
    chance = np.random.default_rng(0)
    labels = np.sort(chance.choice(3, 300, p=[0.6, 0.3, 0.1]))
    own = np.eye(3, dtype=np.float32)[labels]
    shift = class_balance(own, labels, own, np.ones(300, bool), 3)
    assert np.ptp(shift) < 0.2


@given(arrays.arrays(np.float32, 20, elements=st.floats(0, 1, width=32)))
def test_the_more_a_label_is_doubted_the_less_it_counts(doubt: np.ndarray) -> None:
    doubt = np.sort(doubt)
    found = sample_weights(doubt, np.zeros(20, bool))
    assert (np.diff(found) <= 1e-6).all()
    assert ((found >= 0) & (found <= 1)).all()
    np.testing.assert_array_equal(sample_weights(doubt, np.ones(20, bool)), 1)
    np.testing.assert_array_equal(sample_weights(np.full(3, np.nan, np.float32), np.zeros(3, bool)), 1)


@given(st.integers(0, 10_000))
def test_only_an_unconfirmed_label_that_is_likelier_wrong_teaches_what_is_expected(seed: int) -> None:
    chance = np.random.default_rng(seed)
    labels, expected = chance.integers(0, 3, 30), chance.integers(-1, 3, 30)
    doubt, confirmed = chance.random(30).astype(np.float32), chance.random(30) < 0.3
    doubt[chance.random(30) < 0.2] = np.nan
    taught, weights = replaced_labels(labels, doubt, expected, confirmed)
    right = sample_weights(doubt, confirmed)
    replaced = taught != labels
    assert (taught[replaced] == expected[replaced]).all()
    assert (right[replaced] < 0.5).all()
    assert not (replaced & (confirmed | np.isnan(doubt))).any()
    np.testing.assert_allclose(weights[~replaced], right[~replaced])
    assert ((weights >= 0) & (weights <= 1)).all()
    assert (weights[replaced] >= 0.5).all()
    could = (right < 0.5) & (expected >= 0) & (expected != labels)
    np.testing.assert_array_equal(replaced, could)
