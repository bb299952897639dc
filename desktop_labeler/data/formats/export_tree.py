"""Placing images in an export: unambiguous names, class folders, copies and links."""

import errno
import json
import os
import re
import shutil
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path, PurePosixPath

from PIL import Image

from desktop_labeler.data.formats.incoming_files import load_json
from desktop_labeler.data.formats.records import Link, Outgoing, Written
from desktop_labeler.data.images.parts.image_parts import Cut, split_path
from desktop_labeler.data.project.inner_paths import real_path
from desktop_labeler.errors import FormatError, ImageError, refusal
from desktop_labeler.messages import Message

# Hugging Face's library treats a file with such a name as part of a split, and skips hidden files.
SPLIT_WORD = re.compile(
    r"(^|[-._ 0-9])(train|training|validation|valid|dev|val|test|testing|eval|evaluation)([-._ 0-9]|$)|^\.|^__|\.zip$",
    re.IGNORECASE,
)
_COPY = ".png"  # after the path of a part of a file, which is copied without loss
UNLABELLED = "_unlabeled"  # the name that FiftyOne uses
_TAG = re.compile(r"~([0-9a-f]{16})(?:\.[^.]*)?$")
# Names that Windows, macOS or Linux refuses. All are avoided, since an export may be copied to another system.
_UNSAFE = re.compile(r'[/\\\x00-\x1f\x7f<>:"|?*]')
_DEVICE = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*| *)?", re.IGNORECASE)
_LONGEST_NAME = 250  # bytes of a tagged name, so that the same with .json fits into a file system's 255
_LONGEST = 200  # bytes of a class folder's name; file systems take 255
CLASS_NAMES = "class_names.json"
_CUT = re.compile(r"%[0-9A-F]?$")  # an escape that was cut in the middle
_ESCAPE = re.compile(r"%([0-9A-F]{2})")


def fold(name: str) -> str:
    """Return the form in which names are compared, since disks differ in how they treat case and accents."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def stem(path: str) -> str:
    """Return the file name of a path without its suffix; ten times faster than pathlib."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[:dot] if dot > 0 else name


def copied_name(path: str) -> str:
    """Return the file name of the copy of an image: its own, or with ".png" after it for a part of a file."""
    return copied_path(path).rpartition("/")[2]


def copied_path(path: str) -> str:
    """Return the path of the copy of an image in an export that keeps the folders; see `copied_name`."""
    return path if split_path(path)[1] is None else f"{path}{_COPY}"


def copied_part(path: str) -> str | None:
    """Return the path of the part of a file whose copy has this path; None where it is called as no part is."""
    name = path[: -len(_COPY)] if path.lower().endswith(_COPY) else ""
    file, part = split_path(name)
    return name if part is not None and "." in file.rpartition("/")[2] else None


def copied_stem(path: str) -> str:
    """Return the file name of the copy of an image without its suffix: "film.mp4#t=12.5" of a frame."""
    return stem(copied_path(path))


def tag(path: str) -> str:
    """Return 16 hexadecimal digits that identify a path."""
    return sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def tag_of(name: str) -> str | None:
    """Return the tag in a name made by flat_name, or None when it has no tag."""
    found = _TAG.search(name)
    return found[1] if found else None


def tagged(path: str, start: str | None = None) -> str:
    """Return a file name that is unique to a path: `leaf~0123456789abcdef.jpg`.

    Args:
        path: the path of the image in the project.
        start: the text before the tag; by default the file name of the copy without its suffix.
    """
    name = copied_name(path)
    dot = name.rfind(".")
    suffix = _UNSAFE.sub("_", name[dot:]).rstrip(". ") if dot > 0 else ""
    end = f"~{tag(path)}{suffix}"
    room = _LONGEST_NAME - len(end.encode("utf-8", "surrogateescape"))
    short = (
        _UNSAFE.sub("_", copied_stem(path) if start is None else start)
        .encode("utf-8", "surrogateescape")[:room]
        .decode("utf-8", "ignore")
    )
    return short + end


def flat_name(path: str, unique: bool) -> str:
    """Return the name of an image in an export without folders: its own name if that is unique, else a tagged name."""
    name = copied_name(path)
    return name if unique and tag_of(name) is None and is_safe(name) else tagged(path)


def is_safe(name: str) -> bool:
    """Whether a file can have this name on every operating system."""
    return not (_UNSAFE.search(name) or _DEVICE.fullmatch(name) or name.endswith((".", " ")))


