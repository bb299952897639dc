"""Files of annotations for images that a source has no file with boxes of: boxes were drawn on them here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.formats.boxes.reading.class_names_file import ClassNames
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.boxes.writing.new_boxes import BoxedImage, LabelledBox, voc_text
from desktop_labeler.data.formats.boxes.writing.relabel_voc import check_is_xml
from desktop_labeler.data.formats.boxes.writing.reshape_json import reshape_labelme
from desktop_labeler.data.formats.boxes.writing.reshape_text import added_objects, yolo_line
from desktop_labeler.data.formats.boxes.writing.reshaped import BoxAt, NewBox, Reshaped

_LABELME = "5.4.1"  # the version whose fields these are
FRESH: Mapping[BoxKind, str] = {"voc": ".xml", "yolo": ".txt", "labelme": ".json"}
"""The formats with a file for each image, and the ending of these files."""


@dataclass(frozen=True)
class FreshFile:
    """The boxes that were drawn on an image without any in a source.

    Attributes:
        name: of the file, relative to the source; a file without boxes may be there.
        beside: another file of the source, whose names of classes hold for it too.
        image: the path of the image in the project; in a file of several images what it is called there.
        boxes: class and place of each.
        page: the page or frame that the image is; None for a whole file.
    """

    name: str
    beside: str
    image: str
    boxes: Sequence[tuple[str, BoxAt]]
    page: Page | None = None


def place_for(image: str, known: Mapping[str, str], ending: str) -> tuple[str, str] | None:
    """Return where the annotations of an image belong, and another file beside which it stands; None if none can say.

    Args:
        image: its path in the project.
        known: by the paths of other images the files with their annotations, relative to the source.
        ending: of such files.
    """
    path = PurePosixPath(image)
    pairs = [(PurePosixPath(one), PurePosixPath(file)) for one, file in known.items()]
    pairs = [(one, file) for one, file in pairs if one.stem == file.stem and file.suffix.lower() == ending]
    near = next((file for one, file in pairs if one.parent == path.parent), None)
    if near is not None:
        return str(near.parent / f"{path.stem}{near.suffix}"), str(near)
    for one, file in pairs:  # in the same folders below another one
        inside, folder = one.parent.parts, file.parent.parts
        if not inside or folder[-len(inside) :] == inside:
            above = PurePosixPath(*folder[: len(folder) - len(inside)])
            return str(above / path.parent / f"{path.stem}{file.suffix}"), str(file)
    return None


def write_fresh(target: Path, kind: BoxKind, fresh: FreshFile, names: ClassNames) -> None:
    """Write the boxes into a new file, or add them to one that has none.

    Raises:
        FormatError: a class cannot be written in XML.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if kind == "yolo":
        numbers = {label: number for number, label in reversed(names.names.items())}
        before = target.read_bytes() if target.exists() else b""
        before += b"\n" if before and not before.endswith(b"\n") else b""
        lines = [yolo_line(numbers[label] if label in numbers else int(label), at) for label, at in fresh.boxes]
        target.write_bytes(before + "".join(f"{line}\n" for line in lines).encode())
        return
    if kind == "labelme":
        _write_labelme(target, fresh)
        return
    for label, _ in fresh.boxes:
        check_is_xml(label, target)
    if target.exists():
        target.write_bytes(added_objects(target.read_bytes(), fresh.boxes))
        return
    boxes = [LabelledBox(at.box.x, at.box.y, at.box.width, at.box.height, label) for label, at in fresh.boxes]
    text = voc_text(BoxedImage(fresh.image, fresh.boxes[0][1].size, boxes))
    target.write_text(text, encoding="utf-8", newline="\n")


def _write_labelme(target: Path, fresh: FreshFile) -> None:
    """Add shapes to a file that has none; a new one names the image as a file beside it."""
    if not target.exists():
        across, down = fresh.boxes[0][1].size
        about = {"version": _LABELME, "flags": {}, "shapes": [], "imagePath": PurePosixPath(fresh.image).name}
        text = json.dumps(about | {"imageData": None, "imageHeight": down, "imageWidth": across}, ensure_ascii=False)
        target.write_text(text, encoding="utf-8", newline="\n")
    part = target.with_name(f"{target.name}.part")
    reshape_labelme(target, part, Reshaped(added=[NewBox("", label, at) for label, at in fresh.boxes]))
    part.replace(target)
