"""Classifiers of prepared images: the frozen backbone of a project with a head on its vectors."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from desktop_labeler.array_types import BoolArray, Float32Array, Int32Array, UInt8Array
from desktop_labeler.errors import WeightsError
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.classify.portable_head import PortableHead
from desktop_labeler.ml.hardware.devices import Device

MOST = 10  # likeliest classes of an image that are kept
_ROUNDING = 1e-2  # by which probabilities may miss 1 in sum


class ImageClassifier(Protocol):
    """A network that gives prepared images a probability of each class.

    Attributes:
        preprocessing: what is done to an image first.
        unlike_below: likeness below which an image is unlike all classes.
        key: equal for classifiers that give equal results.
    """

    preprocessing: Preprocessing
    unlike_below: float
    key: str

    @property
    def batch(self) -> int:
        """Number of images processed at the same time."""
        ...

    @property
    def device(self) -> Device:
        """What it runs on; this may change."""
        ...

    @property
    def together(self) -> int:
        """The best number of images per call."""
        ...

    def prepare(self, image: UInt8Array) -> UInt8Array:
        """(H, W, 3) uint8 RGB → (S, S, 3) uint8."""
        ...

    def scores(self, images: UInt8Array) -> tuple[Float32Array, Float32Array]:
        """(n, S, S, 3) prepared images → (n, C) probabilities and (n,) likenesses."""
        ...

    def take_notes(self) -> list[Message]:
        """Return the notes for the person since the last call."""
        ...


class FrozenClassifier:
    """The backbone of a project as it is, and a head fitted on its labels.

    Args:
        backbone: with the flips and the whitening of the project.
        head: fitted on the vectors of this backbone.
    """

    def __init__(self, backbone: Backbone, head: PortableHead) -> None:
        self.backbone, self.head = backbone, head
        self.preprocessing, self.unlike_below = backbone.preprocessing, head.unlike_below
        digest = hashlib.sha256(backbone.key.encode())
        numbers = np.array([head.temperature, head.least_energy, head.distance.rest, head.distance.farthest])
        for array in (head.mean, head.turn, head.weights, head.bias, head.distance.along, numbers):
            digest.update(array.tobytes())
        self.key = digest.hexdigest()[:32]
        self.prepare, self.take_notes = backbone.prepare, backbone.take_notes

    @property
    def batch(self) -> int:
        """Number of images processed at the same time."""
        return self.backbone.batch

    @property
    def device(self) -> Device:
        """What the backbone runs on; this may change to the CPU after memory ran out."""
        return self.backbone.device

    @property
    def together(self) -> int:
        """The best number of images per call."""
        return self.backbone.together

    def scores(self, images: UInt8Array) -> tuple[Float32Array, Float32Array]:
        """(n, S, S, 3) prepared images → (n, C) probabilities and (n,) likenesses."""
        return self.head.scores(self.backbone.embed_prepared(images))


@dataclass(frozen=True, eq=False)
class Predicted:
    """The likeliest classes of some images.

    Attributes:
        classes: (n, k) int32 numbers of classes, likeliest first, k ≤ 10.
        probabilities: (n, k) float32.
        unlike: (n,) bool, which images are unlike all classes.
    """

    classes: Int32Array
    probabilities: Float32Array
    unlike: BoolArray


def predict(classifier: ImageClassifier, images: UInt8Array) -> Predicted:
    """Classify (n, S, S, 3) uint8 images that were prepared by the classifier.

    Raises:
        WeightsError: what it computes are no probabilities, because its weights are damaged.
    """
    probabilities, likeness = classifier.scores(images)
    sums = probabilities.sum(1, dtype=np.float64)  # not a number, or infinite, if one of them is
    if not (np.abs(sums - 1) < _ROUNDING).all() or not (probabilities >= 0).all() or np.isnan(likeness).any():
        raise WeightsError(
            "What the classifier says about an image are no probabilities: its weights are damaged. No table was "
            "written. Get the exported folder again; if it is a project, choose another embedding, or train again."
        )
    order = np.argsort(-probabilities, axis=1, kind="stable")[:, :MOST].astype(np.int32)
    unlike = np.asarray(likeness < classifier.unlike_below)
    return Predicted(order, np.take_along_axis(probabilities, order, axis=1), unlike)
