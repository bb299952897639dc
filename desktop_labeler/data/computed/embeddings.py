"""Embeddings in the project file: arrays of vectors and image ids, extended in parts, keyed by backbone."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

import numpy as np

from desktop_labeler.array_types import AnyArray, BoolArray, Float16Array, IntArray
from desktop_labeler.data.computed.arrays import (
    append_part,
    array_names,
    delete_arrays,
    load_array,
    load_parts,
    load_row,
    part_sizes,
    save_arrays,
)
from desktop_labeler.data.decoding.display_range import display_range
from desktop_labeler.data.decoding.pixel_version import PIXELS
from desktop_labeler.data.images.boxes.box_places import moved_versions
from desktop_labeler.data.images.parts.image_parts import MARGIN, box_margin
from desktop_labeler.data.project.project_file import Project


def backbone_in_use(project: Project) -> tuple[str, str] | None:
    """Return key and name of the backbone whose vectors the project uses; None before the first embedding."""
    stored = project.setting("backbone")
    return (str(stored[0]), str(stored[1])) if isinstance(stored, list) else None


def use_backbone(project: Project, key: str, name: str) -> None:
    """Make this backbone the one in use; vectors of other backbones stay stored."""
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
    arrays: dict[str, AnyArray] = {
        "ids": ids.astype(np.int64),
        "vectors": vectors.astype(np.float16),
        "versions": file_versions(project, ids),
    }
    append_part(project, {_name(key, part): array for part, array in arrays.items()})


def load_vectors(project: Project, key: str) -> tuple[IntArray, Float16Array] | None:
    """Return images and vectors in stored order, the newest vector of each image; None without vectors."""
    ids, vectors = load_array(project, _name(key, "ids")), load_array(project, _name(key, "vectors"))
    if ids is None or vectors is None:
        return None
    keep = newest(ids.astype(np.int64))
    if len(keep) == len(ids):
        return ids.astype(np.int64, copy=False), vectors.astype(np.float16, copy=False)
    return ids[keep].astype(np.int64), vectors[keep].astype(np.float16)


PixelChange: TypeAlias = Literal["", "program", "range"]


def take_pixel_version(project: Project) -> PixelChange:
    """Store the version of the pixels that vectors are computed from, and return why older ones are computed again.

    Returns:
        "" if nothing is computed again; "program": it decodes files differently now; "range": the project shows images
        with more than 8 bits in another way now.
    """
    display, before = display_range(project).version, project.setting("pixels")
    now = [PIXELS, display] if display else PIXELS
    if before == now:
        return ""
    project.save_setting("pixels", now)
    if not stored_backbones(project):
        return ""
    return "range" if (before[0] if isinstance(before, list) else before) == PIXELS else "program"


def stored_images(project: Project, key: str) -> IntArray:
    """Return the images of load_vectors, in its order, without reading a vector; none where nothing is stored."""
    ids = load_array(project, _name(key, "ids"))
    return ids[newest(ids.astype(np.int64))].astype(np.int64) if ids is not None else np.empty(0, np.int64)


def stored_versions(project: Project, key: str) -> IntArray:
    """Return the file version of each row of load_vectors; it differs once a file has changed."""
    ids, seen = load_array(project, _name(key, "ids")), load_array(project, _name(key, "versions"))
    if ids is None or seen is None:
        return np.empty(0, np.int64)
    return seen[newest(ids.astype(np.int64))].astype(np.int64)


def vector_parts(project: Project, key: str) -> Iterator[tuple[IntArray, Float16Array]]:
    """Yield (n,) images and their (n, D) vectors in parts, for vectors that do not fit into memory."""
    stored = load_array(project, _name(key, "ids"))
    if stored is None:
        return
    ids = stored.astype(np.int64)
    keep = are_newest(ids)
    start = 0
    for vectors in load_parts(project, _name(key, "vectors")):
        here = slice(start, start + len(vectors))
        wanted = keep[here]
        yield ids[here][wanted], vectors[wanted].astype(np.float16, copy=False)
        start = here.stop


def vector_sample(project: Project, key: str, count: int) -> Float16Array:
    """Return (n, D) vectors: all if there are few, else about `count`, evenly from up to 200 parts."""
    sizes = part_sizes(project, _name(key, "vectors"))
    if sum(sizes) <= count:
        whole = [vectors for _, vectors in vector_parts(project, key)]
        return np.concatenate(whole) if whole else np.empty((0, 0), np.float16)
    chosen = np.unique(np.linspace(0, len(sizes) - 1, min(len(sizes), 200)).astype(np.int64))
    step = max(1, sum(sizes[part] for part in chosen.tolist()) // count)
    found = [part[::step] for part in load_parts(project, _name(key, "vectors"), chosen.tolist())]
    return np.concatenate(found).astype(np.float16, copy=False)


def image_vector(project: Project, key: str, image: int) -> Float16Array | None:
    """Return the newest vector of one image, (D,); None when it has none."""
    stored = load_array(project, _name(key, "ids"))
    places = np.flatnonzero(stored == image) if stored is not None else np.empty(0, np.int64)
    if not len(places):
        return None
    found = load_row(project, _name(key, "vectors"), int(places[-1]))
    return found.astype(np.float16) if found is not None else None


def embedded_images(project: Project, key: str) -> IntArray:
    """Return the images whose vector is of their file as it is now, in stored order, each once."""
    return current_images(project, load_array(project, _name(key, "ids")), load_array(project, _name(key, "versions")))


def current_images(project: Project, stored: AnyArray | None, seen: AnyArray | None) -> IntArray:
    """Return which stored images have the file version that was stored with them, in stored order, each once."""
    if stored is None or seen is None:
        return np.empty(0, np.int64)
    ids = stored.astype(np.int64)
    keep = newest(ids)
    current: IntArray = ids[keep][seen[keep] == file_versions(project, ids[keep])]
    return current


def pack_vectors(project: Project, key: str) -> None:
    """Merge the small parts of an interrupted embedding into large ones, keeping the newest vector of each image."""
    stored = {part: load_array(project, _name(key, part)) for part in ("ids", "vectors", "versions")}
    arrays = {part: array for part, array in stored.items() if array is not None}
    if len(arrays) == len(stored):
        keep = newest(arrays["ids"].astype(np.int64))
        save_arrays(project, {_name(key, part): array[keep] for part, array in arrays.items()})


def drop_vectors(project: Project, key: str) -> None:
    """Remove the vectors of a backbone."""
    delete_arrays(project, f"embedding/{key}/")


def stored_backbones(project: Project) -> list[str]:
    """Return the keys of all backbones with vectors in the project."""
    names = array_names(project, "embedding/")
    return sorted({name.removeprefix("embedding/").rsplit("/", 1)[0] for name in names})


def _name(key: str, part: str) -> str:
    return f"embedding/{key}/{part}"


def newest(ids: IntArray) -> IntArray:
    """Return the positions of the last occurrence of each image, rising."""
    _, last = np.unique(ids[::-1], return_index=True)
    return np.sort(len(ids) - 1 - last)


def are_newest(ids: IntArray) -> BoolArray:
    """Return whether each place is the last occurrence of its image."""
    keep = np.zeros(len(ids), np.bool_)
    keep[newest(ids)] = True
    return keep


def file_versions(project: Project, ids: IntArray) -> IntArray:
    """Return a number for the pixels behind each image; 0 for an unknown image.

    It differs when the file was changed, when the program reads other pixels from it than an earlier one did, when the
    project shows images with more than 8 bits in another way, or when a box was moved or resized.
    """
    if not len(ids):
        return ids
    known, times, sizes = project.integers(
        "SELECT group_concat(id), group_concat(mtime_ns), group_concat(size) FROM image WHERE id BETWEEN ? AND ?",
        (int(ids.min()), int(ids.max())),  # a part at a time: its ids lie close together
    )
    by_id = np.zeros(int(max(known.max(initial=0), ids.max(initial=0))) + 1, np.int64)
    margin = round(10_000 * (box_margin(project) - MARGIN))
    shown = (PIXELS << 50) ^ (display_range(project).version << 16) ^ (margin << 8)
    by_id[known] = times ^ (sizes << 20) ^ shown
    for image, place in moved_versions(project).items():
        if image < len(by_id) and by_id[image]:
            by_id[image] ^= place << 4
    return by_id[ids]
