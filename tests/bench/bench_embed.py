"""Embedding: the speed of the job compared with the bare network, in one process."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
import torchvision
from PIL import Image

from desktop_labeler.jobs.embedding.embed import embed_images
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo
from desktop_labeler.ml.backbones.networks import build
from desktop_labeler.ml.hardware.devices import choose_device
from desktop_labeler.progress import finish
from tests.bench.rows import Row

_TURNS = 7


def run(count: int = 1000) -> Iterator[Row]:
    """Compare the job with the bare network on the same images, alternating in one process.

    Bare: the same network in the same precision and memory format, one call per batch, with torch's own threads.
    Torchvision's as it comes: the unmodified module in float32, as a script would call it. Our forward: what the job
    calls; it splits a batch over threads, see `ml.hardware.thread_pools`.
    """
    torch.manual_seed(0)
    network, dim, preprocessing = build("resnet18")
    device = choose_device()
    info = BackboneInfo("resnet18", "imported", dim, preprocessing.size, Message("random weights"))
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
        bare, ours, job, plain = _Work(), _Work(), _Work(), _Work()
        reference = torchvision.models.resnet18().eval()
        inputs = torch.randn(backbone.batch, 3, preprocessing.size, preprocessing.size)
        last = inputs.to(memory_format=torch.channels_last)
        turns = -(-count // len(inputs))

        def forward() -> None:
            with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16, enabled=device.bfloat16):
                for _ in range(turns):
                    backbone.network(last)

        backbone.embed_prepared(prepared[:64])  # the first batches are slow
        for turn in range(_TURNS):
            project = folder / f"{turn}.labeler"
            finish(new_project(project, folder / "images", labels="none"))
            bare.measure(turns * len(inputs), forward)
            ours.measure(count, lambda: backbone.embed_prepared(prepared))
            job.measure(count, lambda path=project: finish(embed_images(path, backbone)))  # type: ignore[misc]
            with torch.inference_mode():
                plain.measure(len(inputs), lambda: reference(inputs))
    yield Row(f"ResNet-18 at 224, bare, {device.label}", bare.rate, "images/s", count)
    yield Row("ResNet-18 at 224, our forward, from memory", ours.rate, "images/s", count)
    yield Row("ResNet-18 at 224, bare: torchvision's as it comes, float32, eval", plain.rate, "images/s", len(inputs))
    yield Row("ResNet-18 at 224, job: files to stored vectors", job.rate, "images/s", count)
    yield Row("job over bare, by the clock", job.over(bare), "ratio", _TURNS, "≥ 0.90")
    yield Row("job over bare, by processor time", job.over_by_processor(bare), "ratio", _TURNS, "≥ 0.90")
    yield Row("job over our forward, by the clock", job.over(ours), "ratio", _TURNS)
    yield Row("job over torchvision's as it comes, by the clock", job.over(plain), "ratio", _TURNS, "≥ 0.90")


class _Work:
    """Repeated measurements of the same work.

    Two kinds of work are compared turn by turn, because the speed of the machine changes within minutes.

    Attributes:
        rates: images per second, for each turn.
        processor_times: seconds of processor time per image, for each turn.
    """

    def __init__(self) -> None:
        self.rates: list[float] = []
        self.processor_times: list[float] = []

    @property
    def rate(self) -> float:
        """Images per second, the median of the turns."""
        return float(np.median(self.rates))

    def measure(self, count: int, work: Callable[[], object]) -> None:
        """Measure one turn of the work, which processes `count` images."""
        start, spent = time.perf_counter(), time.process_time()
        work()
        self.rates.append(count / (time.perf_counter() - start))
        self.processor_times.append((time.process_time() - spent) / count)

    def over(self, other: "_Work") -> float:
        """Return the speed relative to other work in wall time, the median of the turns."""
        return float(np.median(np.array(self.rates) / np.array(other.rates)))

    def over_by_processor(self, other: "_Work") -> float:
        """Return the same in processor time."""
        return float(np.median(np.array(other.processor_times) / np.array(self.processor_times)))


def _opened(folder: Path) -> Iterator[Image.Image]:
    for file in sorted(folder.iterdir()):
        with Image.open(file) as image:
            yield image.convert("RGB")
