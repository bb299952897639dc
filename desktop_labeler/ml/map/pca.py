"""Vectors → places on a plane: the main directions at once, and a place beside similar ones for what came later.

Nothing but numpy: the map opens before the networks are loaded.
"""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import Float32Array, VectorArray

_WORK = 6e10  # multiply-adds for the covariance of the sample: two seconds on two slow cores
SAMPLE = 20_000  # rows that say what the main directions are
_BLOCK = 8192  # rows that are float32 at a time
_PLACED = 20_000  # images that a new one is compared with
NEAR = 5  # of them that say where it lies


@dataclass(frozen=True, eq=False)
class Plane:
    """Where vectors are projected to: (D,) what lies in the middle, (D, 2) the two directions."""

    middle: Float32Array
    directions: Float32Array


def fit_plane(sample: VectorArray) -> Plane:
    """Return the plane in which vectors differ most (principal components).

    Source: Pearson, "On lines and planes of closest fit", 1901.

    Args:
        sample: (n, D) any length; rows that are not finite do not count. SAMPLE of them are enough; where D is large,
            fewer are used.

    Returns:
        The plane, the direction of most variance first. The largest entry of each direction is positive, so that the
        map never comes out mirrored. A direction in which nothing differs is 0.

    Raises:
        ValueError: sample is not 2-D.
    """
    if sample.ndim != 2:
        raise ValueError(f"vectors must be (N, D), not {sample.shape}")
    dimensions = sample.shape[1]
    most = int(max(1000, _WORK / max(dimensions, 1) ** 2))
    rows = sample[:: -(-len(sample) // most)] if len(sample) > most else sample
    rows = rows.astype(np.float32)
    rows = rows[np.isfinite(rows).all(axis=1)]
    if not len(rows) or not dimensions:
        return Plane(np.zeros(dimensions, np.float32), np.zeros((dimensions, 2), np.float32))
    middle = rows.mean(axis=0, dtype=np.float64).astype(np.float32)
    return Plane(middle, _directions(rows - middle))


def project(plane: Plane, vectors: VectorArray) -> Float32Array:
    """Return where (N, D) vectors lie on a plane, (N, 2) float32; NaN for a row that is not finite."""
    places = np.full((len(vectors), 2), np.nan, np.float32)
    middle = plane.middle @ plane.directions
    across = np.ascontiguousarray(plane.directions.T)  # einsum: one thread of it beats those of BLAS by four here
    with np.errstate(invalid="ignore", over="ignore"):
        for begin in range(0, len(vectors), _BLOCK):
            rows = vectors[begin : begin + _BLOCK].astype(np.float32)
            places[begin : begin + _BLOCK] = np.einsum("nd,kd->nk", rows, across) - middle
    places[~np.isfinite(places).all(axis=1)] = np.nan  # a row that is not finite has no finite place
    return places


def main_directions(vectors: VectorArray) -> Float32Array:
    """Return where vectors lie on the plane of up to SAMPLE of them, see fit_plane and project.

    Args:
        vectors: (N, D) any length.
    """
    if len(vectors) <= SAMPLE:
        return project(fit_plane(vectors), vectors)
    chosen = np.sort(np.random.default_rng(0).choice(len(vectors), SAMPLE, replace=False))
    return project(fit_plane(vectors[chosen]), vectors)


def _directions(centred: Float32Array) -> Float32Array:
    """Return the two directions of most variance, (D, 2); a missing one is 0."""
    spread = (centred.T @ centred).astype(np.float64)  # (D, D)
    _, found = np.linalg.eigh(spread)
    directions = np.zeros((centred.shape[1], 2))
    last = found[:, ::-1][:, :2]
    signs = np.sign(last[np.abs(last).argmax(axis=0), np.arange(last.shape[1])])
    directions[:, : last.shape[1]] = last * signs
    return directions.astype(np.float32)


def place_beside(vectors: VectorArray, known: VectorArray, places: Float32Array) -> Float32Array:
    """Give new images a place between the most similar ones that have one already.

    Args:
        vectors: (M, D) of the new images.
        known: (N, D) of those with a place.
        places: (N, 2) where those lie, all finite.

    Returns:
        (M, 2) float32: among the 5 nearest by cosine, see places_between; NaN for a vector that is zero or not finite,
        and where nothing is known.

    Raises:
        ValueError: known and places differ in length.
    """
    if len(known) != len(places):
        raise ValueError(f"{len(known)} vectors, {len(places)} places")
    found = np.full((len(vectors), 2), np.nan, np.float32)
    if len(known) > _PLACED:
        some = np.sort(np.random.default_rng(0).choice(len(known), _PLACED, replace=False))
        known, places = known[some], places[some]
    if not len(known):
        return found
    targets = _unit(known.astype(np.float32))
    near = min(NEAR, len(known))
    for begin in range(0, len(vectors), 1024):
        rows = vectors[begin : begin + 1024].astype(np.float32)
        usable = np.isfinite(rows).all(axis=1) & (np.abs(rows).max(axis=1, initial=0) > 0)
        cosine = _unit(rows[usable]) @ targets.T  # (m, n)
        best = np.argpartition(-cosine, near - 1, axis=1)[:, :near]
        found[begin : begin + 1024][usable] = places_between(places[best], seed=begin)
    return found


def places_between(near: Float32Array, *, seed: int = 0) -> Float32Array:
    """Return a place among the most similar images of each, where most of them lie.

    That is the one of them that is nearest to all others, and up to half of the way to the next: on CIFAR-10's vectors
    the nearest on the map is of the same class for 47 % of the images placed so, for 37 % placed in the mean (which
    lies between the groups where the five disagree), for 52 % of those laid out by t-SNE itself.

    Args:
        near: (M, k, 2) where the most similar ones lie.
        seed: for how far each goes, so that many beside the same two do not fall on one spot.

    Returns:
        (M, 2) float32.
    """
    rows = np.arange(len(near))
    apart = np.linalg.norm(near[:, :, None] - near[:, None], axis=-1)  # (M, k, k)
    middle = apart.sum(axis=-1).argmin(axis=1)
    own = apart[rows, middle]  # (M, k)
    own[rows, middle] = np.inf if near.shape[1] > 1 else 0
    start, end = near[rows, middle], near[rows, own.argmin(axis=1)]
    way = np.random.default_rng(seed).random((len(near), 1), np.float32) / 2
    between: Float32Array = (start + way * (end - start)).astype(np.float32)
    return between


def _unit(rows: Float32Array) -> Float32Array:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Float32Array = np.where(np.isfinite(length) & (length > 0), rows / np.maximum(length, 1e-30), 0)
    return unit.astype(np.float32)
