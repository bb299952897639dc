"""The classifier of a project: the one that was trained and is kept, else its frozen backbone with a head."""

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.classifier import Classifier, classifier_bytes
from desktop_labeler.data.computed.embeddings import load_vectors
from desktop_labeler.data.decisions.round_labels import read_labels
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.classifiers.finetune_plan import last_judgement
from desktop_labeler.jobs.classifiers.stored_classifier import front_of, stored_classifier
from desktop_labeler.jobs.classifiers.taught_labels import share_of, taught_labels
from desktop_labeler.jobs.embedding.project_backbone import project_backbone
from desktop_labeler.jobs.threads import on_thread
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.classify.folder_distance import MARKED
from desktop_labeler.ml.classify.portable_head import LEAST_ENERGY, PortableHead, fit_portable_head
from desktop_labeler.ml.export.classifier_network import Classifying, FrozenNetwork, TrainedNetwork
from desktop_labeler.ml.export.image_classifier import FrozenClassifier, ImageClassifier
from desktop_labeler.ml.export.module_classifier import ModuleClassifier
from desktop_labeler.ml.export.onnx_classifier import OnnxClassifier
from desktop_labeler.ml.export.write_classifier import onnx_file_of, torch_program
from desktop_labeler.ml.finetune.cross_fit import LEAST, LEAST_ALONE
from desktop_labeler.ml.finetune.front_distance import stored_distance
from desktop_labeler.ml.finetune.tail import CutBackbone
from desktop_labeler.ml.hardware.devices import Device
from desktop_labeler.progress import Job, Progress
from desktop_labeler.statistics import MeasuredFraction

_FROZEN = (
    "A linear classifier on the vectors of a backbone that was not changed. In the project, suggestions also use the "
    "neighbours of an image in its folder, which another folder does not have; the accuracy below is that of this "
    "classifier alone."
)
_PARTS = {
    "head": "A linear layer, trained on the labels of the project, behind a backbone that was not changed.",
    "last": "The last blocks of a backbone and a linear layer, trained on the labels of the project.",
    "all": "A backbone and a linear layer, all of it trained on the labels of the project.",
}
_TRAINED = (
    "In the project, suggestions also use other classifiers; the accuracy below is that of this kind of classifier "
    "alone, trained without the labels on which it was tested."
)

_LEAST_ENERGY = "{share:.0%} of the labels are below that too, for classifiers that had not seen them."
_FOUND = (
    "That is measured by all images of the project, with and without labels: {share:.0%} of them lie farther from the "
    "others, when they are left out. Most pictures of something else altogether are found by it, whatever class they "
    "get."
)
_FOUND_TRAINED = (
    "That is measured by the labelled images: {share:.0%} of them lie farther from the others, when they are left out. "
    "Most pictures of something else altogether are found by it, whatever class they get."
)
_NOT_FOUND = (
    "Pictures of something else altogether can still get a class with a high probability: the mark finds only a part "
    "of them."
)


@dataclass(frozen=True, eq=False)
class ProjectClassifier:
    """A classifier, to be run here or written to a file.

    Attributes:
        classes: the names of its C classes.
        labels: number of labels of each class that it learnt from.
        preprocessing: what is done to images first.
        unlike_below: likeness below which an image is unlike all classes; −inf where that is not known.
        architecture: of its network.
        accuracy: on labels that it had not seen, with its interval.
        grouped: whether images of a group were never divided between training and test.
        what: what kind of classifier it is, in a sentence in English.
        unlike: what the level of images that are unlike all classes is worth, in sentences in English.
        network: makes the network on the CPU, (n, 3, S, S) normalised → probabilities and likenesses.
        open: makes the classifier to run here.
        notes: what became of its classes and labels since it was trained, for the person.
    """

    classes: tuple[str, ...]
    labels: tuple[int, ...]
    preprocessing: Preprocessing
    unlike_below: float
    architecture: str
    accuracy: MeasuredFraction
    grouped: bool
    what: str
    unlike: str
    network: Callable[[], Classifying]
    open: Callable[[], ImageClassifier]
    notes: tuple[Message, ...] = ()


