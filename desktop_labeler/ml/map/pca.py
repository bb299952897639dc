"""Map coordinates by principal component analysis, and coordinates for new images beside the most similar ones.

Only NumPy is needed, so that the map opens before the networks are loaded.
"""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import Float32Array, VectorArray
from desktop_labeler.ml.hardware.linear_algebra import eigenvectors, product

_WORK = 6e10  # multiply-adds for the covariance of the sample: two seconds on two slow cores
SAMPLE = 20_000  # rows from which the principal components are computed
_BLOCK = 8192  # rows converted to float32 at a time
_PLACED = 20_000  # maximum number of placed images that a new one is compared with
NEAR = 5  # nearest placed images that determine the coordinates of a new one


@dataclass(frozen=True, eq=False)
class Plane:
    """A plane to project vectors to: the mean (D,) and the two directions (D, 2)."""

    middle: Float32Array
    directions: Float32Array


def fit_plane(sample: VectorArray) -> Plane:
    """Return the plane in which vectors differ most (principal components).

    Source: Pearson, "On lines and planes of closest fit", 1901.

    Args:
        sample: (n, D) of any length; rows that are not finite are ignored. SAMPLE rows are enough; fewer are used when
            D is large.

    Returns:
        The plane, with the direction of largest variance first. The entry of each direction with the largest magnitude
        is positive, so that the map is never mirrored. A direction without variance is 0.

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
    """Project vectors (N, D) to a plane; return (N, 2) float32, NaN for a row that is not finite."""
    places = np.full((len(vectors), 2), np.nan, np.float32)
    middle = plane.middle @ plane.directions
    across = np.ascontiguousarray(plane.directions.T)  # einsum on one thread is four times faster than BLAS here
    with np.errstate(invalid="ignore", over="ignore"):
        for begin in range(0, len(vectors), _BLOCK):
            rows = vectors[begin : begin + _BLOCK].astype(np.float32)
            places[begin : begin + _BLOCK] = np.einsum("nd,kd->nk", rows, across) - middle
    places[~np.isfinite(places).all(axis=1)] = np.nan  # a row that is not finite has no finite coordinates
    return places


def main_directions(vectors: VectorArray) -> Float32Array:
    """Project vectors to the plane that is fitted to up to SAMPLE of them; see fit_plane and project.

    Args:
        vectors: (N, D) of any length.
    """
    if len(vectors) <= SAMPLE:
        return project(fit_plane(vectors), vectors)
    chosen = np.sort(np.random.default_rng(0).choice(len(vectors), SAMPLE, replace=False))
    return project(fit_plane(vectors[chosen]), vectors)


def _directions(centred: Float32Array) -> Float32Array:
    """Return the two directions of largest variance, (D, 2); a missing one is 0."""
    spread = product(centred.T, centred).astype(np.float64)  # (D, D)
    _, found = eigenvectors(spread)
    directions = np.zeros((centred.shape[1], 2))
    last = found[:, ::-1][:, :2]
    signs = np.sign(last[np.abs(last).argmax(axis=0), np.arange(last.shape[1])])
    directions[:, : last.shape[1]] = last * signs
    return directions.astype(np.float32)


def place_beside(vectors: VectorArray, known: VectorArray, places: Float32Array) -> Float32Array:
    """Compute coordinates of new images from those of the most similar images on the map.

    Args:
        vectors: (M, D) of the new images.
        known: (N, D) of the images on the map.
        places: (N, 2) coordinates of these, all finite.

    Returns:
        (M, 2) float32 coordinates among the 5 nearest by cosine, see places_between; NaN for a vector that is zero or
        not finite, and for all when N = 0.

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
    """Return coordinates for each image among its most similar images, where most of them lie.

    These start at the medoid of the similar images and move a random part, up to half, of the way to the one nearest to
    it. On the CIFAR-10 vectors the nearest image on the map is then of the same class for 47 % of the images. It is for
    37 % placed at the mean (which lies between groups when the five disagree), and for 52 % laid out by t-SNE itself.

    Args:
        near: (M, k, 2) coordinates of the k most similar images of each.
        seed: seed of the random part, which keeps images beside the same two images apart.

    Returns:
        (M, 2) float32 coordinates.
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
