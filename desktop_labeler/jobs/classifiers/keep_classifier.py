"""Lets a trained classifier take part in suggestions and suspects: it classifies every image; or removes it again."""

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import Float16Array, Float32Array, IntArray, UInt8Array
from desktop_labeler.data.computed.classifier import (
    Classifier,
    classifier_bytes,
    read_held_out,
    remove_classifier,
)
from desktop_labeler.data.computed.predictions import likeliest, remove_predictions, save_predictions
from desktop_labeler.data.images.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.classifiers.finetune_plan import TRAINED_HERE, finetune_folder, last_judgement, save_judgement
from desktop_labeler.jobs.classifiers.stored_classifier import fill_behind, front_of, stored_classifier
from desktop_labeler.jobs.embedding.stored_rows import StoredRows, said_when_full
from desktop_labeler.ml.finetune.tail import CutBackbone, TailClassifier
from desktop_labeler.ml.hardware.devices import DeviceChoice, choose_device, device_errors
from desktop_labeler.progress import Job, Progress
from desktop_labeler.statistics import MeasuredFraction


def keep_classifier(project_path: Path, *, device: DeviceChoice = "auto") -> Job[int]:
    """Classify every image with the classifier that is stored in a project, so that it takes part in the next round.

    Images that it was trained on keep what tails said that had not seen them. After it was cancelled, it continues.

    Args:
        project_path: a project with a stored classifier.
        device: "auto", "cpu", "cuda" or "mps".

    Returns:
        The number of images classified.

    Raises:
        LabelerError: there is none, its backbone is gone, or the disk is full.
    """
    yield Progress("opening the backbone")
    with Project(project_path, durable=False) as project:
        found, held_out = stored_classifier(project), read_held_out(project)
        if found is None or held_out is None:
            raise LabelerError("This project has no classifier yet. Nothing was changed; train one first.")
        classifier, notes = found
        for note in notes:
            yield Progress("opening the backbone", note=note)
        front = front_of(classifier, choose_device(device))
        with device_errors(front.device):
            tails = TailClassifier(front, classifier.tails, classifier.temperature)
        images = np.setdiff1d(find_images(project), held_out.images)
        ids, values = yield from _classified(project, project_path, front, tails, classifier, images)
        rest = likeliest(TRAINED_HERE, ids, *merged(classifier.class_ids, values))
        save_predictions(project, rest.joined(held_out), "")
        known = last_judgement(project)
        if known is not None:
            save_judgement(project, known[0], kept=True)
    return len(ids) + len(held_out.images)


def discard_classifier(project_path: Path) -> Job[None]:
    """Remove the classifier of a project and what it predicts; labels that were accepted from it stay.

    Raises:
        ProjectError: the project cannot be written; nothing was removed.
    """
    with Project(project_path) as project:
        yield Progress("storing")
        remove_predictions(project, TRAINED_HERE)
        remove_classifier(project)
        save_judgement(project, None, kept=False)


def merged(class_ids: IntArray, probabilities: Float32Array) -> tuple[IntArray, Float32Array]:
    """Return the different classes and their probabilities: those of outputs of one class are added."""
    ids, place = np.unique(class_ids, return_inverse=True)
    if len(ids) == len(class_ids):
        return class_ids, probabilities
    total = np.zeros((len(probabilities), len(ids)), np.float32)
    np.add.at(total.T, place, probabilities.T)
    return ids, total


def _classified(
    project: Project,
    path: Path,
    front: CutBackbone,
    tails: TailClassifier,
    classifier: Classifier,
    images: IntArray,
) -> Job[tuple[IntArray, Float32Array]]:
    """Return the images that could be read and their (n, C) probabilities."""
    folder = finetune_folder(path)

    def compute(prepared: UInt8Array) -> Float16Array:
        found: Float16Array = tails.probabilities(prepared).astype(np.float16)
        return found

    with said_when_full(folder):
        folder.mkdir(parents=True, exist_ok=True)
        same = replace(classifier, accuracy=MeasuredFraction(0, 0, 0.0, 1.0), trained="")  # whenever it was judged
        mark = hashlib.sha256(classifier_bytes(same)).hexdigest()
        rows = StoredRows(folder, "probabilities.f16", (len(classifier.class_ids),), np.float16, mark)
        todo = np.setdiff1d(images, rows.known(project, images))
        yield from fill_behind(
            front, project, rows, todo, compute, lambda done, total: Progress("classifying the images", done, total)
        )
        ids, values = rows.load()
        return ids, values.astype(np.float32)
