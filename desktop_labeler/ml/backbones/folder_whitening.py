"""Folder whitening: adapts an embedding to a folder without labels by shrinking differences between distorted views.

Light, tint and framing vary along other directions in a folder than in the photographs that a network was trained on.
Some images of the folder are distorted in a few ways, and the directions in which the views of an image differ are
shrunk: within-class covariance normalisation (Hatch, Kajarekar & Stolcke, "Within-Class Covariance Normalization for
SVM-based Speaker Recognition", Interspeech 2006), with each image as its own class.

On four folders, with 20 to 200 labels, this makes suggestions 0.4 to 4.4 points more accurate
(.github/measurements/folder_whitening.md).
"""

import numpy as np
import torch

from desktop_labeler.array_types import Float32Array, UInt8Array
from desktop_labeler.ml.backbones.backbone import Backbone
from desktop_labeler.ml.backbones.distortions import distorted
from desktop_labeler.ml.hardware.linear_algebra import eigenvectors, product
from desktop_labeler.progress import Job, Progress

LEAST = 100  # minimum number of images; fewer are not informative
_MOST = 1500
_SHARE = 16  # one image in this many is embedded in distorted views, which takes a quarter more time
_VIEWS = 4  # views of each of these images
_RIDGE = 2.0  # relative to the mean variance within views; at ten times that variance a direction counts 2.4 times less
_BLOCK = 50


def sample_size(images: int) -> int:
    """Return how many of `images` images of a folder are embedded in distorted views."""
    return min(_MOST, max(LEAST, images // _SHARE))


def find_whitening(backbone: Backbone, images: UInt8Array) -> Job[Float32Array]:
    """Compute the whitening of a backbone's vectors from distorted views of some images.

    Args:
        backbone: the backbone to adapt; its present whitening is ignored.
        images: (n ≥ 1, S, S, 3) uint8, drawn from the folder and prepared for the backbone.

    Returns:
        The (D, D) float32 whitening, symmetric and positive definite.
    """
    plain = backbone.whitened_by(None)
    chance = torch.Generator().manual_seed(0)
    views: list[Float32Array] = []
    for turn in range(_VIEWS):
        parts = []
        for start in range(0, len(images), _BLOCK):
            yield Progress("comparing views of some images", turn * len(images) + start, _VIEWS * len(images))
            pictures = torch.from_numpy(images[start : start + _BLOCK]).permute(0, 3, 1, 2).float() / 255
            view = (distorted(pictures, chance) * 255).round().to(torch.uint8)
            parts.append(plain.embed_prepared(view.permute(0, 2, 3, 1).contiguous().numpy()))
        views.append(np.concatenate(parts))
    return _shrinking(np.stack(views))


def _shrinking(views: Float32Array) -> Float32Array:
    """(W / its mean variance + ridge) to the power −½, W the covariance within views of (v, n, D) vectors."""
    apart = (views - views.mean(axis=0)).reshape(-1, views.shape[2])
    within = product(apart.T, apart).astype(np.float64)
    values, axes = eigenvectors(within)
    values = np.maximum(values, 0)
    shares = values / max(values.mean(), 1e-12)
    found: Float32Array = product(axes * (shares + _RIDGE) ** -0.5, axes.T).astype(np.float32)
    return found
