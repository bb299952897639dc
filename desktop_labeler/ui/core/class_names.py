"""Class names where space is short: shortened so that no two of them can be confused.

"Coelastrum microporum morphotype 3" and "… 13" share most of their letters; cut at the end or in the middle they would
look the same. What is left out is therefore chosen so that no other class of the project fits what is left.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, combinations, islice
from typing import NamedTuple

GAP = "…"
_WORD = 4  # letters of a word that are kept before the point where it differs
_COMMON = 8  # letters from which on a shared beginning counts as common
_SHARES = (0.4, 0.2, 0.6, 0.1)  # tried fractions of the space for the beginning of a name
_NEAR, _CUTS = 20, 6  # alphabetical neighbours on each side; points of difference
_KEPT = 4_096  # shortened names
_LEAST = 28  # pixels below which a name is useless
_AROUND = 2  # letters kept at both ends if the difference is between them

Measure = Callable[[str], float]
Piece = tuple[int, int]  # start and end of a part of a name
Alike = dict[tuple[str, str], list[str]]  # names by how they begin and end


class Short(NamedTuple):
    """A name shortened to fit.

    Attributes:
        text: the text to write.
        common: number of its first letters that another class shares.
    """

    text: str
    common: int


class ClassNames:
    """The names of the open project."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self._common: dict[str, int] = {}
        self._kept: dict[tuple[str, float, int], Short] = {}

    def know(self, names: Iterable[str]) -> None:
        """Set the names of the classes."""
        found = tuple(sorted({one_line(name) for name in names}))
        if found != self.names:
            self.names = found
            self._kept.clear()
            self._common = {name: self._beginning(place) for place, name in enumerate(found)}

    def common(self, name: str) -> int:
        """Return the length of the beginning that a name shares with another: whole words, 0 for hardly any."""
        return self._common.get(one_line(name), 0)

    def short(self, name: str, measure: Measure, room: float) -> Short:
        """Return a name shortened to fit.

        Args:
            name: the name of a class; any other text is elided in the middle.
            measure: returns the width of a text in pixels.
            room: available width in pixels.
        """
        name = one_line(name)
        common, whole = self.common(name), measure(name)
        if whole <= room:
            return Short(name, common)
        key = name, whole, int(room)  # the width of the whole name stands for the font
        if key not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            pieces = _pieces(name, [other for other in self.names if other != name], measure, room)
            letters = [at for start, end in pieces for at in (*range(start, end), end)][:-1]  # with the gaps between
            self._kept[key] = Short(_text(name, pieces), sum(at < common for at in letters))
        return self._kept[key]

    def lines(self, name: str, measure: Measure, room: float) -> tuple[Short, ...]:
        """Return a name on one line, or on two if it is too long: the shared part, then the distinct part."""
        name, cut = one_line(name), self.break_of(name, measure, room)
        if not cut:
            return (self.short(name, measure, room),)
        first, rest = name[:cut].rstrip(), name[cut:].lstrip()
        others = [other[cut:].lstrip() for other in self.names if other.startswith(name[:cut]) and other != name]
        above = _fitted(first, [], measure, room)
        return (Short(above, len(above) if self.common(name) else 0), Short(_fitted(rest, others, measure, room), 0))

    def break_of(self, name: str, measure: Measure, room: float) -> int:
        """Return where to break a name into two lines; 0 if one line is enough or it is a single word."""
        name = one_line(name)
        return 0 if measure(name) <= room else self.common(name) or _words_that_fit(name, measure, room)

    def _beginning(self, place: int) -> int:
        """Return how many letters a name shares with one of its alphabetical neighbours."""
        name = self.names[place]
        beside = (self.names[at] for at in (place - 1, place + 1) if 0 <= at < len(self.names))
        most = max((shared(name, other) for other in beside), default=0)
        if most < len(name):
            most = name.rfind(" ", 0, most) + 1
        return most if _COMMON <= most < len(name) else 0


def one_line(name: str) -> str:
    """Return a name without line breaks or double spaces."""
    return " ".join(name.split())


