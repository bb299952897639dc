"""Which column of a table means what, with its first rows beside it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QTableWidget, QVBoxLayout, QWidget

from desktop_labeler.data.formats.tables import Table, guess_columns, open_table, preview
from desktop_labeler.ui.widgets.basics import fill, label, table

_ROWS = 8


class ColumnMapping(QWidget):
    """Shows the first rows of a table and lets the person say which column is which.

    Signals:
        changed: another column was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._boxes: dict[str, QComboBox] = {}
        self._preview: QTableWidget = table([], [])
        self._preview.setMinimumHeight(140)
        self._about = label("", "small")
        meanings = {
            "rel_path": self.tr("Image"),
            "label": self.tr("Class"),
            "group": self.tr("Group (patient, site, slide)"),
            "state": self.tr("State"),
            "note": self.tr("Note"),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for place, (meaning, text) in enumerate(meanings.items()):
            box = QComboBox()
            box.setAccessibleName(text)
            box.currentIndexChanged.connect(self._changed)
            self._boxes[meaning] = box
            row, column = place // 2, 2 * (place % 2)
            grid.addWidget(label(text, "quiet"), row, column)
            grid.addWidget(box, row, column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid)
        layout.addWidget(self._about)
        layout.addWidget(self._preview, 1)

    def show_file(self, file: Path) -> None:
        """Read the head of a table and guess its columns.

        Raises:
            FormatError: the file cannot be used.
        """
        self._table = open_table(file)
        guessed = guess_columns(self._table.columns)
        for meaning, box in self._boxes.items():
            box.blockSignals(True)
            box.clear()
            box.addItem(self.tr("— none —"), "")
            for column in self._table.columns:
                box.addItem(column, column)
            box.setCurrentIndex(max(box.findData(guessed.get(meaning, "")), 0))
            box.blockSignals(False)
        delimiters = {",": self.tr("comma"), ";": self.tr("semicolon"), "\t": self.tr("tab")}
        text = self.tr("{encoding}, columns divided by {mark}; the first rows:")
        mark = delimiters.get(self._table.delimiter, self._table.delimiter)
        self._about.setText(text.format(encoding=self._table.encoding, mark=mark))
        self._preview.setColumnCount(len(self._table.columns))
        self._preview.setHorizontalHeaderLabels(list(self._table.columns))
        fill(self._preview, preview(self._table, _ROWS))
        self._preview.resizeColumnsToContents()
        self.changed.emit()

    def columns(self) -> dict[str, str]:
        """Return the chosen column of each meaning that has one."""
        return {meaning: box.currentData() for meaning, box in self._boxes.items() if box.currentData()}

    def choose(self, meaning: str, column: str) -> None:
        """Say which column has a meaning; an unknown one means none."""
        box = self._boxes[meaning]
        box.setCurrentIndex(max(box.findData(column), 0))

    def complete(self) -> bool:
        """Whether images and something about them are named."""
        chosen = self.columns()
        return "rel_path" in chosen and len(chosen) > 1

    def _changed(self) -> None:
        self.changed.emit()
