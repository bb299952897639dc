"""Training speed: the job's data path compared with the same network on synthetic images in memory.

Trainings of full length are benchmarks of their own: pretrain_signs (20 minutes on a CPU) and pretrain_gpu.
"""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.embedding.store_pixels import Pixels, store_pixels
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.ml.backbones.networks import build, small_input
from desktop_labeler.ml.hardware.devices import choose_device
from desktop_labeler.ml.pretrain.methods import Trainer, recipe
from desktop_labeler.ml.pretrain.training import Budget, train
from desktop_labeler.ml.pretrain.views import Augmentation, make_views
from desktop_labeler.progress import finish
from tests.bench.rows import Row

_IMAGES = 1024
_BATCH = 128
_STEPS = 4  # per turn
_TURNS = 4


def run() -> Iterator[Row]:
    """Measure each step from files over small copies and views to the network, and the network alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _draw(folder / "images")
        project = folder / "p.labeler"
        finish(new_project(project, folder / "images", labels="none"))
        start = time.perf_counter()
        with Project(project, "read") as opened:
            pixels = finish(store_pixels(opened, folder / "cache", small_input(48)))
        yield Row("small copies of 400 × 300 JPEGs", _IMAGES / (time.perf_counter() - start), "images/s", _IMAGES)
        yield from _reading(pixels)
        yield from _views()
        yield from _training(pixels)


def _draw(folder: Path) -> None:
    folder.mkdir()
    for number, fields in enumerate(np.random.default_rng(0).integers(0, 256, (_IMAGES, 12, 16, 3), np.uint8)):
        image = Image.fromarray(fields).resize((400, 300), Image.Resampling.BICUBIC)
        image.save(folder / f"{number:04}.jpg", quality=90)


def _reading(pixels: Pixels) -> Iterator[Row]:
    """Reading batches from the memory-mapped file, as the thread does that reads ahead."""
    chance, best = np.random.default_rng(0), 0.0
    for _ in range(5):
        places = [np.sort(chance.permutation(_IMAGES)[:512]) for _ in range(20)]
        start = time.perf_counter()
        for batch in places:
            np.ascontiguousarray(pixels.images[batch])
        best = max(best, 20 * 512 / (time.perf_counter() - start))
    yield Row("reading ahead alone, 48 × 48", best, "images/s", 512, "≥ 10000")


def _views() -> Iterator[Row]:
    images = torch.randint(0, 256, (512, 3, 48, 48), dtype=torch.uint8)
    chance, best = torch.Generator().manual_seed(0), float("inf")
    for _ in range(6):
        start = time.perf_counter()
        make_views(images, 32, Augmentation(), chance)
        best = min(best, time.perf_counter() - start)
    yield Row("views alone, on the CPU", 512 / best, "views/s", 512)


def _training(pixels: Pixels) -> Iterator[Row]:
    """The best of several alternating turns, with one trainer, so that neither has the advantage of a warm cache."""
    torch.manual_seed(0)
    network, dim, _ = build("resnet10-half")
    device = choose_device()
    trainer = Trainer(network, dim, recipe("fast", _BATCH), Augmentation(), small_input(32), device)
    synthetic = np.random.default_rng(0).integers(0, 256, (_BATCH, 48, 48, 3), np.uint8)
    trainer.step(synthetic, 0.5)
    turns = []
    for _ in range(_TURNS):
        with ThreadPoolExecutor(1) as thread:  # as in the job: the main thread would wait differently
            alone_seconds = thread.submit(_alone, trainer, synthetic).result()
        turns.append((alone_seconds, _in_the_job(trainer, pixels)))
    alone, job = (min(turn[which] for turn in turns) for which in (0, 1))
    views = 2 * _STEPS * _BATCH
    yield Row(f"network alone, synthetic images, {device.label}", views / alone, "views/s", _TURNS)
    yield Row("network in the job, images from the mapped file", views / job, "views/s", _TURNS)
    yield Row("job over network alone", alone / job, "ratio", _TURNS, "≥ 0.90")


def _alone(trainer: Trainer, synthetic: UInt8Array) -> float:
    """Return seconds."""
    start = time.perf_counter()
    for _ in range(_STEPS):
        trainer.step(synthetic, 0.5)
    return time.perf_counter() - start


def _in_the_job(trainer: Trainer, pixels: Pixels) -> float:
    """Return the seconds between the checkpoint before the first step and the one after the last."""
    kept: list[float] = []
    job = train(
        trainer,
        pixels.images,
        Budget(epochs=_STEPS * _BATCH / _IMAGES),
        lambda course, state: kept.append(time.perf_counter()),
    )
    finish(job)
    return kept[-1] - kept[0]
