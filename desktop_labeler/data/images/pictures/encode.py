"""Encodes images for a package: files as they are where they are small enough, else smaller JPEG files."""

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.decode import probe
from desktop_labeler.data.decoding.signatures import HEAD, kind_of
from desktop_labeler.data.images.parts.part_rows import part_id
from desktop_labeler.errors import ImageError, refusal

_QUALITY = 92
_EVERYWHERE = ("JPEG", "PNG")  # kinds that every computer shows, copied as they are


@dataclass(frozen=True, eq=False)
class Encoded:
    """An image for a package: bytes, size in pixels, and what identifies the file or part that it was made from."""

    data: bytes
    width: int
    height: int
    origin: bytes


def encode_image(
    file: Path, pixels: UInt8Array, longest: int, part: str = "", *, picture_only: bool = False
) -> Encoded:
    """Return the file as it is where it is a JPEG or PNG of at most that size, else its pixels as JPEG.

    Args:
        file: the image file.
        pixels: (H, W, 3), decoded with the longer side at most `longest`.
        longest: in pixels.
        part: which part of the file the image is, empty for all of it; a part is always made anew.
        picture_only: make every image anew, since keywords, dates and places that stand in a file can tell its class.

    Raises:
        ImageError: the file cannot be read.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise ImageError("the file cannot be read ({reason})", reason=refusal(error)) from error
    origin = hashlib.sha256(data).digest()
    origin = part_id(origin, part) or origin if part else origin
    info = probe(file)
    as_it_is = max(info.width, info.height) <= longest and kind_of(data[:HEAD], file.name) in _EVERYWHERE
    if as_it_is and not part and not picture_only:
        return Encoded(data, info.width, info.height, origin)
    packed = io.BytesIO()
    # Full colour resolution, since small coloured structures are often what a person looks for.
    Image.fromarray(pixels).save(packed, "JPEG", quality=_QUALITY, subsampling=0)
    return Encoded(packed.getvalue(), pixels.shape[1], pixels.shape[0], origin)
