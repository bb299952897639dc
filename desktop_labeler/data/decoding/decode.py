"""Decodes image files: their kind and their upright RGB pixels, or the reason why a file cannot be used."""

import hashlib
import os
import stat
import struct
import threading
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PIL import Image, PngImagePlugin, UnidentifiedImageError

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.display_range import AUTOMATIC, DisplayRange
from desktop_labeler.data.decoding.file_types import jpeg_xl
from desktop_labeler.data.decoding.file_types.animations import frame_count
from desktop_labeler.data.decoding.file_types.fits_header import check_has_pixels
from desktop_labeler.data.decoding.limits import check_page, check_size
from desktop_labeler.data.decoding.memory_budget import BUDGET, of_values
from desktop_labeler.data.decoding.mending import Frame, jpeg_frame, mend
from desktop_labeler.data.decoding.moments import Page
from desktop_labeler.data.decoding.readers import Reader, caution_of, reader_of
from desktop_labeler.data.decoding.signatures import HEAD, Kind, is_cut_off, kind_of, missing_reader, why_not
from desktop_labeler.data.decoding.tone import shown
from desktop_labeler.data.decoding.upright_pixels import finished, from_pillow, from_values, orientation
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message

# Pillow's own limit depends on warning filters shared by all threads; the check here is exact and names the memory.
Image.MAX_IMAGE_PIXELS = None
PngImagePlugin.MAX_TEXT_CHUNK = 16_000_000  # profiles for printing have up to 4 MB
warnings.filterwarnings("ignore", module=r"PIL\.")  # warnings about metadata that is not used here

_CHUNK = 1 << 22


@dataclass(frozen=True)
class ImageInfo:
    """What an image file states about itself; width and height in pixels are those of the upright image.

    `note` says what is wrong with a file whose image is complete nevertheless, `caution` what to take care of, `cut`
    which of its further pages are missing; `turn` is the EXIF orientation, 1 to 8.
    """

    width: int
    height: int
    format: Kind
    note: Message | None = None
    caution: Message | None = None
    turn: int = 1
    cut: Message | None = None


def decode(
    path: Path, *, longest: int | None = None, display: DisplayRange = AUTOMATIC, page: Page | None = None
) -> UInt8Array:
    """Return the pixels of an image as shown: upright, in sRGB, with 8 bits, transparency on grey.

    The file is only read. It is safe to call from several threads.

    Args:
        path: the file; its kind is determined by its content, not its name.
        longest: the largest length of the longer side in pixels; images are never enlarged. None for the full size. A
            small value makes JPEG files and pyramids several times faster.
        display: which numbers of an image with more than 8 bits are black and white.
        page: the page of a stack or the frame of an animation, counted from 1, or a moment of a video; None for the
            first image.

    Returns:
        (H, W, 3) uint8.

    Raises:
        ImageError: the file cannot be used, or has no such page; the text is the reason.
        ValueError: `longest` is below 1.
    """
    if longest is not None and longest < 1:
        raise ValueError(f"longest is {longest}, which must be at least 1")
    with worded(), _file(path) as file:
        kind, head = _kind(file, path)
        if kind == "TIFF":
            return _decode_tiff(path, file, longest, display, page)
        if (reader := reader_of(kind)) is not None:
            return reader.read(path, longest, display, page)
        frame = _frame(path, kind, page)
        if kind == "JXL":
            with BUDGET.room(of_values(*jpeg_xl.size(file))):
                return from_values(jpeg_xl.read(file), longest, display)
        if kind == "PNG" and head[24:25] == b"\x10" and head[25:26] != b"\x00" and not frame:
            return _decode_deep_png(file, longest, display)  # Pillow keeps only 8 of 16 bits per colour
        try:
            with _opened(file, kind, frame) as image:
                return from_pillow(image, longest, display)
        except (OSError, SyntaxError, ValueError) as error:
            if frame:
                raise
            return _decode_odd(file, kind, longest, display, error)


def _decode_odd(
    file: IO[bytes], kind: Kind, longest: int | None, display: DisplayRange, error: Exception
) -> UInt8Array:
    """Decode what Pillow cannot: a JPEG with more than 8 bits, or a file that breaks a rule; else raise its error."""
    if kind == "JPEG":
        frame = jpeg_frame(file)
        if frame is not None and frame.bits != 8:
            return _decode_deep_jpeg(file, frame, longest, display)
    mended = mend(file, kind)
    if mended is None:
        raise error
    with _opened(mended.file, kind) as image:
        return from_pillow(image, longest, display)


