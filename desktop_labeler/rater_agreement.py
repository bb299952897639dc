"""How far people agree beyond chance: Cohen's and Fleiss' kappa and Krippendorff's alpha, each with its interval.

The intervals are those of the delta method: every image adds to sums, the coefficient is a smooth function of the sums,
and its variance follows from how much each image moves it. For Cohen's kappa that is the variance of Fleiss, Cohen
and Everitt ("Large sample standard errors of kappa and weighted kappa", Psychological Bulletin 72, 1969), for Fleiss'
that of Gwet ("Large-sample variance of Fleiss generalized kappa", Educational and Psychological Measurement 81, 2021).
The method needs many images: of few, and where no image moves the coefficient, the interval also holds what the share
of agreement alone leaves open.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from desktop_labeler.array_types import BoolArray, Float64Array, IntArray
from desktop_labeler.statistics import CONFIDENCE, wilson_interval

MISSING = -1  # in a table of answers: this person has not answered this image
_CELLS = 8_000_000  # ways in which people may answer an image, up to which images are counted by them
_BLOCK = 1 << 15  # images
_PEOPLE = 256  # of whom the pairs can be counted in 16 bits
_FEW = 20  # images, below which the delta method alone promises too much
_STILL = 1e-6  # a standard error below which no image moves a coefficient, up to rounding
_Z = 1.959964  # standard deviations of a normal distribution that hold 95 %


@dataclass(frozen=True)
class Coefficient:
    """A coefficient of agreement with its 95 % interval.

    Attributes:
        value: 1 for people who always agree, 0 for agreement as by chance, negative below it; None where it is not
            defined: nobody answered the same image, or everybody always gave one and the same class.
        low: lower end of the interval, at least −1; None where there is no value, and where Cohen's kappa is 0 whatever
            is said, since one of the two people gave one and the same class to all images.
        high: upper end, at most 1; None where `low` is.
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
    if max(rows.max(), columns.max()) >= 1 - 1e-12:
        return Coefficient(0.0, None, None, count)
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
    people = codes.shape[1]
    parts = _said(codes, classes, lambda given: given == people)
    count = sum(part.images for part in parts)
    if not count or people < 2:
        return Coefficient(None, None, None, count)
    share = _counts(parts, classes) / (count * people)
    agreed = [part.squares() / (people * (people - 1)) - 1 / (people - 1) for part in parts]
    observed = sum(float(one @ part.times) for one, part in zip(agreed, parts, strict=True)) / count
    expected = float(share @ share)
    if expected >= 1 - 1e-12:
        return Coefficient(None, None, None, count)
    kappa = (observed - expected) / (1 - expected)

    def moves(part: _Said, agreed: Float64Array) -> Float64Array:
        by_chance = 2 * (part.sums(share) / people - expected)  # how much each image moves the expected agreement
        found: Float64Array = ((agreed - observed) - (1 - kappa) * by_chance) / (1 - expected)
        return found

    spread = sum(part.sum_of_squares(moves(part, one)) for part, one in zip(parts, agreed, strict=True))
    return _with_interval(kappa, math.sqrt(spread) / count, observed, expected, count)


