"""Prepares an image for model.onnx or model.pt2 exactly as Desktop Labeler does (needs numpy and pillow).

It reads JPEG, PNG, WebP, TIFF, GIF, BMP, PPM, PCX, TGA, JPEG 2000, AVIF and QOI: upright, with colour profiles, inks,
palettes and transparency, and greys of 16 bits. What it would not read in the same way it refuses with a sentence:
camera raw, DICOM, HEIC, JPEG XL, video, PSD, FITS; colours of 16 bits; TIFF with several pages, sizes or channels, or
with premultiplied transparency; and damaged files that Desktop Labeler mends. For all of these there is
`desktop-labeler predict`, which also takes this folder.
"""

import io
import json
import math
import sys
import warnings
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, PngImagePlugin, UnidentifiedImageError

HERE = Path(__file__).resolve().parent
ABOUT = json.loads((HERE / "classes.json").read_text(encoding="utf-8"))
SHAPE = ABOUT["preprocessing"]
SIDE, SHORT, CUBIC = SHAPE["size"], SHAPE["resize"], SHAPE["interpolation"] == "bicubic"
KINDS = {"JPEG", "MPO", "PNG", "WEBP", "TIFF", "GIF", "BMP", "DIB", "PPM", "PCX", "TGA", "JPEG2000", "AVIF", "QOI"}
RAW = (".dng", ".nef", ".cr2", ".cr3", ".arw", ".orf", ".rw2", ".raf", ".pef", ".srw", ".nrw", ".sr2", ".3fr", ".iiq")
GREY = 128  # behind transparent parts
REFUSED = "it is of a kind that this script does not read (use desktop-labeler predict)"
MOST = 400_000_000  # pixels
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
BACK = {6: 8, 8: 6}  # the turns that are not their own opposite
Image.MAX_IMAGE_PIXELS = None  # `check` looks at the size
PngImagePlugin.MAX_TEXT_CHUNK = 16_000_000  # colour profiles for printing are large
warnings.filterwarnings("ignore", module=r"PIL\.")


def usable(files: list[str], failed: list[str]) -> Iterator[tuple[str, np.ndarray]]:
    """Yield each file with its image as `prepared`; others are named on standard error and added to `failed`."""
    for file in files:
        try:
            image = prepared(file)
        except Exception as error:  # noqa: BLE001 decoders raise any kind of exception on damaged files
            failed.append(file)
            sys.stderr.write(f"{file} has no class, because it cannot be used: {reason(error, file)}\n")
        else:
            yield file, image


def reason(error: Exception, file: str) -> str:
    """Return why a file cannot be used."""
    if isinstance(error, OSError) and error.errno:
        return error.strerror or type(error).__name__
    unknown = isinstance(error, UnidentifiedImageError)
    return f"{REFUSED}, or damaged" if unknown else str(error).replace(file, "it") or type(error).__name__


