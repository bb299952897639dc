"""Label Studio's rectangles: percentages of the image, in annotations of people and predictions of models."""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from desktop_labeler.data.formats.boxes.annotation import (
    ENCLOSED,
    MORE_CLASSES,
    NO_IMAGE,
    NO_SHAPES,
    NOT_PROPOSED,
    NOT_SUBMITTED,
    BoxAnnotation,
    Checks,
    ImageRef,
    enclosing,
    number,
    size_of,
)
from desktop_labeler.data.formats.boxes.reading.json_stream import entries
from desktop_labeler.data.formats.labelstudio import CANCELLED, NO_TASK, address_of
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

_SIDES = ("x", "y", "width", "height")
_OUTLINE = "polygonlabels"
CLASSES = ("rectanglelabels", _OUTLINE)  # where a result has the names of its classes
_SHAPES = ("brush", "bitmask", "keypoint", "ellipse", "vector", "cuboid", "magicwand")  # their types begin so
_KINDS = {"rectanglelabels": "rectanglelabels", "rectangle": "", "polygonlabels": _OUTLINE, "polygon": ""}


def read_labelstudio(file: Path, name: str, checks: Checks) -> Iterator[BoxAnnotation]:
    """Yield the rectangles of tasks, and of polygons the box around them.

    Where a task has annotations, its predictions are not looked at. Other results, such as choices, are passed over.

    Args:
        file: the file, a list of tasks.
        name: how places call it.
        checks: collects what is left out.

    Raises:
        FormatError: it is not JSON, or no list.
    """
    for entry in entries(file):
        if entry.key:
            raise FormatError(
                "{file} is not a list of tasks. Nothing was changed. Export it from Label Studio as JSON.",
                file=file.name,
            )
        if not entry.closes:
            place = f"{name}#{entry.number}"
            if isinstance(entry.value, dict) and isinstance(entry.value.get("data"), dict):
                yield from _task(entry.value, place, checks)
            else:
                checks.leave_out(place, NO_TASK)


def _task(task: Mapping[str, Any], place: str, checks: Checks) -> Iterator[BoxAnnotation]:
    data = task["data"]
    image = ImageRef(str(data.get("rel_path") or address_of(data) or ""))
    key = next((key for key in ("annotations", "completions", "predictions") if _given(task.get(key))), "")
    cancelled = _leave_out_cancelled(task, place, checks)
    drafts = sum(_has_shape(said) for said in _listed(task.get("drafts")))
    checks.counts.update({NOT_SUBMITTED: drafts} if drafts else {})
    used = False
    proposed = task.get("predictions") if key != "predictions" else None
    if isinstance(proposed, list):
        passed = sum(is_box(result) for said in proposed for result in _results(said))
        checks.counts.update({NOT_PROPOSED: passed} if passed else {})
    for at, said in enumerate(task.get(key) or []):
        for place_in, result in enumerate(_results(said)):
            where = f"{place}/{key}/{at}/result/{place_in}"
            box = _box(result, where, image, checks, said if key == "predictions" else None)
            if box is not None:
                used = True
                yield box
    if not used and not (cancelled and not key):
        if image.name:
            checks.empty.append(image.name)
        elif not key:
            checks.leave_out(place, NO_IMAGE)


def _given(said: object) -> bool:
    return isinstance(said, list) and any(_results(one) for one in said)


def _leave_out_cancelled(task: Mapping[str, Any], place: str, checks: Checks) -> bool:
    """Leave out what a person skipped in Label Studio; return whether there is any."""
    found = [
        f"{place}/{key}/{at}"
        for key in ("annotations", "completions", "predictions")
        for at, said in enumerate(_listed(task.get(key)))
        if isinstance(said, dict) and said.get("was_cancelled")
    ]
    for where in found:
        checks.leave_out(where, CANCELLED)
    return bool(found)


def _listed(said: object) -> list[object]:
    return said if isinstance(said, list) else []


def _has_shape(said: object) -> bool:
    return any(is_box(result) for result in _results(said))


def _results(said: object) -> list[dict[str, Any]]:
    if not isinstance(said, dict) or said.get("was_cancelled") or not isinstance(said.get("result"), list):
        return []
    return [result if isinstance(result, dict) else {} for result in said["result"]]


def _box(
    result: Mapping[str, Any], place: str, image: ImageRef, checks: Checks, prediction: Mapping[str, Any] | None
) -> BoxAnnotation | None:
    kind, value = result.get("type"), result.get("value")
    if kind not in _KINDS or not isinstance(value, dict):
        if any(str(kind).startswith(shape) for shape in _SHAPES):
            checks.leave_out(place, Message("it is a shape without a box: {shape}", shape=str(kind)[:40]))
        elif kind in _KINDS:
            checks.leave_out(place, Message("its box is not four numbers"))
        else:
            checks.counts[NO_SHAPES] += 1
        return None
    size = size_of(result.get("original_width"), result.get("original_height"))
    numbers = _percentages(value, size)
    if numbers is None:
        checks.leave_out(place, Message("its box is not four numbers"))
        return None
    if "points" in value or number(value.get("rotation")):
        checks.counts[ENCLOSED] += 1
    label = label_of(value)
    if any(isinstance(value.get(kind), list) and len({*map(str, value[kind])}) > 1 for kind in CLASSES):
        checks.counts[MORE_CLASSES] += 1
    if label and label not in checks.classes:
        checks.classes.append(label)
    return checks.box(
        place,
        ImageRef(image.name, image.also, size),
        [one / 100 for one in numbers],
        label,
        fractions=True,
        score=result.get("score", prediction.get("score") if prediction else None),
        suggested=prediction is not None,
    )


def is_box(result: Mapping[str, Any]) -> bool:
    """Whether a result is a rectangle, or an outline that has one around it."""
    return result.get("type") in _KINDS


def label_of(value: Mapping[str, Any]) -> str | None:
    """Return the first class of a result; None without one."""
    names = value.get("rectanglelabels") or value.get(_OUTLINE)
    return str(names[0]) if isinstance(names, list) and names and isinstance(names[0], str) else None


def _percentages(value: Mapping[str, Any], size: tuple[int, int] | None) -> list[float] | None:
    """Return x, y, width and height in percent; of a polygon or a turned rectangle, of the box around it."""
    points = value.get("points")
    if isinstance(points, list) and all(isinstance(point, list) for point in points):
        return enclosing([one for point in points for one in point])
    found = [number(value.get(side)) for side in _SIDES]
    turned = number(value.get("rotation") or 0)
    if None in found or turned is None:
        return None
    sides = [one or 0.0 for one in found]
    return _turned(sides, math.radians(turned), size) if turned else sides


def _turned(sides: list[float], angle: float, size: tuple[int, int] | None) -> list[float] | None:
    """Return the box around a rectangle that was turned clockwise about its left upper corner, in percent."""
    if size is None:
        return None
    across, down = size
    x, y, width, height = sides[0] * across, sides[1] * down, sides[2] * across, sides[3] * down
    points: list[float] = []
    for right, low in ((0.0, 0.0), (width, 0.0), (0.0, height), (width, height)):
        points.append((x + right * math.cos(angle) - low * math.sin(angle)) / across)
        points.append((y + right * math.sin(angle) + low * math.cos(angle)) / down)
    return enclosing([*points])
