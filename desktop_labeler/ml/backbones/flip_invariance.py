"""Detects whether mirrored or rotated copies of the images of a folder are equivalent.

Microscope images have any orientation, and an embedding that is invariant to flips then needs fewer labels; a mirrored
hand sign or letter, however, is a different one. This is detected from the images: if flipped images come from the same
distribution, they are as near to the other images as those are to each other (the statistic of nearest-neighbour
two-sample tests: Schilling, "Multivariate Two-Sample Tests Based on Nearest Neighbors", JASA 1986).

Flipped hand signs lose 1.9 to 5.0 standard deviations of similarity, micrographs of algae 0.04 to 0.07
(.github/measurements/flip_invariance.md).
"""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import Float32Array, UInt8Array
from desktop_labeler.ml.backbones.backbone import Backbone, Flips
from desktop_labeler.progress import Job, Progress

LEAST = 50  # minimum number of images; fewer are not informative
SAMPLE = 250
LIMIT = 0.25  # largest loss, in standard deviations, at which flips are equivalent
_TURNS: tuple[tuple[int, ...], ...] = ((2,), (1,), (1, 2))  # axes of (n, H, W, 3): mirrored, upside down, both
_BLOCK = 50


@dataclass(frozen=True)
class FlipInvariance:
    """The flips that were detected as equivalent in a folder.

    Attributes:
        flips: kind of flips that are equivalent.
        losses: how much lower the similarity of flipped images to the nearest other image is, in standard deviations of
            that similarity, for mirrored, upside-down and both. Empty if there were too few images.
    """

    flips: Flips
    losses: tuple[float, ...]


def find_flip_invariance(backbone: Backbone, images: UInt8Array) -> Job[FlipInvariance]:
    """Compare images with their flips.

    Args:
        backbone: the backbone that computes the vectors.
        images: (n, H, W, 3) uint8 of one size, drawn from the folder.

    Returns:
        The equivalent flips; "none" for fewer than 50 images.
    """
    if len(images) < LEAST:
        return FlipInvariance("none", ())
    plain = backbone.flipped("none")
    seen: list[Float32Array] = []
    for turn, flip in enumerate(((), *_TURNS)):
        parts = []
        for start in range(0, len(images), _BLOCK):
            yield Progress("comparing images with their mirror images", turn * len(images) + start, 4 * len(images))
            part = images[start : start + _BLOCK]
            parts.append(plain.embed(np.flip(part, flip) if flip else part))
        seen.append(np.concatenate(parts))
    near = [_nearest_other(vectors, seen[0]) for vectors in seen]
    spread = max(float(near[0].std()), 1e-6)
    losses = tuple(float((near[0] - other).mean()) / spread for other in near[1:])
    alike = [loss <= LIMIT for loss in losses]
    return FlipInvariance("any" if all(alike) else "mirror" if alike[0] else "none", losses)


def _nearest_other(vectors: Float32Array, images: Float32Array) -> Float32Array:
    """Return (n,) the largest cosine of each row with the images other than its own."""
    cosine = vectors @ images.T
    np.fill_diagonal(cosine, -1)
    nearest: Float32Array = cosine.max(axis=1)
    return nearest
