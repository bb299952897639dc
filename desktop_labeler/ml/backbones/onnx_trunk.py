"""EfficientNet-Lite in ONNX Runtime on a processor: the same vectors as with PyTorch in a third of the time.

The graph of each size comes with the program (packaging/lite_graphs.py), without weights. These are passed from the
network itself, so that imported and trained weights work too. Measurements: .github/measurements/photo.md.
"""

import copy
import importlib
import logging
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from desktop_labeler.ml.backbones.efficientnet_lite import Trunk
from desktop_labeler.ml.backbones.packaged_files import is_intact
from desktop_labeler.paths import resource

_DIFFERENCE = 1e-3  # relative to the output's length; the order of sums causes a hundredth of it
_LOG = logging.getLogger(__name__)


class OnnxTrunk(nn.Module):
    """(n, 3, S, S) float32 → (n, C, ⌈S / 32⌉, ⌈S / 32⌉), the output of the trunk; may be called on several threads.

    Args:
        trunk: a trunk in evaluation mode with batch normalisation fused into its convolutions.
        graph: file of its graph.
        threads: number of threads that one call uses.

    Raises:
        ImportError: ONNX Runtime cannot be loaded here.
        RuntimeError: the graph is damaged, or belongs to another trunk.
    """

    def __init__(self, trunk: Trunk, graph: Path, threads: int) -> None:
        super().__init__()
        self._session, self._held = _session(trunk, graph, threads)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return the output of the trunk."""
        given = np.ascontiguousarray(images.float().numpy())
        return torch.from_numpy(self._session.run(None, {"images": given})[0])


def with_onnx(network: nn.Module, size: int, threads: int) -> nn.Module:
    """Return a network whose EfficientNet-Lite trunks run in ONNX Runtime; itself if it has none or that fails.

    Args:
        network: a fused network on the CPU in evaluation mode; it is not changed.
        size: S, a side of the input in pixels that the network accepts.
        threads: number of threads that one call uses.
    """
    trunks = [name for name, layer in network.named_modules() if type(layer) is Trunk]
    if not trunks:
        return network
    faster = copy.deepcopy(network)
    try:
        for name in trunks:
            trunk = network.get_submodule(name)
            assert isinstance(trunk, Trunk)
            graph = resource("backbones", f"{trunk.size}.onnx")
            if not is_intact(graph):
                raise RuntimeError(f"{graph.name} is missing or damaged")
            parent, _, leaf = name.rpartition(".")
            setattr(faster.get_submodule(parent), leaf, OnnxTrunk(trunk, graph, threads))
        image = torch.rand(1, 3, size, size, generator=torch.Generator().manual_seed(0))
        with torch.inference_mode():
            before, after = network(image), faster(image)
        same = bool((after - before).norm() <= _DIFFERENCE * before.norm())
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        _LOG.warning("ONNX Runtime cannot be used, PyTorch computes: %s", error)
        return network
    if not same:
        _LOG.warning("ONNX Runtime gives other vectors than PyTorch here, which computes")
    return faster if same else network


def engine_version() -> str:
    """Return the version of ONNX Runtime; "none" if it cannot be loaded, in which case PyTorch is used alone."""
    try:
        return str(importlib.import_module("onnxruntime").__version__)
    except (ImportError, OSError):
        return "none"


def _session(trunk: Trunk, graph: Path, threads: int) -> tuple[Any, list[Any]]:
    """Return a session with the trunk's weights, and the objects that must live as long as it does."""
    engine = importlib.import_module("onnxruntime")
    engine.disable_telemetry_events()  # of builds for Windows components, which ignore ORT_DISABLE_TELEMETRY
    options = engine.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads do not spin
    options.log_severity_level = 3
    weights = {name: value.detach().float().numpy().copy() for name, value in trunk.state_dict().items()}
    held = [engine.OrtValue.ortvalue_from_numpy(value) for value in weights.values()]
    try:
        options.add_external_initializers(list(weights), held)
        session = engine.InferenceSession(graph.read_bytes(), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # its errors have no other common base class
        raise RuntimeError(str(error)) from error
    return session, held
