"""Limits the memory used for decoding images: one budget for all threads, scaled to this computer.

The memory that an image needs is estimated from its header before anything is decoded, since a WebP of 34 bytes can
stand for 268 million pixels. An image waits until the images being decoded leave room for it; one that would not fit
even alone is refused with the numbers. The numbers per pixel are upper bounds of measured peaks, checked by a test.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PIL import Image

from desktop_labeler.errors import ImageError
from desktop_labeler.system_memory import total_memory

if TYPE_CHECKING:
    from tifffile import TiffPage

_SHARE = 4  # images get a quarter of the memory; networks, Qt and other programs need the rest
_LEAST, _MOST, _UNKNOWN = 1 << 30, 8 << 30, 2 << 30  # bytes
_OF_CODEC = {"WEBP": 18, "AVIF": 18, "GIF": 8, "JPEG2000": 24}  # bytes per pixel in addition to the decoded image
_OTHER_CODEC = 4
_PLAIN, _ODD = 10, 24  # bytes per pixel to convert to RGB: from RGB; from alpha, palettes, CMYK, over 8 bits
_PROGRESSIVE = 8  # bytes per pixel of the whole JPEG, even if it is decoded at a fraction of its size
_AS_FLOAT = 18  # bytes per value of more than 8 bits while it is reduced to 8 bits
_VALUES = 90  # bytes per pixel of up to four values of more than 8 bits and what is made of them


class MemoryBudget:
    """A number of bytes that all threads share.

    Args:
        limit: the total number of bytes.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._used = 0
        self._freed = threading.Condition()

    @contextmanager
    def room(self, needed: int) -> Iterator[None]:
        """Wait until this many bytes are free and hold them for the block; never ask for more while holding some.

        Raises:
            ImageError: the budget is too small altogether.
        """
        if needed > self.limit:
            raise ImageError(
                "would need {memory:.1f} GB of memory, more than the {limit:.1f} GB that images may take on this "
                "computer",
                memory=needed / 1e9,
                limit=self.limit / 1e9,
            )
        with self._freed:
            self._freed.wait_for(lambda: self._used + needed <= self.limit)
            self._used += needed
        try:
            yield
        finally:
            with self._freed:
                self._used -= needed
                self._freed.notify_all()


def _size() -> int:
    there = total_memory()
    return min(max(there // _SHARE, _LEAST), _MOST) if there else _UNKNOWN


BUDGET = MemoryBudget(_size())


def of_pillow(image: Image.Image, whole: tuple[int, int]) -> int:
    """Return an upper bound of the bytes needed to decode an image and convert it to RGB.

    Args:
        image: an image that is opened and, if wanted, drafted, but not loaded.
        whole: its size in pixels before drafting.
    """
    plain = image.mode == "RGB" and "transparency" not in image.info
    per_pixel = 4 + _OF_CODEC.get(image.format or "", _OTHER_CODEC) + (_PLAIN if plain else _ODD)
    progressive = whole[0] * whole[1] * _PROGRESSIVE if image.info.get("progressive") else 0
    return image.width * image.height * per_pixel + progressive


def of_values(width: int, height: int) -> int:
    """Return an upper bound of the bytes for an image with values of more than 8 bits."""
    return width * height * _VALUES


def of_tiff(page: "TiffPage") -> int:
    """Return an upper bound of the bytes for a TIFF page: all samples and layers, one tile, and the result."""
    each = int(page.dtype.itemsize) if page.dtype is not None else 1
    tile = 2 * each
    for side in page.chunks:
        tile *= int(side)
    pixels = int(page.imagewidth) * int(page.imagelength)
    return int(page.size) * (3 * each + (_AS_FLOAT if each > 1 else 0)) + tile + 16 * pixels
