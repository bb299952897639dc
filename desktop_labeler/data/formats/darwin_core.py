"""Darwin Core occurrences as CSV (https://dwc.tdwg.org/terms): one row per labelled image.

Excluded and unlabelled images are no occurrences and are left out. What no term has a place for goes into
dynamicProperties, as JSON.
"""

import csv
import json
import os
from collections.abc import Generator, Iterable, Iterator
from pathlib import Path

from desktop_labeler.data.formats import native_csv
from desktop_labeler.data.formats.field_values import place_of, time_of
from desktop_labeler.data.formats.imagefolder import EXCLUDED, NO_LABEL
from desktop_labeler.data.formats.records import Options, Outgoing, Reading, Record, Written
from desktop_labeler.data.project.project_file import State

TERMS = (
    "occurrenceID",
    "basisOfRecord",
    "occurrenceStatus",
    "scientificName",
    "eventDate",
    "eventID",
    "decimalLatitude",
    "decimalLongitude",
    "geodeticDatum",
    "identifiedBy",
    "dateIdentified",
    "identificationVerificationStatus",
    "associatedMedia",
    "occurrenceRemarks",
    "dynamicProperties",
)


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write the table in UTF-8."""
    with out.open("x", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\r\n")
        table.writerow(TERMS)
        written = set[str]()
        for image in images:
            if image.label is None:
                yield Written(image.path, EXCLUDED if image.state == State.EXCLUDED else NO_LABEL)
                continue
            number = f"sha256:{image.sha256.hex()}" if image.sha256 else image.path
            if number in written:  # a copy of another image, which can even have another label
                number += f":{image.path}"
            written.add(number)
            table.writerow((number, *_row(image)))
            yield Written(image.path)
        file.flush()
        os.fsync(file.fileno())


def _row(image: Outgoing) -> tuple[str, ...]:
    """Return what stands in the columns after the first one."""
    place = place_of(image.metadata)
    rest = json.dumps(dict(image.metadata), ensure_ascii=False, sort_keys=True) if image.metadata else ""
    return (
        "MachineObservation",
        "present",
        image.label or "",
        time_of(image.metadata) or "",
        image.group or "",
        repr(place[0]) if place is not None else "",
        repr(place[1]) if place is not None else "",
        "WGS84" if place is not None else "",
        image.by,
        image.time,
        "verified" if image.state == State.CONFIRMED else "unverified",
        image.path,
        image.note or "",
        rest,
    )


def read(file: Path, reading: Reading) -> Iterator[Record]:
    """Read a table of occurrences whose associatedMedia name the images.

    Raises:
        FormatError: the file cannot be read, or names no image.
    """
    meanings = {"rel_path": "associatedMedia", "label": "scientificName"}
    meanings |= {"group": "eventID", "note": "occurrenceRemarks"}
    reading.columns = {**meanings, **reading.columns}
    return native_csv.read(file, reading)
