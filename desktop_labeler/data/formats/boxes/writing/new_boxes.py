"""Writes boxes that come from no source: COCO, Pascal VOC, YOLO, or a table, without any image."""

import csv
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from xml.sax.saxutils import escape

from desktop_labeler.data.decoding.moments import Moment, Page
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind
from desktop_labeler.data.formats.boxes.writing.relabel_voc import check_is_xml
from desktop_labeler.data.formats.export_tree import copied_path
from desktop_labeler.data.formats.records import Written
from desktop_labeler.data.images.parts.image_parts import Part
from desktop_labeler.messages import Message

_COLUMNS = ("path", "x", "y", "w", "h", "label", "image_width", "image_height")


class LabelledBox(NamedTuple):
    """A box in pixels of its image, and its class; None without one."""

    x: int
    y: int
    width: int
    height: int
    label: str | None


@dataclass(frozen=True)
class BoxedImage:
    """An image with its boxes.

    Attributes:
        path: of its file: relative, with "/".
        size: its width and height in pixels.
        boxes: in their order; an image without any is written too.
        page: the page or the moment of the frame that it is; None for a whole file.
    """

    path: str
    size: tuple[int, int]
    boxes: Sequence[LabelledBox] = ()
    page: Page | None = None

    @property
    def name(self) -> str:
        """Its path in the project: "a.tif#page=2", "film.mp4#t=12.5"."""
        return self.path if self.page is None else f"{self.path}#{Part(self.page)}"

    @property
    def file(self) -> str:
        """The path of its file, or for a page or a frame that of the image which is saved of it."""
        return copied_path(self.name)


def write_new(
    kind: BoxKind, out: Path, images: Sequence[BoxedImage], classes: Sequence[str]
) -> Generator[Written, None, None]:
    """Write boxes; in all formats but tables only those with a class.

    Args:
        kind: one of NEW_KINDS.
        out: does not exist yet: a file for COCO and tables, a folder for the others.
        images: the images with their boxes.
        classes: the names of all classes, in their order.

    Pascal VOC and YOLO name only files; of a page or a frame they name the image that is saved of it (`stills`).

    Yields:
        What was done with each image, by its name.

    Raises:
        FormatError: a class cannot be written in this format.
        OSError: it cannot be written.
        ValueError: this format is not written.
    """
    if kind not in _WRITERS:
        raise ValueError(f"format {kind!r} is none of {', '.join(_WRITERS)}")
    used = {box.label for image in images for box in image.boxes if box.label is not None}
    yield from _WRITERS[kind](out, images, list(dict.fromkeys([*classes, *sorted(used.difference(classes))])))


def _write_coco(out: Path, images: Sequence[BoxedImage], classes: Sequence[str]) -> Iterator[Written]:
    numbers = {name: number for number, name in enumerate(classes, 1)}
    with out.open("x", encoding="utf-8", newline="\n") as file:
        _write_list(file.write, '{"images": [', _coco_images(images))
        _write_list(file.write, '],\n"annotations": [', _coco_annotations(images, numbers))
        kinds = ({"id": number, "name": name, "supercategory": ""} for name, number in numbers.items())
        _write_list(file.write, '],\n"categories": [', kinds)
        file.write("]}\n")
    yield from (Written(image.name) for image in images)


def _coco_images(images: Sequence[BoxedImage]) -> Iterator[dict[str, object]]:
    for number, image in enumerate(images, 1):
        known = {"id": number, "file_name": image.name, "width": image.size[0], "height": image.size[1]}
        yield known | ({"file": image.path} | page_field(image.page) if image.page is not None else {})


