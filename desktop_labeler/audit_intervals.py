"""Intervals of audits that hold for samples of every size, from populations of every size, and with planned looks.

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
MOST_LOOKS = 5
# Allowed error of each look so that the intervals of all planned looks hold together; a little above Pocock's levels
# ("Group sequential methods in the design and analysis of clinical trials", Biometrika 64, 1977), because exact
# intervals keep a reserve. Simulated: they hold together in at least 94.0 % of audits in every setting.
_LOOK_ERRORS = {1: 0.05, 2: 0.0300, 3: 0.0230, 4: 0.0192, 5: 0.0180}
_GRID = 1000  # candidates of an accuracy in the interval of a weighted sample
_LEAST_PER_STRATUM = 2


def look_confidence(looks: int) -> float:
    """Return the confidence of each interval so that those of all planned looks hold together with 95 %.

    Raises:
        ValueError: not 1 to 5 looks.
    """
    if looks not in _LOOK_ERRORS:
        raise ValueError(f"{looks} looks, of which there must be 1 to {MOST_LOOKS}")
    return 1 - _LOOK_ERRORS[looks]


def look_sizes(size: int, looks: int) -> list[int]:
    """Return after how many images each planned look comes, evenly spread; the last is the whole sample."""
    return sorted({math.ceil(size * look / looks) for look in range(1, looks + 1)} - {0})


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
    most_wrong = _most_wrong(count - right, count, population, error)
    most_right = _most_wrong(right, count, population, error)  # the same with the two kinds exchanged
    return (population - most_wrong) / population, most_right / population


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
    most = _most_wrong(wrong, count, population, 1 - confidence)
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


def rounded_down(bound: float, digits: int = 1) -> float:
    """Return a lower bound rounded down to so many digits of a percentage: 0.70588 is 0.705 with one."""
    steps = float(100 * 10**digits)
    return float(math.floor(bound * steps + 1e-9)) / steps


def anytime_interval(right: int, count: int, population: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Return an interval that holds at every moment of a sample, whenever somebody looks and stops.

    Those populations whose prior over posterior probability, uniform before the sample, stays below 1 / error: this
    ratio is a martingale under the true population, so it exceeds that at any time with at most that probability
    (Waudby-Smith & Ramdas, "Confidence sequences for sampling without replacement", NeurIPS 2020, section 2).

    Args, returns and raises as exact_interval; wider than that one.
    """
    if not 0 <= right <= count <= population:
        raise ValueError(f"{right} right of a sample of {count} out of {population}")
    if not count:
        return 0.0, 1.0
    wrong, rest = count - right, population - count
    least = math.log(1 - confidence) - math.log(population + 1)  # prior · error

    def inside(more: int) -> bool:
        return _log_beta_binomial(more, rest, wrong + 1, right + 1) > least

    mode = min(rest, round(rest * wrong / count))
    low, high = _edge(inside, mode, 0), _edge(inside, mode, rest)
    return 1 - (wrong + high) / population, 1 - (wrong + low) / population


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
        parts: list[list[int]] = []
        waiting = [0, 0, 0]
        for place in np.argsort(self.counts / np.maximum(self.sizes, 1), kind="stable"):
            part = [int(self.sizes[place]), int(self.counts[place]), int(self.right[place])]
            waiting = [mine + other for mine, other in zip(waiting, part, strict=True)]
            if waiting[1] >= _LEAST_PER_STRATUM:
                parts.append(waiting)
                waiting = [0, 0, 0]
        if waiting[0] and parts:
            parts[-1] = [mine + other for mine, other in zip(parts[-1], waiting, strict=True)]
        elif waiting[0]:
            parts.append(waiting)
        sizes, counts, right = np.asarray(parts, np.int64).reshape(-1, 3).T
        return Strata(sizes, counts, right)


