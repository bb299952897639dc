"""Small pictures of images for a report: decoded as shown, without what the file says about camera, place or time."""

import io
from pathlib import Path

from PIL import Image

from desktop_labeler.data.decoding.decode import decode
from desktop_labeler.data.decoding.display_range import AUTOMATIC, DisplayRange

_QUALITY = 85


def example_picture(file: Path, side: int, display: DisplayRange = AUTOMATIC) -> tuple[bytes, int, int]:
    """Return an image as JPEG, reduced to a longer side, with its width and height in pixels.

    Raises:
        ImageError: the file cannot be used.
    """
    pixels = decode(file, longest=side, display=display)
    packed = io.BytesIO()
    Image.fromarray(pixels).save(packed, "JPEG", quality=_QUALITY)
    return packed.getvalue(), pixels.shape[1], pixels.shape[0]
