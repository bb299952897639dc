"""Self-supervised methods: a network learns without labels to give similar outputs for views of the same image.

The methods, with their published recipes:

- "simsiam": Chen & He, "Exploring Simple Siamese Representation Learning", 2020.
- "byol": Grill et al., "Bootstrap Your Own Latent", 2020, with the momentum from 0.99 to 1.
- "fast": for a CPU and a budget in minutes. It uses the loss of SimCLR with temperature 0.2 (Chen et al. 2020), which
  contrasts each image with all others of the batch, so that a step teaches the network more than with SimSiam.
"""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias, TypeVar

import numpy as np
import torch
from torch import nn
from torch.nn import functional as nnf

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.errors import LabelerError
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.hardware.devices import Device, is_card_failure, is_out_of_memory
from desktop_labeler.ml.pretrain.views import Augmentation, make_views

T = TypeVar("T")
Method: TypeAlias = Literal["simsiam", "byol", "fast"]
State: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Recipe:
    """How a method is trained.

    Attributes:
        method: "simsiam", "byol" or "fast".
        batch: number of images per step.
        views: number of views of each image in a step.
        rate: highest learning rate, for this batch.
        decay: weight decay.
        warm_up: fraction of the training during which the learning rate rises.
        hidden: width of the projector.
        outputs: length of the output vectors that are compared.
        predictor: width of the predictor, 0 for none.
        temperature: temperature of the loss of "fast".
        momentum: momentum of BYOL's target network at the start; rises to 1.
    """

    method: Method
    batch: int
    views: int
    rate: float
    decay: float
    warm_up: float
    hidden: int
    outputs: int
    predictor: int = 0
    temperature: float = 0.2
    momentum: float = 0.99


def recipe(method: Method, batch: int | None = None) -> Recipe:
    """Return the published recipe of a method with the learning rate scaled to the batch.

    Args:
        method: "simsiam", "byol" or "fast".
        batch: number of images per step, at least 2; None for the default (512, "fast" 256).

    Raises:
        ValueError: an unknown method, or a batch below 2.
    """
    if batch is not None and batch < 2:
        raise ValueError(f"a batch of {batch} has nothing to compare with")
    if method == "simsiam":
        count = batch or 512
        return Recipe(method, count, 2, 0.03 * count / 256, 5e-4, 0.05, 2048, 2048, 512)
    if method == "byol":
        count = batch or 512
        return Recipe(method, count, 2, 0.06 * count / 256, 5e-4, 0.05, 4096, 256, 4096)
    if method == "fast":
        count = batch or 256
        return Recipe(method, count, 2, 2e-3 * math.sqrt(count / 256), 1e-3, 0.05, 1024, 128)
    raise ValueError(f"no method {method!r}: simsiam, byol or fast")


@dataclass(frozen=True)
class Step:
    """The result of one step.

    Attributes:
        loss: mean over the batch; not finite when the training has failed.
        spread: standard deviation of the unit outputs times √D: about 1 when they are spread over the sphere, 0 when
            every image gives the same output (collapse).
        views: number of views that the network processed.
    """

    loss: float
    spread: float
    views: int


