"""Make the starter backbone, resources/backbones/starter.safetensors, without labels.

    python packaging/make_starter.py --work FOLDER IMAGES…

IMAGES are folders, .zip, .tar or .tar.xz of photographs: the training images of Tiny ImageNet and of CIFAR-10. FOLDER
keeps their pixels and the checkpoint of a training; the same command continues a training that was stopped.

Without further options it learns the embedding of small patches, which takes minutes on two CPU cores. On a computer
with a GPU, a network can be trained on the same images with the code of the Train page:

    python packaging/make_starter.py --work FOLDER --network resnet18-small --method fast --epochs 200 IMAGES…
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
from torch import nn

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import BackboneInfo, resized
from desktop_labeler.ml.backbones.backbone_registry import STARTER, save_backbone
from desktop_labeler.ml.backbones.networks import Preprocessing, build, patch_input, patch_sample, small_input
from desktop_labeler.ml.backbones.packaged_files import write_sums
from desktop_labeler.ml.backbones.patch_network import ARCHITECTURE
from desktop_labeler.ml.backbones.patches import fit_patches
from desktop_labeler.ml.hardware.devices import choose_device
from desktop_labeler.ml.pretrain.methods import State, Trainer, recipe
from desktop_labeler.ml.pretrain.training import Budget, Course, Point, train
from desktop_labeler.ml.pretrain.views import Augmentation
from desktop_labeler.progress import finish

STORED = 64  # pixels
SAMPLE = 24_000  # images from which the embedding of patches is learnt
VIEWED = 8_000
OUT = Path(__file__).resolve().parent.parent / "resources" / "backbones" / f"{STARTER}.safetensors"


def main() -> int:
    """Make the backbone and write its file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("images", nargs="+", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--network", default=ARCHITECTURE, help="architecture; %(default)s needs no training")
    parser.add_argument("--method", default="fast", choices=("fast", "simsiam", "byol"))
    parser.add_argument("--minutes", type=float)
    parser.add_argument("--epochs", type=float)
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda", "mps"))
    parser.add_argument("--out", type=Path, default=OUT)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    images = stored_pixels(arguments.images, arguments.work / "images.npy")
    start = time.monotonic()
    if arguments.network == ARCHITECTURE:
        network, preprocessing, recipe_text = learnt_patches(images), patch_input(), Message("small patches, learnt")
    else:
        network, preprocessing = trained_network(arguments, images)
        recipe_text = Message("{network}, {method}, trained", network=arguments.network, method=arguments.method)
    with torch.no_grad():
        dim = network.cpu().eval()(torch.zeros(1, 3, preprocessing.size, preprocessing.size)).flatten(1).shape[1]
    source = Message("{recipe} without labels from {n:# photograph|# photographs}", recipe=recipe_text, n=len(images))
    info = BackboneInfo(arguments.out.stem, "starter", dim, preprocessing.size, source)
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    save_backbone(arguments.out, network.half(), info, arguments.network, preprocessing)
    if arguments.out.parent == OUT.parent:
        write_sums(OUT.parent)
    print(f"{arguments.out.name}: {arguments.out.stat().st_size / 1e6:.1f} MB, {time.monotonic() - start:.0f} s")
    return 0


def learnt_patches(images: UInt8Array) -> nn.Module:
    """Return the embedding of small patches, learnt from a sample of the images."""
    chosen = np.sort(np.random.default_rng(0).permutation(len(images))[:SAMPLE])
    small = np.concatenate([resized(images[part], patch_sample()) for part in np.array_split(chosen, 100)])
    order = np.random.default_rng(1).permutation(len(small))
    return finish(fit_patches(small[order], viewed=VIEWED), lambda now: print(now.done, now.total, end="\r"))


def trained_network(arguments: argparse.Namespace, images: UInt8Array) -> tuple[nn.Module, Preprocessing]:
    """Return a network trained without labels, continuing from its last checkpoint."""
    torch.manual_seed(0)
    network, dim, published = build(arguments.network)
    small = arguments.network.endswith(("-small", "-half"))
    preprocessing = small_input(32) if small else published
    device = choose_device(arguments.device)
    trainer = Trainer(network, dim, recipe(arguments.method), Augmentation(), preprocessing, device)
    file = arguments.work / f"{arguments.network}-{arguments.method}.pt"
    course = _kept(file, trainer)
    print(f"{len(images):,} images on {device.label}, from step {course.step}", flush=True)

    def keep(now: Course, state: State) -> None:
        torch.save({"course": asdict(now), "state": state}, file.with_suffix(".part"))
        file.with_suffix(".part").replace(file)
        if now.curve:
            print(json.dumps(asdict(now.curve[-1]) | {"seconds": round(now.seconds)}), flush=True)

    finish(train(trainer, images, Budget(arguments.minutes, arguments.epochs), keep, course))
    return trainer.network, preprocessing


def _kept(file: Path, trainer: Trainer) -> Course:
    if not file.is_file():
        return Course()
    stored = torch.load(file, map_location="cpu", weights_only=True)
    trainer.load(stored["state"])
    points = [Point(**point) for point in stored["course"].pop("curve")]
    return Course(**stored["course"], curve=points)


def stored_pixels(sources: list[Path], file: Path) -> UInt8Array:
    """Return every image of the sources as (N, 64, 64, 3) uint8, cached in a file."""
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
