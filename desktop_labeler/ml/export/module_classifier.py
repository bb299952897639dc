"""Runs a classifier as a network of PyTorch: on a graphics card, and where ONNX Runtime is not there."""

import torch
from torch import nn

from desktop_labeler.array_types import Float32Array, UInt8Array
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import fitting_batch, resized
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.export.classifier_network import ClassifierNetwork
from desktop_labeler.ml.hardware.devices import Device, device_errors


class ModuleClassifier:
    """A classifier on a device.

    Args:
        network: (n, 3, S, S) normalised → (n, C) probabilities and (n,) likenesses.
        preprocessing: what is done to images first.
        unlike_below: likeness below which an image is unlike all classes.
        key: equal for classifiers that give equal results.
        device: what it runs on.
    """

    def __init__(
        self, network: nn.Module, preprocessing: Preprocessing, unlike_below: float, key: str, device: Device
    ) -> None:
        self.preprocessing, self.unlike_below, self.key, self.device = preprocessing, unlike_below, key, device
        self.batch = fitting_batch(preprocessing.size, device)
        with device_errors(device):
            self._network = ClassifierNetwork(preprocessing, network).eval().to(device.torch)

    @property
    def together(self) -> int:
        """The best number of images per call."""
        return self.batch

    def prepare(self, image: UInt8Array) -> UInt8Array:
        """(H, W, 3) uint8 RGB → (S, S, 3) uint8."""
        prepared: UInt8Array = resized(image[None], self.preprocessing)[0]
        return prepared

    def scores(self, images: UInt8Array) -> tuple[Float32Array, Float32Array]:
        """(n, S, S, 3) prepared images → (n, C) probabilities and (n,) likenesses."""
        with torch.inference_mode(), device_errors(self.device):
            probabilities, likeness = self._network(torch.from_numpy(images).to(self.device.torch))
            return probabilities.cpu().numpy(), likeness.cpu().numpy()

    def take_notes(self) -> list[Message]:
        """Return no notes."""
        return []
