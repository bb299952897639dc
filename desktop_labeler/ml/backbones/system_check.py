"""System check: the libraries and devices of the learning core, and whether they compute correctly."""

import platform

import faiss
import numpy as np
import scipy
import torch
import torchvision
from torch import nn

from desktop_labeler.errors import LabelerError
from desktop_labeler.ml.backbones.onnx_trunk import engine_version
from desktop_labeler.ml.hardware.devices import Kind, device_of, is_available

_TOLERANCE = 2e-2  # bfloat16 and TF32 keep 8 and 10 bits of the products


def versions() -> dict[str, str]:
    """Return the versions of the numerical libraries by name."""
    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "cuda build": torch.version.cuda or "none",
        "torchvision": torchvision.__version__,
        "onnxruntime": engine_version(),
        "faiss": str(faiss.__version__),
        "numpy": np.__version__,
        "scipy": str(scipy.__version__),
    }


def devices() -> dict[str, str]:
    """Return a description of each device that PyTorch detects, by its kind ("cpu", "cuda", "mps")."""
    kinds: tuple[Kind, ...] = ("cpu", "cuda", "mps")
    return {kind: device_of(kind).label for kind in kinds if is_available(kind)}


def check_device(kind: str) -> None:
    """Run a small network on a device and compare the result with double precision on the processor.

    Args:
        kind: a key of `devices()`.

    Raises:
        LabelerError: the device gives a wrong result, or cannot compute.
    """
    generator = torch.Generator().manual_seed(0)
    images = torch.randn(4, 3, 32, 32, generator=generator)
    with torch.random.fork_rng(devices=[]), torch.inference_mode():
        torch.manual_seed(0)
        network = nn.Sequential(nn.Conv2d(3, 16, 3, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 15 * 15, 32))
        expected = network.double()(images.double())
        try:
            found = network.float().to(kind)(images.to(kind)).cpu().double()
        except RuntimeError as error:
            raise LabelerError(
                "The device {kind} cannot compute: {reason}. Projects are safe; choose the processor in "
                "the settings, or bring the driver of the graphics card up to date.",
                kind=kind,
                reason=error,
            ) from error
    apart = float((found - expected).abs().max() / expected.abs().max())
    if not apart < _TOLERANCE:
        raise LabelerError(
            "The device {kind} computes wrongly: its results are off by {share:.1%}. Projects are safe; "
            "choose the processor in the settings.",
            kind=kind,
            share=apart,
        )


def check_training() -> str:
    """Train a tiny network for a few steps, which tests more of PyTorch than inference; return the result as text.

    Raises:
        LabelerError: the network does not learn.
    """
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(64, 8, generator=generator)
    wanted = inputs @ torch.randn(8, 2, generator=generator)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        network = nn.Sequential(nn.Linear(8, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 2))
    optimizer = torch.optim.AdamW(network.parameters(), lr=0.05)
    losses = []
    for _ in range(20):
        loss = nn.functional.mse_loss(network(inputs), wanted)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch has no types there
        optimizer.step()
        losses.append(loss.item())
    if not losses[-1] < 0.5 * losses[0]:
        raise LabelerError(
            "Training does not work: the loss went from {before:.2f} to {after:.2f}.",
            before=losses[0],
            after=losses[-1],
        )
    return f"loss {losses[0]:.2f} → {losses[-1]:.2f}"


def check_operators() -> str:
    """Use one of torchvision's compiled operators and one index of faiss; return what was used as text.

    Raises:
        LabelerError: one of them gives a wrong result.
    """
    boxes = torch.tensor([[0.0, 0.0, 10.0, 10.0], [1.0, 1.0, 10.0, 10.0], [20.0, 20.0, 30.0, 30.0]])
    there = torchvision.extension._has_ops()  # missing in some CPU builds; the program does not need them
    kept = torchvision.ops.nms(boxes, torch.tensor([0.5, 0.9, 0.1]), 0.5).tolist() if there else [1, 2]
    vectors = np.eye(8, dtype=np.float32)
    index = faiss.IndexFlatIP(8)
    index.add(vectors)
    _, nearest = index.search(vectors, 1)
    if kept != [1, 2] or nearest[:, 0].tolist() != list(range(8)):
        raise LabelerError(
            "torchvision or faiss computes wrongly in this installation. Projects are safe; install the program again."
        )
    return "torchvision with its operators, faiss" if there else "torchvision without its operators, faiss"
