"""Turns what a decoder gives into the pixels that are shown: upright, in sRGB, with 8 bits, transparency on grey."""

import numpy as np
from PIL import Image

from desktop_labeler.array_types import AnyArray, UInt8Array
from desktop_labeler.data.decoding.colour_profiles import colours_to_srgb, to_srgb
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.memory_budget import BUDGET, of_pillow
from desktop_labeler.data.decoding.tone import GROUND, on_ground, shown, stretched

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DIRECT = {"RGB", "L", "CMYK"}  # modes that can be reduced before their colours are converted
_IDLE_ALPHA = {"BMP", "DIB", "TGA"}  # in these kinds, an alpha channel of zeros is meaningless
_DEEP = {"I", "F", "I;16", "I;16B", "I;16L", "I;16N"}


def orientation(image: Image.Image) -> int:
    """Return the value 1–8 of the Exif tag Orientation; 1 if it is missing or invalid."""
    try:
        turn = image.getexif().get(0x0112, 1)
    except Exception:  # noqa: BLE001 the metadata of a good image is damaged: show it unrotated
        return 1
    return turn if isinstance(turn, int) and 1 <= turn <= 8 else 1


def from_pillow(image: Image.Image, longest: int | None, display: DisplayRange) -> UInt8Array:
    """Return the (H, W, 3) pixels of an image that is opened but not loaded; arguments as of `decode`."""
    whole = image.size
    if longest is not None and max(image.size) > longest:
        image.draft(None, _fitted(image.size, longest))  # JPEG decodes at 1/2, 1/4 or 1/8, not below the size wanted
    with BUDGET.room(of_pillow(image, whole)):
        return _loaded(image, longest, display)


def _loaded(image: Image.Image, longest: int | None, display: DisplayRange) -> UInt8Array:
    image.load()
    turn, profile = orientation(image), image.info.get("icc_profile")
    if profile and image.mode in _DIRECT and "transparency" not in image.info:
        image = to_srgb(_shrunk(image, longest), profile)  # converting fewer pixels is faster
        profile = None
    return finished(_rgb(image, profile, display), turn, longest)


def _rgb(image: Image.Image, profile: bytes | None, display: DisplayRange) -> Image.Image:
    if image.mode == "RGB" and "transparency" not in image.info:
        return to_srgb(image, profile)  # a conversion would copy the image
    if image.mode in _DEEP:
        deep = np.asarray(image)
        if image.format == "PPM" and image.mode == "I":  # which Pillow stretches to the full range of 16 bits
            deep = deep.astype(np.uint16)
        is_sky = image.format == "FITS"
        values = stretched(deep, display) if is_sky else shown(deep, display, has_profile=bool(profile))
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


def finished(image: Image.Image, turn: int, longest: int | None) -> UInt8Array:
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


def from_values(
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
    return finished(Image.fromarray(pixels), turn, longest)


def _alpha(values: AnyArray) -> UInt8Array:
    if values.dtype == np.uint8:
        return values.astype(np.uint8)
    top = 2.0 ** (8 * values.dtype.itemsize) - 1 if values.dtype.kind == "u" else 1.0
    return (values.astype(np.float32) / top * 255).clip(0, 255).astype(np.uint8)
