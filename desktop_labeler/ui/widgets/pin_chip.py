"""A chip with the thumbnail and name of the image that others are compared with; a click unpins it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_labeler.messages import visible
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader

_EDGE = 22
_WIDEST = 150


class PinChip(QPushButton):
    """The chip of the pinned image; hidden while no image is pinned."""

    def __init__(self, project: OpenProject, thumbs: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._thumbs = project, thumbs
        self.image: int | None = None
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(_EDGE, _EDGE))
        thumbs.arrived.connect(self._arrived)
        thumbs.outdated.connect(self._outdated)
        self.hide()

    def show_image(self, image: int | None) -> None:
        """Show the pinned image, or hide the chip for None."""
        self.setChecked(image is not None)
        self.setVisible(image is not None)
        if image == self.image:
            return
        self.image = image
        self.setIcon(QIcon())
        row = self._project.row(image) if image is not None else None
        if row is None:
            return
        path = visible(row.shown_path)
        name = path.rpartition("/")[2]
        short = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _WIDEST).replace("&", "&&")
        self.setText(f"{short}  ×")
        self.setToolTip(self.tr("Sorted by similarity to {name}. Click to sort as before.").format(name=path))
        self.setAccessibleName(self.toolTip())
        self._want()
        self._show_picture()

    def _want(self) -> None:
        if self.image is not None:
            self._thumbs.want(self, [self.image], _EDGE, True, self.devicePixelRatioF())

    def _outdated(self, images: frozenset[int]) -> None:
        if self.image in images:
            self._want()

    def _arrived(self, image: int) -> None:
        if image == self.image:
            self._show_picture()

    def _show_picture(self) -> None:
        if self.image is None:
            return
        picture = self._thumbs.get(self.image, _EDGE, True, self.devicePixelRatioF())
        picture = picture or self._thumbs.any_size(self.image)
        if picture is not None:
            self.setIcon(QIcon(picture))
