"""One row of numbers per image in a file beside the project, added to as they are computed; it can be deleted any time.

Rows are only appended, so that an interrupted job can continue and new images can be added. If an image file was
changed, all rows are made again.
"""

import errno
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from desktop_labeler.array_types import AnyArray, IntArray, UInt8Array
from desktop_labeler.data.computed.embeddings import file_versions
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError, refusal
from desktop_labeler.jobs.images.read_images import enough_pixels, read_images
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress


class StoredRows:
    """Values, and beside them the image and the version of its file for each row.

    Args:
        folder: an existing folder.
        name: of the files in it.
        shape: of the values of one image.
        dtype: of the values.
        origin: what the values are made by; rows of another origin are removed.
    """

    def __init__(self, folder: Path, name: str, shape: Sequence[int], dtype: npt.DTypeLike, origin: str) -> None:
        self.shape, self.dtype = tuple(shape), np.dtype(dtype)
        self.row = int(np.prod(self.shape)) * self.dtype.itemsize  # bytes of the values of one image
        self.values, self.rows, self._head = folder / name, folder / f"{name}.rows", folder / f"{name}.json"
        if not self._head.is_file() or self._head.read_text(encoding="utf-8") != origin:
            self.clear()
            self._head.write_text(origin, encoding="utf-8")

    def clear(self) -> None:
        """Remove all rows."""
        self.rows.unlink(missing_ok=True)
        self.values.unlink(missing_ok=True)

    def known(self, project: Project, images: IntArray) -> IntArray:
        """Return the images that have a row; all rows go when one of them is of a file that was changed or left.

        Args:
            project: an open project.
            images: (N,) ids of the images that may have one.
        """
        stored = self._table()
        ids, versions = stored[:, 0], stored[:, 1]
        if not np.isin(ids, images).all() or not np.array_equal(file_versions(project, ids), versions):
            self.clear()
            return np.empty(0, np.int64)
        return ids

    @contextmanager
    def opened(self) -> Iterator["OpenRows"]:
        """Open both to add to them, cut to where both are complete: a program that was killed left half a row."""
        count = len(self._table())
        with self.values.open("ab") as values, self.rows.open("ab") as rows:
            values.truncate(count * self.row)
            rows.truncate(count * 16)
            yield OpenRows(values, rows)

    def load(self) -> tuple[IntArray, AnyArray]:
        """Return (N,) ids in stored order, and their values, (N, …), mapped from the file."""
        ids = self._table()[:, 0].copy()
        shape = (len(ids), *self.shape)
        if not len(ids):
            return ids, np.empty(shape, self.dtype)
        mapped: AnyArray = np.memmap(self.values, self.dtype, "r", shape=shape)
        return ids, mapped

    def _table(self) -> IntArray:
        if not self.rows.is_file() or not self.values.is_file():
            return np.empty((0, 2), np.int64)
        data = self.rows.read_bytes()
        count = min(len(data) // 16, self.values.stat().st_size // self.row)
        return np.frombuffer(data[: count * 16], np.int64).reshape(-1, 2)


class OpenRows:
    """Files that rows are added to."""

    def __init__(self, values: BinaryIO, rows: BinaryIO) -> None:
        self._values, self._rows = values, rows

    def add(self, images: Sequence[int], versions: Sequence[int], values: AnyArray) -> None:
        """Add rows, values first: a row counts once its image is there."""
        self._values.write(values.tobytes())
        self._values.flush()
        self._rows.write(np.array([images, versions], np.int64).T.tobytes())
        self._rows.flush()


def fill_rows(
    project: Project,
    rows: StoredRows,
    images: IntArray,
    prepare: Callable[[UInt8Array], UInt8Array],
    compute: Callable[[UInt8Array], AnyArray],
    *,
    side: int,
    together: int,
    report: Callable[[int, int], Progress],
    skipped: list[tuple[str, Message]],
) -> Job[None]:
    """Add the rows of images; those that were computed before the job is closed are kept.

    Args:
        project: an open project.
        rows: where they are added.
        images: (n,) ids of images without a row.
        prepare: from the pixels (H, W, 3) of one image to (S, S, 3); called on the threads that read images.
        compute: from n prepared images (n, S, S, 3) to their values, (n, …).
        side: side in pixels that images are needed at.
        together: number of images that are computed together.
        report: from the numbers of images done and wanted to what is reported.
        skipped: path and reason of each image that could not be read are added.

    Raises:
        OSError: the disk is full.
    """
    versions = dict(zip(images.tolist(), file_versions(project, images).tolist(), strict=True))
    ready: list[tuple[int, UInt8Array]] = []
    done, before = 0, len(rows.load()[0])
    reading = read_images(
        project, images, lambda _row, _file, pixels: prepare(pixels), longest=enough_pixels(side), ahead=128
    )

    def write(opened: OpenRows) -> None:
        if ready:
            waiting, ready[:] = list(ready), []
            values = compute(np.stack([pixels for _, pixels in waiting]))
            opened.add([image for image, _ in waiting], [versions[image] for image, _ in waiting], values)

    with rows.opened() as opened, closing(reading) as results:
        try:
            for result in results:
                if result is not None:
                    row, found = result
                    done += 1
                    if isinstance(found, Message):
                        skipped.append((row.path, found))
                    else:
                        ready.append((row.id, found))
                    if len(ready) >= together:
                        write(opened)
                yield report(before + done, before + len(images))
        finally:  # also when it is cancelled
            write(opened)
    yield report(before + len(images), before + len(images))


@contextmanager
def said_when_full(folder: Path) -> Iterator[None]:
    """Turn a failed write into a sentence; what images say of themselves passes.

    Raises:
        LabelerError: in place of an OSError.
    """
    try:
        yield
    except OSError as error:
        reason = Message("A file cannot be written ({reason})", reason=refusal(error))
        if error.errno == errno.ENOSPC:
            reason = Message("The disk is full")
        raise LabelerError(
            "{reason}: the training keeps small copies of the images in {folder}. Those made so far are "
            "kept. Free some space and start it again: it resumes from there.",
            reason=reason,
            folder=folder,
        ) from error
