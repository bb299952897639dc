"""Finds the moments of a video whose frames become images: every few seconds, or where the scene changes."""

import hashlib
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from desktop_labeler.array_types import Float64Array
from desktop_labeler.data.decoding.decode import worded
from desktop_labeler.data.decoding.file_types.open_video import frames_of, opened, packets_of, time_of
from desktop_labeler.data.decoding.limits import check_pages
from desktop_labeler.data.decoding.moments import Moment
from desktop_labeler.errors import ImageError

if TYPE_CHECKING:
    from av.container import InputContainer
    from av.video.stream import VideoStream

Frames: TypeAlias = float | Literal["scenes"]
"""Which frames of a video are images: one every so many seconds, or the first one of each scene."""

_SMALL = (64, 36)  # pixels in which scenes are compared
_CHANGE = 10.0  # of 100: the threshold of FFmpeg's filter scdet, whose measure this is
_APART = 500  # milliseconds between two scenes at least; a flash is none
_TOLERANCE = 0.02  # of the stated length, and a second, that a video may be shorter


@dataclass(frozen=True)
class VideoTimes:
    """The frames of a video that become images.

    Attributes:
        moments: of these frames, ascending.
        missing: how many frames there would be between the last one that is there and the stated end, of one every so
            many seconds; 0 for scenes.
        end: the moment of the last frame that is there.
        recorded: when the video was recorded, as the file says: ISO 8601, in UTC; None where it does not.
        is_short: whether it ends before the end that it states.
    """

    moments: list[Moment]
    missing: int
    end: Moment
    recorded: datetime | None
    is_short: bool


def video_times(path: Path, frames: Frames, stop: threading.Event | None = None) -> VideoTimes | None:
    """Find the frames of a video that become images, in one pass; for seconds nothing is decoded.

    Args:
        path: the video, which is only read.
        frames: which ones; a frame every so many seconds is the first one at or after each multiple of them.
        stop: aborts the pass.

    Returns:
        The frames; None after `stop`.

    Raises:
        ImageError: it cannot be used, or has more frames than are read; the text is the reason.
    """
    with worded(), _open(path) as (container, stream):
        found: list[int] = []
        times = _scenes(container, stream) if frames == "scenes" else _packets(container, stream)
        for time, chosen in times:
            if stop is not None and stop.is_set():
                return None
            found.append(time if chosen else -1 - time)
        present = sorted(time if time >= 0 else -1 - time for time in found)
        moments = [time for time in found if time >= 0] if frames == "scenes" else _every(present, frames)
        check_pages(len(moments))
        last = present[-1] if present else 0
        length = _length(container, stream)
        is_short = length - last > 1000 + _TOLERANCE * length
        missing = 0
        if is_short and frames != "scenes":
            step = frames * 1000
            missing = max(0, int((length - 1) // step) - int(last // step))
        return VideoTimes([Moment(time) for time in moments], missing, Moment(last), _recorded(container), is_short)


def stated_seconds(path: Path) -> float | None:
    """Return how long a video says that it lasts, in seconds; None where it does not, or cannot be read."""
    import av

    try:
        with _open(path) as (container, stream):
            return _length(container, stream) / 1000 or None
    except (ImageError, OSError, av.error.FFmpegError):
        return None  # the scan will list it with its reason


def frame_contents(path: Path, moments: Collection[Moment], stop: threading.Event | None = None) -> dict[Moment, bytes]:
    """Return a hash of what each frame is decoded from, in one pass that decodes nothing.

    It is over the packets from the key frame before it up to its own, and over those from the key frame before that one
    for a frame that is shown before its key frame but stored after it, since it may refer to both.

    Args:
        path: the video, which is only read.
        moments: of the frames; those at which no frame is are left out.
        stop: aborts the pass.

    Returns:
        16 bytes for each frame; none after `stop`.

    Raises:
        ImageError: it cannot be used; the text is the reason.
    """
    wanted = {moment.milliseconds: moment for moment in moments}
    found: dict[Moment, bytes] = {}
    with worded(), _open(path) as (container, stream):
        context = stream.codec_context
        said = f"{context.name} {context.width} {context.height}".encode()
        begun = hashlib.blake2b(said + (context.extradata or b""), digest_size=16)
        now, before, key = begun.copy(), b"", -1
        for packet in packets_of(container, stream):
            if stop is not None and stop.is_set():
                return {}
            time = time_of(packet, stream)
            if packet.is_keyframe:
                before, now, key = now.digest(), begun.copy(), time
            now.update(bytes(packet))
            for near in (time, time - 1, time + 1):  # moments are rounded
                if near in wanted and (near == time or wanted[near] not in found):
                    whole = now.copy()
                    whole.update(before if time < key else b"")
                    found[wanted[near]] = whole.digest()
    return found


@contextmanager
def _open(path: Path) -> "Iterator[tuple[InputContainer, VideoStream]]":
    container, stream = opened(path)
    try:
        yield container, stream
    finally:
        container.close()


def _packets(container: "InputContainer", stream: "VideoStream") -> Iterator[tuple[int, bool]]:
    """Yield the times of the frames in the order of the file."""
    for packet in packets_of(container, stream):
        time = time_of(packet, stream)
        if time >= 0 and not packet.is_discard:
            yield time, True


def _every(times: list[int], seconds: float) -> list[int]:
    """Return the first time at or after each multiple of some seconds; each time once."""
    found: list[int] = []
    following = 0.0
    for time in times:
        if time + 0.5 >= following:
            found.append(time)
            following = (int((time + 0.5) // (seconds * 1000)) + 1) * seconds * 1000
    return found


def _scenes(container: "InputContainer", stream: "VideoStream") -> Iterator[tuple[int, bool]]:
    """Yield the time of each frame, and whether a scene begins there.

    The measure is that of FFmpeg's filters select and scdet: the mean difference to the frame before, or its change if
    that is smaller, so that fast motion is no scene.
    """
    before: Float64Array | None = None
    change, latest = 0.0, -_APART
    for frame in frames_of(container, stream):
        time = time_of(frame, stream)
        if time < 0 or frame.is_corrupt:
            continue
        grey = frame.reformat(*_SMALL, "gray", interpolation="AREA").to_ndarray().astype(np.float64)
        now = float(np.abs(grey - before).mean()) / 255 * 100 if before is not None else 0.0
        is_new = before is None or (min(now, abs(now - change)) >= _CHANGE and time - latest >= _APART)
        before, change = grey, now
        latest = time if is_new else latest
        yield time, is_new


def _length(container: "InputContainer", stream: "VideoStream") -> float:
    """Return how many milliseconds of pictures a video states; 0 where it does not."""
    if stream.duration is not None:
        counted = (
            stream.frames / stream.average_rate * 1000 if stream.average_rate else 0
        )  # AVI's only length if cut off
        return float(max(counted, stream.duration * stream.time_base * 1000))
    stated = stream.metadata.get("DURATION", "").split(":")  # of Matroska: "00:01:02.500000000"
    if len(stated) == 3 and all(part.replace(".", "", 1).isdigit() for part in stated):
        hours, minutes, seconds = map(float, stated)
        return ((hours * 60 + minutes) * 60 + seconds) * 1000
    return container.duration / 1000 if container.duration else 0.0


def _recorded(container: "InputContainer") -> datetime | None:
    try:
        found = datetime.fromisoformat(container.metadata.get("creation_time", ""))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo is not None and found.year > 1970 else None  # 1904: not set
