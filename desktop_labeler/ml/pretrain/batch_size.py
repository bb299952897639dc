"""The number of images per step of a training: what fits into memory, and on a CPU takes about a second."""

import time

import torch
from torch import nn

from desktop_labeler.ml.hardware.devices import Device, free_memory

# Used where the system does not report free memory. Running out of memory on a CPU ends the program, hence a low limit.
_CPU_BUDGET = 3 << 29  # 1.5 GiB
_STEP_SECONDS = 1.0
_SMALLEST = 32  # smallest number of images per step on a slow machine
_TRIED = 8
_BESIDES = 1.5  # factor for temporary gradients and workspace, relative to the stored activations


def fitting_part(network: nn.Module, size: int, views: int, device: Device, batch: int) -> int:
    """Return how many images of a batch fit into memory at once, at least 2.

    Args:
        network: (n, 3, S, S) → (n, D), on any device; it is not changed.
        size: S, side of the input in pixels.
        views: number of views of each image in a step.
        device: the device to train on.
        batch: number of images per step.
    """
    free = free_memory(device)
    budget = _CPU_BUDGET if free is None else free * 3 // 4
    return max(2, min(batch, int(budget / (_BESIDES * views * kept_bytes(network, size)))))


def kept_bytes(network: nn.Module, size: int) -> int:
    """Return the bytes of the activations that a network stores for the gradients of one image of side `size`."""
    kept: dict[int, int] = {}

    def count(tensor: torch.Tensor) -> torch.Tensor:
        if not isinstance(tensor, nn.Parameter):
            kept[tensor.data_ptr()] = tensor.numel() * tensor.element_size()
        return tensor

    was, where = network.training, next(network.parameters()).device
    try:
        with torch.autograd.graph.saved_tensors_hooks(count, lambda tensor: tensor):
            output = network.eval()(torch.zeros(1, 3, size, size, device=where))
    finally:
        network.train(was)
    return max(1, sum(kept.values()), int(output.numel()) * int(output.element_size()))


def fitting_batch(network: nn.Module, size: int, views: int, device: Device, batch: int) -> int:
    """Return how many images a step should have, so that it takes about a second at most on a CPU.

    A large batch is better per step, but a budget in minutes needs many steps, and cancelling waits for one. On a slow
    or busy machine the batch is therefore divided by a power of two, down to at least 32.

    Args:
        network: (n, 3, S, S) → (n, D), on any device; it is not changed.
        size: S, side of the input in pixels.
        views: number of views of each image in a step.
        device: the device to train on.
        batch: number of images per step in the recipe.
    """
    if device.kind != "cpu" or batch <= _SMALLEST:
        return batch
    affordable = _STEP_SECONDS * _views_per_second(network, size, device) / views
    while batch // 2 >= _SMALLEST and batch > affordable:
        batch //= 2
    return batch


def _views_per_second(network: nn.Module, size: int, device: Device) -> float:
    """Measure the forward and backward pass with eight images; the fastest of four tries counts."""
    was, best = network.training, float("inf")
    network.to(device.torch).eval()
    images = torch.rand(_TRIED, 3, size, size, device=device.torch)
    if device.channels_last:
        images = images.contiguous(memory_format=torch.channels_last)
    for _ in range(4):
        start = time.perf_counter()
        with torch.autocast(device.torch.type, torch.bfloat16, enabled=device.bfloat16):
            output = network(images)
        torch.autograd.backward(output.float().square().mean())
        best = min(best, time.perf_counter() - start)
        network.zero_grad(set_to_none=True)
    network.train(was)
    return _TRIED / best
