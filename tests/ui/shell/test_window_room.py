"""A window is never larger than its screen and never beside it."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from desktop_labeler.ui.shell.window_room import FIRST, LEAST, first_place, moved_inside

_far = st.integers(-5_000, 5_000)
_length = st.integers(100, 5_000)
rects = st.builds(QRect, _far, _far, _length, _length)


@given(rects)
def test_a_new_window_fits_its_screen_and_is_as_large_as_it_can_be(free: QRect) -> None:
    place = first_place(free)
    assert free.contains(place)
    for size, first, least, room in (
        (place.width(), FIRST.width(), LEAST.width(), free.width()),
        (place.height(), FIRST.height(), LEAST.height(), free.height()),
    ):
        assert min(least, room) <= size <= first
        assert size >= min(first, room - 44)  # the frame


@given(rects, rects)
def test_a_restored_window_is_moved_inside_and_no_further(place: QRect, room: QRect) -> None:
    moved = moved_inside(place, room)
    assert room.contains(moved)
    assert moved_inside(moved, room) == moved
    if room.contains(place):
        assert moved == place
