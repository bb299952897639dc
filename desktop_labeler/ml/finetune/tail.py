"""A backbone cut in two: the front, whose activations are computed once per image, and the tail, which is trained.

Only EfficientNet-Lite is cut: five blocks from its end (.github/measurements/finetune.md), behind its last block, or
before its first layer.
"""

import copy
from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional as nnf

from desktop_labeler.array_types import AnyArray, Float16Array, Float32Array, UInt8Array
from desktop_labeler.errors import LabelerError, WeightsError
from desktop_labeler.ml.backbones.backbone import Backbone
from desktop_labeler.ml.backbones.efficientnet_lite import CELLS, MEAN, STD, Trunk
from desktop_labeler.ml.backbones.fuse_batchnorm import fused
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.finetune.part import Part
from desktop_labeler.ml.hardware.devices import Device

_LAST = 5  # blocks that are trained, where it is the last ones
_AT_ONCE = 32  # images


class Front(nn.Module):
    """The blocks that stay as they are: (n, 3, S, S), normalised → (n, A, s, s).

    Args:
        trunk: the trunk, with batch normalisation fused into its convolutions.
        first: number of the first block that is left out. Without any left out, the means over 2 × 2 parts of the
            image are returned, which the backbone's vectors consist of; with all left out, the images themselves.
    """

    def __init__(self, trunk: Trunk, first: int) -> None:
        super().__init__()
        self.stem = trunk.stem if first else nn.Identity()
        self.blocks = trunk.blocks[:first]
        self.pool = nn.AdaptiveAvgPool2d(CELLS) if first == len(trunk.blocks) else nn.Identity()

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return the activations after the last of these blocks."""
        found: torch.Tensor = self.pool(self.blocks(self.stem(images)))
        return found


class Tail(nn.Module):
    """The blocks that are trained and a linear layer: (n, A, s, s) → (n, C) logits.

    Its weights are named as in the fused trunk, with the trunk's numbers of blocks ("blocks.11.expand.conv.weight");
    "head.weight" (C, F) and "head.bias" (C,) are of the linear layer on the mean over the image; without any block, on
    the means over 2 × 2 parts of it.

    Args:
        trunk: the trunk to start from, with batch normalisation fused into its convolutions.
        classes: C.
        first: number of the first block that it has; with block 0, it also has the stem before that.
    """

    def __init__(self, trunk: Trunk, classes: int, first: int) -> None:
        super().__init__()
        self.cells = CELLS if first == len(trunk.blocks) else 1
        self.stem = nn.Identity() if first else copy.deepcopy(trunk.stem)
        self.blocks = nn.ModuleDict(
            {str(number): copy.deepcopy(trunk.blocks[number]) for number in range(first, len(trunk.blocks))}
        )
        self.head = nn.Linear(trunk.channels * self.cells**2, classes)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.eval()

    def forward(self, activations: torch.Tensor) -> torch.Tensor:
        """Return logits."""
        activations = self.stem(activations)
        for block in self.blocks.values():
            activations = block(activations)
        logits: torch.Tensor = self.head(nnf.adaptive_avg_pool2d(activations, self.cells).flatten(1))
        return logits

    def inner(self) -> list[nn.Parameter]:
        """Return the parameters of everything but the linear layer."""
        return [*self.stem.parameters(), *self.blocks.parameters()]

    def weights(self) -> dict[str, AnyArray]:
        """Return the weights by name, float32."""
        return {name: values.detach().cpu().float().numpy().copy() for name, values in self.state_dict().items()}


class CutBackbone:
    """A backbone that can be continued by tails.

    Attributes:
        name: name of the backbone.
        key: key of the backbone without flips and whitening.
        starts_at: number of the first block of a tail; the number of blocks if it has none.
        shape: (A, s, s) of the activations of one image.
        device: where it runs.

    Args:
        backbone: the backbone.
        part: what its tails consist of.
        first: number of the first block of a tail, in place of `part`.

    Raises:
        LabelerError: the backbone has no EfficientNet-Lite in it.
        WeightsError: it has no block of this number.
    """

    def __init__(self, backbone: Backbone, part: Part = "last", *, first: int | None = None) -> None:
        plain = backbone.flipped("none").whitened_by(None)
        trunk = _trunk_of(plain)
        if trunk is None:
            raise LabelerError(
                "A classifier can be trained on the embedding “photo”, but not on “{name}”. Nothing was changed; let "
                "the project use “photo” first.",
                name=backbone.info.name,
            )
        self.name, self.key, self.device = plain.info.name, plain.key, plain.device
        self._backbone = plain
        side = plain.preprocessing.size
        lighter = fused(trunk, side)
        assert isinstance(lighter, Trunk)
        self._trunk = lighter
        blocks = len(lighter.blocks)
        self.starts_at = {"head": blocks, "last": blocks - _LAST, "all": 0}[part] if first is None else first
        if not 0 <= self.starts_at <= blocks:
            raise WeightsError(
                "The classifier continues block {first} of the embedding “{name}”, which has {blocks}. Nothing was "
                "changed; train the classifier again.",
                first=self.starts_at,
                name=self.name,
                blocks=blocks,
            )
        self._front = Front(lighter, self.starts_at).eval()
        with torch.inference_mode():
            seen = self._front(torch.zeros(1, 3, side, side, device=self.device.torch))
        self.shape = (int(seen.shape[1]), int(seen.shape[2]), int(seen.shape[3]))

    @property
    def part(self) -> Part:
        """What its tails consist of."""
        if self.is_whole:
            return "all"
        return "head" if self.starts_at == len(self._trunk.blocks) else "last"

    @property
    def is_whole(self) -> bool:
        """Whether tails are all of the network, so that activations are the images themselves."""
        return self.starts_at == 0

    @property
    def side(self) -> int:
        """S, the side of its input in pixels."""
        return self.preprocessing.size

    @property
    def preprocessing(self) -> Preprocessing:
        """How images are prepared; the front needs the normalisation by MEAN and STD whatever this says of it."""
        return self._backbone.preprocessing

    @property
    def front(self) -> Front:
        """The blocks that stay as they are, on the device."""
        return self._front

    def prepare(self, image: UInt8Array) -> UInt8Array:
        """Resize one image (H, W, 3) to its input (S, S, 3), as the backbone does."""
        return self._backbone.prepare(image)

    def activations(self, images: UInt8Array, *, mirrored: bool = False) -> Float16Array:
        """Return the activations of prepared images.

        Args:
            images: (n, S, S, 3) uint8.
            mirrored: of their mirror images.

        Returns:
            (n, A, s, s) float16.
        """
        parts = [self._forward(images[at : at + _AT_ONCE], mirrored) for at in range(0, len(images), _AT_ONCE)]
        return np.concatenate(parts) if parts else np.empty((0, *self.shape), np.float16)

    def _forward(self, images: UInt8Array, mirrored: bool) -> Float16Array:
        with torch.inference_mode():
            pixels = torch.from_numpy(np.ascontiguousarray(images)).to(self.device.torch).permute(0, 3, 1, 2)
            inputs = (pixels.float() / 255 - MEAN[0]) / STD[0]  # of all three colours alike
            if mirrored:
                inputs = inputs.flip(3)
            if self.device.channels_last:
                inputs = inputs.contiguous(memory_format=torch.channels_last)
            found: Float16Array = self._front(inputs).half().contiguous().cpu().numpy()
            return found

    def new_tail(self, classes: int) -> Tail:
        """Return a tail that starts from the backbone's own blocks, for this number of classes."""
        return Tail(self._trunk, classes, self.starts_at).to(self.device.torch)

    def tail_of(self, weights: Mapping[str, AnyArray]) -> Tail:
        """Return a tail with the given weights.

        Raises:
            WeightsError: they are of another network.
        """
        head = weights.get("head.weight")
        try:
            if head is None or head.ndim != 2:
                raise KeyError("head.weight")
            tail = self.new_tail(len(head))
            tail.load_state_dict({name: torch.from_numpy(np.array(values)).float() for name, values in weights.items()})
        except (RuntimeError, KeyError, TypeError) as error:
            raise WeightsError(
                "The weights of the classifier are not for the embedding “{name}”. Nothing was changed; train the "
                "classifier again.",
                name=self.name,
            ) from error
        return tail


