"""Writes ONNX files: the few messages of its protocol buffers that a graph with weights needs.

The package onnx, which has all of them, brings 60 MB for what takes a page here; the tests let it check the files.
Source of the field numbers: onnx/onnx.proto, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
"""

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from desktop_labeler.array_types import AnyArray

OPSET, IR = 18, 8  # supported by every ONNX Runtime since 1.14
LARGEST = (1 << 31) - (1 << 20)  # bytes: a protocol buffer ends below 2 GiB
Attribute: TypeAlias = float | int | str | Sequence[int]
_TYPES = {"float32": 1, "uint8": 2, "int64": 7, "bool": 9}
ITEM_SIZES = {number: np.dtype(name).itemsize for name, number in _TYPES.items()}
"""Bytes of a value, by the number of its type in the file."""
_VARINT, _BYTES, _FLOAT = 0, 2, 5  # wire types


def tensor(name: str, values: AnyArray) -> bytes:
    """Return a weight: float32, uint8, int64 or bool."""
    dims = b"".join(_number(1, size) for size in values.shape)
    content = values.astype(values.dtype.newbyteorder("<"), copy=False).tobytes()
    return dims + _number(2, _TYPES[values.dtype.name]) + _text(8, name) + _field(9, content)


def node(kind: str, inputs: Sequence[str], outputs: Sequence[str], attributes: Mapping[str, Attribute]) -> bytes:
    """Return an operation; an input that is left out has the name ""."""
    parts = [_text(1, name) for name in inputs] + [_text(2, name) for name in outputs]
    parts += [_text(3, outputs[0]), _text(4, kind)]
    parts += [_field(5, _attribute(name, value)) for name, value in attributes.items()]
    return b"".join(parts)


def value(name: str, dtype: str, shape: Sequence[int | str]) -> bytes:
    """Return the description of an input or output; a dimension that may vary has a name."""
    dims = [_number(1, size) if isinstance(size, int) else _text(2, size) for size in shape]
    of_shape = b"".join(_field(1, dim) for dim in dims)
    return _text(1, name) + _field(2, _field(1, _number(1, _TYPES[dtype]) + _field(2, of_shape)))


def model(
    nodes: Iterable[bytes],
    weights: Iterable[bytes],
    inputs: Iterable[bytes],
    outputs: Iterable[bytes],
    *,
    name: str,
    producer: tuple[str, str],
    properties: Mapping[str, str],
) -> bytes:
    """Return the bytes of a file.

    Args:
        nodes: the operations, each after those whose outputs it takes.
        weights: see tensor.
        inputs: see value.
        outputs: see value.
        name: of the graph.
        producer: name and version of this program.
        properties: texts that readers of the file show.

    Raises:
        OverflowError: it would have 2 GiB or more, which no protocol buffer has.
    """
    parts = [_field(1, one) for one in nodes] + [_text(2, name)] + [_field(5, one) for one in weights]
    parts += [_field(11, one) for one in inputs] + [_field(12, one) for one in outputs]
    size = sum(map(len, parts))
    if size > LARGEST:
        raise OverflowError(f"the graph has {size} bytes, and at most {LARGEST} are possible")
    found = [_number(1, IR), _text(2, producer[0]), _text(3, producer[1]), _field(7, b"".join(parts))]
    found += [_field(8, _text(1, "") + _number(2, OPSET))]
    found += [_field(14, _text(1, key) + _text(2, text)) for key, text in properties.items()]
    return b"".join(found)


def _attribute(name: str, given: Attribute) -> bytes:
    start = _text(1, name)
    if isinstance(given, float):
        return start + _key(2, _FLOAT) + struct.pack("<f", given) + _number(20, 1)
    if isinstance(given, int):
        return start + _number(3, given) + _number(20, 2)
    if isinstance(given, str):
        return start + _text(4, given) + _number(20, 3)
    return start + b"".join(_number(8, one) for one in given) + _number(20, 7)


def _key(field: int, wire: int) -> bytes:
    return _varint(field << 3 | wire)


def _number(field: int, number: int) -> bytes:
    return _key(field, _VARINT) + _varint(number & (1 << 64) - 1)


def _text(field: int, text: str) -> bytes:
    return _field(field, text.encode())


def _field(field: int, content: bytes) -> bytes:
    return _key(field, _BYTES) + _varint(len(content)) + content


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)
