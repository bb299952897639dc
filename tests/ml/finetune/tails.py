"""A backbone that takes small images, so that its tails train in a moment."""

import numpy as np

from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo
from desktop_labeler.ml.backbones.backbone_registry import open_backbone
from desktop_labeler.ml.backbones.efficientnet_lite import MEAN, STD
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.finetune.tail import CutBackbone
from desktop_labeler.ml.finetune.training import Labelled
from desktop_labeler.ml.hardware.devices import cpu_device

SIDE = 64


def small_backbone() -> Backbone:
    """Return the network of the default backbone, for images of 64 pixels."""
    network = open_backbone("photo", cpu_device()).network.get_submodule("network")
    info = BackboneInfo("small", "imported", 1280, SIDE, Message("a test"))
    shape = Preprocessing(SIDE, SIDE, "squash", mean=MEAN, std=STD)
    return Backbone(network, info, shape, cpu_device(), architecture="efficientnet-lite0")


def pictures(count: int, seed: int = 0) -> np.ndarray:
    """Return (count, 64, 64, 3) stripes: upright, lying and dotted ones in turn, of any colour."""
    chance = np.random.default_rng(seed)
    found = np.empty((count, SIDE, SIDE, 3), np.uint8)
    for number in range(count):
        low, high = chance.integers(0, 90, 3), chance.integers(150, 255, 3)
        step, start = int(chance.integers(4, 9)), int(chance.integers(0, 8))
        across = (np.arange(SIDE) + start) // step % 2 > 0
        masks = (across[None].repeat(SIDE, 0), across[:, None].repeat(SIDE, 1), across[None] ^ across[:, None])
        found[number] = np.where(masks[number % 3][..., None], high, low)
    return found


def labelled(front: CutBackbone, count: int = 24, *, seed: int = 0) -> Labelled:
    """Return labelled pictures of three classes in three folds."""
    activations = front.activations(pictures(count, seed))[:, None]
    labels, folds = np.arange(count) % 3, np.arange(count) // 3 % 3
    return Labelled(activations, np.arange(count), labels, np.ones(count, np.float32), folds, 3)
