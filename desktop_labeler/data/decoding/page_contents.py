"""What the pages and frames of a file show, as numbers that differ where the pictures do."""

import hashlib
import threading
from collections.abc import Collection
from pathlib import Path

from PIL import Image

from desktop_labeler.data.decoding.decode import decode, probe, worded
from desktop_labeler.data.decoding.file_types.video_times import frame_contents
from desktop_labeler.data.decoding.moments import Moment, Page
from desktop_labeler.errors import ImageError

BYTES = 16
UNKNOWN = bytes(BYTES)  # where a page cannot be read
_LONGEST = 2048  # pixels of the longer side of a page that is compared
_ANIMATED = frozenset(("GIF", "WEBP", "PNG", "AVIF"))


def page_contents(path: Path, pages: Collection[Page], stop: threading.Event | None = None) -> dict[Page, bytes]:
    """Return a hash of the picture of each page, by which it is known after its file has changed.

    That of a video is over the packed data that its frame is decoded from, so that one pass over the file does and a
    frame counts as another one after its video was compressed again; that of a page is over its pixels.

    Args:
        path: the file, which is only read.
        pages: which ones; pages that are not there or cannot be read are left out.
        stop: aborts the reading.

    Returns:
        16 bytes for each page.

    Raises:
        ImageError: the file cannot be read.
    """
    moments = [page for page in pages if isinstance(page, Moment)]
    found: dict[Page, bytes] = {}
    if moments:
        found |= dict(frame_contents(path, moments, stop).items())
    numbers = sorted(page for page in pages if not isinstance(page, Moment))
    if numbers and probe(path).format in _ANIMATED:
        found.update(_of_animation(path, set(numbers), stop))
    else:
        for number in numbers:
            if stop is not None and stop.is_set():
                break
            try:
                pixels = decode(path, longest=_LONGEST, page=number)
            except ImageError:
                continue
            found[number] = _hash(str(pixels.shape).encode() + pixels.tobytes())
    return found


def _of_animation(path: Path, numbers: Collection[int], stop: threading.Event | None) -> dict[Page, bytes]:
    """Decode every frame once, in order: each needs those before it."""
    found: dict[Page, bytes] = {}
    with worded(), Image.open(path) as image:
        for number in range(1, max(numbers) + 1):
            if stop is not None and stop.is_set():
                break
            try:
                image.seek(number - 1)
                pixels = image.convert("RGBA")
            except (EOFError, OSError, SyntaxError, ValueError):  # there are no more, or the rest is cut off
                break
            if number in numbers:
                found[number] = _hash(str(pixels.size).encode() + pixels.tobytes())
    return found


def _hash(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=BYTES).digest()
