"""Embeds the images of a project: reads, prepares, embeds and stores them; an interrupted job can be resumed."""

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np

from desktop_labeler.array_types import Float32Array, IntArray, UInt8Array
from desktop_labeler.data.computed.embeddings import (
    backbone_in_use,
    drop_vectors,
    embedded_images,
    take_pixel_version,
    use_backbone,
)
from desktop_labeler.data.decoding.decode import probe
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.jobs.embedding.find_flips import allowed_flips, set_flips
from desktop_labeler.jobs.embedding.learn_patches import built_in_backbone
from desktop_labeler.jobs.embedding.run_network import run_network
from desktop_labeler.jobs.embedding.store_vectors import Measures, VectorStore
from desktop_labeler.jobs.embedding.whiten_folder import whitened_to_folder
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones import patches
from desktop_labeler.ml.backbones.backbone import Backbone, Flips, resized
from desktop_labeler.ml.backbones.backbone_registry import PHOTO, default_name, open_backbone
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.hardware.devices import Device, DeviceChoice, choose_device, with_cpu_fallback
from desktop_labeler.ml.image_issues import measure_grey
from desktop_labeler.progress import Job, Progress

FlipsChoice: TypeAlias = Literal["auto", "none", "mirror", "any"]

_OTHER_PIXELS = {
    "program": Message(
        "Colours are shown by the profile in each file from now on, so every image is analysed once more. Labels stay."
    ),
    "range": Message(
        "Images with more than 8 bits are shown with another range from now on, so every image is analysed once more. "
        "Labels stay."
    ),
}
_SMALL = Preprocessing(size=128, resize=128, fit="squash")  # the input of the measurement of sharpness
_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class EmbedResult:
    """The result of embedding a project.

    Attributes:
        backbone: the name of the backbone.
        key: the key under which the vectors are stored.
        dim: D, the dimensions of the vectors.
        images: the number of images of the project that have a vector now.
        embedded: the number of images embedded by this run.
        skipped: the path of every image that could not be read, with the reason.
        seconds: the duration of this run.
        device: the name of the device, for people.
        flips: the flips under which an image stays equivalent: "none", "mirror" or "any".
    """

    backbone: str
    key: str
    dim: int
    images: int
    embedded: int
    skipped: tuple[tuple[str, Message], ...]
    seconds: float
    device: str
    flips: Flips = "none"


def embed_project(
    project_path: Path,
    *,
    backbone: str | Path | None = None,
    device: DeviceChoice = "auto",
    architecture: str | None = None,
    allow_download: bool = False,
    flips: FlipsChoice | None = None,
) -> Job[EmbedResult]:
    """Embed every image that has no vector of a backbone yet, and make the project use that backbone.

    Args:
        project_path: the project file.
        backbone: a name or a weight file, see `backbone_registry.open_backbone`; "built-in" for the weak one that is
            learnt from the project's own images; None for the one in use, or else the default.
        device: "auto", "cpu", "cuda" or "mps".
        architecture: the architecture of a weight file; None detects it.
        allow_download: whether published weights may be downloaded because the person asked for it.
        flips: the equivalent flips from now on; "auto" detects them again, None keeps the present ones.

    Returns:
        The counts of what was embedded, see EmbedResult.

    Raises:
        LabelerError: the backbone cannot be opened, or the project cannot be written; finished vectors are kept.
    """
    with Project(project_path, durable=False) as project:
        if flips is not None:
            set_flips(project, None if flips == "auto" else flips)
        in_use = backbone_in_use(project)
        name = backbone if backbone is not None else (in_use[1] if in_use else default_name())

        def embedded(where: Device) -> Job[EmbedResult]:
            yield Progress("opening the backbone", note=where.note)
            if backbone is None and in_use is None and name != PHOTO:
                note = Message(
                    "The file of the embedding {best} is missing or damaged: {name} is used instead, which suggests "
                    "less well. Install the program again to get it back.",
                    best=PHOTO,
                    name=name,
                )
                yield Progress("opening the backbone", note=note)
            if name == patches.NAME:
                return (yield from _embed(project, (yield from built_in_backbone(project, where)), patches.NAME))
            opened = open_backbone(name, where, architecture=architecture, allow_download=allow_download)
            own_file = Path(name).is_file() and Path(name).name != opened.info.name
            found_by = Path(name).absolute() if own_file else name  # absolute, to be found from another working folder
            return (yield from _embed(project, opened, str(found_by)))

        return (yield from with_cpu_fallback(choose_device(device), embedded, Progress("embedding")))


def embed_images(project_path: Path, backbone: Backbone, *, use: bool = True) -> Job[EmbedResult]:
    """Embed every image that has no vector of this backbone yet, as `embed_project` does, with an opened backbone.

    If `use` is False, the vectors are only stored, and the project keeps using its present backbone.
    """
    with Project(project_path, durable=False) as project:
        return (yield from _embed(project, backbone, backbone.info.name, use=use))


def _embed(project: Project, backbone: Backbone, name: str, *, use: bool = True) -> Job[EmbedResult]:
    start = time.perf_counter()
    plain = backbone.flipped((yield from allowed_flips(project, backbone)))
    backbone = yield from whitened_to_folder(project, plain)
    if change := take_pixel_version(project):
        yield Progress("embedding", note=_OTHER_PIXELS[change])
    images = np.sort(find_images(project))
    todo = images[np.isin(images, embedded_images(project, backbone.key), invert=True)]
    store = VectorStore(project, backbone.key)
    skipped: list[tuple[str, Message]] = []
    try:
        yield from _run(project, backbone, todo, store, skipped)
    finally:  # also if the job is cancelled, so that finished vectors are kept
        store.write()
    store.pack()
    if use:
        use_backbone(project, backbone.key, name)
    in_use = backbone_in_use(project)
    if backbone.key != plain.key and in_use is not None and in_use[0] != plain.key:
        drop_vectors(project, plain.key)  # from before the whitening, so not comparable with new ones
    known = embedded_images(project, backbone.key)
    return EmbedResult(
        backbone=name,
        key=backbone.key,
        dim=backbone.info.dim,
        images=int(np.isin(images, known).sum()),
        embedded=store.stored,
        skipped=tuple(skipped),
        seconds=round(time.perf_counter() - start, 3),
        device=backbone.device.label,
        flips=backbone.flips,
    )


def _run(
    project: Project, backbone: Backbone, todo: IntArray, store: VectorStore, skipped: list[tuple[str, Message]]
) -> Job[None]:
    """Read, prepare, embed and store images, batch by batch."""

    def take(rows: list[ImageRow], prepared: list[_Prepared], vectors: Float32Array) -> None:
        store.add([row.id for row in rows], vectors, [each.measures for each in prepared])

    yield from run_network(
        project,
        backbone,
        todo,
        Progress("embedding"),
        prepare=partial(_prepare, backbone),
        compute=lambda prepared: backbone.embed_prepared(np.stack([each.pixels for each in prepared])),
        take=take,
        skip=lambda row, reason: skipped.append((row.path, reason)),
    )


@dataclass(frozen=True)
class _Prepared:
    """An image as the reading threads return it."""

    pixels: UInt8Array
    measures: Measures


def _prepare(backbone: Backbone, row: ImageRow, file: Path, pixels: UInt8Array) -> _Prepared:
    info = None if row.width and row.height else probe(file)
    width, height = (info.width, info.height) if info else (row.width or 0, row.height or 0)
    grey = resized(pixels[None], _SMALL)[0].astype(np.float32) @ (_LUMINANCE / 255)
    return _Prepared(backbone.prepare(pixels), (*measure_grey(grey), width, height))
