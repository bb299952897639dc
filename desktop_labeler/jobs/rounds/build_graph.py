"""The neighbour graph of a project: stored in its file, extended by new images, rebuilt when vectors change."""

from dataclasses import dataclass

import numpy as np

from desktop_labeler.array_types import AnyArray, Float16Array, IntArray
from desktop_labeler.data.computed.arrays import array_stamp, load_array, save_arrays
from desktop_labeler.data.computed.embeddings import backbone_in_use, load_vectors, stored_versions
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import NotEmbeddedError
from desktop_labeler.ml.graph.neighbors import Graph, append_to_graph, build_graph
from desktop_labeler.progress import Job


@dataclass(frozen=True, eq=False)
class Space:
    """The embedding of a project: (N,) ids, (N, D) vectors of a backbone, the versions of the files, their graph."""

    key: str
    ids: IntArray
    vectors: Float16Array
    versions: IntArray
    graph: Graph


def current_space(project: Project, known: Space | None = None) -> Job[Space]:
    """Return the vectors in use and their graph; `known` is returned if it is still current.

    Raises:
        LabelerError: there is no embedding yet.
    """
    in_use = backbone_in_use(project)
    loaded = load_vectors(project, in_use[0]) if in_use is not None else None
    if in_use is None or loaded is None:
        raise NotEmbeddedError(
            "The images have not been analysed yet, so there is nothing to say about them. Nothing was "
            "changed. Analyse them first."
        )
    key, (ids, vectors) = in_use[0], loaded
    versions = stored_versions(project, key)
    if known is not None and known.key == key and _same(known.ids, known.versions, ids, versions):
        return known
    graph = yield from current_graph(project, key, ids, vectors)
    return Space(key, ids, vectors, versions, graph)


def current_graph(project: Project, key: str, ids: IntArray, vectors: Float16Array) -> Job[Graph]:
    """Return the graph of these vectors from the project file if it is current, else build and store it.

    Args:
        project: a project open for writing.
        key: key of the backbone.
        ids: (N,) ids of the images in the order of the vectors.
        vectors: (N, D) float16 vectors.

    Returns:
        The graph, with rows in the order of the vectors.
    """
    graph, known = _load(project, key)
    seen, versions = _versions(project, key), stored_versions(project, key)
    if graph is not None and _same(known, seen, ids, versions):
        return graph
    if graph is not None and _same(known, seen, ids[: len(known)], versions[: len(known)]):
        graph = yield from append_to_graph(graph, vectors, len(known))
    else:
        graph = yield from build_graph(vectors)
    stamp = {"recall": graph.recall, "method": graph.method}
    arrays: dict[str, AnyArray] = {
        "ids": ids,
        "versions": versions,
        "neighbors": graph.neighbors,
        "similarity": graph.similarity.astype(np.float16),
    }
    save_arrays(project, {f"graph/{key}/{name}": array for name, array in arrays.items()}, stamp)
    return graph


def _same(ids: IntArray, versions: IntArray, others: IntArray, their_versions: IntArray) -> bool:
    """Whether these are the same images of the same files, in the same order: one that was changed keeps its number."""
    return np.array_equal(ids, others) and np.array_equal(versions, their_versions)


def _versions(project: Project, key: str) -> IntArray:
    """Return those that the stored graph was made of."""
    found = load_array(project, f"graph/{key}/versions")
    return found.astype(np.int64, copy=False) if found is not None else np.empty(0, np.int64)


def _load(project: Project, key: str) -> tuple[Graph | None, IntArray]:
    found = [load_array(project, f"graph/{key}/{name}") for name in ("ids", "neighbors", "similarity")]
    ids, neighbors, similarity = found
    if ids is None or neighbors is None or similarity is None:
        return None, np.empty(0, np.int64)
    stamp = array_stamp(project, f"graph/{key}/ids") or {}
    recall = stamp.get("recall")
    graph = Graph(
        neighbors.astype(np.int32, copy=False),
        similarity.astype(np.float32),
        float(recall) if isinstance(recall, (int, float)) else None,
        str(stamp.get("method", "")),
    )
    return graph, ids.astype(np.int64, copy=False)