def page_count(path: Path) -> int:
    """Return how many pages or frames a file has, from its structure: 1 for a single image.

    Raises:
        ImageError: the file cannot be used, or has more than 100,000; the text is the reason.
    """
    with worded(), _file(path) as file:
        kind, _ = _kind(file, path)
        if kind == "TIFF":
            from desktop_labeler.data.decoding.file_types import tiff

            return tiff.page_count(path)
        reader = reader_of(kind)
        return reader.page_count(path) if reader is not None else frame_count(path, kind)


def channel_count(path: Path) -> int:
    """Return how many channels an image has whose colours a project chooses, from its structure; 0 if it has none.

    Raises:
        ImageError: the file cannot be used; the text is the reason.
    """
    with worded(), _file(path) as file:
        if _kind(file, path)[0] != "TIFF":
            return 0
        from desktop_labeler.data.decoding.file_types import tiff_channels

        return tiff_channels.channel_count(path)


def probe(path: Path, *, decode_up_to: int = 0, page: Page | None = None) -> ImageInfo:
    """Return the size and kind of an image without decoding it.

    Args:
        path: the file.
        decode_up_to: decode images of up to this many pixels nevertheless, to check that they are complete.
        page: the page or frame, counted from 1; None for the first image.

    Raises:
        ImageError: it cannot be used; the text is the reason.
    """
    with worded(), _file(path) as file:
        kind, _ = _kind(file, path)
        if kind == "TIFF":
            from desktop_labeler.data.decoding.file_types import tiff

            width, height, turn = tiff.size(path, page)
            note = None
        elif (reader := reader_of(kind)) is not None:
            return _read_about(path, kind, reader, page)
        elif kind == "JXL":
            _frame(path, kind, page)
            (width, height), turn, note = jpeg_xl.size(file), 1, None
            if width * height <= decode_up_to:
                jpeg_xl.read(file)
        else:
            _frame(path, kind, page)  # every frame has the size of the whole animation
            width, height, turn, note = _probe(file, kind, decode_up_to)
        width, height = (height, width) if turn >= 5 else (width, height)
        return ImageInfo(width, height, kind, note, caution_of(path, kind), turn)


def _read_about(path: Path, kind: Kind, reader: Reader, page: Page | None) -> ImageInfo:
    width, height, turn = reader.size(path, page)
    size = (height, width) if turn >= 5 else (width, height)
    return ImageInfo(*size, kind, None, caution_of(path, kind), turn)


def _probe(file: IO[bytes], kind: Kind, decode_up_to: int) -> tuple[int, int, int, Message | None]:
    try:
        with _opened(file, kind) as image:
            if image.width * image.height <= decode_up_to:
                image.load()
            return *image.size, orientation(image), None
    except (OSError, SyntaxError, ValueError):
        frame = jpeg_frame(file) if kind == "JPEG" else None
        if frame is not None and frame.bits != 8:
            check_size(frame.width, frame.height)
            if frame.width * frame.height <= decode_up_to:
                _decode_deep_jpeg(file, frame, None, AUTOMATIC)
            return frame.width, frame.height, 1, None
        mended = mend(file, kind)
        if mended is None:
            raise
    with _opened(mended.file, kind) as image:
        image.load()
        return *image.size, orientation(image), mended.note


def content_id(path: Path, stop: threading.Event | None = None) -> bytes:
    """Return the SHA-256 of a file's bytes, 32 bytes, which identifies an image wherever it is.

    Args:
        path: the file.
        stop: an event by which another thread can abort the reading.

    Raises:
        ImageError: the file cannot be read, or `stop` was set.
    """
    digest = hashlib.sha256()
    with worded(), _file(path) as file:
        while chunk := file.read(_CHUNK):
            if stop is not None and stop.is_set():
                raise ImageError("stopped")
            digest.update(chunk)
    return digest.digest()


def file_size(path: Path) -> int:
    """Return the size of a file in bytes.

    Raises:
        ImageError: the file does not exist or cannot be reached.
    """
    with worded():
        return path.stat().st_size


