"""The network behind the embedding of small patches: one convolution per scale, and a linear map.

What it computes, and how it is learnt, is told in patches.py. It is a module like any other: it can be stored as a
backbone, and its last map trained on.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import torch
from torch import nn
from torch.nn import functional as nnf

Float32Array: TypeAlias = npt.NDArray[np.float32]

ARCHITECTURE = "patches-2"
INPUT = 32  # pixels, side of the image
DIM = 384
SIDE = 6  # pixels of a patch
VALUES = 3 * SIDE * SIDE
CENTRES = 256
STEPS = (1, 1)  # from patch to patch at full and at half size
FLAT = 10 / 255**2  # added to the variance of a patch: noise of flat ones stays small (Coates et al.)
THRESHOLD = 0.1
_OUTPUTS = VALUES + CENTRES
_QUARTERS = 2
_FEATURES = len(STEPS) * CENTRES * _QUARTERS**2


class PatchEmbedding(nn.Module):
    """(n, 3, 32, 32) in [0, 1] → (n, 384); made by fit_patches or from its stored arrays."""

    def __init__(self, dim: int = DIM) -> None:
        super().__init__()
        # The dictionary stays as it was learnt when the embedding is trained on: only the last map is trained.
        self.filters = nn.Parameter(torch.zeros(len(STEPS) * _OUTPUTS, 3, SIDE, SIDE), requires_grad=False)
        self.offsets = nn.Parameter(torch.zeros(len(STEPS) * _OUTPUTS), requires_grad=False)
        self.mean = nn.Parameter(torch.zeros(_FEATURES), requires_grad=False)
        self.directions = nn.Parameter(torch.zeros(_FEATURES, dim))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return the vectors, not yet of unit length."""
        with torch.autocast(images.device.type, enabled=False):
            return (self.features(images.float()) - self.mean) @ self.directions

    def features(self, images: torch.Tensor) -> torch.Tensor:
        """Return (n, 2048): how much of each centre is in each quarter of the image, at two scales."""
        parts = [
            responses(scaled, self.filters[of_scale(scale)], self.offsets[of_scale(scale)], step)
            for scale, (scaled, step) in enumerate(zip(scales(images), STEPS, strict=True))
        ]
        return torch.cat(parts, 1)

    def arrays(self) -> dict[str, Float32Array]:
        """Return what has to be stored to embed new images in the same way later."""
        return {name: value.detach().cpu().numpy() for name, value in self.state_dict().items()}


def of_scale(scale: int) -> slice:
    """Return the filters of a scale: the first 108 whiten a patch, the others are the centres on the whitened one."""
    return slice(scale * _OUTPUTS, (scale + 1) * _OUTPUTS)


def scales(images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the images at full and at half size."""
    return images, nnf.avg_pool2d(images, 2)


def responses(images: torch.Tensor, filters: torch.Tensor, offsets: torch.Tensor, step: int) -> torch.Tensor:
    """Return (n, 256 · 4): cosine of each whitened patch and each centre over the threshold, per quarter, as roots.

    One convolution does it all: each filter sums to 0, so a patch need not be centred first.
    """
    grey = images.mean(1, keepdim=True)
    square = (images * images).mean(1, keepdim=True)
    mean, mean_square = (nnf.avg_pool2d(value, SIDE, step) for value in (grey, square))
    contrast = torch.rsqrt((mean_square - mean * mean).clamp_min(0) + FLAT)  # (n, 1, r, r)
    found = nnf.conv2d(images, filters, stride=step) * contrast - offsets[:, None, None]
    length = found[:, :VALUES].square().sum(1, keepdim=True).clamp_min(1e-12).sqrt()
    close = nnf.relu(found[:, VALUES:] / length - THRESHOLD)
    return (nnf.adaptive_avg_pool2d(close, _QUARTERS).flatten(1) + 1e-6).sqrt()  # the slope of a root at 0 is infinite
