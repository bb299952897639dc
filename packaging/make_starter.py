"""Train the starter backbone without labels: resources/backbones/starter.safetensors.

    python packaging/make_starter.py --work FOLDER --minutes 100 IMAGES…

IMAGES are folders, .zip, .tar or .tar.xz of photographs: the training images of Tiny ImageNet and of CIFAR-10. FOLDER
keeps the pixels and the checkpoint; the same command goes on where it was stopped. `--epochs 200` where there is a GPU.
"""

import argparse
import io
import json
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from desktop_labeler.ml.backbones import UInt8Array
from desktop_labeler.ml.devices import choose_device
from desktop_labeler.ml.networks import IMAGENET_MEAN, IMAGENET_STD, Preprocessing, build
from desktop_labeler.ml.pretrain import State, Trainer, recipe
from desktop_labeler.ml.training import Budget, Course, Point, train
from desktop_labeler.ml.views import Augmentation

ARCHITECTURE = "resnet10-half"
STORED = 48  # pixels
VIEW = 32


def main() -> int:
    """Train, or go on training."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("images", nargs="+", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--epochs", type=float)
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda", "mps"))
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    images = stored_pixels(arguments.images, arguments.work / "images.npy")
    torch.manual_seed(0)
    network, dim, _ = build(ARCHITECTURE)
    preprocessing = Preprocessing(VIEW, VIEW, "squash", mean=IMAGENET_MEAN, std=IMAGENET_STD)
    device = choose_device(arguments.device)
    trainer = Trainer(network, dim, recipe("fast"), Augmentation(), preprocessing, device)
    file = arguments.work / "checkpoint.pt"
    course = _kept(file, trainer)
    print(f"{len(images):,} images on {device.label}, from step {course.step}", flush=True)

    def keep(now: Course, state: State) -> None:
        torch.save({"course": asdict(now), "state": state}, file.with_suffix(".part"))
        file.with_suffix(".part").replace(file)
        if now.curve:
            print(json.dumps(asdict(now.curve[-1]) | {"seconds": round(now.seconds), "at": time.ctime()}), flush=True)

    for _ in train(trainer, images, Budget(arguments.minutes, arguments.epochs), keep, course):
        pass
    return 0


def _kept(file: Path, trainer: Trainer) -> Course:
    if not file.is_file():
        return Course()
    stored = torch.load(file, weights_only=True)
    trainer.load(stored["state"])
    points = [Point(**point) for point in stored["course"].pop("curve")]
    return Course(**stored["course"], curve=points)


def stored_pixels(sources: list[Path], file: Path) -> UInt8Array:
    """Return every image of the sources as (N, 48, 48, 3) uint8, kept in a file."""
    if not file.is_file():
        found = [small for source in sources for small in _images(source)]
        np.save(file.with_suffix(".part.npy"), np.stack(found))
        file.with_suffix(".part.npy").replace(file)
    pixels: UInt8Array = np.load(file, mmap_mode="r")
    return pixels


def _images(source: Path) -> Iterator[UInt8Array]:
    for data in _files(source):
        with Image.open(io.BytesIO(data)) as image:
            yield np.asarray(image.convert("RGB").resize((STORED, STORED), Image.Resampling.BICUBIC))


def _files(source: Path) -> Iterator[bytes]:
    endings = (".jpg", ".jpeg", ".png", ".webp")
    if source.is_dir():
        for path in sorted(path for path in source.rglob("*") if path.suffix.lower() in endings):
            yield path.read_bytes()
    elif source.suffix == ".zip":
        with zipfile.ZipFile(source) as archive:
            for name in sorted(archive.namelist()):
                if name.lower().endswith(endings):
                    yield archive.read(name)
    else:
        with tarfile.open(source) as archive:
            for member in archive:
                part = archive.extractfile(member) if member.name.lower().endswith(endings) else None
                if part is not None:
                    yield part.read()


if __name__ == "__main__":
    sys.exit(main())