def file_reason(error: OSError) -> Message:
    """Return why the system refuses to open a file."""
    if isinstance(error, FileNotFoundError):
        return Message("the file is not there any more")
    if isinstance(error, PermissionError):
        return Message("no permission to read it")
    if isinstance(error, IsADirectoryError):
        return Message("a folder, not a file")
    return Message(
        "the disk reports an error ({reason})", reason=os.strerror(error.errno) if error.errno else str(error)
    )


@contextmanager
def worded() -> Iterator[None]:
    """Turn any exception of a decoder into an ImageError with a reason."""
    try:
        yield
    except ImageError:
        raise
    except MemoryError as error:
        raise ImageError("needs more memory than is free") from error
    except OSError as error:
        raise ImageError.of(file_reason(error) if error.errno else _damage(error)) from error
    except Exception as error:  # decoders raise any kind of exception on damaged files
        raise ImageError.of(_damage(error)) from error


def _file(path: Path) -> IO[bytes]:
    """Open a file; a pipe or a device that has taken its place would wait forever or never end."""
    if not stat.S_ISREG(path.stat().st_mode) and not path.is_dir():
        raise ImageError("not a file with content but a pipe or a device")
    return path.open("rb")


def _damage(error: Exception) -> Message:
    text = str(error).lower()
    if isinstance(error, EOFError) or any(word in text for word in ("truncated", "cut off", "eof", "failed to read")):
        return Message("cut off in the middle")
    if isinstance(error, (UnidentifiedImageError, struct.error, zlib.error)):
        return Message("damaged: its beginning is not as it should be")
    return Message("damaged: its pixels cannot be decoded")


def _kind(file: IO[bytes], path: Path) -> tuple[Kind, bytes]:
    head = file.read(HEAD)
    file.seek(0)
    kind = kind_of(head, path.name)
    if kind is None:
        raise ImageError.of(why_not(head, path.name))
    if (missing := missing_reader(kind)) is not None:
        raise ImageError.of(missing)
    if is_cut_off(head, kind, os.fstat(file.fileno()).st_size):
        raise ImageError("cut off in the middle")
    return kind, head


def _frame(path: Path, kind: Kind, page: Page | None) -> int:
    """Return the place of a frame, counted from 0; files are looked through only if a page is asked for."""
    return 0 if page is None else check_page(page, frame_count(path, kind))


@contextmanager
def _opened(file: IO[bytes], kind: Kind, frame: int = 0) -> Iterator[Image.Image]:
    if kind == "FITS":
        check_has_pixels(file)
    with Image.open(file, formats=(kind,)) as image:
        check_size(*image.size)
        if frame:
            image.seek(frame)
        yield image


def _decode_tiff(
    path: Path, file: IO[bytes], longest: int | None, display: DisplayRange, page: Page | None
) -> UInt8Array:
    from desktop_labeler.data.decoding.file_types import (
        tiff,  # importing tifffile takes 50 ms, and the program may not need it
    )

    try:
        pixels, turn = tiff.read(path, longest, display, page)
    except ImageError:
        raise
    except NotImplementedError:  # YCbCr without JPEG compression is rare; libtiff in Pillow reads it
        with _opened(file, "TIFF", tiff.frame_of(path, page)) as image:
            return from_pillow(image, longest, display)
    return finished(Image.fromarray(pixels), turn, longest)


def _decode_deep_png(file: IO[bytes], longest: int | None, display: DisplayRange) -> UInt8Array:
    import imagecodecs

    with _opened(file, "PNG") as image:
        turn, profile, size = orientation(image), image.info.get("icc_profile"), image.size
    file.seek(0)
    with BUDGET.room(of_values(*size)):
        return from_values(imagecodecs.png_decode(file.read()), longest, display, turn, profile)


def _decode_deep_jpeg(file: IO[bytes], frame: Frame, longest: int | None, display: DisplayRange) -> UInt8Array:
    import imagecodecs

    check_size(frame.width, frame.height)
    file.seek(0)
    with BUDGET.room(of_values(frame.width, frame.height)):
        values = imagecodecs.jpeg_decode(file.read())
        pixels = shown(values, display, colour=values.ndim == 3, bits=frame.bits)
        return finished(Image.fromarray(pixels).convert("RGB"), 1, longest)
