"""Repairs, in memory, files that break a rule of their format but have every pixel, and notes what was wrong."""

import io
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from PIL import Image

from desktop_labeler.data.decoding.limits import check_size
from desktop_labeler.data.decoding.signatures import Kind
from desktop_labeler.messages import Message

_PNG_START = 8
_LARGEST = 16_000_000  # bytes of the largest colour profile that is kept
_TEXTS = frozenset([b"tEXt", b"zTXt", b"iTXt"])
_NO_LENGTH = frozenset(b"\x01\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xff")  # JPEG markers without a length, and fill bytes
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC} | {0xF7}  # the last is that of JPEG-LS
_CODESTREAM = b"\xff\x4f\xff\x51"  # the start of JPEG 2000 and of its sizes
_END = b"\xff\xd9"
_NO_END = Message("it has no end mark; all of its pixels are there")


@dataclass(frozen=True)
class Mended:
    """A file that can be decoded, and a note on what was wrong with the file on disk."""

    file: IO[bytes]
    note: Message


@dataclass(frozen=True)
class Frame:
    """What the frame header of a JPEG says about its pixels."""

    mark: int
    bits: int
    width: int
    height: int


def mend(file: IO[bytes], kind: Kind) -> Mended | None:
    """Return a file without the damage that prevents reading it, or None if it cannot be repaired.

    Args:
        file: the file on disk; it is only read.
        kind: its kind.
    """
    file.seek(0)
    if kind == "PNG":
        return _mend_png(file)
    if kind == "JPEG":
        return _mend_jpeg(file.read())
    return None


def jpeg_frame(file: IO[bytes]) -> Frame | None:
    """Return the frame header of a JPEG; None if it has none or the file ends before it."""
    for mark, length in jpeg_marks(file):
        if mark in _FRAMES and length >= 8:
            bits, height, width = struct.unpack(">BHH", file.read(5))
            return Frame(mark, bits, width, height)
    return None


def coded_size(data: bytes) -> tuple[int, int] | None:
    """Return the width and height that a JPEG, JPEG-LS or JPEG 2000 states before its pixels; None for other data."""
    if data.startswith(_CODESTREAM) and len(data) >= 16:
        width, height = struct.unpack_from(">II", data, 8)
        return width, height
    frame = jpeg_frame(io.BytesIO(data)) if data.startswith(b"\xff\xd8") else None
    return None if frame is None else (frame.width, frame.height)


def coded_bits(data: bytes) -> int | None:
    """Return how many bits each number of a JPEG has; None for other data."""
    frame = jpeg_frame(io.BytesIO(data)) if data.startswith(b"\xff\xd8") else None
    return None if frame is None else frame.bits


def jpeg_marks(file: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Yield the marker and length of each JPEG segment before the pixels; the file is positioned after the length."""
    file.seek(2)
    while len(start := file.read(2)) == 2 and start[0] == 0xFF:
        if start[1] == 0xFF:  # fill bytes
            file.seek(-1, 1)
            continue
        if start[1] in _NO_LENGTH:
            continue
        said = file.read(2)
        if len(said) < 2:
            return
        (length,) = struct.unpack(">H", said)
        place = file.tell()
        yield start[1], length
        if start[1] == 0xDA:
            return
        file.seek(place + length - 2)


def _mend_jpeg(data: bytes) -> Mended | None:
    """Add the end marker of a JPEG, if nothing else is missing.

    A decoder ignores what follows the last pixel. If pixels were missing, it would read other bytes appended there as
    pixels.
    """
    file = io.BytesIO(data)
    start = 0
    for mark, length in jpeg_marks(file):
        start = file.tell() + length - 2 if mark == 0xDA else 0
    if not start or _END in data[start:]:
        return None
    whole = data[:-1] if data.endswith(b"\xff") else data
    seen = [_decoded(whole + rest + _END) for rest in (b"", b"\x5a\x13\xc7\x69" * 64, b"\xa5\x31\x7c\x96" * 64)]
    if not all(seen) or len(set(seen)) > 1:
        return None
    return Mended(io.BytesIO(whole + _END), _NO_END)


def _decoded(data: bytes) -> bytes:
    """Return the pixels of a JPEG, or no bytes if it cannot be decoded."""
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            check_size(*image.size)
            return image.tobytes()
    except Exception:  # noqa: BLE001 decoders raise any kind of exception on damaged files
        return b""


def _mend_png(file: IO[bytes]) -> Mended | None:
    """Return a PNG without texts and without unneeded chunks that are damaged or too large; None if it has none."""
    file.seek(_PNG_START)
    kept, left = io.BytesIO(), []
    kept.write(b"\x89PNG\r\n\x1a\n")
    while len(head := file.read(8)) == 8:
        length, name = struct.unpack(">I4s", head)
        if name in _TEXTS or (name == b"iCCP" and length > _LARGEST):
            file.seek(length + 4, 1)
            left.append(name)
            continue
        body = file.read(length + 4)
        sound = len(body) == length + 4 and zlib.crc32(name + body[:-4]) == struct.unpack(">I", body[-4:])[0]
        if name[0] & 0x20 and not (sound and (name != b"iCCP" or _is_profile(body))):
            left.append(name)
            continue
        kept.write(head + body)
        if name == b"IEND":
            break
    if not left:
        return None
    kept.seek(0)
    return Mended(kept, odd_part(left))


def odd_part(names: Iterable[bytes]) -> Message:
    """Return the note about chunks of a PNG that were left out."""
    parts = sorted({name.decode("latin-1") for name in names})
    return Message("a part that is not needed to see it is damaged or very large ({parts})", parts=parts)


def _is_profile(body: bytes) -> bool:
    unpacked = zlib.decompressobj()
    try:
        unpacked.decompress(body[body.find(b"\0") + 2 : -4], _LARGEST)
    except zlib.error:
        return False
    return not unpacked.unconsumed_tail
