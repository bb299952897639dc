"""How a box changes as a person drags: whole pixels, at least one of them, and never outside of the image."""

from dataclasses import dataclass

from desktop_labeler.data.images.parts.image_parts import Box


@dataclass(frozen=True)
class Grip:
    """Where a box is held: which of its sides follow; all of them move it as it is."""

    left: bool = False
    top: bool = False
    right: bool = False
    bottom: bool = False


WHOLE = Grip(left=True, top=True, right=True, bottom=True)


def spanned(start: tuple[float, float], end: tuple[float, float], size: tuple[int, int]) -> Box:
    """Return the box between two points.

    Args:
        start: x and y in pixels of the image, possibly outside of it.
        end: as `start`.
        size: width and height of the image in pixels.
    """
    left, width = _span(start[0], end[0], size[0])
    top, height = _span(start[1], end[1], size[1])
    return Box(left, top, width, height)


def _span(start: float, end: float, size: int) -> tuple[int, int]:
    low = min(max(round(min(start, end)), 0), size - 1)
    high = min(max(round(max(start, end)), low + 1), size)
    return low, high - low


def dragged(box: Box, grip: Grip, by: tuple[float, float], size: tuple[int, int]) -> Box:
    """Return a box after a side, a corner or all of it was dragged; a side stops at the opposite one.

    Args:
        box: before.
        grip: where it is held.
        by: how far, in pixels of the image.
        size: width and height of the image in pixels.
    """
    left, width = _side(box.x, box.width, grip.left, grip.right, by[0], size[0])
    top, height = _side(box.y, box.height, grip.top, grip.bottom, by[1], size[1])
    return Box(left, top, width, height)


def _side(start: int, length: int, low: bool, high: bool, by: float, size: int) -> tuple[int, int]:
    first = min(max(start, 0), size - 1)
    last = min(max(start + length, first + 1), size)
    step = round(by)
    if low and high:
        first_now = min(max(first + step, 0), size - (last - first))
        return first_now, last - first
    if low:
        first = min(max(first + step, 0), last - 1)
    if high:
        last = max(min(last + step, size), first + 1)
    return first, last - first
