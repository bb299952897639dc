"""Finds an image of a project that has several channels, for a preview of how they are shown."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from desktop_labeler.data.decoding.decode import channel_count
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import ImageError

_SOME = 50  # images looked at, spread over the project


class ChannelExample(NamedTuple):
    """An image with several channels, and how many; None and 0 if none was found."""

    file: Path | None
    channels: int


def channel_example(project: Project) -> ChannelExample:
    """Return the first image with several channels among some of a project; only headers are read.

    Raises:
        ProjectError: the project cannot be read.
    """
    images, folders = np.sort(find_images(project)), project.folders()
    chosen = images[np.linspace(0, len(images), min(len(images), _SOME), endpoint=False).astype(np.int64)]
    for row in project.images(chosen.tolist()):
        try:
            file = project.file_of(row, folders)
            count = channel_count(file)
        except ImageError:
            continue  # a file that cannot be read is listed elsewhere
        if count > 1:
            return ChannelExample(file, count)
    return ChannelExample(None, 0)
