"""Map pixel values of any depth to 8 bits: the percentile window of 16-bit and float images."""

import numpy as np

from desktop_labeler.array_types import AnyArray, FloatingArray, UInt8Array

GROUND = 128  # the grey behind transparent images: dark and light drawings both show on it
_PERCENTILES = (0.5, 99.5)
_SAMPLE = 1_000_000  # values that fix the window: more change it by less than a grey level
_BLOCK = 1 << 22  # values converted at once, so that a large image is not held as float as a whole


def window(values: AnyArray) -> UInt8Array:
    """Map values to 0–255: the 0.5th percentile and below is black, the 99.5th and above white.

    One window for all channels, so that colours stay. Values that are no numbers are black. An image of a single value
    is grey, or black if the value is 0.

    Args:
        values: (H, W) or (H, W, C), any real or complex type.

    Returns:
        uint8 of the same shape.
    """
    if np.iscomplexobj(values):
        values = np.abs(values)
    low, high = _bounds(values)
    out = np.empty(values.shape, np.uint8)
    if high <= low:
        out.fill(0 if low == 0 else GROUND)
        return out
    exact = np.float64 if values.dtype.itemsize > 2 else np.float32
    rows = max(1, _BLOCK // max(1, values[0].size))
    with np.errstate(all="ignore"):
        for start in range(0, len(values), rows):
            part: FloatingArray = values[start : start + rows].astype(exact)
            part = (part - low) * (255.0 / (high - low)) + 0.5
            out[start : start + rows] = np.nan_to_num(part, nan=0.0).clip(0, 255)
    return out


def full_range(values: AnyArray) -> UInt8Array:
    """Map the whole range of an unsigned type to 0–255, so that a photograph looks the same in 8 and in 16 bits.

    Args:
        values: unsigned integers of any shape.

    Returns:
        uint8 of the same shape.
    """
    top = 2 ** (8 * values.dtype.itemsize) - 1
    scaled: UInt8Array = (values.astype(np.float64) * (255 / top) + 0.5).astype(np.uint8)
    return scaled


def shown(values: AnyArray, *, has_profile: bool) -> UInt8Array:
    """Return what to show of deep values: a colour profile means the whole range, measurements have a window."""
    return full_range(values) if has_profile and values.dtype.kind == "u" else window(values)


def _bounds(values: AnyArray) -> tuple[float, float]:
    step = max(1, int(np.ceil(np.sqrt(values[..., 0].size if values.ndim == 3 else values.size) / _SAMPLE**0.5)))
    sample = _finite(values[::step, ::step])
    low, high = np.percentile(sample, _PERCENTILES) if sample.size else (0.0, 0.0)
    # A few bright spots on an even ground lie outside both percentiles: show them.
    return (float(low), float(high)) if high > low else _extremes(values)


def _extremes(values: AnyArray) -> tuple[float, float]:
    """Return the least and the greatest finite value, block by block: as float64 a large image takes gigabytes."""
    rows = max(1, _BLOCK // max(1, values[0].size))
    blocks = (_finite(values[start : start + rows]) for start in range(0, len(values), rows))
    ends = [(float(block.min()), float(block.max())) for block in blocks if block.size]
    return min((low for low, _ in ends), default=0.0), max((high for _, high in ends), default=0.0)


def _finite(values: AnyArray) -> FloatingArray:
    numbers = values.astype(np.float64)
    return numbers[np.isfinite(numbers)]


def on_ground(colors: UInt8Array, alpha: UInt8Array, *, multiplied: bool = False) -> UInt8Array:
    """Lay (H, W, 3) colours on the neutral ground by (H, W) alpha."""
    share = alpha[..., None].astype(np.float32) / 255
    front = colors if multiplied else colors * share
    mixed: UInt8Array = (front + GROUND * (1 - share) + 0.5).clip(0, 255).astype(np.uint8)
    return mixed
