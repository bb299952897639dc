"""Counts the frames of animations (GIF, WebP, PNG, AVIF) by their structure, before anything is decoded."""

import struct
from collections.abc import Iterator
from typing import IO

from PIL import Image

from desktop_labeler.data.images.limits import MOST_PAGES, check_pages
from desktop_labeler.data.images.signatures import Kind


def frame_count(file: IO[bytes], kind: Kind) -> int:
    """Return how many frames a file has: 1 for an image that does not move, and for kinds that cannot.

    Args:
        file: the file; it is left at its start.
        kind: its kind.

    Raises:
        ImageError: it has more frames than are read.
    """
    counted = {"GIF": _gif, "WEBP": _webp, "PNG": _png, "AVIF": _avif}.get(kind)
    file.seek(0)
    count = counted(file) if counted is not None else 1
    file.seek(0)
    check_pages(count)
    return max(1, count)


def _gif(file: IO[bytes]) -> int:
    _skip_colours(file, file.read(13)[10:11])
    count = 0
    while count <= MOST_PAGES:
        mark = file.read(1)
        if mark == b"!":
            file.seek(1, 1)
        elif mark == b",":
            _skip_colours(file, file.read(9)[8:9])
            file.seek(1, 1)
            count += 1
        else:  # the end, or what is no part of a GIF any more
            break
        while length := file.read(1):
            if length == b"\0":
                break
            file.seek(length[0], 1)
    return count


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
