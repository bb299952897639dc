"""A short training of `photo` without labels on a processor: of its last block, of more blocks, or of all of them.

In BENCH_FOLDERS (names in AUGMENTED), with BENCH_SEEDS draws of BENCH_IMAGES images, at BENCH_SIDE pixels instead of
224. BENCH_TRAINED lists blocks:steps, as in "1:20,16:20"; the network has 16 blocks, and with all of them the layers in
front are trained too.
"""

import io
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import torch
from PIL import Image
from sklearn.linear_model import LogisticRegression

from desktop_labeler.array_types import Float32Array, IntArray, UInt8Array
from desktop_labeler.ml.backbones.backbone import Backbone
from desktop_labeler.ml.backbones.backbone_registry import PHOTO, open_backbone
from desktop_labeler.ml.backbones.efficientnet_lite import Trunk
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.hardware.devices import cpu_device
from desktop_labeler.ml.pretrain.knn_accuracy import neighbors_agree
from desktop_labeler.ml.pretrain.learner import Learner, start_learner
from desktop_labeler.ml.pretrain.methods import Trainer, recipe
from desktop_labeler.ml.pretrain.views import Augmentation
from tests.bench.learning_folders import FOLDERS
from tests.bench.rows import Row

OPT_IN = True  # about a minute of processor time for a draw of a folder
AUGMENTED = {
    "sign digits": Augmentation(mirror=False, blur=0.5),
    "clothing": Augmentation(blur=0.5),
    "algae": Augmentation(upside_down=True, blur=0.5),
    "8x8 digits": Augmentation(mirror=False, colour=0.0, grey=0.0, blur=0.5),
    "CIFAR-10": Augmentation(blur=0.5),
    "blood cells": Augmentation(upside_down=True, blur=0.5),
}
_BATCH = 32
_LABELS = (20, 100)
_DRAWS = 6


def run() -> Iterator[Row]:
    folders = os.environ.get("BENCH_FOLDERS", "sign digits,clothing,algae,8x8 digits").split(",")
    trained = [part.split(":") for part in os.environ.get("BENCH_TRAINED", "1:20,16:20").split(",")]
    images, side = int(os.environ.get("BENCH_IMAGES", "200")), int(os.environ.get("BENCH_SIDE", "112"))
    for name, seed in product(folders, range(int(os.environ.get("BENCH_SEEDS", "2")))):
        pictures, truth = _drawn(name, images, seed)
        plain = open_backbone(PHOTO, cpu_device())
        small = replace(plain.preprocessing, size=side, resize=side)
        yield from _judged(
            f"{name}, {seed}: before",
            _backbone(plain, start_learner(PHOTO, "", side, plain.device), small),
            pictures,
            truth,
        )
        for blocks, steps in trained:
            learner = replace(start_learner(PHOTO, "", side, plain.device), preprocessing=small)
            start = time.process_time()
            _train(learner, pictures, AUGMENTED[name], int(blocks), int(steps), seed)
            seconds = time.process_time() - start
            title = f"{name}, {seed}: {steps} steps of {blocks} blocks"
            yield from _judged(title, _backbone(plain, learner, small), pictures, truth)
            yield Row("  processor time", seconds, "s", 1)


def _drawn(name: str, count: int, seed: int) -> tuple[list[UInt8Array], IntArray]:
    kinds, contents = zip(*FOLDERS[name](), strict=True)
    rows = np.random.default_rng(seed).permutation(len(kinds))[:count].tolist()
    names = sorted(set(kinds))
    pictures = [np.asarray(Image.open(io.BytesIO(contents[row])).convert("RGB")) for row in rows]
    return pictures, np.array([names.index(kinds[row]) for row in rows])


def _train(
    learner: Learner, pictures: list[UInt8Array], views: Augmentation, blocks: int, steps: int, seed: int
) -> None:
    """Train as the job does, with more blocks where that is asked."""
    trunk = next(layer for layer in learner.network.modules() if isinstance(layer, Trunk))
    trunk.requires_grad_(blocks >= len(trunk.blocks))
    for block in trunk.blocks[-blocks:]:
        block.requires_grad_(True)
    stored = Backbone(learner.network, open_backbone(PHOTO, cpu_device()).info, learner.stored, cpu_device())
    images = np.stack([stored.prepare(picture) for picture in pictures])
    trainer = Trainer(
        learner.network, learner.dim, recipe("fast", _BATCH), views, learner.preprocessing, cpu_device(), seed=seed
    )
    chance = np.random.default_rng(seed)
    for step in range(steps):
        trainer.step(images[chance.permutation(len(images))[:_BATCH]], step / steps)
    learner.network.eval()


def _backbone(plain: Backbone, learner: Learner, small: Preprocessing) -> Backbone:
    return Backbone(learner.network, plain.info, small, plain.device, architecture=plain.architecture)


def _judged(title: str, backbone: Backbone, pictures: list[UInt8Array], truth: IntArray) -> Iterator[Row]:
    with torch.inference_mode():
        vectors = backbone.embed(pictures)
    yield Row(f"{title}, neighbours agree", float(neighbors_agree(vectors, truth).mean()), "share", len(truth))
    for count in _LABELS:
        found = [_logistic(vectors, truth, count, draw) for draw in range(_DRAWS)]
        yield Row(f"  logistic regression, {count} labels", float(np.mean(found)), "share", _DRAWS)


def _logistic(vectors: Float32Array, truth: IntArray, count: int, draw: int) -> float:
    order = np.random.default_rng(100 + draw).permutation(len(truth))
    known, rest = order[:count], order[count:]
    model = LogisticRegression(C=1.0, max_iter=200).fit(vectors[known] * 10, truth[known])
    return float((model.predict(vectors[rest] * 10) == truth[rest]).mean())
