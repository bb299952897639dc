"""Moves, deletes and adds annotations in JSON; every other byte stays."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, count, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from desktop_labeler.data.formats.boxes.reading.coco import CocoIndex
from desktop_labeler.data.formats.boxes.reading.json_stream import Edit, Entry, copy_edited, entries, span_of
from desktop_labeler.data.formats.boxes.writing.relabel_json import Keys, replaced
from desktop_labeler.data.formats.boxes.writing.reshaped import BoxAt, NewBox, Reshaped

_SIDES = ("x", "y", "width", "height")


class _Item(NamedTuple):
    """An entry of a list: where it starts and ends; the bracket behind the last one has no number."""

    start: int
    end: int
    number: int | None


def _list_edits(
    items: Iterable[_Item], change: Callable[[int], Sequence[Edit] | None], added: Sequence[str]
) -> Iterator[Edit]:
    """Yield the edits that change, remove (None) and append entries of a list, in their order."""
    kept, before = False, 0
    for item, following in pairwise(chain(items, [None])):
        if item is None:
            continue
        if item.number is None:
            if added:
                yield Edit(item.start, item.start, (", " if kept else "") + ", ".join(added))
            continue
        edits = change(item.number)
        if edits is not None:
            kept = True
            yield from sorted(edits)
        elif kept:
            yield Edit(before, item.end, "")
        else:
            more = following is not None and following.number is not None
            yield Edit(item.start, following.start if more and following is not None else item.end, "")
        before = item.end


def reshape_coco(file: Path, out: Path, changes: Reshaped) -> None:
    """Copy a file with other boxes.

    Args:
        file: the file, in which the classes of new boxes are already.
        out: does not exist yet.
        changes: by places as {"annotations/17": …}.
    """
    index = CocoIndex(file)
    key = "" if index.results else "annotations"
    wanted = {new.beside.rpartition("/")[2] for new in changes.added}
    beside: dict[str, object] = {}
    last = 0
    for entry in entries(file):
        if entry.key == key and entry.number is not None and isinstance(entry.value, dict):
            last = max(last, entry.value["id"]) if isinstance(entry.value.get("id"), int) else last
            if str(entry.number) in wanted:
                beside[str(entry.number)] = entry.value.get("image_id")
    numbers = count(last + 1)
    added = [new_annotation(new, beside[new.beside.rpartition("/")[2]], index, next(numbers)) for new in changes.added]
    copy_edited(file, out, _stream_edits(file, key, _by_number(changes), added, _coco_moved))


def new_annotation(new: NewBox, image: object, index: CocoIndex, number: int) -> str:
    """Return an annotation of COCO, of the image with an id; `number` is its own."""
    box = new.at.box
    found: dict[str, object] = {"image_id": image, "bbox": [box.x, box.y, box.width, box.height]}
    if index.results:
        return json.dumps({**found, "category_id": int(new.label), "score": 1.0})
    more = {"area": box.width * box.height, "segmentation": [], "iscrowd": 0}
    return json.dumps({"id": number, **found, "category_id": index.raw[new.label], **more})


def _coco_moved(entry: Entry, at: BoxAt) -> list[Edit]:
    box, before = at.box, entry.value.get("bbox")
    edits = [replaced(entry, [], "bbox", json.dumps([box.x, box.y, box.width, box.height]))]
    area = entry.value.get("area")
    sides = isinstance(before, list) and len(before) == 4 and all(isinstance(side, int | float) for side in before)
    if sides and isinstance(area, int | float) and abs(area - before[2] * before[3]) < 1e-6 * max(1.0, abs(area)):
        edits.append(replaced(entry, [], "area", json.dumps(box.width * box.height)))
    return edits


def _by_number(changes: Reshaped) -> tuple[dict[int, BoxAt], set[int]]:
    moved = {int(place.rpartition("/")[2]): at for place, at in changes.moved.items()}
    return moved, {int(place.rpartition("/")[2]) for place in changes.deleted}


def _stream_edits(
    file: Path,
    key: str,
    changes: tuple[dict[int, BoxAt], set[int]],
    added: Sequence[str],
    change: Callable[[Entry, BoxAt], list[Edit]],
) -> Iterator[Edit]:
    """Yield the edits of a list of the outermost object, entry by entry."""
    moved, deleted = changes
    now: list[Entry] = []

    def items() -> Iterator[_Item]:
        for entry in entries(file, texts=True):
            if entry.key == key and entry.number is not None:
                now.append(entry)
                del now[:-2]  # the one that is changed, and the one behind it
                yield _Item(entry.start, entry.end, None if entry.closes else entry.number)

    def edited(number: int) -> list[Edit] | None:
        entry = next(each for each in now if each.number == number)
        if number in deleted:
            return None
        return change(entry, moved[number]) if number in moved else []

    yield from _list_edits(items(), edited, added)


def reshape_labelme(file: Path, out: Path, changes: Reshaped) -> None:
    """Copy a file with other shapes; one that is moved is a rectangle from then on. See `reshape_coco`."""
    added = [
        json.dumps(
            {
                "label": new.label,
                "points": _corners(new.at),
                "group_id": None,
                "shape_type": "rectangle",
                "flags": {},
            },
            ensure_ascii=False,
        )
        for new in changes.added
    ]
    copy_edited(file, out, _stream_edits(file, "shapes", _by_number(changes), added, _shape_moved))


def _corners(at: BoxAt) -> list[list[int]]:
    box = at.box
    return [[box.x, box.y], [box.x + box.width, box.y + box.height]]


def _shape_moved(entry: Entry, at: BoxAt) -> list[Edit]:
    edits = [replaced(entry, [], "points", json.dumps(_corners(at)))]
    if entry.value.get("shape_type") != "rectangle":
        edits.append(replaced(entry, [], "shape_type", '"rectangle"'))
    return edits


def reshape_labelstudio(file: Path, out: Path, changes: Reshaped) -> None:
    """Copy a file with other rectangles; a polygon that is moved is a rectangle from then on. See `reshape_coco`."""
    copy_edited(file, out, _tasks_edits(file, changes))


def _tasks_edits(file: Path, changes: Reshaped) -> Iterator[Edit]:
    lists: dict[str, set[str]] = {}
    for place in changes.places:
        task, _, inside = place.partition("/")
        lists.setdefault(task, set()).add(inside.rpartition("/")[0])
    for entry in entries(file, texts=True):
        if entry.key == "" and not entry.closes:
            found = [_results_edits(entry, path, changes) for path in lists.get(str(entry.number), ())]
            yield from sorted(chain.from_iterable(found))


def _results_edits(entry: Entry, path: str, changes: Reshaped) -> list[Edit]:
    """Return the edits of one list of results in a task."""
    keys: Keys = [int(key) if key.isdecimal() else key for key in path.split("/")]
    results = entry.value
    for key in keys:
        results = results[key]
    place = f"{entry.number}/{path}/"
    items = [_Item(*_span(entry, [*keys, number]), number) for number in range(len(results))]
    closing = _span(entry, keys)[1] - 1
    added = [
        json.dumps(new_result(new, results[int(new.beside.rpartition("/")[2])], number), ensure_ascii=False)
        for number, new in enumerate(changes.added, 1)
        if new.beside.startswith(place)
    ]

    def edited(number: int) -> list[Edit] | None:
        if f"{place}{number}" in changes.deleted:
            return None
        at = changes.moved.get(f"{place}{number}")
        return [] if at is None else _result_moved(entry, [*keys, number], results[number], at)

    return list(_list_edits([*items, _Item(closing, closing + 1, None)], edited, added))


def _span(entry: Entry, path: Keys) -> tuple[int, int]:
    start, end = span_of(entry.text, path) or (0, 0)
    return entry.start + start, entry.start + end


def _percentages(at: BoxAt) -> dict[str, float]:
    return {side: 100 * share for side, share in zip(_SIDES, at.shares, strict=True)}


def new_result(new: NewBox, beside: dict[str, Any], number: int) -> dict[str, object]:
    """Return a result of Label Studio, with the fields that one beside it has."""
    kept: dict[str, object] = {
        key: beside[key] for key in ("from_name", "to_name", "original_width", "original_height") if key in beside
    }
    value = {**_percentages(new.at), "rotation": 0, "rectanglelabels": [new.label]}
    return {"id": f"drawn-{number}", "type": "rectanglelabels", **kept, "image_rotation": 0, "value": value}


def _result_moved(entry: Entry, path: Keys, result: dict[str, Any], at: BoxAt) -> list[Edit]:
    value = result["value"]
    if "points" in value:
        names = value.get("polygonlabels") or value.get("rectanglelabels") or []
        whole = {**_percentages(at), "rotation": 0, "rectanglelabels": names}
        return [
            replaced(entry, path, "value", json.dumps(whole, ensure_ascii=False)),
            replaced(entry, path, "type", '"rectanglelabels"'),
        ]
    edits = [replaced(entry, [*path, "value"], side, json.dumps(share)) for side, share in _percentages(at).items()]
    if value.get("rotation"):
        edits.append(replaced(entry, [*path, "value"], "rotation", "0"))
    return edits
