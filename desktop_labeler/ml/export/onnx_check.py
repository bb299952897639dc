"""Refuses ONNX files that this program did not write, before ONNX Runtime reads one.

A graph of somebody else's can run for ever, read other files, or ask for any memory. Of the format, which holds whole
programs, onnx_file.py writes a small part: nothing else is let through.
"""

import math
from collections.abc import Collection, Iterator, Mapping

from desktop_labeler.ml.export.onnx_file import ITEM_SIZES

OPERATIONS = frozenset(
    (
        *("Abs", "Add", "AveragePool", "Cast", "Clip", "Concat", "Conv"),
        *("Div", "Erf", "Exp", "Expand", "Gather", "HardSigmoid", "HardSwish"),
        *("Identity", "LayerNormalization", "Log", "LogSoftmax", "MatMul", "Max", "MaxPool"),
        *("Min", "Mul", "Neg", "Pad", "Pow", "Reciprocal", "ReduceMax"),
        *("ReduceMean", "ReduceSum", "Relu", "Reshape", "Shape", "Sigmoid", "Slice"),
        *("Softmax", "Sqrt", "Sub", "Tanh", "Transpose", "Unsqueeze"),
    )
)
"""What the exports are made of; none of them holds another graph."""
# The fields that onnx_file.py writes.
_MODEL, _GRAPH, _NODE, _ATTRIBUTE, _TENSOR = (
    {1, 2, 3, 7, 8, 14},
    {1, 2, 5, 11, 12},
    {1, 2, 3, 4, 5},
    {1, 2, 3, 4, 8, 20},
    {1, 2, 8, 9},
)
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5  # wire types
_LONGEST_VARINT = 10  # bytes


def check_own(content: bytes) -> None:
    """Check that a file is one that onnx_file.py could have written.

    Raises:
        ValueError: it is another one, or damaged.
    """
    (graph,) = _fields(memoryview(content), _MODEL)[7]
    held = _fields(_view(graph), _GRAPH)
    for node in held[1]:
        parts = _fields(_view(node), _NODE)
        (kind,) = parts[4]
        if (name := _view(kind).tobytes().decode()) not in OPERATIONS:
            raise ValueError(f"it holds the operation {name:.40}")
        for attribute in parts[5]:
            _fields(_view(attribute), _ATTRIBUTE)
    for weight in held[5]:
        _check_weight(_fields(_view(weight), _TENSOR))


def _check_weight(parts: Mapping[int, list[int | memoryview]]) -> None:
    (kind,), (values,) = parts[2], parts[9]
    dims = [size for size in parts[1] if isinstance(size, int)]
    if not isinstance(kind, int) or math.prod(dims) * ITEM_SIZES[kind] != len(_view(values)):
        raise ValueError("a weight has another size than it says")


def _view(value: int | memoryview) -> memoryview:
    if isinstance(value, int):
        raise TypeError("a number instead of a part")
    return value


def _fields(content: memoryview, known: Collection[int]) -> dict[int, list[int | memoryview]]:
    """Return the values of a message by the number of their field, each of which must be known."""
    found: dict[int, list[int | memoryview]] = {number: [] for number in known}
    for number, value in _read(content):
        if number not in found:
            raise ValueError(f"it has a field {number}")
        found[number].append(value)
    return found


def _read(content: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    place = 0
    while place < len(content):
        key, place = _varint(content, place)
        wire = key & 7
        if wire == _VARINT:
            value, place = _varint(content, place)
            yield key >> 3, value
            continue
        size = {_EIGHT: 8, _FOUR: 4}.get(wire)
        if wire == _BYTES:
            size, place = _varint(content, place)
        if size is None or place + size > len(content):
            raise ValueError("it is cut off")
        yield key >> 3, content[place : place + size]
        place += size


def _varint(content: memoryview, place: int) -> tuple[int, int]:
    value = 0
    for number, byte in enumerate(content[place : place + _LONGEST_VARINT]):
        value |= (byte & 127) << 7 * number
        if byte < 128:
            return value, place + number + 1
    raise ValueError("it is cut off")
