"""The limit on the size of an image, so that a decompression bomb is refused before it uses memory."""

from desktop_labeler.errors import ImageError

MAX_PIXELS = 400_000_000


def check_size(width: int, height: int) -> None:
    """Refuse an image that is too large or has no pixels.

    Raises:
        ImageError: the image has more than 400 million pixels, or none.
    """
    if width * height > MAX_PIXELS:
        raise ImageError(
            "would need {memory:.1f} GB of memory ({width} × {height} pixels; at most {limit} million are read)",
            memory=width * height * 3 / 1e9,
            width=width,
            height=height,
            limit=MAX_PIXELS // 1000000,
        )
    if width < 1 or height < 1:
        raise ImageError("damaged: it has no pixels")
