"""Reads the raw data of cameras with rawpy (LibRaw), where it is installed: developed as the camera saw it."""

from pathlib import Path

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.limits import check_page, check_size
from desktop_labeler.data.decoding.memory_budget import BUDGET, of_values
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.decoding.upright_pixels import from_values

_TURNS = {3: 3, 5: 8, 6: 6}  # LibRaw's flips, whose numbers are those of dcraw, as values of the tag Orientation


def page_count(path: Path) -> int:
    """Return 1: the preview inside a raw file is no page of its own."""
    return 1


def size(path: Path, page: Page | None = None) -> tuple[int, int, int]:
    """Return width and height in pixels before turning, and the value 1–8 of the tag Orientation.

    Raises:
        ImageError: it is too large, or another page than the first is asked for. Errors of LibRaw are passed on.
    """
    import rawpy

    check_page(page, 1)
    with path.open("rb") as file, rawpy.imread(file) as raw:
        sizes = raw.sizes
        check_size(sizes.width, sizes.height)
        return sizes.width, sizes.height, _TURNS.get(sizes.flip, 1)


def read(path: Path, longest: int | None, display: DisplayRange, page: Page | None = None) -> UInt8Array:
    """Return the (H, W, 3) pixels, with the camera's white balance, in sRGB; arguments and errors as of `decode`."""
    import rawpy

    check_page(page, 1)
    with path.open("rb") as file, rawpy.imread(file) as raw:
        sizes = raw.sizes
        check_size(sizes.width, sizes.height)
        half = longest is not None and 2 * longest <= max(sizes.width, sizes.height)
        with BUDGET.room(of_values(sizes.width, sizes.height)):
            values = raw.postprocess(use_camera_wb=True, half_size=half, user_flip=0)
            return from_values(values, longest, display, _TURNS.get(sizes.flip, 1))
