"""Choose how a project shows images with more than 8 bits and with several channels; common ranges are measured."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from desktop_labeler.data.computed.embeddings import stored_backbones
from desktop_labeler.data.decoding.channels import COLOUR_NAMES, Channel, checked
from desktop_labeler.data.decoding.display_range import (
    Bounds,
    DisplayRange,
    RangeMeter,
    display_range,
    save_display_range,
)
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.images.read_images import read_images
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
        wanted = replace(wanted, channels=display_range(project).channels)
        return _taken(project, wanted, range_text(wanted))


@dataclass(frozen=True)
class ChannelChoice:
    """The channels that a project shows; `common`: with one measured range for each that has none of its own."""

    channels: tuple[Channel, ...]
    common: bool = False


def set_channels(project_path: Path, channels: Sequence[Channel], *, common: bool = False) -> Job[Message]:
    """Choose the colours in which a project shows the channels of images that have several.

    Args:
        project_path: the project.
        channels: what is shown; none for the first channel in grey.
        common: measure one range for each channel without a range of its own, as `set_display_range` does.

    Returns:
        What was chosen and what follows.

    Raises:
        LabelerError: no image with a channel was found to measure, or the project cannot be written; nothing was
            changed.
    """
    with Project(project_path) as project:
        chosen = []
        for channel in channels:
            if common and channel.low is None:
                low, high = yield from measured_range(project, (channel,))
                chosen.append(channel._replace(low=low, high=high))
            else:
                chosen.append(channel)
        wanted = replace(display_range(project), channels=checked(chosen))
        return _taken(project, wanted, channels_text(wanted.channels))


def _taken(project: Project, wanted: DisplayRange, said: Message) -> Message:
    if wanted == display_range(project):
        return Message("Nothing changes: {range}", range=said)
    save_display_range(project, wanted)
    if not stored_backbones(project):
        return said
    return Message(
        "{range} Their thumbnails are made again, and with the next round every image is analysed again. Labels stay.",
        range=said,
    )


def channels_text(channels: Sequence[Channel]) -> Message:
    """Return a sentence that says how images with several channels are shown."""
    if not channels:
        return Message("Of images with several channels, the first is shown.")
    return Message(
        "Images with several channels are shown as {channels}.", channels=[_channel_text(c) for c in channels]
    )


def _channel_text(channel: Channel) -> Message:
    colour = COLOUR_NAMES[channel.colour]
    if channel.low is None or channel.high is None:
        return Message("{n:d} in {colour}", n=channel.number, colour=colour)
    low, high = f"{channel.low:.10g}", f"{channel.high:.10g}"
    return Message("{n:d} in {colour} ({low} to {high})", n=channel.number, colour=colour, low=low, high=high)


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


def measured_range(project: Project, channels: tuple[Channel, ...] = ()) -> Job[Bounds]:
    """Return the range that holds those of some images, or of a channel; files that cannot be read are left out."""
    images = np.sort(find_images(project))
    chosen = images[np.linspace(0, len(images), min(len(images), _SOME), endpoint=False).astype(np.int64)]
    meter = RangeMeter(tuple(channel._replace(low=None, high=None) for channel in channels))
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
