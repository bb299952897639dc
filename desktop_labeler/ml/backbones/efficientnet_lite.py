"""EfficientNet-Lite without its classifier, built from plain torch.nn: a small network that is fast on processors.

Source: Tan & Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019, in the Lite
variant of its authors: no squeeze-and-excitation, ReLU6 instead of swish, a stem of one width for all sizes. The
published weights were trained with TensorFlow. They need pixels scaled to (x − 127) / 128, its "same" padding (at a
stride of 2, the odd pixel is on the far side) and a batch-norm epsilon of 1e-3; tests/bench/check_photo_weights.py
verifies this.
"""

import math
import re
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as nnf

_EPSILON = 1e-3
_STEM = 32
CELLS = 2  # the features of an image are the means over 2 × 2 parts of it, which keeps some information on positions
# expansion, channels, repeats, stride, kernel
_STAGES = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)


@dataclass(frozen=True)
class Size:
    """One of the published sizes.

    Attributes:
        width: factor of the number of channels.
        depth: factor of the number of repeats, of all stages but the first and the last.
        input: side of the square images that it was trained with, in pixels.
    """

    width: float
    depth: float
    input: int


SIZES = {
    "efficientnet-lite0": Size(1.0, 1.0, 224),
    "efficientnet-lite1": Size(1.0, 1.1, 240),
    "efficientnet-lite2": Size(1.1, 1.2, 260),
}
MEAN = (127 / 255, 127 / 255, 127 / 255)
STD = (128 / 255, 128 / 255, 128 / 255)


class _FarPadding(nn.Module):
    """Pads for a convolution of stride 2 as TensorFlow does: to ⌈side / 2⌉ outputs, the odd pixel at the far side."""

    def __init__(self, kernel: int) -> None:
        super().__init__()
        self.kernel = kernel

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return nnf.pad(images, (*self._missing(images.shape[3]), *self._missing(images.shape[2])))

    def _missing(self, side: int) -> tuple[int, int]:
        missing = max(0, (math.ceil(side / 2) - 1) * 2 + self.kernel - side)
        return missing // 2, missing - missing // 2


class _Unit(nn.Module):
    """A convolution, its normalisation, and optionally ReLU6."""

    def __init__(
        self, inputs: int, outputs: int, kernel: int, stride: int = 1, groups: int = 1, *, clipped: bool = True
    ) -> None:
        super().__init__()
        self.pad = _FarPadding(kernel) if stride > 1 else nn.Identity()
        padding = kernel // 2 if stride == 1 else 0
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(outputs, eps=_EPSILON)
        self.clip = nn.ReLU6() if clipped else nn.Identity()

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.clip(self.norm(self.conv(self.pad(images))))
        return found


class _Block(nn.Module):
    """Expansion, depthwise convolution and projection; the input is added if the shapes agree."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        inner = inputs * expansion
        self.expand = _Unit(inputs, inner, 1) if expansion > 1 else nn.Identity()
        self.depthwise = _Unit(inner, inner, kernel, stride, groups=inner)
        self.project = _Unit(inner, outputs, 1, clipped=False)
        self.adds = stride == 1 and inputs == outputs

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.project(self.depthwise(self.expand(images)))
        return found + images if self.adds else found


class Trunk(nn.Module):
    """(n, 3, S, S) → (n, C, ⌈S / 32⌉, ⌈S / 32⌉): stem and blocks.

    Args:
        size: one of SIZES.
    """

    def __init__(self, size: str) -> None:
        super().__init__()
        self.size = size
        shape = SIZES[size]
        self.stem = _Unit(3, _STEM, 3, 2)
        self.blocks = nn.Sequential()
        inputs = _STEM
        for place, (expansion, channels, repeats, stride, kernel) in enumerate(_STAGES):
            outputs = _scaled(channels, shape.width)
            fixed = place in (0, len(_STAGES) - 1)
            for again in range(repeats if fixed else math.ceil(repeats * shape.depth)):
                self.blocks.append(_Block(inputs, outputs, kernel, 1 if again else stride, expansion))
                inputs = outputs
        self.channels = inputs

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return the output of the last block, (n, C, ⌈S / 32⌉, ⌈S / 32⌉)."""
        found: torch.Tensor = self.blocks(self.stem(images))
        return found


class EfficientNetLite(nn.Module):
    """(n, 3, S, S), normalised by MEAN and STD → (n, 4 C): the means of the last block over 2 × 2 parts of the image.

    Args:
        size: one of SIZES.
    """

    def __init__(self, size: str) -> None:
        super().__init__()
        self.trunk = Trunk(size)
        self.pool = nn.AdaptiveAvgPool2d(CELLS)

    @property
    def numbers(self) -> int:
        """D, the length of its vectors."""
        return CELLS * CELLS * self.trunk.channels

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return the features of images, (n, 4 C), channel by channel."""
        found: torch.Tensor = self.pool(self.trunk(images)).flatten(1)
        return found


def _scaled(channels: int, factor: float) -> int:
    """Return channels × factor, rounded to a multiple of 8 that is at most a tenth below it."""
    if factor == 1:
        return channels
    wanted = channels * factor
    rounded = max(8, int(wanted + 4) // 8 * 8)
    return rounded + 8 if rounded < 0.9 * wanted else rounded


_KEY = re.compile(r"_blocks\.(\d+)\.(_expand_conv|_depthwise_conv|_project_conv|_bn[012])\.(\w+)")
_UNITS = {
    "_expand_conv": "expand.conv",
    "_bn0": "expand.norm",
    "_depthwise_conv": "depthwise.conv",
    "_bn1": "depthwise.norm",
    "_project_conv": "project.conv",
    "_bn2": "project.norm",
}


_OUTSIDE = {"_conv_stem": "trunk.stem.conv", "_bn0": "trunk.stem.norm", "_conv_head": "head.conv"}
_OUTSIDE |= {"_bn1": "head.norm", "_fc": "head.classes"}


def renamed(key: str) -> str:
    """Return the name of a weight in this module for its published name; "head.…" for weights of the head.

    Args:
        key: published name, such as "_conv_stem.weight" or "_blocks.0._depthwise_conv.weight"; other names are returned
            unchanged.
    """
    if match := _KEY.fullmatch(key):
        return f"trunk.blocks.{match[1]}.{_UNITS[match[2]]}.{match[3]}"
    first, dot, rest = key.partition(".")
    return _OUTSIDE.get(first, first) + dot + rest
