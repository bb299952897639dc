"""Graphics cards: too old, failing in the middle, and that nothing mixes what is on one with what is on the CPU.

PyTorch's device "meta" stands for a card: it knows shapes only, refuses whatever mixes devices, and fails when values
are fetched from it, as a card does that stops working.
"""

from collections.abc import Callable, Iterator
from contextlib import nullcontext

import numpy as np
import pytest
import torch

from desktop_labeler.errors import DeviceError
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo
from desktop_labeler.ml.backbones.networks import Preprocessing, build, patch_input, small_input
from desktop_labeler.ml.graph import neighbors
from desktop_labeler.ml.graph.neighbors import append_to_graph, build_graph
from desktop_labeler.ml.hardware.devices import (
    Device,
    choose_device,
    cpu_device,
    device_errors,
    trouble,
    with_cpu_fallback,
)
from desktop_labeler.ml.pretrain.methods import Trainer, recipe
from desktop_labeler.ml.pretrain.views import Augmentation
from desktop_labeler.progress import Job, Progress, finish

CARD = Device("meta", bfloat16=True, channels_last=True)  # type: ignore[arg-type]
NETWORKS: list[tuple[str, Preprocessing]] = [
    ("resnet10-small", small_input(32)),
    ("vit-32-2-2-8@32", small_input(32)),
    ("mobilenet_v3_small", small_input(64)),
    ("patches-4", patch_input()),
]


@pytest.fixture
def shapes_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the device without values stand for a card: it has no autocast, and a loss of 1."""

    def no_autocast(*_: object, **__: object) -> "nullcontext[None]":
        return nullcontext()

    monkeypatch.setattr(torch, "autocast", no_autocast)
    monkeypatch.setattr(torch.Tensor, "__float__", lambda _: 1.0)


@pytest.fixture
def useless_card(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let PyTorch see a card on which it cannot compute, as it sees one that is too old."""
    if torch.cuda.is_available():
        pytest.skip("there is one that computes")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    trouble.cache_clear()
    yield
    trouble.cache_clear()


def test_a_card_that_cannot_compute_is_passed_over(useless_card: None) -> None:
    chosen = choose_device("auto")
    assert (chosen.kind, chosen.bfloat16) == ("cpu", cpu_device().bfloat16)
    assert str(chosen.note).startswith("The graphics card cannot be used (")
    with pytest.raises(DeviceError, match="Nothing was changed; bring its driver up to date"):
        choose_device("cuda")
    assert choose_device("cpu") == cpu_device()


def test_the_processor_computes() -> None:
    assert trouble("cpu") == ""
    assert cpu_device().note is None


def test_what_a_card_raises_is_a_sentence_and_what_the_processor_raises_is_not() -> None:
    words = r"stopped working \(CUDA error: unspecified launch failure\)\. Everything up"
    with pytest.raises(DeviceError, match=words), device_errors(CARD):
        raise RuntimeError("CUDA error: unspecified launch failure\nCUDA kernel errors might be asynchronous")
    with pytest.raises(RuntimeError, match="shapes"), device_errors(cpu_device()):
        raise RuntimeError("the shapes do not fit")
    with pytest.raises(ValueError, match="ours"), device_errors(CARD):
        raise ValueError("ours")


def test_what_a_card_cannot_end_the_processor_does() -> None:
    notes: list[str] = []

    def work(device: Device) -> Job[str]:
        yield Progress("working")
        with device_errors(device):
            if device == CARD:
                raise RuntimeError("the bus is lost")
        return device.kind

    assert (
        finish(with_cpu_fallback(CARD, work, Progress("working")), lambda seen: notes.append(str(seen.note))) == "cpu"
    )
    assert [note for note in notes if note != "None"] == [
        "The graphics processor stopped working (the bus is lost): continuing on the CPU."
    ]


@pytest.mark.parametrize("method", ["simsiam", "byol", "fast"])
@pytest.mark.parametrize(("name", "shape"), NETWORKS, ids=[name for name, _ in NETWORKS])
def test_a_step_of_a_training_stays_on_its_device(
    shapes_only: None, name: str, shape: Preprocessing, method: str
) -> None:
    network, dim, _ = build(name)
    augmentation = Augmentation(upside_down=True, turn=5, blur=0.5)
    trainer = Trainer(network, dim, recipe(method, 8), augmentation, shape, CARD)  # type: ignore[arg-type]
    images = np.zeros((8, shape.size + 16, shape.size + 16, 3), np.uint8)
    assert trainer.step(images, 0.5).views == 16
    trainer.load(trainer.state())
    trainer.part = 3
    assert trainer.step(images, 0.6).views == 16
    kept = [value for of in trainer._optimizer.state.values() for key, value in of.items() if key != "step"]
    assert {value.device.type for value in kept if isinstance(value, torch.Tensor)} == {"meta"}


@pytest.mark.parametrize("flips", ["none", "any"])
@pytest.mark.parametrize(("name", "shape"), NETWORKS, ids=[name for name, _ in NETWORKS])
def test_looking_at_images_stays_on_its_device_until_the_vectors_are_fetched(
    shapes_only: None, name: str, shape: Preprocessing, flips: str
) -> None:
    network, dim, _ = build(name)
    backbone = Backbone(network, BackboneInfo(name, "imported", dim, shape.size, Message("")), shape, CARD, flips=flips)  # type: ignore[arg-type]
    backbone._fused = backbone.network  # the lighter one is compared with it first, which fetches values
    with pytest.raises(DeviceError, match="Cannot copy out of meta tensor") as failed:
        backbone.embed(np.zeros((4, 80, 90, 3), np.uint8))
    assert isinstance(failed.value.__cause__, NotImplementedError)


def _built(vectors: np.ndarray) -> Job[neighbors.Graph]:
    return build_graph(vectors, k=7)


def _appended(vectors: np.ndarray) -> Job[neighbors.Graph]:
    first = finish(build_graph(vectors[:200], k=7))
    return append_to_graph(first, vectors, 200)


@pytest.mark.parametrize("make", [_built, _appended])
def test_the_graph_is_the_same_when_the_card_fails(
    make: Callable[[np.ndarray], Job[neighbors.Graph]], monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors = np.random.default_rng(0).normal(size=(300, 12)).astype(np.float32)
    expected = finish(make(vectors))
    monkeypatch.setattr(neighbors, "choose_device", lambda: CARD)
    notes: list[str] = []
    graph = finish(make(vectors), lambda progress: notes.append(str(progress.note)))
    assert np.array_equal(graph.neighbors, expected.neighbors)
    assert np.array_equal(graph.similarity, expected.similarity)
    assert {note[:42] for note in notes if note != "None"} == {"The graphics processor stopped working (Ca"}
