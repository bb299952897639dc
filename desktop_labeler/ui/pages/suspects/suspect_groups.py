"""How a page of suspects is composed: groups with the worst label first, as many rows as fit the view."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from desktop_labeler.array_types import BoolArray, IntArray
from desktop_labeler.ui.rounds.round_lists import WRONG, SuspectList

Pair = tuple[int, int]  # class ids: given, expected (−1 for no other class)

PROBABLY_RIGHT: Final = "probably right"
STANDS_OUT: Final = "stands out"
"""Why labels are listed that are not in doubt: to make sure, or because of what their images look like."""

_RARE = -1  # the code of pairs that are too rare for a row of their own
_APART = {-2: PROBABLY_RIGHT, -3: STANDS_OUT}  # by code; they come last
_RIGHT, _ODD = _APART
_TWINS = -4  # the code of the first near-duplicate group; those of others are below it
_SHIFT = 1 << 24  # above any class id
_FULL = 0.6  # fraction of a row that a pair must fill to get a row of its own
_AHEAD = 60  # images read at a time: about as many as a page shows


@dataclass(frozen=True)
class SuspectGroup:
    """Images of a page that are decided together.

    Attributes:
        images: ids on the page, worst first.
        total: number of such labels, including those not on the page.
        pair: the given and expected class of all of them, None if they differ.
        twins: the number of their near-duplicate group, None if they are none.
        apart: why they are listed although they are not in doubt; empty if they are.
    """

    images: tuple[int, ...]
    total: int
    pair: Pair | None = None
    twins: int | None = None
    apart: str = ""


@dataclass(frozen=True)
class Room:
    """The space in a view: tiles per row, and heights in pixels."""

    columns: int
    row: int
    header: int
    height: int


def codes_of(suspects: SuspectList, chosen: BoolArray, kind: str | None, *, columns: int) -> IntArray:
    """Return a group code for each of the chosen labels, equal for those that belong together.

    Near-duplicates belong together, except where probably wrong labels are asked for; other labels in doubt by given
    and expected class. Pairs that would leave most of a row empty share one group. Labels that are not in doubt are
    never in a group with others.

    Args:
        suspects: the list of suspects.
        chosen: (n,) which of them to use.
        kind: the kind of doubt, None for all.
        columns: number of tiles in a row.
    """
    given, expected, twins = suspects.given[chosen], suspects.expected[chosen], suspects.twins[chosen]
    apart = np.where(suspects.odd[chosen], _ODD, _RIGHT)
    codes = np.where(suspects.kinds[WRONG][chosen], given * _SHIFT + expected + 1, apart)
    if kind != WRONG:
        codes = np.where(twins >= 0, _TWINS - twins, codes)
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
    read: Callable[[list[int]], object],
) -> list[SuspectGroup]:
    """Return the groups of the next page: each next worst label fills a row with its group, those not in doubt last.

    Args:
        images: (n,) image ids of labels, worst first.
        codes: (n,) group codes from `codes_of`.
        room: the space in the view; the first group is used even if it is too large.
        is_open: returns whether an image is still undecided.
        twins_of: returns the images of a near-duplicate group, including those not in doubt.
        read: reads images together that `is_open` is about to be asked about: one by one they take five times as long.
    """
    totals = dict(zip(*(part.tolist() for part in np.unique(codes, return_counts=True)), strict=True))
    waiting: dict[int, Iterator[int]] = {}
    taken: dict[int, list[int]] = {}
    seen: set[int] = set()
    height = 0
    for image, code in zip(_read_ahead(images, read), codes.tolist(), strict=True):
        if image in seen or not is_open(image):
            continue
        if code not in waiting:
            waiting[code] = filter(is_open, _read_ahead(images[codes == code], read))
        some = (
            _row(image, waiting[code], seen, room.columns)
            if code > _TWINS
            else list(twins_of(_TWINS - code)) or [image]
        )
        need = -(-len(some) // room.columns) * room.row + (0 if code in taken else room.header)
        if taken and height + need > room.height:
            if height + room.row > room.height:
                break
            continue  # a group without a new header may still fit into the last row
        height += need
        taken.setdefault(code, []).extend(some)
        seen.update(some)
    groups = [_group(code, found, totals[code]) for code, found in taken.items()]
    return sorted(groups, key=lambda group: ("", *_APART.values()).index(group.apart))


def _read_ahead(images: IntArray, read: Callable[[list[int]], object]) -> Iterator[int]:
    """Yield images that are read some at a time."""
    for start in range(0, len(images), _AHEAD):
        some = images[start : start + _AHEAD].tolist()
        read(some)
        yield from some


def _row(first: int, waiting: Iterator[int], seen: set[int], columns: int) -> list[int]:
    """Return the next images of a group that fill a row, starting with the given one."""
    row = [first]
    while len(row) < columns:
        found = next(waiting, None)
        if found is None:
            break
        if found != first and found not in seen:
            row.append(found)
    return row


def _group(code: int, images: list[int], total: int) -> SuspectGroup:
    if code <= _TWINS:
        return SuspectGroup(tuple(images), len(images), twins=_TWINS - code)
    pair = None if code < 0 else (code // _SHIFT, code % _SHIFT - 1)
    return SuspectGroup(tuple(images), total, pair, apart=_APART.get(code, ""))
