"""Trains the tails of a cross-fit together, each on all labels but those of its own fold, and one on all labels.

Sources: mixup (Zhang et al., ICLR 2018), here of activations (Verma et al., "Manifold Mixup", ICML 2019); label
smoothing (Szegedy et al., CVPR 2016); AdamW with a cosine schedule (Loshchilov & Hutter, ICLR 2017 and 2019); the
moving average of the weights (Polyak & Juditsky, 1992). Their settings: .github/measurements/finetune.md.
"""

import copy
import math
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
from torch.nn import functional as nnf

from desktop_labeler.array_types import Float16Array, Float32Array, IntArray
from desktop_labeler.ml.finetune.part import Part
from desktop_labeler.ml.finetune.tail import CutBackbone, Tail, logits_of
from desktop_labeler.ml.hardware.devices import Device, is_card_failure
from desktop_labeler.ml.pretrain.methods import State, Step, in_fitting_parts

_AT_ONCE = 32  # labels whose activations are read together
_IMAGES = 8_000  # images that are shown to the tails in all: with few labels each is seen often
_PASSES = (12.0, 40.0)  # fewest and most passes over the labels
_HEAD_PASSES = 3  # times as many for a linear layer alone, which takes seconds all the same
_HEAD_RATE = 1e-3
_WHOLE_RATE = 1e-4  # at 1e-3 the first blocks are spoilt before anything is learnt


def passes(labels: int, part: Part = "last") -> float:
    """Return the number of passes over so many labels after which training longer no longer helps."""
    return float(np.clip(_IMAGES / max(labels, 1), *_PASSES)) * (_HEAD_PASSES if part == "head" else 1)


@dataclass(frozen=True)
class TailRecipe:
    """How tails are trained.

    Attributes:
        batch: number of labels per step, at most.
        rate: highest learning rate of the blocks.
        head_rate: of the linear layer, which starts from zero.
        decay: weight decay.
        warm_up: fraction of the training during which the rates rise.
        mixup: parameter of the beta distribution that two images are mixed by; 0 for none.
        smoothing: probability that is spread over all classes in the targets.
        memory: of the moving average of the weights, in [0, 1).
    """

    batch: int = 32
    rate: float = 1e-3
    head_rate: float = 1e-2
    decay: float = 0.02
    warm_up: float = 0.1
    mixup: float = 0.4
    smoothing: float = 0.1
    memory: float = 0.98


def recipe_for(part: Part) -> TailRecipe:
    """Return how a part of a network is trained; measured on five folders (.github/measurements/finetune.md)."""
    recipes = {"head": TailRecipe(head_rate=_HEAD_RATE), "all": TailRecipe(rate=_WHOLE_RATE)}
    return recipes.get(part, TailRecipe())


@dataclass(frozen=True, eq=False)
class Labelled:
    """What the tails learn from.

    Attributes:
        activations: (N, V, A, s, s) float16, V views of each image (itself, its mirror image), may be mapped from a
            file.
        rows: (n,) the row of each label's image in the activations.
        labels: (n,) int in [0, C).
        weights: (n,) float32 how much each label counts, at least 0.
        folds: (n,) the fold of each; tail k does not see fold k, and the last tail sees all. All −1: there is only
            that one.
        classes: C.
        mirrored: whether each step shows the mirror image of half of the images; only for activations that are the
            images themselves.
    """

    activations: Float16Array
    rows: IntArray
    labels: IntArray
    weights: Float32Array
    folds: IntArray
    classes: int
    mirrored: bool = False

    @property
    def parts(self) -> int:
        """K, the number of folds; there is a tail for each, and one more."""
        return int(self.folds.max(initial=-1)) + 1


