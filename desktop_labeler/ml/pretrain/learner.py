"""From a backbone or random weights to a network in training, and back to a backbone."""

from dataclasses import dataclass

import torch
from torch import nn

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.errors import LabelerError
from desktop_labeler.ml.backbones import patches
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo
from desktop_labeler.ml.backbones.backbone_registry import backbones_dir, open_backbone, save_backbone
from desktop_labeler.ml.backbones.networks import Preprocessing, build, small_input
from desktop_labeler.ml.hardware.devices import Device

NOTHING = "none"
_SMALL = 64  # pixels up to which a network with a stem for small images is taken


@dataclass(frozen=True, eq=False)
class Learner:
    """A network to be trained.

    Attributes:
        network: (n, 3, S, S) → (n, D), what the training changes.
        dim: D.
        architecture: the name that ml.networks builds it by.
        preprocessing: what its images go through.
        start: what it was before, in words.
    """

    network: nn.Module
    dim: int
    architecture: str
    preprocessing: Preprocessing
    start: str

    @property
    def stored(self) -> Preprocessing:
        """How images are kept for the training: larger than its views, so that a part of one is still sharp."""
        size = self.preprocessing.size
        side = size * 3 // 2 if size <= _SMALL else round(1.15 * size)
        return Preprocessing(side, side, self.preprocessing.fit, self.preprocessing.interpolation)


def start_learner(start_from: str, architecture: str, side: int, device: Device) -> Learner:
    """Return a network to train.

    Args:
        start_from: a backbone as ml.library.open_backbone finds it, or "none" for random weights.
        architecture: for "none", the name of a network; empty for one that suits images and device. For a weight file
            its network; empty guesses it.
        side: shorter side of a typical image, in pixels.
        device: where it is to be trained.

    Raises:
        LabelerError: there is no such backbone, or it cannot be trained.
    """
    if start_from == patches.NAME:
        raise LabelerError(
            "The built-in embedding cannot be trained further. Nothing was changed; "
            "start from another backbone, or from nothing."
        )
    if start_from != NOTHING:
        opened = open_backbone(start_from, device, architecture=architecture or None)
        return Learner(opened.network, opened.info.dim, opened.architecture, opened.preprocessing, start_from)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        name = architecture or fitting_architecture(side, device)
        network, dim, preprocessing = build(name)
    if name.endswith(("-small", "-half")):
        preprocessing = small_input(fitting_size(side, device))
    return Learner(network, dim, name, preprocessing, "random weights")


def fitting_architecture(side: int, device: Device) -> str:
    """Return the name of a network that learns well in minutes there, from images whose shorter side is so long."""
    if device.kind != "cuda":
        return "resnet10-half"
    return "resnet18-small" if side <= _SMALL else "resnet18"


def fitting_size(side: int, device: Device) -> int:
    """Return the side of the views for a network with a stem for small images: less is four times as fast."""
    return 32 if side <= (40 if device.kind == "cuda" else 48) else _SMALL


def finish_learner(learner: Learner, images: UInt8Array, info: BackboneInfo, device: Device) -> Backbone:
    """Return the trained network as a backbone, and keep it in the library under its name.

    Args:
        learner: as it was trained.
        images: (N, S, S, 3) uint8, those it was trained on, `learner.stored`.
        info: its name and what the person reads about it.
        device: where to run it.

    Raises:
        LabelerError: the disk is full; nothing half is left.
    """
    backbone = Backbone(learner.network, info, learner.preprocessing, device, architecture=learner.architecture)
    keep_backbone(backbone, info)
    return backbone


def keep_backbone(backbone: Backbone, info: BackboneInfo) -> None:
    """Write a backbone into the library with what is to be read about it; one of that name is replaced.

    Raises:
        LabelerError: the disk is full; nothing half is left.
    """
    file = backbones_dir() / f"{info.name}.safetensors"
    save_backbone(file, backbone.network, info, backbone.architecture, backbone.preprocessing)
