"""Embedding: how fast the job is beside the bare network, in one process."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
import torchvision
from PIL import Image

from desktop_labeler.jobs.embed import embed_images
from desktop_labeler.jobs.new_project import new_project
from desktop_labeler.ml.backbones import Backbone, BackboneInfo, UInt8Array
from desktop_labeler.ml.devices import choose_device
from desktop_labeler.ml.networks import build
from desktop_labeler.progress import finish
from tests.bench.rows import Row


def run(count: int = 600) -> Iterator[Row]:
    """The job over the bare network: the same images, the same process, turns about, the best of three of each."""
    torch.manual_seed(0)
    network, dim, preprocessing = build("resnet18")
    device = choose_device()
    info = BackboneInfo("resnet18", "imported", dim, preprocessing.size, "random weights")
    backbone = Backbone(network, info, preprocessing, device)
    chance = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "images").mkdir()
        smooth = chance.integers(0, 256, (count, 12, 16, 3), np.uint8)
        for number, pixels in enumerate(smooth):
            image = Image.fromarray(pixels).resize((400, 300), Image.Resampling.BICUBIC)
            image.save(folder / "images" / f"{number:04}.jpg", quality=90)
        prepared = np.stack([backbone.prepare(np.asarray(image)) for image in _opened(folder / "images")])
        rates: dict[str, list[float]] = {"bare": [], "job": []}
        backbone.embed_prepared(prepared[:64])  # the first batches are slow
        for turn in range(3):
            project = folder / f"{turn}.labeler"
            finish(new_project(project, folder / "images", labels="none"))
            rates["bare"].append(count / _seconds(lambda: backbone.embed_prepared(prepared)))
            rates["job"].append(count / _seconds(lambda path=project: finish(embed_images(path, backbone))))  # type: ignore[misc]
        spent = time.process_time()
        backbone.embed_prepared(prepared)
        network_only = time.process_time() - spent
        project = folder / "cpu.labeler"
        finish(new_project(project, folder / "images", labels="none"))
        spent = time.process_time()
        finish(embed_images(project, backbone))
        yield Row(
            "CPU time of the network over that of the job", network_only / (time.process_time() - spent), "ratio", count
        )
    bare, job = max(rates["bare"]), max(rates["job"])
    yield Row(f"ResNet-18 at 224, bare, {device.label}", bare, "images/s", count)
    yield Row("ResNet-18 at 224, job: files to stored vectors", job, "images/s", count)
    yield Row("job over bare network", job / bare, "ratio", count, "≥ 0.90")
    yield Row("bare over torchvision as it comes", _over_torchvision(backbone, prepared[:32]), "ratio", 32, "≥ 1.0")


def _over_torchvision(backbone: Backbone, prepared: UInt8Array) -> float:
    """Rate of our forward pass over that of the plain module in float32 on the CPU, turns about."""
    reference = torchvision.models.resnet18().eval()
    inputs = torch.randn(len(prepared), 3, 224, 224)
    ours, plain = [], []
    with torch.inference_mode():
        for _ in range(4):
            plain.append(_seconds(lambda: reference(inputs)))
            ours.append(_seconds(lambda: backbone.embed_prepared(prepared)))
    return min(plain) / min(ours)


def _opened(folder: Path) -> Iterator[Image.Image]:
    for file in sorted(folder.iterdir()):
        with Image.open(file) as image:
            yield image.convert("RGB")


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
