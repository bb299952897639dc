"""Lets a trained classifier take part in suggestions and suspects: it classifies every image; or removes it again."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import Float16Array, Float32Array, IntArray, UInt8Array
from desktop_labeler.data.computed.classifier import (
    Classifier,
    classifier_bytes,
    note_seen,
    read_held_out,
    remove_classifier,
    seen_as_now,
)
from desktop_labeler.data.computed.predictions import (
    Predictions,
    likeliest,
    read_predictions_of,
    remove_predictions,
    save_predictions,
)
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError, ProjectError
from desktop_labeler.jobs.classifiers.finetune_plan import TRAINED_HERE, finetune_folder, last_judgement, save_judgement
from desktop_labeler.jobs.classifiers.project_classifier import graph_input, network_of
from desktop_labeler.jobs.classifiers.stored_classifier import fill_behind, front_of, stored_classifier
from desktop_labeler.jobs.classifiers.unclassified import unclassified, waiting_images
from desktop_labeler.jobs.embedding.stored_rows import StoredRows, said_when_full
from desktop_labeler.jobs.threads import on_thread
from desktop_labeler.messages import Message
from desktop_labeler.ml.export.onnx_classifier import OnnxClassifier
from desktop_labeler.ml.export.write_classifier import onnx_file_of, torch_program
from desktop_labeler.ml.finetune.tail import CutBackbone, TailClassifier
from desktop_labeler.ml.hardware.devices import DeviceChoice, choose_device, device_errors
from desktop_labeler.progress import Job, Progress
from desktop_labeler.statistics import MeasuredFraction

_log = logging.getLogger(__name__)
_MANY = 300  # images for which a graph is worth the seconds that it takes to make it


def keep_classifier(project_path: Path, *, device: DeviceChoice = "auto") -> Job[int]:
    """Classify every image with the classifier that is stored in a project, so that it takes part in the next round.

    What it has said already of files that are as they were stays. Images that it was trained on keep what tails said
    that had not seen them, unless their files are others by now. After it was cancelled, it continues.

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
        images = np.setdiff1d(find_images(project), held_out.images)
        earlier, own = _holding(project, read_predictions_of(project, TRAINED_HERE)), _holding(project, held_out)
        todo = images if earlier is None else np.setdiff1d(images, earlier.images)
        ids, values = yield from _classified(project, project_path, front, classifier, images, todo)
        said = likeliest(TRAINED_HERE, ids, *merged(classifier.class_ids, values))
        for one in (earlier, own):
            said = said.joined(one) if one is not None else said
        known = last_judgement(project)
        in_use = known is not None and known[1]
        save_predictions(project, said, "")
        note_seen(project, said.images)
        if known is not None and not in_use:
            save_judgement(project, known[0], kept=True)
    return len(said.images)


def classify_new(project_path: Path, *, device: DeviceChoice = "auto") -> Job[int]:
    """Let the classifier in use classify the analysed images that were added or changed since it did so last.

    That takes about as long as analysing them did. Where no classifier is in use, or nothing is new to it, nothing is
    done; where it cannot be used, a note says so, and the next round goes without what it would say.

    Args:
        project_path: the project.
        device: "auto", "cpu", "cuda" or "mps".

    Returns:
        The number of images classified now.

    Raises:
        ProjectError: the project cannot be read or written.
    """
    with Project(project_path, "read") as project:
        if not waiting_images(project):
            return 0
        before = len(unclassified(project).missing)
    try:
        yield from keep_classifier(project_path, device=device)
    except ProjectError:
        raise
    except LabelerError as error:
        note = Message(
            "The classifier that was trained here says nothing about {n:# new image|# new images}: {reason}",
            n=before,
            reason=error.message,
        )
        yield Progress("classifying the images", note=note)
    with Project(project_path, "read") as project:
        return before - len(unclassified(project).missing)


def _holding(project: Project, said: Predictions | None) -> Predictions | None:
    """Return the part of what was said that is of images whose files are still the same."""
    if said is None:
        return None
    same = seen_as_now(project, said.images)
    return Predictions(said.model, said.images[same], said.classes[same], said.probabilities[same])


def _engine(front: CutBackbone, kept: Classifier, count: int) -> Callable[[UInt8Array], Float32Array]:
    """Return what gives the (n, C) probabilities of prepared images; for many, on a processor, a graph of ONNX Runtime.

    Making the graph takes some seconds; then it is three times as fast (.github/measurements/export.md).
    """
    if count >= _MANY and front.device.kind == "cpu":
        try:
            graph = _graph(front, kept)
        except LabelerError as error:  # ONNX Runtime cannot be loaded here: what follows is slower and says the same
            _log.info("No graph: %s", error)
        else:
            return lambda images: graph.scores(images)[0]
    with device_errors(front.device):
        return TailClassifier(front, kept.tails, kept.temperature).probabilities


def _graph(front: CutBackbone, kept: Classifier) -> OnnxClassifier:
    shape, classes = graph_input(front), len(kept.class_ids)
    program = torch_program(network_of(front, kept, np.arange(classes)), shape)
    content = onnx_file_of(program, shape, classes, "trained", {})
    return OnnxClassifier(content, shape, classes, kept.likeness_below, "trained")


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
    classifier: Classifier,
    images: IntArray,
    todo: IntArray,
) -> Job[tuple[IntArray, Float32Array]]:
    """Return those of the images that it is to classify that could be read, and their (n, C) probabilities."""
    folder = finetune_folder(path)
    with said_when_full(folder):
        folder.mkdir(parents=True, exist_ok=True)
        same = replace(classifier, accuracy=MeasuredFraction(0, 0, 0.0, 1.0), trained="")  # whenever it was judged
        mark = hashlib.sha256(classifier_bytes(same)).hexdigest()
        rows = StoredRows(folder, "probabilities.f16", (len(classifier.class_ids),), np.float16, mark)
        left = np.setdiff1d(todo, rows.known(project, images))
        now = Progress("opening the backbone")
        probabilities = yield from on_thread(partial(_engine, front, classifier, len(left)), now)

        def compute(prepared: UInt8Array) -> Float16Array:
            found: Float16Array = probabilities(prepared).astype(np.float16)
            return found

        yield from fill_behind(
            front, project, rows, left, compute, lambda done, total: Progress("classifying the images", done, total)
        )
        ids, values = rows.load()
        wanted = np.isin(ids, todo)
        return ids[wanted], values[wanted].astype(np.float32)
