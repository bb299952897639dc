"""Puts the channels of a TIFF together in the colours that a project chose, or that the file itself names."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import tifffile
from tifffile import TiffPage

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.channels import MOST, Channel
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.file_types.ome_files import is_split, planes_in
from desktop_labeler.data.decoding.file_types.tiff_directories import few_images, image_pages
from desktop_labeler.data.decoding.file_types.tiff_pages import (
    check_complete,
    layers,
    level_of,
    opened,
    orientation,
    page_at,
    page_of,
    to_bytes,
    upright_axes,
)
from desktop_labeler.data.decoding.limits import check_page
from desktop_labeler.data.decoding.memory_budget import BUDGET, of_tiff
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.decoding.tone import shown

_PICTURE = {2, 3, 5, 6}  # photometric interpretations in colours: RGB, palette, CMYK, YCbCr
_MOST_COLOURS = 4  # samples of a picture in colours, with alpha; more are channels, whatever the file calls them
_ALPHA = {1, 2}
_CANVAS = 30  # bytes per pixel of the composition itself
_PIXELS = re.compile(r"<(?:\w+:)?Pixels\b[^>]{0,4000}>")
_NAMED = re.compile(r'\b(DimensionOrder|Size[CZT])="([^"]{1,20})"')
_COLOUR = re.compile(r'<(?:\w+:)?Channel\b[^>]{0,2000}?\bColor="(-?\d{1,11})"')
_OME_COLOURS = {0xFF0000: "red", 0x00FF00: "green", 0x0000FF: "blue"}
_RGB = ["red", "green", "blue"]


class Planes(NamedTuple):
    """Where the channels of an image are: `channels` of them, from page `start` on, `stride` pages apart."""

    start: int
    channels: int
    stride: int


def channel_count(path: Path) -> int:
    """Return how many channels the image of a file has; 0 if it has only one, or is a picture in colours.

    Raises:
        ImageError: it is no TIFF, or has too many pages.
    """
    with opened(path) as file:
        samples = _samples(page_of(file, path, None)[0])
        planes = None if samples else _pages(file, path, None)
        return samples or (planes.channels if planes is not None else 0)


def composed(
    file: tifffile.TiffFile, path: Path, longest: int | None, display: DisplayRange, page: Page | None
) -> tuple[UInt8Array, int] | None:
    """Return the channels of an image in the colours of the project, and its orientation; None if it has no channels.

    Channels are the samples of its pixels, the pages that OME and ImageJ name as channels, or else all pages of a file
    that is shown as a whole. Arguments and errors as of `tiff.read`.

    Returns:
        (H, W, 3) uint8, not yet rotated, and the value 1–8 of the tag Orientation; or None.
    """
    base, layer = page_of(file, path, page)
    samples = _samples(base)
    planes = None if samples else _pages(file, path, page)
    count = samples or (planes.channels if planes is not None else 0)
    wanted = [channel for channel in display.channels if channel.number <= count]
    if not wanted:
        return None
    chosen = level_of(file, base, longest)
    height, width = int(chosen.imagelength), int(chosen.imagewidth)
    canvas: npt.NDArray[np.uint16] = np.zeros((height, width, 3), np.uint16)
    with BUDGET.room(of_tiff(chosen) + _CANVAS * height * width):
        whole = _values(path, chosen, layer) if samples else None
        for channel in wanted:
            if whole is not None:
                values = whole[..., channel.number - 1]
            else:
                assert planes is not None
                values = _plane(file, path, longest, planes.start + (channel.number - 1) * planes.stride)
            if values.shape == (height, width):
                _add(canvas, values, channel, chosen, display)
        return np.minimum(canvas, 255).astype(np.uint8), orientation(base)


def in_named_colours(
    file: tifffile.TiffFile, path: Path, longest: int | None, display: DisplayRange
) -> tuple[UInt8Array, int] | None:
    """Return the image of a file whose three pages are red, green and blue, as it says; None for any other file.

    Arguments, errors and result as of `composed`.
    """
    directories = few_images(path, len(_RGB))
    if directories is None or len(directories) != len(_RGB) or len({one[1:3] for one in directories}) > 1:
        return None
    pages = [page_at(file, one.offset) for one in directories]
    colours = _colours_named(file, pages)
    if sorted(colours) != sorted(_RGB) or any(page.samplesperpixel > 1 for page in pages):
        return None
    chosen = [level_of(file, pages[colours.index(colour)], longest) for colour in _RGB]
    with BUDGET.room(3 * of_tiff(chosen[0])):
        values = np.stack([_values(path, page, 0) for page in chosen], axis=-1)
        bits = int(chosen[0].bitspersample)
        pixels = to_bytes(values, bits, 3, lambda deep: shown(deep, display, colour=True, bits=bits))
        return pixels, orientation(pages[0])


def _samples(page: TiffPage) -> int:
    """Return how many channels are in the pixels of a page; 0 if it is a picture, or has one."""
    count, extra = int(page.samplesperpixel), [int(one) for one in page.extrasamples or ()]
    if int(page.photometric) in _PICTURE and count <= _MOST_COLOURS:
        return 0
    count -= sum(one in _ALPHA for one in extra)
    return count if count > 1 else 0


def _pages(file: tifffile.TiffFile, path: Path, page: Page | None) -> Planes | None:
    """Return which pages are the channels of a page; None if it has no others."""
    count = max(len(image_pages(path)), layers(file))
    place = check_page(page, count)
    sizes = _sizes(file)
    if sizes is not None and sizes[0] > 1 and sizes[0] * sizes[1] <= count:
        channels, stride = sizes[0], sizes[2]
        return Planes(place - place // stride % channels * stride, channels, stride)
    return Planes(0, count, 1) if page is None and 1 < count <= MOST else None


def _sizes(file: tifffile.TiffFile) -> tuple[int, int, int] | None:
    """Return how many channels the file says it has, how many images each has, and how far apart they are."""
    if file.is_imagej:
        said = file.imagej_metadata or {}
        channels, *others = (_whole(said.get(name)) for name in ("channels", "slices", "frames"))
        return channels, others[0] * others[1], 1
    xml = str(file.pages.first.description) if file.is_ome else ""
    pixels = _PIXELS.search(xml)
    if pixels is None:
        return None
    if is_split(xml, file.filename):
        return planes_in(xml, file.filename)
    named = dict(_NAMED.findall(pixels[0]))
    order = named.get("DimensionOrder", "XYCZT")[2:]
    sizes = {axis: _whole(named.get(f"Size{axis}")) for axis in "CZT"}
    stride = 1
    for axis in order[: order.find("C")] if "C" in order else "":
        stride *= sizes.get(axis, 1)
    return sizes["C"], sizes["Z"] * sizes["T"], stride


def _whole(value: object) -> int:
    """Return a number of images that a file states; 1 if it is none."""
    text = str(value)
    return max(1, int(text)) if text.isdecimal() and len(text) < 8 else 1


def _plane(file: tifffile.TiffFile, path: Path, longest: int | None, place: int) -> npt.NDArray[Any]:
    directories = image_pages(path)
    if len(directories) > 1:
        return _values(path, level_of(file, page_at(file, directories[place].offset), longest), 0)
    return _values(path, file.pages.first, place)


def _values(path: Path, page: TiffPage, layer: int) -> npt.NDArray[Any]:
    check_complete(page, path)
    return upright_axes(page, layer)


def _add(
    canvas: npt.NDArray[np.uint16], values: npt.NDArray[Any], channel: Channel, page: TiffPage, display: DisplayRange
) -> None:
    bits = int(page.bitspersample)
    own = display.of_channel(channel)
    if channel.low is None:
        grey = to_bytes(values, bits, 1, lambda deep: shown(deep, own, bits=bits))
    else:
        grey = shown(values, own, bits=bits)
    if int(page.photometric) == 0:  # white is zero
        grey = 255 - grey
    for place, share in enumerate(channel.shares):
        if share:
            canvas[..., place] += grey


def _colours_named(file: tifffile.TiffFile, pages: list[TiffPage]) -> list[str]:
    """Return the colours of three pages as the file names them: by the names of its pages, OME, or ImageJ."""
    names = [str(page.tags[285].value).strip().lower() if 285 in page.tags else "" for page in pages]
    if all(names):
        return names
    if file.is_imagej:
        said = file.imagej_metadata or {}
        is_plain = said.get("channels") == 3 and said.get("mode") in ("composite", "color") and "LUTs" not in said
        return _RGB if is_plain else []
    if not file.is_ome or (_sizes(file) or (0, 0, 0))[:2] != (3, 1):
        return []
    found = _COLOUR.findall(str(pages[0].description)[:100_000])
    return [_OME_COLOURS.get((int(one) & 0xFFFFFFFF) >> 8, "") for one in found]
