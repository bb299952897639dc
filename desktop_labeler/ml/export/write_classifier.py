"""Writes a classifier as a file that other programs run: an ONNX graph, or a program of torch.export."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import cast

import torch
from torch import nn
from torch.export import Dim, ExportedProgram

from desktop_labeler import __version__
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.export.classifier_network import ClassifierNetwork
from desktop_labeler.ml.export.onnx_graph import as_onnx
from desktop_labeler.ml.export.onnx_operators import CONVERTERS

IMAGES, PROBABILITIES, LIKENESS = "images", "probabilities", "likeness"
# Operations that have a counterpart as a whole; their parts repeat weights, or guard against what is not here.
_ATEN = torch.ops.aten
_WHOLE = (_ATEN.linear.default, _ATEN.matmul.default, _ATEN.scaled_dot_product_attention.default)
_EXAMPLE = 3  # images; one would fix their number


def torch_program(classifier: nn.Module, preprocessing: Preprocessing) -> ExportedProgram:
    """Return a classifier as a program for any number of images.

    Args:
        classifier: (n, 3, S, S) normalised → (n, C) probabilities and (n,) likenesses, on the CPU.
        preprocessing: what is done to images first.
    """
    # Weights with channels last would bring operations on strides into the program.
    network = ClassifierNetwork(preprocessing, classifier).eval().to(memory_format=torch.contiguous_format)
    size = preprocessing.size
    images = torch.zeros(_EXAMPLE, size, size, 3, dtype=torch.uint8)
    with torch.no_grad():
        return torch.export.export(network, (images,), dynamic_shapes=({0: Dim("n", min=1)},), strict=False)


def onnx_file_of(
    program: ExportedProgram,
    preprocessing: Preprocessing,
    classes: int,
    architecture: str,
    properties: Mapping[str, str],
) -> bytes:
    """Return the ONNX file of a program.

    Args:
        program: see torch_program.
        preprocessing: what is done to images first.
        classes: C.
        architecture: of the network.
        properties: texts that readers of the file show.

    Raises:
        LabelerError: the network has an operation without a counterpart, or is too large for one file.
    """
    with torch.no_grad():
        table = cast("dict[object, Callable[..., object]]", torch.export.default_decompositions())
        for whole in _WHOLE:
            table.pop(whole, None)
        core = program.run_decompositions(table)
        return as_onnx(
            core,
            CONVERTERS,
            given=IMAGES,
            outputs=[(PROBABILITIES, ["n", classes]), (LIKENESS, ["n"])],
            architecture=architecture,
            producer=("Desktop Labeler", __version__),
            properties=properties,
        )


def save_program(program: ExportedProgram, file: Path) -> None:
    """Write a program to a file that torch.export.load reads."""
    torch.export.save(program, file)
