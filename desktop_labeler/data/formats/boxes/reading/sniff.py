"""Tells the format of a file of boxes from its content, and finds the files of a format in a folder."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

from desktop_labeler.data.formats.boxes.reading.box_table import LEFT_NAMES, find_box_columns
from desktop_labeler.data.formats.boxes.reading.json_stream import Entry, entries
from desktop_labeler.data.formats.tables.column_names import plain
from desktop_labeler.data.formats.tables.table import open_table
from desktop_labeler.errors import FormatError, unreadable

BoxKind = Literal["coco", "voc", "yolo", "csv", "megadetector", "labelstudio", "labelme"]

_TABLES = frozenset([".csv", ".tsv", ".tab", ".xlsx", ".parquet"])
_PERHAPS_TABLES = frozenset([".txt", ".dat", ""])  # endings that say nothing
_VOC = re.compile(rb"<annotation[\s>]")
_YOLO = re.compile(r"\s*\d+(?:\s+[-+.\deE]+){4,}\s*")
_YAML = (".yaml", ".yml")
_NAMES = re.compile(rb"^names\s*:", re.MULTILINE)
_HEAD = 1 << 14  # bytes
_NAMED = 1 << 12  # bytes in which a table names its columns
_CELLS = re.compile(r"[\t;,|\r\n]")
_PACKED = (b"PK\x03\x04", b"PAR1")
_FEW = 10_000  # entries of a JSON file before its format is given up
_KEYS: dict[str, BoxKind] = {
    "annotations": "coco",
    "categories": "coco",
    "detection_categories": "megadetector",
    "classification_categories": "megadetector",
    "predictions": "megadetector",
    "shapes": "labelme",
    "imagePath": "labelme",
}


def kind_of_file(file: Path) -> BoxKind | None:
    """Return the format of a file; None if it is none of those of boxes.

    Raises:
        FormatError: it cannot be read.
    """
    try:
        with file.open("rb") as opened:
            head = opened.read(_HEAD)
    except OSError as error:
        raise unreadable(file, error) from error
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1]
    if start == b"<":
        return "voc" if _VOC.search(head.replace(b"\0", b"")) else None
    if start in (b"{", b"["):
        return _kind_of_json(file)
    if file.suffix.lower() in _TABLES:
        return "csv"
    if file.suffix.lower() in _YAML:
        return "yolo" if _NAMES.search(head) is not None else None
    return "yolo" if _is_yolo(head) else "csv" if _may_be_table(head) and is_box_table(file) else None


def has_yolo_line(text: str) -> bool:
    """Whether a line of a text is one of YOLO: a class number and at least four numbers."""
    return any(_YOLO.fullmatch(line) for line in text.splitlines())


def _is_yolo(head: bytes) -> bool:
    """Whether the beginning of a file is one of YOLO's labels: half of its lines are, the first one or not."""
    lines = [line for line in head.decode("utf-8-sig", "replace").splitlines() if line.strip()]
    whole = lines[:-1] if len(head) == _HEAD and len(lines) > 1 else lines
    good = sum(_YOLO.fullmatch(line) is not None for line in whole)
    return 0 < good >= len(whole) - good


def _may_be_table(head: bytes) -> bool:
    """Whether a file is a workbook or names the left side of boxes; of many short texts it spares looking closer."""
    text = head[:_NAMED].replace(b"\0", b"").decode("latin-1")
    cells = _CELLS.split(text) + text.split()
    return head.startswith(_PACKED) or any(plain(cell.strip('"')) in LEFT_NAMES for cell in cells)


def is_box_table(file: Path) -> bool:
    """Whether a file is a table with the columns of boxes, whatever its ending."""
    try:
        find_box_columns(open_table(file, quick=True))
    except FormatError:
        return False
    return True


def files_of_tables(files: Iterable[tuple[Path, str]]) -> Iterator[tuple[Path, str]]:
    """Yield the files that are tables by their endings, and those whose ending says nothing and that are of boxes."""
    for file, name in files:
        ending = file.suffix.lower()
        if ending in _TABLES or (ending in _PERHAPS_TABLES and _quietly(file) == "csv"):
            yield file, name


def kinds_in(files: Iterable[tuple[Path, str]]) -> dict[BoxKind, int]:
    """Return how many files of each format there are; a table counts only if it has the columns of boxes."""
    found: dict[BoxKind, int] = {}
    for file, _ in files:
        kind = _quietly(file)
        if kind is not None:
            found[kind] = found.get(kind, 0) + 1
    return found


def _quietly(file: Path) -> BoxKind | None:
    ending = file.suffix.lower()
    if ending not in {*_TABLES, *_PERHAPS_TABLES, ".json", ".xml"}:
        return None
    try:
        kind = kind_of_file(file)
    except FormatError:
        return None
    if kind == "csv":
        return kind if is_box_table(file) else None
    return kind if ending not in _PERHAPS_TABLES or (kind == "yolo" and ending == ".txt") else None


def _kind_of_json(file: Path) -> BoxKind | None:
    for entry in islice(_without_errors(file), _FEW):
        if entry.key == "":
            return _of_list(entry.value)
        if entry.key == "images" and isinstance(entry.value, dict):
            return "megadetector" if "file" in entry.value and "file_name" not in entry.value else "coco"
        if entry.key in _KEYS:
            return _KEYS[entry.key]
    return None


def _without_errors(file: Path) -> Iterator[Entry]:
    """Yield the entries of a file up to the first that cannot be read, which reading it will name."""
    try:
        yield from entries(file)
    except FormatError:
        return


def _of_list(value: object) -> BoxKind | None:
    if not isinstance(value, dict):
        return None
    if "image_id" in value and ("bbox" in value or "category_id" in value):
        return "coco"
    return "labelstudio" if {"data", "annotations", "predictions"} & set(value) else None
