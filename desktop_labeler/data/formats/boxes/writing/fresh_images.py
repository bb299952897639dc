"""Adds boxes that were drawn on images without any to files of COCO and Label Studio and to tables; the rest stays."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

from desktop_labeler.data.formats.boxes.reading.box_table import find_box_columns
from desktop_labeler.data.formats.boxes.reading.coco import CocoIndex
from desktop_labeler.data.formats.boxes.reading.json_stream import Edit, Entry, copy_edited, entries
from desktop_labeler.data.formats.boxes.reading.labelstudio_boxes import is_box
from desktop_labeler.data.formats.boxes.writing.fresh_files import FreshFile
from desktop_labeler.data.formats.boxes.writing.new_boxes import page_field
from desktop_labeler.data.formats.boxes.writing.relabel_json import replaced
from desktop_labeler.data.formats.boxes.writing.relabel_table import Row, codec_of, holding_classes, quoted, rows_of
from desktop_labeler.data.formats.boxes.writing.reshape_json import new_annotation, new_result
from desktop_labeler.data.formats.boxes.writing.reshape_text import cells_of
from desktop_labeler.data.formats.boxes.writing.reshaped import NewBox
from desktop_labeler.data.formats.labelstudio import address_of
from desktop_labeler.data.formats.tables.table import open_table


def add_to_coco(file: Path, out: Path, fresh: Sequence[FreshFile]) -> None:
    """Copy a file of COCO with more annotations, and with the images that it does not list yet.

    Args:
        file: the file, in which the classes are already.
        out: does not exist yet.
        fresh: the images, as the file calls them.
    """
    index, known = CocoIndex(file), dict[str, object]()
    last = {"images": 0, "annotations": 0}
    for entry in entries(file):
        if entry.key in last and isinstance(entry.value, dict):
            number = entry.value.get("id")
            last[entry.key] = max(last[entry.key], number) if isinstance(number, int) else last[entry.key]
            if entry.key == "images":
                known.setdefault(str(entry.value.get("file_name")), number)
    images, numbers = count(last["images"] + 1), count(last["annotations"] + 1)
    added: dict[str, list[str]] = {"images": [], "annotations": []}
    for each in fresh:
        if each.image not in known:
            known[each.image] = next(images)
            across, down = each.boxes[0][1].size
            about = {"id": known[each.image], "file_name": each.image, "width": across, "height": down}
            added["images"].append(json.dumps(about | page_field(each.page), ensure_ascii=False))
        for label, at in each.boxes:
            added["annotations"].append(new_annotation(NewBox("", label, at), known[each.image], index, next(numbers)))
    copy_edited(file, out, _at_the_ends(file, added))


def _at_the_ends(file: Path, added: Mapping[str, Sequence[str]]) -> Iterator[Edit]:
    """Yield the edits that add entries behind the last one of each list."""
    end = 0
    for entry in entries(file):
        text = ", ".join(added.get(entry.key, ()))
        if entry.closes and text:
            yield Edit(end, end, f", {text}") if end else Edit(entry.start, entry.start, text)
        end = entry.end if entry.number is not None and not entry.closes else 0


def add_to_labelstudio(file: Path, out: Path, fresh: Sequence[FreshFile]) -> None:
    """Copy a file of Label Studio in which tasks without a box have some, and new tasks are at the end; see above."""
    wanted = {each.image: each for each in fresh}
    like: dict[str, Any] = {}
    field = "image"
    for entry in entries(file):
        task = entry.value if isinstance(entry.value, dict) else {}
        data = task.get("data")
        if isinstance(data, dict) and not entry.closes:
            field = next((key for key, value in data.items() if value == address_of(data)), field)
            like = like or next(_boxes_of(task), {})
    copy_edited(file, out, _task_edits(file, wanted, like, field))


def _boxes_of(task: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    said = [*(task.get("annotations") or []), *(task.get("predictions") or [])]
    results = [result for one in said if isinstance(one, dict) for result in one.get("result") or []]
    return (result for result in results if isinstance(result, dict) and is_box(result))


def _task_edits(file: Path, wanted: dict[str, FreshFile], like: dict[str, Any], field: str) -> Iterator[Edit]:
    end = 0
    for entry in entries(file, texts=True):
        if entry.closes:
            new = [{"data": {field: name}, "annotations": [_annotation(each, like)]} for name, each in wanted.items()]
            text = ", ".join(json.dumps(task, ensure_ascii=False) for task in new)
            if text:
                yield Edit(end, end, f", {text}") if end else Edit(entry.start, entry.start, text)
        else:
            each = wanted.pop(_address(entry), None)
            if each is not None:
                yield _with_annotation(entry, each, like)
            end = entry.end


def _address(entry: Entry) -> str:
    data = entry.value.get("data") if isinstance(entry.value, dict) else None
    return str(data.get("rel_path") or address_of(data) or "") if isinstance(data, dict) else ""


def _with_annotation(entry: Entry, each: FreshFile, like: dict[str, Any]) -> Edit:
    """Return the edit that adds an annotation behind those that a task has, which have no box."""
    before = entry.value.get("annotations")
    said = [*before] if isinstance(before, list) else []
    return replaced(entry, [], "annotations", json.dumps([*said, _annotation(each, like)], ensure_ascii=False))


def _annotation(each: FreshFile, like: dict[str, Any]) -> dict[str, object]:
    across, down = each.boxes[0][1].size
    names = {"from_name": like.get("from_name", "label"), "to_name": like.get("to_name", "image")}
    beside = {**names, "original_width": across, "original_height": down}
    boxes = [NewBox("", label, at) for label, at in each.boxes]
    return {"result": [new_result(box, beside, number) for number, box in enumerate(boxes, 1)]}


def add_to_table(file: Path, out: Path, fresh: Sequence[FreshFile]) -> None:
    """Copy a text table with more rows at its end; see above.

    Raises:
        FormatError: a class cannot be written in its encoding.
    """
    table = open_table(file)
    columns, (encoding, mark) = find_box_columns(table), codec_of(table)
    with (
        holding_classes(table),
        file.open(encoding=encoding, newline="") as source,
        out.open("x", encoding=encoding, newline="") as target,
    ):
        target.write(source.read(len(mark)))
        text, like = "", Row("", (), 0, 0)
        for row in rows_of(source, table):
            text, like = row.text, row if len(row.cells) > max(columns.numbers) else like
            target.write(text)
        line_end = "\r\n" if like.text.endswith("\r\n") else "\n"
        target.write("" if text.endswith(("\r", "\n")) else line_end)
        for each in fresh:
            page = page_field(each.page)
            size = dict(zip(columns.size, map(str, each.boxes[0][1].size), strict=True))
            pages = {columns.page[0]: str(page.get("page", "")), columns.page[1]: str(page.get("time", ""))}
            for label, at in each.boxes:
                cells = {columns.path: each.image, columns.label: label} | cells_of(at, like, columns)
                said = {place: text for place, text in (size | pages | cells).items() if place >= 0}
                new = [quoted(said.get(n, ""), table.delimiter, quote=False) for n in range(len(table.columns))]
                target.write(table.delimiter.join(new) + line_end)
