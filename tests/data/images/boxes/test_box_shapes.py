"""Boxes that are dragged: whole pixels, inside of the image."""

from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.data.images.boxes.box_shapes import WHOLE, Grip, dragged, spanned
from desktop_labeler.data.images.parts.image_parts import Box

_SIZES = st.tuples(st.integers(1, 5000), st.integers(1, 5000))
_POINTS = st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))
_GRIPS = st.builds(Grip, st.booleans(), st.booleans(), st.booleans(), st.booleans())
_BOXES = st.builds(Box, st.integers(0, 6000), st.integers(0, 6000), st.integers(1, 6000), st.integers(1, 6000))


def _inside(box: Box, size: tuple[int, int]) -> bool:
    across = 0 <= box.x < box.x + box.width <= size[0]
    return across and 0 <= box.y < box.y + box.height <= size[1]


@given(_POINTS, _POINTS, _SIZES)
def test_a_drawn_box_is_inside_and_the_same_from_either_corner(
    start: tuple[float, float], end: tuple[float, float], size: tuple[int, int]
) -> None:
    box = spanned(start, end, size)
    assert _inside(box, size)
    assert box == spanned(end, start, size) == spanned((start[0], end[1]), (end[0], start[1]), size)


@given(_BOXES, _GRIPS, _POINTS, _SIZES)
def test_a_dragged_box_stays_inside(box: Box, grip: Grip, by: tuple[float, float], size: tuple[int, int]) -> None:
    found = dragged(box, grip, by, size)
    assert _inside(found, size)
    if _inside(box, size):
        if grip == WHOLE:
            assert (found.width, found.height) == (box.width, box.height)
        if not grip.left and not grip.right:
            assert (found.x, found.width) == (box.x, box.width)
        if grip.left and not grip.right:
            assert found.x + found.width == box.x + box.width


@given(_BOXES, st.tuples(st.integers(-50, 50), st.integers(-50, 50)))
def test_moving_there_and_back_changes_nothing(box: Box, by: tuple[int, int]) -> None:
    size = (20_000, 20_000)
    middle = Box(box.x + 100, box.y + 100, box.width, box.height)
    assert dragged(dragged(middle, WHOLE, by, size), WHOLE, (-by[0], -by[1]), size) == middle


def test_sides_follow_the_pointer() -> None:
    size = (100, 80)
    assert spanned((9.6, 20.2), (30.4, 10.0), size) == Box(10, 10, 20, 10)
    assert spanned((5, 5), (5, 5), size) == Box(5, 5, 1, 1)
    assert dragged(Box(10, 10, 20, 10), Grip(right=True), (15, 99), size) == Box(10, 10, 35, 10)
    assert dragged(Box(10, 10, 20, 10), Grip(left=True, top=True), (50, -50), size) == Box(29, 0, 1, 20)
