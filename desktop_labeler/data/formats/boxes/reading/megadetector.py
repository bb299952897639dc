"""What MegaDetector and SpeciesNet say: the detections of each image, in fractions of it, with a score.

Where a classifier named the species of a detection, its surest class is the label; else the kind of detection is
("animal", "person", "vehicle"). Nothing is written back: it is what a model said.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from desktop_labeler.data.formats.boxes.annotation import (
    NO_IMAGE,
    BoxAnnotation,
    Checks,
    ImageRef,
    number,
    size_of,
)
from desktop_labeler.data.formats.boxes.reading.json_stream import entries
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

_LISTS = ("images", "predictions")
_CATEGORIES = ("detection_categories", "classification_categories")


def read_megadetector(file: Path, name: str, checks: Checks) -> Iterator[BoxAnnotation]:
    """Yield the detections of a file, read twice, since the names of the classes may stand at its end.

    Args:
        file: the file.
        name: how places call it.
        checks: collects what is left out, among it the images that the detector could not read.

    Raises:
        FormatError: it is not JSON, or lists no images.
    """
    kinds, species = (_names(file, key) for key in _CATEGORIES)
    checks.classes += [label for label in (*kinds.values(), *species.values()) if label not in checks.classes]
    listed = False
    for entry in entries(file):
        listed = listed or (entry.key in _LISTS and entry.number is not None)
        if entry.key in _LISTS and entry.number is not None and not entry.closes:
            yield from _detections(entry.value, f"{name}#{entry.key}/{entry.number}", (kinds, species), checks)
    if not listed:
        raise FormatError(
            "{file} lists no images, as a file of MegaDetector does. Nothing was changed. Choose the file with the "
            "boxes.",
            file=file.name,
        )


def _detections(
    value: object, place: str, names: tuple[dict[str, str], dict[str, str]], checks: Checks
) -> Iterator[BoxAnnotation]:
    if not isinstance(value, dict):
        checks.leave_out(place, Message("it is no object of JSON"))
        return
    image = ImageRef(
        _text(value.get("file", value.get("filepath"))), size=size_of(value.get("width"), value.get("height"))
    )
    found = value.get("detections")
    if not isinstance(found, list):
        failed = value.get("failure") or value.get("failures")
        reason = Message("the detector could not read it ({reason})", reason=str(failed)[:80])
        checks.leave_out(place, reason if failed else Message("it has no list of detections"))
        return
    used = False
    for at, detection in enumerate(found):
        box = _box(detection, f"{place}/detections/{at}", image, names, checks)
        if box is not None:
            used = True
            yield box
    if not found and not image.name:
        checks.leave_out(place, NO_IMAGE)
    elif not used:
        checks.empty.append(image.name)


def _box(
    value: object, place: str, image: ImageRef, names: tuple[dict[str, str], dict[str, str]], checks: Checks
) -> BoxAnnotation | None:
    if not isinstance(value, dict):
        checks.leave_out(place, Message("it is no object of JSON"))
        return None
    numbers = value.get("bbox")
    label = _species(value.get("classifications"), names[1]) or _kind(value, names[0], checks)
    given = numbers if isinstance(numbers, list) else []
    return checks.box(place, image, given, label, fractions=True, score=value.get("conf"), suggested=True)


def _species(found: object, names: Mapping[str, str]) -> str | None:
    """Return the surest class of a list of [key, score]; None without one."""
    pairs = [
        (score, key)
        for pair in (found if isinstance(found, list) else [])
        if isinstance(pair, list) and len(pair) == 2 and (score := number(pair[1])) is not None
        for key in [str(pair[0])]
    ]
    return names.get(key := max(pairs, key=lambda pair: pair[0])[1], key) if pairs else None


def _kind(value: Mapping[str, Any], names: Mapping[str, str], checks: Checks) -> str | None:
    key = value.get("category")
    if isinstance(value.get("label"), str):  # SpeciesNet writes the name beside the number
        return str(value["label"])
    if key is None:
        return None
    return names.get(str(key)) or checks.unnamed(key)


def _names(file: Path, key: str) -> dict[str, str]:
    for entry in entries(file):
        if entry.key == key and isinstance(entry.value, dict):
            return {str(number): _common(str(name)) for number, name in entry.value.items()}
    return {}


def _common(name: str) -> str:
    """Return the common name, else the most exact taxon, of "id;class;order;family;genus;species;common name"."""
    parts: Sequence[str] = name.split(";")
    return next((part.strip() for part in reversed(parts) if part.strip()), name) if len(parts) > 2 else name


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
