"""A list of pairs of a given and an expected class, the most frequent first."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from desktop_labeler.data.project.project_file import LabelClass
from desktop_labeler.ui.core.language import grouped
from desktop_labeler.ui.widgets.class_shapes import class_icon
from desktop_labeler.ui.widgets.class_text import NameDelegate

Index = QModelIndex | QPersistentModelIndex
Pair = tuple[int, int, int]  # ids of the given and the expected class, number of images
_ROW = 28


class _Model(QAbstractTableModel):
    """The model of the pairs; a QTableWidget would take 0.1 s for 300 of them."""

    def __init__(self, titles: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.pairs: list[Pair] = []
        self._classes: dict[int, LabelClass] = {}
        self._titles = titles

    def show_pairs(self, pairs: list[Pair], classes: dict[int, LabelClass]) -> None:
        if (pairs, classes) != (self.pairs, self._classes):
            self.beginResetModel()
            self.pairs, self._classes = pairs, classes
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.pairs)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        across = orientation == Qt.Orientation.Horizontal
        return self._titles[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.pairs):
            return None
        value = self.pairs[index.row()][index.column()]
        if index.column() == 2:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            found = {Qt.ItemDataRole.DisplayRole: grouped(value), Qt.ItemDataRole.TextAlignmentRole: int(right)}
            return found.get(Qt.ItemDataRole(role))
        one = self._classes[value]
        if role == Qt.ItemDataRole.DecorationRole:
            return class_icon(one.shape, one.color)
        return one.name if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None


class _View(QTableView):
    """A view in which Enter opens what a click opens."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.clicked.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


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
        self.view = _View()
        self.view.setModel(self._model)
        self.view.setProperty("role", "figures")
        self.view.setAccessibleName(self.tr("Most frequent confusions"))
        self.view.setItemDelegate(NameDelegate(self.view))
        self.view.setShowGrid(False)
        self.view.setTabKeyNavigation(False)
        self.view.setIconSize(QSize(14, 14))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(_ROW)
        head = self.view.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
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
        given, expected, _ = self._model.pairs[index.row()]
        self.chosen.emit(given, expected)
