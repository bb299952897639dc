"""Videos that stay open between two frames: threads that ask for frames of one get them in order, each decoded once."""

import os
import struct
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.limits import check_size
from desktop_labeler.data.decoding.memory_budget import BUDGET, of_values
from desktop_labeler.data.decoding.moments import Moment
from desktop_labeler.data.decoding.signatures import HEAD, video_format
from desktop_labeler.data.decoding.upright_pixels import finished
from desktop_labeler.errors import ImageError

if TYPE_CHECKING:
    from av import Packet
    from av.container import InputContainer
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

_KEPT = 2  # videos that stay open; each holds up to 16 frames
_IDLE = 10.0  # seconds after which a video that nobody reads is closed, so that it can be moved on Windows
_THREADS = 4  # of a decoder; each holds a frame
_FAILURES = 100  # to read a packet, one after the other, until the rest counts as lost
_LAST = 4  # times that the frames that were held back are asked for
_EARLIER = 10_000  # milliseconds: where the second search begins if the first one finds no intact frame
_DISORDER = 16  # frames: AVI does not store the order of frames that refer to later ones
_NEAR = 3_000  # milliseconds ahead that are decoded rather than sought where the file has no index
# Exif's Orientation by whether the axes change places, and which of them are reversed.
_TURN = (((1, 2), (4, 3)), ((5, 6), (8, 7)))
_MOST_ASPECT = 8  # of pixels that are wider or higher; beyond that, the file states nonsense
_UNSPECIFIED = (2, 3)  # colour spaces of ISO/IEC 23091-2 that say nothing
_HD, _BT709, _BT601 = 720, 1, 5  # players take a video from this height on for BT.709 if it does not say


def opened(path: Path) -> "tuple[InputContainer, VideoStream]":
    """Return a video of PyAV, and its stream of pictures; nothing but this file is opened, whatever stands in it.

    Raises:
        ImageError: it is no video, or has no pictures. Errors of PyAV are passed on.
    """
    import av

    with path.open("rb") as file:
        name = video_format(file.read(HEAD))
    if name is None:
        raise ImageError("not a video of a kind that is read")
    try:
        container = av.open(os.fspath(path), format=name, options={"protocol_whitelist": "file"})
    except av.error.FFmpegError as error:  # the file itself was read above
        raise ImageError("cut off or damaged: what says where its frames are is missing") from error
    streams = [each for each in container.streams.video if not each.disposition & av.stream.Disposition.attached_pic]
    if not streams:
        container.close()
        raise ImageError("cut off, damaged, or sound without pictures")
    stream = streams[0]
    check_size(stream.codec_context.width, stream.codec_context.height)
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = _THREADS
    return container, stream


def time_of(timed: "VideoFrame | Packet", stream: "VideoStream") -> int:
    """Return the milliseconds from the beginning of a stream to a packet or a frame; below 0 if it has no time."""
    stamp = timed.pts if timed.pts is not None else timed.dts
    return -1 if stamp is None else round((stamp - (stream.start_time or 0)) * stream.time_base * 1000)


def packets_of(container: "InputContainer", stream: "VideoStream") -> "Iterator[Packet]":
    """Yield the packets of a stream from here on; what is damaged between them is passed over."""
    import av

    failed = 0
    while failed < _FAILURES:
        try:
            for packet in container.demux(stream):
                if packet.size and not packet.is_corrupt:
                    failed = 0
                    yield packet
        except av.error.EOFError:
            return
        except av.error.FFmpegError:
            failed += 1
            continue
        return


def frames_of(container: "InputContainer", stream: "VideoStream") -> "Iterator[VideoFrame]":
    """Decode the frames from here on, also the last ones that are there; packets that are damaged are passed over."""
    import av

    # None asks for the frames that were held back, and an error of one of them ends the answer.
    for packet in chain(packets_of(container, stream), [None] * _LAST):
        try:
            frames = stream.codec_context.decode(packet)
        except av.error.FFmpegError:
            continue
        yield from frames


