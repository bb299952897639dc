"""The dialog that asks before labels change to different classes, listing every pair with its count."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHeaderView, QTableWidgetItem, QWidget

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.messages import Message
from desktop_labeler.ui.core.language import grouped, images, translator, worded
from desktop_labeler.ui.widgets.basics import Sheet, table
from desktop_labeler.ui.widgets.classes.class_shapes import class_icon
from desktop_labeler.ui.widgets.classes.class_text import NameDelegate

_ROW, _SEEN = 30, 10  # pixels: the height of a row; rows that are visible at once
_WIDTH = 640

_tr = translator("TakePairs")


class TakePairsDialog(Sheet):
    """The list of what would change.

    Args:
        pairs: number of images by given and expected class, the most frequent first.
        unseen: number of images that were never in view.
        then: what "Take all" does.
    """

    def __init__(
        self,
        pairs: Mapping[tuple[LabelClass, LabelClass], int],
        unseen: int,
        then: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._then = then
        total = sum(pairs.values())
        said = _tr("They become different classes:")
        if unseen:
            said += " " + worded(Message("{k} of them {k:was|were} never in view on this page.", k=unseen))
        self.head(_tr("Take the expected class of {images}?").format(images=images(total)), said)
        rows = [[label.name, expected.name, grouped(count)] for (label, expected), count in pairs.items()]
        self.list = table([_tr("Label"), _tr("Expected"), _tr("Images")], rows, stretch=1)
        self.list.setIconSize(QSize(14, 14))
        self.list.setItemDelegate(NameDelegate(self.list))
        self.list.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for row, pair in enumerate(pairs):
            for column, label in enumerate(pair):
                item = self.list.item(row, column)
                if isinstance(item, QTableWidgetItem):
                    item.setIcon(class_icon(label.shape, label.color))
        self.list.setMinimumSize(_WIDTH, _ROW * (min(len(rows), _SEEN) + 1) + 6)
        self.content.addWidget(self.list)
        self.add_button(_tr("Cancel"), self.reject)
        self.take = self.add_button(_tr("Take all {n}").format(n=grouped(total)), self._take, primary=True)

    def _take(self) -> None:
        self.accept()
        self._then()
