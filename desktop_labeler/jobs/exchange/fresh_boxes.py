"""Boxes that were drawn on images of which a source has none: which files of a copy of it they go into."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from desktop_labeler.data.decoding.decode import probe
from desktop_labeler.data.formats.boxes.reading.json_stream import entries
from desktop_labeler.data.formats.boxes.reading.read_boxes import folder_of, source_files
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.boxes.writing.fresh_files import FRESH, FreshFile, place_for
from desktop_labeler.data.formats.boxes.writing.reshaped import BoxAt
from desktop_labeler.data.formats.outgoing_boxes import DrawnBox, WrittenBack, size_of_file
from desktop_labeler.data.images.boxes.annotation_rows import AnnotationFile
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message


def fresh_boxes(
    project: Project, source: AnnotationFile, kind: BoxKind, said: WrittenBack, drawn: Sequence[DrawnBox]
) -> tuple[list[FreshFile], list[DrawnBox]]:
    """Return the files that boxes go into, and the boxes that have no place in this source.

    Only in a folder of a format with a file for each image, where the images that are known there show in which folder
    these files are, and only for photographs that their camera stored upright: of others nothing says which way the
    boxes of this source are meant.
    """
    single = source_files(source.path, kind) == [(source.path, source.path.name)]
    if kind not in FRESH or single or not drawn:
        return [], list(drawn)
    beside = {holder: box for (holder, page), box in said.beside.items() if page is None}
    rows = {row.id: row for row in project.images(list(beside))}
    known = {rows[holder].path: box.place.rpartition("#")[0] for holder, box in beside.items() if holder in rows}
    taken = {name.casefold() for name in known.values()}
    found: list[FreshFile] = []
    rest: list[DrawnBox] = []
    for holder, boxes in groupby(drawn, key=lambda box: box.holder):
        some, (file,) = list(boxes), project.images([holder])
        size, place = _size(project, file), place_for(file.path, known, FRESH[kind])
        if size is None or place is None or holder in beside or place[0].casefold() in taken:
            rest += some
            continue
        there = [box for box in some if box.part.box is not None and box.part.page is None]
        rest += [box for box in some if box not in there]
        pairs = [(box.label, BoxAt(box.part.box, size, kind == "yolo")) for box in there if box.part.box is not None]
        if pairs and not _has_boxes(folder_of(source.path) / place[0]):
            taken.add(place[0].casefold())
            found.append(FreshFile(*place, file.path, pairs))
        else:
            rest += there
    return found, rest


def _has_boxes(file: Path) -> bool:
    """Whether a file of annotations says something of boxes already, perhaps of another image with this name."""
    if not file.exists():
        return False
    content = file.read_bytes()
    if file.suffix.lower() == ".json":
        return any(entry.key == "shapes" and entry.number is not None and not entry.closes for entry in entries(file))
    return bool(content.strip()) if file.suffix.lower() == ".txt" else b"<object" in content.replace(b"\0", b"")


def _size(project: Project, file: ImageRow) -> tuple[int, int] | None:
    """Return width and height of an image that is stored upright; None for others."""
    size = size_of_file(project, file)
    return size if not isinstance(size, Message) and stored_upright(project, file) else None


def stored_upright(project: Project, file: ImageRow) -> bool:
    """Whether the pixels of an image are stored as they are shown."""
    try:
        return probe(project.file_of(file, project.folders())).turn == 1
    except ImageError:
        return False
