"""Parts of image files that are labelled by themselves: a page, a box, or a box on a page."""

import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.decode import decode, file_reason
from desktop_labeler.data.decoding.display_range import AUTOMATIC, DisplayRange, RangeMeter
from desktop_labeler.data.decoding.moments import Moment, Page, read_moment
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message

MARGIN = 0.1
"""The margin around a box on each side, as a share of its longer side, of a project that has chosen none."""

OUTSIDE = Message("its box lies outside the image")
_SETTING = "box_margin"
_WRITTEN = re.compile(
    r"(?:page=([1-9]\d{0,8})|t=(\d{1,7}(?:\.\d{1,3})?))?(&?)"
    r"(?:xywh=(\d{1,9}),(\d{1,9}),([1-9]\d{0,8}),([1-9]\d{0,8}))?"
)


@dataclass(frozen=True)
class Box:
    """A box in pixels of the upright image at its full size, from its top left corner; no side is shorter than 1."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Part:
    """A part of an image file: a page (None where there is only one), and a box (None for all of it).

    A page is counted from 1; that of a video is the moment of its frame. The text form is that of media fragments (W3C,
    Media Fragments URI 1.0): "page=2&xywh=10,20,30,40", "t=12.5".
    """

    page: Page | None = None
    box: Box | None = None

    def __str__(self) -> str:
        said = [f"{'t' if isinstance(self.page, Moment) else 'page'}={self.page}"] if self.page is not None else []
        if self.box is not None:
            said.append(f"xywh={self.box.x},{self.box.y},{self.box.width},{self.box.height}")
        return "&".join(said)


def read_part(text: str) -> Part:
    """Return the part that a text names.

    Raises:
        ValueError: it is not in the form of `str(Part(…))`, or names no part.
    """
    found = _WRITTEN.fullmatch(text)
    if found is None or not text:
        raise ValueError(f"{text!r} names no part of an image")
    number, seconds, joined, *sides = found.groups()
    page: Page | None = read_moment(seconds) if seconds is not None else int(number) if number is not None else None
    if bool(joined) != (page is not None and sides[0] is not None):
        raise ValueError(f"{text!r} names no part of an image")
    return Part(page, Box(*map(int, sides)) if sides[0] is not None else None)


def split_path(path: str) -> tuple[str, Part | None]:
    """Return the path of the file and the part that an item's path names; all of the path where it names no part."""
    file, mark, text = path.rpartition("#")
    try:
        return (file, read_part(text)) if mark and file else (path, None)
    except ValueError:
        return path, None


def part_of(image: ImageRow) -> Part | None:
    """Return which part of its file an image is; None for the whole file.

    Raises:
        ImageError: its row names no part; this program never stores such a row.
    """
    if not image.part:
        return None
    try:
        return read_part(image.part)
    except ValueError as error:
        raise ImageError("the project does not say which part of the file it is") from error


def box_margin(project: Project) -> float:
    """Return the margin around the boxes of a project, as a share of the longer side of each, from 0 to 1."""
    stored = project.setting(_SETTING)
    return float(stored) if isinstance(stored, int | float) and 0 <= stored <= 1 else MARGIN


def margin_setting(margin: float) -> dict[str, object]:
    """Return the setting that stores a margin.

    Raises:
        ValueError: it is not from 0 to 1.
    """
    if not 0 <= margin <= 1:
        raise ValueError(f"the margin is {margin}, which must be from 0 to 1")
    return {_SETTING: margin}


def with_margin(box: Box, margin: float, size: tuple[int, int]) -> Box | None:
    """Return a box with its margin, as far as it lies in an image of this width and height; None if nothing does."""
    space = round(margin * max(box.width, box.height))
    inside = (min(box.x + box.width, size[0]) > box.x) and (min(box.y + box.height, size[1]) > box.y)
    left, top = max(0, box.x - space), max(0, box.y - space)
    right, bottom = min(size[0], box.x + box.width + space), min(size[1], box.y + box.height + space)
    return Box(left, top, right - left, bottom - top) if inside else None


