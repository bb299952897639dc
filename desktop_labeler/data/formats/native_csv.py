"""The program's own CSV table: one row per image with all decisions and what the stored round says about it.

`model_id` is "KEY round 7", where KEY is the first 12 characters of the backbone's key. `probability` is that of the
label or, for an undecided image, that of the suggestion, which is `predicted_label`. `label_quality` is a rank in
[0, 1], not a probability. Numbers have six decimal places. A field is empty if the round says nothing about the image
or refers to a label that has changed since; yes/no columns are False then, since pandas reads a column with gaps as
text. `label_model` is whose suggestion was accepted,
and `certificate` the number of the certified accept that covers the label, empty where that is void.
`split` stays empty, because a project has no splits: an export with splits makes them. The columns of metadata come
last, under their own names.
"""

import csv
import json
import os
import re
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from desktop_labeler.data.computed.findings import Finding
from desktop_labeler.data.formats.records import STATES, Options, OtherColumns, Outgoing, Reading, Record, Written
from desktop_labeler.data.formats.tables.columns import Columns
from desktop_labeler.data.formats.tables.read_table import read_table
from desktop_labeler.data.formats.tables.table import Table, rows
from desktop_labeler.data.metadata.values import shown_value
from desktop_labeler.data.project.project_file import State
from desktop_labeler.json_text import parse_json
from desktop_labeler.messages import Message

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
    "label_model",
    "certificate",
)
# Named as in cleanlab's Datalab; these columns follow the others if the project has a round.
DATALAB = (
    "is_label_issue",
    "label_score",
    "given_label",
    "predicted_label",
    "is_outlier_issue",
    "outlier_score",
    "is_near_duplicate_issue",
)
_ECOTAXA = {"validated": State.CONFIRMED, "dubious": State.UNSURE, "predicted": State.LABELLED}
_STATES = STATES | _ECOTAXA
_COMPUTED = ("=", "+", "-", "@", "\t", "\r", "'=", "'+", "'-", "'@")
_TEXT = re.compile(r"^'(?='?[=+\-@\t\r])")  # the mark before a text that a spreadsheet would compute
_NOTHING = Finding()
_EXAMPLES = 5
_BESIDE = "metadata."  # before the name of a column of metadata that one of the program's own columns has
_SECOND, _MISSING, _NOT = "second opinion", "missing", "not "


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write the table as UTF-8; if the project has a round, the columns of cleanlab's Datalab follow the others."""
    made_text = 0
    with out.open("x", encoding="utf-8-sig" if options.bom else "utf-8", newline="") as file:
        # The line end of RFC 4180, so that names with a lone carriage return are also quoted.
        table = csv.writer(file, lineterminator="\r\n")
        table.writerow((*COLUMNS, *(DATALAB if options.checked else ()), *map(_written_name, options.metadata)))
        for image in images:
            cells = _row(image) + _datalab(image) if options.checked else _row(image)
            cells += tuple(shown_value(image.metadata.get(name, "")) for name in options.metadata)
            if options.plain_cells:
                plain = tuple(f"'{cell}" if cell.startswith(_COMPUTED) else cell for cell in cells)
                made_text += plain != cells
                cells = plain
            table.writerow(cells)
            yield Written(image.path)
        if made_text:
            options.notes.append(
                Message(
                    "{n:# row has|# rows have} a cell that a spreadsheet would compute; it begins with ' now. An "
                    "import takes that away again.",
                    n=made_text,
                )
            )
        file.flush()
        os.fsync(file.fileno())


def _written_name(name: str) -> str:
    """Return the name of a column of metadata in the table, where no other column may have it."""
    return f"{_BESIDE}{name}" if name in {*COLUMNS, *DATALAB} or name.startswith(_BESIDE) else name


def _row(image: Outgoing) -> tuple[str, ...]:
    finding = image.finding or _NOTHING
    flags = [_SECOND] * image.second + [_MISSING] * image.missing + [_NOT + name for name in image.rejected]
    flags += [f"not usable: {image.problem}"] if image.problem else []
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
        image.model,
        image.certificate,
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


_OF_LABEL_STUDIO = {"annotator", "annotation_id", "lead_time"}  # columns of its table, beside those of our export


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"


