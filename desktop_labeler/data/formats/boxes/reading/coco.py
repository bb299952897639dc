"""COCO's JSON of detections: images, annotations with boxes in pixels, categories; and lists of results.

A list of results is what detectors write for COCO's evaluation: no images and no names of classes, only their numbers.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from desktop_labeler.data.formats.boxes.annotation import (
    ENCLOSED,
    BoxAnnotation,
    Checks,
    ImageRef,
    enclosing,
    number,
    page_said,
    size_of,
)
from desktop_labeler.data.formats.boxes.reading.json_stream import entries
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

_NO_OBJECT = Message("it is no object of JSON")
_CROWD = Message("it is a crowd, not one object")
_MASK = Message("it has a mask and no box")
_NO_IMAGE = Message("its image is not listed in the file")
_NO_CLASS = Message("its class is not listed in the file")


class CocoIndex:
    """The images and classes of a COCO file by their ids; an id is the same as number and as text.

    Attributes:
        images: the image of each id.
        names: the name of each category's id.
        raw: the ids of the categories as they stand in the file, by the name; the first of a name.
        results: whether the file is a list of results.
    """

    def __init__(self, file: Path, checks: Checks | None = None, name: str = "") -> None:
        self.images: dict[str, ImageRef] = {}
        self.names: dict[str, str] = {}
        self.raw: dict[str, object] = {}
        self.results = False
        for entry in entries(file):
            if checks is not None and entry.number == 0:
                checks.sections.append(f"{name}#{entry.key}")
            if entry.key == "" or entry.key == "annotations":
                self.results = self.results or entry.key == ""
            elif entry.key in ("images", "categories") and entry.number is not None and not entry.closes:
                place = f"{name}#{entry.key}/{entry.number}"
                known = self._image if entry.key == "images" else self._category
                if (not isinstance(entry.value, dict) or not known(entry.value)) and checks is not None:
                    checks.leave_out(place, Message("it has no id or no name, or its id stands twice"))

    def _image(self, value: Mapping[str, Any]) -> bool:
        name, key = value.get("file_name"), _key(value.get("id"))
        if not isinstance(name, str) or key is None or key in self.images:
            return False
        size, page = size_of(value.get("width"), value.get("height")), page_said(value.get("page"), value.get("time"))
        self.images[key] = ImageRef(name, size=size, page=page)
        return True

    def _category(self, value: Mapping[str, Any]) -> bool:
        key = _key(value.get("id"))
        if key is None or key in self.names or not isinstance(value.get("name"), str | int):
            return False
        self.names[key] = str(value["name"])
        self.raw.setdefault(str(value["name"]).strip(), value["id"])
        return True


def read_coco(file: Path, name: str, checks: Checks) -> Iterator[BoxAnnotation]:
    """Yield the boxes of a file; outlines without a box give the box around them.

    The file is read twice, since annotations may stand before the images that they belong to.

    Args:
        file: the file.
        name: how places call it.
        checks: collects what is left out.

    Raises:
        FormatError: it is not such a file.
    """
    index = CocoIndex(file, checks, name)
    _check_kind(file, index)
    checks.classes += [label for label in index.names.values() if label not in checks.classes]
    used: set[str] = set()
    for entry in entries(file):
        if entry.key in ("annotations", "") and entry.number is not None and not entry.closes:
            place = f"{name}#{entry.key or 'results'}/{entry.number}"
            found = _box(entry.value, place, index, checks)
            if found is not None:
                used.add(str(entry.value["image_id"]))
                yield found
    checks.empty += [image.name for key, image in index.images.items() if key not in used]


def _check_kind(file: Path, index: CocoIndex) -> None:
    if not index.results and not index.images:
        raise FormatError(
            "{file} lists no images, as a file of COCO does. Nothing was changed. Choose the file with the boxes.",
            file=file.name,
        )


def _box(value: object, place: str, index: CocoIndex, checks: Checks) -> BoxAnnotation | None:
    if not isinstance(value, dict):
        checks.leave_out(place, _NO_OBJECT)
        return None
    image, label = _image_of(value, index), _label_of(value, index, checks)
    numbers = value.get("bbox")
    outline = _outline(value) if not isinstance(numbers, list) or not numbers else None
    reason = _why_not(value, image, numbers if outline is None else outline)
    if reason is not None or image is None:
        checks.leave_out(place, reason or _NO_IMAGE)
        return None
    if outline is not None:
        checks.counts[ENCLOSED] += 1
    if label is None and value.get("category_id") is not None:
        checks.leave_out(place, _NO_CLASS)
        return None
    score = value.get("score")
    given = outline or numbers
    return checks.box(
        place, image, given if isinstance(given, list) else [], label, score=score, suggested=index.results
    )


def _why_not(value: Mapping[str, Any], image: ImageRef | None, numbers: object) -> Message | None:
    if value.get("iscrowd"):
        return _CROWD
    if not isinstance(numbers, list) or not numbers:
        return _MASK if value.get("segmentation") else Message("it has no box")
    return _NO_IMAGE if image is None else None


def _image_of(value: Mapping[str, Any], index: CocoIndex) -> ImageRef | None:
    key = _key(value.get("image_id"))
    if key is None or not index.results:
        return index.images.get(key or "")
    return ImageRef(key, also=(f"{int(key):012d}",) if key.isdecimal() and key.isascii() else ())


def _label_of(value: Mapping[str, Any], index: CocoIndex, checks: Checks) -> str | None:
    key = _key(value.get("category_id"))
    if key is None:
        return None
    return checks.unnamed(key) if index.results else index.names.get(key)


def _outline(value: Mapping[str, Any]) -> list[float] | None:
    """Return the box around the polygons of an annotation; None for masks, and without any."""
    polygons = value.get("segmentation")
    if not isinstance(polygons, list) or not polygons or not all(isinstance(one, list) for one in polygons):
        return None
    return enclosing([point for polygon in polygons for point in polygon])


def _key(value: object) -> str | None:
    """Return an id in the form in which ids are compared: 7, 7.0 and "7" are the same."""
    if isinstance(value, str):
        return value
    found = number(value)
    if found is None:
        return None
    return str(value) if isinstance(value, int) else str(int(found)) if found.is_integer() else str(found)
