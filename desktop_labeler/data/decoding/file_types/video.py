"""Reads the frames of videos with PyAV (FFmpeg), where it is installed; nothing is written beside a video."""

from pathlib import Path

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.display_range import DisplayRange
from desktop_labeler.data.decoding.file_types.open_video import VIDEOS
from desktop_labeler.data.decoding.limits import check_page
from desktop_labeler.data.decoding.moments import Moment, Page


def page_count(path: Path) -> int:
    """Return 1: the frames of a video are asked for by their moments, which `video_times` lists."""
    size(path)
    return 1


def size(path: Path, page: Page | None = None) -> tuple[int, int, int]:
    """Return width and height in pixels as stored, and the orientation, of all frames.

    Raises:
        ImageError: no frame can be read, or another page than the first is asked for.
    """
    if not isinstance(page, Moment):
        check_page(page, 1)
    with VIDEOS.opened(path) as video:
        height, width = video.pixels(None, None).shape[:2]
        turn = video.turn
    return (height, width, turn) if turn >= 5 else (width, height, turn)


def read(path: Path, longest: int | None, display: DisplayRange, page: Page | None = None) -> UInt8Array:
    """Return the (H, W, 3) pixels of the frame at a moment, of the first one for None; arguments as of `decode`.

    Videos have no range to choose: they are shown as players show them. A video from which many frames are read one
    after the other, also by several threads, is opened and decoded once.

    Raises:
        ImageError: the frame cannot be read.
    """
    if not isinstance(page, Moment):
        check_page(page, 1)
    with VIDEOS.opened(path) as video:
        return video.pixels(page if isinstance(page, Moment) else None, longest)
