"""Pascal VOC: an XML file per image, its boxes as corners in pixels.

It is read by expat, which says where in the file each name is. A DOCTYPE is refused: no such file needs one, and it is
how a file can name other files, or unfold to any size.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from desktop_labeler.data.formats.boxes.annotation import (
    PARTS,
    BoxAnnotation,
    Checks,
    ImageRef,
    number,
    size_of,
)
from desktop_labeler.data.formats.boxes.reading.nearby import Nearby, likely_path
from desktop_labeler.errors import refusal
from desktop_labeler.messages import Message

_LARGEST = 64 << 20  # bytes; real files have some thousand
_DEEPEST = 50
_CORNERS = ("xmin", "ymin", "xmax", "ymax")


class VocError(ValueError):
    """The file cannot be read; `reason` is the Message."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass
class VocObject:
    """An object of a file.

    Attributes:
        name: its class, None without one.
        span: first byte of the name's text in the file, and the one behind its last.
        start: the byte behind the tag that opens the object.
        corners: the text of each corner by its name; None where one stands twice.
        spans: first byte of the text of each corner, and the one behind its last.
        opens: the first byte of the tag that opens the object.
        closes: that of the tag that closes it.
    """

    name: str | None = None
    span: tuple[int, int] = (0, 0)
    start: int = 0
    corners: dict[str, str | None] = field(default_factory=dict)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)
    opens: int = 0
    closes: int = 0


@dataclass
class VocFile:
    """What a file says: the text of its elements below the outermost, by their path, and its objects."""

    texts: dict[str, str] = field(default_factory=dict)
    objects: list[VocObject] = field(default_factory=list)
    encoding: str = "utf-8"
    parts: int = 0  # of objects, with boxes of their own


class _Parser:
    """Fills a VocFile from the events of expat.

    Args:
        spans: whether to note where the names are, which takes twice the time.
    """

    def __init__(self, spans: bool) -> None:
        self.found = VocFile()
        self._stack: list[str] = []
        self._text: list[str] = []
        self._opened = False  # whether the last event was the start of an element
        self._from = 0
        self._expat = expat.ParserCreate()
        self._expat.buffer_text = not spans
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._characters if spans else self._text.append
        if spans:
            self._expat.CommentHandler = self._within
            self._expat.ProcessingInstructionHandler = self._instruction
            self._expat.StartCdataSectionHandler = self._within
        self._expat.StartDoctypeDeclHandler = self._doctype
        self._expat.XmlDeclHandler = self._declared

    def parse(self, content: bytes) -> VocFile:
        self._expat.Parse(content, True)
        return self.found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        del attributes
        self._within()
        if len(self._stack) >= _DEEPEST:
            raise VocError(Message("it is nested too deeply"))
        self._stack.append(name)
        self._text.clear()
        self._opened = True
        if self._stack[1:] == ["object"]:
            self.found.objects.append(VocObject(opens=self._expat.CurrentByteIndex))

    def _within(self, _: object = None) -> None:
        """Note where the content of an element that has just been opened begins."""
        if self._opened:
            self._from, self._opened = self._expat.CurrentByteIndex, False
            if self._stack[1:] == ["object"]:
                self.found.objects[-1].start = self._from

    def _instruction(self, target: str, data: str) -> None:
        del target, data
        self._within()

    def _characters(self, text: str) -> None:
        self._within()
        self._text.append(text)

    def _end(self, name: str) -> None:
        del name
        self._within()
        path, text = "/".join(self._stack[1:]), "".join(self._text)
        self._stack.pop()
        self._text.clear()
        if path == "object":
            self.found.objects[-1].closes = self._expat.CurrentByteIndex
        self.found.parts += path == "object/part"
        if not path.startswith("object/"):
            self.found.texts.setdefault(path, text)
            return
        last = self.found.objects[-1]
        if path == "object/name" and last.name is None:
            last.name, last.span = text, (self._from, self._expat.CurrentByteIndex)
        elif path.startswith("object/bndbox/"):
            corner = path.removeprefix("object/bndbox/")
            last.corners[corner] = None if corner in last.corners else text
            last.spans[corner] = (self._from, self._expat.CurrentByteIndex)

    def _doctype(self, *_: object) -> None:
        raise VocError(Message("it has a DOCTYPE, which no such file needs and which can hide other files"))

    def _declared(self, version: str, encoding: str | None, standalone: int) -> None:
        del version, standalone
        self.found.encoding = encoding or "utf-8"


