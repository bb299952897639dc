"""A small network on vectors with one hidden layer, trained in a second or two and robust to wrong labels.

The loss is the generalised cross entropy of Zhang & Sabuncu, "Generalized Cross Entropy Loss for Training Deep Neural
Networks with Noisy Labels", NeurIPS 2018: (1 − p^q) / q for the probability p of the given class. Its gradient is that
of cross entropy times p^q, so labels to which the network gives a low probability have less influence. With q = 0.3
instead of cross entropy, the average precision of the suspects rises from .443 to .460 at 9 % human noise and from .829
to .840 at 40 %, and falls from .621 to .606 at 2 % symmetric noise.

Gradients are written out by hand and the global random state is not touched: torch.nn, autograd and AdamW take 1.9 to
2.2 times the processor time (720 to 20,000 rows of 384 numbers, one thread). Classes come first in the second layer,
since products with few columns run at a quarter of the speed. Where the processor can multiply bfloat16, the large
products use it; this takes a half to a third of the time and changes the ranking no more than another seed does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch

from desktop_labeler.ml.hardware.devices import cpu_device

HIDDEN = 256
DROPOUT = 0.3
ROBUSTNESS = 0.3
_MASKS = 8


@dataclass(frozen=True, eq=False)
class Network:
    """A trained network.

    Attributes:
        centre: (D,) vector that is subtracted from every row.
        scale: factor by which the centred rows are multiplied.
        first: (D + 1, hidden) weights, bias last.
        second: (hidden + 1, classes) weights, bias last.
    """

    centre: torch.Tensor
    scale: float
    first: torch.Tensor
    second: torch.Tensor

    def probabilities(self, rows: torch.Tensor) -> torch.Tensor:
        """Class probabilities (n, classes) of rows (n, D)."""
        hidden = torch.addmm(self.first[-1], (rows - self.centre) * self.scale, self.first[:-1]).relu_()
        return torch.softmax(torch.addmm(self.second[-1], hidden, self.second[:-1]), dim=1)


def fit_network(
    rows: torch.Tensor,
    target: torch.Tensor,
    share: torch.Tensor,
    *,
    classes: int,
    epochs: int,
    seed: int = 0,
) -> Network:
    """Train the network with Adam under a one-cycle learning rate.

    Args:
        rows: (n, D) float32, finite, n at least 1.
        target: (n,) int64 in [0, classes).
        share: (n,) float32 at least 0, the sample weight of each row.
        classes: number of classes.
        epochs: passes over the rows, at least 1: correct labels are learnt early, wrong ones memorised late.
        seed: seed for the initial weights, the order of the rows and the dropout; the global random state is not
            touched.

    Returns:
        The network.
    """
    n, dimensions = rows.shape
    centre = rows.mean(dim=0)
    spread = float((rows - centre).square().sum(dim=1).mean())
    scale = math.sqrt(dimensions / spread) if spread > 1e-12 else 1.0
    inputs = (rows - centre) * scale
    share = share / share.mean()
    random = torch.Generator().manual_seed(seed)
    sizes = ((dimensions + 1, HIDDEN), (classes, HIDDEN + 1))
    bounds = (1 / math.sqrt(dimensions), 1 / math.sqrt(HIDDEN))
    point = torch.cat(
        [
            ((torch.rand(size, generator=random) * 2 - 1) * bound).flatten()
            for size, bound in zip(sizes, bounds, strict=True)
        ]
    )
    first, second = point[: sizes[0][0] * HIDDEN].view(sizes[0]), point[sizes[0][0] * HIDDEN :].view(sizes[1])
    gradient = torch.zeros_like(point)
    gradients = (gradient[: first.numel()].view_as(first), gradient[first.numel() :].view_as(second))
    batch = min(512, max(32, 1 << (n // 8).bit_length()))
    adam = _Adam(point, epochs * math.ceil(n / batch), 3e-3)
    format_ = torch.bfloat16 if cpu_device().bfloat16 else torch.float32
    inputs = inputs.to(format_)
    # Drawn once and sliced at random offsets: drawing new numbers for every step took a sixth of the time.
    masks = torch.rand((_MASKS * batch, HIDDEN), generator=random).ge_(DROPOUT).to(format_)
    for _ in range(epochs):
        order = torch.randperm(n, generator=random)
        for begin in range(0, n, batch):
            chosen = order[begin : begin + batch]
            at = int(torch.randint(_MASKS * batch - len(chosen) + 1, (), generator=random))
            kept = masks[at : at + len(chosen)]
            part = (inputs.index_select(0, chosen), target[chosen], share[chosen])
            _write_gradient(part, kept, (first, second), gradients)
            adam.step(gradient)
    return Network(centre, scale, first, second.T)


def _write_gradient(
    part: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
    kept: torch.Tensor,
    weights: tuple[torch.Tensor, torch.Tensor],
    gradients: tuple[torch.Tensor, torch.Tensor],
) -> None:
    """Write the gradient of a batch's mean loss: first (D + 1, hidden), second (classes, hidden + 1), biases last."""
    inputs, target, share = part
    first, second = (layer.to(inputs.dtype) for layer in weights)
    line = torch.arange(len(target))
    hidden = torch.addmm(first[-1], inputs, first[:-1]).relu_().mul_(kept)
    logits = torch.addmm(second[:, -1:], second[:, :-1], hidden.T)  # (classes, batch)
    residual = torch.softmax(logits.div_(1 - DROPOUT).float(), dim=0)
    believed = residual[target, line]
    residual[target, line] -= 1
    residual *= believed.clamp_(min=1e-6).pow_(ROBUSTNESS) * (share / len(target))
    gradients[1][:, -1] = residual.sum(dim=1)
    residual = residual.div_(1 - DROPOUT).to(inputs.dtype)
    gradients[1][:, :-1] = residual @ hidden
    back = (residual.T @ second[:, :-1]).mul_(hidden.sign_())
    gradients[0][:-1] = inputs.T @ back
    gradients[0][-1] = back.sum(dim=0)


class _Adam:
    """AdamW (Loshchilov & Hutter 2019) with decay 1e-3 and a one-cycle learning rate, in place on one flat tensor."""

    def __init__(self, point: torch.Tensor, steps: int, peak: float) -> None:
        self._point, self._steps, self._peak, self._done = point, steps, peak, 0
        self._mean, self._square = torch.zeros_like(point), torch.zeros_like(point)

    def step(self, gradient: torch.Tensor) -> None:
        self._done += 1
        at = self._done / self._steps
        rise = at / 0.2 if at < 0.2 else (1 + math.cos(math.pi * (at - 0.2) / 0.8)) / 2
        rate = self._peak * max(rise, 1e-3)
        self._mean.lerp_(gradient, 0.1)
        self._square.mul_(0.999).addcmul_(gradient, gradient, value=0.001)
        size = self._square.div(1 - 0.999**self._done).sqrt_().add_(1e-8)
        self._point.mul_(1 - rate * 1e-3).addcdiv_(self._mean, size, value=-rate / (1 - 0.9**self._done))
