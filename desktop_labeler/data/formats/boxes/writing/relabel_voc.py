"""Gives objects of a Pascal VOC file other names; every other byte stays."""

import re
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from desktop_labeler.data.formats.boxes.reading.voc import VocError, VocFile, VocObject, parse_voc
from desktop_labeler.errors import FormatError

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def relabel_voc(file: Path, out: Path, labels: Mapping[str, str]) -> None:
    """Copy a file with other names of some objects.

    Args:
        file: the file.
        out: does not exist yet.
        labels: the name by the place of the object: {"object/2": "cat"}.

    Raises:
        FormatError: the file is not as it was, or a name cannot be written in XML.
    """
    content = file.read_bytes()
    try:
        parsed = parse_voc(content)
    except VocError as error:
        raise FormatError(
            "{file} cannot be read any more: {reason}. Nothing was written.", file=file.name, reason=error.reason
        ) from error
    for place, label in sorted(labels.items(), key=lambda item: -int(item[0].rpartition("/")[2])):
        found = parsed.objects[int(place.rpartition("/")[2])]
        content = _renamed(content, found, _encoded(label, content, parsed, file), parsed)
    with out.open("xb") as target:
        target.write(content)


def _renamed(content: bytes, found: VocObject, name: bytes, parsed: VocFile) -> bytes:
    if found.name is None:
        return (
            content[: found.start]
            + _tag("<name>", content, parsed)
            + name
            + (_tag("</name>", content, parsed) + content[found.start :])
        )
    start, end = found.span
    short = _tag("/>", content, parsed)
    if start == end and content[:start].endswith(short):  # <name/>
        return (
            content[: start - len(short)]
            + _tag(">", content, parsed)
            + name
            + (_tag("</name>", content, parsed) + content[end:])
        )
    inside = content[start:end]
    blanks = (
        _tag(" ", content, parsed),
        _tag("\n", content, parsed),
        _tag("\t", content, parsed),
        _tag("\r", content, parsed),
    )
    while inside.startswith(blanks):
        start, inside = start + len(blanks[0]), inside[len(blanks[0]) :]
    while inside.endswith(blanks):
        end, inside = end - len(blanks[0]), inside[: -len(blanks[0])]
    return content[:start] + name + content[end:]


def _encoded(label: str, content: bytes, parsed: VocFile, file: Path) -> bytes:
    check_is_xml(label, file)
    return escape(label).encode(codec_of_voc(content, parsed), "xmlcharrefreplace")


def check_is_xml(label: str, file: Path) -> None:
    """Raise FormatError for a class with characters that XML cannot hold."""
    if _NOT_IN_XML.search(label):
        raise FormatError(
            "The class {label} has characters that XML cannot hold, for {file}. Nothing was written. Rename it.",
            label=label,
            file=file.name,
        )


def _tag(text: str, content: bytes, parsed: VocFile) -> bytes:
    return text.encode(codec_of_voc(content, parsed))


def codec_of_voc(content: bytes, parsed: VocFile) -> str:
    """Return the encoding of a file for text inside of it, which has no byte order mark."""
    if content.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if content.startswith(b"\xfe\xff"):
        return "utf-16-be"
    return parsed.encoding
