"""Small copies of a project's images in one file, so that a training reads each original once.

Rows are only appended, so that an interrupted job can continue and new images can be added. If an image file was
changed, all copies are made again. The file can be deleted at any time.
"""

import errno
import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from desktop_labeler.array_types import IntArray, UInt8Array
from desktop_labeler.data.computed.embeddings import file_versions
from desktop_labeler.data.images.image_query import find_images
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.read_images import enough_pixels, read_images
from desktop_labeler.jobs.threads import throttled
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import resized
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.progress import Job, Progress

LIMIT = 8 << 30  # maximum bytes of copies: more do not stay in memory, and a sample of this size is as good
_LEFT = 512 << 20  # bytes of the disk to leave free
_ENOUGH = 2_000  # minimum number of images to copy, if there are so many
_AT_ONCE = 32  # images per write


@dataclass(frozen=True, eq=False)
class Pixels:
    """Small copies of images.

    Attributes:
        ids: (N,) ids of the images, in stored order.
        images: (N, S, S, 3) uint8, mapped from the file.
        skipped: path and reason of each image that could not be read.
        left_out: number of images that were not copied because of the limit or the disk.
    """

    ids: IntArray
    images: UInt8Array
    skipped: tuple[tuple[str, Message], ...]
    left_out: int

    def notes(self) -> list[Message]:
        """Return messages for the person about images without a copy."""
        found = []
        if self.left_out:
            found.append(
                Message(
                    "It learns from {n:# image|# images}: there is no room on the disk for small copies of {more} "
                    "more.",
                    n=len(self.ids),
                    more=self.left_out,
                )
            )
        if self.skipped:
            found.append(
                Message("{n:# image|# images} could not be read and {n:is|are} left out.", n=len(self.skipped))
            )
        return found


def store_pixels(project: Project, folder: Path, wanted: Preprocessing) -> Job[Pixels]:
    """Make a small copy of every image that has none yet; copies made before the job is closed are kept.

    Args:
        project: an open project.
        folder: folder of the copies; it is created if missing.
        wanted: preprocessing that gives the size of the copies, and whether they are cropped or squashed.

    Raises:
        LabelerError: the disk is full, or has no room for enough copies; those made so far are kept.
    """
    with _worded(folder):
        folder.mkdir(parents=True, exist_ok=True)
        files = _Files(folder, wanted)
        images = np.sort(find_images(project))
        known = files.known(project, images)
        fresh = np.setdiff1d(images, known)
        chosen = _chosen(fresh, len(known), files)
    skipped: list[tuple[str, Message]] = []
    with _worded(folder):
        yield from throttled(_add(project, files, chosen, len(known), skipped))
        yield Progress("reading the images", len(known) + len(chosen), len(known) + len(chosen))
        ids, pixels = files.load()
    return Pixels(ids, pixels, tuple(skipped), len(fresh) - len(chosen))


