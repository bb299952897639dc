"""The order in which what is left out of a source of boxes is listed: that of the source itself."""

import re
from collections.abc import Iterable, Sequence

from desktop_labeler.messages import Message

_INSIDE = re.compile(r"#(?=(?:[a-z]+/)?\d+(?:/|$))")
Key = tuple[tuple[tuple[int, str], ...], int, tuple[tuple[int, str], ...]]


def in_source_order(left_out: Iterable[tuple[str, Message]], sections: Sequence[str] = ()) -> list[tuple[str, Message]]:
    """Return places and reasons in the order of the source: by its files, then by lines or entries, as numbers.

    Args:
        left_out: places such as "labels/a.txt", "boxes.csv#line/12", "train.json#annotations/7", each with its reason.
        sections: the lists of files with several, as "train.json#images", in the order of the file; those that are
            not named are in the order in which they come here.
    """
    found = list(left_out)
    ranks: dict[str, int] = {}
    for section in (*sections, *(_section(place) for place, _ in found)):
        ranks.setdefault(section, len(ranks))
    return sorted(found, key=lambda each: _key(each[0], ranks))


def _parted(place: str) -> tuple[str, str]:
    *_, last = [0, *(match.end() for match in _INSIDE.finditer(place))]
    return (place[: last - 1], place[last:]) if last else (place, "")


def _section(place: str) -> str:
    file, inside = _parted(place)
    word = inside.partition("/")[0]
    return f"{file}#{'' if word.isdecimal() else word}" if inside else file


def _key(place: str, ranks: dict[str, int]) -> Key:
    """A folder's files come before the folders in it, as they are read."""
    file, inside = _parted(place)
    *folders, name = file.split("/")
    steps = tuple((int(word), "") if word.isdecimal() else (-1, word) for word in inside.split("/") if inside)
    return (*((1, folder) for folder in folders), (0, name)), ranks[_section(place)] if inside else -1, steps
