"""Gives lines of YOLO's text files other class numbers; every other byte stays."""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from desktop_labeler.data.formats.boxes.reading.class_names_file import ClassNames, with_names
from desktop_labeler.data.formats.boxes.reading.yolo import NamesOfFolders
from desktop_labeler.errors import FormatError

NEW = "new/"  # begins a place that none has: its class only becomes known
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*(\S+)")  # behind a byte order mark


def relabel_yolo(
    files: Sequence[tuple[Path, str]],
    root: Path,
    out: Path,
    labels: Mapping[str, Mapping[str, str]],
    *,
    single: bool,
) -> Iterator[str]:
    """Copy files of labels, and the files with the names of classes, extended by new ones.

    Args:
        files: each file with its path in the source, also those with the names.
        root: the folder of the source.
        out: a folder, or of a single file that file; does not exist yet.
        labels: the class by file and line: {"labels/a.txt": {"line/3": "cat"}}; places that begin with NEW are none.
        single: whether the source is one file, beside which no names can be written.

    Yields:
        The path of each file that is written.

    Raises:
        FormatError: the names are not there to be extended, or cannot be read.
    """
    known = NamesOfFolders(root)
    added: dict[Path, list[str]] = {}
    for file, name in files:
        target = out if single else out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        changes = labels.get(name, {})
        if changes:
            numbers = _numbers(known.of(file), list(changes.values()), added, {path for path, _ in files}, name)
            target.write_bytes(_renumbered(file.read_bytes(), changes, numbers))
        else:
            shutil.copyfile(file, target)
        yield name
    for file, name in files:
        if added.get(file):
            with (out / name).open("w", encoding="utf-8", newline="") as opened:
                opened.write(with_names(file, added[file]))


def _numbers(
    known: ClassNames, labels: Sequence[str], added: dict[Path, list[str]], files: set[Path], name: str
) -> dict[str, int]:
    """Return the number of each class; new ones are noted for the file with the names."""
    found = {label: number for number, label in reversed(known.names.items())}
    first = max(known.names, default=-1) + 1
    for label in labels:
        if label in found or (not known.names and label.isdecimal() and label.isascii()):
            found.setdefault(label, int(label) if label not in found else found[label])
            continue
        if known.file is None or known.file not in files:
            raise FormatError(
                "The class {label} is new to {file}, and there is no file with the names of classes that could be "
                "written with it. Nothing was written. Import the folder that holds it too.",
                label=label,
                file=name,
            )
        more = added.setdefault(known.file, [])
        if label not in more:
            more.append(label)
        found[label] = first + more.index(label)
    return found


def _renumbered(content: bytes, changes: Mapping[str, str], numbers: Mapping[str, int]) -> bytes:
    lines = content.split(b"\n")
    for place, label in changes.items():
        if place.startswith(NEW):
            continue
        at = int(place.rpartition("/")[2]) - 1
        first = _FIRST.match(lines[at])
        if first is not None:
            lines[at] = lines[at][: first.start(1)] + str(numbers[label]).encode() + lines[at][first.end(1) :]
    return b"\n".join(lines)
