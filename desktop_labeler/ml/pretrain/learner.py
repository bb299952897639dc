"""Makes a network to train from a backbone or random weights, and a backbone from the trained network."""

from dataclasses import dataclass

import torch
from torch import nn

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.errors import LabelerError
from desktop_labeler.ml.backbones import patches
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo
from desktop_labeler.ml.backbones.backbone_registry import (
    STARTER,
    backbones_dir,
    list_backbones,
    open_backbone,
    save_backbone,
    starter_file,
)
from desktop_labeler.ml.backbones.efficientnet_lite import Trunk
from desktop_labeler.ml.backbones.networks import Preprocessing, build, small_input
from desktop_labeler.ml.hardware.devices import Device

NOTHING = "none"
_SMALL = 64  # largest side in pixels for which a network with a stem for small images is used


@dataclass(frozen=True, eq=False)
class Learner:
    """A network to be trained.

    Attributes:
        network: (n, 3, S, S) → (n, D), trained in place.
        dim: D, length of its vectors.
        architecture: the name for networks.build.
        preprocessing: preprocessing of its images.
        start: description of the weights that the training starts from.
    """

    network: nn.Module
    dim: int
    architecture: str
    preprocessing: Preprocessing
    start: str

    @property
    def stored(self) -> Preprocessing:
        """Preprocessing of the images stored for the training: larger than its views, so that crops are sharp."""
        size = self.preprocessing.size
        side = size * 3 // 2 if size <= _SMALL else round(1.15 * size)
        return Preprocessing(side, side, self.preprocessing.fit, self.preprocessing.interpolation)


def start_learner(start_from: str, architecture: str, side: int, device: Device) -> Learner:
    """Return a network to train.

    Args:
        start_from: a name or file for backbone_registry.open_backbone, or "none" for random weights.
        architecture: with "none" the name of a network, or empty for one that suits images and device. With a weight
            file the name of its network, or empty to guess it.
        side: shorter side of a typical image, in pixels.
        device: the device to train on.

    Raises:
        LabelerError: the backbone does not exist, or cannot be trained.
    """
    if start_from == patches.NAME:
        raise LabelerError(
            "The built-in embedding cannot be trained further. Nothing was changed; "
            "start from another backbone, or from nothing."
        )
    if start_from != NOTHING:
        opened = open_backbone(start_from, device, architecture=architecture or None)
        if device.kind == "cpu":
            _freeze_front(opened.network)
        return Learner(opened.network, opened.info.dim, opened.architecture, opened.preprocessing, start_from)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        name = architecture or fitting_architecture(side, device)
        network, dim, preprocessing = build(name)
    if name.endswith(("-small", "-half")):
        preprocessing = small_input(fitting_size(side, device))
    return Learner(network, dim, name, preprocessing, "random weights")


def _freeze_front(network: nn.Module) -> None:
    """Leave only the last block of an EfficientNet-Lite to be trained, which a processor can do in minutes.

    A view then takes 10 instead of 68 ms of processor time, and what the other blocks know of photographs is not lost
    (.github/measurements/photo.md). Other networks are not changed.
    """
    for trunk in [layer for layer in network.modules() if isinstance(layer, Trunk)]:
        network.requires_grad_(False)
        trunk.blocks[-1].requires_grad_(True)


def default_start(in_use: str) -> str:
    """Return the name of what a training starts from by itself: the backbone in use if it can be trained.

    Args:
        in_use: the name of that backbone; empty for none.
    """
    if in_use in {info.name for info in list_backbones()} - {patches.NAME}:
        return in_use
    return STARTER if starter_file() is not None else NOTHING


def fitting_architecture(side: int, device: Device) -> str:
    """Return the name of a network that learns well in minutes on a device; side: of the images, in pixels."""
    if device.kind != "cuda":
        return "resnet10-half"
    return "resnet18-small" if side <= _SMALL else "resnet18"


def fitting_size(side: int, device: Device) -> int:
    """Return the side of the views in pixels for a network with a stem for small images: half is four times faster."""
    return 32 if side <= (40 if device.kind == "cuda" else 48) else _SMALL


def finish_learner(learner: Learner, images: UInt8Array, info: BackboneInfo, device: Device) -> Backbone:
    """Return the trained network as a backbone, and save it in the registry under its name.

    Args:
        learner: the learner after its training.
        images: (N, S, S, 3) uint8 images that it was trained on, prepared by `learner.stored`.
        info: name and description of the backbone.
        device: the device to run it on.

    Raises:
        LabelerError: the disk is full; no partial file is left.
    """
    backbone = Backbone(learner.network, info, learner.preprocessing, device, architecture=learner.architecture)
    keep_backbone(backbone, info)
    return backbone


def keep_backbone(backbone: Backbone, info: BackboneInfo) -> None:
    """Save a backbone with its description in the registry; a backbone of that name is replaced.

    Raises:
        LabelerError: the disk is full; no partial file is left.
    """
    file = backbones_dir() / f"{info.name}.safetensors"
    save_backbone(file, backbone.network, info, backbone.architecture, backbone.preprocessing)
