"""Training without labels: the losses by their formulas, steps that can be taken up again, memory that runs out."""

import copy
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.errors import LabelerError
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.hardware.devices import Device
from desktop_labeler.ml.pretrain import batch_size
from desktop_labeler.ml.pretrain.batch_size import fitting_batch, fitting_part, kept_bytes
from desktop_labeler.ml.pretrain.methods import Method, Trainer, agreement_loss, contrastive_loss, recipe
from desktop_labeler.ml.pretrain.views import Augmentation, make_views

CPU = Device("cpu", bfloat16=False, channels_last=False)
SMALL = Preprocessing(8, 8, "squash")
METHODS: Sequence[Method] = ("simsiam", "byol", "fast")


class Tiny(nn.Module):
    """Two layers with normalisation: as little as trains."""

    def __init__(self, seed: int = 0) -> None:
        super().__init__()
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            self.layers = nn.Sequential(
                nn.Conv2d(3, 8, 3, stride=2, padding=1, bias=False),
                nn.BatchNorm2d(8),
                nn.ReLU(),
                nn.Conv2d(8, 12, 3, stride=2, padding=1),
                nn.AdaptiveAvgPool2d(1),
            )

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.layers(images)
        return found


def pictures(count: int = 32, seed: int = 0, side: int = 12) -> UInt8Array:
    """Images of 3 × 3 coloured fields."""
    fields = np.random.default_rng(seed).integers(0, 256, (count, 3, 3, 3), np.uint8)
    return fields.repeat(side // 3, axis=1).repeat(side // 3, axis=2)


def trainer_of(method: Method = "fast", batch: int = 8, *, network: nn.Module | None = None, seed: int = 0) -> Trainer:
    """With the published recipe, but narrow heads."""
    wanted = recipe(method, batch)
    wanted = replace(wanted, hidden=24, outputs=16, predictor=8 if wanted.predictor else 0)
    return Trainer(network or Tiny(), 12, wanted, Augmentation(), SMALL, CPU, seed=seed)


def _unit(rows: int, seed: int, width: int = 6) -> torch.Tensor:
    chance = torch.Generator().manual_seed(seed)
    return nn.functional.normalize(torch.randn(rows, width, generator=chance), dim=1)


# --- losses ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("temperature", [0.1, 0.2, 0.7])
def test_told_apart_is_nt_xent(temperature: float) -> None:
    """Equation 1 of Chen et al. 2020, written out pair by pair."""
    count = 7
    outputs = _unit(2 * count, 1)
    total = 0.0
    for one in range(2 * count):
        other = (one + count) % (2 * count)
        near = [math.exp(float(outputs[one] @ outputs[k]) / temperature) for k in range(2 * count)]
        total -= math.log(near[other] / (sum(near) - near[one]))
    assert float(contrastive_loss(outputs, 2, temperature)) == pytest.approx(total / (2 * count), rel=1e-5)


@pytest.mark.parametrize("views", [2, 3, 4])
def test_same_for_all_views_is_the_cosine_to_the_mean_of_the_others(views: int) -> None:
    """FastSiam's loss; with two views SimSiam's: −½ cos(p₁, z₂) − ½ cos(p₂, z₁)."""
    count = 5
    predicted, target = _unit(views * count, 2), _unit(views * count, 3)
    total = 0.0
    for image in range(count):
        rows = [view * count + image for view in range(views)]
        for row in rows:
            mean = torch.stack([target[other] for other in rows if other != row]).mean(0)
            total -= float(nn.functional.cosine_similarity(predicted[row], mean, dim=0))
    assert float(agreement_loss(predicted, target, views)) == pytest.approx(total / (views * count), abs=1e-5)


@given(st.integers(2, 6), st.integers(2, 3), st.integers(0, 1000))
def test_the_order_of_images_does_not_matter(count: int, views: int, seed: int) -> None:
    order = torch.randperm(count, generator=torch.Generator().manual_seed(seed))
    rows = torch.cat([view * count + order for view in range(views)])
    outputs, target = _unit(views * count, seed), _unit(views * count, seed + 1)
    torch.testing.assert_close(contrastive_loss(outputs[rows], views, 0.2), contrastive_loss(outputs, views, 0.2))
    torch.testing.assert_close(
        agreement_loss(outputs[rows], target[rows], views), agreement_loss(outputs, target, views)
    )


def test_the_losses_are_smallest_where_views_agree_and_images_differ() -> None:
    apart = torch.eye(6).repeat(2, 1)
    assert float(contrastive_loss(apart, 2, 0.1)) < 0.01
    assert float(contrastive_loss(torch.ones(12, 6) / math.sqrt(6), 2, 0.1)) == pytest.approx(math.log(11), rel=1e-4)
    assert float(agreement_loss(apart, apart, 2)) == pytest.approx(-1)


@pytest.mark.parametrize("method", METHODS)
def test_a_step_has_the_loss_of_its_paper(method: Method) -> None:
    """From the same views, the network written out: what is compared with what, and which way no gradient goes."""
    images, seed = pictures(8), 5
    trainer = trainer_of(method, seed=seed)
    online = copy.deepcopy(trainer._online).train()
    predict = copy.deepcopy(trainer._predict)
    chance = torch.Generator().manual_seed(seed)
    bytes_ = torch.from_numpy(images).permute(0, 3, 1, 2)
    mean, std = (torch.tensor(values)[:, None, None] for values in (SMALL.mean, SMALL.std))
    made = torch.cat([make_views(bytes_, 8, Augmentation(), chance) for _ in range(2)])
    outputs = online["project"](online["network"]((made - mean) / std).flatten(1))
    if predict is None:
        expected = contrastive_loss(nn.functional.normalize(outputs, dim=1), 2, 0.2)
    else:
        one, two = predict(outputs).chunk(2)
        first, second = outputs.detach().chunk(2)  # BYOL's slow network is the same at the first step
        cos = nn.functional.cosine_similarity
        half = -(cos(one, second).mean() + cos(two, first).mean()) / 2
        expected = half if method == "simsiam" else 2 + 2 * half
    torch.autograd.backward(expected)
    weights = trainer.network.state_dict()["layers.0.weight"].clone()
    done = trainer.step(images, 0.5)
    assert done.loss == pytest.approx(float(expected.detach()), abs=1e-5)
    assert done.views == 16
    gradient = trainer.network.get_parameter("layers.0.weight").grad
    torch.testing.assert_close(gradient, online.get_parameter("network.layers.0.weight").grad, atol=1e-5, rtol=1e-4)
    assert not torch.equal(weights, trainer.network.state_dict()["layers.0.weight"])


def test_the_slow_network_of_byol_follows_at_its_pace() -> None:
    trainer = trainer_of("byol")
    assert trainer._slow is not None
    before = [value.clone() for value in trainer._slow.parameters()]
    trainer.step(pictures(8), 0.0)
    for old, slow, online in zip(before, trainer._slow.parameters(), trainer._online.parameters(), strict=True):
        torch.testing.assert_close(slow, 0.99 * old + 0.01 * online, atol=1e-6, rtol=1e-5)
    at_the_end = [value.clone() for value in trainer._slow.parameters()]
    trainer.step(pictures(8), 1.0)
    for old, slow in zip(at_the_end, trainer._slow.parameters(), strict=True):
        torch.testing.assert_close(slow, old)


# --- recipes --------------------------------------------------------------------------------------------------------
def test_recipes_are_the_published_ones() -> None:
    simsiam, byol = recipe("simsiam"), recipe("byol")
    assert (simsiam.rate, simsiam.decay, simsiam.hidden, simsiam.outputs, simsiam.predictor) == (
        0.06, 5e-4, 2048, 2048, 512,
    )  # fmt: skip
    assert (byol.momentum, byol.hidden, byol.outputs, byol.predictor) == (0.99, 4096, 256, 4096)
    assert recipe("simsiam", 128).rate == pytest.approx(0.015)
    with pytest.raises(ValueError, match="nothing to compare"):
        recipe("fast", 1)
    with pytest.raises(ValueError, match="no method"):
        recipe("magic")  # type: ignore[arg-type]


def test_the_rate_rises_then_falls_but_not_that_of_simsiams_predictor() -> None:
    trainer = trainer_of("simsiam")
    rates = []
    for progress in (0.0, 0.05, 0.5, 1.0):
        trainer.step(pictures(8), progress)
        rates.append([group["lr"] for group in trainer._optimizer.param_groups])
    network, predictor = zip(*rates, strict=True)
    assert network[0] < network[1] > network[2] > network[3]
    assert network[3] == pytest.approx(0)
    assert len(set(predictor)) == 1


# --- state ----------------------------------------------------------------------------------------------------------
def _all(trainer: Trainer) -> list[torch.Tensor]:
    state = trainer.state()
    parts = [state[name] for name in ("online", "predict", "slow") if name in state]
    return [value for part in parts for value in part.values()]


@pytest.mark.parametrize("method", METHODS)
def test_a_training_goes_on_from_its_state_as_if_nothing_had_happened(method: Method) -> None:
    images = pictures(8)
    first, second = trainer_of(method), trainer_of(method, network=Tiny(9), seed=9)
    for number in range(3):
        first.step(images, number / 6)
    state = first.state()
    second.load(state)
    for number in range(3, 6):
        assert first.step(images, number / 6) == second.step(images, number / 6)
    assert all(torch.equal(one, other) for one, other in zip(_all(first), _all(second), strict=True))


@pytest.mark.parametrize("method", METHODS)
def test_a_state_stays_as_it_is_while_training_goes_on(method: Method) -> None:
    """It can be gone back to more than once: nothing in it is shared with what trains."""
    trainer, images = trainer_of(method), pictures(8)
    trainer.step(images, 0.1)
    state = trainer.state()
    ends = []
    for _ in range(2):
        trainer.load(state)
        ends.append([trainer.step(images, 0.2) for _ in range(3)])
    assert ends[0] == ends[1]


def test_a_state_of_another_training_is_refused() -> None:
    with pytest.raises(ValueError, match="another training"):
        trainer_of("simsiam").load(trainer_of("fast").state())


def test_a_few_steps_bring_the_loss_down_and_do_not_collapse() -> None:
    trainer, images = trainer_of("fast", batch=32), pictures(32)
    done = [trainer.step(images, 0.1) for _ in range(30)]
    assert done[-1].loss < done[0].loss - 0.3
    assert done[-1].spread > 0.5


# --- memory ---------------------------------------------------------------------------------------------------------
class Tight(Tiny):
    """A network with room for so many images."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room, self.seen = room, 0

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if len(images) > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        self.seen += len(images)
        return super().forward(images)


def test_memory_that_runs_out_makes_the_parts_smaller_and_loses_no_image() -> None:
    network = Tight(room=9)
    trainer = trainer_of("simsiam", 16, network=network)
    done = trainer.step(pictures(16), 0.1)
    assert trainer.part == 4  # two views of each
    assert network.seen == done.views == 32
    assert math.isfinite(done.loss)


def test_parts_of_a_batch_add_up_to_its_gradient() -> None:
    """Without normalisation over the batch: of images of one colour, whose views are all alike."""
    same = Augmentation(smallest=1.0, mirror=False, light=0, colour=0, grey=0)
    colours = np.random.default_rng(2).integers(0, 256, (8, 1, 1, 3), np.uint8)
    images = np.broadcast_to(colours, (8, 8, 8, 3))
    gradients = []
    for part in (8, 4, 2):
        network = nn.Sequential(nn.Flatten(), nn.Linear(192, 12, bias=False))
        with torch.no_grad():
            network.get_parameter("1.weight").copy_(_unit(12, 1, 192))
        trainer = Trainer(network, 12, replace(recipe("simsiam", 8), hidden=8), same, SMALL, CPU)
        trainer._online["project"] = nn.Identity()
        trainer._predict = nn.Sequential(nn.Linear(12, 12, bias=False))
        with torch.no_grad():
            trainer._predict.get_parameter("0.weight").copy_(_unit(12, 2, 12))
        trainer.part = part
        trainer.step(images, 0.5)
        gradients.append(network.get_parameter("1.weight").grad)
    assert gradients[0] is not None
    assert float(gradients[0].abs().max()) > 1e-3
    torch.testing.assert_close(gradients[1], gradients[0])
    torch.testing.assert_close(gradients[2], gradients[0])


def test_not_even_two_images_fit() -> None:
    with pytest.raises(LabelerError, match="not enough memory"):
        trainer_of("fast", 8, network=Tight(room=3)).step(pictures(8), 0.1)


def test_other_errors_come_out() -> None:
    class Broken(Tiny):
        def forward(self, images: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("something else")

    with pytest.raises(RuntimeError, match="something else"):
        trainer_of(network=Broken()).step(pictures(8), 0.1)


def test_what_a_network_keeps_is_counted() -> None:
    # the image, and 8 × 4 × 4 of the first convolution and of ReLU, 12 × 2 × 2 of the second
    expected = 4 * (3 * 64 + 2 * 8 * 16 + 12 * 4)
    assert 0.8 * expected <= kept_bytes(Tiny(), 8) <= 1.5 * expected
    assert kept_bytes(Tiny(), 16) > 3 * kept_bytes(Tiny(), 8)
    network = Tiny().train()
    before = copy.deepcopy(network.state_dict())
    assert fitting_part(network, 8, 2, CPU, 256) == 256
    assert network.training
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    assert 2 <= fitting_part(network, 4096, 2, CPU, 512) < 512


def test_a_slow_machine_takes_smaller_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    network = Tiny().train()
    before = copy.deepcopy(network.state_dict())
    assert fitting_batch(network, 8, 2, CPU, 64) in (32, 64)  # measured: whatever this machine does just now
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    assert all(value.grad is None for value in network.parameters())
    assert network.training
    for rate, expected in ((1e9, 512), (600.0, 256), (260.0, 128), (1.0, 32)):
        monkeypatch.setattr(batch_size, "_views_per_second", lambda *_, rate=rate: rate)
        assert fitting_batch(network, 8, 2, CPU, 512) == expected
    assert fitting_batch(network, 8, 2, replace(CPU, kind="cuda"), 512) == 512
    assert fitting_batch(network, 8, 2, CPU, 10) == 10
