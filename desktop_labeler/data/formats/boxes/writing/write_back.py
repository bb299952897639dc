"""Writes a source of boxes again in which only what was changed here differs: every other byte stays.

Where a class is new to a source that lists its classes, it is added at the end of that list.
"""

import shutil
from collections.abc import Generator, Iterator, Mapping, Sequence
from pathlib import Path

from desktop_labeler.data.formats.boxes.reading.class_names_file import ClassNames
from desktop_labeler.data.formats.boxes.reading.read_boxes import Named, folder_of, read_boxes, source_files
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.boxes.reading.yolo import NamesOfFolders
from desktop_labeler.data.formats.boxes.writing.fresh_files import FreshFile, write_fresh
from desktop_labeler.data.formats.boxes.writing.fresh_images import add_to_coco, add_to_labelstudio, add_to_table
from desktop_labeler.data.formats.boxes.writing.relabel_json import relabel_coco, relabel_labelme, relabel_labelstudio
from desktop_labeler.data.formats.boxes.writing.relabel_table import relabel_table
from desktop_labeler.data.formats.boxes.writing.relabel_voc import relabel_voc
from desktop_labeler.data.formats.boxes.writing.relabel_yolo import NEW, relabel_yolo
from desktop_labeler.data.formats.boxes.writing.reshape_json import reshape_coco, reshape_labelme, reshape_labelstudio
from desktop_labeler.data.formats.boxes.writing.reshape_text import reshape_table, reshape_voc, reshape_yolo
from desktop_labeler.data.formats.boxes.writing.reshaped import Reshaped
from desktop_labeler.errors import FormatError

WRITTEN_BACK: tuple[BoxKind, ...] = ("coco", "voc", "yolo", "csv", "labelstudio", "labelme")
"""The formats whose classes can be written back."""

_KNOWS_CLASSES = frozenset(("coco", "yolo", "csv"))  # formats that list classes, or have a column for them

_RESHAPED = {
    "coco": reshape_coco,
    "voc": reshape_voc,
    "csv": reshape_table,
    "labelstudio": reshape_labelstudio,
    "labelme": reshape_labelme,
}
_ADDED = {"coco": add_to_coco, "csv": add_to_table, "labelstudio": add_to_labelstudio}
_ONE_FILE = {
    "coco": relabel_coco,
    "voc": relabel_voc,
    "csv": relabel_table,
    "labelstudio": relabel_labelstudio,
    "labelme": relabel_labelme,
}


def write_back(
    source: Path,
    kind: BoxKind,
    out: Path,
    labels: Mapping[str, str],
    reshaped: Reshaped | None = None,
    fresh: Sequence[FreshFile] = (),
) -> Generator[str, None, None]:
    """Copy a source, give some of its boxes other classes, and move, delete and add some.

    A box that stands twice in the source changes in both places.

    Args:
        source: the file or folder that was read.
        kind: its format, one of WRITTEN_BACK.
        out: does not exist yet. A folder with all files of the format in the same places below; of a source of one
            file, that file.
        labels: the class of each place (`BoxAnnotation.place`); other places stay as they are.
        reshaped: boxes that are elsewhere, deleted or new; their places are those of the source.
        fresh: the boxes of images that the source has no boxes of.

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
    labels, reshaped = _with_twins(source, kind, labels, reshaped or Reshaped())
    by_file, shapes = _by_file(labels), reshaped.by_file()
    if kind in _KNOWS_CLASSES:
        by_file = _with_new_classes(by_file, shapes, fresh)
    single = files == [(source, source.name)]
    if kind == "yolo":
        yield from relabel_yolo(files, folder_of(source), out, by_file, single=single)
    else:
        yield from _one_by_one(files, kind, out, by_file, single=single)
    for name, changes in shapes.items():
        target = out if single else out / name
        names = NamesOfFolders(folder_of(source)).of(source) if single else NamesOfFolders(out).of(target)
        _reshape(target, kind, changes, names)
    if kind in _ADDED:
        for name in dict.fromkeys(each.name for each in fresh):
            target = out if single else out / name
            part = target.with_name(f"{target.name}.part")
            _ADDED[kind](target, part, [each for each in fresh if each.name == name])
            part.replace(target)
        return
    for new_file in fresh:
        write_fresh(out / new_file.name, kind, new_file, NamesOfFolders(out).of(out / new_file.beside))
        yield new_file.name


def _with_new_classes(
    by_file: Mapping[str, Mapping[str, str]], shapes: Mapping[str, Reshaped], fresh: Sequence[FreshFile]
) -> dict[str, dict[str, str]]:
    """Return the classes by file and place with those of new boxes, which have no place yet."""
    found = {name: dict(known) for name, known in by_file.items()}
    for name, changes in shapes.items():
        found.setdefault(name, {}).update({f"{NEW}new-{n}": box.label for n, box in enumerate(changes.added)})
    for each in fresh:
        new = {f"{NEW}{each.name}-{each.image}-{n}": label for n, (label, _) in enumerate(each.boxes)}
        found.setdefault(each.beside, {}).update(new)
    return found


def _reshape(target: Path, kind: BoxKind, changes: Reshaped, names: ClassNames) -> None:
    """Change the boxes in a file that was written."""
    part = target.with_name(f"{target.name}.part")
    if kind == "yolo":
        reshape_yolo(target, part, changes, names)
    else:
        _RESHAPED[kind](target, part, changes)
    part.replace(target)


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


def _with_twins(
    source: Path, kind: BoxKind, labels: Mapping[str, str], reshaped: Reshaped
) -> tuple[dict[str, str], Reshaped]:
    """Return what changes, with the boxes that stand twice."""
    read, named = read_boxes(source, kind), reshaped.places
    there = {box.place: box.label for box in read if box.place in labels or box.place in named}
    changed = {place: label for place, label in labels.items() if there.get(place) != label}
    missing = next((place for place in (*changed, *named) if place not in there), None)
    if missing is not None:
        raise FormatError(
            "The box {place} is not in {source} any more. Nothing was written. Import the boxes again.",
            place=missing,
            source=source,
        )
    twins = read.checks.twins
    return changed | {twin: changed[first] for twin, first in twins.items() if first in changed}, reshaped.with_twins(
        twins
    )


def _by_file(labels: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return the classes by file, then by the place in it."""
    found: dict[str, dict[str, str]] = {}
    for place, label in labels.items():
        file, _, inside = place.rpartition("#")
        found.setdefault(file, {})[inside] = label
    return found
