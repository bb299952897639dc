"""Opens the pages of TIFF files: which of them is meant, in which size, whether its data is there, and its values."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tifffile
from tifffile import TiffPage

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.file_types.tiff_directories import first_image, image_pages
from desktop_labeler.data.decoding.limits import MAX_PIXELS, check_page, check_pages, check_size
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.errors import ImageError

# tifffile logs oddities, which would reach the person's terminal; serious problems are raised as exceptions.
logging.getLogger("tifffile").addHandler(logging.NullHandler())
logging.getLogger("tifffile").propagate = False

_MOST_PAGES = 2_000
_MOST_LEVELS = 32
_UIC2 = 33629


@contextmanager
def opened(path: Path) -> Iterator[tifffile.TiffFile]:
    """Open a file for the block.

    Raises:
        ImageError: it is no TIFF.
    """
    try:
        with tifffile.TiffFile(path, _multifile=False) as file:  # pages are those of this file, whatever OME names
            yield file
    except tifffile.TiffFileError as error:
        raise ImageError("damaged: its beginning is not as it should be") from error


def page_of(file: tifffile.TiffFile, path: Path, page: Page | None) -> tuple[TiffPage, int]:
    """Return a page, and its layer for the files of ImageJ that have one directory for a whole stack.

    Args:
        file: the open file.
        path: its path.
        page: the page, counted from 1; None for the first.

    Raises:
        ImageError: there is no such page.
    """
    if page is None:
        found = first_image(path)
        return (page_at(file, found.offset) if found else file.pages.first), 0
    directories = image_pages(path)
    if len(directories) > 1:
        return page_at(file, directories[check_page(page, len(directories))].offset), 0
    return (page_at(file, directories[0].offset) if directories else file.pages.first), check_page(page, layers(file))


def page_at(file: tifffile.TiffFile, offset: int) -> TiffPage:
    """Return the page whose directory lies at an offset."""
    if file.pages.first.offset == offset:
        return file.pages.first
    file.filehandle.seek(offset)
    return TiffPage(file, index=1)


def layers(file: tifffile.TiffFile) -> int:
    """Return how many images of the same kind follow one another after the only directory.

    ImageJ and MetaMorph (.stk, whose tag UIC2 has a value for each plane) write them so.
    """
    return max(1, min(layers_stated_and_there(file)))


def layers_stated_and_there(file: tifffile.TiffFile) -> tuple[int, int]:
    """Return how many such images there are as the file says, and how many of them are there as a whole."""
    first = file.pages.first
    stated = 1
    if first.is_stk:
        stated = int(first.tags[_UIC2].count) if _UIC2 in first.tags else 1
    elif file.is_imagej and not _has_second(file):
        stated = (file.imagej_metadata or {}).get("images", 1)
    if not isinstance(stated, int) or stated < 2 or not first.is_contiguous:
        return 1, 1
    check_pages(stated)
    return stated, int((file.filehandle.size - first.dataoffsets[0]) // max(1, int(first.nbytes)))


def _has_second(file: tifffile.TiffFile) -> bool:
    try:
        return bool(file.pages[1])
    except IndexError:
        return False


def orientation(page: TiffPage) -> int:
    """Return the value 1–8 of the tag Orientation; 1 if it is missing or invalid."""
    tag = page.tags.get(274)
    return int(tag.value) if tag is not None and tag.value in range(1, 9) else 1


def level_of(file: tifffile.TiffFile, first: TiffPage, longest: int | None) -> TiffPage:
    """Return the smallest version of a page that is large enough."""
    sides = max(first.imagewidth, first.imagelength)
    if first.imagewidth * first.imagelength <= MAX_PIXELS and (longest is None or sides < 2 * longest):
        return first
    # Pyramids are tiled. Looking for one in a stack of ten thousand untiled pages would read them all.
    pages = [page for page in [first, *_levels(file, first)] if page.imagewidth * page.imagelength <= MAX_PIXELS]
    if not pages:
        check_size(first.imagewidth, first.imagelength)
    pages.sort(key=lambda page: max(page.imagewidth, page.imagelength))
    enough = [page for page in pages if longest is not None and max(page.imagewidth, page.imagelength) >= longest]
    return enough[0] if enough else pages[-1]


def _levels(file: tifffile.TiffFile, page: TiffPage) -> list[TiffPage]:
    if not (page.is_tiled or page.subifds):
        return []
    if page is file.pages.first:
        return [] if _is_endless(file) else [level.keyframe for level in file.series[0].levels]
    return [page_at(file, offset) for offset in (page.subifds or ())[:_MOST_LEVELS]]


def _is_endless(file: tifffile.TiffFile) -> bool:
    """Whether there are more pages than any pyramid has, since examining a million would take minutes."""
    try:
        return bool(file.pages[_MOST_PAGES])
    except IndexError:
        return False


def profile_of(file: tifffile.TiffFile, page: TiffPage) -> bytes | None:
    """Return the colour profile of a page, or of the file; None if it has none."""
    tag = page.tags.get(34675) or file.pages.first.tags.get(34675)
    return bytes(tag.value) if tag is not None and isinstance(tag.value, bytes) else None


def check_complete(page: TiffPage, path: Path) -> None:
    """Raise if pixel data is missing; a byte count that exceeds the end of the file may merely be too large."""
    bytes_there = path.stat().st_size
    for number, (start, count) in enumerate(zip(page.dataoffsets, page.databytecounts, strict=False)):
        if start + count > bytes_there and not _is_whole(page, path, number, start):
            raise ImageError("cut off in the middle")


def _is_whole(page: TiffPage, path: Path, number: int, start: int) -> bool:
    """Whether a strip or tile has all of its pixels although its byte count exceeds the end of the file."""
    width = page.tilewidth if page.is_tiled else page.imagewidth
    rows = page.tilelength if page.is_tiled else page.rowsperstrip
    if not page.is_tiled:
        strips = -(-page.imagelength // rows)
        rows = min(rows, page.imagelength - number % strips * rows)
    samples = 1 if int(page.planarconfig) == 2 else page.samplesperpixel
    wanted = rows * ((width * samples * page.bitspersample + 7) // 8)
    with path.open("rb") as file:
        file.seek(start)
        packed = file.read(wanted * 2 + 65_536)
    if page.compression == 1:
        return len(packed) >= wanted
    unpack = tifffile.TIFF.DECOMPRESSORS[page.compression]
    try:
        return len(bytes(unpack(packed))) >= wanted
    except Exception:  # noqa: BLE001 decoders raise any kind of exception on damaged data
        return False


def upright_axes(page: TiffPage, layer: int = 0) -> npt.NDArray[Any]:
    """Return the page as (H, W) or (H, W, samples); for a stack within one page, its first layer."""
    values: npt.NDArray[Any] = _layer(page, layer) if layer else page.asarray(maxworkers=1)  # callers have threads
    axes = str(page.axes)
    for place in reversed(range(len(axes))):
        if axes[place] not in "YXS":
            values = np.take(values, 0, axis=place)
            axes = axes.replace(axes[place], "")
    return values.transpose([axes.index(axis) for axis in "YXS" if axis in axes])


def _layer(page: TiffPage, layer: int) -> npt.NDArray[Any]:
    count, file = int(np.prod(page.shape)), page.parent
    place = int(page.dataoffsets[0]) + layer * int(page.nbytes)
    kind = np.dtype(page.dtype).newbyteorder(file.byteorder)
    found: npt.NDArray[Any] = file.filehandle.read_array(kind, count, place)
    return found.reshape(page.shape)


def to_bytes(
    values: npt.NDArray[Any], bits: int, colors: int, deep: Callable[[npt.NDArray[Any]], UInt8Array]
) -> UInt8Array:
    """Return values as uint8: 8 bits unchanged, fewer stretched over the full range, more as `deep` maps them."""
    if values.dtype == np.bool_:
        return values.astype(np.uint8) * np.uint8(255)
    if values.dtype == np.uint8:
        full = values.astype(np.uint8, copy=False)
        return full if bits >= 8 else (full.astype(np.uint16) * 255 // (2**bits - 1)).astype(np.uint8)
    if values.ndim == 2:
        return deep(values)
    rest = values[..., colors:]
    top = float(np.iinfo(rest.dtype).max) if np.issubdtype(rest.dtype, np.integer) else 1.0
    alpha = (np.clip(rest.astype(np.float32) / top, 0, 1) * 255).astype(np.uint8)
    return np.concatenate([deep(values[..., :colors]), alpha], axis=2)
