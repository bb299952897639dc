"""Some images of a project, read small: what is learnt or tried before all of them are looked at."""

import threading
from contextlib import closing

import numpy as np

from desktop_labeler.array_types import IntArray, UInt8Array
from desktop_labeler.data.images.decode import decode
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ImageError, LabelerError
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.ml.backbones.backbone import resized
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.progress import Job, Progress


def read_sample(project: Project, images: IntArray, count: int, wanted: Preprocessing) -> Job[UInt8Array]:
    """Return images spread over the project, as a network wants them.

    Args:
        project: open.
        images: (N,) ids, in order.
        count: how many to read at most.
        wanted: the network's preprocessing, S its size.

    Returns:
        (n, S, S, 3) uint8, n ≥ 1; those that cannot be read are left out, which is said when they are embedded.

    Raises:
        LabelerError: not one of them can be read.
    """
    places = np.linspace(0, len(images), min(len(images), count), endpoint=False).astype(np.int64)
    chosen = [int(image) for image in images[places]]
    folders = project.folders()

    def read(row: ImageRow, stop: threading.Event) -> UInt8Array | None:
        try:
            if stop.is_set():
                return None
            small: UInt8Array = resized(decode(project.file_of(row, folders), longest=256)[None], wanted)[0]
            return small
        except ImageError:
            return None

    rows = (row for start in range(0, len(chosen), 500) for row in project.images(chosen[start : start + 500]))
    found: list[UInt8Array] = []
    with closing(in_threads(read, rows)) as results:
        for done, result in enumerate(results):
            if result is not None and result[1] is not None:
                found.append(result[1])
            if done % 100 == 0:
                yield Progress("reading some images", min(done, len(chosen)), len(chosen))
    if not found:
        raise LabelerError(
            "None of the images in this project can be read, so there is nothing to embed. "
            "Nothing was changed; look at the list of skipped files, or scan the folder again."
        )
    return np.stack(found)
