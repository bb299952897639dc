"""Checkpoints of every published layout, made from random weights: recognised, complete, or refused in words."""

import argparse
import os
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import torch
import torchvision
from safetensors.torch import save_file
from torch import nn

from desktop_labeler.errors import WeightsError
from desktop_labeler.ml.backbones.checkpoints import read_checkpoint
from desktop_labeler.ml.backbones.efficientnet_lite import SIZES, EfficientNetLite
from desktop_labeler.ml.backbones.networks import Weights, build

Wrap = Callable[[Weights], Mapping[str, object]]


def _network(name: str) -> nn.Module:
    torch.manual_seed(0)
    network: nn.Module = torchvision.models.get_model(name, weights=None)
    return network.eval()


@pytest.fixture(scope="module")
def resnet() -> nn.Module:
    return _network("resnet18")


@pytest.fixture(scope="module")
def images() -> torch.Tensor:
    return torch.randn(2, 3, 64, 64, generator=torch.Generator().manual_seed(1))


def _under(prefix: str, weights: Weights, without: str = "fc.") -> Weights:
    return {prefix + key: value for key, value in weights.items() if not key.startswith(without)}


def _noise(weights: Weights, prefix: str) -> Weights:
    """Another network of the same shape, as a momentum encoder is."""
    return _under(prefix, {key: value + 1 for key, value in weights.items()})


def _projector(prefix: str) -> Weights:
    return {f"{prefix}.0.weight": torch.randn(8, 512), f"{prefix}.0.bias": torch.randn(8)}


def _in_a_row(weights: Weights) -> Weights:
    places = {"conv1": "0", "bn1": "1", "layer1": "4", "layer2": "5", "layer3": "6", "layer4": "7"}
    return {
        f"{places[key.partition('.')[0]]}.{key.partition('.')[2]}": value
        for key, value in weights.items()
        if not key.startswith("fc.")
    }


