"""Write the graphs of EfficientNet-Lite for ONNX Runtime, without weights: resources/backbones/efficientnet-lite*.onnx.

    pip install onnx && python packaging/lite_graphs.py

The weights are declared as external, with the names they have in the network, which provides them when it is opened.
"""

import sys
from pathlib import Path

import onnx
from onnx import NodeProto, TensorProto, helper
from torch import nn

from desktop_labeler.ml.backbones.efficientnet_lite import SIZES, Trunk
from desktop_labeler.ml.backbones.packaged_files import write_sums

OUT = Path(__file__).resolve().parent.parent / "resources" / "backbones"
_OPSET, _IR = 17, 8  # supported by every ONNX Runtime since 1.12


def main() -> int:
    """Write the graph of every size and return the exit code."""
    for size in SIZES:
        (OUT / f"{size}.onnx").write_bytes(graph(size))
    write_sums(OUT)
    return 0


def graph(size: str) -> bytes:
    """Return the serialised graph of a trunk, from (n, 3, h, w) float32 "images" to "features".

    Args:
        size: one of SIZES.
    """
    trunk = Trunk(size)
    nodes: list[NodeProto] = []
    weights = [
        helper.make_tensor("zero", TensorProto.FLOAT, [], [0.0]),
        helper.make_tensor("six", TensorProto.FLOAT, [], [6.0]),
    ]
    last = "images"
    for place in ["stem", *(f"blocks.{number}" for number in range(len(trunk.blocks)))]:
        first = last
        for name, unit in trunk.get_submodule(place).named_modules(prefix=place):
            if isinstance(getattr(unit, "conv", None), nn.Conv2d):
                last = _unit(nodes, weights, name, unit, last)
        if getattr(trunk.get_submodule(place), "adds", False):
            nodes.append(helper.make_node("Add", [last, first], [f"{place}.sum"]))
            last = f"{place}.sum"
    nodes.append(helper.make_node("Identity", [last], ["features"]))
    given = helper.make_tensor_value_info("images", TensorProto.FLOAT, ["n", 3, "h", "w"])
    found = helper.make_tensor_value_info("features", TensorProto.FLOAT, ["n", trunk.channels, "rows", "columns"])
    whole = helper.make_graph(nodes, size, [given], [found], weights)
    model = helper.make_model(whole, opset_imports=[helper.make_opsetid("", _OPSET)], ir_version=_IR)
    return bytes(model.SerializeToString())


def _unit(nodes: list[NodeProto], weights: list[TensorProto], name: str, unit: nn.Module, images: str) -> str:
    convolution = unit.get_submodule("conv")
    assert isinstance(convolution, nn.Conv2d)
    names = [f"{name}.conv.weight", f"{name}.conv.bias"]
    weights += [_declared(names[0], list(convolution.weight.shape)), _declared(names[1], [convolution.out_channels])]
    nodes.append(
        helper.make_node(
            "Conv",
            [images, *names],
            [f"{name}.conv"],
            kernel_shape=list(convolution.kernel_size),
            strides=list(convolution.stride),
            group=convolution.groups,
            auto_pad="SAME_UPPER",
        )
    )
    if isinstance(unit.get_submodule("clip"), nn.Identity):
        return f"{name}.conv"
    nodes.append(helper.make_node("Clip", [f"{name}.conv", "zero", "six"], [f"{name}.clip"]))
    return f"{name}.clip"


def _declared(name: str, shape: list[int]) -> TensorProto:
    """Return the declaration of a weight without its values."""
    declared = onnx.TensorProto(name=name, data_type=TensorProto.FLOAT, dims=shape, data_location=TensorProto.EXTERNAL)
    declared.external_data.add(key="location", value="handed over")
    return declared


if __name__ == "__main__":
    sys.exit(main())
