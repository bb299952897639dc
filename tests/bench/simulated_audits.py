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
    stratified_worth,
)
from desktop_labeler.audit_looks import anytime_interval, look_sizes, planned_interval
from desktop_labeler.statistics import finite_population_interval

ROUNDING = 1e-12


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
        held |= stops & (ends[:, 0] - ROUNDING <= truth) & (truth <= ends[:, 1] + ROUNDING)
        ended |= stops
        exact = _ends(found, _exact(count, population))
        widths.append((ends[:, 1] - ends[:, 0] + ROUNDING)[stops] / (exact[:, 1] - exact[:, 0] + ROUNDING)[stops])
    return Simulated(float(held.mean()), float(np.concatenate(widths).mean()))


def stratified(size: int, accuracy: float, population: int, strata: int, audits: int, seed: int = 0) -> Simulated:
    """Samples in proportion to strata of a confidence that says too much: the surest are right, others less often."""
    parts = Parts.drawn(size, accuracy, population, strata, seed)
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
class Parts:
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
    def drawn(size: int, accuracy: float, population: int, strata: int, seed: int) -> "Parts":
        """Return strata of random sizes, merged by the program as it does: twice as many wrong in the last as usual."""
        rng = np.random.default_rng(seed)
        sizes = np.maximum(1, rng.multinomial(population, rng.dirichlet(np.ones(strata)))).astype(np.int64)
        slope = np.linspace(0, 2, strata) if strata > 1 else np.ones(1)
        wrong = np.minimum(sizes, np.round(sizes * (1 - accuracy) * slope)).astype(np.int64)
        part, counts = allocate(sizes.tolist(), min(size, int(sizes.sum())))
        return Parts(np.bincount(part, sizes).astype(np.int64), np.bincount(part, wrong).astype(np.int64), counts)

    @property
    def population(self) -> int:
        return int(self.sizes.sum())

    @property
    def truth(self) -> float:
        return 1 - float(self.wrong.sum()) / self.population


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
    inside: BoolArray = (low - ROUNDING <= truth) & (truth <= high + ROUNDING)
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
    return float((ends[:, 1] - ends[:, 0] + ROUNDING).mean() / (exact[:, 1] - exact[:, 0] + ROUNDING).mean())
