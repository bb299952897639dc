"""Patterns of file names: "{site}_{date}_{n}" takes the site, the date and the number from each name.

A pattern is no regular expression: text outside braces stands for itself. It describes the end of a path by whole
components, without the suffix of the file: "{site}/{date}_{n}" looks at the file name and the folder above. A field
takes at least one character and never a "/". `{n:number}` and `{date:date}` take only what is a number or a date, which
tells where "north_ridge_2024-05-01_7" has to be divided. Without such a hint a field ends as early as it can.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from desktop_labeler.data.metadata.values import KINDS, Kind, date_of, number_of
from desktop_labeler.errors import LabelerError

MOST_FIELDS = 20
_LONGEST = 1000  # characters of a pattern


class Field(NamedTuple):
    """A field of a pattern; `kind` is None where the values decide."""

    name: str
    kind: Kind | None


@dataclass(frozen=True)
class Pattern:
    """A pattern that was read.

    Attributes:
        text: as the person wrote it.
        parts: what stands before, between and after the fields; one more than fields.
        fields: the fields in their order.
    """

    text: str
    parts: tuple[str, ...]
    fields: tuple[Field, ...]

    @cached_property
    def _levels(self) -> int:
        return sum(part.count("/") for part in self.parts) + 1

    def match(self, path: str) -> dict[str, str] | None:
        """Return what each field takes from a path with "/"; None where the path does not fit the pattern."""
        components = path.split("/")[-self._levels :]
        if len(components) < self._levels:
            return None
        stem, dot, _ = components[-1].rpartition(".")
        text = "/".join([*components[:-1], stem if dot and stem else components[-1]])
        if not text.startswith(self.parts[0]):
            return None
        taken = self._straight(text) or self._take(text)
        return None if taken is None else {field.name: value for field, value in zip(self.fields, taken, strict=True)}

    def _straight(self, text: str) -> list[str] | None:
        """Divide a text at the first place of each literal, which is what `_take` finds if all fields suit."""
        start, found = len(self.parts[0]), list[str]()
        for literal in self.parts[1:-1]:
            end = text.find(literal, start + 1)
            if end < 0:
                return None
            found.append(text[start:end])
            start = end + len(literal)
        end = len(text) - len(self.parts[-1])
        found.append(text[start:end])
        fits = start < end and text.endswith(self.parts[-1])
        pairs = zip(found, self.fields, strict=True)
        return found if fits and all("/" not in value and _suits(value, field.kind) for value, field in pairs) else None

    def _take(self, text: str) -> list[str] | None:
        """Divide a text by trying each field as short as possible; what failed once at a place is not tried again."""
        failed: set[tuple[int, int]] = set()
        starts, tries = [len(self.parts[0])], [0]
        ends: list[int] = []
        while starts:
            number, start = len(starts) - 1, starts[-1]
            end = self._end(text, number, start, max(tries[-1], start + 1))
            if end < 0:
                failed.add((number, start))
                starts.pop()
                tries.pop()
                if ends:
                    tries[-1] = ends.pop() + 1
                continue
            after = end + len(self.parts[number + 1])
            if number + 1 == len(self.fields):
                return [text[begin:stop] for begin, stop in zip(starts, [*ends, end], strict=True)]
            if (number + 1, after) in failed:
                tries[-1] = end + 1
                continue
            ends.append(end)
            starts.append(after)
            tries.append(0)
        return None

    def _end(self, text: str, number: int, start: int, at_least: int) -> int:
        """Return the first place from `at_least` on where a field that begins at `start` may end; −1 for none."""
        literal, last = self.parts[number + 1], number + 1 == len(self.fields)
        limit = text.find("/", start)
        limit = len(text) if limit < 0 else limit
        if last:
            end = len(text) - len(literal)
            fits = at_least <= end <= limit and text.endswith(literal)
            return end if fits and _suits(text[start:end], self.fields[number].kind) else -1
        end = text.find(literal, at_least)
        while 0 <= end <= limit:
            if _suits(text[start:end], self.fields[number].kind):
                return end
            end = text.find(literal, end + 1)
        return -1


def _suits(text: str, kind: Kind | None) -> bool:
    if kind == "number":
        return text.isascii() and (text.isdigit() or number_of(text) is not None)
    return kind != "date" or date_of(text) is not None


def read_pattern(text: str) -> Pattern:
    """Read a pattern.

    Raises:
        LabelerError: it is none; the text says what is wrong with it.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        raise LabelerError(
            "The pattern has more than {most:# character|# characters}. Nothing was changed. Write a shorter one.",
            most=_LONGEST,
        )
    parts, fields, rest = [""], list[Field](), text
    while rest:
        before, brace, rest = rest.partition("{")
        if "}" in before:
            raise _unclosed(text)
        parts[-1] += before
        if not brace:
            break
        inside, brace, rest = rest.partition("}")
        if not brace or "{" in inside:
            raise _unclosed(text)
        fields.append(_field(inside, text))
        parts.append("")
    _check(text, parts, fields)
    return Pattern(text, tuple(parts), tuple(fields))


def _field(inside: str, text: str) -> Field:
    name, colon, kind = inside.partition(":")
    name, kind = " ".join(name.split()), kind.strip()
    if not name:
        raise LabelerError(
            "A field of the pattern {pattern} has no name. Nothing was changed. Write one between its braces: "
            "{example}.",
            pattern=text,
            example="{site}",
        )
    if not colon:
        return Field(name, None)
    for known in KINDS:
        if kind == known:
            return Field(name, known)
    raise LabelerError(
        "The pattern {pattern} asks for {kind}, which is no kind of values. Nothing was changed. There are: {kinds}.",
        pattern=text,
        kind=kind or "…",
        kinds=list(KINDS),
    )


def _check(text: str, parts: list[str], fields: list[Field]) -> None:
    if not fields:
        raise LabelerError(
            "The pattern {pattern} has no field. Nothing was changed. A field is a name in braces: {example}.",
            pattern=text or "…",
            example="{site}_{date}_{n}",
        )
    if len(fields) > MOST_FIELDS:
        raise LabelerError(
            "The pattern has more than {most:# field|# fields}. Nothing was changed. Leave out some of them.",
            most=MOST_FIELDS,
        )
    names = [field.name.casefold() for field in fields]
    twice = [field.name for field in fields if names.count(field.name.casefold()) > 1]
    if twice:
        raise LabelerError(
            "The pattern {pattern} has the field {name} more than once. Nothing was changed. Give each its own name.",
            pattern=text,
            name=twice[0],
        )
    if not all(parts[1:-1]):
        place = next(number for number, part in enumerate(parts[1:-1]) if not part)
        raise LabelerError(
            "Between {first} and {second} of the pattern {pattern} stands nothing, so nobody can tell where one ends. "
            "Nothing was changed. Write what separates them in the names of the files.",
            first=fields[place].name,
            second=fields[place + 1].name,
            pattern=text,
        )


def _unclosed(text: str) -> LabelerError:
    return LabelerError(
        "The braces of the pattern {pattern} do not match. Nothing was changed. Each field is one name in braces: "
        "{example}.",
        pattern=text,
        example="{site}_{date}_{n}",
    )
