"""Image files: their type, their pixels upright and in RGB, or the reason why one cannot be used."""

import hashlib
import os
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
from desktop_labeler.data.images.limits import check_size
from desktop_labeler.data.images.memory_budget import BUDGET, of_pillow, of_values
from desktop_labeler.data.images.mending import jpeg_frame, mend
from desktop_labeler.data.images.signatures import HEAD, Kind, is_cut_off, kind_of, why_not
from desktop_labeler.data.images.tone import GROUND, on_ground, shown, window
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message

# Pillow's own limit warns or raises by filters that all threads share; the check here is exact and names the memory.
Image.MAX_IMAGE_PIXELS = None
PngImagePlugin.MAX_TEXT_CHUNK = 16_000_000  # profiles for printing have up to 4 MB
warnings.filterwarnings("ignore", module=r"PIL\.")  # about metadata that is not used here

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
_DIRECT = {"RGB", "L", "CMYK"}  # modes that can be made small before their colours are known
_IDLE_ALPHA = {"BMP", "DIB", "TGA"}  # an alpha of 0 throughout was never meant there
_DEEP = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}


@dataclass(frozen=True)
class ImageInfo:
    """What an image file says of itself; width and height as seen, after turning it upright.

    `note` says what is wrong with the file of an image that is whole all the same.
    """

    width: int
    height: int
    format: Kind
    note: Message | None = None


def decode(path: Path, *, longest: int | None = None) -> UInt8Array:
    """Return an image's pixels upright, as shown: in sRGB, deep ones through a window, transparent ones on grey.

    Of an animation or a stack it is the first image. The file is only read. Safe to call from several threads.

    Args:
        path: the file; its content decides what it is, not its name.
        longest: at most so many pixels along the longer side, never enlarged; None for all. A small value makes JPEG
            files and pyramids several times faster.

    Returns:
        (H, W, 3) uint8.

    Raises:
        ImageError: it cannot be used; the text is the reason.
        ValueError: `longest` below 1.
    """
    if longest is not None and longest < 1:
        raise ValueError(f"longest is {longest}, which must be at least 1")
    with _worded(), path.open("rb") as file:
        kind, head = _kind(file, path)
        if kind == "TIFF":
            return _decode_tiff(path, file, longest)
        if kind == "JXL":
            with BUDGET.room(of_values(*jpeg_xl.size(file))):
                return _from_values(jpeg_xl.read(file), longest)
        if kind == "PNG" and head[24:25] == b"\x10" and head[25:26] != b"\x00":
            return _decode_deep_png(file, longest)  # Pillow keeps 8 of the 16 bits of colours
        try:
            with _opened(file, kind) as image:
                return _pixels(image, longest)
        except (OSError, SyntaxError, ValueError) as error:
            return _decode_odd(file, kind, longest, error)


def _decode_odd(file: IO[bytes], kind: Kind, longest: int | None, error: Exception) -> UInt8Array:
    """Decode what Pillow does not: a JPEG of more than 8 bits, or a file that breaks a rule; else raise its error."""
    if kind == "JPEG":
        frame = jpeg_frame(file)
        if frame is not None and frame.bits != 8:
            return _decode_deep_jpeg(file, frame.width, frame.height, longest)
    mended = mend(file, kind)
    if mended is None:
        raise error
    with _opened(mended.file, kind) as image:
        return _pixels(image, longest)


def probe(path: Path, *, decode_up_to: int = 0) -> ImageInfo:
    """Return size and kind of an image without decoding it.

    Args:
        path: the file.
        decode_up_to: decode images of up to so many pixels all the same, to see that they are whole.

    Raises:
        ImageError: it cannot be used; the text is the reason.
    """
    with _worded(), path.open("rb") as file:
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
                _decode_deep_jpeg(file, frame.width, frame.height, None)
            return frame.width, frame.height, 1, None
        mended = mend(file, kind)
        if mended is None:
            raise
    with _opened(mended.file, kind) as image:
        image.load()
        return *image.size, _orientation(image), mended.note


def content_id(path: Path, stop: threading.Event | None = None) -> bytes:
    """Return the SHA-256 of a file's bytes: what an image is, wherever it lies.

    Args:
        path: the file.
        stop: when set by another thread, give up.

    Raises:
        ImageError: it cannot be read, or `stop` was set.
    """
    digest = hashlib.sha256()
    with _worded(), path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            if stop is not None and stop.is_set():
                raise ImageError("stopped")
            digest.update(chunk)
    return digest.digest()


