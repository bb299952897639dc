"""Making thumbnails on a thread: read, scaled, cropped to a square, with rounded corners."""

import numpy as np
from PySide6.QtCore import QObject, QRect, Qt, QThread, Signal
from PySide6.QtGui import QBrush, QImage, QPainter

from desktop_labeler.data.decoding.decode import file_reason
from desktop_labeler.data.images.parts.image_parts import part_of
from desktop_labeler.data.images.pictures.thumbnail_cache import Thumbnails, thumbnail_key
from desktop_labeler.errors import LabelerError
from desktop_labeler.messages import Message
from desktop_labeler.ui.thumbnails.thumbnail_queue import Picture, ThumbnailQueue, ThumbnailRequest

MISSING = "missing"  # the problem of an image whose file is gone, also in its row
PACKED = Message("not unpacked yet").stored()  # that of an image of a package
GONE = frozenset((MISSING, PACKED))
_STORED = (256, 512, 1024)  # longer sides in pixels that the disk cache stores
_SPARE = 4 / 3  # a cut needs the shorter side as long as the tile


class ThumbnailWorker(QThread):
    """Makes one thumbnail after another."""

    made = Signal(object, object)  # the request; QImage or why there is none, a message as stored

    def __init__(self, requests: ThumbnailQueue, store: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._requests, self._store = requests, store

    def run(self) -> None:
        while (request := self._requests.take()) is not None:
            result = _make(self._store, request)
            self._requests.done(request.picture)
            self.made.emit(request, result)


def _make(store: Thumbnails, request: ThumbnailRequest) -> QImage | str:
    """Return a thumbnail cut to size, or the reason why there is none (empty after a mere check); on a worker."""
    if not request.file.exists():  # even if the cache still has it: the person should know
        return PACKED if request.packed else MISSING
    if not request.picture.edge:
        return ""
    try:
        return _cut(_read(store, request), request.picture)
    except LabelerError as error:
        return error.message.stored()
    except OSError as error:
        return file_reason(error).stored()


def _read(store: Thumbnails, request: ThumbnailRequest) -> QImage:
    wanted = request.picture.edge * (_SPARE if request.picture.crop else 1)
    edge = next((edge for edge in _STORED if edge >= wanted), _STORED[-1])
    key = thumbnail_key(request.row, request.file)
    part = part_of(request.row)
    pixels = np.ascontiguousarray(store.load(key, request.file, edge, request.display, part, request.margin))
    height, width, _ = pixels.shape
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _cut(source: QImage, picture: Picture) -> QImage:
    """Scale to the square (fit or crop) and round the corners, so that painting is a plain copy."""
    edge = picture.edge
    mode = Qt.AspectRatioMode.KeepAspectRatioByExpanding if picture.crop else Qt.AspectRatioMode.KeepAspectRatio
    scaled = source.scaled(edge, edge, mode, Qt.TransformationMode.SmoothTransformation)
    if picture.crop:
        scaled = scaled.copy(QRect((scaled.width() - edge) // 2, (scaled.height() - edge) // 2, edge, edge))
    result = QImage(scaled.size(), QImage.Format.Format_ARGB32_Premultiplied)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(scaled))
    painter.drawRoundedRect(result.rect(), picture.corner, picture.corner)
    painter.end()
    return result
