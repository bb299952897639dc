"""Simulated audits that are looked at while they grow, and such that are drawn by doubt: ten thousand at once.

What the program says is computed for all audits of a setting together: a bet against one candidate instead of the whole
interval, and the number of wrong ones from which on an interval leaves the truth out. The first audits of each setting
are asked one by one from the functions of the program, which have to say the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, Float64Array, IntArray
from desktop_labeler.audit_intervals import (
    CONFIDENCE,
    Interval,
    Strata,
    exact_interval,
    merged_parts,
    stratified_fraction,
    weighted_bets,
    weighted_interval,
    winnings,
)
from desktop_labeler.audit_looks import look_sizes
from desktop_labeler.jobs.audits.audit_design import interval_after
from tests.bench.simulated_audits import ROUNDING, Parts, Simulated

_CHUNK = 1_000  # audits whose images are in memory at once
_ASKED = 40  # audits of each setting that the program's own functions judge; the widths are of these


def weighted(
    size: int,
    accuracy: float,
    population: int,
    audits: int,
    *,
    looks: int = 1,
    target: float = 1.0,
    errors: str = "doubts",
    seed: int = 0,
) -> Simulated:
    """Samples that are drawn more often where the model doubts.

    With looks, somebody ends at the first of them whose lower end reaches the target.

    Args:
        size: draws of each audit.
        accuracy: of the population.
        population: its size.
        audits: how many.
        looks: how often somebody looks.
        target: that ends the audit.
        errors: where they are: "doubts", most where the model doubts; "sure", most where it is sure; or "even".
        seed: of the draws.
    """
    rng = np.random.default_rng(seed)
    wrong, weights, sums = _doubted(accuracy, population, errors, rng)
    largest, truth = float(weights.max()), 1 - float(wrong.mean())
    at = np.array(look_sizes(size, looks)) - 1
    held: list[BoolArray] = []
    widths: list[float] = []
    while sum(map(len, held)) < audits:
        drawn = np.minimum(np.searchsorted(sums, rng.random((_CHUNK, size))), population - 1)
        found, inside, ended = wrong[drawn], *_judged(wrong[drawn], weights[drawn], largest, truth, target, at)
        for one in range(0 if held else _ASKED):
            some = slice(0, int(at[ended[one]]) + 1)
            _, low, high = weighted_interval(found[one, some], weights[drawn[one, some]], largest, planned=size)
            _same((low - ROUNDING <= truth <= high + ROUNDING), bool(inside[one]))
            widths.append(_wider(low, high, exact_interval(round(some.stop * truth), some.stop, population)))
        held.append(inside)
    return Simulated(float(np.concatenate(held)[:audits].mean()), float(np.mean(widths)))


def _doubted(
    accuracy: float, population: int, errors: str, rng: np.random.Generator
) -> tuple[BoolArray, Float64Array, Float64Array]:
    """Return which of a population are wrong, their weights, and the summed probabilities of drawing them."""
    rank = np.arange(population) / population
    chance = {"doubts": rank**3 + 0.02, "sure": (1 - rank) ** 3 + 0.02, "even": np.ones(population)}[errors]
    wrong = np.zeros(population, np.bool_)
    wrong[rng.choice(population, round(population * (1 - accuracy)), replace=False, p=chance / chance.sum())] = True
    drawing = 0.5 / population + 0.5 * rank**2 / (rank**2).sum()
    drawing /= drawing.sum()
    return wrong, 1 / (population * drawing), np.cumsum(drawing)


def _judged(
    wrong: BoolArray, weights: Float64Array, largest: float, truth: float, target: float, at: IntArray
) -> tuple[BoolArray, IntArray]:
    """Return whether the interval of each audit held the truth when it ended, and the look at which it did."""
    values, bets, goal = weighted_bets(wrong, weights, largest, CONFIDENCE, len(wrong[0]))
    fraction = np.cumsum(values, axis=1)[:, at] / (at + 1) * largest  # that is wrong, as estimated at each look

    def unbeaten_above(accuracy: float) -> BoolArray:
        """Whether the lower end is at most so much."""
        rest = 1 - (1 - accuracy) / largest
        if rest >= 1:  # all right: the wrong fraction is at least this
            return np.ones(fraction.shape, np.bool_)
        beaten: BoolArray = np.cumsum(winnings(1 - values, bets, rest), axis=1)[:, at] >= goal
        return ~beaten | (1 - fraction <= accuracy + ROUNDING)

    def unbeaten_below(accuracy: float) -> BoolArray:
        """Whether the upper end is at least so much."""
        least = (1 - accuracy) / largest
        if least <= 0:
            none: BoolArray = fraction <= ROUNDING
            return none
        beaten: BoolArray = np.cumsum(winnings(values, bets, least), axis=1)[:, at] >= goal
        return ~beaten | (1 - fraction >= accuracy - ROUNDING)

    reached = ~unbeaten_above(target) if len(at) > 1 else np.zeros(fraction.shape, np.bool_)
    reached[:, -1] = True
    ended = reached.argmax(axis=1)
    inside = unbeaten_above(truth) & unbeaten_below(truth)
    return inside[np.arange(len(ended)), ended], ended.astype(np.int64)


def stratified_looks(
    size: int,
    accuracy: float,
    population: int,
    strata: int,
    looks: int,
    target: float | None,
    audits: int,
    seed: int = 0,
) -> Simulated:
    """Stratified samples that are looked at while they grow.

    With a target, somebody looks ten times without having planned it and ends as soon as the lower end reaches the
    target: the interval of that moment has to hold. Without one, the intervals of all planned looks have to.
    """
    parts = Parts.drawn(size, accuracy, population, strata, seed)
    rng, total = np.random.default_rng(seed), int(parts.counts.sum())
    at = look_sizes(total, looks if target is None else 10)
    grown = [_Grown.drawn(parts, at, min(_CHUNK, audits - done), rng) for done in range(0, audits, _CHUNK)]
    held, going = np.ones(audits, np.bool_), np.ones(audits, np.bool_)
    widths: list[float] = []
    for look, count in enumerate(at):
        checked, bad = (np.concatenate([getattr(one, name)[look] for one in grown]) for name in ("checked", "bad"))
        interval = interval_after(count, total, looks)
        fraction, worth = _in_words_of_a_simple_sample(parts.sizes, checked, bad)
        judged = _Edges(interval, parts.population, parts.truth, target)
        inside, reached = judged.of(fraction, worth)
        ends = going & (reached | (count == total)) if target is not None else going
        for one in np.flatnonzero(ends)[:_ASKED]:
            _, low, high = stratified_fraction(Strata(parts.sizes, checked[one], checked[one] - bad[one]), interval)
            _same(low - ROUNDING <= parts.truth <= high + ROUNDING, bool(inside[one]))
            exact = exact_interval(count - int(bad[one].sum()), count, parts.population)
            widths.append(_wider(low, high, exact))
        held &= inside | ~ends
        going = going if target is None else going & ~ends
    return Simulated(float(held.mean()), float(np.mean(widths)))


@dataclass(frozen=True, eq=False)
class _Grown:
    """Samples of a population in parts, at each look.

    Attributes:
        checked: (looks, audits, h) images checked in each part.
        bad: (looks, audits, h) how many of them were wrong.
    """

    checked: IntArray
    bad: IntArray

    @staticmethod
    def drawn(parts: Parts, at: list[int], audits: int, rng: np.random.Generator) -> "_Grown":
        """Draw them; the images of a sample come in any order."""
        number, total = len(parts.sizes), int(parts.counts.sum())
        stratum = np.repeat(np.arange(number), parts.counts)
        first = np.concatenate([[0], np.cumsum(parts.counts)[:-1]])
        found = rng.hypergeometric(parts.wrong, parts.sizes - parts.wrong, parts.counts, (audits, number))
        wrong = np.arange(total) - first[stratum] < found[:, stratum]
        order = rng.permuted(np.broadcast_to(np.arange(total), (audits, total)), axis=1)
        key = stratum[order] + number * np.arange(audits)[:, None]
        bad = np.take_along_axis(wrong, order, axis=1)

        def sums(until: int, weights: BoolArray | None) -> IntArray:
            some = None if weights is None else weights[:, :until].ravel()
            counts = np.bincount(key[:, :until].ravel(), some, audits * number)
            return counts.astype(np.int64).reshape(audits, number)

        return _Grown(np.stack([sums(each, None) for each in at]), np.stack([sums(each, bad) for each in at]))


def _in_words_of_a_simple_sample(sizes: IntArray, checked: IntArray, bad: IntArray) -> tuple[Float64Array, IntArray]:
    """Return (audits,) the weighted fraction of wrong ones, and the size of the simple sample that each is worth."""
    audits, number = checked.shape
    key = merged_parts(sizes, checked) + number * np.arange(audits)[:, None]

    def merged(each: IntArray) -> Float64Array:
        sums = np.bincount(key.ravel(), each.ravel(), audits * number)
        return sums.reshape(audits, number).astype(np.float64)

    size, count, wrong = merged(np.broadcast_to(sizes, checked.shape)), merged(checked), merged(bad)
    weight, some = size / sizes.sum(), np.maximum(count, 1)
    fraction = (weight * wrong / some).sum(axis=1)
    doubtful = np.where(count < size, weight / some, 0.0).max(axis=1)
    worth = np.floor(1 / np.maximum(doubtful, 1e-12)).astype(np.int64)
    worth = np.clip(np.minimum(worth, checked.sum(axis=1)), 1, None)
    return fraction, np.where(doubtful > 0, worth, sizes.sum())


@dataclass(frozen=True)
class _Edges:
    """Finds for simple samples of each size which numbers of wrong ones leave the truth out.

    Attributes:
        interval: of a simple sample.
        population: size of the population.
        truth: the fraction that is right.
        target: that the lower end is to reach; None for none.
    """

    interval: Interval
    population: int
    truth: float
    target: float | None

    def of(self, wrong: Float64Array, worth: IntArray) -> tuple[BoolArray, BoolArray]:
        """Return whether the interval of each audit holds the truth, and whether it reaches the target."""
        up = np.minimum(worth, np.ceil(wrong * worth - 1e-9)).astype(np.int64)
        down = np.floor(wrong * worth + 1e-9).astype(np.int64)
        truth, target = self.truth, 2.0 if self.target is None else self.target
        edges = np.array(list(self._edges(np.unique(worth).tolist(), target))).reshape(-1, 3)
        too_high, high_enough, reaching = edges[np.unique(worth, return_inverse=True)[1]].T
        inside = (up > too_high) | (1 - wrong <= truth + ROUNDING)
        inside &= (down <= high_enough) | (1 - wrong >= truth - ROUNDING)
        reached: BoolArray = (up <= reaching) & (1 - wrong >= target)
        whole = worth == self.population  # all was checked: nothing is left to doubt
        return inside | whole, np.where(whole, 1 - wrong >= target, reached)

    def _edges(self, worths: list[int], target: float) -> Iterator[tuple[int, int, int]]:
        """Yield up to how many wrong ones the interval is too high, high enough, and reaches the target."""
        edges = (0, 0, 0)
        for worth in worths:
            edges = (
                self._last(worth, edges[0], lambda low, _: low > self.truth + ROUNDING),
                self._last(worth, edges[1], lambda _, high: high >= self.truth - ROUNDING),
                self._last(worth, edges[2], lambda low, _: low >= target) if target <= 1 else -1,
            )
            yield edges

    def _last(self, worth: int, guess: int, true: Callable[[float, float], bool]) -> int:
        """Return the largest number of wrong ones for which this is true of the ends; -1 for none."""

        def is_true(wrong: int) -> bool:
            return wrong < 0 or (wrong <= worth and true(*self.interval(worth - wrong, worth, self.population)))

        step, low = 1, min(max(guess, -1), worth)
        while not is_true(low):
            low, step = max(-1, low - step), 2 * step
        high, step = low + 1, 1
        while is_true(high):
            low, high, step = high, high + step, 2 * step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if is_true(middle) else (low, middle)
        return low


def _same(asked: bool, computed: bool) -> None:
    if asked != computed:
        raise AssertionError("what is computed for many audits together is not what the program says of one")


def _wider(low: float, high: float, exact: tuple[float, float]) -> float:
    return (high - low + ROUNDING) / (exact[1] - exact[0] + ROUNDING)
