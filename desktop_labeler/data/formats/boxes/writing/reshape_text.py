"""Moves, deletes and adds boxes in Pascal VOC, in YOLO's text files and in tables; everything else stays."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from desktop_labeler.data.formats.boxes.reading.box_table import BoxColumns, find_box_columns
from desktop_labeler.data.formats.boxes.reading.class_names_file import ClassNames
from desktop_labeler.data.formats.boxes.reading.voc import VocObject, parse_voc
from desktop_labeler.data.formats.boxes.writing.relabel_table import Row, cell_spans, codec_of, quoted, rows_of
from desktop_labeler.data.formats.boxes.writing.relabel_voc import check_is_xml, codec_of_voc
from desktop_labeler.data.formats.boxes.writing.reshaped import BoxAt, NewBox, Reshaped
from desktop_labeler.data.formats.tables.table import Table, open_table
from desktop_labeler.errors import FormatError

_AS_NUMBERS = "xmlcharrefreplace"


def _number(place: str) -> int:
    return int(place.rpartition("/")[2])


# --- Pascal VOC -------------------------------------------------------------------------------------------------------
def reshape_voc(file: Path, out: Path, changes: Reshaped) -> None:
    """Copy a file with other boxes.

    Args:
        file: the file.
        out: does not exist yet.
        changes: by places as {"object/2": …}.
    """
    content = file.read_bytes()
    parsed = parse_voc(content)
    codec = codec_of_voc(content, parsed)
    edits: list[tuple[int, int, bytes]] = []
    for place, at in changes.moved.items():
        if place not in changes.deleted:
            edits += _corners(parsed.objects[_number(place)], at, codec)
    for place in changes.deleted:
        start, end = _whole(parsed.objects[_number(place)], content, codec)
        edits.append((start - len(_blanks_before(content, start, codec)), end, b""))
    for new in changes.added:
        check_is_xml(new.label, file)
        start, end = _whole(parsed.objects[_number(new.beside)], content, codec)
        edits.append(
            (end, end, _blanks_before(content, start, codec) + _object(new.label, new.at).encode(codec, _AS_NUMBERS))
        )
    for start, end, text in sorted(edits, key=lambda edit: edit[:2], reverse=True):
        content = content[:start] + text + content[end:]
    out.write_bytes(content)


def _whole(found: VocObject, content: bytes, codec: str) -> tuple[int, int]:
    closing = ">".encode(codec)
    return found.opens, content.index(closing, found.closes) + len(closing)


def _blanks_before(content: bytes, start: int, codec: str) -> bytes:
    blanks = tuple(blank.encode(codec) for blank in " \t\r\n")
    at = start
    while content[:at].endswith(blanks):
        at -= len(blanks[0])
    return content[at:start]


def _values(at: BoxAt) -> dict[str, int]:
    box = at.box
    return {"xmin": box.x, "ymin": box.y, "xmax": box.x + box.width, "ymax": box.y + box.height}


def _corners(found: VocObject, at: BoxAt, codec: str) -> list[tuple[int, int, bytes]]:
    return [(*found.spans[corner], str(value).encode(codec)) for corner, value in _values(at).items()]


def _object(label: str, at: BoxAt) -> str:
    inside = "".join(f"<{side}>{value}</{side}>" for side, value in _values(at).items())
    return (
        f"<object><name>{escape(label)}</name><pose>Unspecified</pose><truncated>0</truncated>"
        f"<difficult>0</difficult><bndbox>{inside}</bndbox></object>"
    )


def added_objects(content: bytes, boxes: Sequence[tuple[str, BoxAt]]) -> bytes:
    """Return a file without objects with some, each a class and where it is."""
    codec = codec_of_voc(content, parse_voc(content))
    at = content.rindex("</".encode(codec))
    text = "".join(f"\t{_object(label, where)}\n" for label, where in boxes)
    return content[:at] + text.encode(codec, _AS_NUMBERS) + content[at:]


# --- YOLO -------------------------------------------------------------------------------------------------------------
def reshape_yolo(file: Path, out: Path, changes: Reshaped, names: ClassNames) -> None:
    """Copy a file of labels with other boxes; `names` are those of the classes, the new ones too. See `reshape_voc`."""
    numbers = {label: number for number, label in reversed(names.names.items())}
    lines = file.read_bytes().split(b"\n")
    for place, at in changes.moved.items():
        lines[_number(place) - 1] = _moved_line(lines[_number(place) - 1], at)
    gone = {_number(place) - 1 for place in changes.deleted}
    kept = [line for number, line in enumerate(lines) if number not in gone]
    end = b"\r" if any(line.endswith(b"\r") for line in lines) else b""
    added = [
        yolo_line(numbers[new.label] if new.label in numbers else int(new.label), new.at).encode() + end
        for new in changes.added
    ]
    if kept and not kept[-1].strip():
        kept.pop()
        added.append(b"")
    elif not added and gone and len(lines) - 1 in gone and kept:
        kept.append(b"")
    out.write_bytes(b"\n".join([*kept, *added]))


def yolo_line(number: int, at: BoxAt) -> str:
    """Return the line of a box of the class with a number, without its end."""
    return f"{number} {_centred(at)}"


def _centred(at: BoxAt) -> str:
    x, y, width, height = at.shares
    return f"{x + width / 2:.12g} {y + height / 2:.12g} {width:.12g} {height:.12g}"


def _moved_line(line: bytes, at: BoxAt) -> bytes:
    """Return a line with another box; its class and its score stay."""
    words = line.split()
    score = [words[5]] if len(words) == 6 else []
    end = b"\r" if line.endswith(b"\r") else b""
    return b" ".join([words[0], _centred(at).encode(), *score]) + end


# --- tables -----------------------------------------------------------------------------------------------------------
def reshape_table(file: Path, out: Path, changes: Reshaped) -> None:
    """Copy a text table with other boxes; a new one comes behind a row of its image. See `reshape_voc`.

    Raises:
        FormatError: a row is written in a way that its cells cannot be replaced safely.
    """
    table = open_table(file)
    columns = find_box_columns(table)
    encoding, mark = codec_of(table)
    added: dict[str, list[NewBox]] = {}
    for new in changes.added:
        added.setdefault(new.beside, []).append(new)
    with file.open(encoding=encoding, newline="") as source, out.open("x", encoding=encoding, newline="") as target:
        target.write(source.read(len(mark)))
        for row in rows_of(source, table):
            place = f"line/{row.line}"
            at = changes.moved.get(place)
            if place not in changes.deleted:
                target.write(row.text if at is None else _with_cells(row, cells_of(at, row, columns), table))
            for new in added.get(place, ()):
                cells = cells_of(new.at, row, columns) | {columns.label: new.label}
                text = _with_cells(row, cells | ({columns.score: ""} if columns.score >= 0 else {}), table)
                target.write(text if text.endswith(("\r", "\n")) else f"\n{text}")


def cells_of(at: BoxAt, row: Row, columns: BoxColumns) -> dict[int, str]:
    """Return the numbers of a box by their columns, with a decimal comma where the row has one."""
    box = at.box
    values: Sequence[float] = at.shares if at.fractions else (box.x, box.y, box.width, box.height)
    if columns.corners:
        values = (values[0], values[1], values[0] + values[2], values[1] + values[3])
    comma = any("," in row.cells[place] for place in columns.numbers if place < len(row.cells))
    texts = [f"{value:.12g}" for value in values]
    return dict(zip(columns.numbers, [text.replace(".", ",") if comma else text for text in texts], strict=True))


def _with_cells(row: Row, cells: dict[int, str], table: Table) -> str:
    body = row.text.rstrip("\r\n")
    spans = cell_spans(body, table.delimiter, blanks=table.blanks)
    if len(spans) != len(row.cells) or max(cells) >= len(spans):
        raise FormatError(
            "Line {line} of {file} is written in a way that its box cannot be replaced safely. Nothing was written. "
            "Save the table as CSV again, and import it.",
            file=table.file.name,
            line=row.line,
        )
    for place in sorted(cells, reverse=True):
        start, end = spans[place]
        text = quoted(cells[place], table.delimiter, quote=body[start : start + 1] == '"')
        body = body[:start] + text + body[end:]
    return body + row.text[len(row.text.rstrip("\r\n")) :]
