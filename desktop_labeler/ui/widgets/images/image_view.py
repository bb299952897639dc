"""A large view of one image, with zoom, pan, brightness and contrast that are kept from image to image."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_labeler.array_types import UInt8Array
from desktop_labeler.data.decoding.display_range import AUTOMATIC, DisplayRange
from desktop_labeler.data.images.parts.image_parts import Box, decode_around, decode_item
from desktop_labeler.errors import LabelerError
from desktop_labeler.ui.background.workers import Worker, WorkerGroup
from desktop_labeler.ui.core.language import error_text
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.images.shown_part import WHOLE, Shown

_LONGEST = 4096  # pixels: the longer side is scaled down to this
_MOST = 32.0


@dataclass(frozen=True)
class Tone:
    """Brightness and contrast, each from −1 to 1; 0 leaves the image unchanged."""

    brightness: float = 0.0
    contrast: float = 0.0


class _Reader(Worker):
    """Decodes an image in the background; only the newest request counts."""

    read = Signal(object)

    def __init__(self, number: int, file: Path, shown: Shown, display: DisplayRange, parent: QWidget) -> None:
        super().__init__(parent)
        self._number, self._file, self._shown, self._display = number, file, shown, display

    def run(self) -> None:
        part = self._shown.part
        try:
            if self._shown.around:
                pixels, size = decode_around(self._file, part, longest=_LONGEST, display=self._display)
            else:
                pixels = decode_item(self._file, part, longest=_LONGEST, display=self._display)
                size = (pixels.shape[1], pixels.shape[0])
        except LabelerError as error:
            self.read.emit((self._number, None, error_text(error), (0, 0)))
            return
        self.read.emit((self._number, pixels, "", size))


class ImageView(QWidget):
    """Shows an image file: the wheel zooms at the cursor, dragging pans, a double click fits the image.

    Attributes:
        display: which numbers of an image with more than 8 bits are black and white, of the project that is shown.
        packed: whether a file that is not there may have to be unpacked first.
        draws_boxes: whether the view draws the boxes; else something above it does.
        painted: the file whose image, preview or problem the view showed when it was last painted.

    Signals:
        zoomed: screen pixels per image pixel, 0 without an image.
        moved: the person zoomed or panned the image.
    """

    zoomed = Signal(float)
    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumSize(160, 150)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Image"))
        self._readers = WorkerGroup(self)
        self._file: Path | None = None
        self._state: object = None  # of the file
        self._shown = Shown()
        self._scale = 1.0  # pixels of the image for one of the file
        self._size = (0, 0)  # width and height of the image in the file
        self._sources: tuple[object, object] = (None, None)  # what was read, and what is read last
        self._request = 0  # number of the newest reader
        self._pixels: UInt8Array | None = None
        self._pixmap = QPixmap()
        self._problem = ""
        self._zoom = 0.0  # screen pixels per image pixel; 0 fits the image
        self._middle = QPointF()
        self._dragged: QPoint | None = None
        self._tone = Tone()
        self._preview: QPixmap | None = None  # shown until the file is read; None keeps the last image
        self._read_file: Path | None = None  # the file that `_pixels` or `_problem` belongs to
        self.painted: Path | None = None
        self.display = AUTOMATIC
        self.packed = False
        self.draws_boxes = True
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(300, 240)

    @property
    def file(self) -> Path | None:
        """The file to show."""
        return self._file

    @property
    def shown(self) -> Shown:
        """Which part of the file is shown, and the boxes that are drawn."""
        return self._shown

    def show_file(
        self, file: Path | None, preview: QPixmap | None = None, *, state: object = None, shown: Shown = WHOLE
    ) -> None:
        """Show an image file, or nothing.

        Args:
            file: the file, which is read in the background.
            preview: shown until the file is read; an empty one shows nothing, None keeps the earlier image.
            state: what tells one state of the file from another: in another one it is read again.
            shown: which part of it; its box is drawn in the whole image.
        """
        if file == self._file and state == self._state and shown == self._shown:
            return
        if file == self._file and state == self._state and shown.source == self._shown.source:
            self._shown = shown  # other boxes in the same image
            self.update()
            return
        if file == self._file and state == self._state and self._size[0] and not self._problem:
            preview = None  # the same file is read at another size
        elif file == self._file:  # both previews show what was in the file before
            preview, self._read_file, self.painted = QPixmap(), None, None
        self._file, self._state, self._preview, self._shown = file, state, preview, shown
        self.update()
        if file is None:
            self._read_file = None
            self._pixels, self._problem = None, ""
            self._render()
            return
        self._request += 1
        self._sources = self._sources[0], shown.source
        reader = _Reader(self._request, file, shown, self.display, self)
        reader.read.connect(self._read)
        self._readers.begin(reader)

    def try_again(self) -> None:
        """Let the file be read again when it is shown next, if it was read in vain: it may be back."""
        if self.unreadable:
            self._state = None

    def set_tone(self, tone: Tone) -> None:
        """Set the brightness and contrast of the view; the file is never changed."""
        self._tone = tone
        self._render()

    def set_zoom(self, zoom: float) -> None:
        """Set the zoom in screen pixels per image pixel; 0 fits the image into the view."""
        self._zoom = min(max(zoom, 0.0), _MOST)
        self._tell_zoom()
        self.update()

    def show_whole(self) -> None:
        """Show the whole image, whatever part of it was shown."""
        self._middle = QPointF()
        self.set_zoom(0)
        self.moved.emit()

    def match_view(self, other: "ImageView") -> None:
        """Show the same part as another view at the same zoom."""
        self._zoom, self._middle = other._zoom, QPointF(other._middle)
        self._tell_zoom()
        self.update()

    @property
    def zoom(self) -> float:
        """The current zoom in screen pixels per image pixel."""
        return self._zoom or self._fit()

    @property
    def reading(self) -> bool:
        """Whether an image is being read."""
        return self._readers.running

    @property
    def problem(self) -> str:
        """Why the file cannot be shown; empty if it can."""
        return self._problem

    @property
    def unreadable(self) -> bool:
        """Whether the file was read in vain."""
        return bool(self._problem) and self._read_file == self._file

    @property
    def full_size(self) -> tuple[int, int] | None:
        """Width and height of the image in the file, in whose pixels boxes are; None while it is not there."""
        there = self._file is not None and self._read_file == self._file and not self._problem and self._shown.around
        return self._size if there and self._sources[0] == self._shown.source else None

    def box_rect(self, box: Box) -> QRectF:
        """Return where a box of the file is in the view."""
        place, zoom = self._place(), self.zoom * self._scale
        return QRectF(place.x() + box.x * zoom, place.y() + box.y * zoom, box.width * zoom, box.height * zoom)

    def file_point(self, at: QPointF) -> tuple[float, float]:
        """Return x and y of a point of the view in pixels of the file, possibly outside of the image."""
        point = self.image_point(at) / self._scale
        return point.x(), point.y()

    def image_point(self, at: QPointF) -> QPointF:
        """Return the image coordinates of a point of the view."""
        return (at - self._place().topLeft()) / self.zoom

    def wait(self) -> None:
        """Wait for reading to end before the window is destroyed."""
        self._readers.wait()

    def _read(self, result: tuple[int, UInt8Array | None, str, tuple[int, int]]) -> None:
        number, pixels, problem, size = result
        if number != self._request or self._file is None:
            return
        self._size, self._sources = size, (self._sources[1], self._sources[1])
        self._scale = pixels.shape[1] / size[0] if pixels is not None else 1.0
        self._read_file = self._file
        changed = self._pixels is None or pixels is None or self._pixels.shape != pixels.shape
        if problem and self.packed and not self._file.exists():
            problem = self.tr("This image is not unpacked yet.")
        self._pixels, self._problem = pixels, problem
        if changed:
            self._zoom = 0.0
        self._middle = QPointF() if changed else self._middle
        self._render()

    def _render(self) -> None:
        if self._pixels is None:
            self._pixmap = QPixmap()
        else:
            pixels = np.ascontiguousarray(toned(self._pixels, self._tone))
            height, width = pixels.shape[:2]
            image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
            self._pixmap = QPixmap.fromImage(image)
        self._tell_zoom()
        self.update()

    def _tell_zoom(self) -> None:
        self.zoomed.emit(0.0 if self._pixmap.isNull() else self.zoom)

    def _fit(self) -> float:
        if self._pixmap.isNull():
            return 1.0
        across = (self.width() - 16) / self._pixmap.width()
        down = (self.height() - 16) / self._pixmap.height()
        return max(min(across, down), 0.01)

    def _place(self) -> QRectF:
        """Return the rectangle of the whole image in view coordinates."""
        width, height = self._pixmap.width() * self.zoom, self._pixmap.height() * self.zoom
        middle = QPointF(self.width() / 2, self.height() / 2) + self._middle * self.zoom
        return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("tile"))
        painter.drawRoundedRect(self.rect(), 8, 8)
        if self._preview is not None and self._read_file != self._file:
            self.painted = self._file if not self._preview.isNull() else None
            self._draw_preview(painter, self._preview)
            return
        self.painted = self._read_file
        if self._problem or self._pixmap.isNull():
            painter.setPen(theme().color("quiet"))
            text = self._problem or ("" if self._file else self.tr("Choose an image to see it here."))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(16, 16, -16, -16), flags, text)
            return
        painter.setClipRect(self.rect().adjusted(4, 4, -4, -4))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < 4)
        painter.drawPixmap(self._place(), self._pixmap, QRectF(self._pixmap.rect()))
        if self.draws_boxes:
            self._draw_boxes(painter)

    def _draw_boxes(self, painter: QPainter) -> None:
        """Draw the box of the part, and faintly the others, each with a dark line around a light one."""
        own = self._shown.part.box if self._shown.part is not None else None
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in reversed(self._shown.boxes):  # that of the part last, above the others
            shape = self.box_rect(box)
            inner = theme().color("accent") if box == own else QColor(255, 255, 255)
            for color, width in ((QColor(0, 0, 0), 3.0), (inner, 1.5)):
                color.setAlpha(255 if box == own else 90)
                painter.setPen(QPen(color, width))
                painter.drawRect(shape)

    def _draw_preview(self, painter: QPainter, preview: QPixmap) -> None:
        """Draw the preview at the size that the whole image will have."""
        if preview.isNull():
            return
        room = QSize(self.width() - 16, self.height() - 16)
        size = QSizeF(preview.size()).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(QPointF(), size)
        place.moveCenter(QRectF(self.rect()).center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, preview, QRectF(preview.rect()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_zoom()

    def wheelEvent(self, event: QWheelEvent) -> None:
        old = self.zoom
        new = min(max(old * 1.0015 ** event.angleDelta().y(), self._fit()), _MOST)
        if new <= self._fit() * 1.001:
            self._middle = QPointF()
            self.set_zoom(0)
        else:
            at = event.position() - QPointF(self.width() / 2, self.height() / 2)
            self._middle += at / new - at / old
            self.set_zoom(new)
        self.moved.emit()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._dragged = event.position().toPoint()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged is not None:
            now = event.position().toPoint()
            self._middle += QPointF(now - self._dragged) / self.zoom
            self._dragged = now
            self.update()
            self.moved.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._middle = QPointF()
        self.set_zoom(0 if self._zoom else 1.0)
        self.moved.emit()


def toned(pixels: UInt8Array, tone: Tone) -> UInt8Array:
    """Apply brightness and contrast with a table of 256 values: 10 ms for 4 megapixels."""
    if tone == Tone():
        return pixels
    values = np.arange(256) / 255
    gain = 2.0 ** (2.5 * tone.contrast)
    gamma = 2.0 ** (-2.0 * tone.brightness)
    table = np.clip((values**gamma - 0.5) * gain + 0.5, 0, 1) * 255
    return np.asarray(table.astype(np.uint8)[pixels], np.uint8)
