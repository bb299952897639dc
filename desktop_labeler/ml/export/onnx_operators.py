"""What each operation of PyTorch becomes in an ONNX graph; the number of images stays open.

Resizing and pooling over parts of the image are linear in rows and in columns, and the sizes are known: they become two
products with a matrix, which is exact where ONNX has no such operation or rounds otherwise.
"""

from collections.abc import Callable, Sequence
from typing import cast

import numpy as np
import torch
from torch import fx
from torch.nn import functional as nnf

from desktop_labeler.array_types import Float32Array
from desktop_labeler.ml.export.onnx_graph import Converter, Graph, operation, shape_of

_LAST = (1 << 63) - 1


def _ints(given: object) -> list[int]:
    return [int(one) for one in cast("Sequence[int]", given)]


def _argument(node: fx.Node, place: int, default: object = None) -> object:
    return node.args[place] if len(node.args) > place else default


def _plain(kind: str) -> Converter:
    return lambda graph, node: graph.op(kind, *map(graph.name, node.args))


def _two(kind: str) -> Converter:
    def convert(graph: Graph, node: fx.Node) -> str:
        assert node.kwargs.get("alpha", 1) == 1
        return graph.op(kind, graph.name(node.args[0]), graph.name(node.args[1]))

    return convert


def _same(graph: Graph, node: fx.Node) -> str:
    return graph.name(node.args[0])


def _convolution(graph: Graph, node: fx.Node) -> str:
    images, weights, bias, stride, padding, dilation, transposed, _, groups = node.args
    assert not transposed
    sides = _ints(padding)
    inputs = [graph.name(images), graph.name(weights), *([] if bias is None else [graph.name(bias)])]
    return graph.op(
        "Conv",
        *inputs,
        kernel_shape=[int(size) for size in shape_of(weights)[2:]],
        strides=_ints(stride),
        pads=sides * 2,
        dilations=_ints(dilation),
        group=int(cast(int, groups)),
    )


def _normalisation(graph: Graph, node: fx.Node) -> str:
    """(x − mean) / √(variance + ε) · weight + bias with stored values: one factor and one summand per channel."""
    images, weight, bias, mean, variance = node.args[:5]
    factor = torch.rsqrt(_stored(graph, variance) + float(cast(float, node.args[-1])))
    factor = factor * _stored(graph, weight) if weight is not None else factor
    summand = (_stored(graph, bias) if bias is not None else 0) - _stored(graph, mean) * factor
    ones = [1] * (len(shape_of(images)) - 2)
    scaled = graph.op("Mul", graph.name(images), graph.weight(factor.reshape(-1, *ones).numpy()))
    return graph.op("Add", scaled, graph.weight(summand.reshape(-1, *ones).numpy()))


def _stored(graph: Graph, node: object) -> torch.Tensor:
    assert isinstance(node, fx.Node)
    found = graph.constant(node)
    assert found is not None
    return found.detach().float()


def _clip(graph: Graph, node: fx.Node) -> str:
    low, high = (graph.name(one) if one is not None else "" for one in (_argument(node, 1), _argument(node, 2)))
    return graph.op("Clip", graph.name(node.args[0]), low, *([high] if high else []))


def _hard_clip(graph: Graph, node: fx.Node) -> str:
    low, high = (float(cast(float, _argument(node, place, (-1.0, 1.0)[place - 1]))) for place in (1, 2))
    return graph.op("Clip", graph.name(node.args[0]), graph.number(low), graph.number(high))


def _power(graph: Graph, node: fx.Node) -> str:
    images, exponent = graph.name(node.args[0]), float(cast(float, node.args[1]))
    if exponent == 0.5:
        return graph.op("Sqrt", images)
    return graph.op("Mul", images, images) if exponent == 2 else graph.op("Pow", images, graph.number(exponent))


def _reduced(kind: str) -> Converter:
    def convert(graph: Graph, node: fx.Node) -> str:
        axes = graph.integers(*_ints(node.args[1]))
        return graph.op(kind, graph.name(node.args[0]), axes, keepdims=int(bool(_argument(node, 2, False))))

    return convert


def _softmax(kind: str) -> Converter:
    return lambda graph, node: graph.op(kind, graph.name(node.args[0]), axis=int(cast(int, node.args[1])))


