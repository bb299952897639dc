"""Class names where space is short: shortened so that no two of them can be confused.

"Coelastrum microporum morphotype 3" and "… 13" share most of their letters; cut at the end or in the middle they would
look the same. What is left out is therefore chosen so that no other class of the project fits what is left.
"""

import sys
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain, combinations
from typing import NamedTuple

GAP = "…"
_WORD = 4  # letters of a word that are kept before the point where it differs
_COMMON = 8  # letters from which on a shared beginning counts as common
_SHARES = (0.4, 0.2, 0.6, 0.1)  # tried fractions of the space for the beginning of a name
_NEAR, _CUTS = 20, 6  # alphabetical neighbours on each side; points of difference
_KEPT = 4_096  # shortened names
_ALONE = 4  # letters up to which a last word does not stand alone on a line: "3" says nothing without its noun
_LEAST = 28  # pixels below which a name is useless
_PROBE = "Wim lo, agfy 0123"  # a text whose width tells one font from another
_AROUND = 2  # letters kept at both ends if the difference is between them

Measure = Callable[[str], float]
Piece = tuple[int, int]  # start and end of a part of a name
Parts = Callable[[int], list[Piece]]  # the parts of a name that has this many letters left


class Short(NamedTuple):
    """A name shortened to fit.

    Attributes:
        text: the text to write.
        common: number of its first letters that another class shares.
    """

    text: str
    common: int


class _Names:
    """Names that a shortened one must not be taken for, found by how they begin and end."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self.known = frozenset(names)
        self.names = sorted(self.known)
        self._turned = sorted(name[::-1] for name in self.names)
        self._alike: dict[tuple[str, str], list[str]] = {}
        self._matching: dict[tuple[str, tuple[str, ...], str], int] = {}

    def alike(self, begin: str, end: str) -> list[str]:
        """Return the names that begin and end like this: of a thousand, few share both."""
        if (begin, end) not in self._alike:
            if len(self._alike) >= _KEPT:
                self._alike.clear()
            first, last = _starting(self.names, begin), _starting(self._turned, end[::-1])
            if len(first) <= len(last):
                found = [self.names[at] for at in first if self.names[at].endswith(end)]
            else:
                found = [name for at in last if (name := self._turned[at][::-1]).startswith(begin)]
            self._alike[begin, end] = found
        return self._alike[begin, end]

    def matching(self, begin: str, inner: tuple[str, ...], end: str) -> int:
        """Return how many names begin and end like this and have the inner parts, in this order, between."""
        key = begin, inner, end
        if key not in self._matching:
            if len(self._matching) >= _KEPT:
                self._matching.clear()
            alike = self.alike(begin, end)
            for part in inner:  # a search for plain text, which leaves little for the exact one
                alike = [name for name in alike if part in name]
            self._matching[key] = sum(_has(name, begin, inner, end) for name in alike)
        return self._matching[key]

    def near(self, name: str) -> list[str]:
        """Return the names that stand beside a name in the alphabet, and share the most letters with it."""
        place = bisect_left(self.names, name)
        return [other for other in self.names[max(place - _NEAR, 0) : place + _NEAR + 1] if other != name]


class _Widths:
    """The widths of single letters in one font: with them, a text is measured without a call for each try."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self._letters: dict[str, float] = {}

    def sums(self, name: str) -> list[float]:
        """Return the width of the first n letters of a name, for each n; kerning is left out."""
        for letter in set(name) - self._letters.keys():
            self._letters[letter] = self.measure(letter)
        return list(accumulate((self._letters[letter] for letter in name), initial=0.0))

    @property
    def gap(self) -> float:
        """The width of what stands for letters that are left out."""
        return self.sums(GAP)[-1]


def _has(name: str, begin: str, inner: Sequence[str], end: str) -> bool:
    """Whether a name has all the parts, one after the other; it begins and ends like this."""
    at, stop = len(begin), len(name) - len(end)
    for part in inner:
        found = name.find(part, at, stop)
        if found < 0:
            return False
        at = found + len(part)
    return at <= stop


def _starting(names: Sequence[str], begin: str) -> range:
    """Return the places of the names, which are in order, that begin like this."""
    return range(bisect_left(names, begin), bisect_left(names, begin + chr(sys.maxunicode)) if begin else len(names))


