"""Writes a source of boxes again in which only the classes of some boxes differ: every other byte stays.

Where a class is new to a source that lists its classes, it is added at the end of that list.
"""

import shutil
from collections.abc import Generator, Iterator, Mapping
from pathlib import Path

from desktop_labeler.data.formats.boxes.read_boxes import Named, folder_of, read_boxes, source_files
from desktop_labeler.data.formats.boxes.relabel_json import relabel_coco, relabel_labelme, relabel_labelstudio
from desktop_labeler.data.formats.boxes.relabel_table import relabel_table
from desktop_labeler.data.formats.boxes.relabel_voc import relabel_voc
from desktop_labeler.data.formats.boxes.relabel_yolo import relabel_yolo
from desktop_labeler.data.formats.boxes.sniff import BoxKind
from desktop_labeler.errors import FormatError

WRITTEN_BACK: tuple[BoxKind, ...] = ("coco", "voc", "yolo", "csv", "labelstudio", "labelme")
"""The formats whose classes can be written back."""

_ONE_FILE = {
    "coco": relabel_coco,
    "voc": relabel_voc,
    "csv": relabel_table,
    "labelstudio": relabel_labelstudio,
    "labelme": relabel_labelme,
}


def write_back(source: Path, kind: BoxKind, out: Path, labels: Mapping[str, str]) -> Generator[str, None, None]:
    """Copy a source and give some of its boxes other classes.

    A box that stands twice in the source gets its class in both places.

    Args:
        source: the file or folder that was read.
        kind: its format, one of WRITTEN_BACK.
        out: does not exist yet. A folder with all files of the format in the same places below; of a source of one
            file, that file.
        labels: the class of each place (`BoxAnnotation.place`); other places stay as they are.

    Yields:
        The path of each file that is written, relative to the source.

    Raises:
        FormatError: a file of the source cannot be read as before, or a class cannot be written there. What was
            written until then is incomplete.
        OSError: it cannot be written.
        ValueError: this format is not written.
    """
    if kind not in WRITTEN_BACK:
        raise ValueError(f"format {kind!r} is none of {', '.join(WRITTEN_BACK)}")
    files = source_files(source, kind)
    by_file = _by_file(_with_twins(source, kind, labels))
    single = files == [(source, source.name)]
    if kind == "yolo":
        yield from relabel_yolo(files, folder_of(source), out, by_file, single=single)
    else:
        yield from _one_by_one(files, kind, out, by_file, single=single)


def _one_by_one(
    files: list[Named], kind: BoxKind, out: Path, by_file: Mapping[str, Mapping[str, str]], *, single: bool
) -> Iterator[str]:
    for file, name in files:
        target = out if single else out / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in by_file:
            _ONE_FILE[kind](file, target, by_file[name])
        else:
            shutil.copyfile(file, target)
        yield name


def _with_twins(source: Path, kind: BoxKind, labels: Mapping[str, str]) -> dict[str, str]:
    """Return the classes with those of boxes that stand twice."""
    read = read_boxes(source, kind)
    there = {box.place: box.label for box in read if box.place in labels}
    changed = {place: label for place, label in labels.items() if there.get(place) != label}
    missing = next((place for place in changed if place not in there), None)
    if missing is not None:
        raise FormatError(
            "The box {place} is not in {source} any more. Nothing was written. Import the boxes again.",
            place=missing,
            source=source,
        )
    return changed | {twin: changed[first] for twin, first in read.checks.twins.items() if first in changed}


def _by_file(labels: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the classes by file, then by the place in it."""
    found: dict[str, dict[str, str]] = {}
    for place, label in labels.items():
        file, _, inside = place.rpartition("#")
        found.setdefault(file, {})[inside] = label
    return found
