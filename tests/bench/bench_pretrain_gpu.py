"""SimSiam and BYOL on a graphics card: ResNet-18 with a stem for small images on CIFAR-10, 200 epochs at batch 512.

`python3 packaging/dev.py bench pretrain_gpu`. The environment variable EPOCHS sets another number of epochs, BENCH_DATA
the folder that contains cifar10.tar.xz. FastSiam is SimSiam with four views at batch 128 (Pototzky
et al., "FastSiam: Resource-Efficient Self-supervised Learning on a Single GPU", 2022). Precision: bfloat16 autocast,
channels last. Published 20-NN accuracies (lightly, 200 epochs): SimSiam 0.76–0.82, BYOL 0.869, FastSiam 0.906.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from desktop_labeler.array_types import IntArray, UInt8Array
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo
from desktop_labeler.ml.backbones.networks import build, small_input
from desktop_labeler.ml.hardware.devices import choose_device
from desktop_labeler.ml.pretrain.methods import Recipe, Trainer, recipe
from desktop_labeler.ml.pretrain.training import Budget, train
from desktop_labeler.ml.pretrain.views import Augmentation
from desktop_labeler.progress import finish
from tests.bench.bench_starter import _accuracy
from tests.bench.folders import image_folder
from tests.bench.rows import Row

OPT_IN = True
_METHODS: tuple[tuple[str, Recipe, str], ...] = (
    ("SimSiam", recipe("simsiam", 512), "≥ 0.87"),
    ("BYOL", recipe("byol", 512), "≥ 0.87"),
    ("FastSiam", replace(recipe("simsiam", 128), views=4), ""),
    ("fast", recipe("fast", 512), ""),
)


def run() -> Iterator[Row]:
    """Train with each method, compiled and not, and measure the kNN accuracy on the test images."""
    device = choose_device("cuda")
    folder = image_folder("cifar10")
    (pool, known), (test, truth) = _folder(folder / "train"), _folder(folder / "test")
    epochs = float(os.environ.get("EPOCHS", "200"))
    yield from _speed(pool)
    for name, wanted, asked in _METHODS:
        torch.manual_seed(0)
        network, dim, _ = build("resnet18-small")
        trainer = Trainer(network, dim, wanted, Augmentation(), small_input(32), device)
        start = time.perf_counter()
        course = finish(train(trainer, pool, Budget(epochs=epochs), lambda *_: None))
        minutes = (time.perf_counter() - start) / 60
        yield Row(f"{name}, {epochs:g} epochs, {device.label}", minutes, "min", len(pool), "≤ 20")
        yield Row(f"{name}, views", wanted.views * course.images / course.seconds, "views/s", course.step, "≥ 20000")
        backbone = Backbone(
            network, BackboneInfo(name, "trained", dim, 32, Message("a benchmark")), small_input(32), device
        )
        found = _accuracy(backbone.embed(pool), known, backbone.embed(test), truth, alone=False)
        yield Row(f"{name}, 20-NN accuracy on the test images", found, "share", len(test), asked)


def _speed(pool: UInt8Array) -> Iterator[Row]:
    """Measure the views per second of SimSiam, with and without compilation."""
    for compiled in (False, True):
        network, dim, _ = build("resnet18-small")
        trainer = Trainer(
            network, dim, recipe("simsiam", 512), Augmentation(), small_input(32), choose_device("cuda"),
            compiled=compiled,
        )  # fmt: skip
        for _ in range(10):
            trainer.step(pool[:512], 0.5)
        torch.cuda.synchronize()
        start = time.perf_counter()
        for number in range(40):
            trainer.step(pool[512 * number : 512 * (number + 1)], 0.5)
        torch.cuda.synchronize()
        rate = 40 * 1024 / (time.perf_counter() - start)
        yield Row(f"simsiam, ResNet-18{', compiled' if compiled else ''}", rate, "views/s", 40, "≥ 20000")


def _folder(folder: Path) -> tuple[UInt8Array, IntArray]:
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".jpg", ".png"))
    names = sorted({file.parent.name for file in files})
    pixels = np.empty((len(files), 32, 32, 3), np.uint8)
    for row, file in zip(pixels, files, strict=True):
        with Image.open(file) as image:
            row[:] = np.asarray(image.convert("RGB"))
    return pixels, np.array([names.index(file.parent.name) for file in files])
