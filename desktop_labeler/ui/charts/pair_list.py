"""A list of pairs of a given and an expected class, the most frequent first."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.charts.figure_table import FigureModel, FigureTable, Index
from desktop_labeler.ui.core.language import grouped
from desktop_labeler.ui.widgets.classes.class_shapes import class_icon
from desktop_labeler.ui.widgets.classes.class_text import NameDelegate

Pair = tuple[int, int, int]  # ids of the given and the expected class, number of images


class _Model(FigureModel[Pair]):
    """The model of the pairs; a QTableWidget would take 0.1 s for 300 of them."""

    def __init__(self, titles: Sequence[str], parent: QWidget) -> None:
        super().__init__(titles, parent)
        self._classes: dict[int, LabelClass] = {}

    def show_pairs(self, pairs: list[Pair], classes: dict[int, LabelClass]) -> None:
        if (pairs, classes) != (self.rows, self._classes):
            self.beginResetModel()
            self.rows, self._classes = pairs, classes
            self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        value = self.rows[index.row()][index.column()]
        if index.column() == 2:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            found = {Qt.ItemDataRole.DisplayRole: grouped(value), Qt.ItemDataRole.TextAlignmentRole: int(right)}
            return found.get(Qt.ItemDataRole(role))
        one = self._classes[value]
        if role == Qt.ItemDataRole.DecorationRole:
            return class_icon(one.shape, one.color)
        return one.name if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None


class PairList(QWidget):
    """The list of pairs.

    Signals:
        chosen: ids of the given and the expected class.
    """

    chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        titles = (self.tr("Label"), self.tr("Expected"), self.tr("Images"))
        self._model = _Model(titles, self)
        self.view = FigureTable(self.tr("Most frequent confusions"))
        self.view.setModel(self._model)
        self.view.setItemDelegate(NameDelegate(self.view))
        self.view.setIconSize(QSize(14, 14))
        head = self.view.horizontalHeader()
        head.setResizeContentsPrecision(0)  # measure the visible rows only
        for column in (0, 1):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.view.clicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def show_pairs(self, pairs: Sequence[Pair], classes: dict[int, LabelClass]) -> None:
        """Show other pairs, leaving out those of deleted classes; nothing moves if they are the same."""
        self._model.show_pairs([pair for pair in pairs if pair[0] in classes and pair[1] in classes], classes)

    def _clicked(self, index: QModelIndex) -> None:
        given, expected, _ = self._model.rows[index.row()]
        self.chosen.emit(given, expected)
