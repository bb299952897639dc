"""The neighbour graph of a project: kept in its file, appended when images come, rebuilt when vectors change."""

import numpy as np

from desktop_labeler.data.arrays import Array, array_stamp, load_array, save_arrays
from desktop_labeler.data.embeddings import Float16Array
from desktop_labeler.data.project import IntArray, Project
from desktop_labeler.ml.neighbors import Graph, append_to_graph, build_graph
from desktop_labeler.progress import Job


def current_graph(project: Project, key: str, ids: IntArray, vectors: Float16Array) -> Job[Graph]:
    """Return the graph of these vectors, from the file where it fits, else made and stored.

    Args:
        project: open for writing.
        key: of the backbone.
        ids: (N,) images in the order of the vectors.
        vectors: (N, D) float16.

    Returns:
        The graph, row by row as the vectors.
    """
    graph, known = _load(project, key)
    if graph is not None and np.array_equal(known, ids):
        return graph
    if graph is not None and len(known) < len(ids) and np.array_equal(known, ids[: len(known)]):
        graph = yield from append_to_graph(graph, vectors, len(known))
    else:
        graph = yield from build_graph(vectors)
    stamp = {"recall": graph.recall, "method": graph.method}
    arrays: dict[str, Array] = {
        "ids": ids,
        "neighbors": graph.neighbors,
        "similarity": graph.similarity.astype(np.float16),
    }
    save_arrays(project, {f"graph/{key}/{name}": array for name, array in arrays.items()}, stamp)
    return graph


def stored_graph(project: Project, key: str) -> tuple[Graph, IntArray] | None:
    """Return the stored graph and the images of its rows; None when there is none."""
    graph, ids = _load(project, key)
    return (graph, ids) if graph is not None else None


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
