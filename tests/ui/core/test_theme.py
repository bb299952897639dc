"""The look: every text can be read, every colour is filled in, every icon can be drawn."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_labeler.paths import resource
from desktop_labeler.ui.core.theme import DARK, LIGHT, Colors, contrast, style_sheet, theme

SCHEMES = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
ICONS = sorted(resource("icons").glob("*.svg"))


@SCHEMES
@pytest.mark.parametrize("ground", ["ground", "panel", "raised", "hover", "tile"])
@pytest.mark.parametrize("ink", ["text", "quiet"])
def test_text_reaches_4_5_to_1(colors: Colors, ground: str, ink: str) -> None:
    assert contrast(getattr(colors, ink), getattr(colors, ground)) >= 4.5


@SCHEMES
def test_text_on_filled_buttons_and_on_the_tint_can_be_read(colors: Colors) -> None:
    assert contrast(colors.on_accent, colors.accent) >= 4.5
    assert contrast(colors.accent, colors.tint) >= 4.5
    assert contrast(colors.text, colors.tint) >= 4.5


@SCHEMES
@pytest.mark.parametrize("state", ["good", "care", "wrong", "accent"])
def test_badges_reach_3_to_1_on_tile_and_panel(colors: Colors, state: str) -> None:
    assert contrast(getattr(colors, state), colors.tile) >= 3
    assert contrast(getattr(colors, state), colors.panel) >= 3


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@SCHEMES
def test_the_style_sheet_has_no_hole(colors: Colors) -> None:
    assert "%" not in style_sheet(colors, 9.0)


@pytest.mark.parametrize("file", ICONS, ids=lambda file: file.stem)
def test_every_icon_draws_something(file: Path, qapp: QApplication) -> None:
    icon = theme().icon(file.stem, "text")
    image = icon.pixmap(20, 20).toImage()
    assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))


def test_schemes_switch_and_say_so(qapp: QApplication) -> None:
    told: list[bool] = []
    look = theme()
    look.use("light")
    look.changed.connect(lambda: told.append(look.dark))
    look.use("dark")
    look.use("light")
    assert told == [True, False]
