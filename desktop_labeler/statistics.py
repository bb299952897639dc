"""Random samples, confidence intervals and stopping rules."""

import math
from dataclasses import dataclass, replace

import numpy as np

from desktop_labeler.array_types import BoolArray, FloatingArray, IntArray
from desktop_labeler.audit_intervals import exact_interval

CONFIDENCE = 0.95  # of every interval and bound in this module
_Z = 1.959964  # standard deviations of a normal distribution that hold 95 %
CLEAN_RUN = 58  # checks in a row without a wrong label: has probability 5 % if 5 % are wrong


@dataclass(frozen=True)
class MeasuredFraction:
    """A fraction with its 95 % interval.

    Attributes:
        hits: number of successes.
        count: number of trials.
        low: lower end of the interval, in [0, 1].
        high: upper end.
        estimate: where the trials are weighted, the weighted fraction; else None.
    """

    hits: int
    count: int
    low: float
    high: float
    estimate: float | None = None

    @property
    def value(self) -> float | None:
        """The estimate, else the ratio hits / count, in [0, 1]; None without a trial."""
        if self.estimate is not None:
            return self.estimate
        return self.hits / self.count if self.count else None


def measured_fraction(hits: int, count: int, population: int | None = None) -> MeasuredFraction:
    """Return a fraction with its interval: Wilson's, or the exact one of a sample from a finite population."""
    low, high = (
        wilson_interval(hits, count) if population is None else finite_population_interval(hits, count, population)
    )
    return MeasuredFraction(hits, count, low, high)


def within_seen(measured: MeasuredFraction, population: int) -> MeasuredFraction:
    """Return it without what the images that were seen exclude: those right are right, and those wrong are wrong.

    Whenever the interval held the truth, what is left of it does.

    Args:
        measured: of different images of a finite population.
        population: how many there are, or more.
    """
    if not measured.count:
        return measured
    least = measured.hits / population
    most = (population - (measured.count - measured.hits)) / population
    return replace(
        measured,
        low=min(max(measured.low, least), most),
        high=max(min(measured.high, most), least),
        estimate=None if measured.estimate is None else min(max(measured.estimate, least), most),
    )


def random_sample(count: int, size: int, seed: int) -> IntArray:
    """Draw a simple random sample; its beginning is a random sample as well, so it can end early.

    Args:
        count: size of the population.
        size: how many to draw; all if there are fewer.
        seed: the same seed draws the same.

    Returns:
        (min(size, count),) distinct positions in [0, count) in random order.

    Raises:
        ValueError: a negative number.
    """
    if count < 0 or size < 0:
        raise ValueError(f"a sample of {size} out of {count}")
    return np.random.default_rng(seed).choice(count, min(size, count), replace=False).astype(np.int64)


def sample_size_without_error(accuracy: float) -> int:
    """Return the size of a random sample that, without an error, shows at least an accuracy: 59 for 0.95.

    With 95 % confidence, from a large population (the "rule of three").

    Raises:
        ValueError: if the accuracy is not between 0 and 1.
    """
    if not 0 < accuracy < 1:
        raise ValueError(f"accuracy is {accuracy}, which must lie between 0 and 1")
    return math.ceil(math.log(1 - CONFIDENCE) / math.log(accuracy) - 1e-9)


SAMPLE_ACCURACIES = (0.95, 0.98, 0.99)
SAMPLE_SIZES = tuple(sample_size_without_error(accuracy) for accuracy in SAMPLE_ACCURACIES)  # 59, 149, 299


def finite_population_interval(right: int, count: int, population: int) -> tuple[float, float]:
    """Return the exact 95 % interval of the fraction of a finite population that is right; see exact_interval.

    Wilson's interval, which is narrower, holds less than 94 % of the time where nearly all are right.
    """
    return exact_interval(right, count, population)


