"""Which thumbnails a grid requests: those in view, then the next screen, shortly after a movement."""

from PySide6.QtCore import QObject, QTimer

from desktop_labeler.ui.grid.scrolled_tiles import ScrolledTiles
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader

_SETTLE = 15  # ms from a movement until thumbnails are requested


class GridPictures(QObject):
    """The thumbnails of one grid.

    Attributes:
        crop: whether they are cropped to fill their tile.
        visible: ids of the images in view at the last request.
    """

    def __init__(self, tiles: ScrolledTiles, thumbs: ThumbnailLoader, parent: QObject) -> None:
        super().__init__(parent)
        self._tiles, self._thumbs = tiles, thumbs
        self.crop = True
        self.visible: frozenset[int] = frozenset()
        self._ask = QTimer(self, singleShot=True, interval=_SETTLE)
        self._ask.timeout.connect(self._want)
        thumbs.arrived.connect(self._arrived)
        thumbs.outdated.connect(self._outdated)

    def soon(self) -> None:
        """Request thumbnails a little later, but also during continuous scrolling."""
        if not self._ask.isActive():
            self._ask.start()

    def stop(self) -> None:
        """Withdraw all requests, because the grid is hidden."""
        self._ask.stop()
        self._thumbs.want(self, [], self._tiles.layout.cells.edge, self.crop)

    def check(self) -> None:
        """Check the files in view again, which may have disappeared while another program was active."""
        self._thumbs.check(self, list(self.visible))

    def _want(self) -> None:
        tiles, rect = self._tiles, self._tiles.viewport.rect()
        _, seen = tiles.seen(rect)
        self.visible = frozenset(seen)
        _, ahead = tiles.seen(rect.translated(0, rect.height()))
        wanted = seen + [image for image in ahead if image not in self.visible]
        self._thumbs.want(self, wanted, tiles.layout.cells.edge, self.crop, tiles.viewport.devicePixelRatioF())

    def _outdated(self, images: frozenset[int]) -> None:
        for image in images & self.visible:
            self._tiles.content.changed(image)
        if self.visible:
            self.soon()

    def _arrived(self, image: int) -> None:
        if image in self.visible:
            self._tiles.content.changed(image)
