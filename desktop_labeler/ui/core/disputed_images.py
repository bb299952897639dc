"""The images on which people disagree, kept up to date while people decide."""

from PySide6.QtCore import QObject, Signal

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.decisions.disputes import is_disputed
from desktop_labeler.data.images.query.image_query import disputed_images
from desktop_labeler.errors import LabelerError
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.query import Query

_FEW = 50  # images of a decision that are asked for one by one, in 20 ms


class DisputedImages(QObject):
    """Knows them after the first answer to its query, which runs off the main thread.

    Attributes:
        images: their ids.

    Signals:
        changed: there are others by now.
    """

    changed = Signal()

    def __init__(self, project: OpenProject, parent: QObject) -> None:
        super().__init__(parent)
        self._project = project
        self.images: frozenset[int] = frozenset()
        self._query = Query(project, disputed_images, self)
        self._query.answered.connect(self._answered)
        project.images_changed.connect(self._images_changed)
        self._query.ask()

    def __len__(self) -> int:
        return len(self.images)

    def _answered(self, images: IntArray) -> None:
        if not self._query.again:
            self._show(frozenset(images.tolist()))

    def _images_changed(self, images: IntArray | None) -> None:
        if images is None or len(images) > _FEW or not self._query.settled:
            self._query.ask()
            return
        mine, project = images.tolist(), self._project.project
        try:
            now = {image for image in mine if is_disputed(project, image)}
        except LabelerError:
            self._query.ask()  # which reports it
            return
        self._show(self.images.difference(mine) | now)

    def _show(self, images: frozenset[int]) -> None:
        if images != self.images:
            self.images = images
            self.changed.emit()
