"""Embeddings in the project file: vectors and their images side by side, grown part by part, keyed by backbone."""

import numpy as np
import numpy.typing as npt

from desktop_labeler.data.arrays import append_part, array_names, delete_arrays, load_array, save_arrays
from desktop_labeler.data.project import IntArray, Project

Float16Array = npt.NDArray[np.float16]


def backbone_in_use(project: Project) -> tuple[str, str] | None:
    """Return key and name of the backbone whose vectors the project uses; None before the first embedding."""
    stored = project.setting("backbone")
    return (str(stored[0]), str(stored[1])) if isinstance(stored, list) else None


def use_backbone(project: Project, key: str, name: str) -> None:
    """Let the project use the vectors of this backbone from now on; those of others stay."""
    project.save_setting("backbone", [key, name])


def append_vectors(project: Project, key: str, ids: IntArray, vectors: Float16Array) -> None:
    """Store the vectors of some images: both or neither.

    Args:
        project: open for writing.
        key: of the backbone.
        ids: (n,) images; one that was stored before gets this new vector.
        vectors: (n, D) float16, unit length.
    """
    if len(ids) != len(vectors):
        raise ValueError(f"{len(ids)} images, {len(vectors)} vectors")
    append_part(project, {_name(key, "ids"): ids.astype(np.int64), _name(key, "vectors"): vectors.astype(np.float16)})


def load_vectors(project: Project, key: str) -> tuple[IntArray, Float16Array] | None:
    """Return images and vectors in the order they were stored, the newest vector of each image; None for no vectors."""
    ids, vectors = load_array(project, _name(key, "ids")), load_array(project, _name(key, "vectors"))
    if ids is None or vectors is None:
        return None
    _, last = np.unique(ids[::-1], return_index=True)
    keep = np.sort(len(ids) - 1 - last)
    if len(keep) == len(ids):
        return ids.astype(np.int64, copy=False), vectors.astype(np.float16, copy=False)
    return ids[keep].astype(np.int64), vectors[keep].astype(np.float16)


def embedded_images(project: Project, key: str) -> IntArray:
    """Return the images that have a vector, in stored order; one that was embedded twice appears twice."""
    ids = load_array(project, _name(key, "ids"))
    return ids.astype(np.int64) if ids is not None else np.empty(0, np.int64)


def pack_vectors(project: Project, key: str) -> None:
    """Write the many small parts of an interrupted embedding as few large ones."""
    loaded = load_vectors(project, key)
    if loaded is not None:
        save_arrays(project, {_name(key, "ids"): loaded[0], _name(key, "vectors"): loaded[1]})


def drop_vectors(project: Project, key: str) -> None:
    """Remove the vectors of a backbone."""
    delete_arrays(project, f"embedding/{key}/")


def stored_backbones(project: Project) -> list[str]:
    """Return the keys of all backbones with vectors in the project."""
    names = array_names(project, "embedding/")
    return sorted({name.removeprefix("embedding/").rsplit("/", 1)[0] for name in names})


def _name(key: str, part: str) -> str:
    return f"embedding/{key}/{part}"
