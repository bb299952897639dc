"""Embed the images of a project: read in threads ahead of the network, stored part by part, resumable."""

import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

import numpy as np

from desktop_labeler.array_types import AnyArray, Float16Array, Float32Array, IntArray, UInt8Array
from desktop_labeler.data.computed.arrays import PART, append_part, array_stamp, load_array, save_arrays
from desktop_labeler.data.computed.embeddings import (
    append_vectors,
    backbone_in_use,
    drop_vectors,
    embedded_images,
    pack_vectors,
    use_backbone,
)
from desktop_labeler.data.images.decode import decode, probe
from desktop_labeler.data.images.image_query import find_images
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.find_flips import allowed_flips, set_flips
from desktop_labeler.jobs.read_sample import read_sample
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.jobs.whiten_folder import whitened_to_folder
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones import patches
from desktop_labeler.ml.backbones.backbone import Backbone, Flips, resized
from desktop_labeler.ml.backbones.backbone_registry import default_name, open_backbone
from desktop_labeler.ml.backbones.networks import Preprocessing, patch_sample
from desktop_labeler.ml.hardware.devices import Device, DeviceChoice, choose_device, or_on_the_cpu
from desktop_labeler.ml.image_issues import measure_grey
from desktop_labeler.progress import Job, Progress

FlipsChoice: TypeAlias = Literal["auto", "none", "mirror", "any"]

