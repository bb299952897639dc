"""Predictions of models from elsewhere, stored beside the labels: they are suggestions and never become labels."""

import hashlib
from dataclasses import dataclass, replace

import numpy as np

from desktop_labeler.array_types import AnyArray, Float32Array, Int32Array, IntArray
from desktop_labeler.data.computed.arrays import array_names, array_stamp, delete_arrays, load_array, save_arrays
from desktop_labeler.data.project.answer_rows import renumbered
from desktop_labeler.data.project.project_file import Project

MOST = 10  # classes that are stored of each image
_PREFIX = "predictions/"


@dataclass(frozen=True, eq=False)
class Predictions:
    """What one model says about some images.

    Attributes:
        model: the name of the model.
        images: (n,) ids, ascending.
        classes: (n, K) int32 ids of the likeliest classes, −1 beyond the last.
        probabilities: (n, K) float32 in [0, 1]; a row sums to at most 1. What is missing is spread over the other
            classes.
    """

    model: str
    images: IntArray
    classes: Int32Array
    probabilities: Float32Array

    def joined(self, other: "Predictions") -> "Predictions":
        """Return these predictions with those of another table in place of what is said about the same images."""
        stays = np.isin(self.images, other.images, invert=True)
        width = max(self.classes.shape[1], other.classes.shape[1])
        images = np.concatenate([self.images[stays], other.images])
        order = np.argsort(images, kind="stable")
        classes = [_wide(self.classes[stays], width, -1), _wide(other.classes, width, -1)]
        values = [_wide(self.probabilities[stays], width, 0), _wide(other.probabilities, width, 0)]
        return Predictions(
            self.model,
            images[order],
            np.concatenate(classes)[order].astype(np.int32),
            np.concatenate(values)[order].astype(np.float32),
        )

    def over(self, images: IntArray, class_ids: IntArray) -> Float32Array:
        """Return the probabilities of every class for some images.

        Args:
            images: (N,) ids.
            class_ids: (C,) ids of the classes.

        Returns:
            (N, C) float32; rows sum to 1, or are NaN for images about which the model says nothing. Classes that are
            gone from the project count as spread over the others.
        """
        table = np.full((len(images), len(class_ids)), np.nan, np.float32)
        if not len(self.images) or not len(class_ids):
            return table
        place = np.searchsorted(self.images, images)
        known = np.flatnonzero(self.images[np.minimum(place, len(self.images) - 1)] == images)
        if not len(known):
            return table
        index = np.full(int(max(class_ids.max(), self.classes.max(initial=0))) + 2, -1, np.int64)
        index[class_ids] = np.arange(len(class_ids))
        column, value = index[self.classes[place[known]]], self.probabilities[place[known]]
        rows = np.zeros((len(known), len(class_ids)), np.float32)
        line, slot = np.nonzero(column >= 0)
        np.add.at(rows, (line, column[line, slot]), value[line, slot])
        said = rows > 0
        left = np.maximum(1 - rows.sum(axis=1), 0)
        others = (~said).sum(axis=1)
        rows += ~said * (left / np.maximum(others, 1)).astype(np.float32)[:, None]
        rows /= np.maximum(rows.sum(axis=1, keepdims=True), 1e-6)
        rows[~said.any(axis=1)] = np.nan
        table[known] = rows
        return table


def _wide(values: AnyArray, width: int, fill: float) -> AnyArray:
    return np.pad(values, ((0, 0), (0, width - values.shape[1])), constant_values=fill)


def likeliest(model: str, images: IntArray, class_ids: IntArray, probabilities: Float32Array) -> Predictions:
    """Return what a model says about images, from the probabilities of all classes.

    Args:
        model: the name of the model.
        images: (n,) different ids, in any order.
        class_ids: (C,) ids of the classes.
        probabilities: (n, C) in [0, 1].
    """
    order = np.argsort(images, kind="stable")
    top = np.argsort(-probabilities[order], axis=1, kind="stable")[:, :MOST]
    values = np.take_along_axis(probabilities[order], top, axis=1).astype(np.float32)
    return Predictions(model, images[order], class_ids.astype(np.int32)[top], values)


def save_predictions(project: Project, predictions: Predictions, file: str) -> None:
    """Store the predictions of a model in place of its earlier ones.

    Args:
        project: open for writing.
        predictions: what the model says.
        file: name of the file that it comes from.

    Raises:
        ProjectError: disk full or the like; the earlier ones are still there.
    """
    prefix = _prefix(predictions.model)
    arrays: dict[str, AnyArray] = {
        f"{prefix}images": predictions.images.astype(np.int64),
        f"{prefix}classes": predictions.classes.astype(np.int32),
        f"{prefix}probabilities": predictions.probabilities.astype(np.float32),
    }
    save_arrays(project, arrays, {"model": predictions.model, "file": file})


def read_predictions_of(project: Project, model: str) -> Predictions | None:
    """Return the stored predictions of a model; None if there are none or they are damaged.

    What it said of a class that was merged into another one since counts as that one; −1 stands for a deleted class.
    """
    found = read_arrays(project, _prefix(model), model)
    if found is None:
        return None
    return replace(found, classes=renumbered(project, found.classes.astype(np.int64)).astype(np.int32))


def read_arrays(project: Project, prefix: str, model: str) -> Predictions | None:
    """Return the predictions that are stored under a prefix; None if there are none or they are damaged."""
    names = ("images", "classes", "probabilities")
    images, classes, probabilities = (load_array(project, prefix + name) for name in names)
    if images is None or classes is None or probabilities is None:
        return None
    if images.ndim != 1 or classes.ndim != 2 or probabilities.shape != classes.shape or len(classes) != len(images):
        return None
    return Predictions(
        model, images.astype(np.int64), np.maximum(classes.astype(np.int32), -1), probabilities.astype(np.float32)
    )


def has_predictions(project: Project) -> bool:
    """Whether a model from elsewhere has said something; takes no time in a project of any size."""
    return bool(array_names(project, _PREFIX))


def predicting_models(project: Project) -> dict[str, int]:
    """Return the models from elsewhere by name, with how many images each says something about."""
    found = {}
    for name in array_names(project, _PREFIX):
        stamp = array_stamp(project, name) if name.endswith("/images") else None
        if stamp and isinstance(stamp.get("model"), str):
            images = load_array(project, name)
            found[stamp["model"]] = 0 if images is None else len(images)
    return dict(sorted(found.items()))


def predicted_images(project: Project, model: str) -> IntArray:
    """Return the ids of the images about which a model says something, ascending; none for an unknown model."""
    images = load_array(project, f"{_prefix(model)}images")
    return np.zeros(0, np.int64) if images is None else images.astype(np.int64)


def predictions_over(project: Project, images: IntArray, class_ids: IntArray) -> dict[str, Float32Array]:
    """Return (N, C) probabilities by each model from elsewhere, by its name; see Predictions.over."""
    found = {model: read_predictions_of(project, model) for model in predicting_models(project)}
    return {model: said.over(images, class_ids) for model, said in found.items() if said is not None}


def remove_predictions(project: Project, model: str) -> None:
    """Remove the predictions of a model; labels that were accepted from them stay."""
    delete_arrays(project, _prefix(model))


def _prefix(model: str) -> str:
    return f"{_PREFIX}{hashlib.sha256(model.encode()).hexdigest()[:16]}/"
