"""The folders on which learning is measured, embedded once by the program and stored outside the repository."""

import csv
import io
import os
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TypeAlias
from xml.etree import ElementTree

import numpy as np
import numpy.typing as npt
from PIL import Image
from sklearn.datasets import load_digits

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.embedding.embed import embed_project
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.jobs.rounds.build_graph import current_space
from desktop_labeler.ml.graph.neighbors import Graph, build_graph
from desktop_labeler.paths import resource
from desktop_labeler.progress import finish
from tests.bench.vectors import DATA, cifar_vectors

Pictures: TypeAlias = Iterator[tuple[str, bytes]]  # class, content of a file

CACHE = Path(os.environ.get("BENCH_CACHE") or Path(tempfile.gettempdir()) / "desktop-labeler-bench" / "learning")
WEAK = "CIFAR-10 vectors"
_TINY_CLASSES = 20
_TINY_IMAGES = 100  # of each class
_CIFAR_IMAGES = 10_000


@dataclass(frozen=True, eq=False)
class Embedded:
    """A folder of images whose classes are known.

    Attributes:
        name: the name of the folder.
        vectors: (N, D) float16, of unit length.
        truth: (N,) true classes, from 0.
        graph: the neighbour graph of the vectors.
    """

    name: str
    vectors: npt.NDArray[np.float16]
    truth: npt.NDArray[np.int64]
    graph: Graph

    @property
    def classes(self) -> int:
        """The number of classes."""
        return int(self.truth.max()) + 1


def embedded(name: str, backbone: str = "photo") -> Embedded:
    """Return an embedded folder.

    Args:
        name: a name in FOLDERS, or WEAK for CIFAR-10 in a weak embedding.
        backbone: the backbone that embeds the images.

    Raises:
        FileNotFoundError: its images are not on this computer.
    """
    return _embedded(name, backbone, lambda: _cifar() if name == WEAK else _embed(FOLDERS[name](), backbone))


def embedded_cifar(count: int) -> Embedded:
    """Return `count` images of CIFAR-10 in the default embedding."""
    name = "CIFAR-10" if count == _CIFAR_IMAGES else f"CIFAR-10 {count}"
    return _embedded(name, "photo", lambda: _embed(_cifar_pictures(count), "photo"))


def cifar_pixels(count: int) -> UInt8Array:
    """Return the images of `embedded_cifar`, (N, 32, 32, 3)."""
    return np.stack([np.asarray(Image.open(io.BytesIO(content))) for _, content in _cifar_pictures(count)])


def cifar_split(split: str) -> tuple[UInt8Array, npt.NDArray[np.int64]]:
    """Return the images of "train" or "test", (N, 32, 32, 3), and their classes (N,), class by class."""
    found: dict[str, UInt8Array] = {}
    with tarfile.open(DATA / "cifar10.tar.xz") as archive:
        for member in archive:
            content = archive.extractfile(member) if f"/{split}/" in f"/{member.name}" else None
            if content is not None and member.name.endswith(".jpg"):
                found[member.name] = np.asarray(Image.open(io.BytesIO(content.read())).convert("RGB"))
    names = sorted(found)
    kinds = sorted({PurePosixPath(name).parent.name for name in names})
    truth = np.array([kinds.index(PurePosixPath(name).parent.name) for name in names])
    return np.stack([found[name] for name in names]), truth


def _embedded(
    name: str, backbone: str, embed: Callable[[], tuple[npt.NDArray[np.float16], npt.NDArray[np.int64]]]
) -> Embedded:
    file = CACHE / f"{name.replace(' ', '_')}-{backbone}.npz"
    if not file.is_file():
        file.parent.mkdir(parents=True, exist_ok=True)
        vectors, truth = embed()
        graph = finish(build_graph(vectors))
        part = file.with_suffix(".part.npz")
        np.savez(part, vectors=vectors, truth=truth, neighbors=graph.neighbors, similarity=graph.similarity)
        part.replace(file)
    with np.load(file) as stored:
        graph = Graph(stored["neighbors"], stored["similarity"], None, "stored")
        return Embedded(name, stored["vectors"], stored["truth"], graph)


def _embed(pictures: Pictures, backbone: str) -> tuple[npt.NDArray[np.float16], npt.NDArray[np.int64]]:
    """Embed the pictures in a project of their own; return (N, D) vectors and (N,) true classes."""
    with tempfile.TemporaryDirectory() as name:
        images, project_path = Path(name) / "images", Path(name) / "folder.labeler"
        images.mkdir()
        kinds: list[str] = []
        for kind, content in pictures:
            suffix = ".png" if content.startswith(b"\x89PNG") else ".webp" if content[8:12] == b"WEBP" else ".jpg"
            (images / f"{len(kinds):06d}{suffix}").write_bytes(content)
            kinds.append(kind)
        finish(new_project(project_path, images, labels="none", check=False))
        finish(embed_project(project_path, backbone=backbone, device="cpu"))
        with Project(project_path) as project:
            space = finish(current_space(project))
            paths = {image.id: Path(image.path).stem for image in project.images(find_images(project).tolist())}
    number = {kind: place for place, kind in enumerate(sorted(set(kinds)))}
    return space.vectors, np.array([number[kinds[int(paths[image])]] for image in space.ids.tolist()])


