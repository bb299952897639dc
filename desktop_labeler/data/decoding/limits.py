"""The limits on an image's size and time, so that a decompression bomb is refused before it uses memory."""

from desktop_labeler.data.decoding.moments import Moment, Page
from desktop_labeler.errors import ImageError
from desktop_labeler.messages import Message

MAX_PIXELS = 400_000_000
MOST_PAGES = 100_000
TOO_SLOW = Message("takes too long to read, and the others went on without it")
_SECONDS, _SLOWEST = 120.0, 500_000  # for any file, and the bytes per second of a slow network disk


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


def patience(size: int) -> float:
    """Return how many seconds reading and decoding a file of this size may take: 120, and 2 for each MB.

    The largest image that is read takes a few seconds on one core; a file that is made to be slow takes hours.
    """
    return _SECONDS + size / _SLOWEST


def check_pages(count: int) -> None:
    """Refuse a file with more pages or frames than are read.

    Raises:
        ImageError: it has more than 100,000.
    """
    if count > MOST_PAGES:
        raise ImageError("has too many pages or frames (the limit is {limit}); split it", limit=MOST_PAGES)


def missing_of(missing: int, all_pages: int) -> Message:
    """Return the message that pages of a file that is cut off or damaged are missing."""
    return Message("pages missing: {missing} of {n}", missing=missing, n=all_pages)


def check_page(page: Page | None, count: int) -> int:
    """Return the place of a page among `count` of them, counted from 0; None is the first.

    Raises:
        ImageError: there is no such page.
    """
    if page is None:
        return 0
    if isinstance(page, Moment):
        raise ImageError("not a video, so that it has no frame at {time}", time=page.clock)
    if not 1 <= page <= count:
        raise ImageError("has {n:one page|# pages}, and page {page} is not among them", n=count, page=page)
    return page - 1
