"""Reads HEIC and HEIF, as telephones take them, with pi-heif, which only decodes, where it is installed."""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.limits import check_page, check_pages, check_size
from desktop_labeler.data.decoding.memory_budget import BUDGET, of_values
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.decoding.upright_pixels import from_values

if TYPE_CHECKING:
    from pi_heif import HeifFile


def page_count(path: Path) -> int:
    """Return how many images a file has, without their thumbnails.

    Raises:
        ImageError: more than are read. Errors of pi-heif are passed on.
    """
    count = len(_opened(path))
    check_pages(count)
    return count


def size(path: Path, page: Page | None = None) -> tuple[int, int, int]:
    """Return width and height in pixels of the upright image, and 1: the library turns it.

    Raises:
        ImageError: it is too large, or there is no such image. Errors of pi-heif are passed on.
    """
    file = _opened(path)
    width, height = file[_place(file, page)].size
    check_size(width, height)
    return width, height, 1


def read(path: Path, longest: int | None, display: DisplayRange, page: Page | None = None) -> UInt8Array:
    """Return the (H, W, 3) pixels of an image; arguments and errors as of `decode`. 10 and 12 bits become 8."""
    file = _opened(path)
    image = file[_place(file, page)]
    check_size(*image.size)
    with BUDGET.room(of_values(*image.size)):
        values = np.asarray(image)
        return from_values(values, longest, display, 1, image.info.get("icc_profile"))


def _opened(path: Path) -> "HeifFile":
    import pi_heif

    return pi_heif.open_heif(path, convert_hdr_to_8bit=True)


def _place(file: "HeifFile", page: Page | None) -> int:
    """Return the place of an image; without a page, the one that the file calls its main image."""
    return file.primary_index if page is None else check_page(page, len(file))
