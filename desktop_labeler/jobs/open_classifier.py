"""Opens the classifier of a project, or one that was exported, to use it on other images."""

import math
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.embeddings import load_vectors
from desktop_labeler.data.decisions.round_labels import read_labels
from desktop_labeler.data.formats.exported_classifier import read_exported
from desktop_labeler.data.images.display_range import DisplayRange, display_range
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.project_backbone import project_backbone
from desktop_labeler.jobs.threads import on_thread
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.classify.portable_head import HeadFit, fit_portable_head
from desktop_labeler.ml.export.image_classifier import FrozenClassifier, ImageClassifier
from desktop_labeler.ml.export.onnx_classifier import OnnxClassifier
from desktop_labeler.ml.hardware.devices import Device
from desktop_labeler.progress import Job, Progress

_LISTED = 20  # classes in a note


@dataclass(frozen=True, eq=False)
class OpenedClassifier:
    """A classifier with the names of its classes.

    Attributes:
        name: what people call it.
        classes: the names of its C classes.
        classifier: the network.
        display: which numbers of an image with more than 8 bits are black and white.
        notes: what the person should know about it.
    """

    name: str
    classes: tuple[str, ...]
    classifier: ImageClassifier
    display: DisplayRange
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, eq=False)
class FittedProject:
    """The head fitted on the labels of a project.

    Attributes:
        classes: the names of the classes that have labels.
        fit: the head, and how it did on held-out labels.
        groups: (N,) group of each image; None for none.
    """

    classes: tuple[str, ...]
    fit: HeadFit
    groups: IntArray | None


def open_classifier(model: Path, device: Device) -> Job[OpenedClassifier]:
    """Open a classifier.

    Args:
        model: a project file or the folder of an exported classifier; it is only read.
        device: what to run it on; an exported one runs on the processor.

    Raises:
        LabelerError: it is not there, damaged or not ours; or the project has no vectors, or labels of fewer than two
            classes.
    """
    yield Progress("opening the classifier")
    if model.is_dir():
        return _exported(model)
    if not model.is_file():
        raise LabelerError(
            "There is no project or exported classifier {file}. Nothing was written. Check the name.", file=model
        )
    with Project(model, "read") as project:
        backbone = project_backbone(project, device)
        fitted = yield from fitted_project(project, backbone.key)
        display = display_range(project)
    return OpenedClassifier(model.stem, fitted.classes, FrozenClassifier(backbone, fitted.fit.head), display)


def _exported(folder: Path) -> OpenedClassifier:
    about, content = read_exported(folder)
    shape = about.preprocessing
    preprocessing = Preprocessing(shape["size"], shape["resize"], shape["fit"], shape["interpolation"])
    below = -math.inf if about.unlike_below is None else about.unlike_below
    classifier = OnnxClassifier(content, preprocessing, len(about.classes), below, str(folder / about.model))
    note = Message(
        "This classifier was exported on {day}. Its classes are those of that day: {classes}.",
        day=about.made[:10],
        classes=list(about.classes[:_LISTED]) + (["…"] if len(about.classes) > _LISTED else []),
    )
    return OpenedClassifier(about.name, about.classes, classifier, about.display, (note,))


def fitted_project(project: Project, key: str) -> Job[FittedProject]:
    """Fit the head of a project on the vectors of a backbone.

    Raises:
        LabelerError: there are labels of fewer than two classes.
    """
    loaded = load_vectors(project, key)
    ids, vectors = loaded if loaded is not None else (np.zeros(0, np.int64), np.zeros((0, 1), np.float16))
    labels = read_labels(project, ids)
    known = np.where(labels.usable, labels.labels, -1)
    present = np.unique(known[known >= 0])
    if len(present) < 2:
        raise LabelerError(
            "{file} has labels of {n:# class|# classes}, and a classifier needs at least two. Nothing was written. "
            "Label some images of another class first.",
            file=project.path.name,
            n=len(present),
        )
    names = {label.id: label.name for label in project.classes()}
    number = np.full(len(labels.class_ids) + 1, -1, np.int64)  # the last one is that of no label
    number[present] = np.arange(len(present))
    fit = partial(
        fit_portable_head, vectors, number[known], classes=len(present), groups=labels.groups, fair=labels.fair
    )
    found = yield from on_thread(fit, Progress("fitting the classifier"))
    return FittedProject(tuple(names[int(one)] for one in labels.class_ids[present]), found, labels.groups)