class TailTrainer:
    """K + 1 tails in training; one step at a time, see pretrain.training.Learns.

    Attributes:
        averaged: the moving average of each tail, which is what is used of it; the last one is of the tail that sees
            all labels.

    Args:
        front: the backbone that the tails continue.
        given: what they learn from.
        recipe: how.
        seed: of the order, the mixtures and the views.
    """

    views = 1

    def __init__(self, front: CutBackbone, given: Labelled, recipe: TailRecipe, *, seed: int = 0) -> None:
        self._given, self._recipe = given, recipe
        self.device: Device = front.device
        self.batch = self.part = max(1, min(recipe.batch, len(given.labels)))
        self._chance = np.random.default_rng(seed)
        self._steps = 0
        self._tails = [front.new_tail(given.classes) for _ in range(given.parts + 1)]
        self.averaged: list[Tail] = [copy.deepcopy(tail).requires_grad_(False) for tail in self._tails]
        self._optimizers = [self._optimizer(tail) for tail in self._tails]
        smooth = recipe.smoothing / given.classes
        self._targets = torch.eye(given.classes) * (1 - recipe.smoothing) + smooth

    @property
    def steps(self) -> int:
        """The number of steps that changed the weights, those before an interruption included."""
        return self._steps

    def step(self, images: IntArray, progress: float) -> Step:
        """Train every tail on those of some labels that it may see.

        Args:
            images: (n,) positions among the labels.
            progress: fraction of the training that is done, in [0, 1].

        Returns:
            The mean loss of the tails. Where it is not finite, nothing was learnt from this step.

        Raises:
            LabelerError: memory is not enough for one image.
        """
        rate = min(1.0, (progress + 1e-3) / self._recipe.warm_up) * (math.cos(math.pi * progress) + 1) / 2
        losses = []
        for fold, tail in enumerate(self._tails):
            seen = images[self._given.folds[images] != fold]
            if len(seen):
                losses.append(in_fitting_parts(self, partial(self._gradients, tail, *self._mixed(seen))))
        loss = float(np.mean(losses)) if losses else 0.0
        if math.isfinite(loss):
            self._update(rate)
        return Step(loss, 1.0, len(images))

    def held_out(self, places: IntArray) -> Float32Array:
        """Return (n, C) logits of some labelled images, each by the averaged tail that has not seen it."""
        found = np.empty((len(places), self._given.classes), np.float32)
        for fold, tail in enumerate(self.averaged[:-1]):
            own = np.flatnonzero(self._given.folds[places] == fold)
            for at in range(0, len(own), _AT_ONCE):
                some = own[at : at + _AT_ONCE]
                rows = self._given.rows[places[some]]
                found[some] = logits_of(tail, self._given.activations[rows, 0], self.device)
        return found

    def state(self) -> State:
        """Return the state needed to continue from here; it holds tensors and numbers only."""
        return copy.deepcopy(
            {
                "tails": [tail.state_dict() for tail in self._tails],
                "averaged": [tail.state_dict() for tail in self.averaged],
                "optimizers": [optimizer.state_dict() for optimizer in self._optimizers],
                "steps": self._steps,
                "part": self.part,
            }
        )

    def load(self, state: State) -> None:
        """Load a state of the same training.

        Raises:
            RuntimeError: the graphics card failed.
            ValueError: the state belongs to another training.
        """
        try:
            for name, tails in (("tails", self._tails), ("averaged", self.averaged)):
                for tail, stored in zip(tails, state[name], strict=True):
                    tail.load_state_dict(stored)
            for optimizer, stored in zip(self._optimizers, state["optimizers"], strict=True):
                optimizer.load_state_dict(copy.deepcopy(stored))
            self._steps, self.part = int(state["steps"]), min(self.batch, int(state["part"]))
        except (KeyError, RuntimeError, TypeError, AttributeError) as error:
            if is_card_failure(error):
                raise
            raise ValueError(f"the state is of another training: {error}") from error
        self._chance = np.random.default_rng(self._steps)

    def _optimizer(self, tail: Tail) -> torch.optim.Optimizer:
        recipe = self._recipe
        groups: list[dict[str, Any]] = [{"params": inner, "base": recipe.rate}] if (inner := tail.inner()) else []
        groups.append({"params": list(tail.head.parameters()), "base": recipe.head_rate})
        return torch.optim.AdamW(groups, lr=recipe.rate, weight_decay=recipe.decay, betas=(0.9, 0.98))

    def _mixed(self, seen: IntArray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return (n, A, s, s) mixed activations, (n, C) targets and (n,) weights."""
        given, chance = self._given, self._chance
        view = chance.integers(0, given.activations.shape[1], len(seen))
        inputs = torch.from_numpy(given.activations[given.rows[seen], view]).to(self.device.torch).float()
        if given.mirrored:
            turned = torch.from_numpy(chance.random(len(seen)) < 0.5).to(self.device.torch)
            inputs = torch.where(turned[:, None, None, None], inputs.flip(3), inputs)
        targets, weights = self._targets[given.labels[seen]], torch.from_numpy(given.weights[seen])[:, None]
        if self._recipe.mixup > 0 and len(seen) > 1:
            share, other = float(chance.beta(self._recipe.mixup, self._recipe.mixup)), chance.permutation(len(seen))
            inputs = share * inputs + (1 - share) * inputs[other]
            # a mixture with a label that counts less counts less, and is less of its class
            both = share * weights + (1 - share) * weights[other]
            targets = (share * weights * targets + (1 - share) * weights[other] * targets[other]) / both.clamp(min=1e-9)
            weights = both
        return inputs, targets.to(self.device.torch), weights[:, 0].to(self.device.torch)

    def _gradients(self, tail: Tail, inputs: torch.Tensor, targets: torch.Tensor, weights: torch.Tensor) -> float:
        """Accumulate the gradients of all parts and return the mean loss."""
        tail.zero_grad(set_to_none=True)
        loss = 0.0
        for at in range(0, len(inputs), self.part):
            here = slice(at, at + self.part)
            likely = nnf.log_softmax(tail(inputs[here]), dim=1)
            part = -((likely * targets[here]).sum(1) * weights[here]).sum() / len(inputs)
            torch.autograd.backward(part)
            loss += float(part.detach())
        return loss

    def _update(self, rate: float) -> None:
        self._steps += 1
        memory = min(self._recipe.memory, self._steps / (self._steps + 10))
        for tail, averaged, optimizer in zip(self._tails, self.averaged, self._optimizers, strict=True):
            for group in optimizer.param_groups:
                group["lr"] = group["base"] * rate
            optimizer.step()
            with torch.no_grad():
                for slow, fast in zip(averaged.parameters(), tail.parameters(), strict=True):
                    slow.lerp_(fast, 1 - memory)
