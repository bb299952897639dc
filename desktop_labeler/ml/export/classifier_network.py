"""A classifier as one network, from the pixels of prepared images to probabilities, to be written as a graph."""

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import torch
from torch import nn
from torch.nn import functional as nnf

from desktop_labeler.array_types import IntArray
from desktop_labeler.ml.backbones.backbone import FLIPPED, OWN_SHARE, Backbone
from desktop_labeler.ml.backbones.efficientnet_lite import MEAN, STD
from desktop_labeler.ml.backbones.fuse_batchnorm import fused
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.classify.folder_distance import SMALLEST, FolderDistance
from desktop_labeler.ml.classify.portable_head import PortableHead
from desktop_labeler.ml.finetune.front_distance import FrontDistance

Classifying: TypeAlias = nn.Module
"""(n, 3, S, S) normalised → (n, C) probabilities and (n,) likenesses."""


class ClassifierNetwork(nn.Module):
    """(n, S, S, 3) uint8 → (n, C) probabilities and (n,) likenesses.

    Args:
        preprocessing: whose normalisation comes first.
        classifier: (n, 3, S, S) normalised → (n, C) probabilities and (n,) likenesses.
    """

    def __init__(self, preprocessing: Preprocessing, classifier: nn.Module) -> None:
        super().__init__()
        self.classifier = classifier
        self.register_buffer("mean", torch.tensor(preprocessing.mean) * 255)
        self.register_buffer("scale", 1 / (torch.tensor(preprocessing.std) * 255))
        self.mean: torch.Tensor
        self.scale: torch.Tensor

    def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return probabilities and likenesses."""
        inputs = ((images.float() - self.mean) * self.scale).permute(0, 3, 1, 2).contiguous()
        probabilities, likeness = self.classifier(inputs)
        return probabilities, likeness


class Likeness(nn.Module):
    """Energies and places in the space of a folder → likenesses, as in PortableHead.scores.

    Args:
        least_energy: below which an image is unlike all classes; −inf where that is not known.
        distance: from the images of the folder.
    """

    def __init__(self, least_energy: float, distance: FolderDistance) -> None:
        super().__init__()
        self.least_energy, self.rest, self.farthest = least_energy, distance.rest, distance.farthest
        self.register_buffer("along", torch.from_numpy(distance.along.copy()))
        self.along: torch.Tensor

    def forward(self, energies: torch.Tensor, centred: torch.Tensor, turned: torch.Tensor) -> torch.Tensor:
        """(n,), (n, D) without the mean of the folder, (n, F) in its principal directions → (n,) likenesses."""
        if math.isfinite(self.least_energy):
            energies = energies - self.least_energy
        if not math.isfinite(self.farthest):
            return energies
        length = (centred * centred).sum(1)
        far = ((turned * turned * self.along).sum(1) + self.rest * length).clamp(min=SMALLEST)
        near = math.log(self.farthest) - far.log()
        return torch.minimum(energies, near) if math.isfinite(self.least_energy) else near


class FrozenNetwork(nn.Module):
    """The backbone of a project, averaged over flips and whitened, and a head on its vectors.

    Args:
        backbone: on the CPU; its network is copied.
        head: fitted on its vectors.
    """

    def __init__(self, backbone: Backbone, head: PortableHead) -> None:
        super().__init__()
        network = fused(backbone.network, backbone.preprocessing.size)
        self.network = network.requires_grad_(False).eval()
        self.turns = FLIPPED[backbone.flips]
        self.temperature = head.temperature
        self.likeness = Likeness(head.least_energy, head.distance)
        arrays = {"mean": head.mean, "turn": head.turn, "weights": head.weights, "bias": head.bias}
        arrays |= {} if backbone.whitening is None else {"whitening": backbone.whitening}
        for name, array in arrays.items():
            self.register_buffer(name, torch.from_numpy(array.copy()))
        self.whitening: torch.Tensor | None = getattr(self, "whitening", None)
        self.mean: torch.Tensor
        self.turn: torch.Tensor
        self.weights: torch.Tensor
        self.bias: torch.Tensor

    def forward(self, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(n, 3, S, S) normalised → (n, C) probabilities and (n,) likenesses."""
        vectors = nnf.normalize(averaged(self.network, inputs, self.turns), dim=1)
        if self.whitening is not None:
            vectors = nnf.normalize(vectors @ self.whitening, dim=1)
        centred = vectors - self.mean
        turned = centred @ self.turn
        logits = nnf.normalize(turned, dim=1, eps=1e-6) @ self.weights + self.bias
        return torch.softmax(logits / self.temperature, 1), self.likeness(energy(logits), centred, turned)


class TrainedNetwork(nn.Module):
    """The front of a backbone and the tails that were trained to continue it: the mean of their probabilities.

    Args:
        front: normalised images → activations.
        tails: activations → logits.
        temperature: what the logits are divided by.
        place: (outputs,) the number of each output's class; outputs of one class are added.
        least_energy: the mean energy of the tails below which an image is unlike all classes.
        far: the distance behind the front from the images of the project; None leaves likenesses at the energy.
    """

    def __init__(
        self,
        front: nn.Module,
        tails: Sequence[nn.Module],
        temperature: float,
        place: IntArray,
        least_energy: float = -math.inf,
        far: FrontDistance | None = None,
    ) -> None:
        super().__init__()
        self.likeness = None if far is None else Likeness(least_energy, far.distance)
        if far is not None:
            self.register_buffer("mean", torch.from_numpy(far.mean.copy()))
            self.register_buffer("turn", torch.from_numpy(far.turn.copy()))
        self.mean: torch.Tensor
        self.turn: torch.Tensor
        self.front, self.tails, self.temperature = front, nn.ModuleList(tails), temperature
        self.adds = len(np.unique(place)) < len(place)
        self.register_buffer("sums", torch.eye(int(place.max()) + 1)[torch.from_numpy(place)])  # (outputs, C)
        self.sums: torch.Tensor
        self.requires_grad_(False).eval()

    def forward(self, inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(n, 3, S, S) in [0, 1] → (n, C) probabilities and (n,) likenesses."""
        activations = self.front((inputs - MEAN[0]) / STD[0])
        logits = torch.stack([tail(activations) for tail in self.tails]) / self.temperature  # (K, n, outputs)
        probabilities = torch.softmax(logits, 2).mean(0)
        likeness = energy(logits.flatten(0, 1)).reshape(len(self.tails), -1).mean(0)
        if self.likeness is not None:
            centred = nnf.normalize(activations.mean((2, 3)), dim=1) - self.mean
            likeness = self.likeness(likeness, centred, centred @ self.turn)
        return probabilities @ self.sums if self.adds else probabilities, likeness


def energy(logits: torch.Tensor) -> torch.Tensor:
    """Log of the sum of exponentials of each row, (n,)."""
    top = logits.amax(1)
    return top + (logits - top[:, None]).exp().sum(1).log()


def averaged(network: nn.Module, inputs: torch.Tensor, turns: Sequence[tuple[int, ...]]) -> torch.Tensor:
    """Return (n, D) features, averaged over flips of the images as Backbone does; one pass for all of them."""
    if len(turns) == 1:
        found: torch.Tensor = network(inputs).flatten(1)
        return found
    together = torch.cat([inputs.flip(turn) if turn else inputs for turn in turns])
    seen = network(together).flatten(1).unflatten(0, (len(turns), -1))  # (flips, n, D)
    both: torch.Tensor = (1 - OWN_SHARE) * seen.mean(0) + OWN_SHARE * seen[0]
    return both
