"""Detects the encoding of a text from its bytes, and from the paths and classes that the project knows."""

import codecs
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.errors import FormatError, unreadable
from desktop_labeler.messages import Message

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Within one script, the first encoding that fits is as good as any other; only the person can choose between scripts.
_SCRIPTS = (
    ("utf-8",),
    ("cp1252", "cp1250", "latin-1", "mac-roman"),
    ("cp1251", "koi8-r"),
    *(("gb18030",), ("cp932",), ("big5",), ("cp949",)),
)
_EAST = frozenset(["gb18030", "cp932", "big5", "cp949"])
ENCODINGS = (*(name for script in _SCRIPTS for name in script), "utf-16-le", "utf-16-be")
"""The encodings from which a person can choose."""

_RARE = frozenset(["mac-roman", "koi8-r"])  # used only if the project knows more of the text in them
_BLOCK = 1 << 20
_SAMPLE = 1 << 16  # characters of a text that are examined
HEAD = 1 << 18  # characters that a preview may read; a chosen encoding must decode all of them
_BYTES = 4096  # of a file, enough to tell text from binary data
_FEW = 0.01  # largest fraction of control characters in a text: a form feed, the end mark of DOS
_SURE = 4  # so many different two-byte characters are valid UTF-8 by chance once in a thousand texts
_MARKS = frozenset("‘’“”„…–—°²³µ±×·ºª§«»€£©®™ßﬀ•")

Score = Callable[[str], int]
"""Takes an encoding, returns how many of the text's paths and classes the project knows when it is read in it."""


@dataclass(frozen=True)
class Encoding:
    """The encoding of a text.

    Attributes:
        name: its name in Python.
        guessed: whether it was guessed, since nothing in the file states it.
        others: encodings that are equally likely, each with the first words that would differ.
        unlikely: encodings that are possible as well, and this one first, each with the first words that would differ.
    """

    name: str
    guessed: bool = False
    others: tuple[tuple[str, str], ...] = ()
    unlikely: tuple[tuple[str, str], ...] = ()


UTF_8 = Encoding("utf-8")


def find_encoding(file: Path, score: Score | None = None, *, quick: bool = False) -> Encoding:
    """Return the encoding in which the project knows most of a text; if that does not decide, the likeliest one.

    Args:
        file: the text file.
        score: returns how much of the text the project knows in an encoding.
        quick: examine only the beginning of the text, for a preview.

    Raises:
        FormatError: the file cannot be read or is not text.
    """
    try:
        with file.open("rb") as opened:
            start = opened.read(_BYTES)
    except OSError as error:
        raise unreadable(file, error) from error
    most = HEAD if quick else None
    wide = _by_its_bytes(start)
    if wide is not None:
        if not decodes(file, wide.name, HEAD) or _is_binary(_sample(file, wide.name, quick=True)):
            raise not_text(file)
        if most is None and not decodes(file, wide.name):
            raise not_text(file)
        return wide
    if _is_binary(start.decode("latin-1")):
        raise not_text(file)
    if _is_ascii(file, most):
        return UTF_8
    possible = [name for name in ENCODINGS[:-2] if decodes(file, name, most)]
    samples = {name: _sample(file, name, quick) for name in possible}
    known = {name: score(name) for name in possible} if score is not None else {}
    best = [name for name in possible if known.get(name, 0) == max(known.values(), default=0)]
    return _likeliest(best, samples)


def encoding_notes(encoding: Encoding) -> Iterator[Message]:
    """Yield what a person should know of an encoding that was guessed: the words to check, and as what else to read."""
    if readings := encoding.others or encoding.unlikely:
        yield Message(
            "The file does not say how its letters are encoded; it was read as {encoding}: {words}. If that is wrong, "
            "choose another encoding ({others}), or save the file as UTF-8.",
            encoding=readings[0][0],
            words=readings[0][1],
            others=[f"{name}: {words}" for name, words in readings[1:]],
        )
    elif encoding.guessed:
        yield Message(
            "The file does not say how its letters are encoded; it was read as {encoding}. Check the accented letters.",
            encoding=encoding.name,
        )


def _by_its_bytes(start: bytes) -> Encoding | None:
    """Return the encoding given by a byte order mark or by zero bytes at the start of a text; None without either."""
    for mark, name in _BOMS:
        if start.startswith(mark):
            return Encoding(name)
    if b"\0" in start:  # UTF-16 without a byte order mark: every second byte of Latin text is zero
        little = start[1::2].count(0) >= start[::2].count(0)
        return Encoding("utf-16-le" if little else "utf-16-be", guessed=True)
    return None


def _is_binary(text: str) -> bool:
    """Whether what was read as text is binary data, since it has too many control characters for a text."""
    controls = sum(letter < " " and letter not in "\t\n\r" for letter in text)
    unassigned = sum(unicodedata.category(letter) in {"Cn", "Cs"} for letter in text)
    return controls + unassigned > _FEW * len(text) + 1


