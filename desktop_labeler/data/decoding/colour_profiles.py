"""Converts colours with an embedded ICC profile to sRGB, using littleCMS through Pillow."""

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

from desktop_labeler.array_types import UInt8Array

_SPACES = {"RGB": "RGB", "RGBA": "RGB", "L": "GRAY", "CMYK": "CMYK"}
_LARGEST = 16_000_000  # bytes: printing profiles have up to 4 MB


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return an image in sRGB, or the unchanged image if it has no profile or one that does not fit its mode.

    Args:
        image: an image of mode RGB, RGBA, L or CMYK; images of other modes are returned unchanged.
        profile: the bytes of its ICC profile, or None.

    Returns:
        An RGB image, or RGBA for RGBA; the image itself if nothing changes.
    """
    if not profile or image.mode not in _SPACES or len(profile) > _LARGEST:
        return image
    transform = _transform(profile, image.mode)
    if transform is None:
        return image
    done = transform.apply(image)
    done.info.pop("icc_profile", None)
    return done


def colours_to_srgb(colours: UInt8Array, profile: bytes | None) -> UInt8Array:
    """Return (H, W, 3) colours or (H, W) grey values, uint8, in sRGB; unchanged without a profile that fits."""
    if not profile:
        return colours
    image = Image.fromarray(np.ascontiguousarray(colours))
    done = to_srgb(image, profile)
    return colours if done is image else np.asarray(done)


@lru_cache(maxsize=32)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Return the transform of a mode from a profile to sRGB; None if it changes nothing or is impossible."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != _SPACES[mode]:
            return None
        transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGBA" if mode == "RGBA" else "RGB",
            renderingIntent=ImageCms.Intent(ImageCms.getDefaultIntent(source)),
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (OSError, ValueError, ImageCms.PyCMSError):
        return None
    return None if _changes_nothing(transform, mode) else transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    """Whether a profile is just sRGB under another name, as most cameras and phones write it."""
    if mode == "CMYK":
        return False
    steps = np.arange(0, 256, 15, dtype=np.uint8)
    if mode == "L":
        sample = Image.fromarray(steps[None])
    else:
        sample = Image.fromarray(np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(1, -1, 3))
    before = np.asarray(sample.convert("RGB"), np.int16)
    after = np.asarray(transform.apply(sample.convert(mode)).convert("RGB"), np.int16)
    return bool(np.abs(before - after).max() <= 2)
