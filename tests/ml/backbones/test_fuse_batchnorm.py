"""Folding: the same vectors with fewer layers, and nothing fused where that would change them."""

import copy

import pytest
import torch
from torch import nn

from desktop_labeler.ml.backbones.fuse_batchnorm import fused
from desktop_labeler.ml.backbones.networks import build


def _with_statistics(network: nn.Module, seed: int = 0) -> nn.Module:
    """Give every normalisation statistics, scale and shift as after training."""
    chance = torch.Generator().manual_seed(seed)
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d):
            assert layer.running_mean is not None
            assert layer.running_var is not None
            layer.running_mean.normal_(0, 0.2, generator=chance)
            layer.running_var.uniform_(0.5, 2, generator=chance)
            if layer.affine:
                nn.init.uniform_(layer.weight, 0.5, 1.5, generator=chance)
                nn.init.normal_(layer.bias, 0, 0.2, generator=chance)
    return network.eval()


def _normalisations(network: nn.Module) -> int:
    return sum(isinstance(layer, nn.BatchNorm2d) for layer in network.modules())


def _seen(network: nn.Module, size: int) -> torch.Tensor:
    with torch.inference_mode():
        seen: torch.Tensor = network(torch.randn(3, 3, size, size, generator=torch.Generator().manual_seed(7)))
        return seen


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("resnet18", 0),
        ("resnet50", 0),
        ("resnet18-small", 0),
        ("mobilenet_v3_small", 0),
        ("shufflenet_v2_x0_5", 0),
        ("regnet_y_400mf", 0),
        ("googlenet", 0),
        ("mnasnet0_5", 0),
        ("densenet121", 62),  # most of its normalisations read several layers
        ("timm:resnet10t", 0),
    ],
)
def test_a_folded_network_gives_the_same(name: str, left: int) -> None:
    torch.manual_seed(0)
    built, _, _ = build(name)
    network = _with_statistics(built)
    before = copy.deepcopy(network.state_dict())
    lighter = fused(network, 64)
    assert _normalisations(lighter) == left < _normalisations(network)
    torch.testing.assert_close(_seen(lighter, 64), _seen(network, 64), rtol=1e-3, atol=1e-4)
    for key, value in network.state_dict().items():
        assert torch.equal(value, before[key]), key


@pytest.mark.parametrize("name", ["vit-32-2-2-16@32", "squeezenet1_1"])
def test_a_network_without_normalisation_stays_itself(name: str) -> None:
    network, _, _ = build(name)
    assert fused(network, 64 if name.startswith("sq") else 32) is network


class _Block(nn.Module):
    """A convolution and a normalisation, joined in ways that forbid folding."""

    def __init__(self, way: str) -> None:
        super().__init__()
        self.way = way
        self.convolution = nn.Conv2d(3, 3, 3, padding=1)
        self.normalisation = nn.BatchNorm2d(3)
        self.other = nn.BatchNorm2d(3)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        made = self.convolution(images)
        if self.way == "read elsewhere too":
            made = self.normalisation(made) + made
        elif self.way == "changed in place":
            made = self.normalisation(made.relu_())
        elif self.way == "called twice":
            made = self.normalisation(self.convolution(made))
        elif self.way == "normalised twice":
            made = self.normalisation(made) + self.other(made)
        elif self.way == "something between":
            made = self.normalisation(made * 2)
        found: torch.Tensor = made.mean((2, 3))
        return found


@pytest.mark.parametrize(
    "way", ["read elsewhere too", "changed in place", "called twice", "normalised twice", "something between"]
)
def test_what_cannot_be_folded_is_left(way: str) -> None:
    torch.manual_seed(0)
    network = _with_statistics(_Block(way))
    assert fused(network, 16) is network


def test_weights_that_are_no_numbers_are_left() -> None:
    network = _with_statistics(build("resnet18-small")[0])
    next(network.parameters()).data[0] = float("nan")
    assert fused(network, 32) is network


def test_a_network_folds_where_nothing_is_differentiated() -> None:
    network = _with_statistics(build("resnet18-small")[0])
    with torch.inference_mode():
        assert _normalisations(fused(network, 32)) == 0
