"""The points of the map: which are inside a line, which pixel each falls on, what lies above, what is nearest."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_labeler.array_types import UInt32Array
from desktop_labeler.ui.pages.map import rasterizer
from desktop_labeler.ui.pages.map.rasterizer import (
    ALPHAS,
    MIXES,
    Cloud,
    Drawing,
    Palette,
    View,
    color_table,
    fitted,
    in_view,
    inside,
    make_cloud,
    nearest,
)

RED, BLUE, GREY, WHITE = (200, 0, 0), (0, 0, 200), (120, 120, 120), (255, 255, 255)
FULL = (ALPHAS - 1) * MIXES + MIXES - 1
DOT = tuple((right, down, FULL) for right in (-1, 0, 1) for down in (-1, 0, 1))


def cloud_of(points: list[tuple[float, float]], kinds: list[int] | None = None) -> Cloud:
    x, y = np.array(points, np.float32).reshape(-1, 2).T
    kind = np.array(kinds if kinds is not None else [0] * len(points), np.uint8)
    return Cloud(np.arange(1, len(points) + 1), np.ascontiguousarray(x), np.ascontiguousarray(y), kind)


def drawn(cloud: Cloud, view: View, palette: Palette) -> UInt32Array:
    drawing = Drawing(cloud, view, palette)
    while not drawing.complete:
        drawing.step()
    return drawing.picture()


def palette_of(*colors: tuple[int, int, int], ranks: list[int] | None = None, dots: bool = True) -> Palette:
    table = color_table(list(colors), WHITE, 0.7)
    return Palette(table, np.array(ranks or [0] * len(colors), np.uint8), (DOT if dots else (),) * len(colors))


# --- inside a line


def crossed(x: float, y: float, corners: list[tuple[float, float]]) -> bool:
    """Return whether a ray to the right crosses the line an odd number of times: point by point, side by side."""
    odd = False
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * ((x1 - x0) / (y1 - y0)):
            odd = not odd
    return odd


_PLACE = st.tuples(st.integers(-6, 6), st.integers(-6, 6))
_FINE = st.tuples(st.floats(-6, 6, width=32), st.floats(-6, 6, width=32))


@given(corners=st.lists(_PLACE | _FINE, max_size=14), points=st.lists(_PLACE | _FINE, min_size=1, max_size=30))
def test_inside_is_what_counting_crossings_says(
    corners: list[tuple[float, float]], points: list[tuple[float, float]]
) -> None:
    cloud = cloud_of(points)
    found = inside(cloud.x, cloud.y, np.array(corners, np.float64).reshape(-1, 2))
    expected = [
        len(corners) > 2 and crossed(float(x), float(y), corners) for x, y in zip(cloud.x, cloud.y, strict=True)
    ]
    assert found.tolist() == expected


@given(turn=st.floats(0, 6.28), seed=st.integers(0, 999))
def test_a_circle_holds_what_is_nearer_than_its_radius(turn: float, seed: int) -> None:
    points = np.random.default_rng(seed).uniform(-1, 1, (200, 2)).astype(np.float32)
    angles = turn + np.linspace(0, 2 * np.pi, 720, endpoint=False)
    found = inside(points[:, 0], points[:, 1], 0.6 * np.stack([np.cos(angles), np.sin(angles)], axis=1))
    distance = np.hypot(points[:, 0], points[:, 1])
    clear = np.abs(distance - 0.6) > 1e-4
    assert (found == (distance < 0.6))[clear].all()


# --- views


@given(
    px=st.floats(0, 800), py=st.floats(0, 500), factor=st.floats(0.1, 50), x=st.floats(-1, 1), scale=st.floats(10, 9000)
)
def test_zooming_keeps_what_is_under_the_mouse(px: float, py: float, factor: float, x: float, scale: float) -> None:
    view = View(x, -x / 2, scale, 800, 500)
    under = view.to_map(px, py)
    assert view.to_pixel(*under) == pytest.approx((px, py), abs=1e-6)
    assert view.zoomed(factor, px, py).to_pixel(*under) == pytest.approx((px, py), abs=1e-4)


@given(seed=st.integers(0, 999), width=st.integers(200, 2000), height=st.integers(160, 1400), wide=st.floats(0.01, 100))
def test_fitting_brings_every_point_into_view(seed: int, width: int, height: int, wide: float) -> None:
    places = np.random.default_rng(seed).standard_normal((50, 2)).astype(np.float32) * [wide, 1]
    cloud = make_cloud(np.arange(50), places.astype(np.float32))
    view = fitted(cloud, width, height)
    assert in_view(cloud, view).all()
    longer = max(np.ptp(cloud.x), np.ptp(cloud.y))
    assert longer == pytest.approx(2, abs=1e-4)


def test_images_without_a_place_are_not_on_the_map() -> None:
    places = np.array([[0, 0], [np.nan, 1], [2, 1], [np.inf, 0]], np.float32)
    assert sorted(make_cloud(np.array([5, 6, 7, 8]), places).ids.tolist()) == [5, 7]
    assert len(make_cloud(np.empty(0, np.int64), np.empty((0, 2), np.float32))) == 0


def test_images_all_on_one_spot_are_shown_in_the_middle() -> None:
    cloud = make_cloud(np.arange(4), np.full((4, 2), 7, np.float32))
    view = fitted(cloud, 300, 200)
    assert view.to_pixel(float(cloud.x[0]), float(cloud.y[0])) == pytest.approx((150, 100))


# --- nearest


@given(seed=st.integers(0, 999), x=st.floats(-1, 1), y=st.floats(-1, 1), reach=st.floats(0.001, 2))
def test_nearest_is_the_nearest_within_reach(seed: int, x: float, y: float, reach: float) -> None:
    points = np.random.default_rng(seed).uniform(-1, 1, (40, 2)).astype(np.float32)
    cloud = cloud_of([(float(a), float(b)) for a, b in points])
    distance = np.hypot(points[:, 0].astype(float) - x, points[:, 1].astype(float) - y)
    found = nearest(cloud, x, y, reach)
    if abs(distance.min() - reach) > 1e-5:
        assert (found is not None) == (distance.min() <= reach)
    if found is not None:
        assert distance[found] == pytest.approx(distance.min(), abs=1e-5)


# --- drawing


def test_a_point_is_drawn_where_the_view_says() -> None:
    view = View(0, 0, 10, 40, 30)
    picture = drawn(cloud_of([(1.05, 0.55)]), view, palette_of(RED))
    x, y = (int(part) for part in view.to_pixel(1.05, 0.55))
    expected = np.full((30, 40), 0xFFFFFFFF, np.uint32)
    expected[y - 1 : y + 2, x - 1 : x + 2] = 0xFFC80000
    np.testing.assert_array_equal(picture, expected)


@given(seed=st.integers(0, 999), dots=st.booleans(), scale=st.floats(2, 400))
def test_chunks_give_the_picture_that_one_point_after_the_other_gives(seed: int, dots: bool, scale: float) -> None:
    rng = np.random.default_rng(seed)
    points = [(float(x), float(y)) for x, y in rng.uniform(-1.2, 1.2, (60, 2)).astype(np.float32)]
    view = View(0.1, -0.05, scale, 31, 23)
    palette = palette_of(RED, dots=dots)
    picture = drawn(cloud_of(points), view, palette)
    covered = np.zeros((23 + 4, 31 + 4), bool)
    for x, y in points:
        px, py = view.to_pixel(float(np.float32(x)), float(np.float32(y)))
        column, row = int(np.floor(px)) + 2, int(np.floor(py)) + 2
        if min(abs(px - round(px)), abs(py - round(py))) < 1e-3:
            return  # between two pixels: either is right
        reach = 1 if dots else 0
        if reach <= column < 35 - reach and reach <= row < 27 - reach:
            covered[row - reach : row + reach + 1, column - reach : column + reach + 1] = True
    np.testing.assert_array_equal(picture != 0xFFFFFFFF, covered[2:-2, 2:-2])


@pytest.mark.parametrize("dots", [True, False])
@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_a_higher_rank_lies_above_in_whatever_order_it_comes(
    monkeypatch: pytest.MonkeyPatch, order: list[int], dots: bool
) -> None:
    monkeypatch.setattr(rasterizer, "CHUNK", 1)
    palette = palette_of(RED, BLUE, ranks=[0, 2], dots=dots)
    picture = drawn(cloud_of([(0.05, 0.05)] * 2, order), View(0, 0, 10, 20, 20), palette)
    seen = np.unique(picture)
    assert len(seen) == 2  # the ground and blue, no red
    assert all((int(color) & 0xFF) > (int(color) >> 16 & 0xFF) or color == 0xFFFFFFFF for color in seen)


def test_a_pixel_is_the_fuller_the_more_points_it_holds() -> None:
    points = [(0.05, 0.05)] * 30 + [(1.05, 0.05)] * 3 + [(2.05, 0.05)]
    picture = drawn(cloud_of(points), View(1, 0, 10, 60, 20), palette_of((0, 0, 0), dots=False))
    many, some, one = (int(picture[9, column]) & 0xFF for column in (20, 30, 40))
    assert many < some < one < 255


def test_half_of_the_points_is_a_fair_sample() -> None:
    """What is shown while the map moves must not show one class before the others."""
    places = np.concatenate([np.random.default_rng(0).uniform(-1, 1, (30_000, 2)) for _ in range(2)])
    cloud = make_cloud(np.arange(60_000), places.astype(np.float32))
    of_first = (cloud.ids < 30_000)[:10_000].mean()
    assert 0.47 < of_first < 0.53


def test_nothing_is_drawn_of_nothing() -> None:
    picture = drawn(cloud_of([]), View(0, 0, 10, 7, 5), palette_of(RED))
    assert picture.shape == (5, 7)
    assert (picture == 0xFFFFFFFF).all()


def test_points_far_outside_a_deep_view_do_no_harm() -> None:
    cloud = cloud_of([(x / 50 - 1, y / 50 - 1) for x in range(101) for y in range(101)])
    view = replace(fitted(cloud, 600, 400), scale=600_000.0, x=0.5, y=0.5)
    picture = drawn(cloud, view, palette_of(RED))
    assert (picture != 0xFFFFFFFF).sum() == 9
