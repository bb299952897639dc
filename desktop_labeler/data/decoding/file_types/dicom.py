"""Reads DICOM with pydicom and its decoders, where they are installed: the pixels as their window shows them."""

import logging
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from desktop_labeler.array_types import AnyArray, UInt8Array
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.file_types.dicom_window import windowed
from desktop_labeler.data.decoding.limits import check_page, check_pages, check_size, missing_of
from desktop_labeler.data.decoding.memory_budget import BUDGET, of_values
from desktop_labeler.data.decoding.mending import coded_bits, coded_size
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.decoding.tone import shown
from desktop_labeler.data.decoding.upright_pixels import from_values
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

logging.getLogger("pydicom").addHandler(logging.NullHandler())
logging.getLogger("pydicom").propagate = False
warnings.filterwarnings("ignore", module=r"pydicom")  # about values that are not used here

_PIXELS = {(0x7FE0, 0x0008), (0x7FE0, 0x0009), (0x7FE0, 0x0010)}
_TYPES = (b"OB", b"OW", b"OF", b"OD", b"OV", b"UN")
_ITEM, _END = (0xFFFE, 0xE000), (0xFFFE, 0xE0DD)  # of compressed pixels
_UNKNOWN = 0xFFFFFFFF  # the length of pixels that are compressed, frame by frame
_IMPLICIT, _BIG_ENDIAN = "1.2.840.10008.1.2", "1.2.840.10008.1.2.2"
_DEFLATED = "1.2.840.10008.1.2.1.99"
_EXTENDED = "1.2.840.10008.1.2.4.51"  # JPEG with up to 12 bits
_GREY = {"MONOCHROME1", "MONOCHROME2"}
_COLOUR = {"RGB", "YBR_FULL", "YBR_FULL_422", "YBR_RCT", "YBR_ICT"}
_PALETTE = "PALETTE COLOR"
_CHUNK = 1 << 20
_WANTED = [
    *("SamplesPerPixel", "PhotometricInterpretation", "NumberOfFrames", "Rows", "Columns", "BitsAllocated"),
    *("BitsStored", "HighBit", "PixelRepresentation", "PlanarConfiguration", "RescaleSlope", "RescaleIntercept"),
    *("RescaleType", "WindowCenter", "WindowWidth", "VOILUTFunction", "VOILUTSequence", "ModalityLUTSequence"),
    *("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence", "ICCProfile", "Modality"),
    *("RedPaletteColorLookupTableDescriptor", "GreenPaletteColorLookupTableDescriptor"),
    *("BluePaletteColorLookupTableDescriptor", "RedPaletteColorLookupTableData", "GreenPaletteColorLookupTableData"),
    *("BluePaletteColorLookupTableData", "SegmentedRedPaletteColorLookupTableData"),
    *("SegmentedGreenPaletteColorLookupTableData", "SegmentedBluePaletteColorLookupTableData"),
]


@dataclass(frozen=True, eq=False)
class _Header:
    """What comes before the pixels: `start` is the place of the first of their `length` bytes, in the open file."""

    values: "Dataset"
    syntax: str
    rows: int
    columns: int
    frames: int
    start: int
    length: int
    is_odd: bool
    """Whether pydicom has to read the file as a whole to find the pixels."""


def page_count(path: Path) -> int:
    """Return the number of frames.

    Raises:
        ImageError: the file has no pixels, or more frames than are read.
    """
    with path.open("rb") as file:
        return _header(file, path).frames


def missing_pages(path: Path) -> Message | None:
    """Return how many frames are missing from a file that is cut off; None if none is."""
    with path.open("rb") as file:
        header = _header(file, path)
        if header.frames < 2 or header.is_odd:
            return None
        if header.length != _UNKNOWN:
            there = sum(_is_there(header, path, frame) for frame in range(header.frames))
            return missing_of(header.frames - there, header.frames) if there < header.frames else None
        return Message("its end is missing") if _is_cut(file, header.start) else None


def _is_there(header: _Header, path: Path, frame: int) -> bool:
    try:
        _check_complete(header, path, frame)
    except ImageError:
        return False
    return True


def _is_cut(file: IO[bytes], start: int) -> bool:
    """Whether the items of compressed pixels end before the mark that ends them."""
    file.seek(start)
    while len(head := file.read(8)) == 8:
        group, element, length = struct.unpack("<HHI", head)
        if (group, element) != _ITEM:
            return (group, element) != _END
        file.seek(length, 1)
    return True


def size(path: Path, page: Page | None = None) -> tuple[int, int, int]:
    """Return width and height in pixels, and 1: DICOM has no turned images.

    Raises:
        ImageError: the file has no pixels, is truncated, or has no such frame.
    """
    with path.open("rb") as file:
        header = _header(file, path)
        _check_complete(header, path, check_page(page, header.frames))
        return header.columns, header.rows, 1


def read(path: Path, longest: int | None, display: DisplayRange, page: Page | None = None) -> UInt8Array:
    """Return the (H, W, 3) pixels of a frame; arguments as of `decode`.

    Where the project's range is "auto", grey values are shown as the file's window says, which is how those who made
    the file look at it; without one, as images of its depth are. A fixed range is in the units of the modality, such as
    Hounsfield units.

    Raises:
        ImageError: the file has no pixels, is truncated or damaged, its compression is not read, or it has no such
            frame. Other errors of pydicom are passed on.
    """
    with path.open("rb") as file:
        header = _header(file, path)
        frame = check_page(page, header.frames)
        _check_complete(header, path, frame)
        with BUDGET.room(of_values(header.columns, header.rows)):
            values = _frame(file, header, frame)
            profile = header.values.get("ICCProfile")
            return from_values(_seen(values, header.values, frame, display), longest, display, 1, profile)


