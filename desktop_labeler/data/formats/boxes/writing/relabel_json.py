"""Gives annotations in JSON other classes; every other byte stays."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from desktop_labeler.data.formats.boxes.reading.coco import CocoIndex
from desktop_labeler.data.formats.boxes.reading.json_stream import Edit, Entry, copy_edited, entries, span_of
from desktop_labeler.data.formats.boxes.reading.labelstudio_boxes import CLASSES
from desktop_labeler.errors import FormatError

Keys = list[str | int]


def relabel_coco(file: Path, out: Path, labels: Mapping[str, str]) -> None:
    """Copy a file with other categories of some annotations; new categories are added behind the others.

    Args:
        file: the file.
        out: does not exist yet.
        labels: the class by the place of the annotation: {"annotations/17": "cat"}.

    Raises:
        FormatError: the file is not as it was, or is a list of results and a class none of its numbers.
    """
    index = CocoIndex(file)
    new: list[dict[str, object]] = []
    if index.results:
        ids: dict[str, object] = {label: _number(label, file) for label in labels.values()}
    else:
        ids, new = _with_new(index, list(dict.fromkeys(labels.values())))
    texts = {place.rpartition("/")[2]: json.dumps(ids[label]) for place, label in labels.items()}
    copy_edited(file, out, _coco_edits(file, texts, new))


def _number(label: str, file: Path) -> int:
    if not (label.isdecimal() and label.isascii()):
        raise FormatError(
            "{file} is a list of results, which has numbers for classes. {label} is not a number. Nothing was written.",
            file=file.name,
            label=label,
        )
    return int(label)


def _with_new(index: CocoIndex, labels: list[str]) -> tuple[dict[str, object], list[dict[str, object]]]:
    """Return the id of each class, and the categories to add."""
    numbers = count(1 + max((int(key) for key in index.names if key.isdecimal()), default=0))
    new: list[dict[str, object]] = [
        {"id": next(numbers), "name": label, "supercategory": ""} for label in labels if label not in index.raw
    ]
    return index.raw | {str(category["name"]): category["id"] for category in new}, new


def _coco_edits(file: Path, texts: Mapping[str, str], new: list[dict[str, object]]) -> Iterator[Edit]:
    added = ", ".join(json.dumps(category, ensure_ascii=False) for category in new)
    end, last, listed = 0, 0, False
    for entry in entries(file, texts=True):
        if entry.key == "categories" and entry.number is not None:
            listed = True
            if entry.closes and added:
                yield Edit(end, end, f", {added}") if end else Edit(entry.start, entry.start, added)
            end = entry.end
        elif entry.key in ("annotations", "") and str(entry.number) in texts and not entry.closes:
            yield replaced(entry, [], "category_id", texts[str(entry.number)])
        last = entry.end
    if added and not listed:
        yield Edit(last, last, f', "categories": [{added}]')


def relabel_labelme(file: Path, out: Path, labels: Mapping[str, str]) -> None:
    """Copy a file with other labels of some shapes; see `relabel_coco`."""
    texts = {place.rpartition("/")[2]: _text(label) for place, label in labels.items()}
    copy_edited(
        file,
        out,
        (
            replaced(entry, [], "label", texts[str(entry.number)])
            for entry in entries(file, texts=True)
            if entry.key == "shapes" and str(entry.number) in texts and not entry.closes
        ),
    )


def relabel_labelstudio(file: Path, out: Path, labels: Mapping[str, str]) -> None:
    """Copy a file with other classes of some rectangles; see `relabel_coco`."""
    wanted: dict[str, list[tuple[Keys, str]]] = {}
    for place, label in labels.items():
        task, *path = place.split("/")
        wanted.setdefault(task, []).append(([int(one) if one.isdecimal() else one for one in path], label))
    copy_edited(file, out, _tasks_edits(file, wanted))


def _tasks_edits(file: Path, wanted: Mapping[str, list[tuple[Keys, str]]]) -> Iterator[Edit]:
    for entry in entries(file, texts=True):
        if entry.key == "" and not entry.closes:
            edits = [_rectangle(entry, path, label) for path, label in wanted.get(str(entry.number), [])]
            yield from sorted(edits)


def _rectangle(entry: Entry, path: Keys, label: str) -> Edit:
    inside: Keys = [*path, "value"]
    for key in CLASSES:
        span = span_of(entry.text, [*inside, key, 0])
        whole = span_of(entry.text, [*inside, key])
        if span is not None and whole is not None:
            names = json.loads(entry.text[whole[0] : whole[1]])
            if label in names[1:]:  # a box of two classes does not get one of them twice
                span, text = whole, json.dumps([label, *_others(names[1:], label)], ensure_ascii=False)
            else:
                text = _text(label)
            return Edit(entry.start + span[0], entry.start + span[1], text)
    return replaced(entry, inside, "rectanglelabels", f"[{_text(label)}]")


def _others(names: Sequence[object], label: str) -> list[object]:
    return [name for name in names if name != label]


def replaced(entry: Entry, path: Keys, key: str, text: str) -> Edit:
    """Return the edit that gives a key of an object in an entry another value, or adds it where it is missing."""
    span = span_of(entry.text, [*path, key])
    if span is not None:
        return Edit(entry.start + span[0], entry.start + span[1], text)
    around = span_of(entry.text, path)
    start = around[0] + 1 if around is not None else 1
    rest = entry.text[start:].lstrip()
    at = entry.start + start
    return Edit(at, at, f"{_text(key)}: {text}" + ("" if rest.startswith("}") else ", "))


def _text(label: str) -> str:
    return json.dumps(label, ensure_ascii=False)
