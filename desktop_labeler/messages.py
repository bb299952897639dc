"""Messages to the user: a template with named arguments, translated where it is shown.

The layers below the window do not translate: they write `Message("{images:# image|# images} could not be read.",
images=3)`. As a string it is English; the window words it in its own language, with the numbers written as that
language writes them. Templates are collected for translation from the sources, so each one is a literal there.

Fields of a template:
    {name}              text as it is; a number with its thousands set apart; a Message worded; a list joined by commas
    {share:.1%} {x:.2f} a number in percent, or with so many digits behind the point
    {year:d}            a whole number as it is
    {n:# image|# images} what stands for one and what for any other number; "#" is the number
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from numbers import Integral, Real

from desktop_labeler.json_text import parse_json

_FIELD = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
_MARK = "template"  # the key that identifies a stored message
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")  # see `visible`


@dataclass(frozen=True)
class Wording:
    """How a language renders messages.

    Attributes:
        template: returns the translation of a template.
        number: formats a number: "" and ".2f" group thousands, ".1%" is in percent, "d" has no grouping.
    """

    template: Callable[[str], str]
    number: Callable[[float, str], str]


def english_number(value: float, form: str) -> str:
    """Return a number in English format: 1,204; 0.5; 12.5 %."""
    if form == "d":
        return str(value)
    if form.endswith("%"):
        return f"{format(100 * value, ',' + form[:-1] + 'f')} %"
    return format(value, f",{form}" if form or isinstance(value, Integral) else ",g")


ENGLISH = Wording(lambda template: template, english_number)


class Message:
    """A sentence for the user, or a part of one.

    Args:
        template: the English text; fields in braces are filled in from the arguments of that name.
        arguments: text, numbers, paths, other messages, lists of these.
    """

    __slots__ = ("arguments", "template")

    def __init__(self, template: str, /, **arguments: object) -> None:
        self.template, self.arguments = template, arguments

    @classmethod
    def filling(cls, template: str, arguments: Mapping[str, object]) -> "Message":
        """Return the message of a template that is a literal elsewhere: `unfilled` marks it there."""
        return cls(template, **arguments)

    def __str__(self) -> str:
        return self.worded(ENGLISH)

    def __repr__(self) -> str:
        return f"Message({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and (self.template, self.arguments) == (other.template, other.arguments)

    def __hash__(self) -> int:
        return hash(self.template)

    def worded(self, wording: Wording) -> str:
        """Return the text in a language."""
        template = wording.template(self.template)
        return _FIELD.sub(lambda field: self._filled(field, wording), template) if self.arguments else template

    def _filled(self, field: re.Match[str], wording: Wording) -> str:
        if field[1] not in self.arguments:
            return field[0]
        value, form = self.arguments[field[1]], field[2] or ""
        if "|" in form:
            one, many = form.split("|")
            return (one if value == 1 else many).replace("#", _value(value, "", wording))
        return _value(value, form, wording)

    def stored(self) -> str:
        """Return it as text for a file: its template, or JSON if it has arguments."""
        return json.dumps(_plain(self), ensure_ascii=False) if self.arguments else self.template

    @classmethod
    def read(cls, text: str) -> "Message":
        """Return the message that `stored` made this text from; any other text is kept as it is."""
        if text.startswith("{"):
            try:
                found = _unplain(parse_json(text))
            except ValueError:
                found = None
            if isinstance(found, Message):
                return found
        return cls(text)


def unfilled(template: str) -> str:
    """Mark a template that gets its arguments elsewhere, so that it is collected for translation."""
    return template


def visible(text: str, *, lines: bool = False) -> str:
    """Return text from data with invisible and misleading characters made visible.

    Control characters become their pictures ("␛"); those that change the direction of writing become their numbers
    ("[U+202E]"), for they let "gpj.exe" look like "exe.jpg" (Boucher and Anderson, "Trojan Source", 2021); bytes of a
    file name that are no text become "[xE9]".

    Args:
        text: a name, a note, a path.
        lines: it may have several lines: line breaks and tabs stay.
    """
    return _UNSEEN.sub(lambda found: found[0] if lines and found[0] in "\n\t" else _picture(ord(found[0])), text)


def _picture(code: int) -> str:
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"[x{code - 0xDC00:02X}]" if 0xDC80 <= code <= 0xDCFF else f"[U+{code:04X}]"


def fields(template: str) -> set[str]:
    """Return the names of the fields of a template."""
    return {field[1] for field in _FIELD.finditer(template)}


def _value(value: object, form: str, wording: Wording) -> str:
    if isinstance(value, Message):
        return value.worded(wording)
    if isinstance(value, Real):
        return wording.number(int(value) if isinstance(value, Integral) else float(value), form)
    if isinstance(value, (list, tuple)):
        return ", ".join(_value(one, form, wording) for one in value)
    return visible(str(value))


def _plain(value: object) -> object:
    """Return a value as JSON can hold it."""
    if isinstance(value, Message):
        return {_MARK: value.template, **{name: _plain(one) for name, one in value.arguments.items()}}
    if isinstance(value, Real):
        return int(value) if isinstance(value, Integral) else float(value)
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else str(value)


def _unplain(value: object) -> object:
    if isinstance(value, list):
        return [_unplain(one) for one in value]
    if isinstance(value, dict) and isinstance(value.get(_MARK), str):
        parts = {name: _unplain(one) for name, one in value.items() if name != _MARK}
        return Message.filling(value[_MARK], parts)
    return value