def _chosen(fresh: IntArray, known: int, files: "_Files") -> IntArray:
    """Return the images to copy: all, or a sample spread over the folder where the disk has no room."""
    free = shutil.disk_usage(files.pixels.parent).free
    room = max(0, min(free - _LEFT, LIMIT - known * files.row) // files.row)
    if room >= len(fresh):
        return fresh
    if known + room < min(_ENOUGH, known + len(fresh)):
        raise LabelerError(
            "The disk has too little room for small copies of the images in {folder}: {needed:.0f} MB are "
            "needed, {free:.0f} MB are free and some must stay so. Nothing was changed; make room, or "
            "choose another folder for the cache.",
            folder=files.pixels.parent,
            needed=len(fresh) * files.row / 1e6,
            free=free / 1e6,
        )
    return fresh[np.linspace(0, len(fresh), room, endpoint=False).astype(np.int64)]


def _add(
    project: Project, files: "_Files", chosen: IntArray, known: int, skipped: list[tuple[str, Message]]
) -> Job[None]:
    def prepare(_row: ImageRow, _file: Path, pixels: UInt8Array) -> UInt8Array:
        small: UInt8Array = resized(pixels[None], files.wanted)[0]
        return small

    versions = dict(zip(chosen.tolist(), file_versions(project, chosen).tolist(), strict=True))
    ready: list[tuple[int, int, UInt8Array]] = []
    done, total = known, known + len(chosen)
    reading = read_images(project, chosen, prepare, longest=enough_pixels(files.side), ahead=128)
    with files.opened() as (pixels, rows), closing(reading) as results:
        try:
            for result in results:
                if result is not None:
                    row, found = result
                    done += 1
                    if isinstance(found, Message):
                        skipped.append((row.path, found))
                    else:
                        ready.append((row.id, versions[row.id], found))
                    if len(ready) >= _AT_ONCE:
                        _write(pixels, rows, ready)
                yield Progress("reading the images", done, total)
        finally:  # also when it is cancelled
            _write(pixels, rows, ready)


def _write(pixels: BinaryIO, rows: BinaryIO, ready: list[tuple[int, int, UInt8Array]]) -> None:
    """Pixels first: a copy counts once its row is there."""
    if not ready:
        return
    waiting, ready[:] = list(ready), []
    pixels.write(np.stack([small for _, _, small in waiting]).tobytes())
    pixels.flush()
    rows.write(np.array([(image, version) for image, version, _ in waiting], np.int64).tobytes())
    rows.flush()


class _Files:
    """Pixels, and beside them the image and the version of its file for each row."""

    def __init__(self, folder: Path, wanted: Preprocessing) -> None:
        self.wanted, self.side = wanted, wanted.size
        self.row = self.side * self.side * 3
        self.pixels, self.rows, self._head = folder / "pixels.u8", folder / "rows.i64", folder / "pixels.json"
        said = json.dumps(asdict(wanted))
        if not self._head.is_file() or self._head.read_text(encoding="utf-8") != said:
            self.clear()
            self._head.write_text(said, encoding="utf-8")

    def clear(self) -> None:
        self.rows.unlink(missing_ok=True)
        self.pixels.unlink(missing_ok=True)

    def known(self, project: Project, images: IntArray) -> IntArray:
        """Return the images that have a copy; all copies go when one of them is of a file that was changed or left."""
        stored = self._table()
        ids, versions = stored[:, 0], stored[:, 1]
        if not np.isin(ids, images).all() or not np.array_equal(file_versions(project, ids), versions):
            self.clear()
            return np.empty(0, np.int64)
        return ids

    @contextmanager
    def opened(self) -> Iterator[tuple[BinaryIO, BinaryIO]]:
        """Open both to add to them, cut to where both are complete: a program that was killed left half a row."""
        count = len(self._table())
        with self.pixels.open("ab") as pixels, self.rows.open("ab") as rows:
            pixels.truncate(count * self.row)
            rows.truncate(count * 16)
            yield pixels, rows

    def load(self) -> tuple[IntArray, UInt8Array]:
        ids = self._table()[:, 0].copy()
        shape = (len(ids), self.side, self.side, 3)
        if not len(ids):
            return ids, np.empty(shape, np.uint8)
        mapped: UInt8Array = np.memmap(self.pixels, np.uint8, "r", shape=shape)
        return ids, mapped

    def _table(self) -> IntArray:
        if not self.rows.is_file() or not self.pixels.is_file():
            return np.empty((0, 2), np.int64)
        data = self.rows.read_bytes()
        count = min(len(data) // 16, self.pixels.stat().st_size // self.row)
        return np.frombuffer(data[: count * 16], np.int64).reshape(-1, 2)


@contextmanager
def _worded(folder: Path) -> Iterator[None]:
    """Say what a failed write means; what images say of themselves passes."""
    try:
        yield
    except OSError as error:
        reason = Message("A file cannot be written ({reason})", reason=error.strerror or error)
        if error.errno == errno.ENOSPC:
            reason = Message("The disk is full")
        raise LabelerError(
            "{reason}: the training keeps small copies of the images in {folder}. Those made so far are "
            "kept. Free some space and start it again: it resumes from there.",
            reason=reason,
            folder=folder,
        ) from error
