"""Finds the images of a folder by a walk in path order that copes with unreadable or looping folders."""

import errno
import os
import stat
from collections import Counter
from collections.abc import Collection, Generator, Iterator
from pathlib import Path
from typing import NamedTuple

from desktop_labeler.data.decoding import signatures
from desktop_labeler.data.decoding.decode import file_reason
from desktop_labeler.data.project.project_file import Folder
from desktop_labeler.messages import Message

_SYSTEM = frozenset(
    [
        *("thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "lost+found", "__macosx"),
        *("$recycle.bin", "recycler", "recycled", "system volume information", "found.000"),
        *("network trash folder", "temporary items"),
        # folders that Synology, QNAP and NetApp keep on their drives
        *("@eadir", "#recycle", "#snapshot", "@recycle", "@recently-snapshot", "@transcode", "@tmp", "@sharesnap"),
        "~snapshot",
    ]
)
_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0)
# Project files and what SQLite keeps beside them: they may lie among the images, and nobody means them as images.
_OWN = frozenset(["labeler", "labeler-wal", "labeler-shm", "labeler-journal"])
_TICK = 1000  # after so many entries, the listing of a folder lets its caller stop


class FoundFile(NamedTuple):
    """An image file; `path` is in the stored form, with the folder's prefix and "/"."""

    path: str
    size: int
    mtime_ns: int


class SkippedFile(NamedTuple):
    """A file that looks like an image but is not, or, if the path ends with "/", a folder that is left out."""

    path: str
    reason: Message


Step = FoundFile | SkippedFile | None
_Entries = list[os.DirEntry[str]]


def walk(
    folder: Folder, reserved: Collection[str] = (), unread: Counter[str] | None = None, *, videos: bool = False
) -> Iterator[Step]:
    """Walk through a folder and everything below it; only the first bytes of each file are read.

    Links to files are followed. Links to folders are followed too, unless they lead back into this folder or to one
    seen before. Hidden and system files are left out silently; other files that are not images are counted.

    Args:
        folder: the folder to search.
        reserved: path prefixes that belong to other folders of the project ("site 2/").
        unread: filled with the number of files that are not read, by suffix, "" for none.
        videos: whether videos are found, too.

    Yields:
        The images in order of path, with skipped files and folders in between; None now and then if nothing has been
        found for a while, so that the caller can stop.
    """
    root = os.path.realpath(folder.path)
    seen = {_identity(root)}
    entries = yield from _entries(str(folder.path), folder.prefix)
    open_folders = [(folder.prefix, iter(entries))]
    while open_folders:
        base, rest = open_folders[-1]
        entry = next(rest, None)
        if entry is None:
            open_folders.pop()
            continue
        path = base + entry.name
        try:
            inside = _is_folder(entry)
            reason = _why_left_out(entry, root, seen) if inside else None
            if inside and f"{path}/" in reserved:
                reason = Message("another folder of the project has this name; rename one of them")
        except OSError as error:
            inside, reason = False, _link_reason(error)
        if reason is not None:
            yield SkippedFile(f"{path}/" if inside else path, reason)
        elif inside:
            entries = yield from _entries(entry.path, f"{path}/")
            open_folders.append((f"{path}/", iter(entries)))
        else:
            step, is_unread = _classified(entry, path, videos=videos)
            if is_unread and unread is not None and (suffix := signatures.suffix_of(entry.name)) not in _OWN:
                unread[suffix] += 1
            yield step


def _entries(place: str, base: str) -> Generator[Step, None, _Entries]:
    """Return the content of a folder, sorted so that whole paths come out in order: "a.jpg" before "a/b.jpg"."""
    found: _Entries = []
    try:
        with os.scandir(place) as listing:
            for entry in listing:
                if not is_hidden(entry.name):
                    found.append(entry)
                if len(found) % _TICK == _TICK - 1:
                    yield None
    except OSError as error:
        yield SkippedFile(base, Message("this folder cannot be read: {reason}", reason=file_reason(error)))
    named = []
    for entry in found:
        if _is_text(entry.name):
            named.append(entry)
        elif signatures.is_named_like_image(entry.name) or entry.is_dir():
            yield SkippedFile(base + _spelled(entry.name), Message("its name is not valid text; rename it"))
    return sorted(named, key=lambda entry: entry.name + "/" if entry.is_dir(follow_symlinks=False) else entry.name)


def is_hidden(name: str) -> bool:
    """Whether a file or folder is hidden, or was made by the system or a network drive for its own use."""
    return name.startswith(".") or name.lower() in _SYSTEM


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:  # bytes that are not UTF-8 arrive as lone surrogates
        return False
    return True


def _spelled(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    # A Windows junction is a folder but not a symbolic link; its identity shows whether it leads back.
    return entry.is_dir()


def _why_left_out(entry: os.DirEntry[str], root: str, seen: set[tuple[int, int]]) -> Message | None:
    """Return why a folder is not entered; if it is to be entered, record it in `seen` and return None."""
    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if _is_within(target, root) or _is_within(root, target):
            return Message("a link to a folder that is scanned anyway")
    identity = _identity(entry.path)
    if identity in seen:
        return Message("a folder that was reached before by another way")
    seen.add(identity)
    return None


def _is_within(inner: str, outer: str) -> bool:
    return Path(inner).is_relative_to(outer)


def _identity(place: str) -> tuple[int, int]:
    info = os.stat(place)  # noqa: PTH116 a folder per call, of a million files
    return info.st_dev, info.st_ino


def _classified(entry: os.DirEntry[str], path: str, *, videos: bool) -> tuple[Step, bool]:
    """Return how the scan treats a file, and whether it is of a kind that is not read."""
    name = entry.name
    if not signatures.may_be_image(name):
        return None, True
    try:
        info = entry.stat()
        if not stat.S_ISREG(info.st_mode):  # opening a pipe would wait forever
            told = SkippedFile(path, Message("not a file with content but a pipe or a device"))
            return (told if signatures.is_named_like_image(name) else None), False
        head = _head(entry.path)
    except OSError as error:
        told = SkippedFile(path, _link_reason(error) if entry.is_symlink() else file_reason(error))
        return (told if signatures.is_named_like_image(name) else None), False
    kind = signatures.kind_of(head, name)
    unread = signatures.unread_kind(name, kind, videos=videos)
    reason = unread or (signatures.why_not(head, name) if kind is None else None)
    if reason is None:
        return FoundFile(path, info.st_size, info.st_mtime_ns), False
    listed = signatures.is_named_like_image(name) or signatures.is_dicom(head)
    is_bad_video = videos and signatures.suffix_of(name) in signatures.VIDEO_SUFFIXES  # of a kind that is read
    return (SkippedFile(path, reason) if listed else None), (unread is not None and not is_bad_video) or not listed


def _head(place: str) -> bytes:
    # Uses system calls directly, since a Python file object doubles the measured time of a scan.
    file = os.open(place, _OPEN)
    try:
        return os.read(file, signatures.HEAD)
    finally:
        os.close(file)


def _link_reason(error: OSError) -> Message:
    if error.errno == errno.ELOOP:
        return Message("a link that leads back to itself")
    if isinstance(error, FileNotFoundError):
        return Message("a link to a file that is not there")
    return file_reason(error)