def _is_ascii(file: Path, most: int | None) -> bool:
    """Whether a file, or its first `most` bytes, is ASCII and thus the same text in every encoding of ENCODINGS."""
    with file.open("rb") as opened:
        if most is not None:
            return opened.read(most).isascii()
        while block := opened.read(_BLOCK):
            if not block.isascii():
                return False
    return True


def decodes(file: Path, encoding: str, most: int | None = None) -> bool:
    """Whether a file, or its first `most` characters, is text in an encoding; False for an unknown encoding."""
    try:
        with file.open(encoding=encoding, newline="") as text:
            while block := text.read(most or _BLOCK):
                if block.count("\0") > len(block) // 2:  # no text, and perhaps without an end
                    return False
                if most is not None:
                    break
    except (UnicodeError, LookupError):
        return False
    except OSError as error:
        raise unreadable(file, error) from error
    return True


def not_text(file: Path) -> FormatError:
    """Return the error for a file that is not text."""
    return FormatError(
        "{file} is not a table: it holds no text. Nothing was changed. Choose a CSV file, a workbook (.xlsx) or a "
        "Parquet file.",
        file=file.name,
    )


def _sample(file: Path, encoding: str, quick: bool) -> str:
    """Return the start of a text, and the parts of the rest that are not ASCII."""
    with file.open(encoding=encoding, newline="") as text:
        found = text.read(_SAMPLE)
        while not quick and len(found) < 2 * _SAMPLE and (block := text.read(_BLOCK)):
            found += "\n".join(line for line in block.split("\n") if not line.isascii())
    return found


def _likeliest(names: Sequence[str], samples: dict[str, str]) -> Encoding:
    """Choose the encoding in which the text looks likeliest; encodings that give the same text count as one."""
    if "utf-8" in names:
        return _as_unicode([name for name in names if name in _EAST], samples)
    names = [name for name in names if name not in _RARE] or names
    distinct: dict[str, str] = {}
    for script in _SCRIPTS:
        of_script = [name for name in script if name in names]
        fine = [name for name in of_script if _is_likely(samples[name])]
        if fine or (of_script and len(names) == len(of_script)):
            distinct.setdefault(samples[(fine or of_script)[0]], (fine or of_script)[0])
    if not distinct:
        distinct = {samples[names[0]]: names[0]}
    chosen = list(distinct.values())
    return Encoding(chosen[0], guessed=True, others=_readings(chosen, samples))


def _as_unicode(eastern: Sequence[str], samples: dict[str, str]) -> Encoding:
    """Return UTF-8 for a text that is valid UTF-8, and where little of it is not ASCII, what else it could be.

    A word in a one-byte encoding is valid UTF-8 by chance only once in a hundred; so are most East Asian ones, and a
    table with a single "é" is far more common than one with a single "茅".
    """
    text = samples["utf-8"]
    if _is_surely_unicode(text):
        return UTF_8
    possible = {samples[name]: name for name in reversed(eastern) if _is_likely(samples[name])}
    likely = _readings(["utf-8", *reversed(possible.values())], samples)
    return Encoding("utf-8", guessed=bool(likely), unlikely=likely)


def _readings(names: Sequence[str], samples: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the encodings, each with the first words that differ from another one's; nothing for one encoding."""
    if len(names) < 2:
        return ()
    first = samples[names[0]]
    return (
        (names[0], _differing(first, samples[names[1]])),
        *((name, _differing(samples[name], first)) for name in names[1:]),
    )


def _is_surely_unicode(text: str) -> bool:
    """Whether a text has so much UTF-8 that it cannot be valid by chance."""
    strange = {letter for letter in text if not letter.isascii()}
    return len(strange) >= _SURE or any(ord(letter) > 0x7FF for letter in strange)


def _is_likely(text: str) -> bool:
    """Whether the words look like words: letters of one script, no symbols inside, no unassigned characters."""
    return all(_is_word(word) for word in set(re.findall(r"[^\W_]*[^\x00-\x7f][^\s,;\t]*", text)))


def _is_word(word: str) -> bool:
    scripts = {_script(letter) for letter in word if letter not in _MARKS} - {""}
    accents = re.search(r"[\xc0-\xff]{4}", word)  # as when Cyrillic is read as Latin
    return "?" not in scripts and len(scripts) <= 1 and not accents


def _script(letter: str) -> str:
    """Return the script of a character, "" for ASCII digits and punctuation, "?" for one that no text contains."""
    if letter.isascii():
        return "LATIN" if letter.isalpha() else ""
    category = unicodedata.category(letter)
    if category in {"Co", "Cn", "Cc", "Cs"} or (category.startswith(("S", "P")) and ord(letter) < 0x2000):
        return "?"
    if not category.startswith("L"):
        return ""
    name = unicodedata.name(letter, "?").split(" ")[0].replace("HALFWIDTH", "?")
    return "EAST" if name in {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "FULLWIDTH"} else name


def _differing(text: str, other: str) -> str:
    """Return the first words of a text that differ in another reading."""
    theirs = set(re.split(r"[\s,;\t]+", other))
    words = [word for word in re.split(r"[\s,;\t]+", text) if word and word not in theirs]
    return " ".join(list(dict.fromkeys(words))[:3])[:60]
