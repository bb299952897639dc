"""Finds the pages of a TIFF file by its directories, without reading pixels: which of them are images of their own."""

import os
import struct
from collections import deque
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, NamedTuple

from desktop_labeler.data.decoding.limits import MOST_PAGES, check_pages

_SUBFILE, _OLD_SUBFILE, _WIDTH, _HEIGHT, _TILE, _HAMAMATSU = 254, 255, 256, 257, 322, 65420
_TAGS = {_SUBFILE, _OLD_SUBFILE, _WIDTH, _HEIGHT, _TILE, _HAMAMATSU}
_FORMATS = {1: "B", 3: "H", 4: "I", 16: "Q"}  # types of a number that stands in the directory itself
_MOST_TAGS = 4096
_REDUCED, _MASK = 1, 4  # bits of NewSubfileType
_THUMBNAIL = 512  # pixels of the longest side of a first page that may be a thumbnail of what follows
_LOOK = 8  # directories in which the image is looked for whose thumbnail comes first


class Directory(NamedTuple):
    """One directory: its place in the file, the size in pixels, and what says whether it is an image of its own."""

    offset: int
    width: int
    height: int
    is_part: bool
    """Stated to be a smaller version, or a mask, of another one."""
    is_tiled: bool
    is_slide: bool
    """Of a slide scanner whose further directories are always smaller versions and views of the slide."""


def image_pages(path: Path) -> tuple[Directory, ...]:
    """Return the directories that are pages, in order; at least one if there are any directories.

    Thumbnails, masks and the smaller levels of pyramids are no pages, whether the file says so or only their size.

    Raises:
        ImageError: there are more than are read.
        OSError: the file cannot be read.
    """
    info = path.stat()
    return _image_pages(path, info.st_size, info.st_mtime_ns)


def ends_early(path: Path) -> bool:
    """Whether a directory is missing that another one says follows it, as in a file that is cut off."""
    with path.open("rb") as file:
        return _is_cut(file)


def few_images(path: Path, most: int) -> list[Directory] | None:
    """Return the directories that are pages if there are at most so many; None for more, which are not looked at."""
    with path.open("rb") as file:
        found = _directories(file, most + 1)
    return _pages_of(found) if len(found) <= most else None


def all_directories(path: Path) -> tuple[Directory, ...]:
    """Return all directories in order, as far as pages are read."""
    with path.open("rb") as file:
        return tuple(_directories(file, MOST_PAGES))


def first_image(path: Path) -> Directory | None:
    """Return the first directory that is a page, looking only at the beginning; None if there is none."""
    with path.open("rb") as file:
        found = _directories(file, 1)
        if not found or not _is_small(found[0]):
            return found[0] if found else None
        found = _directories(file, _LOOK)
    return _pages_of(found)[0]


@lru_cache(maxsize=8)  # each page of a long stack is decoded by itself
def _image_pages(path: Path, size: int, mtime_ns: int) -> tuple[Directory, ...]:
    with path.open("rb") as file:
        found = _directories(file, MOST_PAGES + 1)
    check_pages(len(found))
    return tuple(_pages_of(found))


def _pages_of(found: list[Directory]) -> list[Directory]:
    if not found:
        return []
    if found[0].is_slide:
        return found[:1]
    whole = [one for one in found if not one.is_part]
    largest = max(whole or found, key=_area)
    tiled = max((one for one in whole if one.is_tiled), key=_area, default=None)
    pages = [
        one
        for place, one in enumerate(whole)
        if not (place == 0 and _is_small(one) and _is_reduced(one, largest))
        and not (tiled is not None and _is_reduced(one, tiled))
    ]
    return pages or [largest]


def _area(one: Directory) -> int:
    return one.width * one.height


def _is_small(one: Directory) -> bool:
    return one.is_part or max(one.width, one.height) <= _THUMBNAIL


def _is_reduced(one: Directory, other: Directory) -> bool:
    """Whether one has the shape of the other at half of its size or less; both sides may be rounded."""
    fits = abs(one.width * other.height - one.height * other.width) <= other.width + other.height
    return fits and 2 * one.width <= other.width + 1 and 2 * one.height <= other.height + 1


def _directories(file: IO[bytes], most: int) -> list[Directory]:
    """Return the directories of a file in order; a chain that is damaged or leads back ends there."""
    return [one for one, _ in _chain(file, most) if one is not None]


def _is_cut(file: IO[bytes]) -> bool:
    last = deque(_chain(file, MOST_PAGES), maxlen=1)
    return bool(last) and (last[0][0] is None or last[0][1] >= file.seek(0, os.SEEK_END))


def _chain(file: IO[bytes], most: int) -> Iterator[tuple[Directory | None, int]]:
    """Yield the directories of a file in order, None for one that is damaged, each with the place of the next or 0."""
    file.seek(0)
    head = file.read(16)
    order = "<" if head[:2] == b"II" else ">"
    is_big = head[2:4] in (b"+\0", b"\0+")
    (offset,) = struct.unpack_from(f"{order}Q", head, 8) if is_big else struct.unpack_from(f"{order}I", head, 4)
    end = file.seek(0, os.SEEK_END)
    seen: set[int] = set()
    while 0 < offset < end and offset not in seen and len(seen) < most:
        seen.add(offset)
        one, following = _directory(file, offset, order, is_big)
        yield one, following
        if one is None:
            break
        offset = following


def _directory(file: IO[bytes], offset: int, order: str, is_big: bool) -> tuple[Directory | None, int]:
    """Return the directory at an offset, or None where there is none, and the offset of the next one or 0."""
    count_form, entry_form, value_at, step = ("Q", "HHQ", 12, 20) if is_big else ("H", "HHI", 8, 12)
    file.seek(offset)
    head = file.read(8 if is_big else 2)
    (count,) = struct.unpack(order + count_form, head) if len(head) == (8 if is_big else 2) else (0,)
    if not 0 < count <= _MOST_TAGS:
        return None, 0
    data = file.read(count * step + (8 if is_big else 4))
    if len(data) < count * step:
        return None, 0
    tags: dict[int, int] = {}
    for start in range(0, count * step, step):
        name, form, values = struct.unpack_from(order + entry_form, data, start)
        if name in _TAGS:
            letter = _FORMATS.get(form) if values == 1 else None
            tags[name] = struct.unpack_from(order + letter, data, start + value_at)[0] if letter else 0
    rest = data[count * step :]
    following = struct.unpack(order + ("Q" if is_big else "I"), rest)[0] if len(rest) == (8 if is_big else 4) else 0
    return _from_tags(offset, tags), following


def _from_tags(offset: int, tags: dict[int, int]) -> Directory:
    is_part = bool(tags.get(_SUBFILE, 0) & (_REDUCED | _MASK)) or tags.get(_OLD_SUBFILE) == 2
    return Directory(
        offset, tags.get(_WIDTH, 0), tags.get(_HEIGHT, 0), is_part, _TILE in tags, tags.get(_HAMAMATSU, 0) != 0
    )
