"""Hugging Face's imagefolder format: images beside a metadata.csv or metadata.jsonl with file_name and label."""

import csv
import json
import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

from desktop_labeler.data.formats import imagefolder
from desktop_labeler.data.formats.export_tree import SPLIT_WORD, place, tagged
from desktop_labeler.data.formats.incoming_files import (
    check_not_saved_to_disk,
    check_readable,
    class_at,
    files_below,
    is_there,
    load_json,
    why_unreadable,
)
from desktop_labeler.data.formats.native_csv import state_named
from desktop_labeler.data.formats.records import ORIGIN, Options, Outgoing, Reading, Record, Written
from desktop_labeler.data.formats.tables.read_table import read_table
from desktop_labeler.data.formats.tables.table import lines_of, rows
from desktop_labeler.data.formats.tables.text_encoding import decodes
from desktop_labeler.data.project.project_file import State
from desktop_labeler.errors import FormatError
from desktop_labeler.json_text import parse_json
from desktop_labeler.messages import Message

_COLUMNS = ("file_name", "label", "rel_path", "state", "group", "note", *ORIGIN)
_NAMES = ("metadata.csv", "metadata.jsonl")
# A dataset card lists the class names in this form: "'0': cat" below "names:".
_CARD_LENGTH = 1 << 20  # characters that are read of it
_CARD = re.compile(r"^ *names:\n((?: +['\"]?\d+['\"]?:.*\n?)+)", re.MULTILINE)
# pandas reads these cells of a CSV as numbers, booleans or missing values, so classes 001 and NA would be renamed.
_NO_TEXT = re.compile(
    r"\s*[-+]?[\d._]+(e[-+]?\d+)?\s*|true|false|inf(inity)?|[-+]inf(inity)?|#?n/?a|#n/a n/a|-?nan|"
    r"-?1\.#(ind|qnan)|<na>|null|none",
    re.IGNORECASE,
)


def write(out: Path, images: Iterable[Outgoing], options: Options) -> Generator[Written, None, None]:
    """Write `images/` and a metadata.csv, or a metadata.jsonl if reading a CSV would change a class name."""
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
            stem = "image" if SPLIT_WORD.search(image.name) else None
            name = f"images/{image.name if stem is None else tagged(image.path, stem)}"
            written = place(image, out / name, options.link)
            if not written.problem:
                origin = (image.origin.get(column, "") for column in ORIGIN)
                values = (name, image.label, image.path, image.state.word, image.group, image.note, *origin)
                if as_lines:
                    file.write(json.dumps(dict(zip(_COLUMNS, values, strict=True)), ensure_ascii=False) + "\n")
                else:
                    table.writerow(values)
            yield written


def read(root: Path, reading: Reading) -> Iterator[Record]:
    """Read every metadata file below a folder, or class folders if there is no such file, as the library does.

    Raises:
        FormatError: the folder does not exist, a file has no file_name column or cannot be read, or the folder was
            written by save_to_disk.
    """
    if not root.is_dir():
        raise FormatError(
            "There is no folder {folder}. Nothing was changed. Choose the data set's folder.", folder=root
        )
    check_not_saved_to_disk(root)
    files = [file for file in files_below(root, reading) if file.name in {*_NAMES, "metadata.parquet"}]
    if not files:
        return imagefolder.read(root, reading)
    names = class_names(root)
    return (record for file in files for record in _metadata(file, root, reading, names))


def _metadata(file: Path, root: Path, reading: Reading, names: Sequence[str]) -> Iterator[Record]:
    found = _lines(file, root, reading) if file.suffix == ".jsonl" else _table(file, reading)
    inside = file.parent.relative_to(root).as_posix()
    for number, values in found:
        name = str(values.get("rel_path") or "")
        beside = file.parent / PurePosixPath(name) if name else None
        own = values.get("own")
        for label in _labels(values.get("label"), names, f"{_inside(file, root)}#line/{number}", reading):
            yield Record(
                path=str(own or (name and (name if inside == "." else f"{inside}/{name}"))),
                label=label,
                state=state_named(str(values.get("state") or "")),
                group=_text(values.get("group")),
                note=_text(values.get("note")),
                also=() if own else (name, name.removeprefix("images/")),
                file=beside if beside is not None and is_there(beside) else None,
                line=number,
            )


