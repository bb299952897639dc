"""Coefficients of agreement: the numbers of published examples and of scikit-learn, and intervals that hold."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from desktop_labeler import rater_agreement
from desktop_labeler.array_types import IntArray
from desktop_labeler.rater_agreement import (
    MISSING,
    Coefficient,
    class_agreement,
    cohen_kappa,
    fleiss_kappa,
    krippendorff_alpha,
    pair_table,
)

# Krippendorff (2011), four observers and twelve units, "." for no answer: nominal alpha .743.
KRIPPENDORFF = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
# Fleiss (1971) as reproduced widely: ten subjects, fourteen raters, five categories: kappa .210.
FLEISS = (
    *((0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1)),
    *((7, 7, 0, 0, 0), (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7)),
)


def _near(found: Coefficient, value: float, within: float = 1e-9) -> None:
    assert found.value == pytest.approx(value, abs=within)
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low <= value + within
    assert value - within <= found.high <= 1


def test_alpha_is_that_of_krippendorffs_example() -> None:
    codes = np.array([[MISSING if one == "." else int(one) - 1 for one in row] for row in KRIPPENDORFF], np.int64).T
    found = krippendorff_alpha(codes, 5)
    _near(found, 0.743, 5e-4)
    assert found.images == 11  # the last unit has one answer


def test_fleiss_kappa_is_that_of_the_textbook() -> None:
    codes = np.array([np.repeat(np.arange(5), row) for row in FLEISS], np.int64)
    _near(fleiss_kappa(codes, 5), 0.210, 5e-4)


def test_cohens_kappa_and_its_error_are_those_of_the_textbook() -> None:
    """Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions", table 18.1: .68 ± .087."""
    found = cohen_kappa(np.array([[75, 1, 4], [5, 4, 1], [0, 0, 10]], np.int64))
    _near(found, 0.676, 5e-4)
    assert found.low is not None
    assert (0.676 - found.low) / 1.96 == pytest.approx(0.087, abs=1e-3)


def _cohen(codes: IntArray, classes: int) -> Coefficient:
    return cohen_kappa(pair_table(codes[:, 0], codes[:, 1], classes))


MEASURES: tuple[Callable[[IntArray, int], Coefficient], ...] = (_cohen, fleiss_kappa, krippendorff_alpha)
answers = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60)


@given(answers)
def test_cohens_kappa_is_scikit_learns(pairs: list[tuple[int, int]]) -> None:
    first, second = np.array(pairs, np.int64).T
    found = cohen_kappa(pair_table(first, second, 4))
    if found.value is None:
        assert len(set(first.tolist()) | set(second.tolist())) == 1
    elif min(len(set(first.tolist())), len(set(second.tolist()))) == 1:
        assert found == Coefficient(0.0, None, None, len(pairs))  # it is 0 whatever the other one says
    else:
        _near(found, float(cohen_kappa_score(first, second)))


@given(answers)
def test_the_error_is_what_the_images_move_it_by(pairs: list[tuple[int, int]]) -> None:
    """The delta method of each coefficient against the derivative by weights of the images, taken numerically."""
    codes = np.array(pairs, np.int64)
    for measure in (_cohen, krippendorff_alpha):
        whole = measure(np.tile(codes, (200, 1)), 4)
        if whole.value is None or whole.value == 1 or whole.low is None or whole.low <= -1:
            continue
        moves = []
        for place in range(len(codes)):
            more = measure(np.concatenate([np.tile(codes, (200, 1)), codes[place : place + 1]]), 4).value
            assert more is not None
            moves.append((more - whole.value) * 200 * len(codes))
        error = np.sqrt(np.square(moves).sum() / len(codes)) / np.sqrt(200 * len(codes))
        assert (whole.value - whole.low) / 1.959964 == pytest.approx(error, rel=0.05, abs=1e-4)


@given(answers)
def test_two_people_without_gaps_are_one_case_of_several(pairs: list[tuple[int, int]]) -> None:
    codes = np.array(pairs, np.int64)
    fleiss, alpha = fleiss_kappa(codes, 4), krippendorff_alpha(codes, 4)
    assert (fleiss.value is None) == (alpha.value is None)
    if fleiss.value is not None and alpha.value is not None:
        answers_given = 2 * len(codes)  # alpha corrects for a small sample: 1 − alpha = (1 − kappa)(1 − 1 / answers)
        assert 1 - alpha.value == pytest.approx((1 - fleiss.value) * (1 - 1 / answers_given), abs=1e-9)


def test_nothing_in_common_or_only_one_class_has_no_value() -> None:
    none = np.array([[0, MISSING], [MISSING, 1]], np.int64)
    same = np.zeros((5, 2), np.int64)
    for codes, images in ((none, 0), (same, 5)):
        for measure in MEASURES:
            assert measure(codes, 2) == Coefficient(None, None, None, images)


def test_agreement_without_an_exception_says_more_the_more_images_there_are() -> None:
    lows = []
    for count in (4, 40, 400):
        codes = np.tile(np.array([[0, 0], [1, 1]], np.int64), (count, 1))
        for found in (measure(codes, 2) for measure in MEASURES):
            assert (found.value, found.high) == (1.0, 1.0)
        low = _cohen(codes, 2).low
        assert low is not None
        lows.append(low)
    assert lows == sorted(lows)
    assert 0 < lows[0] < 0.5
    assert 0.98 < lows[-1] < 1


