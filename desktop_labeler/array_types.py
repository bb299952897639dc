"""The types of arrays by dtype; shapes and meanings are documented where the arrays are used."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

BoolArray: TypeAlias = npt.NDArray[np.bool_]
UInt8Array: TypeAlias = npt.NDArray[np.uint8]
UInt32Array: TypeAlias = npt.NDArray[np.uint32]
Int32Array: TypeAlias = npt.NDArray[np.int32]
IntArray: TypeAlias = npt.NDArray[np.int64]
Float16Array: TypeAlias = npt.NDArray[np.float16]
Float32Array: TypeAlias = npt.NDArray[np.float32]
Float64Array: TypeAlias = npt.NDArray[np.float64]
VectorArray: TypeAlias = npt.NDArray[np.float32] | npt.NDArray[np.float16]  # embeddings: stored in half precision
FloatingArray: TypeAlias = npt.NDArray[np.floating]
AnyArray: TypeAlias = npt.NDArray[np.generic]
