"""The card of the page Train that lists the available backbones."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QTableWidgetItem, QWidget

from desktop_labeler.ui.charts.chart_cards import Card
from desktop_labeler.ui.pages.train import training_texts as texts
from desktop_labeler.ui.widgets.basics import allow, fill, label, set_role, table
from desktop_labeler.ui.widgets.confirmed_choice import ConfirmedChoice

if TYPE_CHECKING:
    from desktop_labeler.jobs.training.switch_backbone import BackboneRow


_LESS, _LAST = (1, 3), 5  # columns: what matters least, kind and dimensions; that of the buttons
_BUTTON = 140  # pixels wide
_NARROW = 830  # pixels: in a narrower card what matters least is left out


class BackbonesCard(Card):
    """Lists the available backbones.

    Signals:
        wanted: the name of the backbone that the project should use.
        flips_wanted: which flips of an image count as equivalent, "auto" for what the images show.
    """

    wanted = Signal(str)
    flips_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(self.tr("Backbones"))
        self.table = table(texts.backbone_columns(), [], stretch=2)
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
        self.uses: dict[str, QPushButton] = {}

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
        self.uses = {}
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
            self.table.setCellWidget(place, _LAST, _centred(button))
            self.table.setRowHeight(place, 36)
        height = sum(self.table.rowHeight(place) for place in range(len(rows)))
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + height + 4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for column in _LESS:
            self.table.setColumnHidden(column, self.width() < _NARROW)

    def _use(self, name: str, *_: object) -> None:
        self.wanted.emit(name)


def _centred(widget: QLabel | QPushButton) -> QWidget:
    place = QWidget()
    place.setProperty("role", "plain")
    inside = QHBoxLayout(place)
    inside.setContentsMargins(8, 2, 8, 2)
    inside.addWidget(widget)
    inside.addStretch()
    return place