def krippendorff_alpha(codes: IntArray, classes: int) -> Coefficient:
    """Return Krippendorff's alpha for classes without an order; not everybody need have answered every image.

    Source: Krippendorff, "Computing Krippendorff's alpha-reliability", 2011. An image with one answer says nothing.

    Args:
        codes: (N, R) class numbers in [0, classes), or MISSING.
        classes: C.
    """
    parts = _said(codes, classes, lambda given: given > 1)
    images = sum(part.images for part in parts)
    if not images:
        return Coefficient(None, None, None, 0)
    counts, given = _counts(parts, classes), [part.given() for part in parts]
    total = sum(float(one @ part.times) for one, part in zip(given, parts, strict=True))
    # Of each image: its answers that differ, weighed as pairs.
    apart = [(one**2 - part.squares()) / (one - 1) for one, part in zip(given, parts, strict=True)]
    observed = sum(float(one @ part.times) for one, part in zip(apart, parts, strict=True)) / total
    expected = (total**2 - float(counts @ counts)) / (total * (total - 1))
    if expected <= 1e-12:
        return Coefficient(None, None, None, images)
    alpha = 1 - observed / expected

    def moves(part: _Said, given: Float64Array, apart: Float64Array) -> Float64Array:
        """Return how much each image moves it through the sums: its answers the total, its classes the counts."""
        moves_observed = (apart - observed * given) / total
        moves_expected = (2 * total * given - 2 * part.sums(counts)) / (total * (total - 1)) - expected * given * (
            1 / total + 1 / (total - 1)
        )
        return images * (-moves_observed / expected + observed * moves_expected / expected**2)

    spread = sum(part.sum_of_squares(moves(part, *both)) for part, *both in zip(parts, given, apart, strict=True))
    return _with_interval(alpha, math.sqrt(spread) / images, 1 - observed, 1 - expected, images)


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
            found += (one != MISSING).view(np.int8)
        return found.astype(np.float64)

    def squares(self) -> Float64Array:
        """Return the sum of the squared counts of the classes, (P,)."""
        same: IntArray = np.zeros(len(self.times), np.int16 if len(self.columns) <= _PEOPLE else np.int32)
        # Who has not answered says what nobody else says; to choose between two values takes several times as long.
        own = [one - (one == MISSING).view(np.int8) * np.int16(place + 1) for place, one in enumerate(self.columns)]
        for one, other in combinations(own, 2):
            same += (one == other).view(np.int8)
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

    def sum_of_squares(self, moves: Float64Array) -> float:
        """Return the sum over all images of how much each moves a coefficient, squared."""
        return float((moves * moves) @ self.times)


def _counts(parts: Sequence[_Said], classes: int) -> Float64Array:
    """Return how often each class was given in all parts, (C,)."""
    found = np.zeros(classes)
    for part in parts:
        found += part.counts(classes)
    return found


def _said(codes: IntArray, classes: int, keep: Callable[[Float64Array], BoolArray]) -> list[_Said]:
    """Gather what people say, of the images whose number of answers is to be kept.

    Where people can answer in few ways, images are counted by them. Else they come in blocks that fit into the cache of
    a processor, which takes half as long as to go through the whole table for every sum.

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
        return [_kept(_Said(columns, times), keep)]
    short = np.int16 if classes + people < np.iinfo(np.int16).max else np.int64
    blocks = (codes[start : start + _BLOCK] for start in range(0, images, _BLOCK))
    return [_kept(_Said(list(block.T.astype(short, order="C")), np.ones(len(block))), keep) for block in blocks]


def _kept(said: _Said, keep: Callable[[Float64Array], BoolArray]) -> _Said:
    kept = keep(said.given())
    return said if kept.all() else _Said([one[kept] for one in said.columns], said.times[kept])


def _with_interval(value: float, error: float, observed: float, expected: float, count: int) -> Coefficient:
    """Return a coefficient with its interval; of few images no narrower than what they leave open.

    Where all images say alike, nothing varies and the variance is 0 however few they are. There, and of few images, the
    interval holds that of the observed agreement too, with the agreement that is expected by chance as it is.
    """
    if observed >= 1 - 1e-12:
        return Coefficient(1.0, max(-1.0, (_least(count) - expected) / (1 - expected)), 1.0, count)
    low, high = value - _Z * error, value + _Z * error
    if error < _STILL or count < _FEW:
        least, most = ((one - expected) / (1 - expected) for one in _agreement_interval(observed, count))
        low, high = min(low, least), max(high, most)
    return Coefficient(value, max(-1.0, low), min(1.0, high), count)


def _least(count: int) -> float:
    """Return the least agreement under which so many images without a disagreement are no surprise.

    The lower end of Clopper and Pearson's interval.
    """
    return float(((1 - CONFIDENCE) / 2) ** (1 / count))


def _agreement_interval(observed: float, count: int) -> tuple[float, float]:
    """Return the interval of a share of agreement below 1: Wilson's, and where nobody agrees Clopper and Pearson's."""
    if observed <= 1e-12:
        return 0.0, 1 - _least(count)
    return wilson_interval(observed * count, count)
