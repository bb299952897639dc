"""Image issues other than wrong labels: near-duplicates, outliers, blurred, dark and oddly sized images."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from desktop_labeler.array_types import BoolArray, Float32Array, Float64Array, IntArray
from desktop_labeler.ml.graph.neighbors import Graph

# In float32 the cosine of identical vectors differs from 1 by up to 1e-6; a lower threshold would be meaningless.
ROUNDING = 1e-6
NEAREST = 10  # number of neighbours over which an image's distance is averaged
FENCE = 1.70  # interquartile ranges beyond the quartile; 1 in 700 normally distributed values lies outside
SHARPER = 4.0  # a blurred image has at most a quarter of the project's median sharpness
DARK = 0.25  # an image brighter than this is never called dark
SAME_SIZE = 1.5  # sizes within this factor of the median are never flagged


@dataclass(frozen=True, eq=False)
class Outliers:
    """How far every image is from its neighbours.

    Attributes:
        distance: (N,) float32 mean cosine distance to the nearest images, in [0, 2]; NaN without neighbours.
        mask: (N,) bool, whether the distance is beyond the fence of this project.
    """

    distance: Float32Array
    mask: BoolArray


@dataclass(frozen=True, eq=False)
class ImageMeasures:
    """Measurements of the pixels, one value per image; NaN or 0 for an image that could not be read.

    Attributes:
        sharpness: (N,) float32 variance of the Laplacian, from `measure_grey`.
        brightness: (N,) float32 mean brightness in [0, 1].
        width: (N,) width of the original in pixels.
        height: (N,) height of the original in pixels.
    """

    sharpness: Float32Array
    brightness: Float32Array
    width: IntArray
    height: IntArray


@dataclass(frozen=True, eq=False)
class ImageFlags:
    """Which images of a project stand out, as masks (N,) bool."""

    blurred: BoolArray
    dark: BoolArray
    odd_size: BoolArray


def near_duplicates(
    graph: Graph, *, digests: Sequence[str | bytes | None] | None = None, factor: float = 0.13
) -> list[IntArray]:
    """Find groups of images that are the same or almost the same.

    Two images form a pair when their contents have the same digest, or when their cosine distance is below factor × the
    median distance of an image to its nearest one (the default threshold of cleanlab's Datalab). Groups are the
    connected components of these pairs.

    Args:
        graph: neighbour graph of the N images; −1 and NaN entries are ignored.
        digests: content hash of each image, None or empty for unknown.
        factor: fraction of the median nearest distance, at least 0.

    Returns:
        The ascending positions of each group of two or more images, ordered by their first image.

    Raises:
        ValueError: factor is negative, or the number of digests is not N.
    """
    n = len(graph.neighbors)
    if not factor >= 0:
        raise ValueError(f"factor must be at least 0, not {factor}")
    first, second = _close_pairs(graph, factor)
    if digests is not None:
        if len(digests) != n:
            raise ValueError(f"{len(digests)} digests for {n} images")
        same = _same_content(digests)
        first, second = np.concatenate([first, same[0]]), np.concatenate([second, same[1]])
    if first.size == 0:
        return []
    links = coo_array((np.ones(first.size, np.int8), (first, second)), shape=(n, n))
    _, group = connected_components(links, directed=False)
    return _members(np.asarray(group, dtype=np.int64))


def label_conflicts(groups: Sequence[IntArray], labels: npt.ArrayLike) -> list[IntArray]:
    """Select the near-duplicate groups whose images have labels of different classes.

    Args:
        groups: the result of `near_duplicates`.
        labels: (N,) class or −1.

    Returns:
        Positions of the labelled images of each group with two or more classes, in the order of groups.
    """
    classes = np.asarray(labels, dtype=np.int64)
    conflicts = []
    for group in groups:
        labelled = group[classes[group] >= 0]
        if labelled.size and (classes[labelled] != classes[labelled[0]]).any():
            conflicts.append(labelled)
    return conflicts


def outliers(graph: Graph) -> Outliers:
    """Find outliers: images whose mean distance to their nearest images exceeds Q3 + 1.7 × IQR.

    Source: the outlier check of cleanlab's Datalab with its default threshold.

    Args:
        graph: neighbour graph of the N images; −1 and NaN entries are ignored.

    Returns:
        Distances and mask, (N,) each; there are no outliers if all distances are equal.
    """
    distance = _distances(graph)[:, :NEAREST]
    counted = np.isfinite(distance)
    number = counted.sum(axis=1)
    total = np.where(counted, distance, 0).sum(axis=1, dtype=np.float64)
    mean = np.full(len(distance), np.nan)
    np.divide(total, number, out=mean, where=number > 0)
    return Outliers(mean.astype(np.float32), _beyond(mean, FENCE, ROUNDING))


def measure_grey(grey: npt.ArrayLike) -> tuple[float, float]:
    """Measure sharpness and brightness on a small grey version of an image.

    Sharpness is the variance of the 4-neighbour Laplacian: second differences vanish where an image is smooth. It
    depends on the size of the small version, which must be the same for a whole project (128 pixels work well).

    Args:
        grey: (height, width), uint8, or floating point in [0, 1].

    Returns:
        Sharpness ≥ 0 (0 when a side is shorter than 3) and mean brightness in [0, 1]; NaN for an empty image.

    Raises:
        ValueError: grey is not two-dimensional.
    """
    given = np.asarray(grey)
    if given.ndim != 2:
        raise ValueError(f"expected a grey image (height, width), not shape {given.shape}")
    if given.size == 0:
        return float("nan"), float("nan")
    pixels = given.astype(np.float32)
    if given.dtype == np.uint8:
        pixels /= 255
    inner = pixels[1:-1, 1:-1]
    if inner.size == 0:
        return 0.0, float(pixels.mean())
    laplacian = pixels[:-2, 1:-1] + pixels[2:, 1:-1] + pixels[1:-1, :-2] + pixels[1:-1, 2:] - 4 * inner
    return float(laplacian.var()), float(pixels.mean())


def image_flags(measures: ImageMeasures) -> ImageFlags:
    """Flag images that stand out from the others of the project, by fences at 1.7 interquartile ranges.

    An image is blurred if its log sharpness is below Q1 − 1.7 IQR and its sharpness below a quarter of the median. It
    is dark if its brightness is below Q1 − 1.7 IQR and below 0.25. Its size is odd if its area or aspect ratio is
    beyond the fences and differs from the median by more than a factor of 1.5. In a project whose images are all dark
    or all blurred, they are not flagged for it.

    Args:
        measures: of N images; those with NaN or 0 pixels get no flag.

    Returns:
        Three masks (N,) bool.
    """
    soft = -np.log(np.maximum(measures.sharpness.astype(np.float64), 1e-9))
    dim = -measures.brightness.astype(np.float64)
    width, height = measures.width.astype(np.float64), measures.height.astype(np.float64)
    known = (width > 0) & (height > 0)
    wide = np.log(np.where(known, width, np.nan))
    high = np.log(np.where(known, height, np.nan))
    margin = float(np.log(SAME_SIZE))
    odd = [_beyond(value, FENCE, margin) for value in ((wide + high) / 2, -(wide + high) / 2, wide - high, high - wide)]
    return ImageFlags(
        blurred=_beyond(soft, FENCE, float(np.log(SHARPER))),
        dark=_beyond(dim, FENCE, 0.0) & (measures.brightness < DARK),
        odd_size=np.logical_or.reduce(odd),
    )


def _distances(graph: Graph) -> Float32Array:
    """Cosine distances (N, k) float32; infinity for a missing neighbour or NaN."""
    usable = (graph.neighbors >= 0) & np.isfinite(graph.similarity)
    return np.where(usable, np.maximum(1 - graph.similarity, 0), np.inf).astype(np.float32)


def _close_pairs(graph: Graph, factor: float) -> tuple[IntArray, IntArray]:
    """The two ends of every edge that is shorter than the threshold."""
    nothing = np.empty(0, np.int64)
    if graph.neighbors.size == 0:
        return nothing, nothing
    distance = _distances(graph)
    nearest = distance.min(axis=1)
    nearest = nearest[np.isfinite(nearest)]
    if nearest.size == 0:
        return nothing, nothing
    threshold = max(factor * float(np.median(nearest)), ROUNDING if factor > 0 else 0.0)
    rows, columns = np.nonzero(distance < threshold)
    return rows.astype(np.int64), graph.neighbors[rows, columns].astype(np.int64)


def _same_content(digests: Sequence[str | bytes | None]) -> tuple[IntArray, IntArray]:
    """Pairs of each image with the first image that has the same digest."""
    seen: dict[str | bytes, int] = {}
    first = np.array([seen.setdefault(d, i) if d else i for i, d in enumerate(digests)], dtype=np.int64)
    again = np.flatnonzero(first != np.arange(first.size))
    return first[again], again


def _members(group: IntArray) -> list[IntArray]:
    """The images of every group of two or more, from the group number of each image."""
    order = np.argsort(group, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    return sorted((part for part in parts if part.size > 1), key=lambda part: int(part[0]))


def _beyond(values: Float64Array, fence: float, margin: float) -> BoolArray:
    """Which values exceed Q3 + fence × IQR, and the median by more than margin; NaN never does."""
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return np.zeros(values.shape, np.bool_)
    low, middle, high = np.percentile(finite, [25, 50, 75])
    limit = max(high + fence * (high - low), middle + margin)
    beyond: BoolArray = np.isfinite(values) & (values > limit)
    return beyond
