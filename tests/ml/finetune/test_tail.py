"""A backbone cut in two gives what the whole gives; weights of another network are said."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from desktop_labeler.errors import LabelerError, WeightsError
from desktop_labeler.ml.backbones.backbone_registry import open_backbone
from desktop_labeler.ml.backbones.efficientnet_lite import MEAN, STD
from desktop_labeler.ml.classify.calibration import softmax
from desktop_labeler.ml.finetune.part import Part
from desktop_labeler.ml.finetune.tail import CutBackbone, TailClassifier, logits_of
from desktop_labeler.ml.hardware.devices import cpu_device
from tests.ml.finetune.tails import pictures, small_backbone


@pytest.fixture(scope="module")
def front() -> CutBackbone:
    return CutBackbone(small_backbone())


def test_front_and_untrained_tail_are_the_trunk(front: CutBackbone) -> None:
    images = pictures(6)
    tail = front.new_tail(4)
    torch.manual_seed(0)
    torch.nn.init.normal_(tail.head.weight)
    found = logits_of(tail, front.activations(images), cpu_device())
    inputs = (torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255 - MEAN[0]) / STD[0]
    with torch.inference_mode():
        features = small_backbone().network.get_submodule("trunk")(inputs).mean((2, 3))
        wanted = (features @ tail.head.weight.T).numpy()
    np.testing.assert_allclose(found, wanted, rtol=0.01, atol=0.01)


@pytest.mark.parametrize("part", ["head", "all"])
def test_cut_elsewhere_it_is_still_the_same_network(part: Part) -> None:
    images, front = pictures(6), CutBackbone(small_backbone(), part)
    tail = front.new_tail(4)
    torch.manual_seed(0)
    torch.nn.init.normal_(tail.head.weight)
    inputs = (torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255 - MEAN[0]) / STD[0]
    with torch.inference_mode():
        seen = small_backbone().network.get_submodule("trunk")(inputs)
        cells = 2 if part == "head" else 1
        features = torch.nn.functional.adaptive_avg_pool2d(seen, cells).flatten(1)
        wanted = (features @ tail.head.weight.T).numpy()
    np.testing.assert_allclose(logits_of(tail, front.activations(images), cpu_device()), wanted, rtol=0.01, atol=0.02)
    names = set(tail.weights())
    assert ("stem.conv.weight" in names) == (part == "all")
    assert (names == {"head.weight", "head.bias"}) == (part == "head")
    assert front.part == part
    again = CutBackbone(small_backbone(), first=front.starts_at)
    assert (again.part, again.shape) == (front.part, front.shape)
    np.testing.assert_array_equal(
        TailClassifier(again, [tail.weights()], 1.0).probabilities(images),
        TailClassifier(front, [tail.weights()], 1.0).probabilities(images),
    )


def test_the_pixels_of_a_whole_network_are_kept_exactly() -> None:
    front, images = CutBackbone(small_backbone(), "all"), np.arange(64 * 64 * 3, dtype=np.uint32) % 256
    pixels = images.astype(np.uint8).reshape(1, 64, 64, 3)
    kept = front.activations(pixels).astype(np.float32)
    np.testing.assert_array_equal(np.rint(kept * 128 + 127).astype(np.uint8), pixels.transpose(0, 3, 1, 2))


@pytest.mark.parametrize("first", [-1, 17])
def test_a_block_that_is_not_there_is_said(first: int) -> None:
    with pytest.raises(WeightsError, match="which has 16"):
        CutBackbone(small_backbone(), first=first)


def test_activations_of_the_mirror_image_are_those_of_the_image_mirrored(front: CutBackbone) -> None:
    images = pictures(4)
    flipped = np.ascontiguousarray(images[:, :, ::-1])
    np.testing.assert_allclose(front.activations(images, mirrored=True), front.activations(flipped), atol=1e-3)


def test_tails_are_named_as_in_the_trunk(front: CutBackbone) -> None:
    names = set(front.new_tail(4).weights())
    assert front.starts_at == 11
    assert {"blocks.11.expand.conv.weight", "blocks.15.project.conv.bias", "head.weight", "head.bias"} <= names
    assert {name.split(".")[1] for name in names if name.startswith("blocks.")} == {"11", "12", "13", "14", "15"}


def test_probabilities_are_the_mean_of_the_tails(front: CutBackbone) -> None:
    chance = torch.Generator().manual_seed(0)
    tails = [front.new_tail(3) for _ in range(2)]
    for tail in tails:
        torch.nn.init.normal_(tail.head.weight, generator=chance)
    images = pictures(5)
    found = TailClassifier(front, [tail.weights() for tail in tails], 0.7).probabilities(images)
    np.testing.assert_allclose(found.sum(axis=1), 1, rtol=1e-5)
    logits = [logits_of(tail, front.activations(images), cpu_device()) for tail in tails]
    np.testing.assert_allclose(found, np.mean([softmax(each, 0.7) for each in logits], axis=0), rtol=1e-4)
    classifier = TailClassifier(front, [tail.weights() for tail in tails], 0.7)
    probabilities, likeness = classifier.scores(images)
    np.testing.assert_array_equal(probabilities, found)
    wanted = np.mean([np.logaddexp.reduce(each / 0.7, axis=1) for each in logits], axis=0)
    np.testing.assert_allclose(likeness, wanted, rtol=1e-4)
    assert TailClassifier(front, [tails[0].weights()], 1.0).probabilities(images[:0]).shape == (0, 3)


def test_weights_of_another_network_are_said(front: CutBackbone) -> None:
    good = front.new_tail(3).weights()
    first = next(name for name, _ in pairwise(good) if name.startswith("blocks"))
    for bad in (
        {},
        {name: values for name, values in good.items() if name != first},
        good | {first: np.zeros((2, 2), np.float32)},
        good | {"more": np.zeros(2, np.float32)},
    ):
        with pytest.raises(WeightsError, match="not for the embedding"):
            TailClassifier(front, [bad], 1.0)


def test_other_backbones_are_said() -> None:
    with pytest.raises(LabelerError, match="not on “starter”"):
        CutBackbone(open_backbone("starter", cpu_device()))