def file_size(path: Path) -> int:
    """Return the bytes of a file.

    Raises:
        ImageError: it is not there or cannot be reached.
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
    """Turn whatever a decoder raises into an ImageError with a reason."""
    try:
        yield
    except ImageError:
        raise
    except MemoryError as error:
        raise ImageError("needs more memory than is free") from error
    except OSError as error:
        raise ImageError.of(file_reason(error) if error.errno else _damage(error)) from error
    except Exception as error:  # decoders raise anything at all on damaged files
        raise ImageError.of(_damage(error)) from error


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
    except Exception:  # noqa: BLE001 damaged metadata of a good image: it is shown as it lies
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def _pixels(image: Image.Image, longest: int | None) -> UInt8Array:
    whole = image.size
    if longest is not None and max(image.size) > longest:
        image.draft(None, _fitted(image.size, longest))  # JPEG decodes at 1/2, 1/4 or 1/8, never below what is asked
    with BUDGET.room(of_pillow(image, whole)):
        return _loaded(image, longest)


def _loaded(image: Image.Image, longest: int | None) -> UInt8Array:
    image.load()
    turn, profile = _orientation(image), image.info.get("icc_profile")
    if profile and image.mode in _DIRECT and "transparency" not in image.info:
        image = to_srgb(_shrunk(image, longest), profile)  # of fewer pixels is quicker
        profile = None
    return _finished(_rgb(image, profile), turn, longest)


def _rgb(image: Image.Image, profile: bytes | None = None) -> Image.Image:
    if image.mode == "RGB" and "transparency" not in image.info:
        return to_srgb(image, profile)  # converting would copy it
    if image.mode in _DEEP:
        values = shown(np.asarray(image), has_profile=bool(profile))
        return to_srgb(Image.fromarray(values), profile).convert("RGB")
    if "transparency" in image.info or image.has_transparency_data:
        seen = _with_alpha(image, profile)
        if image.format in _IDLE_ALPHA and seen.getchannel("A").getextrema() == (0, 0):
            return seen.convert("RGB")
        return Image.alpha_composite(Image.new("RGBA", seen.size, (GROUND, GROUND, GROUND, 255)), seen).convert("RGB")
    return to_srgb(image.convert("RGB") if image.mode == "P" else image, profile).convert("RGB")


def _with_alpha(image: Image.Image, profile: bytes | None) -> Image.Image:
    seen = image.convert("RGBA")
    if profile and image.mode == "LA":  # a profile of greys
        colours = to_srgb(image.getchannel("L"), profile).convert("RGB")
        colours.putalpha(image.getchannel("A"))
        return colours
    return to_srgb(seen, profile)


def _finished(image: Image.Image, turn: int, longest: int | None) -> UInt8Array:
    """Make it small and upright."""
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


def _decode_tiff(path: Path, file: IO[bytes], longest: int | None) -> UInt8Array:
    from desktop_labeler.data.images import tiff  # tifffile takes 50 ms of the start of a program that may not need it

    try:
        pixels, turn = tiff.read(path, longest)
    except ImageError:
        raise
    except NotImplementedError:  # YCbCr without JPEG: rare, and libtiff in Pillow reads it
        with _opened(file, "TIFF") as image:
            return _pixels(image, longest)
    return _finished(Image.fromarray(pixels), turn, longest)


def _decode_deep_png(file: IO[bytes], longest: int | None) -> UInt8Array:
    import imagecodecs

    with _opened(file, "PNG") as image:
        turn, profile, size = _orientation(image), image.info.get("icc_profile"), image.size
    file.seek(0)
    with BUDGET.room(of_values(*size)):
        return _from_values(imagecodecs.png_decode(file.read()), longest, turn, profile)


def _from_values(values: AnyArray, longest: int | None, turn: int = 1, profile: bytes | None = None) -> UInt8Array:
    """Return what (H, W) or (H, W, 1 to 4) values show: greys or RGB, the second or fourth of them alpha."""
    values = values[..., None] if values.ndim == 2 else values
    colors = values.shape[2] - 1 if values.shape[2] in (2, 4) else values.shape[2]
    seen = values[..., :colors]
    pixels = seen.astype(np.uint8, copy=False) if seen.dtype == np.uint8 else shown(seen, has_profile=bool(profile))
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


def _decode_deep_jpeg(file: IO[bytes], width: int, height: int, longest: int | None) -> UInt8Array:
    import imagecodecs

    check_size(width, height)
    file.seek(0)
    with BUDGET.room(of_values(width, height)):
        values = imagecodecs.jpeg_decode(file.read())
        return _finished(Image.fromarray(window(values)).convert("RGB"), 1, longest)
