"""Intervals of a sample that is looked at several times: as planned, or whenever somebody likes.

Those of all planned looks hold together. Each number of wrong ones that a population may have gets its own share of the
error at each look, computed exactly from the paths that a sample without replacement can take. Nothing is chosen by
trying, and no error is given away where whole images allow no finer steps.
"""

import functools
import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np

from desktop_labeler.array_types import Float64Array
from desktop_labeler.audit_intervals import CONFIDENCE, log_choose, log_hypergeometric, most_wrong

MOST_LOOKS = 5
_COARSE = 8  # candidates that are looked at first where there are many
_FEW = 64  # candidates that are all looked at
_FINE = 64  # an answer is at most such a part of the candidates too large
_ROUNDING = 1e-9
_DEVIATIONS = 8.0  # of the mean: what lies further away has a probability below 1e-14
_FAR = 40  # and so many images, for distributions of few wrong ones
_DIRECT = 1_000_000  # multiplications up to which a convolution is done without a Fourier transform


def checked_looks(looks: int) -> int:
    """Return a number of planned looks.

    Raises:
        ValueError: not 1 to 5 looks.
    """
    if not 1 <= looks <= MOST_LOOKS:
        raise ValueError(f"{looks} looks, of which there must be 1 to {MOST_LOOKS}")
    return looks


def look_sizes(size: int, looks: int) -> list[int]:
    """Return after how many images each planned look comes, evenly spread; the last is the whole sample."""
    return sorted({math.ceil(size * look / looks) for look in range(1, looks + 1)} - {0})


def planned_interval(
    right: int, look: int, sizes: tuple[int, ...], population: int, confidence: float = CONFIDENCE
) -> tuple[float, float]:
    """Return the interval at one of several planned looks at a growing simple sample.

    A population with K wrong ones is left out at a look if too few (or too many) wrong ones were found for it. "Too
    few" are, at all looks alike, those whose probability of so few or fewer is at most a level of this K: the highest
    under which some look finds too few with a probability of at most half the error. That probability is computed from
    all paths of the sample, so the intervals of all looks hold together with at least the confidence, in populations
    and samples of every size. With one look it is exact_interval. For many looks at a normal distribution the level is
    that of Pocock ("Group sequential methods in the design and analysis of clinical trials", Biometrika 64, 1977).

    Args:
        right: images that were right at this look.
        look: which look it is, from 0.
        sizes: rising, how many images were or will be checked at each look.
        population: size of the population, at least the last of the sizes.
        confidence: of the intervals together, in (0, 1).

    Returns:
        Lower and upper end of the fraction that is right, in [0, 1].

    Raises:
        ValueError: more are right than were checked, or the sizes do not rise from 1 to at most the population.
    """
    if not 0 <= right <= sizes[look] or not all(
        a < b for a, b in zip((0, *sizes), (*sizes, population + 1), strict=True)
    ):
        raise ValueError(f"{right} right at look {look} of {sizes} out of {population}")
    error = (1 - confidence) / 2
    fewest = population - _most(sizes[look] - right, look, sizes, population, error)
    most = _most(right, look, sizes, population, error)  # the same with the two kinds exchanged
    return fewest / population, most / population


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


