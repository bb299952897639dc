"""Ranks images by their vectors: most similar to one image, most unusual in their class, or most unlike all classes."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from desktop_labeler.array_types import Float32Array, IntArray
from desktop_labeler.data.computed.arrays import load_array
from desktop_labeler.data.computed.embeddings import backbone_in_use, image_vector, vector_parts
from desktop_labeler.data.decisions.proof.verdicts import read_verdicts
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError, NotEmbeddedError
from desktop_labeler.ml.graph.similarity import cosine_to, unusual_in_class


@dataclass(frozen=True)
class Ranking:
    """An order of images that is computed from their vectors.

    Attributes:
        kind: most similar to an image first, most unusual in its class first, or most unlike every class first.
        image: the id of the image for "similar", else None.
        backwards: whether the order is reversed; images without a score are last either way.
    """

    kind: Literal["similar", "unusual", "unlike"]
    image: int | None = None
    backwards: bool = False


def ranked(project: Project, ranking: Ranking, images: IntArray) -> IntArray:
    """Return (N,) image ids in the order of a ranking; see `similar_first`, `unusual_first` and `unlike_first`."""
    if ranking.image is not None and ranking.kind == "similar":
        return similar_first(project, ranking.image, images, backwards=ranking.backwards)
    if ranking.kind == "unlike":
        return unlike_first(project, images, backwards=ranking.backwards)
    return unusual_first(project, images, backwards=ranking.backwards)


def similar_first(project: Project, image: int, images: IntArray, *, backwards: bool = False) -> IntArray:
    """Return images by descending cosine similarity to one image, computed exactly from the embedding in use.

    A million vectors of 384 dimensions take about 3 s; they are read in parts and need not fit into memory.

    Args:
        project: open for reading.
        image: the id of the image to compare with; if it is one of `images`, it comes first.
        images: (N,) ids; equally similar ones keep their order, those without a vector come last.
        backwards: whether to return the least similar first; `image` is then the last one with a vector.

    Raises:
        LabelerError: there is no embedding yet, or no vector of this image.
        ProjectError: the file cannot be read.
    """
    key = _key(project)
    query = image_vector(project, key, image)
    if query is None or not np.isfinite(query).all() or not query.any():
        raise NotEmbeddedError(
            "This image has not been analysed yet, so nothing can be said about what is similar to it. "
            "Nothing was changed. Analyse the new images first."
        )
    scores = np.full(int(images.max(initial=0)) + 1, np.nan, np.float32)
    for ids, vectors in vector_parts(project, key):
        inside = ids < len(scores)
        scores[ids[inside]] = cosine_to(query, vectors)[inside]
    if image < len(scores):
        scores[image] = 2  # more than any cosine, so that it comes before its duplicates
    return _by(scores[images], images, backwards)


def unusual_first(project: Project, images: IntArray, *, backwards: bool = False) -> IntArray:
    """Return images by descending distance from the other images of their class, computed from the stored graph.

    Args:
        project: open for reading.
        images: (N,) ids; equally distant ones keep their order, those that are not in the graph come last. Images
            without a class are compared with all others.
        backwards: whether to return the most usual ones first.

    Raises:
        LabelerError: there is no round yet.
        ProjectError: the file cannot be read.
    """
    key = _key(project)
    ids, neighbors, similarity = (
        load_array(project, f"graph/{key}/{name}") for name in ("ids", "neighbors", "similarity")
    )
    if ids is None or neighbors is None or similarity is None:
        raise LabelerError(
            "The images have not been compared with one another yet. Nothing was changed. Run a round first."
        )
    known = ids.astype(np.int64)
    _, labels = read_verdicts(project).of(known)
    scores = np.full(int(max(images.max(initial=0), known.max(initial=0))) + 1, np.nan, np.float32)
    scores[known] = unusual_in_class(
        neighbors.astype(np.int32, copy=False), similarity.astype(np.float16, copy=False), labels
    )
    return _by(scores[images], images, backwards)


def unlike_first(project: Project, images: IntArray, *, backwards: bool = False) -> IntArray:
    """Return images by descending ood score of the last round: those that fit no class come first.

    Args:
        project: open for reading.
        images: (N,) ids; those with equal scores keep their order, those that the round does not know come last.
        backwards: whether to return the ones that fit a class best first.

    Raises:
        LabelerError: there is no round with labels yet.
        ProjectError: the file cannot be read.
    """
    ids, found = (load_array(project, f"round/{name}") for name in ("ids", "novelty"))
    if ids is None or found is None or not found.any():
        raise LabelerError(
            "The program does not know yet what the classes look like. Nothing was changed. "
            "Label a few images of every class and run a round."
        )
    known = ids.astype(np.int64)
    scores = np.full(int(max(images.max(initial=0), known.max(initial=0))) + 1, np.nan, np.float32)
    scores[known] = found
    return _by(scores[images], images, backwards)


def _by(scores: Float32Array, images: IntArray, backwards: bool) -> IntArray:
    """Return images by descending score, or by ascending score if backwards; NaN is last in both cases."""
    return images[np.argsort(scores if backwards else -scores, kind="stable")]


def _key(project: Project) -> str:
    in_use = backbone_in_use(project)
    if in_use is None:
        raise NotEmbeddedError(
            "The images have not been analysed yet, so they cannot be compared. Nothing was changed. Analyse "
            "them first."
        )
    return in_use[0]
