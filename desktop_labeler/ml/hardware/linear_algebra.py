"""Products and eigenvectors that other programs on the same cores do not slow down.

NumPy's own threads spin while they wait for a core. Beside other programs the eigenvectors of a 768 × 768 matrix then
take up to 7 s instead of 0.1 s (.github/measurements/threads.md).
"""

from typing import TypeVar

import torch

from desktop_labeler.array_types import Float32Array, Float64Array
from desktop_labeler.ml.hardware.thread_pools import one_thread

Array = TypeVar("Array", Float32Array, Float64Array)


def product(a: Array, b: Array) -> Array:
    """(n, m) times (m, k) in the precision of both, by torch, whose threads spend less time waiting than NumPy's."""
    found: Array = (torch.from_numpy(a) @ torch.from_numpy(b)).numpy()
    return found


def eigenvectors(symmetric: Array) -> tuple[Array, Array]:
    """Eigenvalues and eigenvectors of a symmetric matrix, on one thread: on busy cores more threads only wait.

    Args:
        symmetric: (D, D), finite; only its lower triangle is read.

    Returns:
        (D,) values in ascending order, and (D, D) orthonormal eigenvectors of unit length, one a column.
    """
    with one_thread():
        values, axes = torch.linalg.eigh(torch.from_numpy(symmetric))
    return values.numpy(), axes.numpy()
