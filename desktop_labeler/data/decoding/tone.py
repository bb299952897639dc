"""Maps pixel values of any depth to 8 bits by the range that a project shows, and transparency to a grey background."""

import numpy as np

from desktop_labeler.array_types import AnyArray, FloatingArray, UInt8Array
from desktop_labeler.data.decoding.display_range import AUTOMATIC, BLOCK, DisplayRange

_SOFT = 0.1  # of the range, up to where an astronomical image is shown almost linearly
GROUND = 128  # the grey behind transparent images, on which both dark and light drawings are visible


def shown(
    values: AnyArray,
    display: DisplayRange = AUTOMATIC,
    *,
    has_profile: bool = False,
    colour: bool = False,
    bits: int | None = None,
) -> UInt8Array:
    """Map values of more than 8 bits to 0–255; values up to the lower bound are black, from the upper one on white.

    All channels share one range, so that hues are kept. NaN values are black. An image with a single value is grey
    where it has its own range, or black if the value is 0.

    Args:
        values: (H, W) or (H, W, C), of any real or complex type.
        display: how the project shows such images.
        has_profile: whether the file has a colour profile.
        colour: whether the channels are colours, as in a photograph.
        bits: how many bits of each number the file uses; None for all of the type.

    Returns:
        uint8 of the same shape.
    """
    if np.iscomplexobj(values):
        values = np.abs(values)
    bits = bits or 8 * values.dtype.itemsize
    low, high = display.bounds(values, has_profile=has_profile, colour=colour, bits=bits)
    out = np.empty(values.shape, np.uint8)
    if high <= low:
        out.fill(0 if low == 0 else GROUND)
        return out
    exact = np.float64 if values.dtype.itemsize > 2 else np.float32
    rows = max(1, BLOCK // max(1, values[0].size))
    with np.errstate(all="ignore"):
        for start in range(0, len(values), rows):
            part: FloatingArray = values[start : start + rows].astype(exact)
            part = (part - low) * (255.0 / (high - low)) + 0.5
            out[start : start + rows] = np.nan_to_num(part, nan=0.0).clip(0, 255)
    return out


def stretched(values: AnyArray, display: DisplayRange) -> UInt8Array:
    """Map the values of an astronomical image to 0–255, so that faint parts are seen beside bright stars.

    Source: Lupton et al., "Preparing Red-Green-Blue Images from CCD Data", PASP 116, 2004: asinh, here with a softening
    of 0.1 of the range. Where the project has one range for all or the full one, it is linear, as `shown`.

    Args:
        values: (H, W), of any real type; NaN is black.
        display: how the project shows such images.

    Returns:
        uint8 of the same shape.
    """
    if display.kind in ("full", "project"):
        return shown(values, display)
    low, high = display.bounds(values, has_profile=False, colour=False, bits=8 * values.dtype.itemsize)
    if high <= low:
        return shown(values, display)
    out = np.empty(values.shape, np.uint8)
    rows = max(1, BLOCK // max(1, values[0].size))
    with np.errstate(all="ignore"):
        for start in range(0, len(values), rows):
            part: FloatingArray = (values[start : start + rows].astype(np.float64) - low) / (high - low)
            part = np.arcsinh(np.nan_to_num(part, nan=0.0).clip(0, 1) / _SOFT) * (255 / np.arcsinh(1 / _SOFT)) + 0.5
            out[start : start + rows] = part.clip(0, 255)
    return out


def on_ground(colors: UInt8Array, alpha: UInt8Array, *, multiplied: bool = False) -> UInt8Array:
    """Blend (H, W, 3) colours with the neutral grey background by (H, W) alpha; `multiplied` means premultiplied."""
    share = alpha[..., None].astype(np.float32) / 255
    front = colors if multiplied else colors * share
    mixed: UInt8Array = (front + GROUND * (1 - share) + 0.5).clip(0, 255).astype(np.uint8)
    return mixed
