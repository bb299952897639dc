"""Shared parts of the sample's drawings: the fine grid, ridges, steps, smooth noise, and the content of a cell."""

from typing import NamedTuple, TypeAlias

import numpy as np
from scipy import ndimage

from desktop_labeler.array_types import BoolArray, Float64Array

Rng: TypeAlias = np.random.Generator

SIZE = 128  # width and height of an image in pixels, the unit of all lengths in the sample
FINE = 3  # samples per pixel of the drawing
MARGIN = 11  # pixels drawn around the image, since the optics wrap around and near-duplicates are shifted
GRID = (SIZE + 2 * MARGIN) * FINE


class Body(NamedTuple):
    """A drawn body: the retardation of light in radians and the optical density of the contents; both (GRID, GRID)."""

    phase: Float64Array
    pigment: Float64Array


def soft(value: Float64Array, width: float = 0.5) -> Float64Array:
    """Return a smooth step from 0 to 1 around zero."""
    return np.asarray(0.5 + 0.5 * np.tanh(value / width))


def bump(value: Float64Array, width: float) -> Float64Array:
    """Return a Gaussian ridge of height 1 around zero."""
    return np.asarray(np.exp(-0.5 * (value / width) ** 2))


def clouds(rng: Rng, cell: float) -> Float64Array:
    """Return (GRID, GRID) smooth noise with features of about `cell` pixels and standard deviation 1."""
    n = int(np.ceil(GRID / FINE / cell)) + 4
    place = np.arange(GRID, dtype=np.float64)[:, None] / (cell * FINE) + 1.5
    weights = bump(place - np.arange(n, dtype=np.float64), 0.65)
    weights /= np.sqrt((weights**2).sum(axis=1, keepdims=True))
    return np.asarray(weights @ rng.standard_normal((n, n)) @ weights.T)


def pick(rng: Rng, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def inside_distance(inside: BoolArray) -> Float64Array:
    """Return the distance to the outline in pixels, positive inside."""
    if not inside.any():
        return np.full(inside.shape, -99.0)
    gap = ndimage.distance_transform_edt(inside) - ndimage.distance_transform_edt(~inside)
    return np.asarray(gap / FINE)


def contents(rng: Rng, distance: Float64Array, plates: Float64Array) -> Body:
    """Fill a cell with plasma, pigment where `plates` is high, and oil drops."""
    within = soft(distance - 2.0, 0.8)
    grain = clouds(rng, pick(rng, 3, 6))
    pigment = within * np.clip(plates + 0.22 * grain, 0.06, 1.3) * pick(rng, 0.35, 0.8)
    phase = within * (0.8 * np.sqrt(np.clip(distance, 0, 12) / 12) + 0.18 * grain + 0.5 * plates)
    for _ in range(int(rng.integers(0, 5))):
        rows, columns = np.nonzero(distance > 3)
        if not len(rows):
            break
        k = int(rng.integers(len(rows)))
        axis = np.arange(GRID, dtype=np.float64)
        y, x = (axis[:, None] - rows[k]) / FINE, (axis[None, :] - columns[k]) / FINE
        phase += pick(rng, 0.8, 1.8) * np.sqrt(np.clip(1 - (x**2 + y**2) / pick(rng, 1.0, 2.6) ** 2, 0, None))
    return Body(phase, pigment)
