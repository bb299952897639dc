"""The look: every text can be read, every colour is filled in, every icon can be drawn."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop_labeler.paths import resource
from desktop_labeler.ui.core.theme import DARK, LIGHT, Colors, contrast, style_sheet, theme
from desktop_labeler.ui.pages.map.palette import quiet_color

SCHEMES = pytest.mark.parametrize("colors", [LIGHT, DARK], ids=["light", "dark"])
ICONS = sorted(resource("icons").glob("*.svg"))


@SCHEMES
@pytest.mark.parametrize("ground", ["ground", "panel", "raised", "hover", "tile"])
@pytest.mark.parametrize("ink", ["text", "quiet"])
def test_text_reaches_4_5_to_1(colors: Colors, ground: str, ink: str) -> None:
    assert contrast(getattr(colors, ink), getattr(colors, ground)) >= 4.5


# What can be behind the texts of rules without a background of their own: pages, cards, sheets, notices, hovered rows.
GROUNDS = ("ground", "panel", "raised", "tint", "hover")
RULE = re.compile(r"(?<=[}/\n])([^{}/]+)\{([^}]*)\}")
INK = re.compile(r"(?<![-\w])(?:color|selection-color|placeholder-text-color): %(\w+)%")
GROUND = re.compile(r"background(?:-color)?: %(\w+)%")


def pairs_of_the_style_sheet() -> set[tuple[str, str, str]]:
    """Return each rule that colours a text, with its ink and each colour that can be behind it."""
    found = set()
    for selector, body in RULE.findall(resource("style.qss").read_text(encoding="utf-8")):
        own = GROUND.findall(body)
        for ink in INK.findall(body):
            found |= {(selector.strip(), ink, ground) for ground in own or GROUNDS}
    return found


@SCHEMES
def test_every_text_of_the_style_sheet_reaches_4_5_to_1_on_all_that_can_be_behind_it(colors: Colors) -> None:
    pairs = pairs_of_the_style_sheet()
    assert len(pairs) > 60
    plain = {(rule, ink, ground) for rule, ink, ground in pairs if ink != "on_accent" or ground == "accent"}
    faint = {
        (rule, ink, ground): round(contrast(getattr(colors, ink), getattr(colors, ground)), 2)
        for rule, ink, ground in plain
        if contrast(getattr(colors, ink), getattr(colors, ground)) < 4.5
    }
    assert not faint


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit])
def test_what_an_empty_field_asks_for_can_be_read(
    qtbot: QtBot, scheme: str, field: type[QLineEdit | QPlainTextEdit]
) -> None:
    theme().use("dark" if scheme == "dark" else "light")
    edit = field()
    qtbot.addWidget(edit)
    edit.ensurePolished()
    ink = edit.palette().color(QPalette.ColorRole.PlaceholderText)
    assert ink.alpha() == 255
    assert contrast(ink.name(), theme().colors.panel) >= 4.5
    theme().use("light")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_dot_without_a_class_stands_out_from_the_map(qapp: QApplication, scheme: str) -> None:
    """The dot itself, or its darker outline, which the light ground needs."""
    theme().use("dark" if scheme == "dark" else "light")
    dot, ground = QColor(quiet_color()), theme().colors.ground
    outline = dot.darker(135)
    assert max(contrast(dot.name(), ground), contrast(outline.name(), ground)) >= 3
    assert contrast(dot.name(), ground) > 2  # single pixels have no outline
    theme().use("light")


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
