"""What a classifier says about the images of a folder, stored in parts while it is computed."""

from collections.abc import Iterator

import numpy as np

from desktop_labeler.array_types import AnyArray, BoolArray, Float32Array, Int32Array, IntArray
from desktop_labeler.data.computed.arrays import append_part, array_names, delete_arrays, load_array, load_parts
from desktop_labeler.data.computed.embeddings import are_newest, current_images, file_versions
from desktop_labeler.data.project.project_file import Project

_PLACE = "classified/"


def append_predictions(
    project: Project, key: str, ids: IntArray, classes: Int32Array, probabilities: Float32Array, unlike: BoolArray
) -> None:
    """Store what a classifier says about some images: all of it or nothing.

    Args:
        project: open for writing.
        key: of the classifier.
        ids: (n,) images; one that was stored before gets this new prediction.
        classes: (n, k) numbers of its classes, likeliest first.
        probabilities: (n, k) of these.
        unlike: (n,) whether an image is unlike all classes.
    """
    arrays: dict[str, AnyArray] = {
        "ids": ids.astype(np.int64),
        "versions": file_versions(project, ids),
        "classes": classes.astype(np.int32),
        "probabilities": probabilities.astype(np.float32),
        "unlike": unlike.astype(np.bool_),
    }
    append_part(project, {f"{_PLACE}{key}/{name}": array for name, array in arrays.items()})


def predicted_images(project: Project, key: str) -> IntArray:
    """Return the images with a prediction of this classifier for their file as it is now."""
    stored, seen = (load_array(project, f"{_PLACE}{key}/{name}") for name in ("ids", "versions"))
    return current_images(project, stored, seen)


def prediction_parts(project: Project, key: str) -> Iterator[tuple[IntArray, Int32Array, Float32Array, BoolArray]]:
    """Yield ids, classes, probabilities and unlike in parts, in stored order, only the newest of each image."""
    stored = load_array(project, f"{_PLACE}{key}/ids")
    if stored is None:
        return
    ids = stored.astype(np.int64)
    keep = are_newest(ids)
    start = 0
    parts = [load_parts(project, f"{_PLACE}{key}/{name}") for name in ("classes", "probabilities", "unlike")]
    for classes, probabilities, unlike in zip(*parts, strict=True):
        here = slice(start, start + len(classes))
        wanted = keep[here]
        yield (
            ids[here][wanted],
            classes[wanted].astype(np.int32),
            probabilities[wanted].astype(np.float32),
            unlike[wanted].astype(np.bool_),
        )
        start = here.stop


def drop_other_predictions(project: Project, key: str) -> bool:
    """Remove the predictions of every other classifier; return whether there were any."""
    others = {name.split("/")[1] for name in array_names(project, _PLACE)} - {key}
    for other in others:
        delete_arrays(project, f"{_PLACE}{other}/")
    return bool(others)
