"""Choose how a project shows images with more than 8 bits; a common range is measured on some of them."""

from contextlib import closing
from pathlib import Path

import numpy as np

from desktop_labeler.data.computed.embeddings import stored_backbones
from desktop_labeler.data.images.display_range import (
    Bounds,
    DisplayRange,
    RangeMeter,
    display_range,
    save_display_range,
)
from desktop_labeler.data.images.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.read_images import read_images
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job, Progress

_SOME = 200  # images that a common range is measured on
_LONGEST = 512  # pixels


def set_display_range(project_path: Path, wanted: DisplayRange) -> Job[Message]:
    """Choose the range of a project; thumbnails and vectors that were made with another one are made again.

    Args:
        project_path: the project.
        wanted: the range. Of kind "project" without bounds it is measured: the lowest 0.5th and the highest 99.5th
            percentile of up to 200 images, spread over the project.

    Returns:
        What was chosen and what follows.

    Raises:
        LabelerError: no image with more than 8 bits was found to measure, or the project cannot be written; nothing was
            changed.
    """
    with Project(project_path) as project:
        if wanted.kind == "project" and wanted.low == wanted.high:
            wanted = DisplayRange("project", *(yield from measured_range(project)))
        if wanted == display_range(project):
            return Message("Nothing changes: {range}", range=range_text(wanted))
        save_display_range(project, wanted)
        if not stored_backbones(project):
            return range_text(wanted)
        return Message(
            "{range} Their thumbnails are made again, and with the next round every image is analysed again. "
            "Labels stay.",
            range=range_text(wanted),
        )


def range_text(display: DisplayRange) -> Message:
    """Return a sentence that says how images with more than 8 bits are shown."""
    if display.kind == "project":
        return Message(
            "All images with more than 8 bits are shown with one range: {low} is black and {high} is white.",
            low=f"{display.low:.10g}",
            high=f"{display.high:.10g}",
        )
    if display.kind == "full":
        return Message("Images with more than 8 bits are shown with the full range of their numbers.")
    if display.kind == "image":
        return Message("Every image with more than 8 bits is shown with its own range.")
    return Message(
        "Photographs in colour with more than 8 bits are shown with the full range of their numbers, other images with "
        "their own range."
    )


def measured_range(project: Project) -> Job[Bounds]:
    """Return the range that holds those of some images; files that cannot be read are left out."""
    images = np.sort(find_images(project))
    chosen = images[np.linspace(0, len(images), min(len(images), _SOME), endpoint=False).astype(np.int64)]
    meter = RangeMeter()
    with closing(read_images(project, chosen, lambda *_: None, longest=_LONGEST, display=meter)) as results:
        for done, _ in enumerate(results):
            yield Progress("reading some images", min(done, len(chosen)), len(chosen))
    low, high = min((low for low, _ in meter.seen), default=0.0), max((high for _, high in meter.seen), default=0.0)
    if high <= low:
        raise LabelerError(
            "{n:# image was|# images were} read, and none has more than 8 bits, so there is no range to measure. "
            "Nothing was changed.",
            n=len(chosen),
        )
    return low, high
