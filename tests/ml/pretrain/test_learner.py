"""Training from an embedding that knows photographs changes the last block of its network only, on a processor."""

import numpy as np
import pytest
import torch

from desktop_labeler.ml.backbones.backbone_registry import PHOTO
from desktop_labeler.ml.backbones.photo_network import PhotoEmbedding
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.ml.pretrain.learner import start_learner
from desktop_labeler.ml.pretrain.methods import Method, Trainer, recipe
from desktop_labeler.ml.pretrain.views import Augmentation


@pytest.mark.slow
@pytest.mark.parametrize("method", ["fast", "byol"])
def test_only_the_last_block_of_a_photo_network_is_trained(method: Method) -> None:
    learner = start_learner(PHOTO, "", 64, cpu_device())
    before = {name: value.clone() for name, value in learner.network.state_dict().items()}
    trainer = Trainer(
        learner.network, learner.dim, recipe(method, 4), Augmentation(), learner.preprocessing, cpu_device()
    )
    images = np.random.default_rng(0).integers(0, 256, (4, 64, 64, 3), np.uint8)
    for progress in (0.1, 0.2):
        trainer.step(images, progress)
    changed = {
        name for name, value in trainer.network.state_dict().items() if not torch.equal(value.cpu(), before[name])
    }
    assert isinstance(learner.network, PhotoEmbedding)
    last = f"network.trunk.blocks.{len(learner.network.network.trunk.blocks) - 1}."
    assert changed
    assert all(name.startswith(last) for name in changed)
    assert {name.rpartition(".")[2] for name in changed} >= {"weight", "running_mean"}
