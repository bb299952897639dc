"""The network of the embedding of small patches: one convolution per scale, and a linear map.

What it computes and how it is learnt is described in patches.py. It is an ordinary torch module: it can be stored as a
backbone, and its last map can be trained further.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
from torch import nn
from torch.nn import functional as nnf

from desktop_labeler.array_types import Float32Array

DIM = 384
SIDE = 6  # pixels of a patch
VALUES = 3 * SIDE * SIDE
CENTRES = 256
FLAT = 10 / 255**2  # added to the variance of a patch, so that the noise of flat patches stays small (Coates et al.)
THRESHOLD = 0.1
CLOSER = 0.8  # weight of the features of the enlarged middle
_OUTPUTS = VALUES + CENTRES
_AT_ONCE = (
    8  # images at a time on a CPU, so that responses fit into its cache: 5 ms of processor time per image, not 13
)


@dataclass(frozen=True)
class Scale:
    """Where patches are taken and counted.

    Attributes:
        shrink: side in pixels of the squares over which the image is averaged first.
        step: distance between patches in pixels.
        cells: patches are counted in cells × cells parts of the image, once for each entry.
    """

    shrink: int
    step: int
    cells: tuple[int, ...]


@dataclass(frozen=True)
class Layout:
    """Which scales, parts and counts an embedding of small patches uses.

    Attributes:
        input: S, side of the image in pixels.
        scales: the scales of its patches.
        blocks: for each block the counts that it uses, as (shrink, cells); each block has its own map onto a part of
            the vector.
        parts: sides of the middle parts of the image whose features are averaged; 1 is the whole image.
        closer: blocks that also map the middle half of the image, at twice the scale; the whole image is then used at
            half its size. Their numbers follow those of the whole image.
    """

    input: int
    scales: tuple[Scale, ...]
    blocks: tuple[tuple[tuple[int, int], ...], ...]
    parts: tuple[float, ...] = (1.0,)
    closer: tuple[int, ...] = ()

    @property
    def seen(self) -> int:
        """Side of the image from which patches are taken and learnt, in pixels."""
        return self.input // 2 if self.closer else self.input

    def numbers(self, dim: int) -> int:
        """Return D, the length of a vector, if the whole image gives `dim` numbers."""
        return dim + len(self.closer) * (dim // len(self.blocks))

    @property
    def features(self) -> int:
        """F, the number of features before the last map."""
        return sum(CENTRES * cells**2 for scale in self.scales for cells in scale.cells)

    def columns(self, block: int) -> torch.Tensor:
        """Return the positions of the features that a block maps, (f,) int64."""
        wanted = [
            torch.full((CENTRES * cells**2,), (scale.shrink, cells) in self.blocks[block])
            for scale in self.scales
            for cells in scale.cells
        ]
        return torch.cat(wanted).nonzero()[:, 0]


ARCHITECTURE = "patches-4"
_SCALES = (Scale(1, 2, (3,)), Scale(2, 1, (2, 3)), Scale(4, 1, (2,)))
_BLOCKS = (((2, 2), (4, 2)), ((1, 3), (2, 3), (4, 2)))  # coarse counts, fine counts
LAYOUTS = {
    # layouts of earlier versions, which trained backbones may have
    "patches-2": Layout(32, (Scale(1, 1, (2,)), Scale(2, 1, (2,))), (((1, 2), (2, 2)),)),
    "patches-3": Layout(64, _SCALES, _BLOCKS, (1.0, 0.88)),
    ARCHITECTURE: Layout(128, _SCALES, _BLOCKS, (1.0, 0.88), closer=(1,)),
}
LAYOUT = LAYOUTS[ARCHITECTURE]


class PatchEmbedding(nn.Module):
    """(n, 3, S, S) in [0, 1] → (n, D); made by fit_patches or from its stored arrays.

    Args:
        dim: number of outputs of its maps for the whole image; D = layout.numbers(dim).
        layout: scales, parts and counts to use.
    """

    def __init__(self, dim: int = DIM, layout: Layout = LAYOUT) -> None:
        super().__init__()
        self.layout = layout
        outputs = len(layout.scales) * _OUTPUTS
        # The dictionary is not changed when the embedding is trained further: only the last map is trained.
        self.filters = nn.Parameter(torch.zeros(outputs, 3, SIDE, SIDE), requires_grad=False)
        self.offsets = nn.Parameter(torch.zeros(outputs), requires_grad=False)
        self.mean = nn.Parameter(torch.zeros(layout.features), requires_grad=False)
        self.directions = nn.Parameter(torch.zeros(layout.features, dim))

    @property
    def numbers(self) -> int:
        """D, the length of its vectors."""
        return self.layout.numbers(self.directions.shape[1])

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return (n, D) vectors, not yet of unit length; in training mode, of the whole image only."""
        with torch.autocast(images.device.type, enabled=False):
            if torch.compiler.is_exporting():  # for any number of images, which a loop over parts is not
                return self._vectors(images)
            size = _AT_ONCE if images.device.type == "cpu" else max(1, len(images))
            return torch.cat([self._vectors(some.float()) for some in torch.split(images, size)])

    def _vectors(self, images: torch.Tensor) -> torch.Tensor:
        if not self.layout.closer:
            return self._mapped(images)
        edge, share = self.layout.input // 4, self.directions.shape[1] // len(self.layout.blocks)
        whole = self._mapped(nnf.avg_pool2d(images, 2))
        close = self._mapped(images[..., edge:-edge, edge:-edge])
        wanted = [close[:, block * share : (block + 1) * share] for block in self.layout.closer]
        return torch.cat([whole, *(CLOSER * block for block in wanted)], 1)

    def _mapped(self, images: torch.Tensor) -> torch.Tensor:
        parts = (1.0,) if self.training else self.layout.parts
        seen = torch.stack([self.features(middle(images, part)) for part in parts]).mean(0)
        return (seen - self.mean) @ self.directions

    def features(self, images: torch.Tensor) -> torch.Tensor:
        """Return (n, F) features: how much of each centre is in each cell of the image, at every scale."""
        found = [
            responses(shrunk, self.filters[of_scale(place)], self.offsets[of_scale(place)], scale)
            for place, (scale, shrunk) in enumerate(self.scaled(images))
        ]
        return torch.cat(found, 1)

    def scaled(self, images: torch.Tensor) -> Iterator[tuple[Scale, torch.Tensor]]:
        """Yield every scale with the images at that scale."""
        for scale in self.layout.scales:
            yield scale, nnf.avg_pool2d(images, scale.shrink) if scale.shrink > 1 else images

    def arrays(self) -> dict[str, Float32Array]:
        """Return the arrays to store, from which patches.stored_patches restores this embedding."""
        return {name: value.detach().cpu().numpy() for name, value in self.state_dict().items()}


