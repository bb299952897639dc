"""The default embedding of new projects: what its vectors are made of, and images of every kind."""

import numpy as np
import numpy.typing as npt
import pytest
import torch
from safetensors.torch import load_file

from desktop_labeler.ml.backbones.backbone_registry import PHOTO, STARTER, open_backbone
from desktop_labeler.ml.backbones.checkpoints import read_checkpoint
from desktop_labeler.ml.backbones.networks import adapts_to_folders
from desktop_labeler.ml.backbones.photo_network import DIM, KNOWN, PATCHES, PhotoEmbedding
from desktop_labeler.ml.hardware.devices import Device
from desktop_labeler.paths import resource

PLAIN = Device("cpu", bfloat16=False, channels_last=True)


@pytest.fixture(scope="module")
def network() -> PhotoEmbedding:
    found, dim, _, _ = read_checkpoint(resource("backbones", f"{PHOTO}.safetensors"), "photo-1")
    assert isinstance(found, PhotoEmbedding)
    assert dim == DIM
    return found


def test_both_halves_have_their_weight(network: PhotoEmbedding) -> None:
    with torch.inference_mode():
        vectors = network(torch.rand(3, 3, 224, 224, generator=torch.Generator().manual_seed(0)))
    torch.testing.assert_close(vectors[:, :KNOWN].norm(dim=1), torch.ones(3))
    torch.testing.assert_close(vectors[:, KNOWN:].norm(dim=1), torch.full((3,), PATCHES))


def test_its_patches_are_those_of_the_starter(network: PhotoEmbedding) -> None:
    starter = load_file(resource("backbones", f"{STARTER}.safetensors"))
    for name, values in network.patches.state_dict().items():
        torch.testing.assert_close(values, starter[name].float())


def test_its_maps_keep_angles(network: PhotoEmbedding) -> None:
    """Their columns are main directions: of length 1 and at right angles."""
    for directions in (network.network_map, network.patches_map):
        size = directions.shape[1]
        torch.testing.assert_close(directions.T @ directions, torch.eye(size), atol=2e-3, rtol=0)


@pytest.mark.parametrize("shape", [(1, 4000), (4000, 1), (5, 3)])
@pytest.mark.parametrize("kind", ["black", "white", "noise", "grey"])
def test_every_image_gets_a_vector_of_length_one(shape: tuple[int, int], kind: str) -> None:
    chance = np.random.default_rng(0)
    image: npt.NDArray[np.uint8] = {
        "black": np.zeros((*shape, 3), np.uint8),
        "white": np.full((*shape, 3), 255, np.uint8),
        "noise": chance.integers(0, 256, (*shape, 3), np.uint8),
        "grey": chance.integers(0, 256, (*shape, 1), np.uint8).repeat(3, axis=2),
    }[kind]
    vector = open_backbone(PHOTO, PLAIN).embed([image])
    np.testing.assert_allclose(np.linalg.norm(vector, axis=1), 1, atol=1e-5)


def test_it_is_fitted_to_folders_as_the_starter_is() -> None:
    assert adapts_to_folders(open_backbone(PHOTO, PLAIN).architecture)
    assert adapts_to_folders(open_backbone(STARTER, PLAIN).architecture)
    assert not adapts_to_folders("resnet18")
