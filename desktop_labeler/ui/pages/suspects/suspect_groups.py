"""How a page of suspects is put together: what belongs together, the worst first, as many rows as a view holds."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.ui.rounds.round_lists import DUPLICATES, SuspectList

Pair = tuple[int, int]  # class ids: given, expected (−1 for none other)

_RARE = -1  # the code of what comes too seldom for a row of its own
_SHIFT = 1 << 24  # more classes than this no project has
_FULL = 0.6  # of a row that a group fills at least to have one of its own


@dataclass(frozen=True)
class SuspectGroup:
    """Images of a page that are decided together.

    Attributes:
        images: on the page, worst first.
        total: how many labels in doubt are like them, those that are not on the page included.
        pair: given and expected class of all of them, None where they differ.
        twins: number of the near-duplicate group that they are, None for none.
    """

    images: tuple[int, ...]
    total: int
    pair: Pair | None = None
    twins: int | None = None


@dataclass(frozen=True)
class Room:
    """What a view has room for, in pixels, and in tiles side by side."""

    columns: int
    row: int
    header: int
    height: int


def codes_of(suspects: SuspectList, chosen: BoolArray, kind: str | None, *, columns: int) -> IntArray:
    """Return a number for each of the chosen labels in doubt, the same for those that belong together.

    Near-duplicates belong together where they are asked for; other labels by given and expected class. Pairs that
    would leave most of a row empty go into one group.

    Args:
        suspects: the list.
        chosen: (n,) which of them.
        kind: of doubt, None for all.
        columns: tiles in a row.
    """
    given, expected, twins = suspects.given[chosen], suspects.expected[chosen], suspects.twins[chosen]
    codes = given * _SHIFT + expected + 1
    if kind in (None, DUPLICATES):
        codes = np.where(twins >= 0, -2 - twins, codes)
    found, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    rare = (found >= 0) & (counts < max(2, _FULL * columns))
    if rare.sum() > 1:
        codes = np.where(rare[inverse], _RARE, codes)
    return codes.astype(np.int64)


def compose(
    images: IntArray,
    codes: IntArray,
    room: Room,
    *,
    is_open: Callable[[int], bool],
    twins_of: Callable[[int], Sequence[int]],
) -> list[SuspectGroup]:
    """Return the groups of the next page: the worst label brings its group, and that fills a row.

    Args:
        images: (n,) labels in doubt, worst first.
        codes: (n,) from `codes_of`.
        room: of the view; the first group is taken even where it is too large.
        is_open: whether an image is still to be decided.
        twins_of: the images of a near-duplicate group, those included that are not in doubt.
    """
    totals = dict(zip(*(part.tolist() for part in np.unique(codes, return_counts=True)), strict=True))
    waiting: dict[int, Iterator[int]] = {}
    taken: dict[int, list[int]] = {}
    seen: set[int] = set()
    height = 0
    for image, code in zip(images.tolist(), codes.tolist(), strict=True):
        if image in seen or not is_open(image):
            continue
        if code not in waiting:
            waiting[code] = filter(is_open, images[codes == code].tolist())
        some = _row(image, waiting[code], seen, room.columns) if code > -2 else list(twins_of(-2 - code)) or [image]
        need = -(-len(some) // room.columns) * room.row + (0 if code in taken else room.header)
        if taken and height + need > room.height:
            if height + room.row > room.height:
                break
            continue  # a group that is there already may still fill the last row
        height += need
        taken.setdefault(code, []).extend(some)
        seen.update(some)
    return [_group(code, found, totals[code]) for code, found in taken.items()]


def _row(first: int, waiting: Iterator[int], seen: set[int], columns: int) -> list[int]:
    """Return the next images of a group that fill a row; the first one is among them or leads them."""
    row = [first]
    while len(row) < columns:
        found = next(waiting, None)
        if found is None:
            break
        if found != first and found not in seen:
            row.append(found)
    return row


def _group(code: int, images: list[int], total: int) -> SuspectGroup:
    if code <= -2:
        return SuspectGroup(tuple(images), len(images), twins=-2 - code)
    pair = None if code == _RARE else (code // _SHIFT, code % _SHIFT - 1)
    return SuspectGroup(tuple(images), total, pair)
