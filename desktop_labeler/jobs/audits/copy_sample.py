"""Copies images of an audit into a new folder under names that tell nothing, so that they are looked at blind."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.images.pictures.encode import Encoded, encode_image
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.jobs.images.new_place import check_place_of, complete_or_gone
from desktop_labeler.jobs.images.read_images import read_images
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_LONGEST = 4096  # pixels of the longer side: what the window shows at most


@dataclass(frozen=True)
class SampleCopies:
    """What was copied.

    Attributes:
        folder: where to.
        images: how many.
        left_out: name and reason of each image that cannot be read.
    """

    folder: Path
    images: int
    left_out: tuple[tuple[str, Message], ...]


def copy_sample(project_path: Path, out: Path, names: Mapping[int, str]) -> Job[SampleCopies]:
    """Copy images to a new folder, completely or not at all, as JPEG without what else stands in the files.

    Args:
        project_path: the project; it is only read.
        out: the folder to make.
        names: of the images by their ids, without suffix.

    Raises:
        FormatError: `out` cannot be made; nothing is left there.
        ProjectError: the project cannot be read.
    """

    def encode(row: ImageRow, file: Path, pixels: UInt8Array) -> Encoded:
        return encode_image(file, pixels, _LONGEST, row.part or "", picture_only=True)

    out, left_out, count = Path(out).absolute(), [], 0
    with Project(project_path, "read") as project:
        check_place_of(project, out)
        with complete_or_gone(out) as part:
            part.mkdir()
            yield Progress("reading images", 0, len(names))
            images = np.array(list(names), np.int64)
            with closing(read_images(project, images, encode, longest=_LONGEST)) as steps:
                for row, found in (step for step in steps if step is not None):
                    if isinstance(found, Message):
                        left_out.append((names[row.id], found))
                        continue
                    (part / f"{names[row.id]}.jpg").write_bytes(found.data)
                    count += 1
                    yield Progress("reading images", count, len(names))
    return SampleCopies(out, count, tuple(left_out))
