"""Boxes of photographs that their camera stored turned: given for the stored pixels, or for the upright image."""

from dataclasses import dataclass

from desktop_labeler.data.images.parts.image_parts import Box

Corners = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True)
class Upright:
    """Width and height of an image as it is shown, in pixels, and how it is stored: its EXIF orientation, 1 to 8."""

    width: int
    height: int
    turn: int

    @property
    def stored(self) -> tuple[int, int]:
        """The width and height of the stored pixels."""
        return (self.height, self.width) if self.turn >= 5 else (self.width, self.height)

    def is_meant(self, size: tuple[int, int] | None) -> bool | None:
        """Whether boxes are for the upright image, where the size that their source gives tells; None if it does not.

        A source that gives no size, or an image that is turned by half a turn, mirrored or square, leaves it open.
        """
        if self.turn == 1:
            return True
        shown, stored = (self.width, self.height), self.stored
        if size is None or shown == stored or size not in (shown, stored):
            return None
        return size == shown


def upright_corners(corners: Corners, image: Upright) -> Corners:
    """Return where a box of the stored pixels lies in the upright image."""
    left, top, right, bottom = corners
    width, height = image.stored
    if image.turn in (2, 3, 7, 8):
        left, right = width - right, width - left
    if image.turn in (3, 4, 6, 7):
        top, bottom = height - bottom, height - top
    return (top, left, bottom, right) if image.turn >= 5 else (left, top, right, bottom)


def whole_box(corners: Corners, size: tuple[int, int]) -> Box | None:
    """Return a box in whole pixels, as far as it lies in an image of this width and height; None if nothing does."""
    sides = []
    for low, high, length in ((corners[0], corners[2], size[0]), (corners[1], corners[3], size[1])):
        if high <= 0 or low >= length:
            return None
        start = min(max(round(low), 0), length - 1)
        sides.append((start, max(1, min(round(high), length) - start)))
    (x, width), (y, height) = sides
    return Box(x, y, width, height)
