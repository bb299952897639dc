"""Read the map of a project, the place of each image in the plane, without loading the networks."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from desktop_labeler.array_types import Float16Array, Float32Array, IntArray
from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.computed.embeddings import (
    backbone_in_use,
    load_vectors,
    stored_images,
    vector_parts,
    vector_sample,
)
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ml.map.pca import SAMPLE, fit_plane, place_beside
from desktop_labeler.ml.map.pca import project as place_on

Way = Literal["directions", "neighbours"]


@dataclass(frozen=True, eq=False)
class ProjectMap:
    """The coordinates of the images on the map.

    Attributes:
        key: key of the backbone whose vectors it shows.
        way: the principal components of the vectors, or the layout that jobs.lay_out_map stored.
        ids: (N,) ids of the images in the order of the vectors.
        places: (N, 2) float32 coordinates; NaN for an image with an unusable vector.
        fresh: number of images that were added after the layout and placed between the most similar ones.
    """

    key: str
    way: Way
    ids: IntArray
    places: Float32Array
    fresh: int = 0


def read_map(project: Project, known: ProjectMap | None = None) -> ProjectMap | None:
    """Return the stored layout of the vectors in use, else their main directions; a million: 0.1 s, else about 4 s.

    Args:
        project: open for reading.
        known: the map that was read before; it is returned if it is still current.

    Returns:
        The map, None before the first embedding.

    Raises:
        ProjectError: the file cannot be read.
    """
    in_use = backbone_in_use(project)
    ids = stored_images(project, in_use[0]) if in_use is not None else np.empty(0, np.int64)
    if in_use is None or not len(ids):
        return None
    key = in_use[0]
    stored = stored_layout(project, key)
    if known is not None and _holds(known, key, ids, laid_out=stored is not None):
        return known
    if stored is not None and np.array_equal(stored[0], ids):
        return ProjectMap(key, "neighbours", ids, stored[1])
    if stored is None:
        return _main_directions(project, key)
    loaded = load_vectors(project, key)
    return _with_fresh(key, *loaded, stored) if loaded is not None else None


def _main_directions(project: Project, key: str) -> ProjectMap:
    """Project the vectors part by part: they need not fit into memory."""
    plane = fit_plane(vector_sample(project, key, SAMPLE))
    parts = [(ids, place_on(plane, vectors)) for ids, vectors in vector_parts(project, key)]
    ids, places = (np.concatenate(joined) for joined in zip(*parts, strict=True))
    return ProjectMap(key, "directions", ids, places)


def stored_layout(project: Project, key: str) -> tuple[IntArray, Float32Array] | None:
    """Return images and places of the layout that was stored for the vectors of a backbone; None when there is none."""
    ids, places = load_array(project, f"map/{key}/ids"), load_array(project, f"map/{key}/places")
    if ids is None or places is None:
        return None
    return ids.astype(np.int64, copy=False), places.astype(np.float32, copy=False)


def _holds(known: ProjectMap, key: str, ids: IntArray, *, laid_out: bool) -> bool:
    return known.key == key and (known.way == "neighbours") == laid_out and np.array_equal(known.ids, ids)


def _with_fresh(key: str, ids: IntArray, vectors: Float16Array, stored: tuple[IntArray, Float32Array]) -> ProjectMap:
    """Take the places of the layout, and give images that came later one between those most similar to them."""
    places = np.full((len(ids), 2), np.nan, np.float32)
    order = np.argsort(stored[0])
    spot = np.minimum(np.searchsorted(stored[0], ids, sorter=order), len(order) - 1)
    row = order[spot]
    there = stored[0][row] == ids
    places[there] = stored[1][row[there]]
    firm = np.isfinite(places).all(axis=1)
    fresh = np.flatnonzero(~there)
    places[fresh] = place_beside(vectors[fresh], vectors[firm], places[firm])
    return ProjectMap(key, "neighbours", ids, places, len(fresh))