class TreeNames:
    """Gives each image its own relative path, or a tagged name if two paths would differ only in the suffix."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, path: str) -> str:
        """Return the relative path of an image in an export that keeps the folders."""
        whole = PurePosixPath(path).with_name(copied_name(path))
        key = fold(str(whole.with_suffix("")))
        fits = len(whole.stem.encode("utf-8", "surrogateescape")) <= 250
        if not all(map(is_safe, whole.parts)):
            return str(PurePosixPath(*map(_escaped, whole.parent.parts), tagged(path)))
        if fits and key not in self._taken and tag_of(whole.name) is None:
            self._taken.add(key)
            return str(whole)
        return str(whole.with_name(tagged(path)))


def placed(root: Path, images: Iterable[Outgoing], link: Link) -> Iterator[tuple[Outgoing, Path, Written]]:
    """Place images below a folder as in the project; yield each with the file that it is there, and what came of it.

    Raises:
        OSError, FormatError: see place.
    """
    names = TreeNames()
    for image in images:
        target = root / names.name(image.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        yield image, target, place(image, target, link)


def class_folder(label: str | None) -> str:
    """Return the folder name of a class: its name, with characters that some system refuses escaped, as in %2F.

    A name with more bytes than a file system allows is cut and marked; the file of class names holds the full name.
    """
    if label is None:
        return UNLABELLED
    name = f"%5F{label[1:]}" if label == UNLABELLED else _escaped(label)
    return name if len(name.encode()) <= _LONGEST else _marked(name, label)


def _escaped(name: str) -> str:
    """Return a name that is valid on every operating system; folder_class restores the original."""
    escaped = _ESCAPE.sub(lambda found: "%25" + found[1], name)
    escaped = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", escaped)
    if escaped.startswith(".") or _DEVICE.fullmatch(escaped):
        escaped = f"%{ord(escaped[0]):02X}{escaped[1:]}"
    if escaped.endswith((".", " ")):
        escaped = f"{escaped[:-1]}%{ord(escaped[-1]):02X}"
    return escaped


def _marked(name: str, label: str) -> str:
    short = name.encode()[: _LONGEST - 17].decode("utf-8", "ignore")
    return f"{_CUT.sub('', short)}~{tag(label)}"


def folder_class(name: str, names: Mapping[str, str] | None = None) -> str | None:
    """Return the class of a folder made by class_folder, or None for the folder of unlabelled images.

    Args:
        name: the name of the folder.
        names: the content of the file of class names, if that file exists.
    """
    if name == UNLABELLED:
        return None
    return (names or {}).get(name) or _ESCAPE.sub(lambda found: chr(int(found[1], 16)), name)


def read_class_names(root: Path) -> dict[str, str]:
    """Return folder names and their classes from the file beside the folders; empty if that file does not exist."""
    try:
        found = load_json(root / CLASS_NAMES)
    except (OSError, ValueError, FormatError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


class ClassFolders:
    """Makes a folder for each class; names that differ only in case or accents are told apart by a mark.

    Args:
        classes: the classes of the project; of several names that collide, the first keeps its plain name.
    """

    def __init__(self, classes: Sequence[str]) -> None:
        self._names: dict[str | None, str] = {None: UNLABELLED}
        self._taken = {UNLABELLED}
        self._made: set[Path] = set()
        for label in classes:
            self.name(label)

    def name(self, label: str | None) -> str:
        """Return the folder name of a class."""
        if label is not None and label not in self._names:
            name = class_folder(label)
            self._names[label] = _marked(name, label) if fold(name) in self._taken else name
            self._taken.add(fold(name))
        return self._names[label]

    def place_of(self, image: Outgoing) -> str:
        """Return the name of an image in its class folder: the plain one if that keeps its path, else a unique one."""
        leaf = copied_name(image.path)
        plain = tag_of(leaf) is None and is_safe(leaf) and image.path.rpartition("/")[0] == self.name(image.label)
        return leaf if plain else image.name

    def folder(self, root: Path, label: str | None) -> Path:
        """Return the folder of a class below root; the first call creates it.

        Raises:
            FormatError: the disk cannot hold a folder of this name.
        """
        folder = root / self.name(label)
        if folder in self._made:
            return folder
        try:
            folder.mkdir(parents=True)
        except OSError as error:
            if error.errno not in {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ, errno.EEXIST}:
                raise
            raise FormatError(
                "The name of class {class_name} cannot be a folder's name here ({reason}). Nothing was written. Choose "
                "another format, or a shorter name.",
                class_name=label,
                reason=refusal(error),
            ) from error
        self._made.add(folder)
        return folder

    def write_names(self, root: Path) -> None:
        """Write a file beside the folders that gives the class of each folder whose name had to be changed."""
        changed = {name: label for label, name in self._names.items() if label is not None and name != label}
        if changed:
            with (root / CLASS_NAMES).open("x", encoding="utf-8") as file:
                json.dump(changed, file, ensure_ascii=False, indent=1)


def place(image: Outgoing, target: Path, link: Link) -> Written:
    """Copy or link an image into an export, even one that the program cannot use; one without its file is left out.

    A part of a file is always written as a file of its own.

    Raises:
        OSError: the target cannot be written.
        FormatError: the disk does not support this kind of link.
    """
    absent = _absent(image)
    if absent is not None:
        return Written(image.path, absent)
    if image.cut is not None and image.problem is not None:  # in its place is something else now
        return Written(image.path, image.problem)
    try:
        if image.cut is not None:
            return _cut(image, image.cut, target)
        if link == "hard":
            os.link(real_path(image.source), target)
        elif link == "sym":
            target.symlink_to(real_path(image.source))
        else:
            return _copy(image, target)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}:
            raise
        raise FormatError(
            "No {links} can be made there ({reason}). Nothing was written. Export as copies, or to the disk that "
            "holds the images.",
            links=Message("hard links") if link == "hard" else Message("symbolic links"),
            reason=refusal(error),
        ) from error
    return Written(image.path, note=image.problem, target=target)


def _absent(image: Outgoing) -> Message | None:
    try:
        return None if image.source.is_file() else Message("its file is missing")
    except OSError as error:  # of a folder above it
        return Message("it cannot be read ({reason})", reason=refusal(error))


def _cut(image: Outgoing, cut: Cut, target: Path) -> Written:
    """Write a part of a file without loss."""
    try:
        pixels = cut.pixels(image.source)
    except ImageError as error:
        return Written(image.path, error.message)
    with target.open("xb") as copy:
        Image.fromarray(pixels).save(copy, "PNG")
    return Written(image.path, target=target)


def _copy(image: Outgoing, target: Path) -> Written:
    try:
        source = image.source.open("rb")
    except OSError as error:
        return Written(image.path, Message("it cannot be read ({reason})", reason=refusal(error)))
    with source, target.open("xb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
        info = os.fstat(source.fileno())
    os.utime(target, ns=(info.st_atime_ns, info.st_mtime_ns))
    return Written(image.path, note=image.problem, target=target)
