"""Samples, intervals and stopping rules: what a random sample says of everything it was drawn from."""

import math

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray

CLEAN_RUN = 58  # looks in a row that change nothing: fewer than 5 % of the labels like them are wrong, 95 % sure
_SURE = 0.95
_Z = 1.959964  # standard deviations of a normal that hold 95 %
_MOST_LOOKS = 100_000


def draw(count: int, size: int, seed: int) -> IntArray:
    """Draw a simple random sample; its beginning is a random sample as well, so it can end early.

    Args:
        count: how many there are.
        size: how many to draw; all where there are fewer.
        seed: the same seed draws the same.

    Returns:
        (min(size, count),) places in [0, count), each once, in random order.

    Raises:
        ValueError: a negative number.
    """
    if count < 0 or size < 0:
        raise ValueError(f"a sample of {size} out of {count}")
    return np.random.default_rng(seed).choice(count, min(size, count), replace=False).astype(np.int64)


def looks_without_error(share: float) -> int:
    """Return how many random looks without an error show that at least this share is right, 95 % sure: 59 for 0.95.

    Raises:
        ValueError: a share that is not between 0 and 1.
    """
    if not 0 < share < 1:
        raise ValueError(f"share is {share}, which must lie between 0 and 1")
    return math.ceil(math.log(1 - _SURE) / math.log(share) - 1e-9)


def interval_within(right: int, count: int, population: int) -> tuple[float, float]:
    """Return the 95 % interval of the share that is right of all that a sample was drawn from.

    Who has looked at half of a small project knows more than the same number of looks at a large one tells: the
    variance of the share falls by (N − n) / (N − 1) (Cochran, "Sampling Techniques", 1977, section 2.6), as if there
    had been so many looks more. What was seen bounds it as well.

    Args:
        right: looks that were right.
        count: all looks.
        population: how many the sample was drawn from, at least `count`.

    Returns:
        Lower and upper end in [0, 1]; equal when all were looked at.

    Raises:
        ValueError: more right ones than looks, or more looks than there are.
    """
    if not 0 <= right <= count <= population:
        raise ValueError(f"{right} right of {count} looks at {population}")
    if 0 < count == population:
        return right / count, right / count
    worth = (population - 1) / (population - count) if count else 1.0
    low, high = interval_of(right * worth, count * worth)
    return (max(low, right / population), min(high, 1 - (count - right) / population)) if count else (low, high)


def more_looks(right: int, count: int, target: float, population: int) -> int | None:
    """Return how many more looks, all right, bring the lower end of the 95 % interval up to a target.

    Args:
        right: looks that were right.
        count: all looks.
        target: a share below 1.
        population: how many there are to look at, at least `count`.

    Returns:
        0 where it is reached; None where looking at all of them, or at 100,000, would not do.

    Raises:
        ValueError: more right ones than looks, more looks than there are, or a target that is not between 0 and 1.
    """
    if not 0 < target < 1:
        raise ValueError(f"target is {target}, which must lie between 0 and 1")
    most = min(population - count, _MOST_LOOKS)

    def reached(more: int) -> bool:
        return interval_within(right + more, count + more, population)[0] >= target

    if reached(0):
        return 0
    if not reached(most):
        return None
    high = 1
    while not reached(high):
        high = min(2 * high, most)
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def clean_run(corrected: list[bool]) -> int:
    """Return how many of the latest looks in a row changed nothing.

    Args:
        corrected: whether each look corrected a label, the newest first.
    """
    return next((place for place, changed in enumerate(corrected) if changed), len(corrected))


def interval_of(hits: float, count: float) -> tuple[float, float]:
    """Return the 95 % interval of a share.

    Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 1927.

    Args:
        hits: how often it was so, at least 0.
        count: of how many independent tries, at least `hits`; need not be whole.

    Returns:
        Lower and upper end in [0, 1]; (0, 1) without a try.

    Raises:
        ValueError: fewer tries than hits, or a negative number.
    """
    if not 0 <= hits <= count:
        raise ValueError(f"{hits} hits of {count}")
    if count == 0:
        return 0.0, 1.0
    share, square = hits / count, _Z**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    reach = _Z / (1 + square / count) * math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    # at the ends the formula is exact but for rounding
    return (0.0 if hits == 0 else max(0.0, middle - reach)), (1.0 if hits == count else min(1.0, middle + reach))


def effective_count(right: BoolArray, groups: IntArray | None) -> float:
    """Return how many independent images so many are worth that come in groups: ten of one patient are fewer than ten.

    The number that gives a share of independent images the variance that the groups show (the linearised variance of
    a ratio, Cochran, "Sampling Techniques", 1977, section 6.2); as many as there are groups where all are right or
    all wrong, since then the groups show nothing.

    Args:
        right: (n,) what was found.
        groups: (n,) group of each, None for images that belong to none.

    Returns:
        At least the smaller of 1 and n, at most n.
    """
    count = len(right)
    if groups is None or count < 2:
        return float(count)
    _, member = np.unique(groups, return_inverse=True)
    number = int(member.max()) + 1
    share = float(right.mean())
    if number < 2 or share in (0.0, 1.0):
        return float(number)
    residual = np.bincount(member, right - share, number)
    variance = float((residual**2).sum()) * number / (number - 1) / count**2
    return float(np.clip(share * (1 - share) / max(variance, 1e-12), 1.0, count))
