"""A small network that learns from a few labelled images alone: what a frozen embedding is compared with."""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from desktop_labeler.array_types import IntArray, UInt8Array

_STEPS, _BATCH, _RATE = 400, 64, 2e-3
_SHIFT = 4  # pixels


def trained_from_nothing(
    images: UInt8Array, labels: IntArray, tested: UInt8Array, *, classes: int, seed: int
) -> IntArray:
    """Train six layers on labelled images, mirrored and shifted at random, and classify others.

    Args:
        images: (n, 32, 32, 3) that have a label.
        labels: (n,) their classes.
        tested: (m, 32, 32, 3) to classify.
        classes: number of classes.
        seed: of the weights and the order.

    Returns:
        (m,) the likeliest class of each.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    network = nn.Sequential(*_layer(3, 32), *_layer(32, 64, 2), *_layer(64, 64), *_layer(64, 128, 2), *_layer(128, 128))
    network.extend([nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, classes)])
    learn = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=0.05)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(learn, _STEPS)
    pixels, known = _prepared(images), torch.from_numpy(labels)
    for _ in range(_STEPS):
        rows = torch.from_numpy(rng.integers(0, len(images), _BATCH))
        loss = cross_entropy(network(_moved(pixels[rows], rng)), known[rows], label_smoothing=0.1)
        learn.zero_grad()
        torch.autograd.backward([loss])
        learn.step()
        slower.step()
    network.eval()
    with torch.inference_mode():
        said = torch.cat([network(part).argmax(dim=1) for part in torch.split(_prepared(tested), 500)])
    found: IntArray = said.numpy()
    return found


def _layer(before: int, after: int, stride: int = 1) -> list[nn.Module]:
    return [nn.Conv2d(before, after, 3, stride, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU()]


def _prepared(images: UInt8Array) -> Tensor:
    return (torch.from_numpy(images).permute(0, 3, 1, 2).float() - 127) / 64


def _moved(images: Tensor, rng: np.random.Generator) -> Tensor:
    """Mirror half of the images, and shift all of them by the same few pixels."""
    mirrored = torch.from_numpy(rng.random(len(images)) < 0.5)[:, None, None, None]
    across, down = rng.integers(-_SHIFT, _SHIFT + 1, 2).tolist()
    return torch.roll(torch.where(mirrored, images.flip(3), images), (down, across), (2, 3))
