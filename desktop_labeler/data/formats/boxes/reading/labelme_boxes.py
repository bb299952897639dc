"""The shapes of labelme: rectangles as two corners, in any order; of every other outline the box around it."""

from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from desktop_labeler.data.formats.boxes.annotation import (
    ENCLOSED,
    BoxAnnotation,
    Checks,
    ImageRef,
    enclosing,
    number,
    size_of,
)
from desktop_labeler.data.formats.boxes.reading.json_stream import entries
from desktop_labeler.data.formats.boxes.reading.nearby import Nearby, likely_path
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

_OUTLINES = frozenset(["polygon", "rotation", "linestrip", "mask", "cuboid", "quadrilateral"])


def read_labelme(file: Path, name: str, checks: Checks) -> Iterator[BoxAnnotation]:
    """Yield the shapes of the JSON file of one image.

    Args:
        file: the file.
        name: how places call it.
        checks: collects what is left out: points and lines have no box.

    Raises:
        FormatError: it is not such a file.
    """
    shapes: list[object] = []
    found: dict[str, Any] = {}
    listed = False
    for entry in entries(file):
        if entry.key == "shapes" and entry.number is not None:
            listed = True
            shapes += [] if entry.closes else [entry.value]
        elif entry.key != "imageData":  # which holds the image itself
            found[entry.key] = entry.value
    if not listed:
        raise FormatError(
            "{file} has no shapes, as a file of labelme does. Nothing was changed. Choose the file with the boxes.",
            file=file.name,
        )
    image = _image(found, file, name)
    used = False
    for place, shape in enumerate(shapes):
        box = _box(shape, f"{name}#shapes/{place}", image, checks)
        if box is not None:
            used = True
            yield box
    if not used:
        checks.empty.append(image.name)


def _image(found: Mapping[str, Any], file: Path, name: str) -> ImageRef:
    said = found.get("imagePath")
    bare = (
        str(said).replace("\\", "/").rpartition("/")[2] if isinstance(said, str) and said else PurePosixPath(name).stem
    )
    path = Nearby().find(file, name, bare) or likely_path(name, bare)
    return ImageRef(path, (bare,) if bare != path else (), size_of(found.get("imageWidth"), found.get("imageHeight")))


def _box(shape: object, place: str, image: ImageRef, checks: Checks) -> BoxAnnotation | None:
    if not isinstance(shape, dict):
        checks.leave_out(place, Message("it is no object of JSON"))
        return None
    kind = str(shape.get("shape_type") or "polygon")
    numbers = _numbers(kind, shape.get("points"))
    if numbers is None:
        points = shape.get("points")
        count = len(points) if isinstance(points, list) else 0
        why = Message("{n:# point makes|# points make} no box of the shape “{shape}”", n=count, shape=kind[:40])
        checks.leave_out(place, why)
        return None
    if kind != "rectangle":
        checks.counts[ENCLOSED] += 1
    label = shape.get("label")
    if isinstance(label, str) and label not in checks.classes:
        checks.classes.append(label)
    return checks.box(place, image, numbers, label, score=shape.get("score"))


def _numbers(kind: str, points: object) -> list[float] | None:
    """Return x, y, width and height of a shape; None if it has none."""
    if not isinstance(points, list) or not all(isinstance(point, list) and len(point) == 2 for point in points):
        return None
    if kind == "circle":
        return _around_circle(points)
    if kind == "rectangle" and len(points) not in (2, 4):  # X-AnyLabeling writes all four corners
        return None
    return enclosing([*chain.from_iterable(points)]) if kind in _OUTLINES or kind == "rectangle" else None


def _around_circle(points: list[list[object]]) -> list[float] | None:
    """Return the box around a circle, of which labelme stores the centre and a point on it."""
    values = [number(value) for value in chain.from_iterable(points)]
    if len(values) != 4 or None in values:
        return None
    x, y, other_x, other_y = (value or 0.0 for value in values)
    radius = ((x - other_x) ** 2 + (y - other_y) ** 2) ** 0.5
    return [x - radius, y - radius, 2 * radius, 2 * radius]
