"""Makes small videos for tests: each frame shows its number as bright bars, which tell which one was read."""

from pathlib import Path

import numpy as np

from desktop_labeler.array_types import UInt8Array

_BITS = 8
FPS, WIDE, HIGH = 10, 120, 40
_COLORS = ((30, 30, 150), (150, 120, 30))  # of the scenes, in turn


def make_video(
    file: Path,
    *,
    frames: int = 40,
    codec: str = "libx264",
    scene: int = 1000,
    options: dict[str, str] | None = None,
    recorded: bool = True,
) -> None:
    """Write a video of 10 frames a second with a key frame every second; the colour changes every `scene` frames."""
    import av

    with av.open(str(file), "w", options=options or {}) as container:
        if recorded:
            container.metadata["creation_time"] = "2024-05-01T10:00:00.000000Z"
        stream = container.add_stream(codec, rate=FPS)
        stream.width, stream.height, stream.pix_fmt = WIDE, HIGH, "yuv420p"
        stream.codec_context.gop_size = FPS
        stream.codec_context.thread_count = 1
        for number in range(frames):
            pixels = np.empty((HIGH, WIDE, 3), np.uint8)
            pixels[:] = _COLORS[number // scene % 2]
            for bit in range(_BITS):
                if number >> bit & 1:
                    pixels[17:23, 12 + 12 * bit : 24 + 12 * bit] = 255
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, "rgb24")))
        container.mux(stream.encode())


def number_of(pixels: UInt8Array) -> int:
    """Return the number that a frame shows."""
    share = pixels.shape[1] / WIDE
    places = [round((18 + 12 * bit) * share) for bit in range(_BITS)]
    return sum(1 << bit for bit, place in enumerate(places) if pixels[pixels.shape[0] // 2, place].min() > 180)