_FIRST = 16  # images of the first batch
_TOGETHER = 8  # images that a thread reads in one go
_KEPT_SECONDS = 10.0  # of work that a power cut may cost
_STATISTICS = ("ids", "sharpness", "brightness", "width", "height")
_SMALL = Preprocessing(size=128, resize=128, fit="squash")  # what sharpness is measured on
_LUMINANCE = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class EmbedResult:
    """What embedding did.

    Attributes:
        backbone: its name.
        key: what the vectors are stored under.
        dim: D.
        images: how many images of the project have a vector now.
        embedded: how many of them were embedded this time.
        skipped: path and reason of each that could not be read.
        seconds: of this run.
        device: where it ran, in words.
        flips: what counts as alike: "none", "mirror" or "any" flip of an image.
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


@dataclass(frozen=True)
class _Read:
    """One image as the threads hand it over: prepared pixels and statistics, or why not."""

    pixels: UInt8Array | None
    statistics: tuple[float, float, int, int] = (float("nan"), float("nan"), 0, 0)
    reason: Message | None = None


def embed_project(
    project_path: Path,
    *,
    backbone: str | Path | None = None,
    device: DeviceChoice = "auto",
    architecture: str | None = None,
    allow_download: bool = False,
    flips: FlipsChoice | None = None,
) -> Job[EmbedResult]:
    """Embed every image that has no vector of a backbone yet, and let the project use that backbone.

    Args:
        project_path: the project.
        backbone: name or weight file, see ml.library.open_backbone; "built-in" for the weak one that is learnt from
            the folder itself; None for the one in use, else the default.
        device: "auto", "cpu", "cuda" or "mps".
        architecture: the network of a weight file; None guesses it.
        allow_download: the person asked to download published weights.
        flips: of an image that count as alike from now on; "auto" lets the images say it anew, None leaves it.

    Returns:
        What was done.

    Raises:
        LabelerError: the backbone cannot be opened, or the project cannot be written; what is embedded is kept.
    """
    with Project(project_path, durable=False) as project:
        if flips is not None:
            set_flips(project, None if flips == "auto" else flips)
        in_use = backbone_in_use(project)
        name = backbone if backbone is not None else (in_use[1] if in_use else default_name())

        def embedded(where: Device) -> Job[EmbedResult]:
            yield Progress("opening the backbone", note=where.note)
            if name == patches.NAME:
                return (yield from _embed(project, (yield from _built_in(project, where)), patches.NAME))
            opened = open_backbone(name, where, architecture=architecture, allow_download=allow_download)
            own_file = Path(name).is_file() and Path(name).name != opened.info.name
            found_by = Path(name).absolute() if own_file else name  # found again from another working folder
            return (yield from _embed(project, opened, str(found_by)))

        return (yield from or_on_the_cpu(choose_device(device), embedded, "embedding"))


def embed_images(project_path: Path, backbone: Backbone, *, use: bool = True) -> Job[EmbedResult]:
    """Embed every image that has no vector of this backbone yet; as embed_project, with an opened backbone.

    With `use` False the vectors are only stored: the project goes on with the backbone that it uses.
    """
    with Project(project_path, durable=False) as project:
        return (yield from _embed(project, backbone, backbone.info.name, use=use))


def _embed(project: Project, backbone: Backbone, name: str, *, use: bool = True) -> Job[EmbedResult]:
    start = time.perf_counter()
    plain = backbone.flipped((yield from allowed_flips(project, backbone)))
    backbone = yield from whitened_to_folder(project, plain)
    images = np.sort(find_images(project))
    todo = images[np.isin(images, embedded_images(project, backbone.key), invert=True)]
    store = _Store(project, backbone)
    skipped: list[tuple[str, Message]] = []
    try:
        yield from _run(project, backbone, todo, store, skipped)
    finally:  # also when the job is cancelled: what is computed is kept
        store.write()
    store.pack()
    if use:
        use_backbone(project, backbone.key, name)
    in_use = backbone_in_use(project)
    if backbone.key != plain.key and in_use is not None and in_use[0] != plain.key:
        drop_vectors(project, plain.key)  # from when there were fewer images: not comparable with the fitted ones
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
    project: Project, backbone: Backbone, todo: IntArray, store: "_Store", skipped: list[tuple[str, Message]]
) -> Job[None]:
    done = 0
    rows: list[ImageRow] = []
    ready: list[_Read] = []
    size = min(backbone.batch, _FIRST)  # until it is known how long one takes: a whole one can hold up a cancel for 8 s
    ahead = min(2 * backbone.together, 1024)

    def report() -> Iterator[Progress]:
        now = Progress("embedding", done, len(todo), device=backbone.device.label)
        yield from [replace(now, note=note) for note in backbone.take_notes()] or [now]

    with closing(_reading(project, backbone, todo, ahead)) as results:
        for result in results:
            if result is None:
                yield from report()
                continue
            row, read = result
            if read.pixels is None:
                skipped.append((row.path, read.reason or Message("not read")))
                done += 1
                continue
            rows.append(row)
            ready.append(read)
            if len(ready) < size:
                continue
            size = _step(backbone, rows, ready, store)
            done += len(ready)
            rows, ready = [], []
            yield from report()
    if ready:
        _step(backbone, rows, ready, store)
        done += len(ready)
    yield from report()


def _step(backbone: Backbone, rows: list[ImageRow], ready: list[_Read], store: "_Store") -> int:
    """Embed one batch and return how many images the next one should have, so that each takes about a second at most.

    Powers of two: a network prepares itself anew for every other size.
    """
    start = time.perf_counter()
    vectors = backbone.embed_prepared(np.stack([read.pixels for read in ready if read.pixels is not None]))
    seconds = time.perf_counter() - start
    store.add([row.id for row in rows], vectors, [read.statistics for read in ready])
    within = max(1, int(len(ready) / max(seconds, 1e-3)))
    return min(backbone.together, 1 << (within.bit_length() - 1))


def _reading(
    project: Project, backbone: Backbone, todo: IntArray, ahead: int
) -> Generator[tuple[ImageRow, _Read] | None, None, None]:
    folders = project.folders()
    wanted = backbone.preprocessing

    def read(row: ImageRow, stop: threading.Event) -> _Read:
        if stop.is_set():
            return _Read(None)
        try:
            path = project_file(row)
            # three times the shorter side: middles of long images stay sharp, and JPEG decodes at a fraction
            pixels = decode(path, longest=max(256, 3 * wanted.resize))
            info = None if row.width and row.height else probe(path)
        except ImageError as error:
            return _Read(None, reason=error.message)
        width, height = (info.width, info.height) if info else (row.width or 0, row.height or 0)
        grey = resized(pixels[None], _SMALL)[0].astype(np.float32) @ (_LUMINANCE / 255)
        return _Read(backbone.prepare(pixels), (*measure_grey(grey), width, height))

    def project_file(row: ImageRow) -> Path:
        return project.file_of(row, folders)  # with the folders given it reads no row: safe on these threads

    return in_threads(read, _rows(project, todo), ahead=ahead, together=_TOGETHER)


def _rows(project: Project, ids: IntArray) -> Iterator[ImageRow]:
    for start in range(0, len(ids), 500):
        yield from project.images(int(number) for number in ids[start : start + 500])


class _Store:
    """Vectors and statistics on their way into the project file: parts of 1,024, or what ten seconds gave."""

    def __init__(self, project: Project, backbone: Backbone) -> None:
        self.stored = 0
        self._project = project
        self._key = backbone.key
        known = load_array(project, "statistics/ids")
        current = set(embedded_images(project, backbone.key).tolist())  # a changed file is measured again
        self._measured = current.intersection(known.tolist()) if known is not None else set()
        self._ids: list[int] = []
        self._vectors: list[Float16Array] = []
        self._statistics: list[tuple[int, float, float, int, int]] = []
        self._since = time.monotonic()

    def add(self, ids: list[int], vectors: Float32Array, statistics: list[tuple[float, float, int, int]]) -> None:
        self._ids += ids
        self._vectors.append(vectors.astype(np.float16))
        self._statistics += [
            (image, *values) for image, values in zip(ids, statistics, strict=True) if image not in self._measured
        ]
        while len(self._ids) >= PART:
            self._write(PART)
        if time.monotonic() - self._since > _KEPT_SECONDS:
            self.write()

    def write(self) -> None:
        if self._ids:
            self._write(len(self._ids))

    def _write(self, count: int) -> None:
        vectors = np.concatenate(self._vectors)
        if self._statistics:  # first: an image without a vector is done again, one with a vector is not
            append_part(self._project, _statistics_arrays(self._statistics))
        append_vectors(self._project, self._key, np.array(self._ids[:count], np.int64), vectors[:count])
        self.stored += count
        self._ids, self._vectors, self._statistics = self._ids[count:], [vectors[count:]], []
        self._since = time.monotonic()

    def pack(self) -> None:
        """Join the small parts into few large ones, where this run wrote any."""
        if not self.stored:
            return
        pack_vectors(self._project, self._key)
        loaded = {name: load_array(self._project, f"statistics/{name}") for name in _STATISTICS}
        arrays = {name: array for name, array in loaded.items() if array is not None}
        if len(arrays) == len(_STATISTICS):
            _, last = np.unique(arrays["ids"][::-1], return_index=True)
            keep = np.sort(len(arrays["ids"]) - 1 - last)
            save_arrays(self._project, {f"statistics/{name}": array[keep] for name, array in arrays.items()})


def _statistics_arrays(rows: list[tuple[int, float, float, int, int]]) -> dict[str, AnyArray]:
    types = (np.int64, np.float32, np.float32, np.int64, np.int64)
    columns = zip(_STATISTICS, zip(*rows, strict=True), types, strict=True)
    return {f"statistics/{name}": np.array(values, dtype) for name, values, dtype in columns}


def _built_in(project: Project, device: Device) -> Job[Backbone]:
    """Return the embedding learnt from this folder: the stored one, or a new one while the folder has grown a lot."""
    images = np.sort(find_images(project))
    stored = {name: load_array(project, f"patches/{name}") for name in patches.ARRAYS}
    arrays = {name: array for name, array in stored.items() if array is not None}
    learnt_from = (array_stamp(project, "patches/directions") or {}).get("images", 0)
    enough = min(patches.SAMPLE, -(-len(images) // 4))  # of what could be learnt from now
    fits = patches.fits(arrays)  # an earlier version stored others
    if fits and isinstance(learnt_from, int) and learnt_from >= enough:
        return patches.patch_backbone(patches.stored_patches(arrays), device)
    sample = yield from read_sample(project, images, patches.SAMPLE, patch_sample())
    network = yield from patches.fit_patches(sample)
    found: dict[str, AnyArray] = {f"patches/{name}": array for name, array in network.arrays().items()}
    backbone = patches.patch_backbone(network, device)
    in_use = backbone_in_use(project)
    if len(arrays) == len(patches.ARRAYS) and in_use is not None and in_use[1] == patches.NAME:
        drop_vectors(project, in_use[0])  # of the smaller folder; no longer comparable with anything
    save_arrays(project, found, {"images": len(sample)})
    return backbone
