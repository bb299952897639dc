"""Intervals of audits that hold for samples of every size, from populations of every size; see also audit_looks.

All of them are exact or on the safe side, which `python -m tests.bench audits` shows by simulation
(.github/measurements/audits.md). No function needs SciPy, whose import would stall the window.
"""

import functools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, Float64Array, IntArray

CONFIDENCE = 0.95
_HALVINGS = 40  # of the range in which the end of the interval of a weighted sample is looked for
_LEAST_PER_STRATUM = 2


def exact_interval(right: int, count: int, population: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return the exact interval of the fraction of a finite population that is right.

    Clopper and Pearson's construction with the hypergeometric distribution of a sample without replacement: the
    populations under which neither as few nor as many right ones would be a surprise.

    Args:
        right: images of the sample that were right.
        count: size of the simple random sample.
        population: size of the population, at least `count`.
        confidence: of the interval, in (0, 1).

    Returns:
        Lower and upper end in [0, 1]; (0, 1) without a sample, equal when the whole population was checked.

    Raises:
        ValueError: if more are right than the sample has, or the sample is larger than the population.
    """
    if not 0 <= right <= count <= population:
        raise ValueError(f"{right} right of a sample of {count} out of {population}")
    if not count:
        return 0.0, 1.0
    error = (1 - confidence) / 2
    wrong = most_wrong(count - right, count, population, error)
    most_right = most_wrong(right, count, population, error)  # the same with the two kinds exchanged
    return (population - wrong) / population, most_right / population


def rest_lower_bound(wrong: int, count: int, population: int, confidence: float = CONFIDENCE) -> float:
    """Return the exact one-sided lower bound of the accuracy of those that were not checked.

    Args:
        wrong: how many of the sample were wrong.
        count: size of the simple random sample.
        population: how many it was drawn from, at least `count`.
        confidence: of the bound, in (0, 1).

    Returns:
        In [0, 1]; 1 where nothing is left unchecked, 0 where nothing was checked.

    Raises:
        ValueError: as exact_interval.
    """
    if not 0 <= wrong <= count <= population:
        raise ValueError(f"{wrong} wrong of a sample of {count} out of {population}")
    if count == population:
        return 1.0
    if not count:
        return 0.0
    most = most_wrong(wrong, count, population, 1 - confidence)
    return 1 - (most - wrong) / (population - count)


def smallest_sample(
    target: float, population: int, wrong: int = 0, confidence: float = CONFIDENCE, *, start: int = 1
) -> int:
    """Return the size of the smallest sample that shows a target with so many wrong ones: 59 for 0.95 and none.

    A larger sample does not always show more: the rest shrinks, and a whole image fewer of it may be wrong. Sizes that
    allow as many wrong ones in the rest are looked at together, since of these a larger one does show more.

    Args:
        target: accuracy that the rest is to have at least, in (0, 1).
        population: how many there are.
        wrong: how many of the sample may be wrong.
        confidence: of the bound.
        start: the smallest size to consider.

    Returns:
        At most the population, of which nothing is left then.
    """

    def shows(size: int) -> bool:
        return rest_lower_bound(wrong, size, population, confidence) >= target

    low = max(start, wrong, 1)
    while low < population:
        high = _last_alike(low, target, population)
        if shows(high):
            while low < high:
                middle = (low + high) // 2
                low, high = (low, middle) if shows(middle) else (middle + 1, high)
            return high
        low = high + 1
    return population


def _last_alike(size: int, target: float, population: int) -> int:
    """Return the largest sample whose rest may have as many wrong ones as that of this size and keep the target."""
    spare = _spare(population - size, target)
    high = population - 1
    if spare:
        high = max(size, min(high, population - int(spare / (1 - target)) + 1))
    while high > size and _spare(population - high, target) < spare:
        high -= 1
    return high


def _spare(rest: int, target: float) -> int:
    """Return how many of the rest may be wrong so that the fraction of right ones reaches the target."""
    spare = int((1 - target) * rest) + 1
    while spare and 1 - spare / rest < target:
        spare -= 1
    return spare


@dataclass(frozen=True, eq=False)
class Strata:
    """A sample that was drawn from each of several parts of a population.

    Attributes:
        sizes: (h,) size of each part.
        counts: (h,) images checked in each.
        right: (h,) how many of these were right.
    """

    sizes: IntArray
    counts: IntArray
    right: IntArray

    def merged(self) -> "Strata":
        """Return them with parts of fewer than two checked images merged into the next larger one."""
        part = merged_parts(self.sizes, self.counts)
        number = int(part.max(initial=-1)) + 1
        sizes, counts, right = np.zeros((3, number), np.int64)
        for sums, each in ((sizes, self.sizes), (counts, self.counts), (right, self.right)):
            np.add.at(sums, part, each)
        return Strata(sizes, counts, right)


def merged_parts(sizes: IntArray, counts: IntArray) -> IntArray:
    """Return the merged part that each part of a population belongs to, so that each has two checked images if it can.

    Those of which the smallest share was checked are merged first; the last one left over joins the one before it.

    Args:
        sizes: (h,) size of each part.
        counts: (h,) images checked in each; or (n, h) in n samples.

    Returns:
        Numbers from 0, in the shape of the counts.
    """
    rows = np.atleast_2d(counts)
    part, gathered = np.zeros(rows.shape, np.int64), np.zeros(len(rows), np.int64)
    current, row = np.zeros(len(rows), np.int64), np.arange(len(rows))
    for place in np.argsort(rows / np.maximum(sizes, 1), axis=1, kind="stable").T:
        full = gathered >= _LEAST_PER_STRATUM
        current, gathered = current + full, np.where(full, 0, gathered) + rows[row, place]
        part[row, place] = current
    last = (current > 0) & (gathered < _LEAST_PER_STRATUM)
    part -= last[:, None] & (part == current[:, None])
    return part.reshape(counts.shape)


Interval = Callable[[int, int, int], tuple[float, float]]  # of the right ones, the sample and the population


def stratified_fraction(strata: Strata, interval: Interval | None = None) -> tuple[float, float, float]:
    """Return the accuracy of a stratified population with its interval.

    The estimate weighs each part by its size. Its variance is at most that of a simple sample of
    n = 1 / max(weight / count) images: Σ W² q(1 − q) / n ≤ max(W / n) Σ W q(1 − q) ≤ max(W / n) Q(1 − Q), since
    q(1 − q) is concave. The interval is that of a simple sample of that size, so it is on the safe side, the more so
    the less proportional the sample is.

    Args:
        strata: parts of a population.
        interval: of a simple sample; exact_interval without it.

    Returns:
        The estimate, lower and upper end, in [0, 1]; (1, 0, 1) without a checked image.
    """
    parts = strata.merged()
    if not int(parts.counts.sum()):
        return 1.0, 0.0, 1.0
    wrong = float((parts.sizes / parts.sizes.sum() * (1 - parts.right / parts.counts)).sum())
    return 1 - wrong, *interval_of_parts(wrong, stratified_worth(parts), int(parts.sizes.sum()), interval)


def stratified_worth(parts: Strata) -> int:
    """Return the size of the simple sample that is worth no more than this one; the population if all was checked."""
    left = parts.counts < parts.sizes  # a part that was checked whole adds no doubt
    if not left.any():
        return int(parts.sizes.sum())
    weights = parts.sizes / parts.sizes.sum()
    return max(1, min(int(1 / (weights[left] / parts.counts[left]).max()), int(parts.counts.sum())))


def interval_of_parts(
    wrong: float, worth: int, population: int, interval: Interval | None = None
) -> tuple[float, float]:
    """Return the interval of a stratified population, see stratified_fraction.

    Args:
        wrong: the weighted fraction of wrong ones.
        worth: see stratified_worth.
        population: size of all parts.
        interval: of a simple sample; exact_interval without it.
    """
    if worth == population:
        return 1 - wrong, 1 - wrong
    interval = interval or exact_interval
    low, _ = interval(worth - min(worth, math.ceil(wrong * worth - 1e-9)), worth, population)
    _, high = interval(worth - math.floor(wrong * worth + 1e-9), worth, population)
    return min(low, 1 - wrong), max(high, 1 - wrong)


def allocate(sizes: Sequence[int], size: int) -> tuple[IntArray, IntArray]:
    """Divide a sample among parts of a population in proportion to their sizes.

    Parts that would get fewer than two images are merged, the smallest first.

    Args:
        sizes: (h,) sizes of the parts.
        size: images to draw; at most as many as there are.

    Returns:
        (h,) the merged part that each part belongs to, and (g,) how many images each merged part gets.
    """
    given = np.asarray(sizes, np.int64)
    total = int(given.sum())
    size = min(size, total)
    part = np.zeros(len(given), np.int64)
    current, gathered = 0, 0
    for place in np.argsort(given, kind="stable"):
        if gathered and gathered * size >= _LEAST_PER_STRATUM * total:
            current, gathered = current + 1, 0
        part[place] = current
        gathered += int(given[place])
    if current and gathered * size < _LEAST_PER_STRATUM * total:
        part[part == current] = current - 1
    merged = np.bincount(part, given).astype(np.int64)
    exact = merged * size / max(total, 1)
    counts = np.floor(exact).astype(np.int64)
    for place in np.argsort(counts - exact, kind="stable")[: size - int(counts.sum())]:
        counts[place] += 1
    return part, np.minimum(counts, merged)


def weighted_interval(
    wrong: BoolArray,
    weights: Float64Array,
    largest: float,
    confidence: float = CONFIDENCE,
    *,
    planned: int | None = None,
) -> tuple[float, float, float]:
    """Return the accuracy of a population from images drawn with unequal, known probabilities.

    The estimate is that of Hansen and Hurwitz (1943): the mean of wrong · weight. The interval bets against every
    candidate (Waudby-Smith & Ramdas, "Estimating means of bounded random variables by betting", JRSS B 2024, theorem 3
    with the bets of their section 4), so it holds for every sample size and, as the bets do not depend on how much of
    the sample was checked, whenever somebody looks.

    Args:
        wrong: (n,) whether each drawn image was wrong, in the order they were drawn, with replacement.
        weights: (n,) 1 / (population · probability of being drawn).
        largest: the largest weight that any image of the population has.
        confidence: of the interval.
        planned: how many are drawn in the end; n without it.

    Returns:
        The estimated accuracy, lower and upper end, in [0, 1]; (1, 0, 1) without an image.
    """
    if not len(wrong):
        return 1.0, 0.0, 1.0
    values, bet, goal = weighted_bets(wrong, weights, largest, confidence, planned)
    low = _first_unbeaten(lambda mean: winnings(values, bet, mean).sum() < goal, 1 / largest)
    high = 1 - _first_unbeaten(lambda rest: winnings(1 - values, bet, rest).sum() < goal, 1.0, 1 - 1 / largest)
    estimate = min(1.0, float(values.mean()) * largest)
    return 1 - estimate, 1 - max(min(1.0, high * largest), estimate), 1 - min(low * largest, estimate)


def weighted_bets(
    wrong: BoolArray, weights: Float64Array, largest: float, confidence: float, planned: int | None = None
) -> tuple[Float64Array, Float64Array, float]:
    """Return what weighted_interval bets on; the last axis is the order of the draws, others are samples of their own.

    Args:
        wrong: (…, n) as weighted_interval.
        weights: (…, n) as there.
        largest: as there.
        confidence: as there.
        planned: as there.

    Returns:
        Values in [0, 1], whose mean is the wrong fraction / largest; the bets; and the winnings that beat a candidate.
    """
    values = np.where(wrong, weights, 0.0) / largest
    order = np.arange(1, values.shape[-1] + 1)
    mean = (0.5 + np.cumsum(values, axis=-1)) / (order + 1)
    variance = (0.25 + np.cumsum((values - mean) ** 2, axis=-1)) / (order + 1)
    before = np.concatenate([np.full((*values.shape[:-1], 1), 0.25), variance[..., :-1]], axis=-1)
    goal = math.log(2 / (1 - confidence))
    return values, np.sqrt(2 * goal / ((planned or values.shape[-1]) * before)), goal


def winnings(values: Float64Array, bets: Float64Array, candidate: float) -> Float64Array:
    """Return the logarithm of what each draw multiplies a stake by, against a mean that is at most this.

    What is won altogether falls with the candidate.

    Args:
        values: (…, n) in [0, 1]; 1 − values to bet against a mean that is at least 1 − the candidate.
        bets: (…, n) see weighted_bets.
        candidate: in (0, 1).
    """
    won: Float64Array = np.log1p(np.minimum(bets, 0.5 / candidate) * (values - candidate))
    return won


def _first_unbeaten(unbeaten: Callable[[float], bool], end: float, start: float = 0.0) -> float:
    """Return a lower bound of the first candidate from start to end that is not beaten; all after it are not."""
    low, high = start, end
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if unbeaten(middle) else (middle, high)
    return low


@functools.lru_cache(maxsize=4096)
def most_wrong(wrong: int, count: int, population: int, error: float) -> int:
    """Return the largest number of wrong ones under which at most `wrong` in the sample have more than this chance."""
    low, high = wrong, population - (count - wrong)  # `low` always qualifies: then the sample cannot hold more
    while low < high:
        middle = (low + high + 1) // 2
        if _at_most(wrong, count, middle, population) > error:
            low = middle
        else:
            high = middle - 1
    return low


def _at_most(wrong: int, count: int, all_wrong: int, population: int) -> float:
    """Return the probability that a sample without replacement has at most so many of the wrong ones."""
    first = max(0, count - (population - all_wrong))
    last = min(count, all_wrong)
    if wrong >= last:
        return 1.0
    if wrong < first:
        return 0.0
    if 2 * (wrong - first) <= last - first:
        return float(np.exp(log_hypergeometric(first, wrong, count, all_wrong, population)).sum())
    return 1 - float(np.exp(log_hypergeometric(wrong + 1, last, count, all_wrong, population)).sum())


def log_hypergeometric(first: int, last: int, count: int, all_wrong: int, population: int) -> Float64Array:
    """Return the logarithms of the hypergeometric probabilities of first … last wrong ones."""
    start = (
        log_choose(all_wrong, first) + log_choose(population - all_wrong, count - first) - log_choose(population, count)
    )
    at = np.arange(first, last, dtype=np.float64)
    steps = np.log((all_wrong - at) * (count - at)) - np.log((at + 1) * (population - all_wrong - count + at + 1))
    return start + np.concatenate([[0.0], np.cumsum(steps)])


def log_choose(many: int, some: int) -> float:
    """Return the logarithm of the number of ways to choose some of many."""
    return math.lgamma(many + 1) - math.lgamma(some + 1) - math.lgamma(many - some + 1)