def stratified_fraction(strata: Strata, confidence: float = CONFIDENCE) -> tuple[float, float, float]:
    """Return the accuracy of a stratified population with its interval.

    The estimate weighs each part by its size. Its variance is at most that of a simple sample of
    n = 1 / max(weight / count) images: Σ W² q(1 − q) / n ≤ max(W / n) Σ W q(1 − q) ≤ max(W / n) Q(1 − Q), since
    q(1 − q) is concave. The interval is the exact one of a simple sample of that size, so it is on the safe side, the
    more so the less proportional the sample is.

    Args:
        strata: parts with at least one checked image each, see Strata.merged.
        confidence: of the interval.

    Returns:
        The estimate, lower and upper end, in [0, 1]; (1, 0, 1) without a checked image.
    """
    parts = strata.merged()
    total, checked = int(parts.sizes.sum()), int(parts.counts.sum())
    if not checked:
        return 1.0, 0.0, 1.0
    weights = parts.sizes / total
    wrong = float((weights * (1 - parts.right / parts.counts)).sum())
    left = parts.counts < parts.sizes  # a part that was checked whole adds no doubt
    worth = int(1 / (weights[left] / parts.counts[left]).max()) if left.any() else total
    worth = max(1, min(worth, checked if left.any() else total))
    if not left.any():
        return 1 - wrong, 1 - wrong, 1 - wrong
    low, _ = exact_interval(worth - min(worth, math.ceil(wrong * worth - 1e-9)), worth, total, confidence)
    _, high = exact_interval(worth - math.floor(wrong * worth + 1e-9), worth, total, confidence)
    return 1 - wrong, min(low, 1 - wrong), max(high, 1 - wrong)


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
    wrong: BoolArray, weights: Float64Array, largest: float, confidence: float = CONFIDENCE
) -> tuple[float, float, float]:
    """Return the accuracy of a population from images drawn with unequal, known probabilities.

    The estimate is that of Hansen and Hurwitz (1943): the mean of wrong · weight. The interval bets against every
    candidate (Waudby-Smith & Ramdas, "Estimating means of bounded random variables by betting", JRSS B 2024, theorem 3
    with the bets of their section 4), so it holds for every sample size and for looks at any time.

    Args:
        wrong: (n,) whether each drawn image was wrong, in the order they were drawn, with replacement.
        weights: (n,) 1 / (population · probability of being drawn).
        largest: the largest weight that any image of the population has.
        confidence: of the interval.

    Returns:
        The estimated accuracy, lower and upper end, in [0, 1]; (1, 0, 1) without an image.
    """
    if not len(wrong):
        return 1.0, 0.0, 1.0
    values = np.where(wrong, weights, 0.0) / largest  # in [0, 1], their mean is the wrong fraction / largest
    order = np.arange(1, len(values) + 1)
    mean = (0.5 + np.cumsum(values)) / (order + 1)
    variance = (0.25 + np.cumsum((values - mean) ** 2)) / (order + 1)
    before = np.concatenate([[0.25], variance[:-1]])
    bet = np.sqrt(2 * math.log(2 / (1 - confidence)) / (len(values) * before))
    candidates = np.linspace(0, 1 / largest, _GRID + 1)  # of the wrong fraction / largest
    kept = np.ones(len(candidates), np.bool_)
    for sign in (1.0, -1.0):
        with np.errstate(divide="ignore"):
            limit = 0.5 / np.where(candidates > 0, candidates, 1e-12) if sign > 0 else 0.5 / (1 - candidates + 1e-12)
        growth = np.log1p(sign * np.minimum(bet[:, None], limit) * (values[:, None] - candidates))  # (n, candidates)
        kept &= growth.sum(axis=0) < math.log(2 / (1 - confidence))
    estimate = min(1.0, float(values.mean()) * largest)
    found = np.flatnonzero(kept)
    step = 1 / _GRID  # a candidate speaks for its neighbourhood
    low = max(0.0, float(candidates[found[0]]) * largest - step) if len(found) else estimate
    high = min(1.0, float(candidates[found[-1]]) * largest + step) if len(found) else estimate
    return 1 - estimate, 1 - max(high, estimate), 1 - min(low, estimate)


@functools.lru_cache(maxsize=4096)
def _most_wrong(wrong: int, count: int, population: int, error: float) -> int:
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
        return float(np.exp(_log_masses(first, wrong, count, all_wrong, population)).sum())
    return 1 - float(np.exp(_log_masses(wrong + 1, last, count, all_wrong, population)).sum())


def _log_masses(first: int, last: int, count: int, all_wrong: int, population: int) -> Float64Array:
    """Return the logarithms of the hypergeometric probabilities of first … last wrong ones."""
    start = (
        _log_choose(all_wrong, first)
        + _log_choose(population - all_wrong, count - first)
        - _log_choose(population, count)
    )
    at = np.arange(first, last, dtype=np.float64)
    steps = np.log((all_wrong - at) * (count - at)) - np.log((at + 1) * (population - all_wrong - count + at + 1))
    return start + np.concatenate([[0.0], np.cumsum(steps)])


def _log_choose(many: int, some: int) -> float:
    return math.lgamma(many + 1) - math.lgamma(some + 1) - math.lgamma(many - some + 1)


def _log_beta_binomial(more: int, rest: int, a: int, b: int) -> float:
    """Return the logarithm of the posterior probability of `more` wrong ones among the rest."""
    return (
        _log_choose(rest, more)
        + math.lgamma(more + a)
        + math.lgamma(rest - more + b)
        - math.lgamma(rest + a + b)
        + math.lgamma(a + b)
        - math.lgamma(a)
        - math.lgamma(b)
    )


def _edge(inside: Callable[[int], bool], start: int, end: int) -> int:
    """Return the last place from start towards end that is inside; what is inside is one piece around the start."""
    near, far = 0, abs(end - start)
    sign = 1 if end >= start else -1
    while near < far:
        middle = (near + far + 1) // 2
        if inside(start + sign * middle):
            near = middle
        else:
            far = middle - 1
    return start + sign * near
