"""Hugging Face's imagefolder: images beside metadata.csv or metadata.jsonl with file_name and label."""

import csv
import json
import re
from collections.abc import Generator, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from desktop_labeler.data.formats import imagefolder
from desktop_labeler.data.formats.export_tree import place, tagged
from desktop_labeler.data.formats.native_csv import state_named
from desktop_labeler.data.formats.records import Options, Outgoing, Record, Written
from desktop_labeler.data.formats.tables import open_table, places, rows
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import FormatError

_COLUMNS = ("file_name", "label", "rel_path", "state", "group", "note")
_NAMES = ("metadata.csv", "metadata.jsonl")
# The library takes a file of such a name for a part of a split, and skips hidden ones.
_SPLIT_WORD = re.compile(
    r"(^|[-._ 0-9])(train|training|validation|valid|dev|val|test|testing|eval|evaluation)([-._ 0-9]|$)|^\.|^__|\.zip$",
    re.IGNORECASE,
)
# pandas reads these cells of a CSV as numbers, truth values or nothing: classes 001 and NA would be renamed.
_NO_TEXT = re.compile(
    r"\s*[-+]?[\d._]+(e[-+]?\d+)?\s*|true|false|inf(inity)?|[-+]inf(inity)?|#?n/?a|#n/a n/a|-?nan|"
    r"-?1\.#(ind|qnan)|<na>|null|none",
    re.IGNORECASE,
)


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write `images/` and beside it metadata.csv, or metadata.jsonl where a CSV would turn class names into numbers."""
    (out / "images").mkdir(parents=True)
    as_lines = any(_NO_TEXT.fullmatch(name) for name in options.classes)
    with (out / _NAMES[as_lines]).open("x", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\r\n")
        if not as_lines:
            table.writerow(_COLUMNS)
        for image in images:
            if image.state == State.EXCLUDED:
                yield Written(image.path, imagefolder.EXCLUDED)
                continue
            stem = "image" if _SPLIT_WORD.search(image.name) else None
            name = f"images/{image.name if stem is None else tagged(image.path, stem)}"
            written = place(image, out / name, options.link)
            if not written.problem:
                values = (name, image.label, image.path, image.state.word, image.group, image.note)
                if as_lines:
                    file.write(json.dumps(dict(zip(_COLUMNS, values, strict=True)), ensure_ascii=False) + "\n")
                else:
                    table.writerow(values)
            yield written


def read(root: Path, columns: Mapping[str, str]) -> Iterator[Record]:
    """Read every metadata file below a folder; without one, class folders as the library does.

    Raises:
        FormatError: no such folder, no file_name, or a file that cannot be read.
    """
    if not root.is_dir():
        raise FormatError(
            "There is no folder {folder}. Nothing was changed. Choose the data set's folder.", folder=root
        )
    files = sorted(file for name in _NAMES for file in root.rglob(name))
    if not files:
        return imagefolder.read(root, {})
    mapping = {"rel_path": "file_name", **columns}
    return (record for file in files for record in _metadata(file, mapping))


def _metadata(file: Path, columns: Mapping[str, str]) -> Iterator[Record]:
    for number, values in _csv(file, columns) if file.suffix == ".csv" else _lines(file, columns):
        name = values.get("rel_path") or ""
        beside = file.parent / PurePosixPath(name) if name else None
        own = values.get("own")
        yield Record(
            path=own or name,
            label=values.get("label") or None,
            state=state_named(values.get("state") or ""),
            group=values.get("group") or None,
            note=values.get("note") or None,
            also=() if own else (name.removeprefix("images/"),),
            file=beside if beside is not None and beside.is_file() else None,
            line=number,
        )


def _csv(file: Path, columns: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    table = open_table(file)
    where = places(table, columns)
    if "rel_path" in table.columns:  # our own exports keep the path in the project
        where["own"] = table.columns.index("rel_path")
    for number, cells in rows(table):
        yield number, {meaning: cells[place] for meaning, place in where.items() if place < len(cells)}


def _lines(file: Path, columns: Mapping[str, str]) -> Iterator[tuple[int, dict[str, str]]]:
    names = {meaning: meaning for meaning in ("label", "state", "group", "note")} | dict(columns) | {"own": "rel_path"}
    try:
        with file.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                values = json.loads(line) if line.strip() else None
                if isinstance(values, dict):
                    found = {meaning: values.get(name) for meaning, name in names.items()}
                    yield number, {meaning: str(value) for meaning, value in found.items() if value is not None}
    except (OSError, ValueError) as error:
        raise FormatError("{file} cannot be read ({reason}). Nothing was changed.", file=file, reason=error) from error