LAYOUTS: dict[str, tuple[str, Wrap]] = {
    "torchvision": ("torchvision", lambda w: w),
    "timm": ("torchvision", lambda w: {"state_dict": w, "arch": "resnet18", "epoch": 3}),
    "moco v2": (
        "MoCo v2",
        lambda w: {
            "epoch": 200,
            "arch": "resnet18",
            "state_dict": _noise(w, "module.encoder_k.")
            | _under("module.encoder_q.", w)
            | _projector("module.encoder_q.fc")
            | {"module.queue": torch.randn(8, 16), "module.queue_ptr": torch.zeros(1)},
            "optimizer": {"state": {}, "param_groups": [{"lr": 0.03}]},
        },
    ),
    "moco v3": (
        "MoCo v3",
        lambda w: {
            "state_dict": _noise(w, "module.momentum_encoder.")
            | _under("module.base_encoder.", w)
            | _projector("module.base_encoder.fc")
            | _projector("module.predictor")
        },
    ),
    "simsiam": (
        "SimSiam",
        lambda w: {
            "state_dict": _under("module.encoder.", w)
            | _projector("module.encoder.fc")
            | _projector("module.predictor")
        },
    ),
    "byol": (
        "BYOL",
        lambda w: (
            _noise(w, "target_encoder.net.")
            | _under("online_encoder.net.", w)
            | _projector("online_encoder.projector.net")
            | _projector("online_predictor.net")
        ),
    ),
    "simclr": (
        "SimCLR",
        lambda w: {"state_dict": _under("backbone.", w) | _projector("backbone.fc"), "arch": "resnet18"},
    ),
    "lightly": (
        "SimCLR",
        lambda w: {
            "pytorch-lightning_version": "2.0",
            "state_dict": _under("backbone.", _in_a_row(w)) | _projector("projection_head.layers"),
            "hyper_parameters": {"lr": 0.1},
        },
    ),
    "lightning": (
        "Lightning",
        lambda w: {
            "pytorch-lightning_version": "2.0",
            "state_dict": _under("model.", w, without=" "),
            "hyper_parameters": {"lr": 0.1},
        },
    ),
    "dino": (
        "DINO",
        lambda w: {
            "student": _noise(w, "module.backbone."),
            "teacher": _under("backbone.", w) | _projector("head.mlp") | {"head.last_layer.weight_v": torch.ones(2, 2)},
            "args": argparse.Namespace(arch="resnet18"),
            "epoch": 1,
        },
    ),
    "compiled": ("Lightning", lambda w: {"model": _under("_orig_mod.", w, without=" ")}),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_gives_the_same_features(
    name: str, resnet: nn.Module, images: torch.Tensor, tmp_path: Path
) -> None:
    layout, wrap = LAYOUTS[name]
    file = tmp_path / "weights.pth"
    torch.save(dict(wrap(resnet.state_dict())), file)
    network, dim, _, found = read_checkpoint(file)
    assert (found.layout, found.architecture, dim) == (layout, "resnet18", 512)
    assert not found.missing
    with torch.inference_mode():
        expected = nn.Sequential(*list(resnet.children())[:-1])(images).flatten(1)
        torch.testing.assert_close(network(images), expected)
    assert "layer1.0.conv1.weight" not in found.unexpected
    assert all("conv1" not in key or "_k" in key or "momentum" in key or "target" in key for key in found.unexpected)


def test_heads_are_reported_as_unused(resnet: nn.Module, tmp_path: Path) -> None:
    file = tmp_path / "weights.safetensors"
    save_file(resnet.state_dict(), file)
    assert read_checkpoint(file)[3].unexpected == ("fc.bias", "fc.weight")


@pytest.mark.parametrize(
    "name",
    ["resnet34", "resnet50", "resnext50_32x4d", "mobilenet_v3_small", "squeezenet1_1"],
)
def test_architecture_is_guessed(name: str, tmp_path: Path) -> None:
    file = tmp_path / "weights.safetensors"
    network = _network(name)
    save_file(network.state_dict(), file)
    _, _, _, found = read_checkpoint(file)
    assert found.architecture == name


def test_torchvision_vision_transformer_is_guessed(tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = torchvision.models.VisionTransformer(64, 16, 2, 6, 384, 1536).eval()
    file = tmp_path / "weights.safetensors"
    save_file(network.state_dict(), file)
    network.heads = nn.Identity()
    loaded, dim, preprocessing, found = read_checkpoint(file)
    assert (found.architecture, dim, preprocessing.size) == ("vit-384-2-6-16@64", 384, 64)
    images = torch.randn(2, 3, 64, 64)
    with torch.inference_mode():
        torch.testing.assert_close(loaded(images), network(images))


_UNITS = {
    "expand": ("_expand_conv", "_bn0"),
    "depthwise": ("_depthwise_conv", "_bn1"),
    "project": ("_project_conv", "_bn2"),
}


def _published(key: str) -> str:
    """Return the name that a weight of EfficientNet-Lite is published with."""
    _, part, *rest = key.split(".")
    if part == "stem":
        return f"{'_conv_stem' if rest[0] == 'conv' else '_bn0'}.{rest[1]}"
    number, unit, kind, name = rest
    return f"_blocks.{number}.{_UNITS[unit][kind == 'norm']}.{name}"


@pytest.mark.parametrize("name", SIZES)
@pytest.mark.parametrize("prefix", ["", "module."])
def test_published_efficientnet_lite_is_recognised(name: str, prefix: str, tmp_path: Path) -> None:
    torch.manual_seed(0)
    network = EfficientNetLite(name).eval()
    head = {
        "_conv_head.weight": torch.zeros(8, 8, 1, 1),
        "_bn1.weight": torch.zeros(8),
        "_fc.weight": torch.zeros(8, 8),
    }
    weights = {_published(key): value for key, value in network.state_dict().items()} | head
    torch.save({prefix + key: value for key, value in weights.items()}, tmp_path / "weights.pth")
    loaded, dim, preprocessing, found = read_checkpoint(tmp_path / "weights.pth")
    assert (found.layout, found.architecture, dim) == ("EfficientNet-Lite", name, network.numbers)
    assert (found.missing, found.unexpected) == ((), tuple(sorted(prefix + key for key in head)))
    assert preprocessing.size == SIZES[name].input
    images = torch.randn(1, 3, 65, 96)
    with torch.inference_mode():
        torch.testing.assert_close(loaded(images), network(images))


def test_an_efficientnet_that_is_not_lite_is_refused(tmp_path: Path) -> None:
    weights = {_published(key): value for key, value in EfficientNetLite("efficientnet-lite0").state_dict().items()}
    torch.save(weights | {"_blocks.0._se_reduce.weight": torch.zeros(8, 32, 1, 1)}, tmp_path / "weights.pth")
    with pytest.raises(WeightsError, match="Nothing was changed"):
        read_checkpoint(tmp_path / "weights.pth")


def test_small_image_stem_is_guessed(tmp_path: Path) -> None:
    network, _, _ = build("resnet18-small")
    save_file(network.state_dict(), tmp_path / "weights.safetensors")
    assert read_checkpoint(tmp_path / "weights.safetensors")[3].architecture == "resnet18-small"


@pytest.mark.parametrize(
    ("model", "layout", "wrap"),
    [
        (
            "vit_small_patch16_224.dino",
            "DINO",
            lambda w: {"teacher": _under("module.backbone.", w), "student": _noise(w, "module.backbone.")},
        ),
        ("vit_small_patch8_224.dino", "timm", lambda w: w),
        ("vit_small_patch14_dinov2.lvd142m", "DINOv2", lambda w: w | {"mask_token": torch.zeros(1, 384)}),
    ],
)
def test_vision_transformers_equal_timm(model: str, layout: str, wrap: Wrap, tmp_path: Path) -> None:
    timm = pytest.importorskip("timm")
    torch.manual_seed(0)
    theirs = timm.create_model(model, pretrained=False, num_classes=0, depth=2, img_size=224).eval()
    for key, value in theirs.state_dict().items():
        if key.endswith("gamma") or key == "pos_embed":
            value.normal_()
    torch.save(dict(wrap(theirs.state_dict())), tmp_path / "weights.pth")
    ours, _, preprocessing, found = read_checkpoint(tmp_path / "weights.pth")
    images = torch.randn(1, 3, preprocessing.size, preprocessing.size)
    assert found.layout == layout
    with torch.inference_mode():
        torch.testing.assert_close(ours(images), theirs(images), atol=1e-4, rtol=1e-4)


class _Code:
    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"echo ran > {self.target}",)


@pytest.mark.parametrize("save", [lambda v, f: torch.save(v, f), lambda v, f: f.write_bytes(pickle.dumps(v))])
def test_code_in_a_file_is_refused_and_not_run(save: Callable[[object, Path], object], tmp_path: Path) -> None:
    trace, file = tmp_path / "ran", tmp_path / "weights.pth"
    save({"state_dict": {"conv1.weight": torch.zeros(2)}, "x": _Code(trace)}, file)
    with pytest.raises(WeightsError, match=r"not opened|damaged"):
        read_checkpoint(file)
    assert not trace.exists()


def test_a_whole_pickled_network_is_refused(resnet: nn.Module, tmp_path: Path) -> None:
    torch.save(resnet, tmp_path / "model.pt")
    with pytest.raises(WeightsError, match=r"more than tensors \(torchvision"):
        read_checkpoint(tmp_path / "model.pt")


@pytest.mark.parametrize("suffix", ["pth", "safetensors"])
@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99])
def test_cut_off_files_are_refused(suffix: str, share: float, resnet: nn.Module, tmp_path: Path) -> None:
    file = tmp_path / f"weights.{suffix}"
    if suffix == "pth":
        torch.save(resnet.state_dict(), file)
    else:
        save_file(resnet.state_dict(), file)
    os.truncate(file, int(file.stat().st_size * share))
    with pytest.raises(WeightsError, match=r"cut off|damaged|complete"):
        read_checkpoint(file)


