"""Saving charts as a bitmap, a vector drawing or a table; a file is written completely or not at all."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator

from desktop_labeler.errors import FormatError
from desktop_labeler.jobs.images.new_place import check_new_place, complete_or_gone
from desktop_labeler.ui.core.theme import small_font, theme

if TYPE_CHECKING:
    from desktop_labeler.ui.charts.line_chart import ChartWidget

KINDS = ("png", "svg", "csv")
_SCALE = 2  # pixels of the bitmap per pixel on the screen
_EDGE = 16.0


@dataclass(frozen=True)
class Table:
    """The numbers behind a chart."""

    columns: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Figure:
    """What a file shows: a title, the sentence that says what was measured, and a chart."""

    title: str
    sentence: str
    chart: "ChartWidget | None"
    table: Table


def save_figure(figure: Figure, file: Path, folders: Iterable[Path] = ()) -> None:
    """Write a chart as .png, .svg or .csv, in the colours of the theme.

    Args:
        figure: the chart.
        file: a new file.
        folders: the folders of images, in which nothing is ever written.

    Raises:
        FormatError: the suffix is another one, the file exists, lies in a folder of images, or cannot be written.
    """
    kind = file.suffix.lower().removeprefix(".")
    if kind not in KINDS or (kind != "csv" and figure.chart is None):
        raise FormatError("{file} was not written. Choose a name that ends in .png, .svg or .csv.", file=file.name)
    check_new_place(file, [(folder, (folder,)) for folder in folders])
    data = {"png": _png, "svg": _svg, "csv": _csv}[kind](figure)
    with complete_or_gone(file) as part:
        part.write_bytes(data)


def _csv(figure: Figure) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(figure.table.columns)
    writer.writerows(["" if value is None else value for value in row] for row in figure.table.rows)
    return text.getvalue().encode("utf-8")


def _png(figure: Figure) -> bytes:
    size = _size(figure)
    pixmap = QPixmap(size * _SCALE)
    pixmap.setDevicePixelRatio(_SCALE)
    painter = QPainter(pixmap)
    _paint(figure, painter, size)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(data.data())


def _svg(figure: Figure) -> bytes:
    size, data = _size(figure), QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setSize(size)
    drawing.setViewBox(QRectF(0, 0, size.width(), size.height()))
    drawing.setTitle(figure.title)
    drawing.setDescription(figure.sentence)
    drawing.setResolution(96)
    painter = QPainter(drawing)
    _paint(figure, painter, size)
    painter.end()
    return bytes(data.data())


def _fonts(figure: Figure) -> tuple[QFont, QFont]:
    assert figure.chart is not None
    title, small = QFont(figure.chart.font()), QFont(figure.chart.font())
    title.setBold(True)
    small.setPointSizeF(small_font(small))
    return title, small


def _head(figure: Figure, width: float) -> tuple[QRectF, QRectF]:
    """Return the rectangles of the title and the sentence."""
    title, small = _fonts(figure)
    first = QRectF(_EDGE, _EDGE, width - 2 * _EDGE, QFontMetricsF(title).height())
    room = QRectF(0, 0, first.width(), 1000)
    taken = QFontMetricsF(small).boundingRect(room, int(Qt.TextFlag.TextWordWrap), figure.sentence)
    return first, QRectF(QRectF(_EDGE, first.bottom() + 4, first.width(), taken.height()))


def _size(figure: Figure) -> QSize:
    assert figure.chart is not None
    view = figure.chart.view.size()
    width = view.width() + 2 * _EDGE
    return QSizeF(width, _head(figure, width)[1].bottom() + 8 + view.height() + _EDGE).toSize()


def _paint(figure: Figure, painter: QPainter, size: QSize) -> None:
    assert figure.chart is not None
    figure.chart.leave()
    title, small = _fonts(figure)
    first, second = _head(figure, size.width())
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme().color("panel"))
    painter.setPen(theme().color("text"))
    painter.setFont(title)
    painter.drawText(first, Qt.AlignmentFlag.AlignLeft, figure.title)
    painter.setPen(theme().color("quiet"))
    painter.setFont(small)
    painter.drawText(second, int(Qt.TextFlag.TextWordWrap), figure.sentence)
    below = QRectF(0, second.bottom() + 8, size.width(), size.height() - second.bottom() - 8 - _EDGE)
    figure.chart.view.render(painter, below.marginsRemoved(QMarginsF(_EDGE, 0, _EDGE, 0)))
