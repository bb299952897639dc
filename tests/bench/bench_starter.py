"""Embeddings of images that were not used in training: the 20-NN accuracy of the starter and of simpler embeddings.

Measured on the sign digits (leave-one-out) and on the test images of CIFAR-10, with its training images as neighbours.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as nnf

from desktop_labeler.array_types import Float32Array, FloatingArray, IntArray, UInt8Array
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import Backbone, BackboneInfo, resized
from desktop_labeler.ml.backbones.backbone_registry import STARTER, open_backbone, starter_file
from desktop_labeler.ml.backbones.folder_whitening import find_whitening, sample_size
from desktop_labeler.ml.backbones.networks import Preprocessing, build, patch_input, patch_sample
from desktop_labeler.ml.backbones.patch_network import ARCHITECTURE
from desktop_labeler.ml.backbones.patches import SAMPLE, fit_patches, patch_backbone
from desktop_labeler.ml.hardware.devices import choose_device
from desktop_labeler.progress import finish
from tests.bench.folders import image_folder
from tests.bench.rows import Row

Embedding: TypeAlias = Callable[[UInt8Array], Float32Array]


def run() -> Iterator[Row]:
    """Compare the embeddings on both data sets."""
    signs = _folder(image_folder("sign_digits"))
    yield from _quality("sign digits", signs, None, "≥ 0.86")
    cifar = image_folder("cifar10")
    yield from _quality("CIFAR-10", _folder(cifar / "train"), _folder(cifar / "test"), "≥ 0.65")


def _folder(folder: Path) -> tuple[UInt8Array, IntArray]:
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".jpg")
    names = sorted({file.parent.name for file in files})
    images = []
    for file in files:
        with Image.open(file) as image:
            images.append(resized(np.asarray(image.convert("RGB"))[None], patch_input())[0])
    return np.stack(images), np.array([names.index(file.parent.name) for file in files])


def _quality(
    name: str, pool: tuple[UInt8Array, IntArray], test: tuple[UInt8Array, IntArray] | None, asked: str
) -> Iterator[Row]:
    images, labels = pool
    spread = np.linspace(0, len(images), min(len(images), SAMPLE), endpoint=False).astype(int)
    start = time.process_time()
    built_in = patch_backbone(finish(fit_patches(resized(images[spread], patch_sample()))), choose_device("cpu"))
    yield Row(f"{name}: learning the built-in embedding", time.process_time() - start, "CPU s", len(spread))
    fifth, few = (1, 1) if test is None else (5, 20)  # one of so many images, because all of them would take long
    embeddings: list[tuple[str, Embedding, tuple[int, ...]]] = [
        ("built-in, learnt from these images", built_in.embed, (fifth,)),
        ("the starter's network, untrained, seed 0", _untrained(ARCHITECTURE).embed, (fifth,)),
        ("gradients and colours, histograms", _histograms, (1,)),
        ("pixels 32×32", _pixels, (1,)),
        ("ResNet-18, untrained, seed 0", _untrained("resnet18-small").embed, (few,)),
    ]
    if starter_file() is not None:
        starter = open_backbone(STARTER, choose_device("cpu"))
        some = images[np.linspace(0, len(images), sample_size(len(images)), endpoint=False).astype(int)]
        fitted = starter.whitened_by(finish(find_whitening(starter, some)))
        embeddings.insert(0, ("starter, fitted to these images as in a project", fitted.embed, (fifth,)))
        embeddings.insert(0, ("starter", starter.embed, tuple(sorted({1, fifth}))))
    for label, embed, steps in embeddings:
        vectors, seen = embed(images[:: steps[0]]), None if test is None else embed(test[0][:: steps[0]])
        for step in steps:
            some, known = vectors[:: step // steps[0]], labels[::step]
            if test is None or seen is None:
                found = _accuracy(some, known, some, known, alone=True)
            else:
                found = _accuracy(some, known, seen[:: step // steps[0]], test[1][::step], alone=False)
            target = asked if label == "starter" and step == 1 else ""
            yield Row(f"{name}: 20-NN accuracy, {label}", found, "share", len(known), target)


def _pixels(images: UInt8Array) -> Float32Array:
    flat = _small(images).reshape(len(images), -1).astype(np.float32) / 255 - 0.5
    return _unit(flat)


def _histograms(images: UInt8Array) -> Float32Array:
    """Return hand-made features: gradients in nine directions in 8 × 8 cells of 4 pixels, and a colour histogram."""
    found = []
    for block in np.array_split(_small(images), max(1, len(images) // 1000)):
        values = torch.from_numpy(block).float().permute(0, 3, 1, 2) / 255
        grey = nnf.pad(values.mean(1, keepdim=True), (1, 1, 1, 1), mode="replicate")
        across, down = grey[..., 1:-1, 2:] - grey[..., 1:-1, :-2], grey[..., 2:, 1:-1] - grey[..., :-2, 1:-1]
        bins = (torch.remainder(torch.atan2(down, across), torch.pi) / torch.pi * 9).long().clamp(max=8)
        length = torch.hypot(across, down)
        cells = nnf.avg_pool2d(torch.zeros(len(block), 9, 32, 32).scatter_(1, bins, length), 4).flatten(1).sqrt()
        level = (values * 4).long().clamp(max=3)
        colour = (level[:, 0] * 16 + level[:, 1] * 4 + level[:, 2]).flatten(1)
        counts = torch.zeros(len(block), 64).scatter_add_(1, colour, torch.ones(colour.shape)).sqrt()
        found.append(torch.cat([nnf.normalize(cells), 0.5 * nnf.normalize(counts)], 1).numpy())
    return _unit(np.concatenate(found))


def _small(images: UInt8Array) -> UInt8Array:
    """Return images as 32 × 32 pixels."""
    halved: UInt8Array = resized(images, Preprocessing(32, 32, "squash"))
    return halved


def _unit(vectors: FloatingArray) -> Float32Array:
    unit: Float32Array = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True).clip(1e-6)).astype(np.float32)
    return unit


def _untrained(architecture: str) -> Backbone:
    torch.manual_seed(0)
    network, dim, _ = build(architecture)
    if architecture.startswith("patches"):
        for value in network.parameters():
            nn.init.normal_(value, std=0.1)
    info = BackboneInfo("untrained", "built-in, weak", dim, 64, Message("seed 0"))
    wanted = patch_input() if architecture.startswith("patches") else Preprocessing(32, 32, "squash")
    return Backbone(network, info, wanted, choose_device("cpu"))


def _accuracy(pool: Float32Array, known: IntArray, vectors: Float32Array, truth: IntArray, *, alone: bool) -> float:
    """Return the 20-NN accuracy: neighbours by cosine similarity s, each with weight exp(s / 0.07).

    With `alone`, the images are their own neighbours' pool, and no image votes for itself.
    """
    right = 0
    for start in range(0, len(vectors), 1000):
        similar = torch.from_numpy(vectors[start : start + 1000]) @ torch.from_numpy(pool).T
        rows = torch.arange(len(similar))
        if alone:
            similar[rows, start + rows] = -2
        values, nearest = similar.topk(20)
        votes = torch.zeros(len(similar), int(known.max()) + 1)
        votes.scatter_add_(1, torch.from_numpy(known)[nearest], torch.exp(values / 0.07))
        right += int((votes.argmax(1).numpy() == truth[start : start + 1000]).sum())
    return right / len(vectors)
