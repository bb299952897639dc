"""The built-in embedding: needs no trained network, but learns a dictionary of small patches from the images.

Source: Coates, Lee & Ng, "An Analysis of Single-Layer Networks in Unsupervised Feature Learning", AISTATS 2011
(whitened, contrast-normalised 6×6 patches, k-means, sums over quarters). Deviations: patches and centres have unit
length with a threshold instead of the triangle activation, there are two scales and square roots, and a last linear map
shrinks directions in which distorted views of the same image differ (within-class covariance normalisation, Hatch,
Kajarekar & Stolcke 2006, with each image as its own class).

This is the best of a dozen variants: its 20-NN accuracy on the sign digits is 0.86, against 0.82 of histograms of
gradients and 0.78 of pixels (.github/measurements/patches.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import torch
from torch.nn import functional as nnf

from desktop_labeler.array_types import AnyArray, UInt8Array
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo
from desktop_labeler.ml.backbones.distortions import distorted
from desktop_labeler.ml.backbones.networks import patch_input
from desktop_labeler.ml.backbones.patch_network import (
    ARCHITECTURE,
    CENTRES,
    DIM,
    FLAT,
    LAYOUT,
    SIDE,
    PatchEmbedding,
    of_scale,
)
from desktop_labeler.ml.hardware.devices import Device
from desktop_labeler.ml.hardware.thread_pools import in_parts
from desktop_labeler.ml.k_means import spherical_k_means
from desktop_labeler.progress import Job, Progress, finish

NAME = "built-in"
ARRAYS = ("filters", "offsets", "mean", "directions")
SAMPLE = 3000  # number of images to learn from
VIEWED = 1000  # number of these that are also distorted

_WHITEN = 0.1
_RIDGE = 0.1  # relative to the mean variance within views
_PER_DIRECTION = 8  # views needed for each direction that the last map may weight
_BLOCK = 64  # images per step, which takes less than half a second so that cancelling takes effect
_VIEWS = 4


@dataclass(frozen=True)
class _Scale:
    """Filters of one scale: the first 108 whiten a patch, the others are the centres on the whitened patch."""

    filters: torch.Tensor  # (108 + 256, 3, 6, 6)
    offsets: torch.Tensor  # (108 + 256,)


def fit_patches(images: UInt8Array, *, viewed: int = VIEWED) -> Job[PatchEmbedding]:
    """Learn the dictionary and the last map from images, without labels.

    Args:
        images: (n, 64, 64, 3) uint8, n ≥ 1, see networks.patch_sample; about 3,000 drawn from the folder are enough.
        viewed: number of these images of which four distorted views each are used.

    Returns:
        The fitted embedding; the same images always give the same embedding.

    Raises:
        ValueError: there are no images, or they have another shape.
    """
    side = LAYOUT.seen
    if images.ndim != 4 or images.shape[1:] != (side, side, 3) or len(images) == 0:
        raise ValueError(f"images must be (n ≥ 1, {side}, {side}, 3), not {images.shape}")
    chance = torch.Generator().manual_seed(0)
    pictures = torch.from_numpy(np.ascontiguousarray(images)).permute(0, 3, 1, 2).float() / 255  # (n, 3, 64, 64)
    network = PatchEmbedding(min(DIM, len(LAYOUT.blocks) * len(images)))
    some = pictures[torch.linspace(0, len(pictures) - 1, min(viewed, len(pictures))).long()]
    total = len(LAYOUT.scales) + -(-len(pictures) // _BLOCK) + _VIEWS * -(-len(some) // _BLOCK)
    now = Progress("learning small patterns from the images", 0, total)
    with torch.no_grad():
        for place, (_, scaled) in enumerate(network.scaled(pictures)):
            yield now
            learnt = _learn(_sample_patches(scaled, chance), chance)
            network.filters[of_scale(place)], network.offsets[of_scale(place)] = learnt.filters, learnt.offsets
            now = replace(now, done=now.done + 1)
        found = []
        for turn in range(1 + _VIEWS):
            source = distorted(some, chance) if turn else pictures
            blocks = []
            for start in range(0, len(source), _BLOCK):
                yield now
                seen_now = source[start : start + _BLOCK]
                blocks += in_parts(partial(_features, network, seen_now), len(seen_now), _BLOCK)
                now = replace(now, done=now.done + 1)
            found.append(torch.cat(blocks))
        features, seen = found[0], torch.stack(found[1:])
        network.mean.copy_(features.mean(0))
        share = network.directions.shape[1] // len(LAYOUT.blocks)
        for block in range(len(LAYOUT.blocks)):
            yield now
            columns = LAYOUT.columns(block)
            learnt_map = _last_map(features[:, columns], seen[..., columns], share, chance)
            network.directions[columns, block * share : (block + 1) * share] = learnt_map
    return network.eval()


def _features(network: PatchEmbedding, images: torch.Tensor, part: slice) -> torch.Tensor:
    with torch.no_grad():  # must be set in each thread
        return network.features(images[part])


def patch_backbone(network: PatchEmbedding, device: Device) -> Backbone:
    """Return the fitted embedding as a backbone that is described as weak."""
    info = BackboneInfo(
        NAME, "built-in, weak", network.numbers, LAYOUT.input, Message("small patches learnt from this folder")
    )
    return Backbone(network, info, patch_input(), device, architecture=ARCHITECTURE)


def fits(arrays: Mapping[str, AnyArray]) -> bool:
    """Return whether stored arrays are complete and of the current layout."""
    return len(arrays) == len(ARRAYS) and arrays["mean"].shape == (LAYOUT.features,)


def stored_patches(arrays: Mapping[str, AnyArray]) -> PatchEmbedding:
    """Restore the embedding from the result of PatchEmbedding.arrays().

    Raises:
        ValueError: an array is missing or has another shape.
    """
    if "directions" not in arrays or arrays["directions"].ndim != 2:
        raise ValueError(f"no directions among the arrays {sorted(arrays)}")
    network = PatchEmbedding(arrays["directions"].shape[1])
    try:
        network.load_state_dict({name: torch.from_numpy(np.array(value)) for name, value in arrays.items()})
    except RuntimeError as error:
        raise ValueError(f"the stored arrays do not fit: {error}") from error
    return network.eval()


def _sample_patches(images: torch.Tensor, chance: torch.Generator) -> torch.Tensor:
    """Return up to 40,000 contrast-normalised patches, (m, 108)."""
    chosen = images[torch.randperm(len(images), generator=chance)[:1000]]
    patches = nnf.unfold(chosen, SIDE).transpose(1, 2).flatten(0, 1)
    patches = patches[torch.randperm(len(patches), generator=chance)[:40_000]]
    centred = patches - patches.mean(1, keepdim=True)
    return centred * torch.rsqrt(centred.square().mean(1, keepdim=True) + FLAT)


def _learn(patches: torch.Tensor, chance: torch.Generator) -> _Scale:
    """Whiten the patches, cluster their directions, and return both as filters."""
    mean = patches.mean(0)
    whiten = _power((patches - mean).T @ (patches - mean) / len(patches), _WHITEN, -0.5)  # (108, 108)
    units = nnf.normalize((patches - mean) @ whiten, dim=1)
    start = units[torch.randint(len(units), (CENTRES,), generator=chance)]
    centres = torch.from_numpy(finish(spherical_k_means(units.numpy(), start.numpy(), block=len(units))))
    maps = torch.cat([whiten.T, centres @ whiten.T])  # (364, 108)
    filters = maps - maps.mean(1, keepdim=True)
    return _Scale(filters.reshape(-1, 3, SIDE, SIDE), maps @ mean)


def _last_map(images: torch.Tensor, views: torch.Tensor, dim: int, chance: torch.Generator) -> torch.Tensor:
    """Return the map (F, dim) to the directions that separate images best, scaled to a mean length of 1.

    These are linear discriminants with each image as its own class: the variance within the views is scaled to 1 in
    every direction, and the directions with the largest variance between images are kept.

    Args:
        images: (n, F) features.
        views: (v, m, F) features of v distorted views of m of the images.
        dim: number of directions to keep.
        chance: random generator for the start of the subspace iteration.
    """
    mean = images.mean(0)
    few = len(images) < 2 * dim  # then their views span more directions than the images do
    spread = torch.cat([images, views.flatten(0, 1)]) - mean if few else images - mean
    apart = (views - views.mean(0)).flatten(0, 1)
    freedom = max(1, (views.shape[0] - 1) * views.shape[1])
    main = None
    if (sure := max(dim, freedom // _PER_DIRECTION)) < images.shape[1]:  # few views: only directions they determine
        main = _main_directions(spread.T @ spread, sure, chance)  # (F, sure)
        spread, apart = spread @ main, apart @ main
    within = apart.T @ apart / freedom
    ridge = _RIDGE * float(within.diagonal().mean()) + 1e-12
    root = torch.linalg.cholesky(within + ridge * torch.eye(len(within)))  # within = root @ rootᵀ
    even = torch.linalg.solve_triangular(root, spread.T, upper=False)  # variance within views: 1
    kept = _main_directions(even @ even.T, dim, chance)
    found = torch.linalg.solve_triangular(root.T, kept, upper=True)
    length = (spread @ found).norm(dim=1).mean().clamp_min(1e-12)
    whole: torch.Tensor = (found if main is None else main @ found) / length
    return whole


def _main_directions(covariance: torch.Tensor, dim: int, chance: torch.Generator) -> torch.Tensor:
    """Return the principal directions, orthonormal (F, dim); subspace iteration is faster than all eigenvectors."""
    directions = torch.randn(len(covariance), dim, generator=chance)
    for _ in range(8):
        directions, _ = torch.linalg.qr(covariance @ directions)
    return directions


def _power(matrix: torch.Tensor, ridge: float, exponent: float) -> torch.Tensor:
    """Return a power of (matrix + ridge · 1), for a symmetric matrix without negative eigenvalues."""
    values, axes = torch.linalg.eigh(matrix)
    found: torch.Tensor = (axes * (values.clamp_min(0) + max(ridge, 1e-12)).pow(exponent)) @ axes.T
    return found
