"""The distance behind a front says the same in NumPy, in the network and in what was stored of it."""

import numpy as np
import pytest
import torch
from torch import nn

from desktop_labeler.array_types import Float32Array
from desktop_labeler.ml.backbones.efficientnet_lite import MEAN, STD
from desktop_labeler.ml.classify.folder_distance import FEWEST
from desktop_labeler.ml.export.classifier_network import TrainedNetwork
from desktop_labeler.ml.finetune.front_distance import fit_front_distance, stored_distance

CHANNELS = 12


def activations(seed: int, count: int) -> Float32Array:
    """Return (count, 2, CHANNELS, 3, 3), the second view mirrored, of images that have few things in common."""
    chance = np.random.default_rng(seed)
    kinds = chance.normal(1, 1, (4, CHANNELS, 1, 1))
    found = kinds[np.random.default_rng(seed + 1).integers(0, 4, count)] + 0.1 * chance.normal(
        size=(count, CHANNELS, 3, 3)
    )
    return np.stack([found, found[..., ::-1]], axis=1).astype(np.float32)


def test_other_activations_are_too_far_and_the_network_says_the_same() -> None:
    own = activations(0, 300)
    far = fit_front_distance(own.astype(np.float16), np.arange(200), np.arange(200) % 3)
    assert far is not None
    again = stored_distance(far.arrays())
    assert again is not None
    tail = nn.Sequential(nn.Flatten(), nn.Linear(CHANNELS * 9, 3))
    network = TrainedNetwork(nn.Identity(), [tail, tail], 0.7, np.arange(3), -50.0, again)
    shares = []
    for given in (own[200:, 0], activations(50, 100)[:, 0]):
        pooled = given.mean(axis=(2, 3))
        vectors = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        too_far = far.distance.of(vectors, far.mean, far.turn) > far.distance.farthest
        _, likeness = network(torch.from_numpy(given) * STD[0] + MEAN[0])
        np.testing.assert_array_equal(likeness.numpy() < 0, too_far)
        shares.append(too_far.mean())
    assert shares[0] <= 0.04
    assert shares[1] >= 0.95


@pytest.mark.parametrize(("count", "folds"), [(FEWEST - 1, 3), (200, 1)])
def test_too_few_images_or_one_kind_have_no_level(count: int, folds: int) -> None:
    own = activations(0, 200).astype(np.float16)
    assert fit_front_distance(own, np.arange(count), np.arange(count) % folds) is None
    assert stored_distance(None) is None
