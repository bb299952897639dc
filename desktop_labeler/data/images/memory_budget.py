"""How much memory images may take while they are decoded: one budget for all threads, sized to this computer.

What an image will take is told from its header before anything is decoded: a WebP of 34 bytes can stand for 268 million
pixels. An image waits until those that are being decoded leave room for it; one that does not fit alone is refused with
its numbers. The numbers per pixel are upper bounds of measured peaks; a test holds them.
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

_SHARE = 4  # a quarter of the memory is for images: networks, Qt and the other programs need the rest
_LEAST, _MOST, _UNKNOWN = 1 << 30, 8 << 30, 2 << 30  # bytes
_OF_CODEC = {"WEBP": 18, "AVIF": 18, "GIF": 8, "JPEG2000": 24}  # bytes per pixel beside the decoded image
_OTHER_CODEC = 4
_PLAIN, _ODD = 10, 24  # bytes per pixel to turn it into RGB: RGB itself, and alpha, palettes, CMYK, deep ones
_PROGRESSIVE = 8  # bytes per pixel of a whole JPEG, also where it is decoded at a fraction
_AS_FLOAT = 18  # bytes per deep value while it is made one of 8 bits
_VALUES = 90  # bytes per pixel of up to four deep values and of what is made from them


class MemoryBudget:
    """Bytes that all threads share.

    Args:
        limit: how many there are.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self._used = 0
        self._freed = threading.Condition()

    @contextmanager
    def room(self, needed: int) -> Iterator[None]:
        """Wait until so many bytes are free and hold them; never ask for more while holding some.

        Raises:
            ImageError: there will never be so many.
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
    """Return the bytes that decoding an image and turning it into RGB takes at most.

    Args:
        image: opened, not loaded; drafted where it is to be.
        whole: its size before that.
    """
    plain = image.mode == "RGB" and "transparency" not in image.info
    per_pixel = 4 + _OF_CODEC.get(image.format or "", _OTHER_CODEC) + (_PLAIN if plain else _ODD)
    progressive = whole[0] * whole[1] * _PROGRESSIVE if image.info.get("progressive") else 0
    return image.width * image.height * per_pixel + progressive


def of_values(width: int, height: int) -> int:
    """Return the bytes that an image of deep values takes at most."""
    return width * height * _VALUES


def of_tiff(page: "TiffPage") -> int:
    """Return the bytes that a page of a TIFF takes at most: all its samples and layers, a tile, what is made of it."""
    each = int(page.dtype.itemsize) if page.dtype is not None else 1
    tile = 2 * each
    for side in page.chunks:
        tile *= int(side)
    pixels = int(page.imagewidth) * int(page.imagelength)
    return int(page.size) * (3 * each + (_AS_FLOAT if each > 1 else 0)) + tile + 16 * pixels
