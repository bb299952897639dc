"""Thumbnails in the background: read and cut to size on worker threads, newest visible first, memory bounded."""

import os
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Condition

import numpy as np
from PySide6.QtCore import QObject, QRect, Qt, QThread, Signal
from PySide6.QtGui import QBrush, QImage, QPainter, QPixmap

from desktop_labeler.data.images.thumbnail_cache import Thumbnails, thumbnail_key
from desktop_labeler.data.project.project_file import ImageRow
from desktop_labeler.errors import LabelerError
from desktop_labeler.paths import cache_dir
from desktop_labeler.ui.core.language import told
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings

MEMORY = 192 << 20  # bytes of pixmaps: about 2,600 tiles of 132 pixels
MISSING = "missing"  # the problem of an image whose file is gone, also in its row
_PROBLEMS = 10_000
_STORED = (256, 512, 1024)  # longer sides that the cache on disk keeps
_SPARE = 4 / 3  # a cut needs the shorter side as long as the tile
_CORNER = 5  # logical pixels; see look.md


@dataclass(frozen=True)
class Picture:
    """A thumbnail as it is painted.

    Attributes:
        image: its id.
        edge: the side of its square in device pixels; 0 only asks whether the file is there.
        crop: whether it fills the square.
        corner: radius of its corners in device pixels.
    """

    image: int
    edge: int
    crop: bool
    corner: int


@dataclass(frozen=True)
class _Request:
    picture: Picture
    row: ImageRow
    file: Path


class _Requests:
    """What the workers are to do, newest first; every owner (a grid, a panel) names all that it wants each time."""

    def __init__(self) -> None:
        self._ready = Condition()
        self._lists: dict[object, list[_Request]] = {}  # by owner, the newest owner last; the next request last
        self._running: set[Picture] = set()
        self._closed = False

    def want(self, owner: object, requests: Sequence[_Request]) -> None:
        """Replace what an owner wants; what it no longer names is dropped, what is new goes first."""
        with self._ready:
            before = {request.picture for request in self._lists.pop(owner, [])}
            open_ones = [request for request in requests if request.picture not in self._running]
            known = [request for request in open_ones if request.picture in before]
            fresh = [request for request in open_ones if request.picture not in before]
            if open_ones:
                self._lists[owner] = known[::-1] + fresh[::-1]
                self._ready.notify_all()

    def take(self) -> _Request | None:
        """Wait for the next request; None when the work is over."""
        with self._ready:
            while not self._closed and not self._lists:
                self._ready.wait()
            if self._closed:
                return None
            owner = next(reversed(self._lists))
            request = self._lists[owner].pop()
            if not self._lists[owner]:
                del self._lists[owner]
            self._running.add(request.picture)
            return request

    def done(self, picture: Picture) -> None:
        """Forget a request that was taken."""
        with self._ready:
            self._running.discard(picture)

    def waiting(self) -> int:
        """Return how many requests are waiting or running."""
        with self._ready:
            return len(self._running) + sum(map(len, self._lists.values()))

    def close(self) -> None:
        """Let the workers end."""
        with self._ready:
            self._closed = True
            self._lists.clear()
            self._ready.notify_all()