class TailClassifier:
    """Tails that give calibrated class probabilities together.

    Args:
        front: the backbone that they continue.
        tails: weights of each tail by name.
        temperature: what their logits are divided by.

    Raises:
        WeightsError: the weights are of another network.
    """

    def __init__(self, front: CutBackbone, tails: Sequence[Mapping[str, AnyArray]], temperature: float) -> None:
        self._front, self._temperature = front, temperature
        self._tails = [front.tail_of(weights) for weights in tails]

    def probabilities(self, images: UInt8Array) -> Float32Array:
        """Return the calibrated probability of each class.

        Args:
            images: (n, S, S, 3) uint8, prepared by the backbone.

        Returns:
            (n, C) float32, rows sum to 1.
        """
        return self.of_activations(self._front.activations(images))

    def scores(self, images: UInt8Array) -> tuple[Float32Array, Float32Array]:
        """Return (n, C) probabilities and (n,) energies, means of log Σ exp(logit / temperature) over the tails."""
        return self._scores(self._front.activations(images))

    def of_activations(self, activations: Float16Array) -> Float32Array:
        """Return (n, C) calibrated probabilities from activations (n, A, s, s)."""
        return self._scores(activations)[0]

    def _scores(self, activations: Float16Array) -> tuple[Float32Array, Float32Array]:
        scaled = torch.stack(
            [torch.from_numpy(logits_of(tail, activations, self._front.device)) for tail in self._tails]
        )
        scaled /= self._temperature
        return torch.softmax(scaled, dim=2).mean(0).numpy(), torch.logsumexp(scaled, dim=2).mean(0).numpy()


def logits_of(tail: Tail, activations: Float16Array, device: Device) -> Float32Array:
    """Return (n, C) float32 logits of a tail for activations (n, A, s, s)."""
    parts = []
    with torch.inference_mode():
        for at in range(0, len(activations), _AT_ONCE):
            given = torch.from_numpy(np.array(activations[at : at + _AT_ONCE])).to(device.torch).float()
            parts.append(tail(given).cpu().numpy())
    found: Float32Array = np.concatenate(parts) if parts else np.empty((0, tail.head.out_features), np.float32)
    return found


def _trunk_of(backbone: Backbone) -> Trunk | None:
    trunks = [layer for layer in backbone.network.modules() if type(layer) is Trunk]
    return trunks[0] if trunks else None
