"""Reads the pages of TIFF files: 1 to 64 bits, float, planes, tiles, palettes, pyramids, stacks of ImageJ."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import tifffile
from PIL import Image
from tifffile import TiffPage

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.colour_profiles import colours_to_srgb, to_srgb
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.file_types.ome_files import is_split
from desktop_labeler.data.decoding.file_types.tiff_channels import composed, in_named_colours
from desktop_labeler.data.decoding.file_types.tiff_directories import all_directories, ends_early, image_pages
from desktop_labeler.data.decoding.file_types.tiff_pages import (
    check_complete,
    layers,
    layers_stated_and_there,
    level_of,
    opened,
    orientation,
    page_at,
    page_of,
    profile_of,
    to_bytes,
    upright_axes,
)
from desktop_labeler.data.decoding.limits import check_page, missing_of
from desktop_labeler.data.decoding.memory_budget import BUDGET, of_tiff
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.decoding.tone import on_ground, shown
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message

_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _PALETTE, _MASK, _SEPARATED, _YCBCR = range(7)
_COLOURS = {_RGB, _SEPARATED, _YCBCR}
_PLAIN = {1, 5, 8, 32773, 32946}  # compressions that leave YCbCr unconverted; the others give RGB
_ALPHA = {1, 2}  # values of ExtraSamples for alpha, premultiplied or not


def read(path: Path, longest: int | None, display: DisplayRange, page: Page | None = None) -> tuple[UInt8Array, int]:
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
    with opened(path) as file:
        found = composed(file, path, longest, display, page) if display.channels else None
        if found is None and page is None:
            found = in_named_colours(file, path, longest, display)
        if found is not None:
            return found
        whole, layer = page_of(file, path, page)
        chosen = level_of(file, whole, longest)
        check_complete(chosen, path)
        if int(chosen.photometric) == _YCBCR and int(chosen.compression) in _PLAIN:
            raise NotImplementedError("YCbCr is not turned into RGB here")
        with BUDGET.room(of_tiff(chosen)):
            return _to_rgb(chosen, upright_axes(chosen, layer), profile_of(file, whole), display), orientation(whole)


def size(path: Path, page: Page | None = None) -> tuple[int, int, int]:
    """Return width and height in pixels, and orientation, of a page after checking that its data is complete.

    Raises:
        ImageError: the file is truncated, or it has no such page.
    """
    with opened(path) as file:
        whole, _ = page_of(file, path, page)
        check_complete(whole, path)
        return int(whole.imagewidth), int(whole.imagelength), orientation(whole)


def belongs_to_others(path: Path) -> bool:
    """Whether a file holds only a part of an image that OME stores in several files."""
    with opened(path) as file:
        return file.is_ome and is_split(str(file.pages.first.description), path.name)


def page_count(path: Path) -> int:
    """Return how many pages a file has, without thumbnails, masks and the smaller levels of pyramids.

    Raises:
        ImageError: it has more than are read.
    """
    directories = image_pages(path)
    if len(directories) > 1:
        return len(directories)
    with opened(path) as file:
        return layers(file)


def missing_pages(path: Path) -> Message | None:
    """Return how many pages are missing from a file that is cut off or damaged; None if none is."""
    directories = image_pages(path)
    with opened(path) as file:
        if len(directories) < 2:
            stated, there = layers_stated_and_there(file)
            if there < stated:
                return missing_of(stated - max(there, 0), stated)
        bad = sum(not _is_there(page_at(file, one.offset), path) for one in directories) if len(directories) > 1 else 0
    if ends_early(path):
        return Message("ends after {n:# page|# pages}", n=max(1, len(directories) - bad))
    return missing_of(bad, len(directories)) if bad else None


def _is_there(page: TiffPage, path: Path) -> bool:
    try:
        check_complete(page, path)
    except ImageError:
        return False
    return True


def frame_of(path: Path, page: Page | None) -> int:
    """Return the place of a page among all directories of a file, counted from 0, as Pillow counts them.

    Raises:
        ImageError: there is no such page.
    """
    wanted = image_pages(path)[check_page(page, len(image_pages(path)))]
    return next(place for place, one in enumerate(all_directories(path)) if one.offset == wanted.offset)


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

    pixels = to_bytes(values, bits, seen, deep)
    return _mix(pixels, photometric, tuple(page.extrasamples or ()), profile)


def _color_samples(photometric: int, values: npt.NDArray[Any]) -> int:
    """Return how many of the samples are colours, so that an alpha channel does not affect the window."""
    if values.ndim == 2:
        return 1
    wanted: int = {_RGB: 3, _YCBCR: 3, _SEPARATED: 4}.get(photometric, 3 if values.shape[2] >= 3 else 1)
    return min(wanted, int(values.shape[2]))


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