def clean_run(corrected: list[bool]) -> int:
    """Return the number of latest checks in a row that corrected nothing.

    Args:
        corrected: whether each check corrected a label, the newest first.
    """
    return next((place for place, changed in enumerate(corrected) if changed), len(corrected))


def wilson_interval(hits: float, count: float) -> tuple[float, float]:
    """Return the 95 % score interval of a binomial probability.

    Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927.

    Args:
        hits: successes, at least 0.
        count: independent trials, at least `hits`; need not be whole, see effective_sample_size.

    Returns:
        Lower and upper end in [0, 1]; (0, 1) without a trial.

    Raises:
        ValueError: if there are fewer trials than successes, or a number is negative.
    """
    if not 0 <= hits <= count:
        raise ValueError(f"{hits} hits of {count}")
    if count == 0:
        return 0.0, 1.0
    fraction, square = hits / count, _Z**2
    middle = (fraction + square / (2 * count)) / (1 + square / count)
    half = _Z / (1 + square / count) * math.sqrt(fraction * (1 - fraction) / count + square / (4 * count**2))
    # at the ends the formula is exact except for rounding
    return (0.0 if hits == 0 else max(0.0, middle - half)), (1.0 if hits == count else min(1.0, middle + half))


def effective_sample_size(right: BoolArray, groups: IntArray | None) -> float:
    """Return the number of independent images that carry as much information as these grouped ones.

    The number of independent images with the variance that the groups show (the linearised variance of a ratio,
    Cochran, "Sampling Techniques", 1977, section 6.2); the number of groups where all are right or all wrong, since
    then the groups show no variance.

    Args:
        right: (n,) whether each image was right.
        groups: (n,) group of each image, None if images are independent.

    Returns:
        At least the smaller of 1 and n, at most n.
    """
    count = len(right)
    if groups is None or count < 2:
        return float(count)
    _, member = np.unique(groups, return_inverse=True)
    number = int(member.max()) + 1
    fraction = float(right.mean())
    if number < 2 or fraction in (0.0, 1.0):
        return float(number)
    residual = np.bincount(member, right - fraction, number)
    variance = float((residual**2).sum()) * number / (number - 1) / count**2
    return float(np.clip(fraction * (1 - fraction) / max(variance, 1e-12), 1.0, count))


@dataclass(frozen=True)
class PairedDifference:
    """The mean change of a value that was measured twice on the same images, with its 95 % interval.

    Attributes:
        mean: mean of after − before.
        low: lower end of the interval.
        high: upper end.
    """

    mean: float
    low: float
    high: float

    @property
    def sign(self) -> int:
        """1 if it rose beyond chance, −1 if it fell, else 0."""
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


def paired_difference(
    before: BoolArray | FloatingArray, after: BoolArray | FloatingArray, groups: IntArray | None
) -> PairedDifference:
    """Return the mean change from `before` to `after`, both measured on the same images.

    The variance is that between groups, which count as one piece each. For truth values, half an image is added to each
    of the four possible pairs, which keeps the interval of few images honest (Agresti & Min, "Simple improved
    confidence intervals for comparing matched proportions", Statistics in Medicine 2005).

    Args:
        before: (n,) such as whether each image was right, or the logarithm of a probability.
        after: (n,) the same of the other way.
        groups: (n,) group of each image, None if images are independent.
    """
    change = after.astype(np.float64) - before.astype(np.float64)
    if not len(change):
        return PairedDifference(0.0, -math.inf, math.inf)
    mean = float(change.mean())
    member = np.arange(len(change)) if groups is None else np.unique(groups, return_inverse=True)[1]
    count = len(change) + (2 if after.dtype == np.bool_ else 0)
    middle = float(change.sum()) / count
    added = 1 + 2 * middle**2 if after.dtype == np.bool_ else 0.0  # of a rise, a fall and two without either, half each
    error = math.sqrt(float((np.bincount(member, change - middle) ** 2).sum()) + added) / count
    return PairedDifference(mean, min(mean, middle - _Z * error), max(mean, middle + _Z * error))
