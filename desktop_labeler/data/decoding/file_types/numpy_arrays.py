"""Reads images stored as an array of NumPy (.npy): grey, or colours with or without alpha; nothing in them is run."""

from pathlib import Path

import numpy as np

from desktop_labeler.array_types import AnyArray, UInt8Array
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.file_types.array_header import LONGEST_HEADER, ArrayHeader, header_of
from desktop_labeler.data.decoding.limits import check_page, check_size
from desktop_labeler.data.decoding.memory_budget import BUDGET, of_values
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.decoding.signatures import NO_IMAGE
from desktop_labeler.data.decoding.upright_pixels import from_values
from desktop_labeler.errors import ImageError


def page_count(path: Path) -> int:
    """Return 1: an array is one image."""
    _header(path)
    return 1


def size(path: Path, page: Page | None = None) -> tuple[int, int, int]:
    """Return width and height in pixels, and 1, after checking that all numbers are there.

    Raises:
        ImageError: it is no image, is too large or truncated, or another page than the first is asked for.
    """
    check_page(page, 1)
    height, width = _header(path).shape[:2]
    return width, height, 1


def read(path: Path, longest: int | None, display: DisplayRange, page: Page | None = None) -> UInt8Array:
    """Return the (H, W, 3) pixels; arguments and errors as of `decode`."""
    check_page(page, 1)
    header = _header(path)
    count = int(np.prod(header.shape, dtype=np.int64))
    with BUDGET.room(of_values(header.shape[1], header.shape[0])):
        values: AnyArray = np.fromfile(path, header.dtype, count, offset=header.start)
        values = values.reshape(header.shape, order="F" if header.is_fortran else "C")
        if values.dtype == np.bool_:
            values = values.astype(np.uint8) * np.uint8(255)
        native = values.astype(values.dtype.newbyteorder("="), copy=False)
        return from_values(np.ascontiguousarray(native), longest, display)


def _header(path: Path) -> ArrayHeader:
    with path.open("rb") as file:
        header = header_of(file.read(12 + LONGEST_HEADER))
    if header is None or not header.is_image:
        raise ImageError.of(NO_IMAGE)
    check_size(header.shape[1], header.shape[0])
    needed = int(np.prod(header.shape, dtype=np.int64)) * header.dtype.itemsize
    if header.start + needed > path.stat().st_size:
        raise ImageError("cut off in the middle")
    return header
