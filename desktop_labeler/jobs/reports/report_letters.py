"""Letters of a PDF report: which font has each, what stands for those that none has, and what is written leftwards.

reportlab places letters one after another, each as it is. Arabic letters are joined here and what is written from right
to left is turned round, which is enough for names; scripts whose letters merge in other ways stay letter by letter.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from desktop_labeler.paths import resource

PLAIN, BOLD = "Report", "Report-Bold"
_OWN = ("DejaVuSans-Bold.ttf", "DejaVuSans.ttf")  # Latin, Greek, Cyrillic, Hebrew, Arabic, signs
_MORE = "DroidSansFallbackFull.ttf"  # Chinese and Japanese
# Fonts of systems with other scripts, for letters that the program's own fonts lack.
_SYSTEM = (
    "C:/Windows/Fonts/malgun.ttf",
    "C:/Windows/Fonts/Nirmala.ttf",
    "C:/Windows/Fonts/leelawui.ttf",
    "C:/Windows/Fonts/seguisym.ttf",
    "C:/Windows/Fonts/seguiemj.ttf",
    "/System/Library/Fonts/Supplemental/Arial Unicode.ttf",
    "/usr/share/fonts/truetype/nanum/NanumGothic.ttf",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/usr/share/fonts/truetype/noto/NotoSansDevanagari-Regular.ttf",
    "/usr/share/fonts/truetype/noto/NotoSansThai-Regular.ttf",
    "/usr/share/fonts/truetype/ancient-scripts/Symbola_hint.ttf",
)
_LEFTWARDS = {"R", "AL", "AN"}  # of Unicode's directions
_BETWEEN = {"WS", "NSM", "EN", "CS", "ES", "ON"}  # these belong to it between such letters
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_LAM = "\u0644"
_TATWEEL = "\u0640"  # joins on both sides and is no letter


def markup(text: str, *, bold: bool = False) -> str:
    """Return a text as the markup of a paragraph, in which nothing is markup; "[U+1F98A]" where no font has a letter.

    Args:
        text: any.
        bold: whether the font of the paragraph is BOLD, else PLAIN.
    """
    fonts = _fonts()[0 if bold else 1 :]

    def font_of(letter: str) -> str | None:
        return next((name for name, letters in fonts if ord(letter) in letters), None)

    parts = []
    for name, letters in groupby(_in_order(text), font_of):
        run = "".join(letters)
        if name is None:
            codes = " ".join(f"U+{ord(letter):04X}" for letter in run if not _invisible(letter))
            parts.append(f"[{codes}]" if codes else "")
        else:
            plain = escape(run, quote=False)
            parts.append(plain if name == fonts[0][0] else f'<font name="{name}">{plain}</font>')
    return "".join(parts)


def _invisible(letter: str) -> bool:
    """Whether it only says how others are shown, such as the joiner within a family of emoji."""
    return unicodedata.category(letter) in {"Cf", "Mn"}


@cache
def _fonts() -> tuple[tuple[str, frozenset[int]], ...]:
    """Register every font that is here; return their names and the code points of their letters, the bold one first."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    found = []
    own = [resource("fonts", name) for name in (*_OWN, _MORE)]
    for number, file in enumerate((*own, *map(Path, _SYSTEM))):
        name = (BOLD, PLAIN)[number] if number < 2 else f"{PLAIN}-{number}"
        try:
            font = TTFont(name, file)
        except (TTFError, OSError):
            if number < len(own):
                raise  # the program is not whole
            continue
        pdfmetrics.registerFont(font)
        found.append((name, frozenset(font.face.charToGlyph)))
    return tuple(found)


def _in_order(text: str) -> Iterator[str]:
    """Yield the letters from left to right, Arabic ones in the form that they have beside their neighbours."""
    directions = [unicodedata.bidirectional(letter) for letter in text]
    at = 0
    while at < len(text):
        if directions[at] not in _LEFTWARDS:
            yield text[at]
            at += 1
            continue
        end = last = at + 1
        while end < len(text) and directions[end] in _LEFTWARDS | _BETWEEN:
            end += 1
            last = end if directions[end - 1] in _LEFTWARDS | {"NSM"} else last
        while last < end and (directions[last] == "EN" or _closes(text[at:last], text[last])):
            last += 1
        yield from _leftwards(_joined(text[at:last]))
        at = last


def _closes(before: str, letter: str) -> bool:
    """Whether a letter closes a bracket that is open."""
    opens = letter.translate(_MIRRORED)
    return letter in ")]}>»" and before.count(opens) > before.count(letter)


def _leftwards(text: str) -> Iterator[str]:
    """Yield what is written leftwards in the order of its places: marks stay on letters, numbers as they are."""
    pieces: list[str] = []
    for letter in text:
        kind = unicodedata.bidirectional(letter)
        goes_on = kind == "NSM" or (kind in {"EN", "AN"} and pieces and pieces[-1][-1].isdigit())
        if goes_on and pieces:
            pieces[-1] += letter
        else:
            pieces.append(letter.translate(_MIRRORED))
    for piece in reversed(pieces):
        yield from piece


def _joined(text: str) -> str:
    """Return Arabic letters in the forms that they have beside their neighbours, lam and alef as one letter."""
    forms, found = _forms(), list(text)
    letters = [at for at, letter in enumerate(text) if unicodedata.category(letter) != "Mn"]
    for before, at, after in zip([None, *letters], letters, [*letters[1:], None], strict=False):
        mine = forms.get(text[at], {})
        joins = before is not None and _goes_on(text[before]) and "final" in mine
        goes = after is not None and "initial" in mine and _joins(text[after])
        form = ("medial" if goes else "final") if joins else ("initial" if goes else "isolated")
        found[at] = mine.get(form, text[at]) if found[at] else ""
        both = forms.get(text[at : at + 2], {}) if text[at] == _LAM else {}
        if both:
            found[at : at + 2] = both["final" if joins else "isolated"], ""
    return "".join(found)


def _goes_on(letter: str) -> bool:
    return letter == _TATWEEL or "initial" in _forms().get(letter, {})


def _joins(letter: str) -> bool:
    return letter == _TATWEEL or "final" in _forms().get(letter, {})


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Return the forms of each Arabic letter, and of lam with alef: isolated, initial, medial, final."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFE70, 0xFEFD), *range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00)):
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        written = "".join(chr(int(letter, 16)) for letter in letters)
        if kind.startswith("<") and (len(written) == 1 or written.startswith(_LAM)):
            found.setdefault(written, {}).setdefault(kind[1:-1], chr(code))
    return found
