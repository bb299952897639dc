"""YOLO's text files: a line per box with class number, centre and size in fractions of the image, and perhaps a score.

Longer lines are outlines, of which the box around them is taken. The names of the classes are in a file beside. A line
that is no box is left out alone; a file without any line of this kind is none of labels and is left out as a whole.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from desktop_labeler.data.formats.boxes.annotation import (
    ENCLOSED,
    BoxAnnotation,
    Checks,
    ImageRef,
    enclosing,
    number,
)
from desktop_labeler.data.formats.boxes.reading.class_names_file import ClassNames, names_in
from desktop_labeler.data.formats.boxes.reading.nearby import Nearby, likely_path
from desktop_labeler.data.formats.boxes.reading.sniff import has_yolo_line
from desktop_labeler.errors import refusal
from desktop_labeler.messages import Message

_LARGEST = 64 << 20  # bytes
_LISTS = frozenset(["train.txt", "val.txt", "valid.txt", "test.txt"])


class NamesOfFolders:
    """The names of classes for each file of labels: of its folder, or of the next one above that has any.

    Args:
        root: the folder of the source; the one above it is asked last.
    """

    def __init__(self, root: Path) -> None:
        self._top = root.absolute().parent
        self._known: dict[Path, ClassNames] = {}

    def of(self, file: Path) -> ClassNames:
        """Return the names for a file of labels.

        Raises:
            FormatError: the file with the names cannot be read.
        """
        return self._of_folder(file.absolute().parent)

    def _of_folder(self, folder: Path) -> ClassNames:
        if folder not in self._known:
            above = folder.parent if folder != self._top and folder != folder.parent else None
            empty = ClassNames(None, {})
            self._known[folder] = names_in(folder) or (self._of_folder(above) if above is not None else empty)
        return self._known[folder]


def is_list_of_images(file: Path) -> bool:
    """Whether a text file is called as the lists of a data set's images are."""
    return file.name.lower() in _LISTS or file.name.lower().startswith("readme")


def read_yolo(files: Sequence[tuple[Path, str]], root: Path, checks: Checks) -> Iterator[BoxAnnotation]:
    """Yield the boxes of files of labels.

    Args:
        files: each file with its path in the source.
        root: the folder of the source.
        checks: collects what is left out.

    Raises:
        FormatError: the file with the names of the classes cannot be read.
    """
    names, nearby = NamesOfFolders(root), Nearby()
    taken: dict[str, str] = {}
    for file, name in files:
        lines = _lines(file, name, checks)
        if lines is None:
            continue
        bare = PurePosixPath(name).stem
        path = nearby.find(file, name, bare, bare=False) or likely_path(name, bare)
        if path in taken:
            checks.leave_out(name, Message("{file} is about the same image, {image}", file=taken[path], image=path))
            continue
        taken[path] = name
        image = ImageRef(path, (PurePosixPath(path).name,) if "/" in path else ())
        yield from _boxes(lines, name, image, names.of(file), checks)


def _lines(file: Path, name: str, checks: Checks) -> list[str] | None:
    """Return the lines of a file; None, and a reason, if it is no file of labels."""
    try:
        content = file.read_bytes() if file.stat().st_size <= _LARGEST else b"\0"
    except OSError as error:
        checks.leave_out(name, Message("it cannot be read ({reason})", reason=refusal(error)))
        return None
    text = content.decode("utf-8-sig", "replace")
    if text.strip() and not has_yolo_line(text):
        checks.leave_out(name, Message("none of its lines is a class number and four numbers"))
        return None
    return text.split("\n")


def _boxes(
    lines: Sequence[str], name: str, image: ImageRef, known: ClassNames, checks: Checks
) -> Iterator[BoxAnnotation]:
    checks.classes += [label for label in known.names.values() if label not in checks.classes]
    used = False
    for at, line in enumerate(lines, 1):
        if line.strip():
            box = _box(line.split(), f"{name}#line/{at}", image, known, checks)
            if box is not None:
                used = True
                yield box
    if not used:
        checks.empty.append(image.name)


def _box(words: Sequence[str], place: str, image: ImageRef, known: ClassNames, checks: Checks) -> BoxAnnotation | None:
    key = number(words[0])
    if key is None or not key.is_integer() or key < 0:
        checks.leave_out(place, Message("it does not begin with the number of a class"))
        return None
    numbers = _numbers(words)
    if len(words) > 6 and numbers is not None:
        checks.counts[ENCLOSED] += 1
    label = known.names.get(int(key)) or checks.unnamed(int(key))
    score = words[5] if len(words) == 6 else None
    return checks.box(place, image, numbers or [], label, fractions=True, score=score, suggested=score is not None)


def _numbers(words: Sequence[str]) -> list[float] | None:
    """Return x, y, width and height of a line; None if it has others than four, five or pairs of numbers."""
    found = [number(word) for word in words[1:]]
    values = [value for value in found if value is not None]
    if len(values) != len(found):
        return None
    if len(found) in (4, 5):
        x, y, width, height = values[:4]
        return [x - width / 2, y - height / 2, width, height]
    return enclosing(values) if len(found) >= 6 else None
