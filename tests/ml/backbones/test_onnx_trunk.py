"""EfficientNet-Lite by ONNX Runtime gives what PyTorch gives, or PyTorch goes on computing."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from lite_graphs import graph
from torch import nn

from desktop_labeler.ml.backbones import backbone as backbone_module
from desktop_labeler.ml.backbones import onnx_trunk
from desktop_labeler.ml.backbones.backbone_registry import PHOTO, open_backbone
from desktop_labeler.ml.backbones.efficientnet_lite import SIZES, EfficientNetLite
from desktop_labeler.ml.backbones.fuse_batchnorm import fused
from desktop_labeler.ml.backbones.onnx_trunk import OnnxTrunk, with_onnx
from desktop_labeler.ml.backbones.packaged_files import write_sums
from desktop_labeler.ml.hardware.devices import Device
from desktop_labeler.paths import resource

PLAIN = Device("cpu", bfloat16=False, channels_last=True)


def _network(size: str) -> nn.Module:
    torch.manual_seed(0)
    network = EfficientNetLite(size).eval()
    for layer in network.modules():  # as in a trained network: no normalisation is like another
        if isinstance(layer, nn.BatchNorm2d) and layer.running_mean is not None and layer.running_var is not None:
            layer.running_mean.normal_(0, 0.1)
            layer.running_var.uniform_(0.5, 2)
    return network


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("sides", [(224, 224), (97, 130)])
def test_every_size_gives_the_same_vectors(size: str, sides: tuple[int, int]) -> None:
    network = _network(size)
    faster = with_onnx(fused(network, 96), 96, 1)
    assert any(isinstance(layer, OnnxTrunk) for layer in faster.modules())
    images = torch.rand(2, 3, *sides)
    with torch.inference_mode():
        torch.testing.assert_close(faster(images), network(images), rtol=1e-3, atol=1e-3)
        assert nn.functional.cosine_similarity(faster(images), network(images)).min() >= 0.9999


@pytest.mark.parametrize("size", SIZES)
def test_the_graphs_in_the_box_are_those_of_the_networks(size: str) -> None:
    assert resource("backbones", f"{size}.onnx").read_bytes() == graph(size)


@pytest.mark.parametrize("content", [None, b"", b"no graph"])
def test_without_a_graph_pytorch_computes(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_trunk, "resource", lambda *parts: tmp_path / parts[-1])
    if content is not None:
        (tmp_path / "efficientnet-lite0.onnx").write_bytes(content)
        write_sums(tmp_path)
    network = fused(_network("efficientnet-lite0"), 96)
    assert with_onnx(network, 96, 1) is network


def test_a_graph_that_is_not_the_listed_one_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_trunk, "resource", lambda *parts: tmp_path / parts[-1])
    file = tmp_path / "efficientnet-lite0.onnx"
    file.write_bytes(graph("efficientnet-lite0"))
    network = fused(_network("efficientnet-lite0"), 96)
    assert with_onnx(network, 96, 1) is network
    write_sums(tmp_path)
    assert with_onnx(network, 96, 1) is not network


def test_a_graph_that_gives_other_vectors_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(onnx_trunk, "resource", lambda *parts: tmp_path / parts[-1])
    (tmp_path / "efficientnet-lite0.onnx").write_bytes(
        graph("efficientnet-lite0").replace(b"SAME_UPPER", b"SAME_LOWER")
    )
    write_sums(tmp_path)
    network = fused(_network("efficientnet-lite0"), 96)
    assert with_onnx(network, 96, 1) is network


def test_the_default_gives_the_same_vectors_either_way(monkeypatch: pytest.MonkeyPatch) -> None:
    images = np.random.default_rng(0).integers(0, 255, (10, 60, 224, 3), np.uint8)
    faster = open_backbone(PHOTO, PLAIN).embed(images)
    monkeypatch.setattr(backbone_module, "with_onnx", lambda network, *_: network)
    plain = open_backbone(PHOTO, PLAIN).embed(images)
    assert faster.shape == (10, 768)
    assert (faster * plain).sum(axis=1).min() >= 0.9999


@pytest.mark.slow
def test_a_processor_without_avx2_gives_the_same_vectors() -> None:
    """Oldest instructions of PyTorch and of oneDNN; ONNX Runtime chooses by the processor and cannot be told."""
    script = (
        "import numpy as np; from desktop_labeler.ml.backbones.backbone_registry import *;"
        "from desktop_labeler.ml.hardware.devices import Device;"
        "from desktop_labeler.ml.backbones import backbone;"
        "backbone.with_onnx = lambda network, *_: network;"
        "x = np.random.default_rng(0).integers(0, 255, (2, 64, 64, 3), np.uint8);"
        "print(open_backbone(PHOTO, Device('cpu', False, True)).embed(x).tolist())"
    )
    found = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"ATEN_CPU_CAPABILITY": "default", "ONEDNN_MAX_CPU_ISA": "SSE41", "PYTHONPATH": ":".join(sys.path)},
    )
    images = np.random.default_rng(0).integers(0, 255, (2, 64, 64, 3), np.uint8)
    old = np.array(json.loads(found.stdout.strip().splitlines()[-1]))
    assert (old * open_backbone(PHOTO, PLAIN).embed(images)).sum(axis=1).min() >= 0.9999
