"""The program's own table: one row per image, everything that was decided and what the stored round says of it.

`model_id` is "KEY round 7", KEY the first 12 characters of the backbone's key. `probability` is of the label, or for an
undecided image of the suggestion, which is `predicted_label`. `label_quality` is a rank in [0, 1], no probability.
Numbers have six digits after the dot; a field is empty where the round says nothing, or something of another label than
the one at hand. `split` stays empty: a project has none, an export in splits makes them.
"""

import csv
import json
import os
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from desktop_labeler.data.computed.findings import Finding
from desktop_labeler.data.formats.records import STATES, Options, Outgoing, Record, Written
from desktop_labeler.data.formats.tables import open_table, places, rows
from desktop_labeler.data.project.project_file import State

COLUMNS = (
    "rel_path",
    "sha256",
    "group",
    "label",
    "state",
    "label_source",
    "label_by",
    "label_time_utc",
    "model_id",
    "probability",
    "previous_label",
    "label_quality",
    "flags",
    "split",
    "note",
)
# As cleanlab's Datalab calls them; they follow where the project has a round.
DATALAB = (
    "is_label_issue",
    "label_score",
    "given_label",
    "predicted_label",
    "is_outlier_issue",
    "outlier_score",
    "is_near_duplicate_issue",
)
_NOTHING = Finding()
_SECOND, _MISSING, _NOT = "second opinion", "missing", "not "


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write the table as UTF-8; with a round the columns of cleanlab's Datalab follow the others."""
    with out.open("x", encoding="utf-8", newline="") as file:
        # RFC 4180's line end, so that names with a lone carriage return are quoted as well.
        table = csv.writer(file, lineterminator="\r\n")
        table.writerow(COLUMNS + DATALAB if options.checked else COLUMNS)
        for image in images:
            table.writerow(_row(image) + _datalab(image) if options.checked else _row(image))
            yield Written(image.path)
        file.flush()
        os.fsync(file.fileno())


def _row(image: Outgoing) -> tuple[str, ...]:
    finding = image.finding or _NOTHING
    flags = [_SECOND] * image.second + [_MISSING] * image.missing + [_NOT + name for name in image.rejected]
    return (
        image.path,
        image.sha256.hex() if image.sha256 else "",
        image.group or "",
        image.label or "",
        image.state.word,
        image.label_source,
        image.by,
        image.time,
        finding.model,
        _number(finding.probability),
        image.previous or "",
        _number(finding.quality),
        json.dumps(flags, ensure_ascii=False) if flags else "",
        "",
        image.note or "",
    )


def _datalab(image: Outgoing) -> tuple[str, ...]:
    finding = image.finding or _NOTHING
    return (
        _answer(finding.issue),
        _number(finding.quality),
        (image.label or "") if finding.model else "",
        finding.expected or "",
        _answer(finding.outlier),
        _number(finding.similarity),
        _answer(finding.twin),
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"


def _answer(value: bool | None) -> str:
    return "" if value is None else str(value)


def read(file: Path, columns: Mapping[str, str]) -> Iterator[Record]:
    """Read a table with at least a path and a label, state, group or note; see tables for what it copes with."""
    table = open_table(file)
    where = places(table, columns)
    return (_record(number, cells, where) for number, cells in rows(table))


def _record(number: int, cells: Sequence[str], where: Mapping[str, int]) -> Record:
    values = {meaning: cells[place] for meaning, place in where.items() if place < len(cells)}
    return Record(
        path=values.get("rel_path", ""),
        label=values.get("label") or None,
        state=state_named(values.get("state", "")),
        group=values.get("group") or None,
        note=values.get("note") or None,
        second=True if _SECOND in _flags(values.get("flags", "")) else None,
        sha256=content_hash(values.get("sha256", "")),
        line=number,
    )


def state_named(text: str) -> State | None:
    """Return the state of that name, None for another text."""
    return STATES.get(text.strip().casefold())


def content_hash(text: str) -> bytes | None:
    """Parse 64 hexadecimal digits; None for anything else."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        return None
    return found if len(found) == 32 else None


def _flags(text: str) -> Sequence[object]:
    try:
        found = json.loads(text) if text.startswith("[") else []
    except ValueError:
        return []  # somebody else's column of that name
    return found if isinstance(found, list) else []