def page_field(page: Page | None) -> dict[str, object]:
    """Return a page, or the seconds of a frame from the beginning of its video, by the name of its field."""
    if page is None:
        return {}
    if isinstance(page, Moment):
        return {"time": page.seconds if page.milliseconds % 1000 else page.milliseconds // 1000}
    return {"page": page}


def _coco_annotations(images: Sequence[BoxedImage], numbers: dict[str, int]) -> Iterator[dict[str, object]]:
    count = 0
    for number, image in enumerate(images, 1):
        for box in image.boxes:
            if box.label is not None:
                count += 1
                yield {
                    "id": count,
                    "image_id": number,
                    "category_id": numbers[box.label],
                    "bbox": [box.x, box.y, box.width, box.height],
                    "area": box.width * box.height,
                    "segmentation": [],
                    "iscrowd": 0,
                }


def _write_list(write: Callable[[str], object], start: str, entries: Iterable[dict[str, object]]) -> None:
    write(start)
    before = "\n"
    for entry in entries:
        write(before + json.dumps(entry, ensure_ascii=False))
        before = ",\n"


def _write_voc(out: Path, images: Sequence[BoxedImage], classes: Sequence[str]) -> Iterator[Written]:
    for name in classes:
        check_is_xml(name, out)
    names = _Names(out, "Annotations", ".xml")
    names.folder.mkdir(parents=True)
    for image in images:
        with names.file(image.file).open("x", encoding="utf-8", newline="\n") as file:
            file.write(voc_text(image))
        yield Written(image.name)


def voc_text(image: BoxedImage) -> str:
    """Return the file of Pascal VOC of an image, with its boxes that have a class."""
    path = PurePosixPath(image.file)
    lines = [
        "<annotation>",
        f"\t<folder>{escape(path.parent.name or 'JPEGImages')}</folder>",
        f"\t<filename>{escape(path.name)}</filename>",
        f"\t<size><width>{image.size[0]}</width><height>{image.size[1]}</height><depth>3</depth></size>",
        "\t<segmented>0</segmented>",
    ]
    for box in image.boxes:
        if box.label is not None:
            corners = {"xmin": box.x, "ymin": box.y, "xmax": box.x + box.width, "ymax": box.y + box.height}
            inside = "".join(f"<{side}>{value}</{side}>" for side, value in corners.items())
            lines += [
                f"\t<object>\n\t\t<name>{escape(box.label)}</name>\n\t\t<pose>Unspecified</pose>",
                f"\t\t<truncated>0</truncated>\n\t\t<difficult>0</difficult>\n\t\t<bndbox>{inside}</bndbox>\n\t</object>",
            ]
    return "\n".join([*lines, "</annotation>", ""])


def _write_yolo(out: Path, images: Sequence[BoxedImage], classes: Sequence[str]) -> Iterator[Written]:
    numbers = {name: number for number, name in enumerate(classes)}
    names = _Names(out, "labels", ".txt", exact=True)
    names.folder.mkdir(parents=True)
    quoted = "".join(f"  {number}: {json.dumps(name, ensure_ascii=False)}\n" for name, number in numbers.items())
    (out / "data.yaml").write_text(f"path: .\nnc: {len(numbers)}\nnames:\n{quoted}", encoding="utf-8", newline="\n")
    for image in images:
        if not names.is_free(image.file):
            reason = Message("another image has this name with another ending, and YOLO tells them apart only by name")
            yield Written(image.name, problem=reason)
            continue
        lines = [_yolo_line(box, image.size, numbers[box.label]) for box in image.boxes if box.label is not None]
        with names.file(image.file).open("x", encoding="ascii", newline="\n") as file:
            file.writelines(lines)
        yield Written(image.name)


def _yolo_line(box: LabelledBox, size: tuple[int, int], number: int) -> str:
    across, down = size
    x, y = (box.x + box.width / 2) / across, (box.y + box.height / 2) / down
    return f"{number} {x:.12g} {y:.12g} {box.width / across:.12g} {box.height / down:.12g}\n"


def _write_table(out: Path, images: Sequence[BoxedImage], classes: Sequence[str]) -> Iterator[Written]:
    del classes  # the rows name them
    with out.open("x", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        pages = [page_field(image.page) for image in images]
        more = [name for name in ("page", "time") if any(name in page for page in pages)]
        writer.writerow([*_COLUMNS, *more])
        for image in images:
            page = page_field(image.page)
            after = [*image.size, *(page.get(name, "") for name in more)]
            for box in image.boxes:
                writer.writerow([image.name, *box[:4], box.label or "", *after])
            if not image.boxes:
                writer.writerow([image.name, "", "", "", "", "", *after])
            yield Written(image.name)


class _Names:
    """The files of annotations of images: in the same folders, with the same name and another ending.

    Args:
        out: the folder of the export.
        folder: the one for these files in it.
        suffix: their ending.
        exact: whether no other name can be chosen where two images have the same one.
    """

    def __init__(self, out: Path, folder: str, suffix: str, *, exact: bool = False) -> None:
        self.folder = out / folder
        self._suffix, self._exact = suffix, exact
        self._taken: set[str] = set()

    def is_free(self, path: str) -> bool:
        return str(PurePosixPath(path).with_suffix("")).casefold() not in self._taken

    def file(self, path: str) -> Path:
        """Return the file for an image; where the usual one is taken, with the whole name of the image in its own."""
        name = str(PurePosixPath(path).with_suffix(""))
        if not self.is_free(path) and not self._exact:
            name = path
        self._taken.add(name.casefold())
        found = self.folder / (name + self._suffix)
        found.parent.mkdir(parents=True, exist_ok=True)
        return found


_WRITERS: dict[BoxKind, Callable[[Path, Sequence[BoxedImage], Sequence[str]], Iterator[Written]]] = {
    "coco": _write_coco,
    "voc": _write_voc,
    "yolo": _write_yolo,
    "csv": _write_table,
}
NEW_KINDS: tuple[BoxKind, ...] = tuple(_WRITERS)
"""The formats in which boxes without a source are written."""
