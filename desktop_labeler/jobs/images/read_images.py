"""Image files on their way to a network: decoded and prepared in threads, handed over in order."""

import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TypeVar

from desktop_labeler.array_types import IntArray, UInt8Array
from desktop_labeler.data.decoding.display_range import DisplayRange, display_range
from desktop_labeler.data.decoding.limits import TOO_SLOW, patience
from desktop_labeler.data.images.parts.image_parts import box_margin, decode_item, part_of
from desktop_labeler.data.project.project_file import ImageRow, Project
from desktop_labeler.errors import ImageError
from desktop_labeler.jobs.images.unpack_images import unpacked
from desktop_labeler.jobs.threads import in_threads
from desktop_labeler.messages import Message

R = TypeVar("R")
_ROWS = 500  # of the project that are read at a time


def read_images(
    project: Project,
    images: IntArray,
    prepare: Callable[[ImageRow, Path, UInt8Array], R],
    *,
    longest: int,
    ahead: int = 64,
    together: int = 1,
    display: DisplayRange | None = None,
) -> Generator[tuple[ImageRow, R | Message] | None, None, None]:
    """Read images of a project.

    Args:
        project: open; it stays on the caller's thread.
        images: ids.
        prepare: gets an image, its file and its (H, W, 3) pixels, on one of the threads; its ImageError is a reason.
        longest: maximum number of pixels along the longer side, see enough_pixels.
        ahead: number of images that are started before the first result is taken.
        together: number of images that a thread takes at once.
        display: which numbers of an image with more than 8 bits are black and white; None for those of the project.

    Yields:
        Each image with what was prepared, or why it cannot be read, in order; None whenever a quarter of a second
        passes without one, and while the images of a package are unpacked. Close it to stop early.
    """
    for _ in unpacked(project):
        yield None
    folders, display, margin = project.folders(), display or display_range(project), box_margin(project)

    def read(row: ImageRow, stop: threading.Event) -> R | Message:
        if stop.is_set():
            return Message("not read")
        try:
            file = project.file_of(row, folders)  # with the folders given it reads no row: safe on these threads
            pixels = decode_item(file, part_of(row), longest=longest, display=display, margin=margin)
            return prepare(row, file, pixels)
        except ImageError as error:
            return error.message

    yield from in_threads(
        read,
        _rows(project, images),
        ahead=ahead,
        together=together,
        patience=lambda row: patience(row.size),
        late=lambda row: TOO_SLOW,
    )


def enough_pixels(side: int) -> int:
    """Return the longer side at which to read images for a network with inputs of `side` pixels.

    It is three times that side: the middle of a long image stays sharp, and JPEG can be decoded at a reduced size.
    """
    return max(256, 3 * side)


def _rows(project: Project, images: IntArray) -> Iterator[ImageRow]:
    for start in range(0, len(images), _ROWS):
        yield from project.images(images[start : start + _ROWS].tolist())
