"""The kinds of metadata: text, numbers and dates, recognised from what a file or a file name says.

A date is kept as ISO 8601 text, so that text order is time order: "2024-05-01", "2024-05-01T22:10:05" in the local time
that the file gives, or "2024-05-01T20:10:05Z" in UTC where the file names an offset. Forms whose day and month could be
swapped (01/05/2024) are text.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Literal, TypeAlias, get_args

Kind = Literal["text", "number", "date"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Value: TypeAlias = str | int | float

_NUMBER = re.compile(r"[+-]?(?:(?:0|[1-9]\d*)(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_DIGITS = 15  # a longer whole number is an identifier, which a float would change
_TIME = (
    r"(?:[T _-]*(?P<hour>\d\d)(?P<mark>[:.\-]?)(?P<minute>\d\d)"
    r"(?:(?P=mark)(?P<second>\d\d)(?P<part>[.,]\d{1,9})?)?)?"
)
_OFFSET = r"\s*(?P<offset>Z|[+-]\d\d:?\d\d)?"
_DATES = tuple(
    re.compile(day + _TIME + _OFFSET, re.ASCII)
    for day in (
        r"(?P<year>\d{4})(?P<dash>[-:./_])(?P<month>\d\d)(?P=dash)(?P<day>\d\d)",
        r"(?P<year>1[89]\d\d|2[01]\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})",
    )
)
_NOTHING = frozenset(["", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--"])
_LONGEST_NOTHING = max(map(len, _NOTHING))
_USUAL_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ](?:[01]\d|2[0-3]):\d\d:\d\d)?", re.ASCII)
_PLAIN_COMMA = re.compile(r"[+-]?\d*,(?:\d{1,2}|\d{4,})", re.ASCII)
_LONGEST_DATE = 48
_REMEMBERED = 4096  # different values of a column whose kinds are kept; most columns repeat a few
_JUDGED = 1000  # values that are looked at although the column is known to be text, for the sentence that says why


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is no value, as R, pandas and spreadsheets write it."""
    if len(text) > _LONGEST_NOTHING and not (text[0].isspace() or text[-1].isspace()):
        return False
    return text.strip().casefold() in _NOTHING


def number_of(text: str, *, comma: bool = False) -> int | float | None:
    """Return the number that a text is; None for any other text, such as "007", which is a name, or "1e999".

    Args:
        text: with a decimal point or, where `comma` says so, a decimal comma.
        comma: whether a comma is the decimal mark; without it a text with a comma is no number.
    """
    text = text.strip()
    if not _NUMBER.fullmatch(text) or ("." if comma else ",") in text:
        return None
    text = text.replace(",", ".")
    if "." not in text and "e" not in text.lower():
        return int(text) if len(text.lstrip("+-")) <= _DIGITS else None
    value = float(text)
    return value if abs(value) != float("inf") else None


def date_of(text: str) -> str | None:
    """Return the date that a text is, as ISO 8601; None for any other text and for a day that no calendar has."""
    text = text.strip()
    if len(text) > _LONGEST_DATE or not text[:1].isdigit():
        return None
    if _USUAL_DATE.fullmatch(text):  # found without the time that all other forms take
        try:
            datetime.fromisoformat(text)
        except ValueError:
            return None
        return text.replace(" ", "T")
    found = next((match for pattern in _DATES if (match := pattern.fullmatch(text))), None)
    if found is None or (found["offset"] and found["hour"] is None):
        return None
    try:
        return _iso(found)
    except (ValueError, OverflowError):
        return None


def _iso(found: re.Match[str]) -> str:
    day = [int(found[name]) for name in ("year", "month", "day")]
    if found["hour"] is None:
        return datetime(*day).date().isoformat()  # type: ignore[arg-type]  # three numbers
    clock = [int(found[name] or 0) for name in ("hour", "minute", "second")]
    micro = int((found["part"] or ".0")[1:7].ljust(6, "0"))
    moment = datetime(*day, *clock, micro, tzinfo=_zone(found["offset"]))  # type: ignore[arg-type, misc]
    if moment.tzinfo is None:
        return _written(moment)
    return f"{_written(moment.astimezone(UTC).replace(tzinfo=None))}Z"


def _written(moment: datetime) -> str:
    text = moment.isoformat()
    return text.rstrip("0") if "." in text else text


def _zone(offset: str | None) -> timezone | None:
    if offset is None:
        return None
    if offset == "Z":
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError("no offset of this earth")
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if offset[0] == "-" else span)


def convert(text: str, kind: Kind, *, comma: bool = False) -> Value | None:
    """Return a text as a value of a kind; None where it says that there is none, or is not of that kind."""
    if kind == "text":
        return text if text.strip() else None
    if kind == "date":
        return date_of(text)
    text = text.strip()
    zeros = text.isascii() and text.isdigit() and len(text) <= _DIGITS  # "007", where somebody says that it is a number
    return int(text) if zeros else number_of(text, comma=comma)


class KindGuess:
    """Recognises the kind of a column from its values, one after another, without keeping them.

    A column is of numbers or of dates where every value is one, apart from cells that say that there is no value; else
    it is text. Numbers may have a decimal comma where none of them has a point, and one of them shows that its comma
    does not set thousands apart ("1,5"; "1,234" could be either).
    """

    def __init__(self) -> None:
        self.count = 0
        self._dates = self._points = self._commas = True
        self._plain_comma = self._some = False
        self._odd = self._broke = ""
        self._kinds: dict[str, tuple[bool, bool, bool]] = {}

    def see(self, text: str) -> None:
        """Take the next value into account."""
        if is_nothing(text):
            return
        self.count += 1
        open_before = self._dates or self._points or self._commas
        if not open_before and self.count > _JUDGED:
            return
        date, point, comma = self._kinds.get(text) or self._judge(text)
        self._dates, self._points, self._commas = self._dates and date, self._points and point, self._commas and comma
        self._plain_comma = self._plain_comma or (comma and bool(_PLAIN_COMMA.fullmatch(text.strip())))
        if open_before and not (self._dates or self._points or self._commas):
            self._broke = text
        if date or point or comma:
            self._some = True
        else:
            self._odd = self._odd or text

    def _judge(self, text: str) -> tuple[bool, bool, bool]:
        """Return whether a text is a date, a number with a point, and one with a comma."""
        point = number_of(text) is not None
        comma = number_of(text, comma=True) is not None
        is_short = point and comma and len(text) < len("20240501")  # no day is written with fewer digits
        found = (not is_short and date_of(text) is not None, point, comma)
        if len(self._kinds) < _REMEMBERED:
            self._kinds[text] = found
        return found

    @property
    def comma(self) -> bool:
        """Whether the numbers have a decimal comma."""
        return not self._points and self._commas and self._plain_comma

    @property
    def kind(self) -> Kind:
        """The kind, as far as it is known now."""
        if not self.count:
            return "text"
        if self._dates:
            return "date"
        return "number" if self._points or self.comma else "text"

    def mixed(self) -> str:
        """Return an example of what keeps a column with numbers or dates from being of these; "" for other columns."""
        return (self._odd or self._broke) if self.kind == "text" and self._some else ""


def kind_of(texts: Iterable[str]) -> Kind:
    """Return the kind of a column with these values."""
    guess = KindGuess()
    for text in texts:
        guess.see(text)
    return guess.kind


def shown_value(value: Value) -> str:
    """Return a value as text, a number as short as it can be read back."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)
