"""Small copies of a project's images in one file, so that a training reads each original once."""

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import IntArray, UInt8Array
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.embedding.stored_rows import StoredRows, fill_rows, said_when_full
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
    with said_when_full(folder):
        folder.mkdir(parents=True, exist_ok=True)
        shape = (wanted.size, wanted.size, 3)
        rows = StoredRows(folder, "pixels.u8", shape, np.uint8, json.dumps(asdict(wanted)))
        images = np.sort(find_images(project))
        known = rows.known(project, images)
        fresh = np.setdiff1d(images, known)
        chosen = _chosen(fresh, len(known), rows)
    skipped: list[tuple[str, Message]] = []

    def prepare(pixels: UInt8Array) -> UInt8Array:
        small: UInt8Array = resized(pixels[None], wanted)[0]
        return small

    with said_when_full(folder):
        copying = fill_rows(
            project,
            rows,
            chosen,
            prepare,
            lambda copies: copies,
            side=wanted.size,
            together=_AT_ONCE,
            report=lambda done, total: Progress("reading the images", done, total),
            skipped=skipped,
        )
        yield from throttled(copying)
        ids, copies = rows.load()
    return Pixels(ids, copies.astype(np.uint8, copy=False), tuple(skipped), len(fresh) - len(chosen))


def _chosen(fresh: IntArray, known: int, rows: StoredRows) -> IntArray:
    """Return the images to copy: all, or a sample spread over the folder where the disk has no room."""
    free = shutil.disk_usage(rows.values.parent).free
    room = max(0, min(free - _LEFT, LIMIT - known * rows.row) // rows.row)
    if room >= len(fresh):
        return fresh
    if known + room < min(_ENOUGH, known + len(fresh)):
        raise LabelerError(
            "The disk has too little room for small copies of the images in {folder}: {needed:.1f} MB are "
            "needed, {free:.0f} MB are free and some must stay so. Nothing was changed; make room, or "
            "choose another folder for the cache.",
            folder=rows.values.parent,
            needed=len(fresh) * rows.row / 1e6,
            free=free / 1e6,
        )
    return fresh[np.linspace(0, len(fresh), room, endpoint=False).astype(np.int64)]