def _reshape(graph: Graph, node: fx.Node) -> str:
    """Reshape to sizes of which at most one is symbolic, that is the number of images or a multiple of it."""
    sizes = [size if isinstance(size, int) else -1 for size in shape_of(node)]
    assert sizes.count(-1) <= 1
    return graph.op("Reshape", graph.name(node.args[0]), graph.integers(*sizes))


def _expand(graph: Graph, node: fx.Node) -> str:
    """Repeat along axes of length 1; operations on two tensors do that by themselves, so mostly nothing is needed."""
    before, after = shape_of(node.args[0]), shape_of(node)
    name = graph.name(node.args[0])
    if len(before) == len(after) and str(before) == str(after):
        return name
    sizes = [graph.integers(size) if isinstance(size, int) else _images(graph, node, size) for size in after]
    return graph.op("Expand", name, graph.op("Concat", *sizes, axis=0))


def _images(graph: Graph, node: fx.Node, size: object) -> str:
    """Return the name of (1,) int64, a symbolic size as it is at run time: that of an earlier tensor."""
    for one in node.graph.nodes:
        if one is node:
            break
        known = isinstance(one.meta.get("val"), torch.Tensor) and graph.constant(one) is None
        sizes = [str(each) for each in shape_of(one)] if known else []  # as text: comparing symbols fixes them
        if str(size) in sizes:
            place = sizes.index(str(size))
            return graph.op("Shape", graph.name(one), start=place, end=place + 1)
    raise ValueError(f"no tensor before {node} has the size {size}")


def _slice(graph: Graph, node: fx.Node) -> str:
    axis, start, end = (int(cast(int, _argument(node, place, (0, 0, _LAST)[place - 1]) or 0)) for place in (1, 2, 3))
    if start == 0 and end == _LAST:
        return graph.name(node.args[0])
    source = node.args[0]
    if isinstance(source, fx.Node) and operation(source) == "aten.slice_scatter" and source.args[2:] == node.args[1:]:
        return graph.name(source.args[1])  # exactly what was written there
    names = [graph.integers(value) for value in (start, end, axis)]
    return graph.op("Slice", graph.name(source), *names)


def _written(graph: Graph, node: fx.Node) -> str:
    """What is left after a part was written in place: the parts before, the new part, the parts after."""
    whole, part = node.args[0], node.args[1]
    axis, start, end = (int(cast(int, _argument(node, place, (0, 0, _LAST)[place - 2]) or 0)) for place in (2, 3, 4))
    size = shape_of(whole)[axis]
    if start == 0 and end == _LAST:
        return graph.name(part)
    assert isinstance(size, int)
    edges = [(0, start), (min(end, size), size)]
    around = [
        graph.op("Slice", graph.name(whole), graph.integers(first), graph.integers(last), graph.integers(axis))
        if last > first
        else ""
        for first, last in edges
    ]
    pieces = [around[0], graph.name(part), around[1]]
    return graph.op("Concat", *(piece for piece in pieces if piece), axis=axis)


def _flip(graph: Graph, node: fx.Node) -> str:
    axes = _ints(node.args[1])
    ends = [[-1] * len(axes), [-_LAST] * len(axes), axes, [-1] * len(axes)]
    return graph.op("Slice", graph.name(node.args[0]), *(graph.integers(*values) for values in ends))


def _select(graph: Graph, node: fx.Node) -> str:
    axis, place = (int(cast(int, one)) for one in node.args[1:3])
    return graph.op("Gather", graph.name(node.args[0]), graph.weight(np.array(place, np.int64)), axis=axis)


def _concat(graph: Graph, node: fx.Node) -> str:
    parts = [graph.name(one) for one in cast("Sequence[object]", node.args[0])]
    return graph.op("Concat", *parts, axis=int(cast(int, _argument(node, 1, 0))))


