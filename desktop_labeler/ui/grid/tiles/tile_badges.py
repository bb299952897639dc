"""The badges of a tile: which ones it has, and the sign on each."""

from functools import lru_cache

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.grid.tiles.tile_content import TileContent


def badges(content: TileContent) -> list[str]:
    """Return the badges of a tile, the most important first."""
    found = []
    if content.state == State.UNSURE:
        found.append("question")
    elif content.state == State.EXCLUDED:
        found.append("excluded")
    elif content.rejected:
        found.append("cross")
    elif content.state == State.CONFIRMED or (content.decided and content.state == State.LABELLED):
        found.append("tick")
    elif content.doubt:
        found.append("doubt")
    if content.second:
        found.append("flag")
    return found


@lru_cache(maxsize=16)
def glyph(kind: str) -> QPainterPath:
    """Return the sign of a badge as lines in a square of side 20."""
    path = QPainterPath()
    for start, *rest in _LINES[kind]:
        path.moveTo(*start)
        for point in rest:
            path.lineTo(*point)
    if kind == "question":
        path.moveTo(7.4, 8.0)
        path.cubicTo(7.4, 4.6, 12.8, 4.6, 12.8, 7.9)
        path.cubicTo(12.8, 10.0, 10.1, 9.9, 10.1, 12.0)
    if kind == "excluded":
        path.addEllipse(QPointF(10, 10), 4.4, 4.4)
    return path


_LINES: dict[str, tuple[tuple[tuple[float, float], ...], ...]] = {
    "tick": (((6.0, 10.4), (8.8, 13.1), (14.0, 7.2)),),
    "cross": (((7.0, 7.0), (13.0, 13.0)), ((13.0, 7.0), (7.0, 13.0))),
    "doubt": (((10.0, 5.4), (10.0, 10.8)), ((10.0, 14.2), (10.0, 14.3))),
    "question": (((10.1, 14.9), (10.1, 15.0)),),
    "excluded": (((6.2, 13.8), (13.8, 6.2)),),
    "flag": (((7.2, 15.0), (7.2, 5.6), (13.4, 7.8), (7.2, 10.4)),),
}