class _Worker(QThread):
    """Reads and cuts one thumbnail after the other."""

    made = Signal(object, object)  # Picture, QImage or a sentence

    def __init__(self, requests: _Requests, store: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._requests, self._store = requests, store

    def run(self) -> None:
        while (request := self._requests.take()) is not None:
            result = _make(self._store, request)
            self._requests.done(request.picture)
            self.made.emit(request.picture, result)


class ThumbnailLoader(QObject):
    """The thumbnails of one project, for every grid and panel; call `close` before the project goes.

    Signals:
        arrived: the id of an image whose thumbnail (or whose problem) is there now.
        troubled: a sentence when the cache on disk cannot be used; told once.
    """

    arrived = Signal(object)
    troubled = Signal(str)

    def __init__(self, project: OpenProject, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._requests = _Requests()
        self._pixmaps: OrderedDict[Picture, QPixmap] = OrderedDict()
        self._newest: dict[int, Picture] = {}  # any size of an image, to show while the right one is made
        self._bytes = 0
        self._problems: OrderedDict[int, str] = OrderedDict()
        self._store = Thumbnails(cache_dir() / "thumbnails", limit=round(settings.cache_gb * 1e9))
        count = max(1, min(6, (os.cpu_count() or 2) - 1))  # one core stays free: a scroll step takes 5 ms instead of 8
        self._workers = [_Worker(self._requests, self._store, self) for _ in range(count)]
        for worker in self._workers:
            worker.made.connect(self._made)
            worker.start(QThread.Priority.LowPriority)

    @property
    def busy(self) -> bool:
        """Whether thumbnails that were asked for are not there yet."""
        return self._requests.waiting() > 0

    def close(self) -> None:
        """Stop the workers; each ends after the image in its hands."""
        self._requests.close()
        for worker in self._workers:
            worker.wait()
        self._workers.clear()
        self._store.close()

    def get(self, image: int, edge: int, crop: bool, ratio: float = 1.0) -> QPixmap | None:
        """Return a thumbnail cut to size, None while it is not there.

        Args:
            image: its id.
            edge: side of the square in logical pixels.
            crop: fill the square, or fit into it.
            ratio: device pixels per logical pixel.
        """
        picture = _picture(image, edge, crop, ratio)
        found = self._pixmaps.get(picture)
        if found is not None:
            self._pixmaps.move_to_end(picture)
        return found

    def any_size(self, image: int) -> QPixmap | None:
        """Return the newest thumbnail of an image, whatever its size; None when there is none."""
        newest = self._newest.get(image)
        return self._pixmaps.get(newest) if newest is not None else None

    def want(self, owner: QObject, images: Sequence[int], edge: int, crop: bool, ratio: float = 1.0) -> None:
        """Ask for all that a widget shows now, most wanted first; what it asked for before and not now is dropped."""
        pictures = [_picture(image, edge, crop, ratio) for image in images if image not in self._problems]
        missing = [picture for picture in pictures if picture not in self._pixmaps]
        self._requests.want(id(owner), self._requests_for(missing))

    def check(self, owner: QObject, images: Sequence[int]) -> None:
        """Find out whether the files of images are still there, or there again; `problem` and `arrived` tell."""
        self._requests.want((id(owner), "check"), self._requests_for([Picture(image, 0, False, 0) for image in images]))

    def _requests_for(self, pictures: Sequence[Picture]) -> list[_Request]:
        rows = self._project.rows([picture.image for picture in pictures])
        return [
            _Request(picture, row, self._project.file_of(row))
            for picture in pictures
            if (row := rows.get(picture.image)) is not None and row.problem is None
        ]

    def problem(self, image: int) -> str:
        """Return why an image could not be read ("missing" when its file is gone), empty when nothing is known."""
        return self._problems.get(image, "")

    def _told(self, image: int, problem: str) -> None:
        """A worker tells what is wrong with an image, or that nothing is: a file that came back is read again."""
        known = self._problems.get(image, "")
        if problem and problem != known:
            self.set_problem(image, problem)
        elif not problem and known == MISSING:
            del self._problems[image]
            self.arrived.emit(image)

    def set_problem(self, image: int, problem: str) -> None:
        """Tell what someone else found: the file is gone or cannot be read."""
        self._problems[image] = problem
        while len(self._problems) > _PROBLEMS:
            self._problems.popitem(last=False)
        self.arrived.emit(image)

    def forget_problems(self) -> None:
        """Try the unreadable ones again when they are next wanted."""
        self._problems.clear()

    def waiting(self) -> int:
        """Return how many thumbnails are still to be made."""
        return self._requests.waiting()

    def _made(self, picture: Picture, result: object) -> None:
        trouble = self._store.trouble()
        if trouble is not None:
            self.troubled.emit(told(trouble))
        if not isinstance(result, QImage):
            self._told(picture.image, str(result))
            return
        pixmap = QPixmap.fromImage(result)
        if picture in self._pixmaps:
            self._bytes -= _bytes(self._pixmaps[picture])
        self._pixmaps[picture] = pixmap
        self._pixmaps.move_to_end(picture)
        self._newest[picture.image] = picture
        self._bytes += _bytes(pixmap)
        while self._bytes > MEMORY and len(self._pixmaps) > 1:
            old, gone = self._pixmaps.popitem(last=False)
            self._bytes -= _bytes(gone)
            if self._newest.get(old.image) == old:
                del self._newest[old.image]
        self.arrived.emit(picture.image)


def _picture(image: int, edge: int, crop: bool, ratio: float) -> Picture:
    return Picture(image, round(edge * ratio), crop, round(_CORNER * ratio))


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4


def _make(store: Thumbnails, request: _Request) -> QImage | str:
    """Return a thumbnail cut to size, or the reason why there is none (empty after a mere check); on a worker."""
    if not request.file.exists():  # also where the cache still has it: the person should know
        return MISSING
    if not request.picture.edge:
        return ""
    try:
        return _cut(_read(store, request), request.picture)
    except (LabelerError, OSError) as error:
        return str(error)


def _read(store: Thumbnails, request: _Request) -> QImage:
    wanted = request.picture.edge * (_SPARE if request.picture.crop else 1)
    edge = next((edge for edge in _STORED if edge >= wanted), _STORED[-1])
    pixels = np.ascontiguousarray(store.load(thumbnail_key(request.row, request.file), request.file, edge))
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
