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

import numpy as np
from PIL import Image, PngImagePlugin, UnidentifiedImageError

from desktop_labeler.array_types import AnyArray, UInt8Array
from desktop_labeler.data.images import jpeg_xl
from desktop_labeler.data.images.colour_profiles import colours_to_srgb, to_srgb
from desktop_labeler.data.images.display_range import AUTOMATIC, DisplayRange
from desktop_labeler.data.images.limits import check_size
from desktop_labeler.data.images.memory_budget import BUDGET, of_pillow, of_values
from desktop_labeler.data.images.mending import Frame, jpeg_frame, mend
from desktop_labeler.data.images.signatures import HEAD, Kind, is_cut_off, kind_of, why_not
from desktop_labeler.data.images.tone import GROUND, on_ground, shown
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message

# Pillow's own limit depends on warning filters shared by all threads; the check here is exact and names the memory.
Image.MAX_IMAGE_PIXELS = None
PngImagePlugin.MAX_TEXT_CHUNK = 16_000_000  # profiles for printing have up to 4 MB
warnings.filterwarnings("ignore", module=r"PIL\.")  # warnings about metadata that is not used here

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_CHUNK = 1 << 22
_DIRECT = {"RGB", "L", "CMYK"}  # modes that can be reduced before their colours are converted
_IDLE_ALPHA = {"BMP", "DIB", "TGA"}  # in these kinds, an alpha channel of zeros is meaningless
_DEEP = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}


@dataclass(frozen=True)
class ImageInfo:
    """What an image file states about itself; width and height in pixels are those of the upright image.

    `note` says what is wrong with a file whose image is complete nevertheless.
    """

    width: int
    height: int
    format: Kind
    note: Message | None = None


def decode(path: Path, *, longest: int | None = None, display: DisplayRange = AUTOMATIC) -> UInt8Array:
    """Return the pixels of an image as shown: upright, in sRGB, with 8 bits, transparency on grey.

    For an animation or a stack this is the first image. The file is only read. It is safe to call from several threads.

    Args:
        path: the file; its kind is determined by its content, not its name.
        longest: the largest length of the longer side in pixels; images are never enlarged. None for the full size. A
            small value makes JPEG files and pyramids several times faster.
        display: which numbers of an image with more than 8 bits are black and white.

    Returns:
        (H, W, 3) uint8.

    Raises:
        ImageError: the file cannot be used; the text is the reason.
        ValueError: `longest` is below 1.
    """
    if longest is not None and longest < 1:
        raise ValueError(f"longest is {longest}, which must be at least 1")
    with _worded(), _file(path) as file:
        kind, head = _kind(file, path)
        if kind == "TIFF":
            return _decode_tiff(path, file, longest, display)
        if kind == "JXL":
            with BUDGET.room(of_values(*jpeg_xl.size(file))):
                return _from_values(jpeg_xl.read(file), longest, display)
        if kind == "PNG" and head[24:25] == b"\x10" and head[25:26] != b"\x00":
            return _decode_deep_png(file, longest, display)  # Pillow keeps only 8 of 16 bits per colour
        try:
            with _opened(file, kind) as image:
                return _pixels(image, longest, display)
        except (OSError, SyntaxError, ValueError) as error:
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
        return _pixels(image, longest, display)


def probe(path: Path, *, decode_up_to: int = 0) -> ImageInfo:
    """Return the size and kind of an image without decoding it.

    Args:
        path: the file.
        decode_up_to: decode images of up to this many pixels nevertheless, to check that they are complete.

    Raises:
        ImageError: it cannot be used; the text is the reason.
    """
    with _worded(), _file(path) as file:
        kind, _ = _kind(file, path)
        if kind == "TIFF":
            from desktop_labeler.data.images import tiff

            width, height, turn = tiff.size(path)
            note = None
        elif kind == "JXL":
            (width, height), turn, note = jpeg_xl.size(file), 1, None
            if width * height <= decode_up_to:
                jpeg_xl.read(file)
        else:
            width, height, turn, note = _probe(file, kind, decode_up_to)
        return ImageInfo(height, width, kind, note) if turn >= 5 else ImageInfo(width, height, kind, note)


def _probe(file: IO[bytes], kind: Kind, decode_up_to: int) -> tuple[int, int, int, Message | None]:
    try:
        with _opened(file, kind) as image:
            if image.width * image.height <= decode_up_to:
                image.load()
            return *image.size, _orientation(image), None
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
        return *image.size, _orientation(image), mended.note


def content_id(path: Path, stop: threading.Event | None = None) -> bytes:
    """Return the SHA-256 of a file's bytes, 32 bytes, which identifies an image wherever it is.

    Args:
        path: the file.
        stop: an event by which another thread can abort the reading.

    Raises:
        ImageError: the file cannot be read, or `stop` was set.
    """
    digest = hashlib.sha256()
    with _worded(), _file(path) as file:
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
    with _worded():
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
def _worded() -> Iterator[None]:
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
    if is_cut_off(head, kind, os.fstat(file.fileno()).st_size):
        raise ImageError("cut off in the middle")
    return kind, head


@contextmanager
def _opened(file: IO[bytes], kind: Kind) -> Iterator[Image.Image]:
    with Image.open(file, formats=(kind,)) as image:
        check_size(*image.size)
        yield image


def _orientation(image: Image.Image) -> int:
    try:
        turn = image.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 the metadata of a good image is damaged: show it unrotated
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _pixels(image: Image.Image, longest: int | None, display: DisplayRange) -> UInt8Array:
    whole = image.size
    if longest is not None and max(image.size) > longest:
        image.draft(None, _fitted(image.size, longest))  # JPEG decodes at 1/2, 1/4 or 1/8, not below the size wanted
    with BUDGET.room(of_pillow(image, whole)):
        return _loaded(image, longest, display)


