"""Reads JSON of any size entry by entry, with the place of each in the text, so that single values can be replaced.

The entries of the outermost object's lists, or of the outermost list, come one at a time: a file of a gigabyte takes
the memory of its largest entry.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from desktop_labeler.data.formats.incoming_files import check_readable, why_unreadable
from desktop_labeler.errors import FormatError
from desktop_labeler.system_memory import total_memory

_BLOCK = 1 << 20  # characters
# characters of one entry, which needs so many times the memory; a drawing with its image inside has some ten million
_LARGEST = min(1 << 28, (total_memory() or 1 << 32) // 24)
_DECODER = json.JSONDecoder()
_BLANKS = " \t\n\r"
_OF_NUMBERS = ("", *"0123456789.eE+-")
_END = -1


class Entry(NamedTuple):
    """One entry.

    Attributes:
        key: the key of the outermost object; "" where the outermost value is a list.
        number: its place in the list, from 0; None if the value is no list; -1 for the end of a list.
        value: what it holds; None at the end of a list.
        start: its first character in the text, without the byte order mark; of an end, its bracket.
        end: behind its last character.
        text: how it is written, if that was asked for.
    """

    key: str
    number: int | None
    value: Any
    start: int
    end: int
    text: str = ""

    @property
    def closes(self) -> bool:
        """Whether this is the end of a list."""
        return self.number == _END


def entries(file: Path, *, texts: bool = False) -> Iterator[Entry]:
    """Yield the entries of a JSON file in their order, if asked for with their texts.

    Raises:
        FormatError: it cannot be read, is not JSON in UTF-8, is neither an object nor a list, has a key twice, or an
            entry is too large.
    """
    check_readable(file)
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            yield from _entries(_Window(text, texts))
    except (OSError, ValueError) as error:
        raise FormatError(
            "{file} cannot be read ({reason}). Nothing was changed. Write it again as JSON.",
            file=file.name,
            reason=why_unreadable(error),
        ) from error


class _Window:
    """The part of a text that is being read."""

    def __init__(self, text: TextIO, texts: bool) -> None:
        self._text, self._ended, self._texts = text, False, texts
        self.buffer, self.at, self.base = "", 0, 0

    def _more(self) -> None:
        kept = len(self.buffer) - self.at
        if kept > _LARGEST:
            raise ValueError("an entry of it is too large")
        read = self._text.read(max(_BLOCK, kept))
        self._ended = not read
        self.buffer, self.base, self.at = self.buffer[self.at :] + read, self.base + self.at, 0

    def peek(self) -> str:
        """Return the next character that is no blank, "" at the end."""
        while True:
            while self.at < len(self.buffer) and self.buffer[self.at] in _BLANKS:
                self.at += 1
            if self.at < len(self.buffer) or self._ended:
                return self.buffer[self.at : self.at + 1]
            self._more()

    def take(self, expected: str) -> str:
        """Go beyond one of these characters and return it."""
        found = self.peek()
        if not found or found not in expected:
            raise json.JSONDecodeError(f"{expected!r} expected", self.buffer, self.at)
        self.at += 1
        return found

    def value(self) -> tuple[Any, int, int, str]:
        """Return the next value, where it starts and ends, and how it is written if that was asked for."""
        self.peek()
        while True:
            try:
                found, end = _DECODER.raw_decode(self.buffer, self.at)
            except json.JSONDecodeError:
                if self._ended:
                    raise
            except RecursionError as error:
                raise ValueError("it is nested too deeply") from error
            else:
                if self._ended or self.buffer[end : end + 1] not in _OF_NUMBERS:  # else a number may go on
                    start, self.at = self.at, end
                    written = self.buffer[start:end] if self._texts else ""
                    return found, self.base + start, self.base + end, written
            self._more()


def _entries(window: _Window) -> Iterator[Entry]:
    if window.peek() == "[":
        yield from _listed(window, "")
    else:
        yield from _members(window)
    if window.peek():
        raise json.JSONDecodeError("something follows", window.buffer, window.at)


def _members(window: _Window) -> Iterator[Entry]:
    window.take("{")
    keys: set[str] = set()
    if window.peek() == "}":
        window.take("}")
        return
    while True:
        key = window.value()[0]
        if not isinstance(key, str) or key in keys:
            raise ValueError(f"{key!r:.40} stands twice")
        keys.add(key)
        window.take(":")
        if window.peek() == "[":
            yield from _listed(window, key)
        else:
            yield Entry(key, None, *window.value())
        if window.take(",}") == "}":
            return


def _listed(window: _Window, key: str) -> Iterator[Entry]:
    window.take("[")
    index = 0
    while window.peek() != "]" or index:
        yield Entry(key, index, *window.value())
        index += 1
        if window.take(",]") == "]":
            window.at -= 1
            break
    end = window.base + window.at
    window.take("]")
    yield Entry(key, _END, None, end, end + 1)


def span_of(text: str, path: Sequence[str | int]) -> tuple[int, int] | None:
    """Return where the value at a path is in a JSON text, None without it: ["a", 0] of '{"a": [7]}' is at (7, 8).

    Of a key that stands twice it is the last, which is the one that `json` reads.
    """
    return _span(text, _skip(text, 0), list(path))


def _span(text: str, at: int, path: list[str | int]) -> tuple[int, int] | None:
    if not path:
        return at, _DECODER.raw_decode(text, at)[1]
    if text[at] not in "{[":
        return None
    found, keyed, index = None, text[at] == "{", 0
    at = _skip(text, at + 1)
    while text[at] not in "]}":
        name: str | int = index
        if keyed:
            name, at = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, at) + 1)
        if name == path[0]:
            found = _span(text, at, path[1:])
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
        index += 1
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


class Edit(NamedTuple):
    """Replace the characters from start to end of a text."""

    start: int
    end: int
    text: str


def copy_edited(file: Path, out: Path, edits: Iterable[Edit]) -> None:
    """Copy a text file in UTF-8 with some of its characters replaced; every other byte stays.

    Args:
        file: the source.
        out: a path that does not exist yet.
        edits: in the order of their places, which do not overlap; places do not count a byte order mark.
    """
    with (
        file.open(encoding="utf-8", newline="") as source,
        out.open("x", encoding="utf-8", newline="") as target,
    ):
        first = source.read(1)
        target.write(first)
        at = 0 if first == "\ufeff" else len(first)
        for edit in edits:
            _copy(source, target, edit.start - at)
            source.read(edit.end - edit.start)
            target.write(edit.text)
            at = edit.end
        _copy(source, target, None)


def _copy(source: TextIO, target: TextIO, count: int | None) -> None:
    while count is None or count > 0:
        block = source.read(_BLOCK if count is None else min(count, _BLOCK))
        if not block:
            return
        target.write(block)
        count = None if count is None else count - len(block)
