"""Prepares an image for model.onnx or model.pt2 as Desktop Labeler does, to the pixel (needs numpy and pillow).

It reads the first page of what Pillow reads, with 8 bits a channel, colour profiles applied.
"""

import io
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageCms, ImageOps

HERE = Path(__file__).resolve().parent
ABOUT = json.loads((HERE / "classes.json").read_text(encoding="utf-8"))
SHAPE = ABOUT["preprocessing"]
SIDE, SHORT, CUBIC = SHAPE["size"], SHAPE["resize"], SHAPE["interpolation"] == "bicubic"
LONGEST = SHAPE["longest"]


def prepared(file: str) -> np.ndarray:
    """Return an image as the network takes it: upright, RGB, (SIDE, SIDE, 3) uint8."""
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
    """Return an image upright, sRGB by its colour profile, not larger than needed; transparent parts are grey."""
    image = Image.open(file)
    turn, profile = image.getexif().get(0x0112, 1), image.info.get("icc_profile")
    tiff = image.format == "TIFF"
    if tiff:  # which Pillow turns as it is loaded, before it is reduced
        image.load()
        image = turned(image, {6: 8, 8: 6}.get(turn, turn))
    if max(image.size) > LONGEST:
        image.draft(None, fitted(image.size))  # decodes a JPEG at a half, a quarter or an eighth of its size
    image.load()
    if image.mode == "F" or image.mode.startswith("I"):
        raise ValueError("more than 8 bits, which this script cannot read: use desktop-labeler predict")
    if image.mode in ("RGB", "L", "CMYK") and profile and "transparency" not in image.info and not tiff:
        image, profile = srgb(reduced(image), profile), None  # fewer pixels are converted faster
    if "transparency" in image.info or image.has_transparency_data:
        image = opaque(image, profile)
    else:
        image = srgb(image.convert("RGB") if image.mode == "P" else image, profile).convert("RGB")
    return turned(reduced(image), turn)


def opaque(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return an image with transparency on grey."""
    seen = image.convert("RGBA")
    if profile and image.mode == "LA":  # the profile is for grey values
        seen = srgb(image.getchannel("L"), profile).convert("RGB")
        seen.putalpha(image.getchannel("A"))
    else:
        seen = srgb(seen, profile)
    if image.format in ("BMP", "DIB", "TGA") and seen.getchannel("A").getextrema() == (0, 0):
        return seen.convert("RGB")  # in these kinds, it means nothing that all is transparent
    return Image.alpha_composite(Image.new("RGBA", seen.size, (128, 128, 128, 255)), seen).convert("RGB")


def srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return an image in sRGB; as it is where its colour profile does not fit, or hardly changes a colour."""
    space = {"RGB": "RGB", "RGBA": "RGB", "L": "GRAY", "CMYK": "CMYK"}.get(image.mode)
    if not profile or space is None or len(profile) > 16_000_000:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != space:
            return image
        target, into = ImageCms.createProfile("sRGB"), "RGBA" if image.mode == "RGBA" else "RGB"
        intent, flags = ImageCms.Intent(ImageCms.getDefaultIntent(source)), ImageCms.Flags.BLACKPOINTCOMPENSATION
        transform = ImageCms.buildTransform(source, target, image.mode, into, intent, flags)
    except (OSError, ValueError, ImageCms.PyCMSError):
        return image
    if space != "CMYK":
        line = np.arange(0, 256, 15, dtype=np.uint8)
        colours = line[None] if space == "GRAY" else np.stack(np.meshgrid(line, line, line), axis=-1).reshape(1, -1, 3)
        sample = Image.fromarray(colours)
        before, after = sample.convert("RGB"), transform.apply(sample.convert(image.mode)).convert("RGB")
        if np.abs(np.asarray(before, np.int16) - np.asarray(after, np.int16)).max() <= 2:
            return image
    return transform.apply(image)


def reduced(image: Image.Image) -> Image.Image:
    """Return an image whose longer side has LONGEST pixels at most."""
    if max(image.size) <= LONGEST:
        return image
    return image.resize(fitted(image.size), Image.Resampling.BICUBIC, reducing_gap=3.0)


def fitted(size: tuple[int, int]) -> tuple[int, int]:
    """Return the width and height of an image whose longer side gets LONGEST pixels."""
    share = LONGEST / max(size)
    return max(1, round(size[0] * share)), max(1, round(size[1] * share))


def turned(image: Image.Image, turn: int) -> Image.Image:
    """Return an image after the turn that a camera notes."""
    image.getexif()[0x0112] = turn
    return ImageOps.exif_transpose(image)


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
