"""The vectors on which the benchmarks measure, and the time that a piece of work takes."""

import os
import tarfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image

from desktop_labeler.array_types import Float16Array, Float32Array, IntArray, UInt8Array
from desktop_labeler.ml.backbones.backbone_registry import STARTER, open_backbone
from desktop_labeler.ml.backbones.folder_whitening import find_whitening, sample_size
from desktop_labeler.ml.hardware.devices import choose_device
from desktop_labeler.progress import finish

T = TypeVar("T")

DATA = Path(os.environ.get("BENCH_DATA") or Path(__file__).parents[3] / "shared" / "data")


def cifar_vectors() -> tuple[Float16Array, IntArray]:
    """Return the 50,000 CIFAR-10 training images: (N, 128) unit vectors of a weak network, and (N,) true classes."""
    vectors: Float16Array = np.load(DATA / "cifar10_features.npz")["tr"]
    truth: IntArray = np.load(DATA / "cifar10_labels.npz")["clean"]
    return vectors, truth


def sign_vectors() -> tuple[Float32Array, IntArray]:
    """Return the 2,062 sign digits in the starter's embedding with folder whitening; the starter never saw them.

    Returns:
        (N, D) unit vectors, and (N,) digits 0 to 9.
    """
    backbone = open_backbone(STARTER, choose_device("cpu"))
    pictures: list[UInt8Array] = []
    digits: list[int] = []
    with tarfile.open(DATA / "sign_digits.tar") as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            content = archive.extractfile(member) if member.name.endswith(".JPG") else None
            if content is not None:
                with Image.open(content) as image:
                    pictures.append(backbone.prepare(np.asarray(image.convert("RGB"))))
                digits.append(int(Path(member.name).parent.name))
    prepared = np.stack(pictures)
    some = np.linspace(0, len(prepared), sample_size(len(prepared)), endpoint=False).astype(np.int64)
    fitted = backbone.whitened_by(finish(find_whitening(backbone, prepared[some])))
    return fitted.embed_prepared(prepared), np.array(digits)


def random_units(count: int, width: int) -> Float16Array:
    rng = np.random.default_rng(0)
    vectors = np.empty((count, width), np.float16)
    for begin in range(0, count, 100_000):
        part = rng.standard_normal((min(100_000, count - begin), width), dtype=np.float32)
        vectors[begin : begin + 100_000] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return vectors


def timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """Return the result, the wall seconds and the processor seconds, which differ if other programs use the cores."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    return result, time.perf_counter() - wall, time.process_time() - cpu