def of_scale(place: int) -> slice:
    """Return the slice of a scale's filters: the first 108 whiten a patch, the others compare it with the centres."""
    return slice(place * _OUTPUTS, (place + 1) * _OUTPUTS)


def middle(images: torch.Tensor, side: float) -> torch.Tensor:
    """Return the middle part of images, of a fraction 0 < side ≤ 1 of their side, enlarged to their full size."""
    if side == 1:
        return images
    rows = torch.from_numpy(_enlarging(images.shape[-1], side)).to(images)
    return rows @ images @ rows.T


@lru_cache(maxsize=8)
def _enlarging(size: int, side: float) -> Float32Array:
    """Return the (size, size) matrix that enlarges the middle part of a row of pixels, interpolating linearly."""
    rows = np.arange(size)
    place = (side * ((2 * rows + 1) / size - 1) + 1) * size / 2 - 0.5
    before = np.floor(place).astype(np.int64)
    matrix = np.zeros((size, size), np.float32)
    matrix[rows, before] = 1 - (place - before)
    matrix[rows, before + 1] = place - before
    return matrix


def responses(images: torch.Tensor, filters: torch.Tensor, offsets: torch.Tensor, scale: Scale) -> torch.Tensor:
    """Return (n, 256 · Σ cells²): for each centre and cell, the root of the mean excess of cosines over the threshold.

    The cosines are those of each whitened patch with each centre. One convolution computes them: each filter sums to 0,
    so patches need not be centred first.
    """
    grey = images.mean(1, keepdim=True)
    square = (images * images).mean(1, keepdim=True)
    mean, mean_square = (nnf.avg_pool2d(value, SIDE, scale.step) for value in (grey, square))
    contrast = torch.rsqrt((mean_square - mean * mean).clamp_min(0) + FLAT)  # (n, 1, r, r)
    # In place, which takes half the time; nothing here is needed for gradients, since only the last map is trained.
    found = nnf.conv2d(images, filters, stride=scale.step).mul_(contrast).sub_(offsets[:, None, None])
    length = found[:, :VALUES].square().sum(1, keepdim=True).clamp_min(1e-12)
    close = found[:, VALUES:].mul_(length.rsqrt()).sub_(THRESHOLD).relu_()
    counts = torch.cat([nnf.adaptive_avg_pool2d(close, cells).flatten(1) for cells in scale.cells], 1)
    return (counts + 1e-6).sqrt()  # the derivative of a root at 0 is infinite