class Trainer:
    """A network in training, on a device; one step at a time.

    Attributes:
        network: (n, 3, S, S) → (n, D), trained in place.
        recipe: the recipe that is followed.
        part: number of images processed at once; smaller than the batch after memory ran out.
        device: the device that the network is on.
    """

    def __init__(
        self,
        network: nn.Module,
        dim: int,
        wanted: Recipe,
        augmentation: Augmentation,
        preprocessing: Preprocessing,
        device: Device,
        *,
        seed: int = 0,
        compiled: bool = False,
    ) -> None:
        """Prepare training.

        Args:
            network: the network to train; it is moved to the device.
            dim: D, length of its output.
            wanted: the recipe to follow.
            augmentation: what a view may change.
            preprocessing: size, mean and std of the network's input.
            device: the device to train on.
            seed: seed of the initial projector and predictor and of the views.
            compiled: let torch compile the network (worthwhile on CUDA after a minute).
        """
        self.recipe, self.part = wanted, wanted.batch
        self.device, self._augmentation, self._preprocessing = device, augmentation, preprocessing
        self._chance = torch.Generator().manual_seed(seed)
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            project = _mlp(dim, wanted.hidden, wanted.outputs, layers=3 if wanted.method == "simsiam" else 2)
            if wanted.method == "simsiam":  # the paper normalises the output as well
                project.append(nn.BatchNorm1d(wanted.outputs, affine=False))
            predict = _mlp(wanted.outputs, wanted.predictor, wanted.outputs, layers=2) if wanted.predictor else None
        self.network = network.to(device.torch)
        if device.channels_last:
            self.network = self.network.to(memory_format=torch.channels_last)
        self._online = nn.ModuleDict({"network": self.network, "project": project.to(device.torch)})
        self._predict = predict.to(device.torch) if predict is not None else None
        self._still = _frozen_norms(self.network)
        # In training mode, as in the paper: it normalises by the batch, since nothing updates its running statistics.
        self._slow = copy.deepcopy(self._online).requires_grad_(False).train() if wanted.method == "byol" else None
        if self._slow is not None:
            _set_still(self._slow["network"], self._still)
        self._forward = torch.compile(self.network) if compiled else self.network
        self._optimizer = self._make_optimizer()
        self._fixed_rate = wanted.method == "simsiam"  # the paper keeps the predictor's rate

    @property
    def batch(self) -> int:
        """Number of images per step."""
        return self.recipe.batch

    @property
    def views(self) -> int:
        """Number of views of each image in a step."""
        return self.recipe.views

    def step(self, images: UInt8Array, progress: float) -> Step:
        """Train on one batch.

        Args:
            images: (n ≥ 2, H, W, 3) uint8; smaller ones than the network's input are enlarged.
            progress: fraction of the training that is done, in [0, 1]; determines learning rate and momentum.

        Returns:
            Loss and spread of this step. When the loss is not finite, only the statistics of batch normalisation were
            changed; load() an earlier state then.

        Raises:
            LabelerError: memory is not enough for two images.
        """
        self._set_rates(progress)
        done = in_fitting_parts(self, lambda: self._step(images), least=2)
        if self._slow is not None and math.isfinite(done.loss):
            self._follow(1 - (1 - self.recipe.momentum) * (math.cos(math.pi * progress) + 1) / 2)
        return done

    def state(self) -> State:
        """Return the state needed to continue from here; it holds tensors and numbers only."""
        parts: State = {
            "online": self._online.state_dict(),
            "optimizer": self._optimizer.state_dict(),
            "chance": self._chance.get_state(),
            "part": self.part,
        }
        if self._predict is not None:
            parts["predict"] = self._predict.state_dict()
        if self._slow is not None:
            parts["slow"] = self._slow.state_dict()
        return copy.deepcopy(parts)

    def load(self, state: State) -> None:
        """Load a state of the same network and recipe.

        Raises:
            RuntimeError: the graphics card failed.
            ValueError: the state belongs to another network or recipe.
        """
        try:
            self._online.load_state_dict(state["online"])
            if self._predict is not None:
                self._predict.load_state_dict(state["predict"])
            if self._slow is not None:
                self._slow.load_state_dict(state["slow"])
            self._optimizer.load_state_dict(copy.deepcopy(state["optimizer"]))  # training would change the state itself
            self._chance.set_state(state["chance"])
            self.part = min(self.recipe.batch, int(state["part"]))
        except (KeyError, RuntimeError, TypeError, AttributeError) as error:
            if is_card_failure(error):
                raise
            raise ValueError(f"the state is of another training: {error}") from error

    def _make_optimizer(self) -> torch.optim.Optimizer:
        trained = [value for value in self._online.parameters() if value.requires_grad]
        groups: list[dict[str, Any]] = [{"params": trained}]
        if self._predict is not None:
            groups.append({"params": list(self._predict.parameters())})
        if self.recipe.method == "fast":
            return torch.optim.AdamW(groups, self.recipe.rate, weight_decay=self.recipe.decay)
        return torch.optim.SGD(groups, self.recipe.rate, momentum=0.9, weight_decay=self.recipe.decay)

    def _set_rates(self, progress: float) -> None:
        rate = self.recipe.rate * (math.cos(math.pi * progress) + 1) / 2
        warm = min(1.0, (progress + 1e-3) / self.recipe.warm_up)
        for number, group in enumerate(self._optimizer.param_groups):
            group["lr"] = self.recipe.rate if number == 1 and self._fixed_rate else rate * warm

    def _step(self, images: UInt8Array) -> Step:
        """Accumulate the gradients of all parts, then do one step; each part has at least two images to compare."""
        self._optimizer.zero_grad(set_to_none=True)
        self._online.train()
        _set_still(self.network, self._still)
        pieces = max(1, min(math.ceil(len(images) / self.part), len(images) // 2))
        loss, spread = 0.0, 0.0
        for piece in np.array_split(images, pieces):
            share = len(piece) / len(images)
            found, outputs = self._loss(piece)
            torch.autograd.backward(found * share)
            loss += float(found.detach()) * share
            spread += float(outputs.std(0).mean()) * math.sqrt(outputs.shape[1]) * share
        if math.isfinite(loss):
            self._optimizer.step()
        return Step(loss, spread, len(images) * self.recipe.views)

    def _loss(self, images: UInt8Array) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the loss and the unit outputs (views · n, D) without gradient."""
        device, count = self.device, self.recipe.views
        views = self._views(images)  # (count · n, 3, S, S)
        with torch.autocast(device.torch.type, torch.bfloat16, enabled=device.bfloat16):
            outputs = self._online["project"](self._forward(views).flatten(1))
            predicted = self._predict(outputs) if self._predict is not None else None
            with torch.no_grad():
                slow = self._slow["project"](self._slow["network"](views).flatten(1)) if self._slow else outputs
        unit = nnf.normalize(outputs.float(), dim=1)
        if predicted is None:
            return contrastive_loss(unit, count, self.recipe.temperature), unit.detach()
        target = nnf.normalize(slow.detach().float(), dim=1)
        loss = agreement_loss(nnf.normalize(predicted.float(), dim=1), target, count)
        return (loss if self._slow is None else 2 + 2 * loss), unit.detach()

    def _views(self, images: UInt8Array) -> torch.Tensor:
        device, wanted = self.device.torch, self._preprocessing
        pictures = torch.from_numpy(np.ascontiguousarray(images)).to(device).permute(0, 3, 1, 2)  # (n, 3, H, W)
        mean = torch.tensor(wanted.mean, device=device)[:, None, None]
        std = torch.tensor(wanted.std, device=device)[:, None, None]
        made = [make_views(pictures, wanted.size, self._augmentation, self._chance) for _ in range(self.recipe.views)]
        views = (torch.cat(made) - mean) / std
        return views.contiguous(memory_format=torch.channels_last) if self.device.channels_last else views

    def _follow(self, momentum: float) -> None:
        """Update BYOL's target network; its statistics of batch normalisation are its own."""
        assert self._slow is not None
        with torch.no_grad():
            for slow, online in zip(self._slow.parameters(), self._online.parameters(), strict=True):
                slow.lerp_(online, 1 - momentum)


class _InParts(Protocol):
    part: int


def in_fitting_parts(learner: _InParts, step: Callable[[], T], *, least: int = 1) -> T:
    """Return the result of a step; where memory runs out, halve the learner's part and do the step again.

    Raises:
        LabelerError: memory is not enough for `least` images.
    """
    while True:
        try:
            return step()
        except (RuntimeError, MemoryError) as error:
            if not is_out_of_memory(error):
                raise
            if learner.part <= least:
                raise LabelerError(
                    "There is not enough memory to train this network, not even with {n:one image|# images} at a time. "
                    "Nothing was changed; close other programs, or choose a smaller network.",
                    n=least,
                ) from error
            learner.part = max(least, learner.part // 2)
            if torch.cuda.is_available():
                torch.cuda.empty_cache()


def contrastive_loss(outputs: torch.Tensor, views: int, temperature: float) -> torch.Tensor:
    """Return the NT-Xent loss of SimCLR, which is low if views of an image are more similar than other images.

    With more than two views, each pair of views of an image counts, and its other views are not used as negatives.

    Args:
        outputs: (views · n, D) of length 1, view by view.
        views: number of views of each image, at least 2.
        temperature: τ > 0.

    Returns:
        The mean loss over all pairs, at least 0.
    """
    count = len(outputs) // views
    image = torch.arange(count, device=outputs.device).repeat(views)
    own = image[:, None] == image[None]
    near = outputs @ outputs.T / temperature
    others = near.masked_fill(own, -math.inf).logsumexp(1, keepdim=True)
    likely = near - torch.logaddexp(near, others)
    pairs = own.float().fill_diagonal_(0)  # used as weights, since indexing would make a graphics card wait for the CPU
    return -(likely * pairs).sum() / (len(outputs) * (views - 1))


def agreement_loss(predicted: torch.Tensor, target: torch.Tensor, views: int) -> torch.Tensor:
    """Return minus the mean cosine of each view's prediction with the mean target of the image's other views.

    With two views this is the loss L of SimSiam (that of BYOL is 2 + 2 L); with more views it is the loss of FastSiam.

    Args:
        predicted: (views · n, D) of length 1, view by view.
        target: (views · n, D) of length 1, view by view, without gradient.
        views: number of views of each image, at least 2.

    Returns:
        The loss, in [−1, 1].
    """
    shape = (views, len(predicted) // views, -1)
    each, wanted = predicted.view(shape), target.view(shape)
    others = nnf.normalize(wanted.sum(0) - wanted, dim=2)
    return -(each * others).sum(2).mean()


def _frozen_norms(network: nn.Module) -> list[str]:
    """Return the names of the batch normalisations that are not trained; their statistics must not change either."""
    norms = ((name, layer) for name, layer in network.named_modules() if isinstance(layer, nn.BatchNorm2d))
    return [name for name, layer in norms if layer.affine and not layer.weight.requires_grad]


def _set_still(network: nn.Module, names: list[str]) -> None:
    for name in names:
        network.get_submodule(name).eval()


def _mlp(inputs: int, hidden: int, outputs: int, *, layers: int) -> nn.Sequential:
    """Return linear layers with batch normalisation and ReLU between them, and neither after the last one."""
    parts: list[nn.Module] = []
    for layer in range(layers - 1):
        parts += [nn.Linear(hidden if layer else inputs, hidden, bias=False), nn.BatchNorm1d(hidden), nn.ReLU()]
    return nn.Sequential(*parts, nn.Linear(hidden, outputs, bias=layers == 2))