def displayed_size(width: int, height: int, aspect: Fraction | None) -> tuple[int, int]:
    """Return the size in square pixels of a frame whose pixels have an aspect; no side becomes shorter.

    Args:
        width: in pixels as stored.
        height: in pixels as stored.
        aspect: width of a pixel divided by its height; None, or what no video has, for square ones.
    """
    if not aspect or not 1 / _MOST_ASPECT <= aspect <= _MOST_ASPECT:
        return width, height
    return (round(width * aspect), height) if aspect > 1 else (width, round(height / aspect))


def orientation_of(matrix: bytes) -> int:
    """Return Exif's Orientation, 1 to 8, that a display matrix of FFmpeg asks for.

    It holds nine 32-bit numbers (libavutil/display.h): the pixel p to the right and q down is shown a·p + c·q to the
    right and b·p + d·q down. An angle between the axes counts as that of the nearest axis.
    """
    a, b, _, c, d, *_ = struct.unpack("=9i", matrix)
    if abs(a) + abs(d) >= abs(b) + abs(c):
        return _TURN[0][d < 0][a < 0]
    return _TURN[1][b < 0][c < 0]


class _Wanted:
    """A frame that a thread waits for."""

    def __init__(self, moment: Moment | None, longest: int | None) -> None:
        self.moment, self.longest = moment, longest
        self.pixels: UInt8Array | None = None
        self.error: BaseException | None = None

    @property
    def time(self) -> int:
        return self.moment.milliseconds if self.moment is not None else 0

    @property
    def done(self) -> bool:
        return self.pixels is not None or self.error is not None


