"""The title of the large view: the name of what the keys decide, and its place among the images."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QWidget

from desktop_labeler.data.project.project_file import ImageRow
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.language import grouped
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.shell.large_view.box_tool import BoxTool
from desktop_labeler.ui.widgets.basics import label
from desktop_labeler.ui.widgets.key_button import ElidedLabel

_WIDE = 1100  # pixels: in a narrower window the name stands below the image
_MIDDLE = Qt.TextElideMode.ElideMiddle


class LargeTitle:
    """Names the image that is shown, or the box of it that is chosen.

    Attributes:
        name: the name beside the buttons, in a wide window.
        below: the name below the image, in a narrow one, where it finds no room beside the buttons.
        place: which image of how many it is.
    """

    def __init__(self, grid: GridView, project: OpenProject, boxes: BoxTool) -> None:
        self.name, self.below = ElidedLabel(role="strong", elide=_MIDDLE), ElidedLabel(role="strong", elide=_MIDDLE)
        self.place = label("", "quiet")
        self._grid, self._project, self._boxes = grid, project, boxes

    def show(self, image: int | None, width: int, hint: QWidget) -> None:
        """Name what the keys decide while an image is shown, in a view of a width in pixels; a hint gives way to it."""
        target = self._boxes.target(image)
        row = self._project.row(target) if target is not None else self._file_of(image)
        name = visible(row.shown_path) if row is not None and not self._grid.content.hidden(row) else ""
        narrow = width < _WIDE
        self.name.setText("" if narrow else name)
        self.below.setText(name)
        self.below.setVisible(narrow)
        hint.setVisible(not narrow)
        among = self._grid.content.position_of(target) if target is not None else -1
        text = QCoreApplication.translate("LargeView", "{n} of {total}")
        n = (among if among >= 0 else self._grid.selection.focus) + 1
        self.place.setText(text.format(n=grouped(n), total=grouped(len(self._grid.content.images))))

    def _file_of(self, image: int | None) -> ImageRow | None:
        """Return the row of the whole file: no box of it is chosen."""
        row = self._project.row(image) if image is not None else None
        return self._project.row(row.holder) or row if row is not None and row.holder is not None else row
