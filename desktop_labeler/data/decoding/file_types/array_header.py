"""The header of an array of NumPy (.npy), read without running or believing anything in it."""

import ast
import struct
from typing import NamedTuple

import numpy as np

START = b"\x93NUMPY"
LONGEST_HEADER = 10_000  # bytes; NumPy's own limit
_CHANNELS = (1, 3, 4)
_KINDS = "biuf"  # booleans, whole numbers, fractions


class ArrayHeader(NamedTuple):
    """What a file says about its array; `start` is the place of its first number."""

    dtype: "np.dtype[np.generic]"
    is_fortran: bool
    shape: tuple[int, ...]
    start: int

    @property
    def is_image(self) -> bool:
        """Whether it can be shown: (H, W), or (H, W, 1, 3 or 4), of numbers."""
        shape = self.shape
        return self.dtype.kind in _KINDS and (len(shape) == 2 or (len(shape) == 3 and shape[2] in _CHANNELS))


def header_of(head: bytes) -> ArrayHeader | None:
    """Return the header of a file that begins with these bytes; None if it is none, or not whole.

    Args:
        head: the first bytes; 512 are enough for every array of plain numbers.
    """
    if not head.startswith(START) or len(head) < 12:
        return None
    is_long = head[6] >= 2
    (length,) = struct.unpack_from("<I", head, 8) if is_long else struct.unpack_from("<H", head, 8)
    start = 12 if is_long else 10
    if length > LONGEST_HEADER or len(head) < start + length:
        return None
    try:
        said = ast.literal_eval(head[start : start + length].decode("latin-1").strip())
        dtype, shape = np.dtype(said["descr"]), tuple(said["shape"])
    except (ValueError, SyntaxError, TypeError, KeyError, MemoryError, RecursionError):
        return None
    if not all(isinstance(side, int) and side >= 0 for side in shape):
        return None
    return ArrayHeader(dtype, bool(said.get("fortran_order")), shape, start + length)
