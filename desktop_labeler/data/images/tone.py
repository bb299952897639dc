"""Maps pixel values of any depth to 8 bits, with a percentile window for 16-bit and float images."""

import numpy as np

from desktop_labeler.array_types import AnyArray, FloatingArray, UInt8Array

GROUND = 128  # the grey behind transparent images, on which both dark and light drawings are visible
_PERCENTILES = (0.5, 99.5)
_SAMPLE = 1_000_000  # values that determine the window; using more changes it by less than one grey level
_BLOCK = 1 << 22  # values converted at a time, so that a large image is never held as float as a whole


def window(values: AnyArray) -> UInt8Array:
    """Map values to 0–255: those up to the 0.5th percentile are black, those from the 99.5th percentile on are white.

    All channels share one window, so that hues are kept. NaN values are black. An image with a single value is grey, or
    black if the value is 0.

    Args:
        values: (H, W) or (H, W, C), of any real or complex type.

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
    """Map the full range of an unsigned type to 0–255, so that a photograph looks the same in 8 and in 16 bits.

    Args:
        values: unsigned integers of any shape.

    Returns:
        uint8 of the same shape.
    """
    top = 2 ** (8 * values.dtype.itemsize) - 1
    scaled: UInt8Array = (values.astype(np.float64) * (255 / top) + 0.5).astype(np.uint8)
    return scaled


def shown(values: AnyArray, *, has_profile: bool) -> UInt8Array:
    """Map values of more than 8 bits for display: the full range if there is a colour profile, otherwise a window."""
    return full_range(values) if has_profile and values.dtype.kind == "u" else window(values)


def _bounds(values: AnyArray) -> tuple[float, float]:
    step = max(1, int(np.ceil(np.sqrt(values[..., 0].size if values.ndim == 3 else values.size) / _SAMPLE**0.5)))
    sample = _finite(values[::step, ::step])
    low, high = np.percentile(sample, _PERCENTILES) if sample.size else (0.0, 0.0)
    # A few bright spots on a uniform background are outside both percentiles: widen the window to show them.
    return (float(low), float(high)) if high > low else _extremes(values)


def _extremes(values: AnyArray) -> tuple[float, float]:
    """Return the smallest and largest finite value, computed in blocks, since float64 would take gigabytes."""
    rows = max(1, _BLOCK // max(1, values[0].size))
    blocks = (_finite(values[start : start + rows]) for start in range(0, len(values), rows))
    ends = [(float(block.min()), float(block.max())) for block in blocks if block.size]
    return min((low for low, _ in ends), default=0.0), max((high for _, high in ends), default=0.0)


def _finite(values: AnyArray) -> FloatingArray:
    numbers = values.astype(np.float64)
    return numbers[np.isfinite(numbers)]


def on_ground(colors: UInt8Array, alpha: UInt8Array, *, multiplied: bool = False) -> UInt8Array:
    """Blend (H, W, 3) colours with the neutral grey background by (H, W) alpha; `multiplied` means premultiplied."""
    share = alpha[..., None].astype(np.float32) / 255
    front = colors if multiplied else colors * share
    mixed: UInt8Array = (front + GROUND * (1 - share) + 0.5).clip(0, 255).astype(np.uint8)
    return mixed
