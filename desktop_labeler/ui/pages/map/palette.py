"""How the kinds of points are drawn on the map: class colours and shapes on the scheme's background."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop_labeler.ui.core.theme import contrast, theme
from desktop_labeler.ui.pages.map.rasterizer import Palette, Stamp, color_table, stamp_of
from desktop_labeler.ui.widgets.classes.class_shapes import draw_class_shape

_SMALLEST, _LARGEST = 1.1, 6.0  # radius of a dot in logical pixels; smaller points are single pixels
_FRACTION = 0.26  # radius as a fraction of the distance between evenly spread points
_LINE = 1 / 1.35  # as dark as the outline that draw_class_shape draws
_QUIET = 0.58  # share of the quiet text's colour in the grey of dots
_FAINT = 2.0  # least contrast at which single pixels stay visible


@dataclass(frozen=True)
class Entry:
    """A kind of points with its legend entry.

    Attributes:
        text: the name in the legend.
        color: as in LabelClass; empty for the quiet grey of kinds that do not matter in this mode.
        shape: as in LabelClass.
        count: how many points there are.
        above: kinds with a higher number are drawn over lower ones, and all of them over quiet ones.
    """

    text: str
    color: str
    shape: str
    count: int = 0
    above: int = 1


_NOTHING = Entry("", "", "circle")  # a palette needs a kind even if there are no points


def make_palette(entries: tuple[Entry, ...], lit: int | None, room: float, ratio: float) -> Palette:
    """Return the palette that draws the kinds.

    Args:
        entries: the legend entry of each kind.
        lit: the only kind that keeps its colour; None for all.
        room: drawn pixels per point if they were spread evenly.
        ratio: drawn pixels per logical pixel.
    """
    entries = entries or (_NOTHING,)
    radius = _FRACTION * room**0.5
    single = radius < _SMALLEST * ratio
    coloured = [bool(entry.color) and lit in (None, kind) for kind, entry in enumerate(entries)]
    fills = [_fill(entry.color if on else "", single=single) for entry, on in zip(entries, coloured, strict=True)]
    ranks = [entry.above if on else 0 for entry, on in zip(entries, coloured, strict=True)]
    size = round(min(radius, _LARGEST * ratio) * 2) / 2
    stamps = tuple(() if single else _dot(entry, size) for entry in entries)
    ground = _parts(theme().colors.ground)
    return Palette(color_table([_parts(fill) for fill in fills], ground, _LINE), np.array(ranks, np.uint8), stamps)


def _fill(color: str, *, single: bool) -> str:
    """Return the colour of a kind's points, grey for quiet ones; single pixels need more contrast."""
    if not color:
        return quiet_color()
    return _readable(color, theme().colors.ground) if single else color


def _dot(entry: Entry, size: float) -> Stamp:
    """Return the dot of a kind, a circle below three pixels, where shapes cannot be told apart."""
    return _stamp(entry.shape if entry.color and size >= 3 else "circle", size)


def quiet_color() -> str:
    """Return the colour of quiet kinds: paler than any class, because one class colour is grey.

    On the dark ground a dot of it, on the light one its darker outline, still reaches a contrast of 3 : 1.
    """
    return _mixed(theme().colors.quiet, theme().colors.ground, _QUIET)


@lru_cache(maxsize=256)
def _stamp(shape: str, radius: float) -> Stamp:
    """Return a shape as a dot: drawn white with its darker outline, then split into coverage and colour."""
    reach = int(np.ceil(radius)) + 1
    edge = 2 * reach + 1
    image = QImage(edge, edge, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    half = radius + 0.5  # draw_class_shape leaves half a pixel for the outline
    middle = edge / 2
    draw_class_shape(painter, shape, "#ffffff", QRectF(middle - half, middle - half, 2 * half, 2 * half))
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(edge, edge, 4).astype(np.float64) / 255
    alpha, light = pixels[..., 3], pixels[..., 0]
    return stamp_of(alpha, np.clip((light - _LINE) / (1 - _LINE), 0, 1))


def _mixed(color: str, ground: str, fraction: float) -> str:
    one, other = np.array(_parts(color)), np.array(_parts(ground))
    red, green, blue = (int(part) for part in np.rint(one * fraction + other * (1 - fraction)))
    return QColor(red, green, blue).name()


def _readable(color: str, ground: str) -> str:
    """Return a colour made darker or lighter until single pixels of it are visible."""
    found = QColor(color)
    light = QColor(ground).lightnessF() > 0.5
    for _ in range(12):
        if contrast(found.name(), ground) >= _FAINT:
            break
        found = found.darker(110) if light else found.lighter(110)
    return found.name()


def _parts(color: str) -> tuple[int, int, int]:
    found = QColor(color)
    return found.red(), found.green(), found.blue()
