"""Painting of a tile: picture, caption, badges, selection and focus; shape and colour together."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.core.class_names import class_names
from desktop_labeler.ui.core.theme import Colors, theme
from desktop_labeler.ui.grid.tiles.stack_look import StackPainter
from desktop_labeler.ui.grid.tiles.tile_badges import badges, glyph
from desktop_labeler.ui.grid.tiles.tile_content import TileContent
from desktop_labeler.ui.widgets.classes.class_shapes import draw_class_shape

GAP = 4.0  # pixels around the frame, for the focus ring
PAD = 6.0  # pixels between frame and picture
_FADED = 0.36
_EMPTY = 0.25  # of the height of a view that a page may leave empty
_LEAST_SHARE = 0.7  # of the wanted side, for another row
_SHRINK = 0.88  # factor of the wanted side, if that makes room for another column
_DOT = 9.0  # pixels: the class shape beside 11 px text
_ARROW, _DIFFERS = "→", "≠"


@dataclass(frozen=True)
class Geometry:
    """The geometry of equal cells in logical pixels; `edge` is the side of the picture.

    `expected` says whether the caption has a line for the expected class.
    """

    columns: int
    width: int
    height: int
    edge: int
    line: int
    expected: bool = False


def geometry(view_width: int, tile: int, font: QFont, lines: int, expected: bool = False) -> Geometry:
    """Return the geometry for a view: as many columns as fit, stretched or shrunk a little to fill it.

    Args:
        view_width: width of the viewport in logical pixels.
        tile: wanted side of a picture in logical pixels.
        font: the font of the view.
        lines: number of caption lines, 0 for none.
        expected: whether to add a line for the expected class.
    """
    around = 2 * int(GAP + PAD)
    columns = max(1, view_width // (tile + around))
    columns += view_width // (columns + 1) - around >= tile * _SHRINK  # avoids few wide columns in a small window
    width = max(view_width // columns, 32 + around)
    edge = min(width - around, round(tile * 1.5))  # limits the tile of a single column
    line = round(QFontMetricsF(caption_font(font)).height()) + 1
    expected = expected and lines > 0
    caption = (lines + expected) * line + 2 if lines else -2
    return Geometry(columns, width, edge + around + caption, edge, line, expected)


def filling_tile(view: QSize, tile: int, font: QFont, lines: int, expected: bool = False) -> int:
    """Return the largest tile size, up to 30 % below the wanted one, whose rows leave little of a view empty."""

    def empty(size: int) -> float:
        height = geometry(view.width(), size, font, lines, expected).height
        return view.height() % height if height <= view.height() else view.height()

    sizes = range(tile, round(tile * _LEAST_SHARE) - 1, -2)
    fits = (size for size in sizes if empty(size) <= _EMPTY * view.height())
    return next(fits, min(sizes, key=empty))


def caption_font(font: QFont) -> QFont:
    """Return the font of captions: 11/13 of the size of normal text."""
    small = QFont(font)
    small.setPointSizeF(max(font.pointSizeF(), 8.0) * 11.25 / 13)
    return small


class TilePainter:
    """Paints tiles with the current colours and fonts; replaced when one of them changes."""

    def __init__(self, colors: Colors, font: QFont, cells: Geometry) -> None:
        self._cells = cells
        self._font = caption_font(font)
        self._struck = QFont(self._font)
        self._struck.setStrikeOut(True)
        self._under_strike = QPen(QColor(colors.ground), 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        self._over_strike = QPen(QColor(colors.wrong), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        self._metrics = QFontMetricsF(self._font)
        self._text, self._quiet = QColor(colors.text), QColor(colors.quiet)
        self._ground, self._tile = QColor(colors.ground), QBrush(QColor(colors.tile))
        self._accent, self._tint = QPen(QColor(colors.accent), 2), QBrush(QColor(colors.tint))
        self._ring = QPen(self._text, 2, Qt.PenStyle.CustomDashLine)
        self._ring.setDashPattern([2.2, 1.4])
        self._pale_ring = QPen(self._ring)
        self._pale_ring.setColor(self._quiet)
        self._badges = {
            "tick": QColor(colors.good),
            "question": QColor(colors.care),
            "doubt": QColor(colors.care),
            "cross": QColor(colors.wrong),
            "excluded": QColor(colors.quiet),
            "flag": QColor(colors.accent),
        }
        self._glyph = QColor(colors.on_accent)
        self._stacks = StackPainter(colors, self._font)
        self._side = min(20.0, max(13.0, cells.edge * 0.15))  # side of a badge
        self._elided = lru_cache(maxsize=4096)(self._elide)
        self._advance = lru_cache(maxsize=4096)(self._metrics.horizontalAdvance)
        self._named = lru_cache(maxsize=4096)(self._name)
        self._arrow = max(map(self._metrics.horizontalAdvance, (_ARROW, _DIFFERS)))
        self._sprites: dict[tuple[str, str, float], QPixmap] = {}

    def paint(
        self,
        painter: QPainter,
        cell: QRectF,
        content: TileContent,
        picture: QPixmap | None,
        *,
        selected: bool,
        focus: str,
        marked: bool = False,
    ) -> None:
        """Paint one tile.

        Args:
            painter: an active painter of the viewport.
            cell: the rectangle of its cell.
            content: what it shows.
            picture: the thumbnail, None while there is none.
            selected: whether to draw the accent frame and tint.
            focus: "" for none, "active" for the ring of the keyboard focus, "pale" when the keyboard is elsewhere.
            marked: whether it is marked as wrong: picture faded and struck, class crossed out, and a badge.
        """
        frame = cell.adjusted(GAP, GAP, -GAP, -GAP)
        if selected:
            painter.setPen(self._accent)
            painter.setBrush(self._tint)
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 8, 8)
        if focus:
            painter.setPen(self._ring if focus == "active" else self._pale_ring)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(-2, -2, 2, 2), 10, 10)
        edge = self._cells.edge
        square = QRectF(frame.center().x() - edge / 2, frame.top() + PAD, edge, edge)
        inside = square if content.size < 2 else self._stacks.paint_edges(painter, square)
        self._picture(painter, inside, content, picture, faded=content.decided or marked)
        if content.size > 1:
            self._stacks.paint_count(painter, inside, content.size, content.agreeing)
        if marked:
            self._strike(painter, inside)
        self._marks(painter, inside, ["cross"] if marked else badges(content))
        if frame.bottom() > square.bottom() + PAD:
            painter.setFont(self._struck if marked else self._font)
            self._caption(painter, QRectF(square.left(), square.bottom() + 3, edge, self._cells.line), content)

    # --- picture ----------------------------------------------------------------------------------------------------
    def _picture(
        self, painter: QPainter, square: QRectF, content: TileContent, picture: QPixmap | None, *, faded: bool
    ) -> None:
        if content.problem:
            self._broken(painter, square, content.problem)
            return
        if picture is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._tile)
            painter.drawRoundedRect(square, 5, 5)
            return
        if faded:
            painter.setOpacity(_FADED)
        painter.drawPixmap(self._target(painter, square, picture), picture, QRectF(picture.rect()))
        if faded:
            painter.setOpacity(1.0)

    def _strike(self, painter: QPainter, square: QRectF) -> None:
        """Cross a picture out, with an outline in the background colour for contrast, and frame it."""
        inside = square.adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (self._under_strike, self._over_strike):
            painter.setPen(pen)
            painter.drawLine(inside.bottomLeft(), inside.topRight())
            painter.drawLine(inside.topLeft(), inside.bottomRight())
            painter.drawRoundedRect(inside, 5, 5)

    def _target(self, painter: QPainter, square: QRectF, picture: QPixmap) -> QRectF:
        """Return the rectangle of a picture: pixel for pixel if it has this size, else scaled."""
        ratio = painter.device().devicePixelRatioF()
        width, height, edge = picture.width() / ratio, picture.height() / ratio, square.width()
        fits = abs(max(width, height) - edge) < 1
        if not fits:
            scale = edge / max(width, height)
            width, height = width * scale, height * scale
        x, y = square.x() + (edge - width) / 2, square.y() + (edge - height) / 2
        return QRectF(round(x * ratio) / ratio, round(y * ratio) / ratio, width, height)

    def _broken(self, painter: QPainter, square: QRectF, problem: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._tile)
        painter.drawRoundedRect(square, 5, 5)
        icon = min(28.0, square.width() / 3)
        box = QRectF(0, 0, icon, icon)
        box.moveCenter(square.center() - QPointF(0, self._cells.line / 2))
        theme().icon("image-off").paint(painter, box.toRect())
        painter.setFont(self._font)
        painter.setPen(self._quiet)
        line = QRectF(square.left() + 4, box.bottom() + 2, square.width() - 8, self._cells.line)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._elided(problem, int(line.width()), "end"))

    # --- badges -----------------------------------------------------------------------------------------------------
    def _marks(self, painter: QPainter, square: QRectF, kinds: list[str]) -> None:
        """Paint the badges: the state at the top right, the flag to its left."""
        if not kinds:
            return
        place = QPointF(square.right() - self._side - 4, square.top() + 4)
        ratio = painter.device().devicePixelRatioF()
        for kind in kinds:
            painter.drawPixmap(place, self._sprite(kind, ratio))
            place.setX(place.x() - self._side - 3)

    def _sprite(self, kind: str, ratio: float) -> QPixmap:
        """Return a badge, which is drawn only once."""
        key = ("badge", kind, ratio)
        if key not in self._sprites:
            self._sprites[key] = self._new_sprite(kind, self._side, ratio)
        return self._sprites[key]

    def _new_sprite(self, kind: str, side: float, ratio: float) -> QPixmap:
        pixmap = _blank(side, ratio)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(side / 20, side / 20)
        painter.setPen(QPen(self._ground, 1.6))
        painter.setBrush(self._badges[kind])
        painter.drawEllipse(QRectF(0.8, 0.8, 18.4, 18.4))
        pen = QPen(self._glyph, 2.1, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(glyph(kind))
        painter.end()
        return pixmap

    def _class_sprite(self, label: LabelClass, ratio: float) -> QPixmap:
        key = (label.shape, label.color, ratio)
        if key not in self._sprites:
            side = _DOT + 2
            pixmap = _blank(side, ratio)
            painter = QPainter(pixmap)
            draw_class_shape(painter, label.shape, label.color, QRectF(0.5, 0.5, side - 1, side - 1))
            painter.end()
            self._sprites[key] = pixmap
        return self._sprites[key]

    # --- caption ----------------------------------------------------------------------------------------------------
    def _caption(self, painter: QPainter, line: QRectF, content: TileContent) -> None:
        note = self._advance(content.note) + 6 if content.note else 0.0
        text = line.adjusted(1, 0, -note, 0)
        beside = content.instead is not None and not self._cells.expected
        if beside:
            text.setWidth(max((text.width() - self._arrow) / 2 - 6, 0))
        if content.label is not None:
            self._class(painter, text, content.label)
        else:
            painter.setPen(self._text if content.decided else self._quiet)
            _write(painter, text, self._elided(content.plain, int(text.width()), "middle"))
        painter.setPen(self._quiet)
        if content.note:
            _write(painter, line, content.note, _RIGHT)
        if self._cells.expected:
            line = line.translated(0, self._cells.line)
        if content.instead is not None:
            place = line.adjusted(text.width() + 6, 0, -note, 0) if beside else line
            self._expected(painter, place, content.instead, _DIFFERS if content.answer else _ARROW)
        for extra in content.lines:
            line = line.translated(0, self._cells.line)
            _write(painter, line.adjusted(1, 0, 0, 0), self._elided(extra, int(line.width()) - 1, "middle"))

    def _expected(self, painter: QPainter, line: QRectF, instead: LabelClass | str, sign: str) -> None:
        """Write which class is expected instead of the label, or what the person answered: "→ three", "≠ three"."""
        painter.setPen(self._quiet)
        _write(painter, line.adjusted(1, 0, 0, 0), sign)
        place = line.adjusted(self._arrow + 5, 0, 0, 0)
        if isinstance(instead, str):
            _write(painter, place, self._elided(instead, int(place.width()), "end"))
        else:
            self._class(painter, place, instead)
        painter.setPen(self._quiet)

    def _class(self, painter: QPainter, place: QRectF, label: LabelClass) -> None:
        """Write a class: its shape, and its name with the part shared by other classes muted."""
        sprite = self._class_sprite(label, painter.device().devicePixelRatioF())
        painter.drawPixmap(QPointF(place.left(), place.center().y() - (_DOT + 2) / 2), sprite)
        place = place.adjusted(_DOT + 7, 0, 0, 0)
        common, rest, width = self._named(label.name, int(place.width()))
        if common:
            painter.setPen(self._quiet)
            _write(painter, place, common)
            place.setLeft(place.left() + width)
        painter.setPen(self._text)
        _write(painter, place, rest)

    def _name(self, name: str, width: int) -> tuple[str, str, float]:
        """Return the shared and the distinct part of a shortened name, and the width of the shared part."""
        short = class_names().short(name, self._metrics.horizontalAdvance, width)
        common = short.text[: short.common]
        return common, short.text[short.common :], self._metrics.horizontalAdvance(common)

    def _elide(self, text: str, width: int, where: str) -> str:
        mode = Qt.TextElideMode.ElideMiddle if where == "middle" else Qt.TextElideMode.ElideRight
        return self._metrics.elidedText(" ".join(text.split()), mode, width)


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


def _write(painter: QPainter, rect: QRectF, text: str, flags: int = _LEFT) -> None:
    painter.drawText(rect, flags, text)


def _blank(side: float, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
