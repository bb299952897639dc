"""The thumbnails of a project: requested by grids and panels, made in the background, cached."""

import os
from collections import OrderedDict
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtGui import QImage, QPixmap

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.images.pictures.thumbnail_cache import Thumbnails, file_state
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.paths import cache_dir
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.thumbnails.pixmap_cache import PixmapCache
from desktop_labeler.ui.thumbnails.thumbnail_queue import Picture, ThumbnailQueue, ThumbnailRequest
from desktop_labeler.ui.thumbnails.thumbnail_worker import GONE, PACKED, ThumbnailWorker

_PROBLEMS = 10_000
_CHECKED = 500  # images that were not there when they were seen last, of which the files are looked for again
_CORNER = 5  # logical pixels


class ThumbnailLoader(QObject):
    """The thumbnails of one project, for every grid and panel; call `close` before the project goes.

    Signals:
        arrived: the id of an image whose thumbnail or problem is available now.
        outdated: ids of images whose file has changed since, so that what was known of them is forgotten.
        troubled: a sentence if the disk cache cannot be used; emitted once.
    """

    arrived = Signal(object)
    outdated = Signal(object)
    troubled = Signal(str)

    def __init__(self, project: OpenProject, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._requests = ThumbnailQueue()
        self._pixmaps = PixmapCache()
        self._problems: OrderedDict[int, str] = OrderedDict()
        self._states: OrderedDict[int, object] = OrderedDict()  # of the file that was read last for an image
        self._store = Thumbnails(cache_dir() / "thumbnails", limit=round(settings.cache_gb * 1e9))
        count = max(1, min(6, (os.cpu_count() or 2) - 1))  # one core stays free: a scroll step takes 5 ms instead of 8
        self._workers = [ThumbnailWorker(self._requests, self._store, self) for _ in range(count)]
        for worker in self._workers:
            worker.made.connect(self._made)
            worker.start(QThread.Priority.LowPriority)
        project.images_changed.connect(self._images_changed)
        project.boxes_changed.connect(self._boxes_changed)

    @property
    def busy(self) -> bool:
        """Whether requested thumbnails are still missing."""
        return self._requests.waiting() > 0

    def close(self) -> None:
        """Stop the workers; each finishes its current image."""
        self._requests.close()
        for worker in self._workers:
            worker.wait()
        self._workers.clear()
        self._store.close()

    def get(self, image: int, edge: int, crop: bool, ratio: float = 1.0) -> QPixmap | None:
        """Return a thumbnail of the exact size, None while it is not available.

        Args:
            image: its id.
            edge: side of the square in logical pixels.
            crop: whether it fills the square or fits into it.
            ratio: device pixels per logical pixel.
        """
        return self._pixmaps.get(_picture(image, edge, crop, ratio))

    def any_size(self, image: int) -> QPixmap | None:
        """Return the newest thumbnail of an image, whatever its size; None when there is none."""
        return self._pixmaps.any_size(image)

    def want(self, owner: QObject, images: Sequence[int], edge: int, crop: bool, ratio: float = 1.0) -> None:
        """Request all that a widget shows, most urgent first; its earlier requests are dropped."""
        pictures = [_picture(image, edge, crop, ratio) for image in images if image not in self._problems]
        missing = [picture for picture in pictures if picture not in self._pixmaps]
        self._requests.want(id(owner), self._requests_for(missing))

    def check(self, owner: QObject, images: Sequence[int]) -> None:
        """Check whether the files of images exist; `problem` and `arrived` report the result."""
        self._requests.want((id(owner), "check"), self._requests_for([Picture(image, 0, False, 0) for image in images]))

    def _requests_for(self, pictures: Sequence[Picture]) -> list[ThumbnailRequest]:
        rows = self._project.rows([picture.image for picture in pictures])
        return [
            ThumbnailRequest(
                picture,
                row,
                self._project.file_of(row),
                self._project.display,
                self._project.margin,
                self._project.may_be_packed(row),
            )
            for picture in pictures
            if (row := rows.get(picture.image)) is not None and row.problem is None
        ]

    @property
    def problems(self) -> dict[int, str]:
        """Why images could not be read, by id, as `problem` says."""
        return dict(self._problems)

    def problem(self, image: int) -> str:
        """Return why an image could not be read, a message as stored ("missing": no file), or "": nothing is known."""
        return self._problems.get(image, "")

    def _show_problem(self, image: int, problem: str) -> None:
        """Store the problem that a worker reports, or none; a file that is back is read again."""
        known = self._problems.get(image, "")
        if problem and problem != known:
            self.set_problem(image, problem)
        elif not problem and known in GONE:
            del self._problems[image]
            self.arrived.emit(image)

    def set_problem(self, image: int, problem: str) -> None:
        """Set the problem of an image whose file is missing or unreadable."""
        self._problems[image] = problem
        while len(self._problems) > _PROBLEMS:
            self._problems.popitem(last=False)
        self.arrived.emit(image)

    def look_again(self) -> None:
        """Find out which of the images that were not unpacked are there by now."""
        self._check_again([image for image, problem in self._problems.items() if problem == PACKED])

    def _check_again(self, images: list[int]) -> None:
        """Look for files that were not there; of images seen long ago, that is done when they are seen again."""
        for image in images[:-_CHECKED]:
            del self._problems[image]
        self.check(self, images[-_CHECKED:])

    def forget_problems(self) -> None:
        """Forget the problems, so that unreadable files are tried again when next requested."""
        self._problems.clear()

    def waiting(self) -> int:
        """Return the number of thumbnails still to be made."""
        return self._requests.waiting()

    def _images_changed(self, images: object) -> None:
        """Find out which files have changed or are back if any may have, as after a scan."""
        if images is None:
            self._check_again([image for image, problem in self._problems.items() if problem in GONE])
        if images is None and self._states:
            self._project.ask(partial(_outdated, dict(self._states)), self._forget)

    def _boxes_changed(self, images: IntArray) -> None:
        """Make the thumbnails of boxes anew, which may be elsewhere now."""
        self._forget(frozenset(images.tolist()))

    def _forget(self, images: frozenset[int]) -> None:
        for image in images:
            self._pixmaps.forget(image)
            self._problems.pop(image, None)
            self._states.pop(image, None)
        if images:
            self.outdated.emit(images)

    def _made(self, request: ThumbnailRequest, result: object) -> None:
        picture = request.picture
        self._states[picture.image] = file_state(request.row)
        while len(self._states) > _PROBLEMS:
            self._states.popitem(last=False)
        trouble = self._store.trouble()
        if trouble is not None:
            self.troubled.emit(worded(trouble))
        if not isinstance(result, QImage):
            self._show_problem(picture.image, str(result))
            return
        row = self._project.row(picture.image)
        if row is not None and file_state(row) != file_state(request.row):  # it has changed meanwhile
            self.outdated.emit(frozenset((picture.image,)))
            return
        self._pixmaps.put(picture, QPixmap.fromImage(result))
        self.arrived.emit(picture.image)


def _outdated(states: dict[int, object], project: Project) -> frozenset[int]:
    """Return those of these images whose file has another state now."""
    rows = project.images(list(states))
    return frozenset(row.id for row in rows if file_state(row) != states[row.id])


def _picture(image: int, edge: int, crop: bool, ratio: float) -> Picture:
    return Picture(image, round(edge * ratio), crop, round(_CORNER * ratio))