def shared(one: str, other: str) -> int:
    """Return the length of the common beginning of two texts."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (here, there) in enumerate(pairs) if here != there), min(len(one), len(other)))


def rooms(wanted: Sequence[int], room: float) -> list[int]:
    """Return widths at which all names fit, shortening the longest first; none if only letters would fit."""
    widths = list(wanted)
    while sum(widths) > room and max(widths, default=0) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    return widths if sum(widths) <= room else [0] * len(widths)


def _fitted(name: str, others: Sequence[str], measure: Measure, room: float) -> str:
    return name if measure(name) <= room else _text(name, _pieces(name, others, measure, room))


def _text(name: str, pieces: Sequence[Piece]) -> str:
    return GAP.join(name[start:end] for start, end in pieces)


def _pieces(name: str, others: Sequence[str], measure: Measure, room: float) -> list[Piece]:
    """Return the parts of a name to keep: the first shortening that matches no other name, or the fewest."""
    best: tuple[int, list[Piece]] | None = None
    alike: Alike = {}
    for pieces in _ways(name, others, measure, room):
        most = best[0] if best is not None else len(others) + 1  # no need to count further
        mistaken = sum(1 for _ in islice(_fitting(others, name, pieces, alike), most))
        if mistaken < most:
            best = (mistaken, pieces)
        if not mistaken:
            break
    assert best is not None
    return best[1]


def _ways(name: str, others: Sequence[str], measure: Measure, room: float) -> Iterator[list[Piece]]:
    """Yield ways to shorten a name, the most readable first."""
    for share in _SHARES:
        yield _longest(name, partial(_ends, name, share), measure, room)
    place = bisect_left(others, name)
    near = others[max(place - _NEAR, 0) : place + _NEAR]  # these share the most letters
    cuts = sorted({shared(name, other) for other in near} - {0}, reverse=True)[:_CUTS]
    for ends in (_AROUND, 0):
        for places in chain(((cut,) for cut in cuts), combinations(cuts, 2), combinations(cuts, 3)):
            starts = sorted(_word_start(name, cut) for cut in places)
            yield _longest(name, partial(_around, name, starts, ends), measure, room)


def _ends(name: str, share: float, count: int) -> list[Piece]:
    """Return the beginning and the end of a name, with a total number of letters."""
    head = round(count * share)
    return [(0, head), (len(name) - (count - head), len(name))]


def _around(name: str, starts: Sequence[int], ends: int, count: int) -> list[Piece]:
    """Return a number of letters from each of these positions on, and a few at both ends."""
    pieces = [(0, min(max(ends, 1), starts[0]))]
    for start in starts:
        start, end = max(start, pieces[-1][1]), min(start + count, len(name))
        if start > pieces[-1][1]:
            pieces.append((start, end))
        elif end > start:
            pieces[-1] = (pieces[-1][0], end)
    tail = max(len(name) - ends, pieces[-1][1])
    return [*pieces, (tail, len(name))] if tail > pieces[-1][1] else [*pieces[:-1], (pieces[-1][0], len(name))]


def _word_start(name: str, place: int) -> int:
    """Return the start of the word in which names differ, with its space, or else one letter before."""
    start = max(name.rfind(" ", 0, place), 0)
    return start if place - start <= _WORD else place - 1


def _longest(name: str, parts: Callable[[int], list[Piece]], measure: Measure, room: float) -> list[Piece]:
    """Return the longest of these shortenings that fits."""
    counts = range(len(name))
    fitting = bisect_left(counts, True, key=lambda count: measure(_text(name, parts(count))) > room)
    return parts(max(fitting - 1, 0))


def _fitting(others: Sequence[str], name: str, pieces: Sequence[Piece], known: Alike) -> Iterator[str]:
    """Yield the other names that could be shortened to the same text.

    Args:
        others: the names of the other classes.
        name: the name.
        pieces: the parts of it that are kept.
        known: the names with the same ends, which most ways to shorten a name share; added to.
    """
    (_, head), (tail, _) = pieces[0], pieces[-1]
    begin, end = name[:head], name[tail:]
    if (begin, end) not in known:
        known[begin, end] = [other for other in others if other.endswith(end) and other.startswith(begin)]
    alike = known[begin, end]
    if len(pieces) == 2:
        yield from (other for other in alike if len(other) >= len(begin) + len(end))
        return
    pattern = re.compile(".*".join(re.escape(name[start:stop]) for start, stop in pieces))
    yield from filter(pattern.fullmatch, alike)


def _words_that_fit(name: str, measure: Measure, room: float) -> int:
    """Return the length of the first words that fit into a line; 0 if not even one does."""
    ends = [at + 1 for at, letter in enumerate(name) if letter == " "]
    return max((end for end in ends if measure(name[:end].rstrip()) <= room), default=0)


_NAMES = ClassNames()


def class_names() -> ClassNames:
    """Return the names of the classes of the open project."""
    return _NAMES
