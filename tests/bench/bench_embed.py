"""Embedding: how good without a trained network, and how fast beside the bare network, in one process."""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import torch
import torchvision
from PIL import Image

from desktop_labeler.jobs.embed import embed_images
from desktop_labeler.jobs.new_project import new_project
from desktop_labeler.ml.backbones import Backbone, BackboneInfo, UInt8Array, resized
from desktop_labeler.ml.devices import choose_device
from desktop_labeler.ml.networks import Preprocessing, build, patch_input
from desktop_labeler.ml.patches import SAMPLE, fit_patches, patch_backbone
from desktop_labeler.progress import finish
from tests.bench.folders import image_folder
from tests.bench.rows import Row

POOL, TEST = 20_000, 10_000

Vectors: TypeAlias = npt.NDArray[np.float32]
Labels: TypeAlias = npt.NDArray[np.int64]


def run() -> Iterator[Row]:
    """Compare embeddings that need no trained network, then the job with the bare network."""
    yield from _speed()
    yield from _quality("sign digits", *_folder(image_folder("sign_digits"), 0), None)
    pool = _folder(image_folder("cifar10") / "train", POOL)
    yield from _quality("CIFAR-10", *pool, _folder(image_folder("cifar10") / "test", TEST))


def _folder(folder: Path, count: int) -> tuple[UInt8Array, Labels]:
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".jpg")
    if count and count < len(files):
        chosen = np.sort(np.random.default_rng(0).permutation(len(files))[:count])
        files = [files[number] for number in chosen]
    names = sorted({file.parent.name for file in files})
    images = []
    for file in files:
        with Image.open(file) as image:
            images.append(resized(np.asarray(image.convert("RGB"))[None], patch_input())[0])
    return np.stack(images), np.array([names.index(file.parent.name) for file in files])


def _quality(name: str, images: UInt8Array, labels: Labels, test: tuple[UInt8Array, Labels] | None) -> Iterator[Row]:
    asked = {"sign digits": "> 0.78", "CIFAR-10": "> 0.42"}[name]
    spread = np.linspace(0, len(images), min(len(images), SAMPLE), endpoint=False).astype(int)
    start = time.process_time()
    fitted = finish(fit_patches(images[spread]))
    yield Row(f"{name}: learning the built-in embedding", time.process_time() - start, "CPU s", len(spread))
    built_in = patch_backbone(fitted, choose_device("cpu"))
    start = time.perf_counter()
    vectors = built_in.embed(images)
    yield Row(f"{name}: built-in", len(images) / (time.perf_counter() - start), "images/s", len(images), "≥ 300")
    for label, embed, target, step in (
        ("built-in", built_in.embed, asked, 1),
        ("pixels 32×32", _pixels, "", 1),
        ("ResNet-18 untrained, seed 0", _untrained().embed, "", 1 if test is None else 5),  # 30,000 take an hour
    ):
        pool, known = vectors if label == "built-in" else embed(images[::step]), labels[::step]
        if test is None:
            found = _accuracy(pool, known, pool, known, alone=True)
        else:
            found = _accuracy(pool, known, embed(test[0][::step]), test[1][::step], alone=False)
        yield Row(f"{name}: weighted 20-NN accuracy, {label}", found, "share", len(known), target)


def _pixels(images: UInt8Array) -> Vectors:
    flat = images.reshape(len(images), -1).astype(np.float32) / 255 - 0.5
    unit: Vectors = flat / np.linalg.norm(flat, axis=1, keepdims=True).clip(1e-6)
    return unit


def _untrained() -> Backbone:
    torch.manual_seed(0)
    network, dim, _ = build("resnet18-small")
    info = BackboneInfo("untrained", "built-in, weak", dim, 32, "seed 0")
    return Backbone(network, info, Preprocessing(32, 32, "squash"), choose_device("cpu"))


def _accuracy(pool: Vectors, known: Labels, vectors: Vectors, truth: Labels, *, alone: bool) -> float:
    """Twenty nearest by cosine, each voting with exp(s / 0.07); alone: no image votes for itself."""
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


def _speed(count: int = 600) -> Iterator[Row]:
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
