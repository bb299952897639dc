"""Counts the frames of animations (GIF, WebP, PNG, AVIF) by their structure, before anything is decoded."""

import struct
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO

from PIL import Image

from desktop_labeler.data.decoding.limits import MOST_PAGES, check_pages
from desktop_labeler.data.decoding.signatures import Kind


def frame_count(path: Path, kind: Kind) -> int:
    """Return how many frames a file has: 1 for an image that does not move, and for kinds that cannot.

    Args:
        path: the file.
        kind: its kind.

    Raises:
        ImageError: it has more frames than are read.
        OSError: it cannot be read.
    """
    if kind not in _COUNTED:
        return 1
    info = path.stat()
    return _frame_count(path, kind, info.st_size, info.st_mtime_ns)


@lru_cache(maxsize=64)  # each frame of an animation is asked for by itself
def _frame_count(path: Path, kind: Kind, size: int, mtime_ns: int) -> int:
    with path.open("rb") as file:
        count = _COUNTED[kind](file)
    check_pages(count)
    return max(1, count)


def _gif(file: IO[bytes]) -> int:
    return _gif_frames(file)[0]


def gif_ends_early(path: Path) -> int | None:
    """Return how many frames of a GIF are whole that is cut off after at least one; None if it is not."""
    with path.open("rb") as file:
        count, is_cut = _gif_frames(file)
    return count if is_cut and count else None


def _gif_frames(file: IO[bytes]) -> tuple[int, bool]:
    """Return how many frames are whole, and whether the file is cut off inside of something."""
    _skip_colours(file, file.read(13)[10:11])
    count = 0
    while count <= MOST_PAGES:
        mark = file.read(1)
        if mark == b"!":
            file.seek(1, 1)
        elif mark == b",":
            _skip_colours(file, file.read(9)[8:9])
            file.seek(1, 1)
        else:  # the end, or what is no part of a GIF any more
            break
        while (length := file.read(1)) not in (b"", b"\0"):
            file.seek(length[0], 1)
        if not length:  # cut off in here
            return count, True
        count += mark == b","
    return count, False


def _skip_colours(file: IO[bytes], flags: bytes) -> None:
    if flags and flags[0] & 0x80:
        file.seek(3 << ((flags[0] & 7) + 1), 1)


def _webp(file: IO[bytes]) -> int:
    file.seek(12)
    count = 0
    while len(head := file.read(8)) == 8 and count <= MOST_PAGES:
        name, length = struct.unpack("<4sI", head)
        count += name == b"ANMF"
        file.seek(length + (length & 1), 1)
    return count


def _png(file: IO[bytes]) -> int:
    """Return the number of frames; an image that is not part of the animation is the first of them, as in Pillow."""
    stated, there, is_shown = 0, 0, False
    for name, length in _chunks(file):
        if name == b"acTL" and length == 8:
            (stated,) = struct.unpack(">I", file.read(4))
        elif name == b"IDAT":
            is_shown = is_shown or there > 0
            if not stated:
                return 1
        there += name == b"fcTL"
        if there > MOST_PAGES:
            break
    return min(stated, there) + (0 if is_shown else 1)


def _chunks(file: IO[bytes]) -> Iterator[tuple[bytes, int]]:
    file.seek(8)
    while len(head := file.read(8)) == 8:
        length, name = struct.unpack(">I4s", head)
        place = file.tell()
        yield name, length
        if name == b"IEND":
            return
        file.seek(place + length + 4)


def _avif(file: IO[bytes]) -> int:
    with Image.open(file, formats=("AVIF",)) as image:
        return int(getattr(image, "n_frames", 1))


_COUNTED: Mapping[Kind, Callable[[IO[bytes]], int]] = {"GIF": _gif, "WEBP": _webp, "PNG": _png, "AVIF": _avif}
