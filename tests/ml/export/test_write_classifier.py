"""Every kind of network gives the same probabilities as a graph in ONNX Runtime as it gives in PyTorch."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch import nn

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.errors import LabelerError
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo, Flips
from desktop_labeler.ml.backbones.networks import Preprocessing, build
from desktop_labeler.ml.classify.calibration import energy_of
from desktop_labeler.ml.classify.folder_distance import FolderDistance
from desktop_labeler.ml.classify.portable_head import PortableHead
from desktop_labeler.ml.export.classifier_network import ClassifierNetwork, FrozenNetwork
from desktop_labeler.ml.export.write_classifier import onnx_file_of, save_program, torch_program
from desktop_labeler.ml.graph.graph_features import own_features
from desktop_labeler.ml.hardware.devices import Device

CLASSES = 4
FLOAT32 = Device("cpu", bfloat16=False, channels_last=True)


def _backbone(architecture: str, flips: Flips, *, whitened: bool) -> Backbone:
    torch.manual_seed(0)
    network, dim, preprocessing = build(architecture)
    for module in network.modules():  # as after a training: statistics that are not 0 and 1
        if isinstance(module, nn.BatchNorm2d):
            assert module.running_mean is not None
            assert module.running_var is not None
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    for parameter in network.parameters():
        if not parameter.any():
            nn.init.normal_(parameter, 0, 0.05)
    whitening = np.eye(dim, dtype=np.float32) + 0.01 * np.random.default_rng(1).normal(size=(dim, dim))
    info = BackboneInfo(architecture, "imported", dim, preprocessing.size, Message("a test"))
    found = Backbone(network, info, preprocessing, FLOAT32, architecture=architecture, flips=flips)
    return found.whitened_by(whitening.astype(np.float32)) if whitened else found


def _head(dim: int, least_energy: float = -9.0, farthest: float = 150.0) -> PortableHead:
    chance, width = np.random.default_rng(2), min(dim, 32)
    arrays = (chance.normal(0, scale, shape) for scale, shape in _shapes(dim, width))
    mean, turn, weights, bias = (array.astype(np.float32) for array in arrays)
    along = -chance.random(width).astype(np.float32) * 100
    return PortableHead(mean, turn, weights, bias, 0.8, least_energy, FolderDistance(along, 200.0, farthest))


def _shapes(dim: int, width: int) -> list[tuple[float, tuple[int, ...]]]:
    return [(0.01, (dim,)), (dim**-0.5, (dim, width)), (2.0, (width, CLASSES)), (1.0, (CLASSES,))]


def _images(size: int, count: int) -> UInt8Array:
    chance = np.random.default_rng(3)
    tints = chance.integers(0, 128, (count, 1, 1, 3))
    return (chance.integers(0, 128, (count, size, size, 3)) + tints).astype(np.uint8)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("architecture", "flips", "whitened"),
    [
        ("photo-1", "any", True),
        ("patches-4", "mirror", True),
        ("patches-2", "none", False),
        ("resnet10-half", "none", False),
        ("resnet18-small", "none", False),
        ("vit-48-2-2-32", "none", False),
        ("mobilenet_v3_small", "none", False),
        ("efficientnet-lite0", "none", False),
    ],
)
def test_the_graph_gives_what_the_network_gives(
    architecture: str, flips: Flips, whitened: bool, tmp_path: Path
) -> None:
    backbone = _backbone(architecture, flips, whitened=whitened)
    head, shape = _head(backbone.info.dim), backbone.preprocessing
    network = FrozenNetwork(backbone, head)
    program = torch_program(network, shape)
    content = onnx_file_of(program, shape, CLASSES, architecture, {"made by": "a test"})
    onnx.checker.check_model(onnx.load_from_string(content), full_check=True)
    assert len(content) < 1.2 * 4 * sum(each.numel() for each in network.state_dict().values()) + 300_000
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    save_program(program, tmp_path / "model.pt2")
    loaded = torch.export.load(tmp_path / "model.pt2").module()
    for count in (1, 2, 5):
        images = _images(shape.size, count)
        expected, expected_energy = head.scores(backbone.embed_prepared(images))
        probabilities, energy = session.run(["probabilities", "likeness"], {"images": images})
        np.testing.assert_allclose(probabilities, expected, atol=1e-4)
        np.testing.assert_allclose(energy, expected_energy, atol=1e-3)
        again = loaded(torch.from_numpy(images))
        np.testing.assert_allclose(again[0].numpy(), expected, atol=1e-4)
        np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("least_energy", [-9.0, -np.inf])
@pytest.mark.parametrize("farthest", [150.0, np.inf])
def test_likenesses_are_the_same_whatever_could_be_measured(least_energy: float, farthest: float) -> None:
    backbone = _backbone("patches-2", "none", whitened=True)
    head, shape = _head(backbone.info.dim, least_energy, farthest), backbone.preprocessing
    content = onnx_file_of(torch_program(FrozenNetwork(backbone, head), shape), shape, CLASSES, "patches-2", {})
    images = _images(shape.size, 5)
    (found,) = onnxruntime.InferenceSession(content).run(["likeness"], {"images": images})
    vectors = backbone.embed_prepared(images)
    np.testing.assert_allclose(found, head.scores(vectors)[1], atol=1e-3)
    energy = energy_of(own_features(vectors, head.mean, head.turn) @ head.weights + head.bias)
    too_far = head.distance.of(vectors, head.mean, head.turn) > farthest
    np.testing.assert_array_equal(found < head.unlike_below, too_far | (energy < least_energy))


class _Odd(nn.Module):
    def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        found = torch.fft.rfft(images.mean((2, 3))).abs()
        return torch.softmax(found, 1), found.sum(1)


def test_a_network_that_cannot_be_converted_is_said() -> None:
    shape = Preprocessing(8, 8, "squash")
    program = torch_program(_Odd(), shape)
    with pytest.raises(LabelerError, match=r"cannot be written as an ONNX graph: its operation aten\._fft"):
        onnx_file_of(program, shape, 2, "odd", {})


class _Plain(nn.Module):
    """One operation of each kind that no network above has."""

    def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        padded = nn.functional.pad(images, (1, 2, 3, 4), value=0.5)
        pooled = nn.functional.max_pool2d(padded, 3, 2, 1) + nn.functional.avg_pool2d(padded, 3, 2, 1)
        bent = nn.functional.gelu(pooled) + nn.functional.gelu(pooled, approximate="tanh") + nn.functional.silu(pooled)
        part = bent.clone()
        part[:, 1:2, 2:4] = part[:, 1:2, 2:4].tanh() / 3
        found = nn.functional.adaptive_avg_pool2d(part, (3, 2)).flatten(1)
        found = found.clamp(-0.7, 0.9) - found.pow(3).abs().sqrt() + found[:, :1].neg()
        return torch.log_softmax(found, 1), found.amax(1)


@pytest.mark.parametrize("size", [8, 13])
def test_single_operations(size: int) -> None:
    shape = Preprocessing(size, size, "squash")
    network = _Plain()
    content = onnx_file_of(torch_program(network, shape), shape, 18, "plain", {})
    onnx.checker.check_model(onnx.load_from_string(content), full_check=True)
    images = _images(size, 4)
    found = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"]).run(None, {"images": images})
    expected = ClassifierNetwork(shape, network)(torch.from_numpy(images))
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other.numpy(), atol=1e-5)