def _padded(graph: Graph, node: fx.Node) -> str:
    sides = _ints(node.args[1])  # last axis first, two for each
    axes = len(shape_of(node.args[0]))
    before, after = [0] * axes, [0] * axes
    for place in range(len(sides) // 2):
        before[-1 - place], after[-1 - place] = sides[2 * place], sides[2 * place + 1]
    value = float(cast(float, _argument(node, 2, 0.0)))
    return graph.op("Pad", graph.name(node.args[0]), graph.integers(*before, *after), graph.number(value))


def _pool(kind: str) -> Converter:
    def convert(graph: Graph, node: fx.Node) -> str:
        kernel = _ints(node.args[1])
        stride = _ints(_argument(node, 2) or kernel)
        sides = _ints(_argument(node, 3) or [0, 0])
        more = {} if kind == "MaxPool" else {"count_include_pad": int(bool(_argument(node, 5, True)))}
        ceil = int(bool(_argument(node, 5 if kind == "MaxPool" else 4, False)))
        return graph.op(
            kind,
            graph.name(node.args[0]),
            kernel_shape=kernel,
            strides=stride,
            pads=sides * 2,
            ceil_mode=ceil,
            **more,
        )

    return convert


def _item(graph: Graph, node: fx.Node) -> str:
    """The only output that is used of an operation with several."""
    assert node.args[1] == 0
    return graph.name(node.args[0])


def _linear_in_both(size: Callable[[fx.Node], tuple[int, int]], apply: Callable[..., torch.Tensor]) -> Converter:
    """Return a converter for an operation that is linear in the rows and in the columns of an image."""

    def matrix(before: int, after: int) -> Float32Array:
        rows = torch.eye(before)[:, None, :, None].expand(before, 1, before, before)  # image k is 1 in row k
        found: Float32Array = apply(rows.contiguous(), (after, before))[:, 0, :, 0].numpy()  # (before, after)
        return found

    def convert(graph: Graph, node: fx.Node) -> str:
        height, width = (int(one) for one in shape_of(node.args[0])[2:])
        rows, columns = size(node)
        across = graph.op("MatMul", graph.name(node.args[0]), graph.weight(matrix(width, columns)))
        return graph.op("MatMul", graph.weight(matrix(height, rows).T), across)

    return convert


def _output_size(node: fx.Node) -> tuple[int, int]:
    rows, columns = (int(one) for one in shape_of(node)[2:])
    return rows, columns


def _layer_norm(graph: Graph, node: fx.Node) -> str:
    images, shape, weight, bias, epsilon = node.args
    inputs = [graph.name(images), graph.name(weight), *([] if bias is None else [graph.name(bias)])]
    return graph.op(
        "LayerNormalization", *inputs, axis=-len(cast("Sequence[int]", shape)), epsilon=float(cast(float, epsilon))
    )


def _gelu(graph: Graph, node: fx.Node) -> str:
    images = graph.name(node.args[0])
    if node.kwargs.get("approximate", "none") == "tanh":
        cube = graph.op("Mul", graph.op("Mul", images, images), images)
        inner = graph.op("Add", images, graph.op("Mul", cube, graph.number(0.044715)))
        bent = graph.op("Tanh", graph.op("Mul", inner, graph.number((2 / np.pi) ** 0.5)))
    else:
        bent = graph.op("Erf", graph.op("Mul", images, graph.number(0.5**0.5)))
    half = graph.op("Mul", images, graph.number(0.5))
    return graph.op("Mul", half, graph.op("Add", bent, graph.number(1)))


def _linear(graph: Graph, node: fx.Node) -> str:
    rows, weights = node.args[:2]
    bias = _argument(node, 2)
    assert isinstance(weights, fx.Node)
    known = graph.constant(weights)
    turned = graph.op("Transpose", graph.name(weights), perm=[1, 0]) if known is None else ""
    product = graph.op("MatMul", graph.name(rows), turned or graph.weight(_stored(graph, weights).T.numpy()))
    return product if bias is None else graph.op("Add", product, graph.name(bias))


def _sum_of_product(graph: Graph, node: fx.Node) -> str:
    bias, rows, weights = map(graph.name, node.args[:3])
    return graph.op("Add", graph.op("MatMul", rows, weights), bias)


def _attention(graph: Graph, node: fx.Node) -> str:
    """Softmax of queries · keysᵀ / √width, times values; without mask."""
    queries, keys, values = map(graph.name, node.args[:3])
    axes, width = len(shape_of(node.args[0])), int(shape_of(node.args[0])[-1])
    if any(node.args[3:]) or node.kwargs.get("attn_mask") is not None or node.kwargs.get("is_causal"):
        raise ValueError(f"{node} masks its attention")
    turn = [*range(axes - 2), axes - 1, axes - 2]
    scale = node.kwargs.get("scale") or width**-0.5
    scaled = graph.op("Mul", queries, graph.number(float(cast(float, scale))))
    weights = graph.op("Softmax", graph.op("MatMul", scaled, graph.op("Transpose", keys, perm=turn)), axis=axes - 1)
    return graph.op("MatMul", weights, values)


def _silu(graph: Graph, node: fx.Node) -> str:
    images = graph.name(node.args[0])
    return graph.op("Mul", images, graph.op("Sigmoid", images))


def _hard_sigmoid(graph: Graph, node: fx.Node) -> str:
    return graph.op("HardSigmoid", graph.name(node.args[0]), alpha=1 / 6, beta=0.5)


def _hard_swish(graph: Graph, node: fx.Node) -> str:
    return graph.op("HardSwish", graph.name(node.args[0]))


def _rsqrt(graph: Graph, node: fx.Node) -> str:
    return graph.op("Reciprocal", graph.op("Sqrt", graph.name(node.args[0])))


def _unsqueeze(graph: Graph, node: fx.Node) -> str:
    return graph.op("Unsqueeze", graph.name(node.args[0]), graph.integers(int(cast(int, node.args[1]))))


def _permute(graph: Graph, node: fx.Node) -> str:
    return graph.op("Transpose", graph.name(node.args[0]), perm=_ints(node.args[1]))


def _cast(graph: Graph, node: fx.Node) -> str:
    if node.kwargs.get("dtype", torch.float32) is not torch.float32:
        raise ValueError(f"{node} casts to {node.kwargs['dtype']}")
    return graph.op("Cast", graph.name(node.args[0]), to=1)


CONVERTERS: dict[str, Converter] = {
    **{f"aten.{name}": _two(kind) for name, kind in (("add", "Add"), ("sub", "Sub"), ("mul", "Mul"), ("div", "Div"))},
    **{
        f"aten.{name}": _plain(kind)
        for name, kind in (
            *(("relu", "Relu"), ("sqrt", "Sqrt"), ("exp", "Exp"), ("log", "Log"), ("sigmoid", "Sigmoid")),
            *(
                ("tanh", "Tanh"),
                ("erf", "Erf"),
                ("mm", "MatMul"),
                ("bmm", "MatMul"),
                ("matmul", "MatMul"),
                ("neg", "Neg"),
                ("abs", "Abs"),
            ),
            *(("maximum", "Max"), ("minimum", "Min")),
        )
    },
    **{f"aten.{name}": _same for name in ("clone", "alias", "detach", "contiguous", "dropout")},
    "aten.copy": lambda graph, node: graph.name(node.args[1]),
    "aten.convolution": _convolution,
    "aten._native_batch_norm_legit_no_training": _normalisation,
    "aten.clamp": _clip,
    "aten.clamp_min": _clip,
    "aten.hardtanh": _hard_clip,
    "aten.pow": _power,
    "aten.sum": _reduced("ReduceSum"),
    "aten.mean": _reduced("ReduceMean"),
    "aten.amax": _reduced("ReduceMax"),
    "aten._softmax": _softmax("Softmax"),
    "aten._log_softmax": _softmax("LogSoftmax"),
    **{f"aten.{name}": _reshape for name in ("view", "_unsafe_view", "reshape", "squeeze")},
    "aten.unsqueeze": _unsqueeze,
    "aten.permute": _permute,
    "aten.expand": _expand,
    "aten.slice": _slice,
    "aten.slice_scatter": _written,
    "aten.select": _select,
    "aten.flip": _flip,
    "aten.cat": _concat,
    "aten.constant_pad_nd": _padded,
    "aten.max_pool2d_with_indices": _pool("MaxPool"),
    "aten.avg_pool2d": _pool("AveragePool"),
    "aten._adaptive_avg_pool2d": _linear_in_both(_output_size, nnf.adaptive_avg_pool2d),
    "aten._upsample_bilinear2d_aa": _linear_in_both(
        _output_size, lambda images, size: nnf.interpolate(images, size=size, mode="bilinear", antialias=True)
    ),
    "aten.native_layer_norm": _layer_norm,
    "aten.gelu": _gelu,
    "aten.addmm": _sum_of_product,
    "aten.linear": _linear,
    "aten.scaled_dot_product_attention": _attention,
    "aten.silu": _silu,
    "aten.hardsigmoid": _hard_sigmoid,
    "aten.hardswish": _hard_swish,
    "aten.rsqrt": _rsqrt,
    "aten._to_copy": _cast,
    "<built-in function getitem>": _item,
}