@functools.lru_cache(maxsize=16_384)
def _most(wrong: int, look: int, sizes: tuple[int, ...], population: int, error: float) -> int:
    """Return the largest number of wrong ones in the population for which so few in the sample are not too few.

    One that is not too few for a sample seen once is not for several looks either, and one that is too few at an equal
    part of the error always is, so only the numbers between these are looked at. Where they are many, the answer is at
    most a part in 256 of them too large.
    """
    count = sizes[look]
    low = most_wrong(wrong, count, population, error)
    high = most_wrong(wrong, count, population, error / len(sizes)) + 1  # too few
    fine = max(1, (high - low) // _FINE)
    while high - low > fine:
        step = 1 if high - low <= _FEW else (high - low) // _COARSE
        for many in range(high - step, low, -step):
            if not _too_few(wrong, look, sizes, many, population, error):
                low = many
                break
            high = many
    return high - 1


def _too_few(wrong: int, look: int, sizes: tuple[int, ...], many: int, population: int, error: float) -> bool:
    """Whether so few wrong ones at a look are too few for a population with so many of them."""
    found = [_Found(size, many, population) for size in sizes]
    level = found[look].at_most(wrong)
    least = [one.more_than(level) for one in found]
    chance = many / population
    paths, first = np.ones(1), 0  # of a sample with replacement
    before, steps = 0, {count: _binomial(count, chance) for count in {b - a for a, b in pairwise((0, *sizes))}}
    for size, fewest in zip(sizes, least, strict=True):
        step, start = steps[size - before]
        paths, first, before = _convolved(paths, step), first + start, size
        cut = max(0, fewest - first)
        paths, first = paths[cut:], first + cut
        if not len(paths):
            return False
    # of equally large samples with equally many wrong ones, every order is equally likely with and without replacement
    last = found[-1]
    with_replacement, start = _binomial(sizes[-1], chance)
    kept = 0.0
    low, high = (
        max(first, start, last.first),
        min(first + len(paths), start + len(with_replacement), last.first + len(last.masses)),
    )
    if low < high:
        drawn = with_replacement[low - start : high - start]
        ratio = np.divide(
            last.masses[low - last.first : high - last.first], drawn, out=np.zeros(high - low), where=drawn > 0
        )
        kept = float((paths[low - first : high - first] * ratio).sum())
    return 1 - kept <= error


class _Found:
    """How many wrong ones a sample without replacement has.

    Attributes:
        first: the fewest that are considered.
        masses: probabilities of these and more.
    """

    def __init__(self, count: int, many: int, population: int) -> None:
        """Compute the probabilities of a sample of `count` out of a population with `many` wrong ones."""
        fewest, most = max(0, count - (population - many)), min(count, many)
        self.first, last = _window(count, many / population, fewest, most)
        self.masses = np.exp(log_hypergeometric(self.first, last, count, many, population))
        self._sums = np.cumsum(self.masses)

    def at_most(self, wrong: int) -> float:
        """Return the probability of at most so many."""
        if wrong < self.first:
            return 0.0
        return float(self._sums[min(wrong - self.first, len(self._sums) - 1)])

    def more_than(self, level: float) -> int:
        """Return the fewest whose probability of so many or fewer exceeds a level."""
        return self.first + int(np.searchsorted(self._sums, level * (1 + _ROUNDING), side="right"))


def _window(count: int, chance: float, fewest: int, most: int) -> tuple[int, int]:
    """Return the first and last of the numbers that have any noticeable probability."""
    mean = count * chance
    reach = _DEVIATIONS * math.sqrt(mean * (1 - chance)) + _FAR
    return max(fewest, math.floor(mean - reach)), min(most, math.ceil(mean + reach))


def _binomial(count: int, chance: float) -> tuple[Float64Array, int]:
    """Return the probabilities of a sample with replacement, and the number that the first of them is for."""
    first, last = _window(count, chance, 0, count)
    at = np.arange(first, last, dtype=np.float64)
    odds = math.log(chance) - math.log1p(-chance)
    start = log_choose(count, first) + first * math.log(chance) + (count - first) * math.log1p(-chance)
    logs = start + np.concatenate([[0.0], np.cumsum(np.log((count - at) / (at + 1)) + odds)])
    return np.exp(logs), first


def _convolved(a: Float64Array, b: Float64Array) -> Float64Array:
    if len(a) * len(b) <= _DIRECT:
        return np.convolve(a, b)
    size = len(a) + len(b) - 1
    length = 1 << (size - 1).bit_length()
    found = np.fft.irfft(np.fft.rfft(a, length) * np.fft.rfft(b, length), length)[:size]
    return np.maximum(found, 0.0)


def _log_beta_binomial(more: int, rest: int, a: int, b: int) -> float:
    """Return the logarithm of the posterior probability of `more` wrong ones among the rest."""
    return (
        log_choose(rest, more)
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