class ClassNames:
    """The names of the open project."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self._common: dict[str, int] = {}
        self._all = _Names()
        self._rests: dict[str, _Names] = {}  # what follows a shared beginning
        self._firsts = _Names()  # the shared beginnings
        self._fonts: dict[float, _Widths] = {}
        self._kept: dict[tuple[str, float, int], Short] = {}
        self._lines: dict[tuple[str, float, int], tuple[Short, ...]] = {}

    def know(self, names: Iterable[str]) -> None:
        """Set the names of the classes."""
        found = tuple(sorted({one_line(name) for name in names}))
        if found != self.names:
            self.names, self._all = found, _Names(found)
            for kept in (self._kept, self._lines, self._rests, self._fonts):
                kept.clear()
            self._common = {name: self._beginning(place) for place, name in enumerate(found)}
            self._firsts = _Names({name[:common].rstrip() for name, common in self._common.items() if common})

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
            pieces = _pieces(name, self._all, self._widths(measure), room)
            letters = [at for start, end in pieces for at in (*range(start, end), end)][:-1]  # with the gaps between
            self._kept[key] = Short(_text(name, pieces), sum(at < common for at in letters))
        return self._kept[key]

    def lines(self, name: str, measure: Measure, room: float) -> tuple[Short, ...]:
        """Return a name on one line, or on two if it is too long: the shared part, then the distinct part."""
        name = one_line(name)
        key = name, measure(name), int(room)
        if key not in self._lines:
            if len(self._lines) >= _KEPT:
                self._lines.clear()
            self._lines[key] = self._broken(name, self.break_of(name, measure, room), measure, room)
        return self._lines[key]

    def _broken(self, name: str, cut: int, measure: Measure, room: float) -> tuple[Short, ...]:
        if not cut:
            return (self.short(name, measure, room),)
        first, rest = name[:cut].rstrip(), name[cut:].lstrip()
        if name[:cut] not in self._rests:
            alike = self._all.alike(name[:cut], "")
            self._rests[name[:cut]] = _Names(other[cut:].lstrip() for other in alike)
        widths = self._widths(measure)
        above = _fitted(first, self._firsts, widths, room)
        below = _fitted(rest, self._rests[name[:cut]], widths, room)
        common = self.common(name)
        muted = shared(below, name[cut:common]) if below else 0
        return (Short(above, len(above) if common else 0), Short(below, muted))

    def _widths(self, measure: Measure) -> _Widths:
        """Return the widths of letters in the font of a measure, which is told by that of some text."""
        font = measure(_PROBE)
        if font not in self._fonts:
            self._fonts[font] = _Widths(measure)
        self._fonts[font].measure = measure
        return self._fonts[font]

    def break_of(self, name: str, measure: Measure, room: float) -> int:
        """Return where to break a name into two lines; 0 if one line is enough or it is a single word."""
        name = one_line(name)
        if measure(name) <= room:
            return 0
        cut = self.common(name) or _words_that_fit(name, measure, room)
        return _with_company(name, cut, measure, room)

    def _beginning(self, place: int) -> int:
        """Return how many letters a name shares with one of its alphabetical neighbours."""
        name = self.names[place]
        beside = (self.names[at] for at in (place - 1, place + 1) if 0 <= at < len(self.names))
        most = max((shared(name, other) for other in beside), default=0)
        most = name.rfind(" ", 0, most) + 1  # also of a name that another continues: "morphotype 1", "morphotype 10"
        return most if most >= _COMMON else 0


def one_line(name: str) -> str:
    """Return a name without line breaks or double spaces."""
    return " ".join(name.split())


def shared(one: str, other: str) -> int:
    """Return the length of the common beginning of two texts.

    By halves rather than letter by letter: names of a project have most letters in common.
    """
    known, most = 0, min(len(one), len(other))
    while known < most:
        half = (known + most + 1) // 2
        if one.startswith(other[known:half], known):
            known = half
        else:
            most = half - 1
    return known


def rooms(wanted: Sequence[int], room: float) -> list[int]:
    """Return widths at which all names fit, shortening the longest first; none if only letters would fit."""
    widths = list(wanted)
    while sum(widths) > room and max(widths, default=0) > _LEAST:
        widths[widths.index(max(widths))] -= 1
    return widths if sum(widths) <= room else [0] * len(widths)


def _fitted(name: str, others: _Names, widths: _Widths, room: float) -> str:
    return name if widths.measure(name) <= room else _text(name, _pieces(name, others, widths, room))


def _text(name: str, pieces: Sequence[Piece]) -> str:
    return GAP.join(name[start:end] for start, end in pieces)


def _pieces(name: str, others: _Names, widths: _Widths, room: float) -> list[Piece]:
    """Return the parts of a name to keep: the first shortening that matches no other name, or the fewest."""
    best: tuple[int, list[Piece]] | None = None
    sums, gap = widths.sums(name), widths.gap
    for parts in _ways(name, others):
        count = _most(parts, sums, gap, room)
        most = best[0] if best is not None else len(others.names) + 1  # no need to count further
        if _mistaken(others, name, parts(count), most) >= most:
            continue
        pieces = _measured(name, parts, count, widths.measure, room)
        mistaken = _mistaken(others, name, pieces, most)
        if mistaken < most:
            best = (mistaken, pieces)
        if not mistaken:
            break
    return best[1] if best is not None else parts(0)


def _ways(name: str, others: _Names) -> Iterator[Parts]:
    """Yield ways to shorten a name, the most readable first."""
    for completed in (True, False):
        for share in _SHARES:
            yield partial(_whole_words, name, share, completed)
    cuts = sorted({shared(name, other) for other in others.near(name)} - {0}, reverse=True)[:_CUTS]
    for ends in (_AROUND, 0):
        for places in chain(((cut,) for cut in cuts), combinations(cuts, 2), combinations(cuts, 3)):
            yield partial(_around, name, sorted(_word_start(name, cut) for cut in places), ends)
    for share in _SHARES:
        yield partial(_ends, name, share)


def _ends(name: str, share: float, count: int) -> list[Piece]:
    """Return the beginning and the end of a name, with a total number of letters."""
    head = round(count * share)
    return [(0, head), (len(name) - (count - head), len(name))]


def _whole_words(name: str, share: float, completed: bool, count: int) -> list[Piece]:
    """Return `_ends`, whose end begins with a word: of "…na, morphotype 1" nobody reads the genus.

    The beginning gives the letters that complete the word (`completed`). Otherwise, or where it has too few, the rest
    of the word is left out, and the beginning gets its letters.
    """
    (_, head), (tail, end) = _ends(name, share, count)
    missing = tail - max(name.rfind(" ", 0, tail + 1), 0)
    following = name.find(" ", tail)
    if completed and missing <= head:
        head, tail = head - missing, tail - missing
    elif missing and following > tail:
        head, tail = head + following - tail, following
    return [(0, head), (tail, end)]


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


def _most(parts: Parts, sums: Sequence[float], gap: float, room: float) -> int:
    """Return how many letters fit by the widths of single ones."""

    def width(count: int) -> float:
        pieces = parts(count)
        return sum(sums[end] - sums[start] for start, end in pieces) + gap * (len(pieces) - 1)

    counts = range(len(sums) - 1)
    return max(bisect_left(counts, True, key=lambda count: width(count) > room) - 1, 0)


def _measured(name: str, parts: Parts, count: int, measure: Measure, room: float) -> list[Piece]:
    """Return the most letters that fit, near this number of them: kerning makes a text wider or narrower."""
    while count + 1 < len(name) and measure(_text(name, parts(count + 1))) <= room:
        count += 1
    while count > 0 and measure(_text(name, parts(count))) > room:
        count -= 1
    return parts(count)


def _mistaken(others: _Names, name: str, pieces: Sequence[Piece], most: int) -> int:
    """Return how many other names could be shortened to the same text, up to a number."""
    (_, head), (tail, _) = pieces[0], pieces[-1]
    inner = tuple(name[start:end] for start, end in pieces[1:-1])
    own = name in others.known  # which matches its own parts
    return min(others.matching(name[:head], inner, name[tail:]) - own, most)


def _words_that_fit(name: str, measure: Measure, room: float) -> int:
    """Return the length of the first words that fit into a line; 0 if not even one does."""
    ends = [at + 1 for at, letter in enumerate(name) if letter == " "]
    return max((end for end in ends if measure(name[:end].rstrip()) <= room), default=0)


def _with_company(name: str, cut: int, measure: Measure, room: float) -> int:
    """Return where to break instead of before a short last word: one word earlier, if that still fits."""
    earlier = name.rfind(" ", 0, max(cut - 1, 0)) + 1
    alone = " " not in name[cut:] and len(name) - cut <= _ALONE
    return earlier if cut and earlier and alone and measure(name[earlier:]) <= room else cut


_NAMES = ClassNames()


def class_names() -> ClassNames:
    """Return the names of the classes of the open project."""
    return _NAMES
