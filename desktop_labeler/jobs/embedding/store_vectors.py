"""Writes vectors and the measurements of pixels to the project file while they are computed."""

import time
from typing import TypeAlias

import numpy as np

from desktop_labeler.array_types import AnyArray, Float16Array, Float32Array
from desktop_labeler.data.computed.arrays import PART, append_part, load_array, save_arrays
from desktop_labeler.data.computed.embeddings import append_vectors, embedded_images, pack_vectors
from desktop_labeler.data.project.project_file import Project

Measures: TypeAlias = tuple[float, float, int, int]  # sharpness, brightness, width, height of an image
_KEPT_SECONDS = 10.0  # of work that a power cut may cost
_MEASURES = ("ids", "sharpness", "brightness", "width", "height")


class VectorStore:
    """Takes vectors and measures of images as they are computed, and writes them in parts.

    A part is 1,024 images, or what ten seconds gave.

    Args:
        project: open for writing.
        key: of the backbone.

    Attributes:
        stored: how many vectors were written so far.
    """

    def __init__(self, project: Project, key: str) -> None:
        self.stored = 0
        self._project = project
        self._key = key
        known = load_array(project, "statistics/ids")
        current = set(embedded_images(project, key).tolist())  # a changed file is measured again
        self._measured = current.intersection(known.tolist()) if known is not None else set()
        self._ids: list[int] = []
        self._vectors: list[Float16Array] = []
        self._measures: list[tuple[int, float, float, int, int]] = []
        self._since = time.monotonic()

    def add(self, ids: list[int], vectors: Float32Array, measures: list[Measures]) -> None:
        """Take the vectors and the measures of some images."""
        self._ids += ids
        self._vectors.append(vectors.astype(np.float16))
        self._measures += [
            (image, *values) for image, values in zip(ids, measures, strict=True) if image not in self._measured
        ]
        while len(self._ids) >= PART:
            self._write(PART)
        if time.monotonic() - self._since > _KEPT_SECONDS:
            self.write()

    def write(self) -> None:
        """Write what was taken so far."""
        if self._ids:
            self._write(len(self._ids))

    def _write(self, count: int) -> None:
        vectors = np.concatenate(self._vectors)
        if self._measures:  # first: an image without a vector is done again, one with a vector is not
            append_part(self._project, _arrays(self._measures))
        append_vectors(self._project, self._key, np.array(self._ids[:count], np.int64), vectors[:count])
        self.stored += count
        self._ids, self._vectors, self._measures = self._ids[count:], [vectors[count:]], []
        self._since = time.monotonic()

    def pack(self) -> None:
        """Join the small parts into few large ones, where this run wrote any."""
        if not self.stored:
            return
        pack_vectors(self._project, self._key)
        loaded = {name: load_array(self._project, f"statistics/{name}") for name in _MEASURES}
        arrays = {name: array for name, array in loaded.items() if array is not None}
        if len(arrays) == len(_MEASURES):
            _, last = np.unique(arrays["ids"][::-1], return_index=True)
            keep = np.sort(len(arrays["ids"]) - 1 - last)
            save_arrays(self._project, {f"statistics/{name}": array[keep] for name, array in arrays.items()})


def _arrays(rows: list[tuple[int, float, float, int, int]]) -> dict[str, AnyArray]:
    types = (np.int64, np.float32, np.float32, np.int64, np.int64)
    columns = zip(_MEASURES, zip(*rows, strict=True), types, strict=True)
    return {f"statistics/{name}": np.array(values, dtype) for name, values, dtype in columns}