def _header(file: IO[bytes], path: Path) -> _Header:
    import pydicom

    pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
    syntax = pydicom.filereader.read_file_meta_info(path).get("TransferSyntaxUID")
    if not syntax:
        raise ImageError("damaged: it does not say how its pixels are stored")
    if syntax == _DEFLATED:
        _check_inflated(file)
    file.seek(0)
    values = pydicom.dcmread(file, specific_tags=_WANTED, stop_before_pixels=True)
    start, length, is_odd = (0, 0, True) if syntax == _DEFLATED else _pixels(file, syntax)
    rows, columns = int(values.get("Rows") or 0), int(values.get("Columns") or 0)
    frames = int(values.get("NumberOfFrames") or 1)
    if not rows or not columns:
        raise ImageError("a DICOM file without pixels, such as a report or a plan")
    check_size(columns, rows)
    check_pages(frames)
    return _Header(values, str(syntax), rows, columns, max(1, frames), start, length, is_odd)


def _check_inflated(file: IO[bytes]) -> None:
    """Refuse a file that inflates to more than images may take; pydicom would inflate it as a whole."""
    file.seek(128 + 4 + 8)
    (length,) = struct.unpack("<I", file.read(4))
    file.seek(length, 1)
    inflate, total = zlib.decompressobj(-zlib.MAX_WBITS), 0
    while (chunk := inflate.unconsumed_tail or file.read(_CHUNK)) and not inflate.eof:
        total += len(inflate.decompress(chunk, _CHUNK))
        if total > BUDGET.limit // 4:
            raise ImageError("would need too much memory: it is packed more densely than any image")


def _pixels(file: IO[bytes], syntax: str) -> tuple[int, int, bool]:
    """Return the place and the length of the pixels, before whose tag the file stands, and whether they are odd."""
    order = ">" if syntax == _BIG_ENDIAN else "<"
    head = file.read(12)
    if len(head) < 12 or struct.unpack_from(order + "HH", head) not in _PIXELS:
        raise ImageError("a DICOM file without pixels, such as a report or a plan")
    if head[4:6] not in _TYPES:  # values without their types, also in files that should have them
        return file.tell() - 4, struct.unpack_from(order + "I", head, 4)[0], syntax != _IMPLICIT
    return file.tell(), struct.unpack_from(order + "I", head, 8)[0], syntax == _IMPLICIT


def _check_complete(header: _Header, path: Path, frame: int) -> None:
    if header.length in (0, _UNKNOWN):  # compressed: a decoder says what is missing
        return
    values = header.values
    samples = int(values.get("SamplesPerPixel") or 1)
    per_pixel = 2 if values.get("PhotometricInterpretation") == "YBR_FULL_422" else samples
    bits = header.rows * header.columns * per_pixel * int(values.get("BitsAllocated") or 8)
    needed = (bits * (frame + 1) + 7) // 8
    if needed > min(header.length, path.stat().st_size - header.start):
        raise ImageError("cut off in the middle")


def _frame(file: IO[bytes], header: _Header, frame: int) -> AnyArray:
    """Return the decoded values of a frame: (H, W), or (H, W, 3) in RGB."""
    from pydicom import dcmread
    from pydicom.pixels import get_decoder, pixel_array
    from pydicom.uid import UID

    colours = str(header.values.get("PhotometricInterpretation") or "MONOCHROME2")
    if colours not in {*_GREY, *_COLOUR, _PALETTE}:
        raise ImageError("its colours are stored as {kind}, which is not read", kind=colours)
    syntax = UID(header.syntax)
    try:
        decoder = get_decoder(syntax)
    except NotImplementedError as error:
        raise ImageError("is compressed as “{kind}”, which is not read", kind=syntax.name) from error
    coded = _coded(file, header, frame) if header.length == _UNKNOWN else b""
    if header.syntax == _EXTENDED and coded_bits(coded) == 12:  # which the decoders of pydicom do not read
        return _twelve_bits(coded)
    if not decoder.is_available:
        raise ImageError(
            "is compressed as “{kind}”, which is read once python-gdcm and pylibjpeg-openjpeg are installed",
            kind=syntax.name,
        )
    file.seek(0)
    source = dcmread(file) if header.is_odd else file
    values: AnyArray = pixel_array(source, index=frame)
    return values


def _coded(file: IO[bytes], header: _Header, frame: int) -> bytes:
    """Return a compressed frame; refuse one that states more pixels than the file, since a decoder would believe it."""
    from pydicom.encaps import get_frame

    file.seek(header.start)
    coded: bytes = get_frame(file, frame, number_of_frames=header.frames)
    stated = coded_size(coded)
    if stated is not None and (stated[0] > header.columns or stated[1] > header.rows):
        raise ImageError("damaged: its parts state different sizes")
    return coded


def _twelve_bits(coded: bytes) -> AnyArray:
    import imagecodecs

    values: AnyArray = imagecodecs.jpeg_decode(coded)
    return values


def _seen(values: AnyArray, header: "Dataset", frame: int, display: DisplayRange) -> AnyArray:
    """Return the values as 8 bits, or as deeper colours."""
    from pydicom.pixels import apply_color_lut

    colours = str(header.get("PhotometricInterpretation") or "MONOCHROME2")
    if colours == _PALETTE:
        found: AnyArray = apply_color_lut(values, header)
        return np.right_shift(found, 8).astype(np.uint8) if found.dtype == np.uint16 else found
    bits = int(header.get("BitsStored") or 8 * values.dtype.itemsize)
    if values.ndim == 3:
        return values if values.dtype == np.uint8 else shown(values, display, colour=True, bits=bits)
    pixels = windowed(values, header, frame, display, bits)
    return 255 - pixels if colours == "MONOCHROME1" else pixels