def project_classifier(project: Project, device: Device) -> Job[ProjectClassifier]:
    """Return the classifier of a project, which is only read.

    Args:
        project: open.
        device: what it is to run on.

    Raises:
        LabelerError: the images have not been analysed, the backbone is not there or another one, or there are labels
            of fewer than two classes.
    """
    judged = last_judgement(project)
    kept = stored_classifier(project) if judged is not None and judged[1] else None
    # alone it must be right as often as what suggests without it: "Keep it" can be pressed for one that is not
    alone = judged is not None and judged[0].after.hits >= judged[0].before.hits
    if kept is not None and alone:
        return _trained(project, *kept, device)
    return (yield from _frozen(project, device))


def _frozen(project: Project, device: Device) -> Job[ProjectClassifier]:
    backbone = project_backbone(project, device)
    loaded = load_vectors(project, backbone.key)
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
    return ProjectClassifier(
        classes=tuple(names[int(one)] for one in labels.class_ids[present]),
        labels=tuple(found.labels.tolist()),
        preprocessing=backbone.preprocessing,
        unlike_below=found.head.unlike_below,
        architecture=backbone.architecture,
        accuracy=share_of(found.right, None if labels.groups is None else labels.groups[found.checked]),
        grouped=labels.groups is not None,
        what=_FROZEN,
        unlike=_unlike(found.head),
        network=partial(FrozenNetwork, backbone, found.head),
        open=partial(FrozenClassifier, backbone, found.head),
    )


def _unlike(head: PortableHead) -> str:
    by_energy = _LEAST_ENERGY.format(share=LEAST_ENERGY) if math.isfinite(head.least_energy) else ""
    found = _FOUND.format(share=MARKED) if math.isfinite(head.distance.farthest) else _NOT_FOUND
    return f"{found} {by_energy}".strip()


def _unlike_trained(kept: Classifier) -> str:
    if kept.distance is None:
        return f"{_LEAST_ENERGY.format(share=LEAST_ALONE)} {_NOT_FOUND}"
    return f"{_FOUND_TRAINED.format(share=MARKED)} {_LEAST_ENERGY.format(share=LEAST)}"


def _trained(project: Project, kept: Classifier, notes: list[Message], device: Device) -> ProjectClassifier:
    front = front_of(kept, device)
    ids, place = np.unique(kept.class_ids, return_inverse=True)
    names = dict(zip(kept.class_ids.tolist(), kept.class_names, strict=True))
    learnt = taught_labels(project, kept, ids)
    if learnt.changed:
        sentence = Message(
            "{n:# label|# labels} that it was trained on {n:is another|are others} by now, or {n:was|were} withdrawn. "
            "Train it again to use what is known now.",
            n=learnt.changed,
        )
        notes = [*notes, sentence]
    network = partial(network_of, front, kept, np.asarray(place, np.int64).reshape(-1))
    shape = graph_input(front)
    return ProjectClassifier(
        classes=tuple(names[number] for number in ids.tolist()),
        labels=learnt.counts,
        preprocessing=shape,
        unlike_below=kept.likeness_below,
        architecture=f"{kept.backbone}, trained",
        accuracy=learnt.accuracy,
        grouped=learnt.grouped,
        what=f"{_PARTS[front.part]} {_TRAINED}",
        unlike=_unlike_trained(kept),
        network=network,
        open=partial(_opened, network, kept, shape, len(ids), device),
        notes=tuple(notes),
    )


def graph_input(front: CutBackbone) -> Preprocessing:
    """Return how images are prepared for the network behind a front, which normalises by itself."""
    return replace(front.preprocessing, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))


def network_of(front: CutBackbone, kept: Classifier, place: IntArray) -> Classifying:
    """Return a kept classifier as one network on the CPU, each output added to that of its (C,) place."""
    tails = [front.tail_of(weights) for weights in kept.tails]
    far = stored_distance(kept.distance)
    return TrainedNetwork(front.front, tails, kept.temperature, place, kept.unlike_below, far).cpu()


def _opened(
    network: Callable[[], Classifying], kept: Classifier, preprocessing: Preprocessing, classes: int, device: Device
) -> ImageClassifier:
    """Return the classifier on the device: on a processor as a graph of ONNX Runtime, which is two times faster."""
    key = hashlib.sha256(classifier_bytes(kept)).hexdigest()[:32]
    if device.kind == "cpu":
        program = torch_program(network(), preprocessing)
        content = onnx_file_of(program, preprocessing, classes, "trained", {})
        return OnnxClassifier(content, preprocessing, classes, kept.likeness_below, "trained", key=key)
    return ModuleClassifier(network(), preprocessing, kept.likeness_below, key, device)
