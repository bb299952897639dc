"""Putting images into an export: names that can be told apart and found again, class folders, copies and links."""

import errno
import os
import re
import shutil
import sys
import unicodedata
from hashlib import sha256
from pathlib import Path, PurePosixPath

from desktop_labeler.data.formats.records import Link, Outgoing, Written
from desktop_labeler.errors import FormatError
from desktop_labeler.messages import Message

UNLABELLED = "_unlabeled"  # FiftyOne's habit
_TAG = re.compile(r"~([0-9a-f]{16})(?:\.[^.]*)?$")
# "/" and "\" cannot be part of a folder's name that travels; Windows refuses more.
_UNSAFE = re.compile(r'[/\\\x00-\x1f<>:"|?*]' if sys.platform == "win32" else r"[/\\\x00]")
_ESCAPE = re.compile(r"%([0-9A-F]{2})")


def fold(name: str) -> str:
    """Return what a name is compared by: disks differ in upper case and in how they store accents."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def stem(path: str) -> str:
    """Return the file name of a path without its suffix; ten times quicker than pathlib's."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[:dot] if dot > 0 else name


def tag(path: str) -> str:
    """Return 16 hexadecimal digits that stand for a path."""
    return sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def tag_of(name: str) -> str | None:
    """Return the tag in a name made by flat_name, None when there is none."""
    found = _TAG.search(name)
    return found[1] if found else None


def tagged(path: str, start: str | None = None, limit: int = 250) -> str:
    """Return a file name for a path that no other path has: `leaf~0123456789abcdef.jpg`.

    Args:
        path: of the image in the project.
        start: what to write before the tag; its own leaf by default.
        limit: bytes; 250 so that the same name with .json fits into a file system's 255.
    """
    name = PurePosixPath(path).name
    dot = name.rfind(".")
    suffix = name[dot:] if dot > 0 else ""
    end = f"~{tag(path)}{suffix}"
    room = limit - len(end.encode("utf-8", "surrogateescape"))
    short = (stem(path) if start is None else start).encode("utf-8", "surrogateescape")[:room].decode("utf-8", "ignore")
    return short + end


def flat_name(path: str, unique: bool) -> str:
    """Return the name of an image where folders are gone: its own when no other image has it, else tagged."""
    name = path.rpartition("/")[2]
    return name if unique and tag_of(name) is None else tagged(path)


class TreeNames:
    """Gives images their own relative path, or a tagged name where two would differ in nothing but the suffix."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, path: str) -> str:
        """Return the relative path of an image in an export that keeps the folders."""
        whole = PurePosixPath(path)
        key = fold(str(whole.with_suffix("")))
        fits = len(whole.stem.encode("utf-8", "surrogateescape")) <= 250
        if fits and key not in self._taken and tag_of(whole.name) is None:
            self._taken.add(key)
            return path
        return str(whole.with_name(tagged(path)))


def class_folder(label: str | None) -> str:
    """Return the folder name of a class: its name, with what a folder's name cannot hold as %2F and the like."""
    if label is None:
        return UNLABELLED
    escaped = _ESCAPE.sub(lambda found: "%25" + found[1], label)
    escaped = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", escaped)
    if escaped in {".", "..", UNLABELLED} or escaped.startswith("."):
        escaped = f"%{ord(escaped[0]):02X}{escaped[1:]}"
    if sys.platform == "win32" and escaped.endswith((".", " ")):
        escaped = f"{escaped[:-1]}%{ord(escaped[-1]):02X}"
    return escaped


def folder_class(name: str) -> str | None:
    """Return the class of a folder made by class_folder; None for the unlabelled ones."""
    return None if name == UNLABELLED else _ESCAPE.sub(lambda found: chr(int(found[1], 16)), name)


def own_place(image: Outgoing, folder: str) -> str:
    """Return a name inside a class folder: the plain one where it cannot be taken for another image's."""
    leaf = PurePosixPath(image.path).name
    return leaf if tag_of(leaf) is None and image.path == f"{folder}/{leaf}" else image.name


class ClassFolders:
    """Makes a folder for each class and tells when the disk takes two classes for one."""

    def __init__(self) -> None:
        self._made: set[Path] = set()

    def folder(self, root: Path, label: str | None) -> Path:
        """Return the folder of a class below root, made at the first call.

        Raises:
            FormatError: the disk cannot hold it, or holds it under another class's name.
        """
        folder = root / class_folder(label)
        if folder in self._made:
            return folder
        root.mkdir(parents=True, exist_ok=True)
        try:
            folder.mkdir()
        except FileExistsError as error:
            raise FormatError(
                "On this disk the folder of class {name} is the same as that of another class that differs only "
                "in upper case or accents. Nothing was written. Export to another disk, or rename one of them.",
                name=label,
            ) from error
        except OSError as error:
            if error.errno not in {errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ}:
                raise
            raise FormatError(
                "The name of class {name} cannot be a folder's name here ({reason}). Nothing was written. "
                "Choose another format, or a shorter name.",
                name=label,
                reason=error.strerror,
            ) from error
        self._made.add(folder)
        return folder


def place(image: Outgoing, target: Path, link: Link) -> Written:
    """Put an image at its place in an export; one that cannot be read is told and left out.

    Raises:
        OSError: the target cannot be written.
        FormatError: this disk has no such links.
    """
    if image.missing or not image.source.is_file():
        return Written(image.path, Message("its file is missing"))
    try:
        if link == "hard":
            os.link(image.source.resolve(), target)
        elif link == "sym":
            target.symlink_to(image.source.resolve())
        else:
            return _copy(image, target)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}:
            raise
        raise FormatError(
            "No {links} can be made there ({reason}). Nothing was written. Export as copies, or to the disk that "
            "holds the images.",
            links=Message("hard links") if link == "hard" else Message("symbolic links"),
            reason=error.strerror or error,
        ) from error
    return Written(image.path)


def _copy(image: Outgoing, target: Path) -> Written:
    try:
        source = image.source.open("rb")
    except OSError as error:
        return Written(image.path, Message("it cannot be read ({reason})", reason=error.strerror))
    with source, target.open("xb") as copy:
        shutil.copyfileobj(source, copy, 1 << 20)
        info = os.fstat(source.fileno())
    os.utime(target, ns=(info.st_atime_ns, info.st_mtime_ns))
    return Written(image.path)
