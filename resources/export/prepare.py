"""Prepares an image for model.onnx or model.pt2 exactly as Desktop Labeler does (needs numpy and pillow)."""

import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

HERE = Path(__file__).resolve().parent
ABOUT = json.loads((HERE / "classes.json").read_text(encoding="utf-8"))
SHAPE = ABOUT["preprocessing"]
SIDE, SHORT, CUBIC = SHAPE["size"], SHAPE["resize"], SHAPE["interpolation"] == "bicubic"


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
    """Return an image upright, RGB, and not larger than is needed; transparent parts are grey."""
    image = Image.open(file)
    turn = image.getexif().get(0x0112, 1)
    if image.format == "TIFF":  # which Pillow turns as it is loaded, before it is reduced
        image.load()
        image = turned(image, {6: 8, 8: 6}.get(turn, turn))
    share = SHAPE["longest"] / max(image.size)
    size = tuple(max(1, round(side * share)) for side in image.size)
    if share < 1:
        image.draft(None, size)  # decodes a JPEG at a half, a quarter or an eighth of its size
    image.load()
    if image.mode == "F" or image.mode.startswith("I"):
        raise SystemExit(f"{file} has more than 8 bits, which this script cannot read: use desktop-labeler predict.")
    if "transparency" in image.info or "A" in image.getbands():
        image = Image.alpha_composite(Image.new("RGBA", image.size, (128, 128, 128, 255)), image.convert("RGBA"))
    image = image.convert("RGB")
    image = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=3.0) if share < 1 else image
    return turned(image, turn)


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