def decode_item(
    file: Path,
    part: Part | None,
    *,
    longest: int | None = None,
    display: DisplayRange = AUTOMATIC,
    margin: float = MARGIN,
) -> UInt8Array:
    """Return the pixels of an image or of a part of one, as `decode` does.

    A file whose boxes are read one after the other, also by several threads, is decoded once.

    Args:
        file: the image file.
        part: which part of it; None for the whole file.
        longest: the largest length of the longer side in pixels; None for the full size.
        display: which numbers of an image with more than 8 bits are black and white.
        margin: what to show around a box, as a share of its longer side.

    Returns:
        (H, W, 3) uint8.

    Raises:
        ImageError: the file cannot be used, or the box lies outside the image.
    """
    if part is None or part.box is None:
        return decode(file, longest=longest, display=display, page=None if part is None else part.page)
    pixels = _WHOLE.pixels(file, part.page, display)
    seen = with_margin(part.box, margin, (pixels.shape[1], pixels.shape[0]))
    if seen is None:
        raise ImageError.of(OUTSIDE)
    return _at_most(pixels[seen.y : seen.y + seen.height, seen.x : seen.x + seen.width], longest)


def decode_around(
    file: Path, part: Part | None, *, longest: int, display: DisplayRange = AUTOMATIC
) -> tuple[UInt8Array, tuple[int, int]]:
    """Return the whole image that a part lies in, and the width and height that it has in the file.

    Args:
        file: the image file.
        part: the part; its box is not cut out.
        longest: the largest length of the longer side in pixels.
        display: which numbers of an image with more than 8 bits are black and white.

    Returns:
        (H, W, 3) uint8, at most as large as the width and height beside it.

    Raises:
        ImageError: the file cannot be used.
    """
    whole = _WHOLE.pixels(file, part.page if part is not None else None, display)
    return _at_most(whole, longest), (whole.shape[1], whole.shape[0])


def _at_most(pixels: UInt8Array, longest: int | None) -> UInt8Array:
    if longest is None or max(pixels.shape[:2]) <= longest:
        return pixels.copy()
    share = longest / max(pixels.shape[:2])
    size = (max(1, round(pixels.shape[1] * share)), max(1, round(pixels.shape[0] * share)))
    return np.array(Image.fromarray(pixels).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0))


@dataclass(frozen=True)
class Cut:
    """How a part is cut out of its file: which part, with what around its box, and how its numbers are shown."""

    part: Part
    margin: float
    display: DisplayRange

    def pixels(self, file: Path) -> UInt8Array:
        """Return the pixels of the part at its full size, (H, W, 3).

        Raises:
            ImageError: the file cannot be used, or the box lies outside the image.
        """
        return decode_item(file, self.part, display=self.display, margin=self.margin)


class DecodedFiles:
    """The pixels of the files that were decoded last, for the parts that are cut out of them; safe to share by threads.

    Args:
        limit: the number of bytes kept at most; a larger image is decoded for each of its parts.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._kept: OrderedDict[object, _Decoded] = OrderedDict()

    def pixels(self, file: Path, page: Page | None, display: DisplayRange) -> UInt8Array:
        """Return all pixels of a page of a file; two threads that want the same wait for one decoding.

        Raises:
            ImageError: the file cannot be used.
        """
        if isinstance(display, RangeMeter):  # it counts what is decoded
            return decode(file, display=display, page=page)
        key = (file, page, display, *_state(file))
        with self._lock:
            kept = self._kept.setdefault(key, _Decoded())
            self._kept.move_to_end(key)
        with kept.lock:
            if kept.pixels is not None:
                return kept.pixels
            try:
                pixels = decode(file, display=display, page=page)
            except BaseException:
                with self._lock:
                    self._kept.pop(key, None)
                raise
            kept.pixels = pixels
        self._shrink()
        return pixels

    def _shrink(self) -> None:
        """Drop what was used longest ago."""
        with self._lock:
            sizes = {key: kept.pixels.nbytes for key, kept in self._kept.items() if kept.pixels is not None}
            total = sum(sizes.values())
            for key, size in sizes.items():
                if total <= self._limit:
                    break
                del self._kept[key]
                total -= size


def _state(file: Path) -> tuple[int, int]:
    try:
        info = file.stat()
    except OSError as error:
        raise ImageError.of(file_reason(error)) from error
    return info.st_mtime_ns, info.st_size


class _Decoded:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.pixels: UInt8Array | None = None


_WHOLE = DecodedFiles(256_000_000)
