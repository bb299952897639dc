"""Opens the classifier of a project, or one that was exported, to use it on other images."""

import math
from dataclasses import dataclass
from pathlib import Path

from desktop_labeler.data.decoding.display_range import DisplayRange, display_range
from desktop_labeler.data.formats.exported_classifier import read_exported
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.classifiers.project_classifier import project_classifier
from desktop_labeler.jobs.threads import on_thread
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.export.image_classifier import ImageClassifier
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
        found = yield from project_classifier(project, device)
        display = display_range(project)
    classifier = yield from on_thread(found.open, Progress("opening the classifier"))
    return OpenedClassifier(model.stem, found.classes, classifier, display, found.notes)


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
