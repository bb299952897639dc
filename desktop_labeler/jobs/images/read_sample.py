"""Reads a sample of a project's images at a small size, to learn or try something before all are embedded."""

from contextlib import closing
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import IntArray, UInt8Array
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.images.read_images import read_images
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone import resized
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.progress import Job, Progress

_LONGEST = 256  # pixels: enough to learn or try something


def read_sample(project: Project, images: IntArray, count: int, wanted: Preprocessing) -> Job[UInt8Array]:
    """Return images spread over the project, prepared for a network.

    Args:
        project: open.
        images: (N,) ids, in order.
        count: how many to read at most.
        wanted: the network's preprocessing, S its size.

    Returns:
        (n, S, S, 3) uint8, n ≥ 1; images that cannot be read are left out, and reported when they are embedded.

    Raises:
        LabelerError: not one of them can be read.
    """
    places = np.linspace(0, len(images), min(len(images), count), endpoint=False).astype(np.int64)
    chosen = images[places]

    def prepare(_row: ImageRow, _file: Path, pixels: UInt8Array) -> UInt8Array:
        small: UInt8Array = resized(pixels[None], wanted)[0]
        return small

    found: list[UInt8Array] = []
    with closing(read_images(project, chosen, prepare, longest=_LONGEST)) as results:
        for done, result in enumerate(results):
            if result is not None and not isinstance(result[1], Message):
                found.append(result[1])
            if done % 100 == 0:
                yield Progress("reading some images", min(done, len(chosen)), len(chosen))
    if not found:
        raise LabelerError(
            "None of the images in this project can be read, so there is nothing to embed. "
            "Nothing was changed; look at the list of skipped files, or scan the folder again."
        )
    return np.stack(found)