def _answer(value: bool | None) -> str:
    return str(bool(value))


def read(file: Path, reading: Reading) -> Iterator[Record]:
    """Read a table with at least a path and a label, state, group or note; the package `tables` handles variations."""
    table, columns = read_table(file, reading)
    if "probability" in columns.at and not columns.own:
        reading.notes.append(
            Message(
                "The column {column} holds probabilities, which labels do not have. If a model made this file, import "
                "it as suggestions instead.",
                column=table.columns[columns.at["probability"]],
            )
        )
    reading.others = _others(table, columns)
    studio = not columns.own and _OF_LABEL_STUDIO.issubset(table.columns)
    return _all_records(table, columns, reading, studio=studio)


def _others(table: Table, columns: Columns) -> OtherColumns:
    """Return the columns that are no part of the label, to be kept as metadata."""
    used = {*columns.at.values(), *columns.classes}
    known = {*COLUMNS, *DATALAB} if columns.own else set[str]()
    names = {
        place: name.removeprefix(_BESIDE) if columns.own else name
        for place, name in enumerate(table.columns)
        if place not in used and name not in known
    }
    return OtherColumns(names, lambda: _plain_rows(table, columns))


def _plain_rows(table: Table, columns: Columns) -> Iterator[tuple[int, list[str]]]:
    for number, cells in rows(table):
        yield number, [_TEXT.sub("", cell) for cell in cells] if columns.own else cells


def _all_records(table: Table, columns: Columns, reading: Reading, *, studio: bool) -> Iterator[Record]:
    """Yield the records of all rows; then note which states are none of this program's."""
    others: Counter[str] = Counter()
    foreign = "state" in columns.at and not columns.own
    for number, cells in rows(table, reading.left_out):
        values = columns.values(cells)
        if columns.own:
            values |= {meaning: _TEXT.sub("", value) for meaning, value in values.items() if value[0] == "'"}
        labels = columns.labels(cells) if columns.classes else _choices(values.get("label", ""))
        yield _record(number, values, labels[0] if labels else None, studio=studio)
        for label in labels[1:]:  # two classes in a row are reported as a conflict
            yield _record(number, values, label, studio=studio)
        if foreign and "state" in values and state_named(values["state"]) is None:
            others[values["state"]] += 1
    if others:
        reading.notes.append(
            Message(
                "{n:# row has a state|# rows have states} that this program does not know and that {n:was|were} "
                "ignored: {states}.",
                n=others.total(),
                states=[name for name, _ in others.most_common(_EXAMPLES)],
            )
        )


def _record(number: int, values: Mapping[str, str], label: str | None, *, studio: bool) -> Record:
    """Return what a row says, by the meanings of its columns.

    Label Studio writes the state of our export beside the choice; a choice made since then is a new decision.
    """
    state = state_named(values.get("state", ""))
    decided = studio and label is not None and state in {State.UNSURE, State.EXCLUDED}
    return Record(
        path=values.get("rel_path", ""),
        label=label,
        state=None if decided else state,
        since=state if decided else None,
        group=values.get("group") or None,
        note=values.get("note") or None,
        second=True if _SECOND in _flags(values.get("flags", "")) else None,
        sha256=content_hash(values.get("sha256", "")),
        line=number,
    )


def _choices(text: str) -> list[str]:
    """Return the class in a cell, or several classes if Label Studio wrote them as JSON."""
    if text.startswith('{"choices"'):
        try:
            found = parse_json(text)["choices"]
        except (ValueError, KeyError):
            found = None
        if isinstance(found, list):
            return list(map(str, found))
    return [text] if text else []


def state_named(text: str) -> State | None:
    """Return the state of that name, as named by this program or by EcoTaxa; None for any other text."""
    return _STATES.get(text.strip().casefold()) if text else None


def content_hash(text: str) -> bytes | None:
    """Parse 64 hexadecimal digits into 32 bytes; return None for anything else."""
    if not text:
        return None
    try:
        found = bytes.fromhex(text)
    except ValueError:
        return None
    return found if len(found) == 32 else None


def _flags(text: str) -> Sequence[object]:
    try:
        found = parse_json(text) if text.startswith("[") else []
    except ValueError:
        return []  # a column of the same name that another program wrote
    return found if isinstance(found, list) else []
