"""Reads JPEG XL with imagecodecs; the size is parsed here, to refuse a decompression bomb before it uses memory."""

import struct
from typing import IO

from desktop_labeler.array_types import AnyArray
from desktop_labeler.data.decoding.limits import check_size
from desktop_labeler.errors import ImageError

CODESTREAM, CONTAINER = b"\xff\x0a", b"\x00\x00\x00\x0cJXL \r\n\x87\n"
_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
_START = 64  # bytes that contain the size


def size(file: IO[bytes]) -> tuple[int, int]:
    """Return width and height in pixels, from the SizeHeader of ISO/IEC 18181-1.

    Raises:
        ImageError: the file is truncated, or the image exceeds the limit.
    """
    data = _codestream(file)
    if len(data) < 12:
        raise ImageError("cut off in the middle")
    bits = _Bits(data[2:])
    small = bits.take(1)
    height = _side(bits, small)
    ratio = bits.take(3)
    width = height * _RATIOS[ratio - 1][0] // _RATIOS[ratio - 1][1] if ratio else _side(bits, small)
    check_size(width, height)
    return width, height


def read(file: IO[bytes]) -> AnyArray:
    """Return upright (H, W) or (H, W, samples) values.

    Raises:
        ImageError: the file is truncated, or the image exceeds the limit. Errors of imagecodecs are passed on.
    """
    import imagecodecs

    size(file)
    file.seek(0)
    values: AnyArray = imagecodecs.jpegxl_decode(file.read())
    return values[0] if values.ndim == 4 else values  # the first frame of an animation


def _side(bits: "_Bits", small: int) -> int:
    return 8 * (bits.take(5) + 1) if small else bits.take((9, 13, 18, 30)[bits.take(2)]) + 1


def _codestream(file: IO[bytes]) -> bytes:
    """Return the start of the codestream, taken from the boxes of the container if there is one."""
    file.seek(0)
    if file.read(2) == CODESTREAM:
        return CODESTREAM + file.read(_START)
    file.seek(0)
    while len(head := file.read(8)) == 8:
        length, name = struct.unpack(">I4s", head)
        start = file.tell()
        if length == 1:
            (length,) = struct.unpack(">Q", file.read(8))
        if name in (b"jxlc", b"jxlp"):
            file.seek(4 if name == b"jxlp" else 0, 1)
            return file.read(_START)
        if length < 8:
            break
        file.seek(start + length - 8)
    return b""


class _Bits:
    """Reads numbers of a given count of bits each, lowest bit first."""

    def __init__(self, data: bytes) -> None:
        self._left = int.from_bytes(data, "little")

    def take(self, count: int) -> int:
        """Return the number in the next `count` bits."""
        found = self._left & ((1 << count) - 1)
        self._left >>= count
        return found
