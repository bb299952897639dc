"""Mildly distorted views of images that keep the content recognisable."""

import torch
from torch.nn import functional as nnf


def distorted(images: torch.Tensor, chance: torch.Generator) -> torch.Tensor:
    """Return a view of each image that is slightly cropped, rotated, stretched, relit and tinted; never mirrored.

    Args:
        images: (n, 3, S, S) float in [0, 1].
        chance: random generator for the distortions.

    Returns:
        (n, 3, S, S) float in [0, 1].
    """
    count = len(images)

    def draw(low: float, high: float) -> torch.Tensor:
        return torch.rand(count, generator=chance) * (high - low) + low

    size, stretch, turn = draw(0.6, 1).sqrt(), draw(-0.15, 0.15).exp(), draw(-0.12, 0.12)
    across, down = (1 - size) * draw(-1, 1), (1 - size) * draw(-1, 1)
    first = torch.stack([size * stretch * turn.cos(), -size * turn.sin(), across], 1)
    second = torch.stack([size * turn.sin(), size / stretch * turn.cos(), down], 1)
    grid = nnf.affine_grid(torch.stack([first, second], 1), list(images.shape), align_corners=False)
    view = nnf.grid_sample(images, grid, padding_mode="reflection", align_corners=False)
    level = view.mean((2, 3), keepdim=True)
    view = (view - level) * draw(0.6, 1.4)[:, None, None, None] + level + draw(-0.2, 0.2)[:, None, None, None]
    view = view + (torch.rand(count, 3, 1, 1, generator=chance) - 0.5) * 0.2
    grey = (draw(0, 1) < 0.2)[:, None, None, None]
    return torch.where(grey, view.mean(1, keepdim=True), view).clamp(0, 1)
