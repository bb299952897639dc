"""Finding a class by part of its name: word by word, ignoring accents and case, tolerating typing errors."""

import unicodedata
from collections import Counter
from collections.abc import Sequence

from desktop_labeler.data.project.project_file import LabelClass

_WHOLE, _START, _INSIDE, _NEARLY, _NO = 0, 1, 2, 4, 99  # how well a word matches; smaller is better
_ONE_ERROR, _TWO_ERRORS = 3, 8  # letters that a word needs for one and for two errors to be tolerated


def folded(text: str) -> str:
    """Return a text as it is compared: without accents or case, with one space between words."""
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).casefold().split())


def find_classes(labels: Sequence[LabelClass], text: str) -> list[LabelClass]:
    """Return the classes that match a text, best first; equally good ones keep their order.

    Every typed word must equal, begin or be contained in a word of the name. If no class matches that way, a typed
    word may also differ from a word or its beginning by a wrong, missing, extra or swapped letter. Numbers must match
    exactly.
    """
    wanted = folded(text).split()
    if not wanted:
        return list(labels)
    names = [folded(label.name) for label in labels]
    for forgiving in (False, True):
        places = [_place(name, wanted, forgiving=forgiving) for name in names]
        found = [number for number, place in enumerate(places) if place < _NO]
        if found:
            return [labels[number] for number in sorted(found, key=places.__getitem__)]
    return []


def _place(name: str, wanted: Sequence[str], *, forgiving: bool) -> int:
    """Return how well a name matches: smaller is better, and _NO or more means that it does not match."""
    words, whole = _words(name), " ".join(wanted)
    if name.startswith(whole) and not (wanted[-1].isdecimal() and name[len(whole) :][:1].isdecimal()):
        return -1
    fit = sum(min(_fit(part, word, forgiving=forgiving) for word in words) for part in wanted)
    return min(fit, _INSIDE if whole in name else _NO)


def _words(name: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in name).split() or [name]


def _fit(typed: str, word: str, *, forgiving: bool) -> int:
    if word == typed or (typed.isdecimal() and word.isdecimal() and word.lstrip("0") == typed.lstrip("0")):
        return _WHOLE  # 3 is 03 too, rather than the beginning of 30
    if word.startswith(typed):
        return _START
    if typed in word and not typed.isdigit():
        return _INSIDE
    return _NEARLY if forgiving and _nearly(typed, word) else _NO


def _nearly(typed: str, word: str) -> bool:
    """Whether a typed word equals a word, or its beginning, except for one or two errors."""
    allowed = 2 if len(typed) >= _TWO_ERRORS else 1 if len(typed) >= _ONE_ERROR else 0
    if not allowed or typed.isdigit():
        return False
    ends = range(max(len(typed) - allowed, 1), min(len(typed) + allowed, len(word)) + 1)
    if (Counter(typed) - Counter(word)).total() > allowed:
        return False  # a cheap test that rules out nearly all words
    return any(distance(typed, word[:end]) <= allowed for end in ends)


def distance(one: str, other: str) -> int:
    """Return how many changed, added, missing or swapped letters lie between two words.

    This is the optimal string alignment distance (Damerau, "A technique for computer detection and correction of
    spelling errors", 1964).
    """
    before, above = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        line = [row]
        for column, there in enumerate(other, start=1):
            step = min(above[column] + 1, line[-1] + 1, above[column - 1] + (letter != there))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == there:
                step = min(step, before[column - 2] + 1)
            line.append(step)
        before, above = above, line
    return above[-1]
