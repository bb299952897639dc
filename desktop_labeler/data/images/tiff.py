"""Reads the pages of TIFF files: 1 to 64 bits, float, planes, tiles, palettes, pyramids, stacks of ImageJ."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tifffile
from PIL import Image
from tifffile import TiffPage

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.images.colour_profiles import colours_to_srgb, to_srgb
from desktop_labeler.data.images.display_range import DisplayRange
from desktop_labeler.data.images.limits import MAX_PIXELS, check_page, check_pages, check_size
from desktop_labeler.data.images.memory_budget import BUDGET, of_tiff
from desktop_labeler.data.images.tiff_directories import all_directories, first_image, image_pages
from desktop_labeler.data.images.tone import on_ground, shown
from desktop_labeler.errors import ImageError

# tifffile logs oddities, which would reach the person's terminal; serious problems are raised as exceptions.
logging.getLogger("tifffile").addHandler(logging.NullHandler())
logging.getLogger("tifffile").propagate = False

_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _PALETTE, _MASK, _SEPARATED, _YCBCR = range(7)
_COLOURS = {_RGB, _SEPARATED, _YCBCR}
_MOST_PAGES = 2_000
_MOST_LEVELS = 32
_PLAIN = {1, 5, 8, 32773, 32946}  # compressions that leave YCbCr unconverted; the others give RGB
_ALPHA = {1, 2}  # values of ExtraSamples for alpha, premultiplied or not


def read(path: Path, longest: int | None, display: DisplayRange, page: int | None = None) -> tuple[UInt8Array, int]:
    """Return the pixels of a page, or of a smaller pyramid level that is large enough, and the orientation.

    Args:
        path: the file.
        longest: the length of the longer side that is needed, in pixels; None for the full size.
        display: which numbers of an image with more than 8 bits are black and white.
        page: the page, counted from 1; None for the first.

    Returns:
        (H, W, 3) uint8, not yet rotated, and the value 1–8 of the tag Orientation.

    Raises:
        ImageError: the image exceeds the limit, or the file is truncated, damaged or of an unsupported kind, or it has
            no such page.
        NotImplementedError: the colours are readable by Pillow but not by tifffile. Other errors of tifffile are
            passed on.
    """
    with _opened(path) as file:
        whole, layer = _page(file, path, page)
        chosen = _level(file, whole, longest)
        _check_complete(chosen, path)
        if int(chosen.photometric) == _YCBCR and int(chosen.compression) in _PLAIN:
            raise NotImplementedError("YCbCr is not turned into RGB here")
        with BUDGET.room(of_tiff(chosen)):
            return _to_rgb(chosen, _upright_axes(chosen, layer), _profile(file, whole), display), orientation(whole)


def size(path: Path, page: int | None = None) -> tuple[int, int, int]:
    """Return width and height in pixels, and orientation, of a page after checking that its data is complete.

    Raises:
        ImageError: the file is truncated, or it has no such page.
    """
    with _opened(path) as file:
        whole, _ = _page(file, path, page)
        _check_complete(whole, path)
        return int(whole.imagewidth), int(whole.imagelength), orientation(whole)


def page_count(path: Path) -> int:
    """Return how many pages a file has, without thumbnails, masks and the smaller levels of pyramids.

    Raises:
        ImageError: it has more than are read.
    """
    directories = image_pages(path)
    if len(directories) > 1:
        return len(directories)
    with _opened(path) as file:
        return _layers(file)


def frame_of(path: Path, page: int | None) -> int:
    """Return the place of a page among all directories of a file, counted from 0, as Pillow counts them.

    Raises:
        ImageError: there is no such page.
    """
    wanted = image_pages(path)[check_page(page, len(image_pages(path)))]
    return next(place for place, one in enumerate(all_directories(path)) if one.offset == wanted.offset)


def _page(file: tifffile.TiffFile, path: Path, page: int | None) -> tuple[TiffPage, int]:
    """Return a page, and its layer for the files of ImageJ that have one directory for a whole stack."""
    if page is None:
        found = first_image(path)
        return (_at(file, found.offset) if found else file.pages.first), 0
    directories = image_pages(path)
    if len(directories) > 1:
        return _at(file, directories[check_page(page, len(directories))].offset), 0
    return (_at(file, directories[0].offset) if directories else file.pages.first), check_page(page, _layers(file))


def _at(file: tifffile.TiffFile, offset: int) -> TiffPage:
    if file.pages.first.offset == offset:
        return file.pages.first
    file.filehandle.seek(offset)
    return TiffPage(file, index=1)


def _layers(file: tifffile.TiffFile) -> int:
    """Return how many images of the same kind follow one another after the only directory, as ImageJ writes them."""
    first = file.pages.first
    stated = (file.imagej_metadata or {}).get("images", 1) if file.is_imagej and not _has_second(file) else 1
    if not isinstance(stated, int) or stated < 2 or not first.is_contiguous:
        return 1
    check_pages(stated)
    there = (file.filehandle.size - first.dataoffsets[0]) // max(1, int(first.nbytes))
    return max(1, min(stated, there))


def _has_second(file: tifffile.TiffFile) -> bool:
    try:
        return bool(file.pages[1])
    except IndexError:
        return False


@contextmanager
def _opened(path: Path) -> Iterator[tifffile.TiffFile]:
    try:
        with tifffile.TiffFile(path) as file:
            yield file
    except tifffile.TiffFileError as error:
        raise ImageError("damaged: its beginning is not as it should be") from error


def orientation(page: TiffPage) -> int:
    """Return the value 1–8 of the tag Orientation; 1 if it is missing or invalid."""
    tag = page.tags.get(274)
    return int(tag.value) if tag is not None and tag.value in range(1, 9) else 1


def _level(file: tifffile.TiffFile, first: TiffPage, longest: int | None) -> TiffPage:
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
    return [_at(file, offset) for offset in (page.subifds or ())[:_MOST_LEVELS]]


def _is_endless(file: tifffile.TiffFile) -> bool:
    """Whether there are more pages than any pyramid has, since examining a million would take minutes."""
    try:
        return bool(file.pages[_MOST_PAGES])
    except IndexError:
        return False


def _profile(file: tifffile.TiffFile, page: TiffPage) -> bytes | None:
    tag = page.tags.get(34675) or file.pages.first.tags.get(34675)
    return bytes(tag.value) if tag is not None and isinstance(tag.value, bytes) else None


def _check_complete(page: TiffPage, path: Path) -> None:
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


def _upright_axes(page: TiffPage, layer: int = 0) -> npt.NDArray[Any]:
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


def _to_rgb(page: TiffPage, values: npt.NDArray[Any], profile: bytes | None, display: DisplayRange) -> UInt8Array:
    photometric = int(page.photometric)
    if photometric > _YCBCR:
        raise ImageError(
            "its colours are stored as {kind}, which is not read", kind=tifffile.PHOTOMETRIC(photometric).name
        )
    if photometric == _PALETTE and page.colormap is not None and values.ndim == 2:
        colors = (np.asarray(page.colormap, np.uint16) >> 8).astype(np.uint8).T  # (2^bits, 3)
        return colours_to_srgb(colors[values.astype(np.int64) % len(colors)], profile)
    seen = _color_samples(photometric, values)
    bits = int(page.bitspersample)

    def deep(values: npt.NDArray[Any]) -> UInt8Array:
        return shown(values, display, has_profile=profile is not None, colour=photometric in _COLOURS, bits=bits)

    pixels = _to_bytes(values, bits, seen, deep)
    return _mix(pixels, photometric, tuple(page.extrasamples or ()), profile)


def _color_samples(photometric: int, values: npt.NDArray[Any]) -> int:
    """Return how many of the samples are colours, so that an alpha channel does not affect the window."""
    if values.ndim == 2:
        return 1
    wanted: int = {_RGB: 3, _YCBCR: 3, _SEPARATED: 4}.get(photometric, 3 if values.shape[2] >= 3 else 1)
    return min(wanted, int(values.shape[2]))


def _to_bytes(
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


def _mix(pixels: UInt8Array, photometric: int, extra: tuple[int, ...], profile: bytes | None) -> UInt8Array:
    """Convert grey, RGB and CMYK, each with or without alpha, and other numbers of channels to RGB."""
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    colors = _color_samples(photometric, pixels)
    seen = pixels[..., :colors]
    if photometric == _WHITE_IS_ZERO:
        seen = 255 - seen
    if photometric == _SEPARATED and colors == 4:
        inks = Image.fromarray(np.ascontiguousarray(seen), "CMYK")
        seen = np.asarray(to_srgb(inks, profile).convert("RGB"))
    elif colors < 3:
        seen = colours_to_srgb(seen[..., 0], profile)
        seen = seen if seen.ndim == 3 else np.repeat(seen[..., None], 3, axis=2)
    else:
        seen = colours_to_srgb(seen, profile)
    if pixels.shape[2] > colors and extra and int(extra[0]) in _ALPHA:
        return on_ground(seen, pixels[..., colors], multiplied=int(extra[0]) == 1)
    return np.ascontiguousarray(seen)