class OpenVideo:
    """One video; safe to share by threads. It is opened for the first frame that is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reading = threading.Lock()
        self._asking = threading.Lock()
        self._wanted: list[_Wanted] = []
        self._is_open = False
        self._container: InputContainer
        self._stream: VideoStream
        self._frames: Iterator[VideoFrame] = iter(())
        self._position = -1  # milliseconds of the frame that was decoded last
        self.turn = 1
        self.users = 0

    def pixels(self, moment: Moment | None, longest: int | None) -> UInt8Array:
        """Return the (H, W, 3) pixels of a frame, upright; None is the first frame.

        Whichever thread holds the decoder also reads what the others wait for, in order of time: the video is decoded
        once, and not sought back and forth.

        Raises:
            ImageError: the video has no such frame, or it is damaged. Errors of PyAV are passed on.
        """
        mine = _Wanted(moment, longest)
        with self._asking:
            self._wanted.append(mine)
        with self._reading:
            while not mine.done:
                self._serve(self._next())
        if mine.error is not None:
            raise mine.error
        assert mine.pixels is not None
        return mine.pixels

    def close(self) -> None:
        """Close the file; it is opened again when a frame is asked for."""
        with self._reading:
            if self._is_open:
                self._frames = iter(())
                self._container.close()
                self._is_open = False
                self._position = -1

    def _next(self) -> _Wanted:
        """Take the next frame in order of time, the earliest where all lie behind."""
        with self._asking:
            ahead = [each for each in self._wanted if each.time > self._position]
            following = min(ahead or self._wanted, key=lambda each: each.time)
            self._wanted.remove(following)
            return following

    def _serve(self, wanted: _Wanted) -> None:
        try:
            if not self._is_open:
                self._container, self._stream = opened(self._path)
                self._is_open = True
            context = self._stream.codec_context
            with BUDGET.room(of_values(context.width, context.height)):
                wanted.pixels = self._finished(self._frame(wanted.moment), wanted.longest)
        except BaseException as error:  # noqa: BLE001 raised in the thread that asked for the frame
            wanted.error = error

    def _frame(self, moment: Moment | None) -> "VideoFrame":
        """Return the intact frame at a moment: from here on, from the key frame before it, or from an earlier one."""
        if moment is None:
            self._seek(-_EARLIER)
            frame = next((each for each in self._frames if not each.is_corrupt), None)
            if frame is None:
                raise ImageError("no frame of it can be read")
            self._position = time_of(frame, self._stream)
            return frame
        damaged = False
        for start in self._starts(moment.milliseconds):
            if start is not None:
                self._seek(start)
            frame = self._until(moment.milliseconds)
            if frame is not None and not frame.is_corrupt:
                return frame
            damaged |= frame is not None
        if damaged:
            raise ImageError("the frame at {time} is damaged", time=moment.clock)
        raise ImageError(
            "the video has no frame at {time}: it is cut off, damaged, or another one than before", time=moment.clock
        )

    def _starts(self, wanted: int) -> list[int | None]:
        """Return from where to look for a frame; None is from where the decoder is."""
        here: list[int | None] = [None] if -1 < self._position < wanted and not self._is_behind_key(wanted) else []
        return [*here, wanted, wanted - _EARLIER]

    def _is_behind_key(self, wanted: int) -> bool:
        """Whether a key frame lies between the decoder and a moment, from which it is reached faster."""
        entries = self._stream.index_entries
        stamp = self._stamp(wanted)
        place = entries.search_timestamp(stamp) if len(entries) else -1
        if place < 0:
            return wanted - self._position > _NEAR
        return bool(entries[place].timestamp > self._stamp(self._position))

    def _stamp(self, milliseconds: int) -> int:
        return max(0, int(milliseconds / 1000 / self._stream.time_base) + (self._stream.start_time or 0))

    def _seek(self, milliseconds: int) -> None:
        import av

        self._position = -1
        try:
            self._container.seek(self._stamp(milliseconds), stream=self._stream)
        except av.error.FFmpegError:  # it cannot be sought: from its beginning
            self._container.close()
            self._container, self._stream = opened(self._path)
        self._frames = frames_of(self._container, self._stream)

    def _until(self, wanted: int) -> "VideoFrame | None":
        """Decode up to a moment and return its frame; None if there is none."""
        beyond = 0
        for frame in self._frames:
            at = time_of(frame, self._stream)
            self._position = max(self._position, at)
            if abs(at - wanted) <= 1:  # rounded
                return frame
            beyond += at > wanted
            if beyond > _DISORDER:
                break
        return None

    def _finished(self, frame: "VideoFrame", longest: int | None) -> UInt8Array:
        from av.sidedata.sidedata import Type

        width, height = displayed_size(frame.width, frame.height, self._stream.sample_aspect_ratio)
        check_size(width, height)
        if longest is not None and max(width, height) > longest:
            share = longest / max(width, height)
            width, height = max(1, round(width * share)), max(1, round(height * share))
        stated = int(frame.colorspace)
        guessed = _BT709 if frame.height >= _HD else _BT601
        space = guessed if stated in _UNSPECIFIED else stated
        seen = frame.reformat(width, height, "rgb24", src_colorspace=space, interpolation="AREA")
        matrix = frame.side_data.get(Type.DISPLAYMATRIX)
        self.turn = 1 if matrix is None else orientation_of(bytes(matrix))
        return finished(Image.fromarray(seen.to_ndarray()), self.turn, None)


@dataclass(frozen=True)
class _State:
    """What tells whether a file is still the same."""

    path: Path
    mtime_ns: int
    size: int


class OpenVideos:
    """The videos that are open, a few at most, until nobody has read them for some seconds."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: OrderedDict[_State, OpenVideo] = OrderedDict()
        self._timer: threading.Timer | None = None

    @contextmanager
    def opened(self, path: Path) -> Iterator[OpenVideo]:
        """Hold a video open for the block."""
        info = path.stat()
        state = _State(path, info.st_mtime_ns, info.st_size)
        with self._lock:
            video = self._open.setdefault(state, OpenVideo(path))
            self._open.move_to_end(state)
            video.users += 1
        try:
            yield video
        finally:
            with self._lock:
                video.users -= 1
                left = self._taken(len(self._open) - _KEPT)
                self._wait()
            for each in left:
                each.close()

    def close(self) -> None:
        """Close all videos that nobody reads."""
        with self._lock:
            left = self._taken(len(self._open))
        for each in left:
            each.close()

    def _taken(self, most: int) -> list[OpenVideo]:
        """Take out those that were used longest ago and that nobody reads, at most so many."""
        idle = [state for state, video in self._open.items() if not video.users][: max(0, most)]
        return [self._open.pop(state) for state in idle]

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = threading.Timer(_IDLE, self.close)
        self._timer.daemon = True
        self._timer.start()


VIDEOS = OpenVideos()
