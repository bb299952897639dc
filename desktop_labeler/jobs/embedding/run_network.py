"""Runs a network on images of a project, batch by batch: read in threads, prepared, computed, taken by the caller."""

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeVar

from desktop_labeler.array_types import IntArray, UInt8Array
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.jobs.images.read_images import enough_pixels, read_images
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.networks import Preprocessing
from desktop_labeler.ml.hardware.devices import Device
from desktop_labeler.progress import Job, Progress

P = TypeVar("P")
R = TypeVar("R")
_FIRST = 16  # images of the first batch
_TOGETHER = 8  # images that a thread reads as one task


class Network(Protocol):
    """What the loop needs to know of a network; see backbone.Backbone."""

    preprocessing: Preprocessing

    @property
    def batch(self) -> int:
        """Number of images processed at the same time."""
        ...

    @property
    def device(self) -> Device:
        """What it runs on; this may change."""
        ...

    @property
    def together(self) -> int:
        """The best number of images per call."""
        ...

    def take_notes(self) -> list[Message]:
        """Return the notes for the person since the last call."""
        ...


def run_network(
    project: Project,
    network: Network,
    images: IntArray,
    progress: Progress,
    *,
    prepare: Callable[[ImageRow, Path, UInt8Array], P],
    compute: Callable[[list[P]], R],
    take: Callable[[list[ImageRow], list[P], R], None],
    skip: Callable[[ImageRow, Message], None],
) -> Job[None]:
    """Run a network on images of a project.

    Args:
        project: open; it stays on the caller's thread.
        network: the network.
        images: ids.
        progress: the phase to report; where it stands is filled in, `done` of them before the first image.
        prepare: gets an image, its file and its (H, W, 3) pixels, on one of the reading threads.
        compute: runs the network on some prepared images.
        take: gets images, in order, with what was prepared and computed.
        skip: gets an image that cannot be read, with the reason.
    """
    done, total = progress.done, progress.done + len(images)
    ready: list[tuple[ImageRow, P]] = []
    size = min(network.batch, _FIRST)  # until it is known how long one takes: a whole one can hold up a cancel for 8 s

    def report() -> Iterator[Progress]:
        now = replace(progress, done=done, total=total, device=network.device.label)
        yield from [replace(now, note=note) for note in network.take_notes()] or [now]

    def run() -> float:
        rows, prepared = [row for row, _ in ready], [each for _, each in ready]
        start = time.perf_counter()
        found = compute(prepared)
        seconds = time.perf_counter() - start
        take(rows, prepared, found)
        return seconds

    reading = read_images(
        project,
        images,
        prepare,
        longest=enough_pixels(network.preprocessing.resize),
        ahead=min(2 * network.together, 1024),
        together=_TOGETHER,
    )
    with closing(reading) as results:
        for result in results:
            if result is None:
                yield from report()
                continue
            row, found = result
            if isinstance(found, Message):
                skip(row, found)
                done += 1
                continue
            ready.append((row, found))
            if len(ready) < size:
                continue
            size = _next_size(len(ready), run(), network.together)
            done += len(ready)
            ready = []
            yield from report()
    if ready:
        run()
        done += len(ready)
    yield from report()


def _next_size(images: int, seconds: float, most: int) -> int:
    """Return the size of the next batch, so that it takes about a second at most.

    Sizes are powers of two, because a network optimises itself again for every new size.
    """
    within = max(1, int(images / max(seconds, 1e-3)))
    return min(most, 1 << (within.bit_length() - 1))
