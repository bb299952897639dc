"""Boxes of photographs that are stored turned lie where the pixels that they were drawn around are shown."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop_labeler.data.decoding.decode import decode, probe
from desktop_labeler.data.images.boxes.box_orientation import Upright, upright_corners, whole_box
from desktop_labeler.data.images.parts.image_parts import Box


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_box_of_the_stored_pixels_is_found_in_the_upright_image(tmp_path: Path, turn: int) -> None:
    pixels = np.zeros((30, 50, 3), np.uint8)
    left, top, right, bottom = 7, 3, 19, 25
    pixels[top:bottom, left:right] = 255
    exif = Image.Exif()
    exif[0x0112] = turn
    Image.fromarray(pixels).save(tmp_path / "a.png", exif=exif)
    about = probe(tmp_path / "a.png")
    assert about.turn == turn
    image = Upright(about.width, about.height, about.turn)
    assert image.stored == (50, 30)
    rows, columns = np.nonzero(decode(tmp_path / "a.png")[..., 0])
    found = upright_corners((left, top, right, bottom), image)
    assert found == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


def test_the_size_in_the_source_tells_which_way_the_boxes_are_meant() -> None:
    turned = Upright(30, 50, 6)
    assert turned.is_meant((30, 50)) is True
    assert turned.is_meant((50, 30)) is False
    assert turned.is_meant(None) is None
    assert turned.is_meant((300, 500)) is None
    assert Upright(50, 50, 6).is_meant((50, 50)) is None
    assert Upright(30, 50, 3).is_meant((30, 50)) is None
    assert Upright(30, 50, 1).is_meant(None) is True


numbers = st.floats(-2000, 2000, allow_nan=False)


@given(numbers, numbers, st.floats(0.01, 500), st.floats(0.01, 500), st.integers(1, 900), st.integers(1, 900))
def test_a_box_in_whole_pixels_lies_in_its_image(
    x: float, y: float, width: float, height: float, across: int, down: int
) -> None:
    box = whole_box((x, y, x + width, y + height), (across, down))
    if x >= across or y >= down or x + width <= 0 or y + height <= 0:
        assert box is None
        return
    assert box is not None
    assert 0 <= box.x < box.x + box.width <= across
    assert 0 <= box.y < box.y + box.height <= down


@given(st.integers(0, 100), st.integers(0, 100), st.integers(1, 100), st.integers(1, 100))
def test_a_box_of_whole_pixels_stays_as_it_is(x: int, y: int, width: int, height: int) -> None:
    assert whole_box((x, y, x + width, y + height), (200, 200)) == Box(x, y, width, height)