def _inside(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix()


def _labels(value: object, names: Sequence[str], place: str, reading: Reading) -> list[str | None]:
    """Return the classes of a label: a number becomes its name if the dataset lists names; a list gives several.

    The number of a class that is not listed leaves the row out, so that nothing is returned; −1 stands for no label.
    """
    if isinstance(value, list) and value:
        found = [_labels(each, names, place, reading) for each in value]
        return [label for labels in found for label in labels] if all(found) else []
    if isinstance(value, list):
        return [None]
    text = str(value).strip() if value is not None else ""
    number = text.removesuffix(".0")  # as pandas writes it where another label is missing
    if not names or not number.removeprefix("-").isdecimal():
        return [text or None]
    if number == "-1":
        return [None]
    name = class_at(names, int(number), place, reading)
    return [] if name is None else [name]


def _text(value: object) -> str | None:
    return str(value) if value else None


def _table(file: Path, reading: Reading) -> Iterator[tuple[int, dict[str, object]]]:
    encoding = reading.encoding or ("utf-8-sig" if decodes(file, "utf-8-sig") else None)
    mapping = {"rel_path": "file_name", **reading.columns}
    table, columns = read_table(file, replace(reading, encoding=encoding, columns=mapping))
    own = table.columns.index("rel_path") if "rel_path" in table.columns else -1  # the program's own exports have it
    for number, cells in rows(table, reading.left_out):
        values: dict[str, object] = dict(columns.values(cells))
        yield number, values | ({"own": cells[own]} if 0 <= own < len(cells) else {})


def _lines(file: Path, root: Path, reading: Reading) -> Iterator[tuple[int, dict[str, object]]]:
    names = {meaning: meaning for meaning in ("label", "state", "group", "note")} | {"rel_path": "file_name"}
    names |= {**reading.columns, "own": "rel_path"}
    broken, some = list[tuple[str, Message]](), False
    try:
        with file.open(encoding=reading.encoding or "utf-8-sig") as lines:
            for number, line in enumerate(lines_of(lines, file), 1):
                values = _object(line)
                if isinstance(values, Message):
                    broken.append((f"{_inside(file, root)}#line/{number}", values))
                elif values is not None:
                    some = True
                    yield number, {meaning: values.get(name) for meaning, name in names.items()}
    except (OSError, ValueError) as error:
        raise FormatError(
            "{file} cannot be read ({reason}). Nothing was changed.", file=file, reason=why_unreadable(error)
        ) from error
    if broken and not some:  # it is no such file
        raise FormatError("{file} cannot be read ({reason}). Nothing was changed.", file=file, reason=broken[0][1])
    reading.left_out += broken


def _object(line: str) -> dict[str, object] | Message | None:
    """Return what a line holds, None for an empty one, or why it cannot be used."""
    try:
        found = parse_json(line) if line.strip() else None
    except ValueError as error:
        return why_unreadable(error)
    if not line.strip() or isinstance(found, dict):
        return found
    return Message("it is no object of JSON")


def class_names(root: Path) -> list[str]:
    """Return the class names of a dataset in the order of its label numbers, from its card or its description."""
    for name in ("dataset_info.json", "dataset_infos.json"):
        with suppress(OSError, ValueError, FormatError):
            found = _names_in(load_json(root / name))
            if found:
                return found
    with suppress(OSError, UnicodeDecodeError, FormatError):
        check_readable(root / "README.md")
        with (root / "README.md").open(encoding="utf-8-sig") as file:
            card = file.read(_CARD_LENGTH)
        listed = _CARD.search(card)
        return [line.partition(":")[2].strip().strip("'\"") for line in listed[1].splitlines()] if listed else []
    return []


def _names_in(value: object) -> list[str]:
    """Return the names of the first class label in a description."""
    if isinstance(value, dict):
        if value.get("_type") == "ClassLabel" and isinstance(value.get("names"), list):
            return list(map(str, value["names"]))
        value = list(value.values())
    return next(filter(None, map(_names_in, value)), []) if isinstance(value, list) else []
