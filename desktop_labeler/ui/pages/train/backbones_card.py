"""The card of the page Train that lists the available backbones."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QTableWidgetItem,
    QWidget,
)

from desktop_labeler.ui.charts.chart_cards import Card
from desktop_labeler.ui.core.language import megabytes
from desktop_labeler.ui.core.theme import theme
from desktop_labeler.ui.pages.train import training_texts as texts
from desktop_labeler.ui.widgets.basics import allow, fill, label, set_role, table
from desktop_labeler.ui.widgets.confirmed_choice import ConfirmedChoice

if TYPE_CHECKING:
    from desktop_labeler.jobs.training.switch_backbone import BackboneRow


_KIND, _SOURCE, _DIMENSIONS, _AGREEMENT, _LAST = 1, 2, 3, 4, 5  # columns
_BUTTON = 176  # pixels: two buttons
_LESS = {_KIND: 830, _DIMENSIONS: 1250}  # pixels: in a narrower card these columns are left out for where it is from


class BackbonesCard(Card):
    """Lists the available backbones.

    Signals:
        wanted: the name of the backbone that the project should use.
        removal_wanted: the name of a backbone that was imported or trained here, and the bytes of its weights.
        removed: it is gone.
        flips_wanted: which flips of an image count as equivalent, "auto" for what the images show.
    """

    wanted = Signal(str)
    removal_wanted = Signal(str, object)
    removed = Signal()
    flips_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(self.tr("Backbones"))
        self.table = table(texts.backbone_columns(), [], stretch=_SOURCE)
        self.table.setItemDelegateForColumn(_SOURCE, QStyledItemDelegate(self.table))  # shortened at the end
        item = self.table.horizontalHeaderItem(_AGREEMENT)
        if item is not None:
            item.setToolTip(texts.agreement_meant())
        set_role(self.table, "figures")
        self.table.setAccessibleName(self.tr("Backbones"))
        self.table.setTabKeyNavigation(False)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setSelectionMode(self.table.SelectionMode.NoSelection)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.hide()
        self.waiting = label(self.tr("Reading the list …"), "quiet")
        self.content.addWidget(self.waiting)
        self.content.addWidget(self.table)
        self._lay_out_flips()
        self.content.addStretch()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(_LAST, QHeaderView.ResizeMode.Fixed)
        self.table.setColumnWidth(_LAST, _BUTTON)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.uses: dict[str, QPushButton] = {}
        self.removals: dict[str, QPushButton] = {}

    def _lay_out_flips(self) -> None:
        choices = (
            (self.tr("Detect from the images"), "auto"),
            (self.tr("Different images: orientation matters"), "none"),
            (self.tr("Equivalent when mirrored"), "mirror"),
            (self.tr("Equivalent when mirrored or rotated"), "any"),
        )
        self.flips = ConfirmedChoice(choices, self.tr("Analyse the images again"))
        self.flips.wanted.connect(self.flips_wanted)
        name = label(self.tr("Mirrored and rotated images"), "quiet")
        name.setBuddy(self.flips)
        self.flips.box.setToolTip(self.tr("For photo, the starter and the built-in embedding."))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(name)
        row.addWidget(self.flips)
        row.addStretch()
        self.content.addSpacing(6)
        self.content.addLayout(row)

    def show_flips(self, flips: str | None, *, enabled: bool = True) -> None:
        """Show which flips count as equivalent; None before that is known."""
        self.flips.show_value(flips or "auto")
        self.flips.allow("" if enabled else texts.busy())

    def show_rows(self, rows: "Sequence[BackboneRow]", *, enabled: bool = True) -> None:
        """Show these backbones, with a button for each that is not in use."""
        self.waiting.hide()
        self.table.show()
        for place in range(self.table.rowCount()):  # one that is replaced stays in view until it is deleted
            if (old := self.table.cellWidget(place, _LAST)) is not None:
                old.hide()
        fill(self.table, [texts.backbone_row(row) for row in rows])
        self.uses, self.removals = {}, {}
        for place, row in enumerate(rows):
            if row.in_use:
                self.table.setCellWidget(place, _LAST, _centred(label(self.tr("in use"), "good")))
                item = self.table.item(place, 0)
                if isinstance(item, QTableWidgetItem):
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                continue
            button = QPushButton(self.tr("Use"))
            set_role(button, "strip")
            allow(button, "" if enabled else texts.busy())
            button.setAccessibleName(self.tr("Use {name}").format(name=row.name))
            button.clicked.connect(partial(self._use, row.name))
            self.uses[row.name] = button
            others = (self._removal(row, enabled=enabled),) if row.size else ()
            self.table.setCellWidget(place, _LAST, _centred(button, *others))
            self.table.setRowHeight(place, 36)
        height = sum(self.table.rowHeight(place) for place in range(len(rows)))
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + height + 4)

    def _removal(self, row: "BackboneRow", *, enabled: bool) -> QPushButton:
        button = QPushButton(theme().icon("delete", "quiet"), "")
        set_role(button, "strip")
        button.setToolTip(self.tr("Remove… (frees {size})").format(size=megabytes(row.size)))
        allow(button, "" if enabled else texts.busy())
        button.setAccessibleName(self.tr("Remove {name}").format(name=row.name))
        button.clicked.connect(partial(self._remove, row.name, row.size))
        self.removals[row.name] = button
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column, least in _LESS.items():
            self.table.setColumnHidden(column, self.width() < least)

    def _use(self, name: str, *_: object) -> None:
        self.wanted.emit(name)

    def _remove(self, name: str, size: int, *_: object) -> None:
        self.setFocus()  # the button goes away: no key that follows means its neighbour
        self.removal_wanted.emit(name, size)


def _centred(*widgets: QLabel | QPushButton) -> QWidget:
    place = QWidget()
    place.setProperty("role", "plain")
    inside = QHBoxLayout(place)
    inside.setContentsMargins(8, 2, 8, 2)
    inside.setSpacing(6)
    for widget in widgets:
        inside.addWidget(widget)
    inside.addStretch()
    return place