@given(st.integers(1, 3), st.data())
def test_a_handful_of_images_leaves_much_open(images: int, data: st.DataObject) -> None:
    """One to three images never give an interval of nearly no width, whatever two or three people say of them."""
    people = data.draw(st.integers(2, 3))
    answer = st.lists(st.integers(0, 2), min_size=people, max_size=people)
    codes = np.array(data.draw(st.lists(answer, min_size=images, max_size=images)), np.int64)
    for measure in MEASURES if people == 2 else MEASURES[1:]:
        found = measure(codes, 3)
        if found.low is not None and found.high is not None:
            assert found.high - found.low > 0.5


def test_where_no_image_moves_it_the_interval_narrows_with_their_number() -> None:
    lone, widths = np.array([[0, 0, 1]], np.int64), []
    for count in (1, 30, 3000):
        found = fleiss_kappa(np.tile(lone, (count, 1)), 2)
        assert found.value == pytest.approx(-0.5)
        assert found.low is not None
        assert found.high is not None
        widths.append(found.high - found.low)
    assert widths[0] > 1 > widths[1] > widths[2] > 0


def test_who_gives_one_class_to_all_or_never_gives_one_gets_no_interval() -> None:
    apart = np.array([[0, 2], [0, 0]], np.int64)  # one class each, and not the same
    assert cohen_kappa(apart) == Coefficient(0.0, None, None, 2)
    once = np.array([[9, 0], [1, 0]], np.int64)
    assert cohen_kappa(once) == Coefficient(0.0, None, None, 10)
    never = np.array([[4, 1, 1], [1, 5, 0], [0, 0, 0]], np.int64)
    assert class_agreement(never, 2) == (0.0, Coefficient(0.0, None, None, 12))
    assert class_agreement(never, 0)[1].low is not None


def test_a_class_on_its_own() -> None:
    table = np.array([[40, 10, 0], [5, 20, 0], [0, 0, 0]], np.int64)
    share, kappa = class_agreement(table, 0)
    assert share == pytest.approx(80 / 95)
    expected = cohen_kappa_score([0] * 50 + [1] * 25, [0] * 40 + [1] * 10 + [0] * 5 + [1] * 20)
    _near(kappa, float(expected))
    assert class_agreement(table, 2)[0] is None


def _people(random: np.random.Generator, images: int, right: float, people: int) -> IntArray:
    """Return answers of people who are right that often and else say another of three classes, (images, people)."""
    truth = random.choice(3, images, p=[0.6, 0.3, 0.1])
    wrong = (truth[:, None] + random.integers(1, 3, (images, people))) % 3
    return np.where(random.random((images, people)) < right, truth[:, None], wrong).astype(np.int64)


@pytest.mark.slow
@pytest.mark.parametrize("right", [0.7, 0.95])
def test_the_intervals_hold_the_value_of_the_whole_about_as_often_as_they_say(right: float) -> None:
    random = np.random.default_rng(20)
    whole = _people(random, 400_000, right, 3)
    for measure in MEASURES:
        true = measure(whole, 3).value
        assert true is not None
        found = [measure(_people(random, 150, right, 3), 3) for _ in range(1_000)]
        held = [one.low <= true <= one.high for one in found if one.low is not None and one.high is not None]
        assert 0.92 <= np.mean(held) <= 0.98


@pytest.mark.parametrize("classes", [4, 400])
def test_counting_equal_images_together_changes_nothing(classes: int) -> None:
    """With 400 classes and four people there are too many ways to answer, so that images are looked at one by one."""
    rng = np.random.default_rng(4)
    codes = rng.integers(MISSING, 4, (500, 4))
    few, many = (measure(codes, 4) for measure in (krippendorff_alpha, fleiss_kappa)), classes
    for measure, expected in zip((krippendorff_alpha, fleiss_kappa), few, strict=True):
        found = measure(codes, many)
        assert (found.value, found.low, found.high) == pytest.approx((expected.value, expected.low, expected.high))
        assert found.images == expected.images


def _alpha_by_definition(codes: IntArray, classes: int) -> float | None:
    """Krippendorff's alpha from the matrix of coincidences, image by image, as Krippendorff (2011) has it."""
    met = np.zeros((classes, classes))
    for row in codes:
        given = row[row != MISSING]
        for place, one in enumerate(given):
            for other in np.delete(given, place):
                met[one, other] += 1 / (len(given) - 1)
    counts, total = met.sum(axis=0), met.sum()
    expected = total**2 - counts @ counts
    return None if not expected else float(1 - (total - 1) * (total - np.trace(met)) / expected)


@given(st.lists(st.lists(st.integers(MISSING, 3), min_size=5, max_size=5), min_size=1, max_size=30), st.integers(1, 9))
def test_blocks_counts_and_the_definition_give_the_same(rows: list[list[int]], block: int) -> None:
    codes = np.array(rows, np.int64)
    for measure in (krippendorff_alpha, fleiss_kappa):
        counted = measure(codes, 4)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rater_agreement, "_CELLS", 0)
            patch.setattr(rater_agreement, "_BLOCK", block)
            blocks = measure(codes, 4)
        assert blocks.images == counted.images
        assert (blocks.value is None) == (counted.value is None)
        if counted.value is not None:
            assert blocks.value == pytest.approx(counted.value, abs=1e-9)
            assert blocks.low == pytest.approx(counted.low, abs=1e-6)
            assert blocks.high == pytest.approx(counted.high, abs=1e-6)
    expected = _alpha_by_definition(codes, 4)
    value = krippendorff_alpha(codes, 4).value
    assert value is None if expected is None else value == pytest.approx(expected, abs=1e-9)


def test_very_many_people_are_counted() -> None:
    codes = np.zeros((3, 300), np.int64)
    codes[2, 0] = 1
    found = krippendorff_alpha(codes, 2)
    assert found.value == pytest.approx(_alpha_by_definition(codes, 2), abs=1e-9)
