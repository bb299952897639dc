"""The table of EcoTaxa: one row per object, with the row of types below the names, as its import wants it.

Labels become `object_annotation_category`; confirmed ones are "validated", others "predicted", unsure ones "dubious".
Metadata becomes free columns of the object, the group becomes the sample.
"""

import csv
import os
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from desktop_labeler.data.formats import native_csv
from desktop_labeler.data.formats.export_tree import copied_path
from desktop_labeler.data.formats.field_values import place_of, time_of
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.data.metadata.values import Value, shown_value
from desktop_labeler.data.project.project_file import State
from desktop_labeler.messages import Message

_COLUMNS = (
    ("img_file_name", "[t]"),
    ("object_id", "[t]"),
    ("object_lat", "[f]"),
    ("object_lon", "[f]"),
    ("object_date", "[t]"),
    ("object_time", "[t]"),
    ("object_annotation_category", "[t]"),
    ("object_annotation_status", "[t]"),
    ("object_annotation_person_name", "[t]"),
    ("object_annotation_date", "[t]"),
    ("object_annotation_time", "[t]"),
    ("sample_id", "[t]"),
)
_STATUS = {State.LABELLED: "predicted", State.CONFIRMED: "validated", State.UNSURE: "dubious"}
_LONGEST = 60  # characters of a free column's name


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write the table in UTF-8, separated by tabs; a part of a file is called as its copy is."""
    free, parts = _free_names(options.metadata), 0
    with out.open("x", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\r\n")  # names with a lone return are quoted too
        table.writerow([*(name for name, _ in _COLUMNS), *free.values()])
        kinds = ["[f]" if name in options.numbers else "[t]" for name in free]
        table.writerow([*(kind for _, kind in _COLUMNS), *kinds])
        for image in images:
            table.writerow([*_row(image), *(_cell(image.metadata, name, options.numbers) for name in free)])
            parts += image.cut is not None
            yield Written(image.path)
        file.flush()
        os.fsync(file.fileno())
    if parts:
        options.notes.append(
            Message(
                "{n:# image is a page, a frame or a box, and is|# images are pages, frames or boxes, and are} called "
                "as {n:its copy is|their copies are} in an export of XMP side-cars: export these as well to have the "
                "images.",
                n=parts,
            )
        )


def _row(image: Outgoing) -> tuple[str, ...]:
    place, taken = place_of(image.metadata), _day_and_time(time_of(image.metadata) or "")
    decided = _day_and_time(image.time)
    return (
        copied_path(image.path),
        image.path,
        repr(place[0]) if place is not None else "",
        repr(place[1]) if place is not None else "",
        *taken,
        image.label or "",
        _STATUS.get(image.state, "") if image.label or image.state == State.UNSURE else "",
        image.by,
        *decided,
        image.group or "",
    )


def _day_and_time(moment: str) -> tuple[str, str]:
    """Return a date as YYYYMMDD and a time as HHMMSS, each empty where it is not known."""
    day, _, clock = moment.partition("T")
    return day.replace("-", ""), re.sub(r"\D", "", clock.partition(".")[0])


def _free_names(names: Sequence[str]) -> dict[str, str]:
    """Return the name of each column of metadata in the table, where only letters, digits and "_" are allowed."""
    taken, found = {name for name, _ in _COLUMNS}, dict[str, str]()
    for name in names:
        short = re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_")[:_LONGEST] or "column"
        free, count = f"object_{short}", 1
        while free in taken:
            count += 1
            free = f"object_{short}_{count}"
        taken.add(free)
        found[name] = free
    return found


def _cell(metadata: Mapping[str, Value], name: str, numbers: frozenset[str]) -> str:
    value = metadata.get(name, "")
    return "" if name in numbers and isinstance(value, str) else shown_value(value)


def read(file: Path, reading: Reading) -> Iterator[Record]:
    """Read a table of EcoTaxa, exported there or here; its free columns become metadata.

    Raises:
        FormatError: the file cannot be read, or names no image.
    """
    meanings = {"rel_path": "img_file_name", "label": "object_annotation_category", **reading.columns}
    reading.columns = meanings
    return native_csv.read(file, reading)
