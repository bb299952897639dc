"""Which thumbnails a grid asks for: all in view, then the next screen, a moment after the last movement."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop_labeler.ui.core.thumbnails import ThumbnailLoader

if TYPE_CHECKING:
    from desktop_labeler.ui.grid.grid_view import GridView

_SETTLE = 15  # ms from a movement until thumbnails are asked for


class GridPictures(QObject):
    """The thumbnails of one grid.

    Attributes:
        visible: images in view when they were asked for last.
    """

    def __init__(self, view: "GridView", thumbs: ThumbnailLoader) -> None:
        super().__init__(view)
        self._view, self._thumbs = view, thumbs
        self.visible: frozenset[int] = frozenset()
        self._ask = QTimer(self, singleShot=True, interval=_SETTLE)
        self._ask.timeout.connect(self._want)
        thumbs.arrived.connect(self._arrived)

    def soon(self) -> None:
        """Ask a little later; who scrolls on and on sees pictures all the same."""
        if not self._ask.isActive():
            self._ask.start()

    def stop(self) -> None:
        """The grid is out of sight: nothing is wanted any more."""
        self._ask.stop()
        self._thumbs.want(self._view, [], self._view.cells.edge, self._view.crop)

    def check(self) -> None:
        """Look again at the files of the images in view: they may have gone while another program was in front."""
        self._thumbs.check(self._view, list(self.visible))

    def _want(self) -> None:
        view, rect = self._view, self._view.viewport().rect()
        _, seen = view.in_view(rect)
        self.visible = frozenset(seen)
        _, ahead = view.in_view(rect.translated(0, rect.height()))
        wanted = seen + [image for image in ahead if image not in self.visible]
        self._thumbs.want(view, wanted, view.cells.edge, view.crop, view.devicePixelRatioF())

    def _arrived(self, image: int) -> None:
        if image in self.visible:
            self._view.content.changed(image)
