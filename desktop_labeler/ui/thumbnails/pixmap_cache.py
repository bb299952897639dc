"""A cache of the most recently used thumbnails with limited memory."""

from collections import OrderedDict

from PySide6.QtGui import QPixmap

from desktop_labeler.ui.thumbnails.thumbnail_queue import Picture

MEMORY = 192 << 20  # bytes: about 2,600 tiles of 132 pixels


class PixmapCache:
    """Pixmaps by picture; the least recently used one is dropped first."""

    def __init__(self) -> None:
        self._pixmaps: OrderedDict[Picture, QPixmap] = OrderedDict()
        self._newest: dict[int, Picture] = {}  # any size of an image, to show while the right one is made
        self._bytes = 0

    def __contains__(self, picture: Picture) -> bool:
        return picture in self._pixmaps

    def get(self, picture: Picture) -> QPixmap | None:
        """Return a pixmap, None if it is not cached."""
        found = self._pixmaps.get(picture)
        if found is not None:
            self._pixmaps.move_to_end(picture)
        return found

    def any_size(self, image: int) -> QPixmap | None:
        """Return the newest pixmap of an image of any size; None if there is none."""
        newest = self._newest.get(image)
        return self._pixmaps.get(newest) if newest is not None else None

    def forget(self, image: int) -> None:
        """Drop the pixmaps of an image, of all sizes."""
        self._newest.pop(image, None)
        for picture in [picture for picture in self._pixmaps if picture.image == image]:
            self._bytes -= _bytes(self._pixmaps.pop(picture))

    def put(self, picture: Picture, pixmap: QPixmap) -> None:
        """Store a pixmap, dropping others if the memory does not suffice."""
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


def _bytes(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
