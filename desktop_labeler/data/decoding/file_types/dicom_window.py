"""The window of DICOM: which values of a grey image are shown black and white, as its file says (PS3.3 C.11.2)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from desktop_labeler.array_types import AnyArray, FloatingArray, UInt8Array
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.tone import shown

if TYPE_CHECKING:
    from pydicom.dataset import Dataset


def windowed(values: AnyArray, header: "Dataset", frame: int, display: DisplayRange, bits: int) -> UInt8Array:
    """Return grey values as 8 bits: by the file's window where the range is "auto" and there is one.

    Args:
        values: (H, W) as stored.
        header: what the file says about them.
        frame: which frame it is, counted from 0.
        display: the range of the project; "project" is in the units of the modality.
        bits: how many bits of each stored value are used.
    """
    units = _in_units(values, header, frame)
    if display.kind == "auto":
        by_file = _by_window(units, _group(header, frame, "FrameVOILUTSequence")) if units.size else None
        if by_file is not None:
            return by_file
    if values.dtype == np.uint8 and units is values and display.kind != "project":
        full = values.astype(np.uint8, copy=False)
        return full if bits >= 8 else (full.astype(np.uint16) * 255 // (2**bits - 1)).astype(np.uint8)
    return shown(units, display, bits=bits)


def _group(header: "Dataset", frame: int, name: str) -> "Dataset":
    """Return the part of the header that holds for a frame: its own, the one shared by all, or the header itself."""
    of_frames = header.get("PerFrameFunctionalGroupsSequence") or ()
    shared = header.get("SharedFunctionalGroupsSequence") or ()
    for groups in (of_frames[frame : frame + 1], shared[:1]):
        for group in groups:
            found = group.get(name)
            if found:
                return found[0]
    return header


def _in_units(values: AnyArray, header: "Dataset", frame: int) -> AnyArray:
    """Return the values in the units of the modality; the stored ones if the file names no other."""
    from pydicom.pixels import apply_modality_lut

    group = _group(header, frame, "PixelValueTransformationSequence")
    slope, intercept = float(group.get("RescaleSlope") or 1), float(group.get("RescaleIntercept") or 0)
    if "ModalityLUTSequence" in group:
        found: AnyArray = apply_modality_lut(values, group)
        return found
    return values if (slope, intercept) == (1, 0) else values.astype(np.float64) * slope + intercept


def _by_window(units: AnyArray, header: "Dataset") -> UInt8Array | None:
    """Return the values as the file's first window or table shows them; None if it has neither."""
    from pydicom.pixels import apply_voi_lut

    if header.get("VOILUTSequence"):
        top = 2.0 ** int(header.VOILUTSequence[0].LUTDescriptor[2]) - 1
        table: FloatingArray = apply_voi_lut(units, header, prefer_lut=True).astype(np.float64)
        return _to_bytes(table / top)
    center, width = _first(header, "WindowCenter"), _first(header, "WindowWidth")
    if center is None or width is None or width <= 0:
        return None
    kind = header.get("VOILUTFunction") or "LINEAR"
    real = units.astype(np.float64)
    if kind == "SIGMOID":
        return _to_bytes(1 / (1 + np.exp(np.clip(-4 * (real - center) / width, -700, 700))))
    if kind == "LINEAR_EXACT":
        return _to_bytes((real - center) / width + 0.5)
    return _to_bytes((real - (center - 0.5)) / max(width - 1, 1e-9) + 0.5)


def _first(header: "Dataset", name: str) -> float | None:
    """Return the first number of a value that may hold several; None if it holds none."""
    value = header.get(name)
    values = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    try:
        return float(values[0])
    except (TypeError, ValueError, IndexError):
        return None


def _to_bytes(shares: FloatingArray) -> UInt8Array:
    found: UInt8Array = (np.nan_to_num(shares, nan=0.0).clip(0, 1) * 255 + 0.5).astype(np.uint8)
    return found