def parse_voc(content: bytes, *, spans: bool = True) -> VocFile:
    """Return what a file says, and unless that is not wanted where its names are.

    Raises:
        VocError: it is not XML, or has what no such file needs.
    """
    if len(content) > _LARGEST:
        raise VocError(Message("it is far larger than such files are"))
    try:
        return _Parser(spans).parse(content)
    except expat.ExpatError as error:
        raise VocError(Message("it is not XML that can be read ({reason})", reason=error)) from error
    except (LookupError, UnicodeError, ValueError) as error:
        if isinstance(error, VocError):
            raise
        raise VocError(Message("its encoding is not known ({reason})", reason=error)) from error


def load_voc(file: Path) -> VocFile:
    """Return what a file says.

    Raises:
        VocError: it cannot be read, is not XML, or has what no such file needs.
    """
    try:
        if file.stat().st_size > _LARGEST:
            raise VocError(Message("it is far larger than such files are"))
        return parse_voc(file.read_bytes(), spans=False)
    except OSError as error:
        raise VocError(Message("it cannot be read ({reason})", reason=refusal(error))) from error


def read_voc(files: Iterable[tuple[Path, str]], checks: Checks) -> Iterator[BoxAnnotation]:
    """Yield the boxes of files.

    A file can be called after another image than the one that it names, as when images were renamed. Then the one of
    both that is there counts; where both or neither are, and the name stands in no other file, the name counts.

    Args:
        files: each file with its path in the source.
        checks: collects what is left out.
    """
    nearby = Nearby()
    taken: dict[str, str] = {}
    unsure: list[tuple[VocFile, str, ImageRef]] = []
    for file, name in files:
        try:
            content = load_voc(file)
        except VocError as error:
            checks.leave_out(name, error.reason)
            continue
        image, sure = _image(content, file, name, nearby)
        if not content.objects and _is_other_xml(content):
            checks.leave_out(name, Message("it has no objects, and names no image"))
        elif not sure:
            unsure.append((content, name, image))
        elif _is_first(image, name, taken, checks):
            yield from _boxes(content, name, image, checks)
    claims = Counter(image.name for _, _, image in unsure)
    for content, name, image in unsure:
        if claims[image.name] > 1 or image.name in taken:
            checks.leave_out(name, Message("other files name the same image, {image}", image=image.name))
        else:
            yield from _boxes(content, name, image, checks)


def _is_first(image: ImageRef, name: str, taken: dict[str, str], checks: Checks) -> bool:
    first = taken.setdefault(image.name, name)
    if first != name:
        checks.leave_out(name, Message("{file} is about the same image, {image}", file=first, image=image.name))
    return first == name


def _is_other_xml(content: VocFile) -> bool:
    return not {"filename", "size"} & set(content.texts)


def _image(content: VocFile, file: Path, name: str, nearby: Nearby) -> tuple[ImageRef, bool]:
    """Return the image of a file, and whether its name is certain."""
    stem = PurePosixPath(name).stem
    said = content.texts.get("filename", "").strip().replace("\\", "/").rpartition("/")[2]
    names = [said] if said and stem in (said, PurePosixPath(said).stem) else [said, stem] if said else [stem]
    there = [path for each in names if (path := nearby.find(file, name, each)) is not None]
    path = there[0] if len(there) == 1 else likely_path(name, names[0])
    size = size_of(content.texts.get("size/width"), content.texts.get("size/height"))
    bare = PurePosixPath(path).name
    return ImageRef(path, also=(bare,) if bare != path else (), size=size), len(names) == 1 or len(there) == 1


def _boxes(content: VocFile, name: str, image: ImageRef, checks: Checks) -> Iterator[BoxAnnotation]:
    used = False
    checks.counts.update({PARTS: content.parts} if content.parts else {})
    for place, found in enumerate(content.objects):
        corners = [number((found.corners.get(corner) or "").strip()) for corner in _CORNERS]
        left, top, right, bottom = corners
        numbers: list[object] = [left, top, None, None]
        if None not in corners:
            numbers = [left, top, _apart(left, right), _apart(top, bottom)]
        label = (found.name or "").strip()
        if label and label not in checks.classes:
            checks.classes.append(label)
        box = checks.box(f"{name}#object/{place}", image, numbers, label or None)
        if box is not None:
            used = True
            yield box
    if not used:
        checks.empty.append(image.name)


def _apart(low: float | None, high: float | None) -> float:
    return (high or 0.0) - (low or 0.0)
