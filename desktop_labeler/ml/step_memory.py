"""How many images can go through a network at once in training: what it keeps for the way back is measured."""

import torch
from torch import nn

from desktop_labeler.ml.devices import Device, free_memory

# Where the system does not say: on a CPU too much is no error but the end of the program, so not all is taken.
_CPU_BUDGET = 3 << 29  # 1.5 GiB
_KEPT = 1.5  # outputs that are kept, over outputs that are counted: gradients on their way, and what functions keep


def fitting_part(network: nn.Module, size: int, views: int, device: Device, batch: int) -> int:
    """Return how many images of a batch fit into memory at once, at least 2.

    Args:
        network: (n, 3, S, S) → (n, D), on any device; it is not changed.
        size: S.
        views: of each image in a step.
        device: where it is to be trained.
        batch: images per step.
    """
    free = free_memory(device)
    budget = _CPU_BUDGET if free is None else free * 3 // 4
    return max(2, min(batch, int(budget / (_KEPT * views * kept_bytes(network, size)))))


def kept_bytes(network: nn.Module, size: int) -> int:
    """Return the bytes of all outputs of a network's layers for one image, as float32."""
    counted = 0

    def count(layer: nn.Module, given: object, output: object) -> None:
        nonlocal counted
        counted += output.numel() if isinstance(output, torch.Tensor) else 0

    leaves = [layer for layer in network.modules() if not list(layer.children())]
    hooks = [layer.register_forward_hook(count) for layer in leaves]
    was = network.training
    try:
        where = next(network.parameters()).device
        with torch.no_grad():
            network.eval()(torch.zeros(1, 3, size, size, device=where))
    finally:
        network.train(was)
        for hook in hooks:
            hook.remove()
    return max(1, 4 * counted)