@pytest.mark.parametrize("suffix", ["pth", "safetensors"])
def test_huge_files_are_refused_unread(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"weights.{suffix}"
    file.touch()
    os.truncate(file, 20_000_000_000)  # sparse: takes no room
    with pytest.raises(WeightsError, match="20 GB"):
        read_checkpoint(file)


def test_another_architecture_is_refused(resnet: nn.Module, tmp_path: Path) -> None:
    file = tmp_path / "weights.safetensors"
    save_file(resnet.state_dict(), file)
    for architecture in ("resnet50", "resnet34", "mobilenet_v3_small", "vit_b_16", "resnet18-small"):
        with pytest.raises(WeightsError, match="does not fit"):
            read_checkpoint(file, architecture)


@pytest.mark.parametrize(
    "content", [{}, {"a": 1}, {"model": {"x": "y"}}, [1, 2], {"w": torch.zeros(3), "b": torch.zeros(1)}]
)
def test_files_without_a_known_network_are_refused(content: object, tmp_path: Path) -> None:
    torch.save(content, tmp_path / "weights.pth")
    with pytest.raises(WeightsError):
        read_checkpoint(tmp_path / "weights.pth")


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "photo.pth").write_bytes(b"\xff\xd8\xff\xe0" + bytes(1000))
    for file in (tmp_path / "photo.pth", tmp_path / "missing.pth", tmp_path):
        with pytest.raises(WeightsError):
            read_checkpoint(file)
