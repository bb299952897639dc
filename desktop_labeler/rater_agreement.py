"""How far people agree beyond chance: Cohen's and Fleiss' kappa and Krippendorff's alpha, each with its interval.

The intervals are those of the delta method: every image adds to sums, the coefficient is a smooth function of the sums,
and its variance follows from how much each image moves it. For Cohen's kappa that is the variance of Fleiss, Cohen
and Everitt ("Large sample standard errors of kappa and weighted kappa", Psychological Bulletin 72, 1969), for Fleiss'
that of Gwet ("Large-sample variance of Fleiss generalized kappa", Educational and Psychological Measurement 81, 2021).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from desktop_labeler.array_types import BoolArray, Float64Array, FloatingArray, IntArray
from desktop_labeler.statistics import CONFIDENCE

MISSING = -1  # in a table of answers: this person has not answered this image
_CELLS = 8_000_000  # ways in which people may answer an image, up to which images are counted by them
_Z = 1.959964  # standard deviations of a normal distribution that hold 95 %


@dataclass(frozen=True)
class Coefficient:
    """A coefficient of agreement with its 95 % interval.

    Attributes:
        value: 1 for people who always agree, 0 for agreement as by chance, negative below it; None where it is not
            defined: nobody answered the same image, or everybody always gave one and the same class.
        low: lower end of the interval, at least −1; None where there is no value.
        high: upper end, at most 1.
        images: how many images it rests on.
    """

    value: float | None
    low: float | None
    high: float | None
    images: int


def pair_table(first: IntArray, second: IntArray, classes: int) -> IntArray:
    """Count how often one person's class meets another's.

    Args:
        first: (N,) class numbers in [0, classes), or MISSING.
        second: (N,) the other's.
        classes: C.

    Returns:
        (C, C) counts of the images that both answered: rows for the first person, columns for the second.
    """
    both = (first != MISSING) & (second != MISSING)
    cells = np.bincount(first[both] * classes + second[both], minlength=classes * classes)
    return cells.reshape(classes, classes).astype(np.int64)


def cohen_kappa(table: IntArray) -> Coefficient:
    """Return Cohen's kappa of two people.

    Source: Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 1960.

    Args:
        table: (C, C) counts, as of pair_table.
    """
    count = int(table.sum())
    if not count:
        return Coefficient(None, None, None, 0)
    share = table / count
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed, expected = float(np.trace(share)), float(rows @ columns)
    if expected >= 1 - 1e-12:
        return Coefficient(None, None, None, count)
    kappa = (observed - expected) / (1 - expected)
    met = share * (rows[None, :] + columns[:, None]) ** 2
    same = np.diag(share) * (1 - (rows + columns) * (1 - kappa)) ** 2
    apart = (1 - kappa) ** 2 * (met.sum() - np.trace(met))
    spread = float(same.sum() + apart) - (kappa - expected * (1 - kappa)) ** 2
    return _with_interval(kappa, math.sqrt(max(spread, 0.0) / count) / (1 - expected), observed, expected, count)


def fleiss_kappa(codes: IntArray, classes: int) -> Coefficient:
    """Return Fleiss' kappa of several people over the images that all of them answered.

    Source: Fleiss, "Measuring nominal scale agreement among many raters", Psychological Bulletin 76, 1971.

    Args:
        codes: (N, R) class numbers in [0, classes), or MISSING; R people, at least two.
        classes: C.
    """
    said = _said(codes, classes, lambda given: given == codes.shape[1])
    count, people = said.images, codes.shape[1]
    if not count or people < 2:
        return Coefficient(None, None, None, count)
    share = said.counts(classes) / (count * people)
    agreed = said.squares() / (people * (people - 1)) - 1 / (people - 1)
    observed, expected = float(agreed @ said.times) / count, float(share @ share)
    if expected >= 1 - 1e-12:
        return Coefficient(None, None, None, count)
    kappa = (observed - expected) / (1 - expected)
    by_chance = 2 * (said.sums(share) / people - expected)  # how much each image moves the expected agreement
    moves = ((agreed - observed) - (1 - kappa) * by_chance) / (1 - expected)
    return _with_interval(kappa, said.error(moves), observed, expected, count)


def krippendorff_alpha(codes: IntArray, classes: int) -> Coefficient:
    """Return Krippendorff's alpha for classes without an order; not everybody need have answered every image.

    Source: Krippendorff, "Computing Krippendorff's alpha-reliability", 2011. An image with one answer says nothing.

    Args:
        codes: (N, R) class numbers in [0, classes), or MISSING.
        classes: C.
    """
    said = _said(codes, classes, lambda given: given > 1)
    if not said.images:
        return Coefficient(None, None, None, 0)
    given, counts = said.given(), said.counts(classes)
    total = float(given @ said.times)
    apart = (given**2 - said.squares()) / (given - 1)  # of each image: its answers that differ, weighed as pairs
    observed = float(apart @ said.times) / total
    expected = (total**2 - float(counts @ counts)) / (total * (total - 1))
    if expected <= 1e-12:
        return Coefficient(None, None, None, said.images)
    alpha = 1 - observed / expected
    # Each image moves the sums: its answers the total, its classes the counts.
    weights = said.sums(counts)
    moves_observed = (apart - observed * given) / total
    moves_expected = (2 * total * given - 2 * weights) / (total * (total - 1)) - expected * given * (
        1 / total + 1 / (total - 1)
    )
    moves = said.images * (-moves_observed / expected + observed * moves_expected / expected**2)
    return _with_interval(alpha, said.error(moves), 1 - observed, 1 - expected, said.images)


def class_agreement(table: IntArray, number: int) -> tuple[float | None, Coefficient]:
    """Return how two people agree on one class.

    Args:
        table: (C, C) counts, as of pair_table.
        number: of the class.

    Returns:
        Where one of them gives the class, how often the other does too, in [0, 1]: twice the images on which both did,
        by the answers of either (positive agreement: Cicchetti and Feinstein, "High agreement but low kappa II",
        Journal of Clinical Epidemiology 43, 1990), None if neither gave it; and kappa of this class against all others.
    """
    both = int(table[number, number])
    one, other = int(table[number].sum()), int(table[:, number].sum())
    rest = int(table.sum()) - one - other + both
    against = np.array([[both, one - both], [other - both, rest]], np.int64)
    return (2 * both / (one + other) if one + other else None), cohen_kappa(against)


@dataclass(frozen=True, eq=False)
class _Said:
    """What people say of images, where images of which they say the same are counted together.

    Attributes:
        columns: of each person, (P,) class numbers or MISSING.
        times: (P,) how many images each is said of.
    """

    columns: list[IntArray]
    times: Float64Array

    @property
    def images(self) -> int:
        """How many images it is about."""
        return int(self.times.sum())

    def given(self) -> Float64Array:
        """Return how many people answered, (P,)."""
        found = np.zeros(len(self.times), np.int16)
        for one in self.columns:
            found += one != MISSING
        return found.astype(np.float64)

    def squares(self) -> Float64Array:
        """Return the sum of the squared counts of the classes, (P,)."""
        same = np.zeros(len(self.times), np.int16)
        for one, other in combinations(self.columns, 2):
            same += (one == other) & (one != MISSING)
        found: Float64Array = self.given() + 2.0 * same
        return found

    def sums(self, values: Float64Array) -> Float64Array:
        """Return the sum of a value of the classes that people gave, (P,)."""
        found, padded = np.zeros(len(self.times)), np.append(values, 0.0)  # the last one is that of MISSING
        for one in self.columns:
            found += padded[one]
        return found

    def counts(self, classes: int) -> Float64Array:
        """Return how often each class was given, (C,)."""
        found = np.zeros(classes + 1)
        for one in self.columns:
            found += np.bincount(one + 1, self.times, classes + 1)
        return found[1:]

    def error(self, moves: FloatingArray) -> float:
        """Return the standard error of a coefficient from how much each image moves it."""
        return math.sqrt(float((moves * moves) @ self.times)) / self.images


def _said(codes: IntArray, classes: int, keep: Callable[[Float64Array], BoolArray]) -> _Said:
    """Gather what people say, of the images whose number of answers is to be kept.

    Args:
        codes: (N, R) class numbers in [0, classes), or MISSING.
        classes: C.
        keep: asks (P,) numbers of answers.
    """
    images, people = codes.shape
    cells = (classes + 1) ** people
    if cells <= _CELLS and images:
        key = np.zeros(images, np.int64)
        for one in codes.T:
            key *= classes + 1
            key += one + 1
        counts = np.bincount(key, minlength=cells)
        left = np.flatnonzero(counts)
        times = counts[left].astype(np.float64)
        columns: list[IntArray] = []
        for _ in range(people):
            left, last = np.divmod(left, classes + 1)
            columns.insert(0, last - 1)
    else:
        short = np.int16 if classes < np.iinfo(np.int16).max else np.int64
        times, columns = np.ones(images), [one.astype(short) for one in codes.T]
    every = _Said(columns, times)
    kept = keep(every.given())
    return every if kept.all() else _Said([one[kept] for one in columns], times[kept])


def _with_interval(value: float, error: float, observed: float, expected: float, count: int) -> Coefficient:
    """Return a coefficient with its interval; without a disagreement, down to what so many images can rule out.

    Where all agree, nothing varies and the variance is 0 however few the images are. The lower end is then that of the
    observed agreement by Clopper and Pearson, with the agreement that is expected by chance as it is.
    """
    if observed >= 1 - 1e-12:
        least = ((1 - CONFIDENCE) / 2) ** (1 / count)
        return Coefficient(1.0, max(-1.0, (least - expected) / (1 - expected)), 1.0, count)
    return Coefficient(value, max(-1.0, value - _Z * error), min(1.0, value + _Z * error), count)