def prepared(file: str) -> np.ndarray:
    """Return an image as the network takes it: upright, RGB, (SIDE, SIDE, 3) uint8.

    Raises:
        OSError, ValueError and others: it cannot be read, or not as Desktop Labeler reads it.
    """
    pixels = np.asarray(read(file))
    height, width = pixels.shape[:2]
    if SHAPE["fit"] == "squash":
        return resized(pixels, SIDE, SIDE)
    short = min(height, width)
    tall, wide = ((side - 2 * short) // 2 if side > 2 * short else 0 for side in (height, width))
    pixels = pixels[tall : height - tall, wide : width - wide]
    pixels = resized(pixels, *(SHORT if side == short else SHORT * side // short for side in pixels.shape[:2]))
    top, left = (round((side - SIDE) / 2) for side in pixels.shape[:2])
    return np.ascontiguousarray(pixels[top : top + SIDE, left : left + SIDE])


def read(file: str) -> Image.Image:
    """Return an image upright, in sRGB, and not larger than is needed; transparent parts are grey."""
    if Path(file).exists() and not Path(file).is_file():
        raise ValueError("it is a folder, a pipe or a device")
    with Image.open(file) as image:
        check(image, file)
        try:
            turn = image.getexif().get(0x0112, 1)
        except Exception:  # noqa: BLE001 the metadata of a good image is damaged: it stays as it is
            turn = 1
        if image.format == "TIFF":
            image.load()  # turns it, which is taken back, since reducing comes first
            found = turned(image, BACK.get(turn, turn))
            found = in_rgb(found, image.info.get("icc_profile"), "TIFF", image.tag_v2)
        else:
            image.draft(None, fitted(image.size))  # decodes a JPEG at a half, a quarter or an eighth of its size
            image.load()
            profile = image.info.get("icc_profile")
            if profile and image.mode in ("RGB", "L", "CMYK") and "transparency" not in image.info:
                found = in_srgb(reduced(image), profile).convert("RGB")
            else:
                found = in_rgb(image, profile, image.format)
    return turned(reduced(found), turn)


def check(image: Image.Image, file: str) -> None:
    """Refuse an image that is too large, or of a kind that would not be read as Desktop Labeler reads it."""
    odd = image.format not in KINDS or Path(file).suffix.lower() in RAW
    if image.format == "PNG":
        with Path(file).open("rb") as stream:
            head = stream.read(26)
        odd = odd or (head[24] == 16 and head[25] != 0)  # colours of 16 bits
    elif image.format == "TIFF":
        odd = odd or is_odd_tiff(image)
    if odd:
        raise ValueError(REFUSED)
    if image.width * image.height > MOST:
        raise ValueError(f"it has {image.width} x {image.height} pixels, and {MOST} at most are read")


def is_odd_tiff(image: Image.Image) -> bool:
    """Whether a TIFF has several pages, sizes or channels, or numbers that Pillow does not keep as they are."""
    tags, bits = image.tag_v2, image.tag_v2.get(258, (1,))[0]
    extra = tags.get(338, ())
    return (
        getattr(image, "n_frames", 1) > 1
        or bool(tags.get(254, 0))
        or 330 in tags  # smaller sizes
        or "channels" in ABOUT
        or (tags.get(262) == 6 and tags.get(259, 1) in (1, 5, 8, 32773, 32946))  # YCbCr without JPEG
        or tags.get(262, 1) > 6
        or tags.get(277, 1) > 4
        or (len(extra) > 0 and (extra[0] == 1 or image.mode == "CMYK"))  # premultiplied
        or bits not in (1, 2, 4, 8, 16, 32)
        or (bits == 16 and not image.mode.startswith("I;16"))
        or (bits == 32 and image.mode != "F")
    )


def in_rgb(image: Image.Image, profile: bytes | None, kind: str, tags: dict | None = None) -> Image.Image:
    """Return a loaded image of any mode as RGB, in sRGB and on grey; `tags` are those of a TIFF."""
    if image.mode == "F" or image.mode.startswith("I"):
        values = np.asarray(image)
        whole = kind in ("PNG", "PPM") and image.mode == "I"
        return in_srgb(Image.fromarray(shown(values.astype(np.uint16) if whole else values, profile)), profile).convert(
            "RGB"
        )
    if tags is not None:
        return on_grey(image, profile, tags)
    if "transparency" in image.info or image.has_transparency_data:
        clear = image.convert("RGBA")
        if profile and image.mode == "LA":  # the profile is for the grey values
            clear = in_srgb(image.getchannel("L"), profile).convert("RGB")
            clear.putalpha(image.getchannel("A"))
        elif profile:
            clear = in_srgb(clear, profile)
        if kind in ("BMP", "DIB", "TGA") and clear.getchannel("A").getextrema() == (0, 0):
            return clear.convert("RGB")
        return Image.alpha_composite(Image.new("RGBA", clear.size, (GREY, GREY, GREY, 255)), clear).convert("RGB")
    return in_srgb(image.convert("RGB") if image.mode == "P" else image, profile).convert("RGB")


def on_grey(image: Image.Image, profile: bytes | None, tags: dict) -> Image.Image:
    """Return a TIFF with 8 bits or fewer as RGB."""
    alpha = np.asarray(image.getchannel("A")) if "A" in image.getbands() else None
    plain = image.convert({"LA": "L", "RGBA": "RGB", "RGBX": "RGB", "P": "RGB", "1": "L"}.get(image.mode, image.mode))
    plain = in_srgb(plain, profile).convert("RGB")
    if alpha is None or tags.get(338, (0,))[0] != 2:
        return plain
    share = alpha[..., None].astype(np.float32) / 255
    mixed = np.asarray(plain) * share + GREY * (1 - share) + 0.5
    return Image.fromarray(mixed.clip(0, 255).astype(np.uint8))


def shown(values: np.ndarray, profile: bytes | None) -> np.ndarray:
    """Return (H, W) values of more than 8 bits as uint8: from black to white over the range that the project shows."""
    kind, low, high = ABOUT["range"]
    if values.dtype.kind == "u" and (profile or kind == "full"):
        low, high = 0.0, 65535.0
    elif kind != "project":
        step = max(1, math.ceil(math.sqrt(values.size) / 1000))
        sample = finite(values[::step, ::step])
        low, high = map(float, np.percentile(sample, (0.5, 99.5))) if sample.size else (0.0, 0.0)
        if not high > low:
            sample = finite(values)
            low, high = (float(sample.min()), float(sample.max())) if sample.size else (0.0, 0.0)
    if high <= low:
        return np.full(values.shape, 0 if low == 0 else GREY, np.uint8)
    found = values.astype(np.float64 if values.dtype.itemsize > 2 else np.float32)
    with np.errstate(all="ignore"):
        found = (found - low) * (255.0 / (high - low)) + 0.5
        return np.nan_to_num(found, nan=0.0).clip(0, 255).astype(np.uint8)


def finite(values: np.ndarray) -> np.ndarray:
    """Return the values that are numbers, as float64."""
    numbers = values.astype(np.float64)
    return numbers[np.isfinite(numbers)]


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return an image in sRGB; the image itself if it has no colour profile, or one that does not fit."""
    transform = transform_of(profile, image.mode) if profile and len(profile) <= PngImagePlugin.MAX_TEXT_CHUNK else None
    return transform.apply(image) if transform else image


@lru_cache(maxsize=32)
def transform_of(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Return the transform of a colour profile; None if it changes nothing, as of most cameras, or does not fit."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        spaces = {"RGB": "RGB", "RGBA": "RGB", "L": "GRAY", "CMYK": "CMYK"}
        if source.profile.xcolor_space.strip() != spaces.get(mode):
            return None
        intent, target = ImageCms.Intent(ImageCms.getDefaultIntent(source)), ImageCms.createProfile("sRGB")
        transform = ImageCms.buildTransform(
            source, target, mode, "RGBA" if mode == "RGBA" else "RGB", intent, ImageCms.Flags.BLACKPOINTCOMPENSATION
        )
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None
    steps = np.arange(0, 256, 15, dtype=np.uint8)
    cube = steps[None] if mode == "L" else np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3)
    before = Image.fromarray(cube)
    after = transform.apply(before.convert(mode)).convert("RGB")
    moved = np.abs(np.asarray(before.convert("RGB"), np.int16) - np.asarray(after, np.int16)).max()
    return None if moved <= 2 and mode != "CMYK" else transform


def fitted(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size to which an image is reduced before all else; it is never enlarged."""
    share = min(1, SHAPE["longest"] / max(size))
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def reduced(image: Image.Image) -> Image.Image:
    """Return an image with the largest size that is needed."""
    size = fitted(image.size)
    return image if size == image.size else image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0)


def turned(image: Image.Image, turn: object) -> Image.Image:
    """Return an image after the turn that a camera notes: 1 to 8, others mean none."""
    return image.transpose(TURNS[turn]) if turn in TURNS else image


def resized(pixels: np.ndarray, height: int, width: int) -> np.ndarray:
    """Return (height, width, 3) uint8, antialiased and in whole numbers as in PyTorch: Pillow's pixels differ by 1."""
    found = pixels.astype(np.float64)
    for axis, side in ((1, width), (0, height)):
        if found.shape[axis] != side:
            weights = shares(found.shape[axis], side)
            found = np.moveaxis(np.tensordot(weights, found, (1, axis)), 0, axis)
            found = np.clip(np.floor(found + 0.5), 0, 255)
    return np.ascontiguousarray(found.astype(np.uint8))


def shares(before: int, after: int) -> np.ndarray:
    """Return (after, before) how much each pixel of a line counts for each of the new line, with 16 bits."""
    scale, pixel = before / after, np.arange(before)
    wide, centre = max(scale, 1.0), (np.arange(after)[:, None] + 0.5) * scale
    reach = (2 if CUBIC else 1) * wide
    far = np.abs(pixel + 0.5 - centre) / wide
    value = np.maximum(1 - far, 0)
    if CUBIC:
        near, tail = (1.5 * far - 2.5) * far * far + 1, ((2.5 - 0.5 * far) * far - 4) * far + 2
        value = np.where(far < 1, near, np.where(far < 2, tail, 0))
    inside = (pixel >= (centre - reach + 0.5).astype(int)) & (pixel < (centre + reach + 0.5).astype(int))
    value = np.where(inside, value, 0)
    value /= value.sum(axis=1, keepdims=True)
    bits = next((bits for bits in range(22) if int(0.5 + value.max() * 2 ** (bits + 1)) >= 1 << 15), 22)
    return np.trunc(value * 2**bits + np.copysign(0.5, value)) / 2**bits
