"""The chip of Browse for the order: by what the project knows, by a column of metadata, or by the embeddings."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop_labeler.data.images.query.image_query import Sort, SortKey
from desktop_labeler.data.metadata.columns import metadata_columns
from desktop_labeler.jobs.rounds.rank_images import Ranking
from desktop_labeler.ui.core.language import translator
from desktop_labeler.ui.core.metadata_texts import column_title
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.widgets.classes.class_text import short_name

KEYS: tuple[SortKey, ...] = ("path", "class", "state", "date", "size", "decided")
_WIDEST = 190  # pixels of its text
_tr = translator("FilterBar")


class SortChip(QPushButton):
    """It shows the order, and opens a menu of all orders.

    Signals:
        sorted_by: a Sort was chosen.
        ranked_by: a Ranking was chosen, or None to leave it.
    """

    sorted_by = Signal(object)
    ranked_by = Signal(object)

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._sort = project, Sort()
        self._ranking: Ranking | None = None
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(14, 14))
        self.clicked.connect(self._open)

    def show_order(self, sort: Sort, ranking: Ranking | None) -> None:
        """Show an order; a ranking replaces the sort."""
        self._sort, self._ranking = sort, ranking
        down = ranking.backwards if ranking is not None else sort.descending
        self.setText(short_name(self.order_text(), self.fontMetrics(), _WIDEST).text.replace("&", "&&"))
        self.setChecked(False)
        # a ranking puts the highest values first
        self.setIcon(theme().icon("sort" if down != (ranking is not None) else "sort-up"))
        self.setToolTip(_tr("Order: descending") if down else _tr("Order: ascending"))
        if ranking is not None:
            self.setToolTip(_ways(ranking)[int(ranking.backwards)])

    def order_text(self) -> str:
        """Return the order as text."""
        if self._ranking is not None:
            return _rank_names()[self._ranking.kind]
        if self._sort.key == "column":
            return _by_column(self._sort.column)
        return _sort_names()[self._sort.key]

    def _open(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        down = self._sort.descending
        for key in KEYS:
            self._choice(menu, _sort_names()[key], Sort(key, down), self._sorts(key))
        self._add_columns(menu)
        menu.addSeparator()
        names = _rank_names()
        for ranking in (Ranking("unusual"), Ranking("unlike")):
            self._rank_choice(menu, names[ranking.kind], ranking, self._ranks(ranking.kind))
        if self._ranks("similar"):
            self._rank_choice(menu, names["similar"], self._ranking, True)
        menu.addSeparator()
        self._add_ways(menu)
        self.show_order(self._sort, self._ranking)  # the click has toggled the chip's own check mark
        menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _add_columns(self, menu: QMenu) -> None:
        columns = metadata_columns(self._project.project)
        if not columns:
            return
        inside = menu.addMenu(_tr("by metadata"))
        for column in columns:
            wanted = Sort("column", self._sort.descending, column.name)
            on = self._sorts("column") and self._sort.column == column.name
            self._choice(inside, column_title(column.name).replace("&", "&&"), wanted, on)

    def _add_ways(self, menu: QMenu) -> None:
        if self._ranking is not None:
            for backwards, text in enumerate(_ways(self._ranking)):
                wanted = replace(self._ranking, backwards=bool(backwards))
                self._rank_choice(menu, text, wanted, wanted == self._ranking)
            return
        down = self._sort.descending
        self._choice(menu, _tr("Ascending"), replace(self._sort, descending=False), not down)
        self._choice(menu, _tr("Descending"), replace(self._sort, descending=True), down)

    def _sorts(self, key: SortKey) -> bool:
        return self._ranking is None and self._sort.key == key

    def _ranks(self, kind: str) -> bool:
        return self._ranking is not None and self._ranking.kind == kind

    def _rank_choice(self, menu: QMenu, text: str, ranking: Ranking | None, on: bool) -> None:
        entry = menu.addAction(text)
        entry.setCheckable(True)
        entry.setChecked(on)
        entry.triggered.connect(partial(self._rank_chosen, ranking))

    def _choice(self, menu: QMenu, text: str, order: Sort, on: bool) -> QAction:
        entry = menu.addAction(text)
        entry.setCheckable(True)
        entry.setChecked(on)
        entry.triggered.connect(partial(self._sort_chosen, order))
        return entry

    def _sort_chosen(self, order: Sort, *_: object) -> None:
        self.sorted_by.emit(order)

    def _rank_chosen(self, ranking: Ranking | None, *_: object) -> None:
        self.ranked_by.emit(ranking)


def _by_column(name: str) -> str:
    return _tr("by {column}").format(column=column_title(name))


def _sort_names() -> dict[SortKey, str]:
    return {
        "path": _tr("by path"),
        "class": _tr("by class"),
        "state": _tr("by state"),
        "date": _tr("by date"),
        "size": _tr("by file size"),
        "decided": _tr("by last decision"),
        "id": _tr("by path"),
    }


def _rank_names() -> dict[str, str]:
    return {
        "similar": _tr("by similarity"),
        "unusual": _tr("most unusual in its class"),
        "unlike": _tr("unlike every class"),
    }


def _ways(ranking: Ranking) -> tuple[str, str]:
    """Return texts for the two directions of a ranking, the usual one first."""
    if ranking.kind == "similar":
        return _tr("Most similar first"), _tr("Least similar first")
    if ranking.kind == "unlike":
        return _tr("Most unlike every class first"), _tr("Most like a class first")
    return _tr("Most unusual first"), _tr("Most typical first")
