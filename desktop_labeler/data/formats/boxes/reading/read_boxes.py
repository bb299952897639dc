"""Opens a source of boxes: tells its format from its content, unless it is named, and reads it box by box.

A source is a file, or a folder with all that belongs to it. What does not belong to the format is not looked at.
"""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from desktop_labeler.data.formats.boxes.annotation import BoxAnnotation, Checks
from desktop_labeler.data.formats.boxes.reading.box_table import read_box_table
from desktop_labeler.data.formats.boxes.reading.class_names_file import is_names_file
from desktop_labeler.data.formats.boxes.reading.coco import read_coco
from desktop_labeler.data.formats.boxes.reading.labelme_boxes import read_labelme
from desktop_labeler.data.formats.boxes.reading.labelstudio_boxes import read_labelstudio
from desktop_labeler.data.formats.boxes.reading.left_out_order import in_source_order
from desktop_labeler.data.formats.boxes.reading.megadetector import read_megadetector
from desktop_labeler.data.formats.boxes.reading.sniff import BoxKind, files_of_tables, kind_of_file, kinds_in
from desktop_labeler.data.formats.boxes.reading.voc import read_voc
from desktop_labeler.data.formats.boxes.reading.yolo import is_list_of_images, read_yolo
from desktop_labeler.data.formats.incoming_files import check_readable, files_below
from desktop_labeler.data.formats.manifest import file_hash
from desktop_labeler.data.formats.records import Reading
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

BOX_KINDS: tuple[BoxKind, ...] = get_args(BoxKind)
_FILES = 50  # between two reports
Named = tuple[Path, str]
"""A file and its path in the source, with "/"."""

_ONE_FILE: dict[str, Callable[[Path, str, Checks], Iterator[BoxAnnotation]]] = {
    "coco": read_coco,
    "csv": read_box_table,
    "megadetector": read_megadetector,
    "labelstudio": read_labelstudio,
    "labelme": read_labelme,
}
_ENDINGS = {"voc": (".xml",)}


@dataclass
class BoxSource:
    """A file or folder with boxes. Iterating over it yields them; what it could not use is known at the end.

    Attributes:
        source: the file or folder.
        kind: its format.
        checks: what the last iteration noted.
    """

    source: Path
    kind: BoxKind
    checks: Checks = field(default_factory=Checks)

    def __iter__(self) -> Iterator[BoxAnnotation]:
        """Yield every box that can be used, in the order of the source.

        Raises:
            FormatError: the source is one file that cannot be read, or nothing in it has this format.
        """
        self.checks = Checks()
        files = source_files(self.source, self.kind)
        if not files:
            raise FormatError(
                "There are no files of the format {kind} in {source}. Nothing was changed. Choose another folder or "
                "format.",
                source=self.source,
                kind=self.kind,
            )
        if self.kind == "voc":
            yield from read_voc(files, self.checks)
        elif self.kind == "yolo":
            labels = [named for named in files if not is_names_file(named[0])]
            yield from read_yolo(labels, folder_of(self.source), self.checks)
        else:
            yield from self._one_by_one(files, _ONE_FILE[self.kind])

    def _one_by_one(
        self, files: list[Named], read: Callable[[Path, str, Checks], Iterator[BoxAnnotation]]
    ) -> Iterator[BoxAnnotation]:
        for file, name in files:
            try:
                yield from read(file, name, self.checks)
            except FormatError as error:
                if file == self.source:
                    raise
                self.checks.leave_out(name, error.message)

    @property
    def left_out(self) -> list[tuple[str, Message]]:
        """The place and the reason of everything that is not used, in the order of the source."""
        return in_source_order(self.checks.left_out, self.checks.sections)

    @property
    def notes(self) -> list[Message]:
        """What a person should know about the boxes that are used."""
        return self.checks.notes

    @property
    def empty(self) -> list[str]:
        """The images that have no usable box, as the source names them."""
        return self.checks.empty

    @property
    def classes(self) -> list[str]:
        """The names of the classes, in the order of the source."""
        return self.checks.classes


def read_boxes(source: Path, kind: str | None = None) -> BoxSource:
    """Open a source of boxes; nothing but its beginning is read.

    Args:
        source: the file or folder.
        kind: one of BOX_KINDS; None to tell it from the content.

    Raises:
        FormatError: there is no such file, or its format is unknown or unclear.
        ValueError: no format has this name.
    """
    if kind is not None and kind not in BOX_KINDS:
        raise ValueError(f"format {kind!r} is none of {', '.join(BOX_KINDS)}")
    if not source.exists():
        raise FormatError("There is no file {file}. Nothing was changed. Check the name.", file=source)
    check_readable(source)
    named = [known for known in BOX_KINDS if known == kind]
    return BoxSource(source, named[0] if named else _kind_of(source))


def source_files(source: Path, kind: BoxKind) -> list[Named]:
    """Return the files of a source that belong to its format, each with its path in the source."""
    if source.is_file() and source.suffix.lower() not in (".yaml", ".yml"):
        return [(source, source.name)]
    files = _files(folder_of(source))
    if kind == "yolo":
        return [(file, name) for file, name in files if is_names_file(file) or _may_be_labels(file)]
    if kind == "csv":
        return list(files_of_tables(files))
    endings = _ENDINGS.get(kind, (".json",))
    return [(file, name) for file, name in files if file.suffix.lower() in endings]


def hash_files(files: Iterable[Named]) -> Generator[int, None, bytes]:
    """Hash the names and the content of the files of a source; yield how many are done, return 32 bytes.

    Raises:
        OSError: a file cannot be read.
    """
    digest = hashlib.sha256()
    for number, (file, name) in enumerate(files):
        if number % _FILES == 0:
            yield number
        digest.update(f"{name}\t{file_hash(file)}\n".encode("utf-8", "surrogatepass"))
    return digest.digest()


def folder_of(source: Path) -> Path:
    """Return the folder that the places of a source start from: a data.yaml stands for the folder around it."""
    return source.parent if source.is_file() else source


def _may_be_labels(file: Path) -> bool:
    return file.suffix.lower() == ".txt" and not is_list_of_images(file)


def _files(folder: Path) -> list[Named]:
    return [(file, file.relative_to(folder).as_posix()) for file in files_below(folder, Reading())]


def _kind_of(source: Path) -> BoxKind:
    if source.is_file():
        kind = kind_of_file(source)
        if kind is None:
            raise FormatError(
                "{file} is in none of the known formats of boxes: {kinds}. Nothing was changed. Choose another file, "
                "or name its format.",
                file=source.name,
                kinds=BOX_KINDS,
            )
        return kind
    found = list(kinds_in(_files(source)))
    if not found:
        raise FormatError(
            "{folder} holds no file with boxes in one of the known formats. Nothing was changed. Choose the folder "
            "with them.",
            folder=source,
        )
    if len(found) > 1:
        raise FormatError(
            "{folder} holds several formats of boxes: {kinds}. Nothing was changed. Name the one that you mean.",
            folder=source,
            kinds=found,
        )
    return found[0]
