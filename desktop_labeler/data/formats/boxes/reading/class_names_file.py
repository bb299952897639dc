"""The names of YOLO's classes: classes.txt, *.names, or "names" in data.yaml; read, and extended by new ones.

Of YAML only what these files use is understood: a list or numbered names, in brackets or in lines. The rest of the file
stays as it is.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.errors import FormatError

_YAML = (".yaml", ".yml")
_LISTS = ("classes.txt", "obj.names", "names.txt", "predefined_classes.txt", "_darknet.labels", "labels.txt")
_KEY = re.compile(r"^names[ \t]*:[ \t]*", re.MULTILINE)
_COUNT = re.compile(r"^(nc[ \t]*:[ \t]*)(\d+)", re.MULTILINE)
_ITEM = re.compile(r"([ \t]*)-[ \t]+(.+)")
_NUMBERED = re.compile(r"([ \t]+)['\"]?(\d+)['\"]?[ \t]*:[ \t]*(.*)")
_QUOTED = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)')\s*(?:#.*)?""", re.DOTALL)
_LARGEST = 16 << 20  # bytes


@dataclass(frozen=True)
class ClassNames:
    """The names of classes by their number, and the file that has them; None where there is none."""

    file: Path | None
    names: dict[int, str]


def is_names_file(file: Path) -> bool:
    """Whether a file is called as files with the names of classes are."""
    return file.name.lower() in _LISTS or file.suffix.lower() in (*_YAML, ".names")


def names_in(folder: Path) -> ClassNames | None:
    """Return the names that a file directly in a folder gives; None without such a file.

    Raises:
        FormatError: it cannot be read.
    """
    try:
        files = [file for file in sorted(folder.iterdir()) if is_names_file(file) and file.is_file()]
    except OSError:
        return None
    for file in sorted(files, key=lambda file: file.suffix.lower() not in _YAML):
        text = _text(file)
        names = _in_yaml(text) if file.suffix.lower() in _YAML else _in_lines(text)
        if names:
            return ClassNames(file, names)
    return None


def with_names(file: Path, added: Sequence[str]) -> str:
    """Return the text of a file with further names at its end, numbered on from its highest number.

    Raises:
        FormatError: it cannot be read, or is not written as expected.
    """
    text = _text(file)
    if file.suffix.lower() not in _YAML:
        end = "\r\n" if "\r\n" in text else "\n"
        body = text.rstrip("\r\n")
        return body + end + end.join(added) + (text[len(body) :] or "")
    found = _KEY.search(text)
    names = _in_yaml(text)
    if found is None or not names:
        raise FormatError(
            "New classes cannot be added to {file}: it has no list of names. Nothing was written. Add one.",
            file=file.name,
        )
    written = _longer(text, found.end(), {max(names) + 1 + place: name for place, name in enumerate(added)})
    return _COUNT.sub(lambda count: f"{count[1]}{max(names) + 1 + len(added)}", written)


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        with file.open(encoding="utf-8", newline="") as opened:
            return opened.read()
    except (OSError, ValueError) as error:
        raise FormatError(
            "{file} cannot be read ({reason}). Nothing was changed. Save it as text in UTF-8.",
            file=file.name,
            reason=error,
        ) from error


def _in_lines(text: str) -> dict[int, str]:
    lines = [line.strip() for line in text.removeprefix("\ufeff").rstrip().splitlines()]
    return dict(enumerate(lines))


def _in_yaml(text: str) -> dict[int, str]:
    found = _KEY.search(text)
    if found is None:
        return {}
    if text[found.end() : found.end() + 1] in ("[", "{"):
        return _in_brackets(text, found.end())
    names: dict[int, str] = {}
    for line in text[found.end() :].splitlines()[1:]:
        item, numbered = _ITEM.fullmatch(line), _NUMBERED.fullmatch(line)
        if item is not None:
            names[len(names)] = _plain(item[2])
        elif numbered is not None:
            names[int(numbered[2])] = _plain(numbered[3])
        elif line.strip() and not line.lstrip().startswith("#"):
            break
    return names


def _in_brackets(text: str, start: int) -> dict[int, str]:
    numbered = text[start] == "{"
    names: dict[int, str] = {}
    for part in _parts(text[start + 1 : _closing(text, start)]):
        if numbered:
            key, _, value = part.partition(":")
            if key.strip().strip("'\"").isdecimal():
                names[int(key.strip().strip("'\""))] = _plain(value)
        else:
            names[len(names)] = _plain(part)
    return names


def _closing(text: str, start: int) -> int:
    """Return where the bracket closes that opens at `start`; the end of the text without one."""
    quote = ""
    for place in range(start + 1, len(text)):
        letter = text[place]
        if quote:
            quote = "" if letter == quote and text[place - 1] != "\\" else quote
        elif letter in "'\"" and text[start + 1 : place].rstrip()[-1:] in ("", ",", ":"):
            quote = letter
        elif letter in "]}":
            return place
    return len(text)


def _parts(text: str) -> list[str]:
    """Return what stands between the commas of a list in brackets; commas in quotes are text."""
    found = re.findall(r"""\s*((?:\d+\s*:\s*)?(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]*))\s*(?:,|$)""", text)
    return [part for part in found if part.strip()]


def _plain(value: str) -> str:
    """Return a name without its quotes or the comment behind it."""
    quoted = _QUOTED.fullmatch(value)
    if quoted is None:
        return re.split(r"\s#", value)[0].strip()
    if quoted[2] is not None:
        return quoted[2].replace("''", "'")
    try:
        return str(json.loads(f'"{quoted[1]}"'))
    except ValueError:
        return quoted[1]


def _longer(text: str, start: int, added: dict[int, str]) -> str:
    """Return a YAML text with further names in the list that starts at `start`, written as the list is."""
    quoted = {number: json.dumps(name, ensure_ascii=False) for number, name in added.items()}
    if text[start : start + 1] in ("[", "{"):
        end = start + 1 + len(text[start + 1 : _closing(text, start)].rstrip().rstrip(","))
        numbered = text[start] == "{"
        more = "".join(f", {number}: {name}" if numbered else f", {name}" for number, name in quoted.items())
        return text[:end] + more + text[end:]
    lines = text[start:].splitlines(keepends=True)
    last = max(at for at, line in enumerate(lines) if at and _is_name(lines, at))
    newline = "\r\n" if "\r\n" in text else "\n"
    lines[last] = lines[last].rstrip("\r\n") + newline
    item = _ITEM.match(lines[last])
    numbered_line = _NUMBERED.match(lines[last])
    indent = (item or numbered_line or [""])[1] if item or numbered_line else ""
    lines[last] += "".join(
        f"{indent}- {name}{newline}" if item else f"{indent}{number}: {name}{newline}"
        for number, name in quoted.items()
    )
    return text[:start] + "".join(lines)


def _is_name(lines: Sequence[str], at: int) -> bool:
    """Whether a line is one of the names: no other line than names, blanks and comments is between."""
    for line in lines[1 : at + 1]:
        bare = line.rstrip("\r\n")
        if (
            bare.strip()
            and not bare.lstrip().startswith("#")
            and not (_ITEM.fullmatch(bare) or _NUMBERED.fullmatch(bare))
        ):
            return False
    bare = lines[at].rstrip("\r\n")
    return _ITEM.fullmatch(bare) is not None or _NUMBERED.fullmatch(bare) is not None