def cifar_rows(count: int = _CIFAR_IMAGES) -> npt.NDArray[np.int64]:
    """Return the rows of `embedded_cifar` among the 50,000 training images in sorted order."""
    with tarfile.open(DATA / "cifar10.tar.xz") as archive:
        return np.array([row for row, _ in _cifar_files(archive, count)], np.int64)


def _cifar_files(archive: tarfile.TarFile, count: int) -> list[tuple[int, tarfile.TarInfo]]:
    """Return some of the training images in the order of the archive, because seeking back in it is slow.

    Returns:
        The row of each in sorted order, and its entry in the archive.
    """
    files = {m.name: m for m in archive.getmembers() if "/train/" in f"/{m.name}" and m.name.endswith(".jpg")}
    row = {name: place for place, name in enumerate(sorted(files))}
    chosen = set(_some(len(files), count).tolist())
    return [(row[name], member) for name, member in files.items() if row[name] in chosen]


def _some(of: int, count: int) -> npt.NDArray[np.int64]:
    return np.sort(np.random.default_rng(0).choice(of, min(count, of), replace=False))


def _cifar() -> tuple[npt.NDArray[np.float16], npt.NDArray[np.int64]]:
    vectors, truth = cifar_vectors()
    some = _some(len(truth), _CIFAR_IMAGES)
    return vectors[some], truth[some]


def _cifar_pictures(count: int = _CIFAR_IMAGES) -> Pictures:
    """Yield the training photographs of `cifar_rows`."""
    with tarfile.open(DATA / "cifar10.tar.xz") as archive:
        for _, member in _cifar_files(archive, count):
            content = archive.extractfile(member)
            if content is not None:
                yield PurePosixPath(member.name).parent.name, content.read()


def _algae() -> Pictures:
    sample = resource("sample")
    with (sample / "truth.csv").open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            yield row["truth"], (sample / "images" / row["rel_path"]).read_bytes()


def _archive(file: str) -> Pictures:
    """Yield the pictures of an archive that has a folder for each class."""
    with tarfile.open(DATA / file) as archive:
        for member in sorted(archive.getmembers(), key=lambda member: member.name):
            content = archive.extractfile(member) if member.name.lower().endswith(".jpg") else None
            if content is not None:
                yield PurePosixPath(member.name).parent.name, content.read()


def _blood_cells() -> Pictures:
    """Yield the cells in the annotated boxes of every second blood smear: red cells, white cells, platelets."""
    with tarfile.open(DATA / "bccd.tar") as archive:
        files = {PurePosixPath(member.name).name: member for member in archive.getmembers() if member.isfile()}
        for name in sorted(name for name in files if name.endswith(".xml"))[::2]:
            content = archive.extractfile(files[name])
            picture = archive.extractfile(files[name.replace(".xml", ".jpg")]) if content is not None else None
            if content is None or picture is None:
                continue
            with Image.open(picture) as opened:
                smear = opened.convert("RGB")
            for thing in ElementTree.parse(content).iter("object"):
                box = [int(thing.findtext(f"bndbox/{side}") or 0) for side in ("xmin", "ymin", "xmax", "ymax")]
                if box[2] - box[0] >= 8 and box[3] - box[1] >= 8:
                    yield thing.findtext("name") or "", _png(smear.crop((box[0], box[1], box[2], box[3])))


def _digits() -> Pictures:
    digits = load_digits()
    for picture, digit in zip(digits.images, digits.target, strict=True):
        yield str(digit), _png(Image.fromarray((picture * 15.9).astype(np.uint8)))


def _tiny_imagenet() -> Pictures:
    with zipfile.ZipFile(DATA / "tiny_imagenet_train_64_part1.zip") as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".webp"))
        kinds = sorted({name.split("/")[0] for name in names})
        for kind in kinds[:: len(kinds) // _TINY_CLASSES][:_TINY_CLASSES]:
            for name in islice((name for name in names if name.startswith(f"{kind}/")), _TINY_IMAGES):
                yield kind, archive.read(name)


def _png(picture: Image.Image) -> bytes:
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


FOLDERS: dict[str, Callable[[], Pictures]] = {
    "algae": _algae,
    "sign digits": lambda: _archive("sign_digits.tar"),
    "CIFAR-10": _cifar_pictures,
    "8x8 digits": _digits,
    "clothing": lambda: _archive("clothing.tar"),
    "blood cells": _blood_cells,
    "Tiny ImageNet": _tiny_imagenet,
}