def _loaded(image: Image.Image, longest: int | None, display: DisplayRange) -> UInt8Array:
    image.load()
    turn, profile = _orientation(image), image.info.get("icc_profile")
    if profile and image.mode in _DIRECT and "transparency" not in image.info:
        image = to_srgb(_shrunk(image, longest), profile)  # converting fewer pixels is faster
        profile = None
    return _finished(_rgb(image, profile, display), turn, longest)


def _rgb(image: Image.Image, profile: bytes | None, display: DisplayRange) -> Image.Image:
    if image.mode == "RGB" and "transparency" not in image.info:
        return to_srgb(image, profile)  # a conversion would copy the image
    if image.mode in _DEEP:
        deep = np.asarray(image)
        if image.format == "PPM" and image.mode == "I":  # which Pillow stretches to the full range of 16 bits
            deep = deep.astype(np.uint16)
        values = shown(deep, display, has_profile=bool(profile))
        return to_srgb(Image.fromarray(values), profile).convert("RGB")
    if "transparency" in image.info or image.has_transparency_data:
        seen = _with_alpha(image, profile)
        if image.format in _IDLE_ALPHA and seen.getchannel("A").getextrema() == (0, 0):
            return seen.convert("RGB")
        return Image.alpha_composite(Image.new("RGBA", seen.size, (GROUND, GROUND, GROUND, 255)), seen).convert("RGB")
    return to_srgb(image.convert("RGB") if image.mode == "P" else image, profile).convert("RGB")


def _with_alpha(image: Image.Image, profile: bytes | None) -> Image.Image:
    seen = image.convert("RGBA")
    if profile and image.mode == "LA":  # the profile is for grey values
        colours = to_srgb(image.getchannel("L"), profile).convert("RGB")
        colours.putalpha(image.getchannel("A"))
        return colours
    return to_srgb(seen, profile)


def _finished(image: Image.Image, turn: int, longest: int | None) -> UInt8Array:
    """Reduce an image to the longest side asked for, turn it upright and return its pixels."""
    image = _shrunk(image, longest)
    if turn in _TURNS:
        image = image.transpose(_TURNS[turn])
    return np.array(image)


def _shrunk(image: Image.Image, longest: int | None) -> Image.Image:
    if longest is None or max(image.size) <= longest:
        return image
    return image.resize(_fitted(image.size, longest), Image.Resampling.BICUBIC, reducing_gap=3.0)


def _fitted(size: tuple[int, int], longest: int) -> tuple[int, int]:
    share = longest / max(size)
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def _decode_tiff(path: Path, file: IO[bytes], longest: int | None, display: DisplayRange) -> UInt8Array:
    from desktop_labeler.data.images import tiff  # importing tifffile takes 50 ms, and the program may not need it

    try:
        pixels, turn = tiff.read(path, longest, display)
    except ImageError:
        raise
    except NotImplementedError:  # YCbCr without JPEG compression is rare; libtiff in Pillow reads it
        with _opened(file, "TIFF") as image:
            return _pixels(image, longest, display)
    return _finished(Image.fromarray(pixels), turn, longest)


def _decode_deep_png(file: IO[bytes], longest: int | None, display: DisplayRange) -> UInt8Array:
    import imagecodecs

    with _opened(file, "PNG") as image:
        turn, profile, size = _orientation(image), image.info.get("icc_profile"), image.size
    file.seek(0)
    with BUDGET.room(of_values(*size)):
        return _from_values(imagecodecs.png_decode(file.read()), longest, display, turn, profile)


def _from_values(
    values: AnyArray, longest: int | None, display: DisplayRange, turn: int = 1, profile: bytes | None = None
) -> UInt8Array:
    """Return the image of (H, W) or (H, W, 1 to 4) values: grey or RGB, where the second or fourth channel is alpha."""
    values = values[..., None] if values.ndim == 2 else values
    colors = values.shape[2] - 1 if values.shape[2] in (2, 4) else values.shape[2]
    seen = values[..., :colors]
    if seen.dtype == np.uint8:
        pixels = seen.astype(np.uint8, copy=False)
    else:
        pixels = shown(seen, display, has_profile=bool(profile), colour=colors == 3)
    pixels = colours_to_srgb(pixels[..., 0] if colors == 1 else pixels, profile)
    if pixels.ndim == 2:
        pixels = np.repeat(pixels[..., None], 3, axis=2)
    if values.shape[2] > colors:
        pixels = on_ground(pixels, _alpha(values[..., colors]))
    return _finished(Image.fromarray(pixels), turn, longest)


def _alpha(values: AnyArray) -> UInt8Array:
    if values.dtype == np.uint8:
        return values.astype(np.uint8)
    top = 2.0 ** (8 * values.dtype.itemsize) - 1 if values.dtype.kind == "u" else 1.0
    return (values.astype(np.float32) / top * 255).clip(0, 255).astype(np.uint8)


def _decode_deep_jpeg(file: IO[bytes], frame: Frame, longest: int | None, display: DisplayRange) -> UInt8Array:
    import imagecodecs

    check_size(frame.width, frame.height)
    file.seek(0)
    with BUDGET.room(of_values(frame.width, frame.height)):
        values = imagecodecs.jpeg_decode(file.read())
        pixels = shown(values, display, colour=values.ndim == 3, bits=frame.bits)
        return _finished(Image.fromarray(pixels).convert("RGB"), 1, longest)
