"""Simulated audits: how often their intervals hold the truth, and how often certified accepts break their promise.

Every function draws many audits of one setting from a population whose truth is known and asks the program's own
functions what they would have said.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, Float64Array, IntArray
from desktop_labeler.audit_intervals import (
    CONFIDENCE,
    Strata,
    allocate,
    exact_interval,
    interval_of_parts,
    merged_parts,
    rest_lower_bound,
    smallest_sample,
    stratified_fraction,
    stratified_worth,
    weighted_interval,
)
from desktop_labeler.audit_looks import anytime_interval, look_sizes, planned_interval
from desktop_labeler.jobs.audit_design import interval_after
from desktop_labeler.statistics import finite_population_interval

_ROUNDING = 1e-12


@dataclass(frozen=True)
class Simulated:
    """What the audits of one setting said.

    Attributes:
        held: fraction of audits whose interval (or all of whose intervals) held the truth.
        width: mean width of the interval, over that of the exact one of a simple sample looked at once.
    """

    held: float
    width: float


def simple(size: int, accuracy: float, population: int, audits: int, seed: int = 0) -> Simulated:
    """Simple samples, looked at once."""
    wrong, truth, size = _truth(accuracy, population, size)
    found = np.random.default_rng(seed).hypergeometric(wrong, population - wrong, size, audits)
    return _once(found, truth, size, population)


def planned(size: int, accuracy: float, population: int, looks: int, audits: int, seed: int = 0) -> Simulated:
    """Simple samples with planned looks: the intervals of all looks have to hold; the width is of the widest."""
    wrong, truth, size = _truth(accuracy, population, size)
    held, widths = np.ones(audits, np.bool_), []
    sizes = tuple(look_sizes(size, looks))
    for look, (count, found) in enumerate(_growing(list(sizes), wrong, population, audits, seed)):
        one = _ends(found, _planned(look, sizes, population))
        exact = _ends(found, _exact(count, population))
        held &= _inside(one[:, 0], one[:, 1], truth)
        widths.append(_ratio(one, exact))
    return Simulated(float(held.mean()), max(widths))


def unplanned(size: int, accuracy: float, population: int, target: float, audits: int, seed: int = 0) -> Simulated:
    """Simple samples that somebody looks at ten times and ends as soon as the lower end reaches a target."""
    wrong, truth, size = _truth(accuracy, population, size)
    ended, held = np.zeros(audits, np.bool_), np.zeros(audits, np.bool_)
    widths: list[Float64Array] = []
    for count, found in _growing(look_sizes(size, 10), wrong, population, audits, seed):
        ends = _ends(found, _exact(size, population) if count == size else _anytime(count, population))
        stops = ~ended & ((ends[:, 0] >= target) | (count == size))
        held |= stops & (ends[:, 0] - _ROUNDING <= truth) & (truth <= ends[:, 1] + _ROUNDING)
        ended |= stops
        exact = _ends(found, _exact(count, population))
        widths.append((ends[:, 1] - ends[:, 0] + _ROUNDING)[stops] / (exact[:, 1] - exact[:, 0] + _ROUNDING)[stops])
    return Simulated(float(held.mean()), float(np.concatenate(widths).mean()))


def stratified(size: int, accuracy: float, population: int, strata: int, audits: int, seed: int = 0) -> Simulated:
    """Samples in proportion to strata of a confidence that says too much: the surest are right, others less often."""
    parts = _Parts.drawn(size, accuracy, population, strata, seed)
    rng = np.random.default_rng(seed)
    found = np.column_stack(
        [
            rng.hypergeometric(k, n - k, c, audits)
            for k, n, c in zip(parts.wrong, parts.sizes, parts.counts, strict=True)
        ]
    )
    merged = Strata(parts.sizes, parts.counts, parts.counts).merged()
    part = merged_parts(parts.sizes, parts.counts)
    wrong = np.array([np.bincount(part, row) for row in found]) / merged.counts @ (merged.sizes / merged.sizes.sum())
    worth = stratified_worth(merged)
    # estimates that differ by their last digits only share an interval
    kinds, place = np.unique(wrong.round(12), return_inverse=True)
    ends = np.array([interval_of_parts(float(one), worth, parts.population) for one in kinds])[place]
    count = min(size, parts.population)
    exact = _ends(np.round(count * wrong).astype(np.int64), _exact(count, parts.population))
    return Simulated(float(_inside(ends[:, 0], ends[:, 1], parts.truth).mean()), _ratio(ends, exact))


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
    parts = _Parts.drawn(size, accuracy, population, strata, seed)
    rng = np.random.default_rng(seed)
    total = int(parts.counts.sum())
    stratum = np.repeat(np.arange(len(parts.counts)), parts.counts)
    at = look_sizes(total, looks if target is None else 10)
    held, widths = [], []
    for _ in range(audits):
        wrong = _without_replacement(parts, stratum, rng)
        order = rng.permutation(total)
        said = []
        for count in at:
            some = order[:count]
            checked = np.bincount(stratum[some], minlength=len(parts.sizes))
            bad = np.bincount(stratum[some], wrong[some], len(parts.sizes)).astype(np.int64)
            _, low, high = stratified_fraction(
                Strata(parts.sizes, checked, checked - bad), interval_after(count, total, looks)
            )
            inside = low - _ROUNDING <= parts.truth <= high + _ROUNDING
            if target is not None and low < target and count < total:
                continue
            said.append(inside)
            if target is not None:
                break
        held.append(all(said))
        simple_low, simple_high = _exact(count, parts.population)(int(wrong[some].sum()))
        widths.append((high - low + _ROUNDING) / (simple_high - simple_low + _ROUNDING))
    return Simulated(float(np.mean(held)), float(np.mean(widths)))


def weighted(
    size: int, accuracy: float, population: int, audits: int, *, looks: int = 1, target: float = 1.0, seed: int = 0
) -> Simulated:
    """Samples that are drawn more often where the model doubts, which is where most errors are, but not all.

    With looks, somebody ends at the first of them whose lower end reaches the target.
    """
    rng = np.random.default_rng(seed)
    rank = np.arange(population) / population
    wrong = np.zeros(population, np.bool_)
    chance = rank**3 + 0.02
    errors = round(population * (1 - accuracy))
    wrong[rng.choice(population, errors, replace=False, p=chance / chance.sum())] = True
    drawing = 0.5 / population + 0.5 * rank**2 / (rank**2).sum()
    drawing /= drawing.sum()
    weights = 1 / (population * drawing)
    largest, truth = float(weights.max()), 1 - errors / population
    sums = np.cumsum(drawing)
    held, widths = [], []
    for _ in range(audits):
        drawn = np.minimum(np.searchsorted(sums, rng.random(size)), population - 1)
        for count in look_sizes(size, looks):
            some = drawn[:count]
            _, low, high = weighted_interval(wrong[some], weights[some], largest, planned=size)
            if low >= target:
                break
        held.append(low - _ROUNDING <= truth <= high + _ROUNDING)
        simple_low, simple_high = exact_interval(round(count * truth), count, population)
        widths.append((high - low + _ROUNDING) / (simple_high - simple_low + _ROUNDING))
    return Simulated(float(np.mean(held)), float(np.mean(widths)))


def broken_promises(target: float, short: float, population: int, lines: int, projects: int, seed: int = 0) -> float:
    """Return the fraction of projects in which a certified accept breaks its promise.

    The person tries the whole pile first and moves the line up after each failure, to the surest three quarters of it.
    At every line a little less is right than is promised, so that every accept breaks it: the worst case.

    Args:
        target: the fraction promised.
        short: how much less is right.
        population: suggestions at first.
        lines: how often the person tries, and accepts whatever passes.
        projects: how many.
        seed: of the draws.
    """
    rng = np.random.default_rng(seed)
    broken, going = np.zeros(projects, np.bool_), np.ones(projects, np.bool_)
    for trial in range(1, lines + 1):
        wrong = round(population * (1 - target + short))
        confidence = 1 - (1 - CONFIDENCE) / (trial * (trial + 1))
        size = smallest_sample(target, population, 0, confidence)
        found = rng.hypergeometric(wrong, population - wrong, size, projects)
        kinds, place = np.unique(found, return_inverse=True)
        bound = np.array([rest_lower_bound(int(k), size, population, confidence) for k in kinds])[place]
        rest = population - size
        right = 1 - (wrong - found) / max(rest, 1)
        broken |= going & (bound >= target) & (right < target) & (rest > 0)
        going &= bound < target
        population = max(50, population * 3 // 4)
    return float(broken.mean())


def _truth(accuracy: float, population: int, size: int) -> tuple[int, float, int]:
    wrong = round(population * (1 - accuracy))
    return wrong, 1 - wrong / population, min(size, population)


@dataclass(frozen=True, eq=False)
class _Parts:
    """A population in parts, of each of which some are drawn.

    Attributes:
        sizes: (h,) size of each part.
        wrong: (h,) how many are wrong.
        counts: (h,) how many are drawn.
    """

    sizes: IntArray
    wrong: IntArray
    counts: IntArray

    @staticmethod
    def drawn(size: int, accuracy: float, population: int, strata: int, seed: int) -> "_Parts":
        """Return strata of random sizes, merged by the program as it does: twice as many wrong in the last as usual."""
        rng = np.random.default_rng(seed)
        sizes = np.maximum(1, rng.multinomial(population, rng.dirichlet(np.ones(strata)))).astype(np.int64)
        slope = np.linspace(0, 2, strata) if strata > 1 else np.ones(1)
        wrong = np.minimum(sizes, np.round(sizes * (1 - accuracy) * slope)).astype(np.int64)
        part, counts = allocate(sizes.tolist(), min(size, int(sizes.sum())))
        return _Parts(np.bincount(part, sizes).astype(np.int64), np.bincount(part, wrong).astype(np.int64), counts)

    @property
    def population(self) -> int:
        return int(self.sizes.sum())

    @property
    def truth(self) -> float:
        return 1 - float(self.wrong.sum()) / self.population


def _without_replacement(parts: _Parts, stratum: IntArray, rng: np.random.Generator) -> IntArray:
    """Return which of the drawn images are wrong, as 0 and 1."""
    found = rng.hypergeometric(parts.wrong, parts.sizes - parts.wrong, parts.counts)
    first = np.concatenate([[0], np.cumsum(parts.counts)[:-1]])
    wrong: IntArray = (np.arange(len(stratum)) - first[stratum] < found[stratum]).astype(np.int64)
    return wrong


def _growing(counts: list[int], wrong: int, population: int, audits: int, seed: int) -> list[tuple[int, IntArray]]:
    """Return after each look how many wrong ones each audit has found."""
    rng, found, before, grown = np.random.default_rng(seed), np.zeros(audits, np.int64), 0, []
    for count in counts:
        left = wrong - found
        found = found + rng.hypergeometric(left, population - before - left, count - before)
        before = count
        grown.append((count, found))
    return grown


def _exact(size: int, population: int, confidence: float = CONFIDENCE) -> Callable[[int], tuple[float, float]]:
    return lambda wrong: exact_interval(size - wrong, size, population, confidence)


def _planned(look: int, sizes: tuple[int, ...], population: int) -> Callable[[int], tuple[float, float]]:
    return lambda wrong: planned_interval(sizes[look] - wrong, look, sizes, population)


def _inside(low: Float64Array, high: Float64Array, truth: float) -> BoolArray:
    inside: BoolArray = (low - _ROUNDING <= truth) & (truth <= high + _ROUNDING)
    return inside


def _anytime(size: int, population: int) -> Callable[[int], tuple[float, float]]:
    return lambda wrong: anytime_interval(size - wrong, size, population)


def _once(found: IntArray, truth: float, size: int, population: int) -> Simulated:
    ends = _ends(found, lambda wrong: finite_population_interval(size - wrong, size, population))
    exact = _ends(found, _exact(size, population))
    held = _inside(ends[:, 0], ends[:, 1], truth)
    return Simulated(float(held.mean()), _ratio(ends, exact))


def _ends(found: IntArray, interval: Callable[[int], tuple[float, float]]) -> Float64Array:
    """Return the interval of each audit, (n, 2); one of each number of wrong ones is computed."""
    kinds, place = np.unique(found, return_inverse=True)
    return np.array([interval(int(k)) for k in kinds])[place]


def _ratio(ends: Float64Array, exact: Float64Array) -> float:
    return float((ends[:, 1] - ends[:, 0] + _ROUNDING).mean() / (exact[:, 1] - exact[:, 0] + _ROUNDING).mean())
