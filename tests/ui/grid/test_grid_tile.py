"""What a tile shows: every state by a sign of its own, readable in both themes, in the right place."""

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from desktop_labeler.array_types import BoolArray, Float64Array, UInt8Array
from desktop_labeler.data.decisions.classes import SHAPES
from desktop_labeler.data.project.project_file import LabelClass, State
from desktop_labeler.ui.core.theme import DARK, LIGHT, Colors, contrast, theme
from desktop_labeler.ui.grid.tiles.grid_tile import GAP, PAD, TilePainter, geometry
from desktop_labeler.ui.grid.tiles.tile_badges import badges
from desktop_labeler.ui.grid.tiles.tile_content import TileContent
from desktop_labeler.ui.widgets.classes.class_shapes import class_icon, draw_class_shape

_FLY = LabelClass(1, "Fly", "#d55e00", "circle", "1", 0)
_LONG = LabelClass(2, "Calanoida of the deep and very cold northern sea", "#56b4e9", "square", "2", 1)

Painted = Callable[..., UInt8Array]


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    theme().use("light")
    yield
    theme().use("light")


@pytest.fixture
def painted(qapp: QApplication) -> Painted:
    """Return a function that paints one tile of 100 pixels on the ground and gives its pixels, (H, W, 4)."""

    def paint(
        content: TileContent, *, selected: bool = False, focus: str = "", ratio: float = 1.0, picture: str = ""
    ) -> UInt8Array:
        cells = geometry(120, 100, qapp.font(), 1)
        image = QImage(
            round(cells.width * ratio), round(cells.height * ratio), QImage.Format.Format_RGBA8888_Premultiplied
        )
        image.setDevicePixelRatio(ratio)
        image.fill(QColor(theme().colors.ground))
        pixmap = QPixmap(round(cells.edge * ratio), round(cells.edge * ratio))
        pixmap.fill(QColor(picture or "#808080"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tile = QRectF(0, 0, cells.width, cells.height)
        tiles = TilePainter(theme().colors, qapp.font(), cells)
        tiles.paint(painter, tile, content, pixmap if picture else None, selected=selected, focus=focus)
        painter.end()
        return np.array(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)

    return paint


def test_every_state_has_a_sign_of_its_own() -> None:
    assert badges(TileContent(State.UNLABELLED)) == []
    assert badges(TileContent(State.LABELLED, _FLY)) == []
    assert badges(TileContent(State.CONFIRMED, _FLY)) == ["tick"]
    assert badges(TileContent(State.LABELLED, _FLY, decided=True)) == ["tick"]
    assert badges(TileContent(State.UNSURE)) == ["question"]
    assert badges(TileContent(State.EXCLUDED)) == ["excluded"]
    assert badges(TileContent(State.UNLABELLED, rejected=True)) == ["cross"]
    assert badges(TileContent(State.LABELLED, _FLY, doubt=True)) == ["doubt"]
    assert badges(TileContent(State.CONFIRMED, _FLY, second=True)) == ["tick", "flag"]
    assert badges(TileContent(State.UNLABELLED, decided=True, second=True)) == ["flag"]


def test_states_differ_without_colour(painted: Painted) -> None:
    contents = [
        TileContent(State.UNLABELLED),
        TileContent(State.CONFIRMED),
        TileContent(State.UNSURE),
        TileContent(State.EXCLUDED),
        TileContent(State.UNLABELLED, rejected=True),
        TileContent(State.LABELLED, doubt=True),
        TileContent(State.LABELLED, second=True),
    ]
    glyphs = [_bright_on_badge(painted(content, picture="#404040")) for content in contents]
    for (one, first), (other, second) in combinations(zip(contents, glyphs, strict=True), 2):
        assert np.mean(first != second) > 0.06, f"{one} looks like {other}"


def _bright_on_badge(pixels: UInt8Array) -> BoolArray:
    """Return where the badge is nearly white inside its rim: its sign, whatever its colour."""
    near, far = _CORNER + 2, _CORNER + 13  # of the 15 pixels that the badge of a tile of 100 takes
    return np.asarray(pixels[near:far, -far:-near, :3].min(axis=2) > 200)


_CORNER = int(GAP + PAD) + 4


@pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
def test_badges_and_captions_have_enough_contrast(colors: Colors) -> None:
    for badge in (colors.good, colors.care, colors.wrong, colors.quiet, colors.accent):
        assert contrast(badge, colors.on_accent) >= 3
        assert contrast(badge, colors.ground) >= 3
    for ground in (colors.ground, colors.tint, colors.tile):
        assert contrast(colors.text, ground) >= 4.5
        assert contrast(colors.quiet, ground) >= 4.5
    assert contrast(colors.accent, colors.ground) >= 3  # frame of the selection


def test_the_ring_lies_outside_the_frame_and_the_frame_outside_the_picture(painted: Painted) -> None:
    plain = painted(TileContent(State.UNLABELLED), picture="#808080")
    for changed in (
        painted(TileContent(State.UNLABELLED), picture="#808080", focus="active"),
        painted(TileContent(State.UNLABELLED), picture="#808080", selected=True),
    ):
        differs = (plain != changed).any(axis=2)
        assert differs.any()
        assert not differs[12:105, 12:-12].any()
    ring = (plain != painted(TileContent(State.UNLABELLED), picture="#808080", focus="active")).any(axis=2)
    frame = (plain != painted(TileContent(State.UNLABELLED), picture="#808080", selected=True)).any(axis=2)
    assert np.flatnonzero(ring.any(axis=0))[0] < np.flatnonzero(frame.any(axis=0))[0]


def test_a_decided_tile_fades(painted: Painted) -> None:
    plain = painted(TileContent(State.CONFIRMED, _FLY), picture="#000000")
    faded = painted(TileContent(State.CONFIRMED, _FLY, decided=True), picture="#000000")
    assert plain[60, 60, 0] == 0
    assert faded[60, 60, 0] > 120


def test_a_tile_without_its_picture_is_quiet_ground_and_a_broken_one_says_why(painted: Painted) -> None:
    waiting = painted(TileContent(State.UNLABELLED))
    broken = painted(TileContent(State.UNLABELLED, problem="missing"), picture="#ff0000")
    tile = QColor(theme().colors.tile)
    assert tuple(waiting[60, 60, :3]) == (tile.red(), tile.green(), tile.blue())
    inside = broken[15:105, 15:105, :3].reshape(-1, 3)
    assert not (inside == (255, 0, 0)).all(axis=1).any()
    assert len(np.unique(inside, axis=0)) > 10  # sign and words


def test_a_long_name_keeps_its_beginning_its_end_and_the_note(painted: Painted, qapp: QApplication) -> None:
    cells = geometry(120, 100, qapp.font(), 1)
    tiles = TilePainter(LIGHT, qapp.font(), cells)
    short = tiles._elide(_LONG.name, 70, "middle")
    assert short[0] == "C"
    assert short[-1] == "a"
    assert "…" in short
    with_note = painted(TileContent(State.LABELLED, _LONG, note=".97"))
    without = painted(TileContent(State.LABELLED, _LONG))
    assert (with_note != without).any()
    assert not (with_note[:, -int(GAP) :] != without[:, -int(GAP) :]).any()


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_pictures_are_copied_pixel_for_pixel_at_any_scale(painted: Painted, ratio: float) -> None:
    pixels = painted(TileContent(State.UNLABELLED), picture="#123456", ratio=ratio)
    picture = (pixels[:, :, :3] == (0x12, 0x34, 0x56)).all(axis=2)
    assert picture.any(axis=1).sum() == picture.any(axis=0).sum() == round(100 * ratio)


@given(width=st.integers(1, 4000), tile=st.integers(64, 320), lines=st.integers(0, 6))
def test_the_layout_fits_any_view(width: int, tile: int, lines: int) -> None:
    cells = geometry(width, tile, QApplication.font(), lines)
    assert cells.columns >= 1
    assert cells.edge >= 32
    assert cells.height >= cells.edge + 2 * (GAP + PAD) - 2
    around = 2 * int(GAP + PAD)
    if width >= tile + around:
        assert cells.columns * cells.width <= width
        assert 0.88 * tile <= cells.edge <= tile * 1.5 + 1
        assert width - cells.columns * cells.width < cells.columns


@pytest.mark.parametrize(("one", "other"), list(combinations(SHAPES, 2)))
def test_class_shapes_differ_without_colour(qapp: QApplication, one: str, other: str) -> None:
    masks = [_shape(shape, 11) for shape in (one, other)]
    assert np.mean(np.abs(masks[0] - masks[1])) > 0.06


def _shape(shape: str, side: int) -> Float64Array:
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    draw_class_shape(painter, shape, "#000000", QRectF(0, 0, side, side))
    painter.end()
    return np.array([[image.pixelColor(x, y).alphaF() for x in range(side)] for y in range(side)])


@pytest.mark.parametrize("shape", SHAPES)
def test_a_class_shape_stays_in_its_box(qapp: QApplication, shape: str) -> None:
    mask = _shape(shape, 40)
    edge = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    assert edge.max() < 0.4
    assert 0.2 < mask.mean() < 0.85
    assert not class_icon(shape, "#d55e00").isNull()
