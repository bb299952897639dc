"""The names of the classes as they are written where there is little room: shortened so that none passes for another.

"Coelastrum microporum morphotype 3" and "… 13" share most of their letters; cut at the end or in the middle they would
look the same. What is left out is therefore chosen so that no other class of the project fits what is left.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

GAP = "…"
_COMMON = 8  # letters from which on a common beginning is worth telling
_SHARES = (0.4, 0.2, 0.6, 0.1)  # of the room that the beginning of a name gets, the first that tells it apart
_AROUND = 2  # letters at both ends where the difference is somewhere between them

Measure = Callable[[str], float]
Piece = tuple[int, int]  # from one letter of a name to before another


class Short(NamedTuple):
    """A name as there is room for it.

    Attributes:
        text: what is written.
        common: how many of its first letters say only what another class says as well.
    """

    text: str
    common: int


class ClassNames:
    """The names of the open project."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self._common: dict[str, int] = {}

    def know(self, names: Iterable[str]) -> None:
        """These are the names now."""
        found = tuple(sorted({one_line(name) for name in names}))
        if found != self.names:
            self.names = found
            self._common = {name: self._beginning(place) for place, name in enumerate(found)}

    def common(self, name: str) -> int:
        """Return how long the beginning is that a name shares with another one: whole words, 0 for hardly any."""
        return self._common.get(one_line(name), 0)

    def short(self, name: str, measure: Measure, room: float) -> Short:
        """Return a name as it fits.

        Args:
            name: of a class; any other text is shortened in its middle.
            measure: how wide a text is, in pixels.
            room: pixels that there are.
        """
        name = one_line(name)
        common = self.common(name)
        if measure(name) <= room:
            return Short(name, common)
        pieces = _pieces(name, [other for other in self.names if other != name], measure, room)
        letters = [at for start, end in pieces for at in (*range(start, end), end)][:-1]  # with the gaps between
        return Short(_text(name, pieces), sum(at < common for at in letters))

    def lines(self, name: str, measure: Measure, room: float) -> tuple[Short, ...]:
        """Return a name as it fits, on two lines where one is too short: what others share, then what is its own."""
        name = one_line(name)
        if measure(name) <= room:
            return (Short(name, self.common(name)),)
        cut = self.common(name) or _words_that_fit(name, measure, room)
        if not cut:
            return (self.short(name, measure, room),)
        first, rest = name[:cut].rstrip(), name[cut:].lstrip()
        others = [other[cut:].lstrip() for other in self.names if other.startswith(name[:cut]) and other != name]
        above = _fitted(first, [], measure, room)
        return (Short(above, len(above) if self.common(name) else 0), Short(_fitted(rest, others, measure, room), 0))

    def _beginning(self, place: int) -> int:
        """Return how many letters a name shares with one of its neighbours in the order of the alphabet."""
        name = self.names[place]
        beside = (self.names[at] for at in (place - 1, place + 1) if 0 <= at < len(self.names))
        most = max((shared(name, other) for other in beside), default=0)
        if most < len(name):
            most = name.rfind(" ", 0, most) + 1
        return most if _COMMON <= most < len(name) else 0


def one_line(name: str) -> str:
    """Return a name without line breaks and double spaces."""
    return " ".join(name.split())


def shared(one: str, other: str) -> int:
    """Return with how many equal letters two texts begin."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (here, there) in enumerate(pairs) if here != there), min(len(one), len(other)))


def _fitted(name: str, others: Sequence[str], measure: Measure, room: float) -> str:
    return name if measure(name) <= room else _text(name, _pieces(name, others, measure, room))


def _text(name: str, pieces: Sequence[Piece]) -> str:
    return GAP.join(name[start:end] for start, end in pieces)


def _pieces(name: str, others: Sequence[str], measure: Measure, room: float) -> list[Piece]:
    """Return the parts of a name that are kept: the first way to shorten it that fits no other name, or the fewest."""
    best: tuple[int, list[Piece]] | None = None
    for pieces in _ways(name, others, measure, room):
        mistaken = sum(_fits(other, name, pieces) for other in others)
        if best is None or mistaken < best[0]:
            best = (mistaken, pieces)
        if not mistaken:
            break
    assert best is not None
    return best[1]


def _ways(name: str, others: Sequence[str], measure: Measure, room: float) -> Iterator[list[Piece]]:
    """Yield ways to shorten a name, the easiest to read first."""
    for share in _SHARES:
        yield _longest(name, [_ends(name, count, share) for count in range(len(name))], measure, room)
    for cut in sorted({shared(name, other) for other in others} - {0}, reverse=True):
        yield _longest(name, [_around(name, count, cut) for count in range(len(name) - cut + 1)], measure, room)


def _ends(name: str, count: int, share: float) -> list[Piece]:
    """Return the beginning and the end of a name, so many letters in all."""
    head = round(count * share)
    return [(0, head), (len(name) - (count - head), len(name))]


def _around(name: str, count: int, cut: int) -> list[Piece]:
    """Return so many letters from a place on, and a few of the beginning and the end."""
    start = max(cut - 1, 0)
    head, end = min(_AROUND, start), min(start + 1 + count, len(name))
    tail = max(len(name) - _AROUND, end)
    return [(0, head), (start, end), (tail, len(name))] if tail < len(name) else [(0, head), (start, len(name))]


def _longest(name: str, rising: Sequence[list[Piece]], measure: Measure, room: float) -> list[Piece]:
    """Return the last of these that fits; they get longer and longer."""
    fitting = bisect_left(rising, True, key=lambda pieces: measure(_text(name, pieces)) > room)
    return rising[max(fitting - 1, 0)]


def _fits(other: str, name: str, pieces: Sequence[Piece]) -> bool:
    """Whether another name could be shortened to the same text."""
    (_, head), (tail, _) = pieces[0], pieces[-1]
    end = len(name) - tail
    if not (other.startswith(name[:head]) and other.endswith(name[tail:]) and len(other) >= head + end):
        return False
    between = other[head : len(other) - end]
    return all(name[start:stop] in between for start, stop in pieces[1:-1])


def _words_that_fit(name: str, measure: Measure, room: float) -> int:
    """Return how many letters the first words have that fit into a line, 0 where not even one does."""
    ends = [at + 1 for at, letter in enumerate(name) if letter == " "]
    return max((end for end in ends if measure(name[:end].rstrip()) <= room), default=0)


_NAMES = ClassNames()


def class_names() -> ClassNames:
    """Return the names of the classes of the open project."""
    return _NAMES
