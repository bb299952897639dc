"""The number of images of each class and state, as bars that open the images."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import (
    QModelIndex,
    QRectF,
    QSize,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_labeler.data.project.project_file import LabelClass, State
from desktop_labeler.messages import visible
from desktop_labeler.ui.charts.figure_table import ROW, FigureModel, FigureTable, Index
from desktop_labeler.ui.core.language import FEW, grouped, whole_percent
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.basics import allow
from desktop_labeler.ui.widgets.classes.class_shapes import class_icon
from desktop_labeler.ui.widgets.classes.class_text import NameDelegate
from desktop_labeler.ui.widgets.flow_layout import FlowLayout

COLORS = {
    State.CONFIRMED: "good",
    State.LABELLED: "accent",
    State.UNSURE: "care",
    State.EXCLUDED: "quiet",
    State.UNLABELLED: "line",
}
# Signs of the legend: not by colour alone, and the colour of undecided images would hardly be visible so small.
SHAPES = {
    State.CONFIRMED: "circle",
    State.LABELLED: "square",
    State.UNSURE: "triangle",
    State.EXCLUDED: "diamond",
    State.UNLABELLED: "ring",
}
_SIGNS = COLORS | {State.UNLABELLED: "quiet"}
_ROWS = 9  # classes that are visible at once
_BAR = 8.0
_NAMES = 180  # pixels: the least width of the names
_BESIDE = 44  # pixels: the sign beside a name, and the edges


class StateBar(QWidget):
    """A bar of all images, divided by state."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[State, int] = {}
        self.setFixedHeight(14)
        theme().changed.connect(self.update)

    def show_counts(self, counts: dict[State, int]) -> None:
        """Show other counts."""
        self._counts = counts
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_fractions(painter, QRectF(self.rect()), [(COLORS[state], self._counts.get(state, 0)) for state in COLORS])


def paint_fractions(painter: QPainter, place: QRectF, parts: Sequence[tuple[str, int]], total: int = 0) -> None:
    """Paint fractions of a whole side by side; each that is not empty is at least two pixels wide.

    Args:
        painter: an active painter.
        place: the rectangle of the whole bar.
        parts: names of theme colours with their counts.
        total: the count that the whole width stands for; 0 means the sum of the parts.
    """
    whole = max(total, sum(count for _, count in parts), 1)
    left = place.left()
    painter.setPen(Qt.PenStyle.NoPen)
    for color, count in parts:
        if count:
            width = max(place.width() * count / whole, 2.0)
            width = min(width, place.right() - left)
            painter.setBrush(theme().color(color))
            painter.drawRoundedRect(QRectF(left, place.top(), max(width - 1, 1.0), place.height()), 2, 2)
            left += width


class StateLegend(QWidget):
    """The states with their counts; each opens its images.

    Signals:
        chosen: a state whose images are wanted.
    """

    chosen = Signal(object)

    def __init__(self, names: dict[State, str]) -> None:
        super().__init__()
        self._names = names
        layout = FlowLayout(self, spacing=4)
        self._buttons: dict[State, QPushButton] = {}
        for state in COLORS:
            button = QPushButton()
            button.setProperty("role", "flat")
            button.setIconSize(QSize(12, 12))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(partial(self._clicked, state))
            self._buttons[state] = button
            layout.addWidget(button)
        theme().changed.connect(self._tint)
        self._tint()

    def show_counts(self, counts: dict[State, int], total: int) -> None:
        """Show other counts."""
        for state, button in self._buttons.items():
            count = counts.get(state, 0)
            share = f" · {whole_percent(count / total)}" if total >= FEW and count else ""
            button.setText(f"{self._names[state]} {grouped(count)}{share}")
            allow(button, "" if count else self.tr("No image is in this state."))

    def _clicked(self, state: State, *_: object) -> None:
        self.chosen.emit(state)

    def _tint(self) -> None:
        for state, button in self._buttons.items():
            button.setIcon(class_icon(SHAPES[state], getattr(theme().colors, _SIGNS[state])))


@dataclass(frozen=True)
class ClassCount:
    """A class with its numbers of confirmed and labelled images."""

    label: LabelClass
    confirmed: int
    labelled: int

    @property
    def total(self) -> int:
        """The number of images of the class."""
        return self.confirmed + self.labelled


class _Model(FigureModel[ClassCount]):
    """The model of the classes and their counts."""

    def show_rows(self, rows: list[ClassCount]) -> None:
        if [row.label for row in rows] != [row.label for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
        elif rows != self.rows:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        values: list[object] = [visible(row.label.name), row.total, row.total, row.confirmed]
        value = values[index.column()]
        if role == Qt.ItemDataRole.UserRole:  # the sort value; classes are in screen order
            return row.label.position if index.column() == 0 else value
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return class_icon(row.label.shape, row.label.color)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() > 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) and index.column() != 1
        return (grouped(value) if isinstance(value, int) else value) if shown else None


class _Bars(QStyledItemDelegate):
    """Paints confirmed and labelled counts side by side; the largest class has the longest bar."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        source = model.sourceModel() if isinstance(model, QSortFilterProxyModel) else model
        if not isinstance(source, _Model) or not isinstance(model, QSortFilterProxyModel):
            return
        row = source.rows[model.mapToSource(model.index(index.row(), index.column())).row()]
        most = max((each.total for each in source.rows), default=0)
        box = QRectF(option.rect).adjusted(6, 0, -8, 0)
        box = QRectF(box.left(), box.center().y() - _BAR / 2, box.width(), _BAR)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_fractions(painter, box, [("good", row.confirmed), ("accent", row.labelled)], most)
        painter.restore()


class ClassCounts(QWidget):
    """The classes with bars; a click on a heading sorts them.

    Signals:
        chosen: the id of a class whose images are wanted.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        titles = (self.tr("Class"), "", self.tr("Images"), self.tr("Confirmed"))
        self._model = _Model(titles, self)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(Qt.ItemDataRole.UserRole)
        self.view = FigureTable(self.tr("Classes and their images"))
        self.view.setModel(self._sorted)
        self.view.setItemDelegateForColumn(0, NameDelegate(self.view))
        self.view.setItemDelegateForColumn(1, _Bars(self.view))
        self.view.setSortingEnabled(True)
        self.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.view.setMinimumHeight(ROW * _ROWS + 6)
        head = self.view.horizontalHeader()
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.Interactive,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.ResizeToContents,
            )
        ):
            head.setSectionResizeMode(column, mode)
        self._fitted = _NAMES
        head.resizeSection(0, _NAMES)
        self.view.clicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)

    def show_counts(self, rows: list[ClassCount]) -> None:
        """Show other counts; selection and order are kept."""
        self._model.show_rows(rows)
        self._fit_names()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_names()

    def _fit_names(self) -> None:
        """Give long names up to half of the width, unless the person has chosen a width."""
        head = self.view.horizontalHeader()
        if head.sectionSize(0) == self._fitted:
            metrics = self.view.fontMetrics()
            longest = max((metrics.horizontalAdvance(row.label.name) for row in self._model.rows), default=0)
            self._fitted = max(_NAMES, min(longest + _BESIDE, self.view.width() // 2))
            head.resizeSection(0, self._fitted)

    def _clicked(self, index: QModelIndex) -> None:
        row = self._model.rows[self._sorted.mapToSource(index).row()]
        self.chosen.emit(row.label.id)
