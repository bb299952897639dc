"""Turns a program of torch.export into the graph of an ONNX file, operation by operation."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np
import torch
from torch import fx
from torch.export import ExportedProgram

from desktop_labeler.array_types import AnyArray
from desktop_labeler.errors import LabelerError
from desktop_labeler.ml.export import onnx_file
from desktop_labeler.ml.export.onnx_file import Attribute

Shape: TypeAlias = list["int | torch.SymInt"]
_TENSOR_TYPES = {torch.float32: np.float32, torch.int64: np.int64, torch.bool: np.bool_, torch.uint8: np.uint8}
_DTYPES = {torch.float32: "float32", torch.int64: "int64", torch.bool: "bool", torch.uint8: "uint8"}


class Graph:
    """The graph while it is written.

    Attributes:
        nodes: the operations, in order.
    """

    def __init__(self) -> None:
        self.nodes: list[tuple[str, list[str], list[str], dict[str, Attribute]]] = []
        self._names: dict[fx.Node, str] = {}
        self._constants: dict[fx.Node, torch.Tensor] = {}
        self._weights: dict[str, AnyArray] = {}
        self._known: dict[tuple[str, bytes, tuple[int, ...]], str] = {}

    def op(self, kind: str, *inputs: str, **attributes: Attribute) -> str:
        """Add an operation with one output and return the name of that."""
        name = f"{kind}_{len(self.nodes)}"
        self.nodes.append((kind, list(inputs), [name], attributes))
        return name

    def weight(self, values: AnyArray) -> str:
        """Return the name of a weight; equal ones are stored once."""
        held = np.asarray(values, order="C")
        mark = (held.dtype.str, held.tobytes(), values.shape)
        if mark not in self._known:
            self._known[mark] = f"weight_{len(self._known)}"
            self._weights[self._known[mark]] = held
        return self._known[mark]

    def integers(self, *values: int) -> str:
        """Return the name of a weight that holds a list of integers."""
        return self.weight(np.array(values, np.int64))

    def number(self, value: float) -> str:
        """Return the name of a weight that holds one float32."""
        return self.weight(np.array(value, np.float32))

    def name(self, given: object) -> str:
        """Return the name of what a node of the program gave, or of a number."""
        if not isinstance(given, fx.Node):
            assert isinstance(given, int | float)
            return self.number(float(given))
        if given not in self._names:
            constant = self._constants[given].detach().cpu()
            self._names[given] = self.weight(constant.numpy().astype(_TENSOR_TYPES[constant.dtype]))
        return self._names[given]

    def set_name(self, node: fx.Node, name: str) -> None:
        """Note under which name a node's output is."""
        self._names[node] = name

    def constant(self, node: fx.Node) -> torch.Tensor | None:
        """Return what a node gives whatever the images are; None for others."""
        return self._constants.get(node)

    def set_constant(self, node: fx.Node, value: torch.Tensor) -> None:
        """Note what a node gives whatever the images are."""
        self._constants[node] = value

    def used(self, outputs: Sequence[str]) -> tuple[list[bytes], list[bytes]]:
        """Return the operations and the weights that the outputs need."""
        wanted, kept = set(outputs), []
        for kind, inputs, names, attributes in reversed(self.nodes):
            if wanted.intersection(names):
                wanted.update(inputs)
                kept.append(onnx_file.node(kind, inputs, names, attributes))
        weights = [onnx_file.tensor(name, values) for name, values in self._weights.items() if name in wanted]
        return kept[::-1], weights


Converter: TypeAlias = Callable[[Graph, fx.Node], str]


def shape_of(node: object) -> Shape:
    """Return the shape of what a node gives; the number of images is symbolic."""
    assert isinstance(node, fx.Node)
    return list(node.meta["val"].shape)


def as_onnx(
    program: ExportedProgram,
    converters: Mapping[str, Converter],
    *,
    given: str,
    outputs: Sequence[tuple[str, Sequence[int | str]]],
    architecture: str,
    producer: tuple[str, str],
    properties: Mapping[str, str],
) -> bytes:
    """Return the file of a program with one input of (n, H, W, 3) uint8 and float32 outputs.

    Args:
        program: in the core operations of ATen, without gradients.
        converters: what each operation becomes, by its name without overload.
        given: name of the input.
        outputs: names and shapes of the outputs.
        architecture: of the network, for messages.
        producer: name and version of this program.
        properties: texts that readers of the file show.

    Raises:
        LabelerError: an operation has no converter, or the file would be too large.
    """
    graph = Graph()
    tensors = {**program.state_dict, **program.constants}
    held = program.graph_signature
    stored = {**held.inputs_to_parameters, **held.inputs_to_buffers, **held.inputs_to_lifted_tensor_constants}
    results: tuple[fx.Node, ...] = ()
    shape: Shape = []
    for node in program.graph.nodes:
        if node.op == "placeholder" and node.name in stored:
            graph.set_constant(node, tensors[stored[node.name]])
        elif node.op == "placeholder":
            graph.set_name(node, given)
            shape = shape_of(node)
        elif node.op == "call_function" and node.users:  # others are checks of what is known
            _convert(graph, node, converters, architecture)
        elif node.op == "output":
            results = node.args[0]  # the tuple that the module returns
    for (name, _), node in zip(outputs, results, strict=True):
        graph.nodes.append(("Identity", [graph.name(node)], [name], {}))
    nodes, weights = graph.used([name for name, _ in outputs])
    try:
        return onnx_file.model(
            nodes,
            weights,
            [onnx_file.value(given, "uint8", ["n", *(size for size in shape[1:] if isinstance(size, int))])],
            [onnx_file.value(name, "float32", sizes) for name, sizes in outputs],
            name=architecture,
            producer=producer,
            properties=properties,
        )
    except OverflowError as error:
        raise LabelerError(
            "The network {name} is too large for one ONNX file, which ends at 2 GB. Nothing was written. Export it for "
            "PyTorch instead.",
            name=architecture,
        ) from error


def _convert(graph: Graph, node: fx.Node, converters: Mapping[str, Converter], architecture: str) -> None:
    values = {one: graph.constant(one) for one in node.all_input_nodes}
    if all(value is not None for value in values.values()):

        def filled(one: fx.Node) -> torch.Tensor:
            value = values[one]
            assert value is not None
            return value

        assert callable(node.target)
        found = node.target(*fx.map_arg(node.args, filled), **fx.map_arg(node.kwargs, filled))
        graph.set_constant(node, found)
        return
    if isinstance(node.meta.get("val"), torch.SymInt):
        return  # a number of images, which the graph does not name
    target = operation(node)
    if target not in converters:
        raise LabelerError(
            "The network {name} cannot be written as an ONNX graph: its operation {operation} has no counterpart here. "
            "Nothing was written. The embeddings that come with the program, residual networks and vision transformers "
            "can be; for PyTorch, every network can.",
            name=architecture,
            operation=target,
        )
    graph.set_name(node, converters[target](graph, node))


def operation(node: fx.Node) -> str:
    """Return the name of a node's operation without its overload, such as "aten.convolution"."""
    target = str(node.target)
    return target.rpartition(".")[0] if target.startswith("aten.") else target
