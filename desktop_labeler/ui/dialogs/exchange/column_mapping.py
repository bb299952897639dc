"""Choosing the meaning of a table's columns beside a preview of its first rows."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHeaderView, QTableWidget, QVBoxLayout, QWidget

from desktop_labeler.data.formats.tables.columns import guess_meanings
from desktop_labeler.data.formats.tables.table import Table, open_table, preview
from desktop_labeler.data.formats.tables.text_encoding import ENCODINGS
from desktop_labeler.errors import LabelerError
from desktop_labeler.ui.core.language import error_text
from desktop_labeler.ui.widgets.basics import NONE, fill, label, table
from desktop_labeler.ui.widgets.classes.class_text import NameDelegate
from desktop_labeler.ui.widgets.fields import ComboField

_ROWS = 8
_WIDEST = 280  # pixels of a column of the preview at first


class ColumnMapping(QWidget):
    """Shows the first rows of a table and lets the person choose the column of each meaning.

    Signals:
        changed: another column or encoding was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._guessed: dict[str, str] = {}
        self._boxes: dict[str, ComboField] = {}
        self._preview: QTableWidget = table([], [], stretch=NONE)
        self._preview.setItemDelegate(NameDelegate(self._preview))
        self._preview.horizontalHeader().setStretchLastSection(True)
        self._preview.setMinimumHeight(140)
        self._preview.hide()  # an empty box says nothing
        self._about = label("", "small")
        meanings = {
            "rel_path": self.tr("Image"),
            "label": self.tr("Class"),
            "folder": self.tr("Folder of the image"),
            "group": self.tr("Group (patient, site, slide)"),
            "state": self.tr("State"),
            "note": self.tr("Note"),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for place, (meaning, text) in enumerate(meanings.items()):
            box = ComboField()
            box.setAccessibleName(text)
            box.currentIndexChanged.connect(self._changed)
            self._boxes[meaning] = box
            row, column = place // 2, 2 * (place % 2)
            grid.addWidget(label(text, "quiet"), row, column)
            grid.addWidget(box, row, column + 1)
        self._encoding = ComboField()
        self._encoding.setAccessibleName(self.tr("Encoding of the text"))
        self._encoding.currentIndexChanged.connect(self._read_again)
        grid.addWidget(label(self.tr("Encoding of the text"), "quiet"), len(meanings) // 2, 0)
        grid.addWidget(self._encoding, len(meanings) // 2, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(grid)
        layout.addWidget(self._about)
        layout.addWidget(self._preview, 1)
        layout.addStretch()

    def show_file(self, file: Path) -> None:
        """Read the beginning of a table and guess its columns.

        Raises:
            FormatError: if the file cannot be used; an earlier table is then no longer shown.
        """
        self.clear()
        self._show(open_table(file, quick=True))
        found = self._table.encoding.name if self._table is not None else ""
        self._encoding.blockSignals(True)
        self._encoding.clear()
        self._encoding.addItem(self.tr("detect ({encoding})").format(encoding=found), None)
        for name in ENCODINGS:
            self._encoding.addItem(name, name)
        self._encoding.blockSignals(False)
        self.changed.emit()

    def clear(self) -> None:
        """Show no table."""
        self._table, self._guessed = None, {}
        for box in (*self._boxes.values(), self._encoding):
            box.blockSignals(True)
            box.clear()
            box.blockSignals(False)
        self._about.setText("")
        self._preview.setRowCount(0)
        self._preview.setColumnCount(0)
        self._preview.hide()

    def _read_again(self) -> None:
        """Show the table in the chosen encoding."""
        if self._table is None:
            return
        try:
            self._show(open_table(self._table.file, self.encoding(), quick=True))
        except LabelerError as error:
            self._about.setText(error_text(error))
        self.changed.emit()

    def _show(self, found: Table) -> None:
        """Show the beginning of a table and the guessed meaning of its columns."""
        rows = preview(found, _ROWS)
        self._table, self._guessed = found, guess_meanings(found)
        for meaning, box in self._boxes.items():
            box.blockSignals(True)
            box.clear()
            box.addItem(self.tr("— none —"), "")
            for column in filter(None, found.columns):
                box.addItem(column, column)
            box.setCurrentIndex(max(box.findData(self._guessed.get(meaning, "")), 0))
            box.blockSignals(False)
        delimiters = {",": self.tr("comma"), ";": self.tr("semicolon"), "\t": self.tr("tab")}
        text = self.tr("{encoding}, columns separated by {mark}; the first rows:")
        mark = delimiters.get(found.delimiter, found.delimiter)
        self._about.setText(text.format(encoding=found.encoding.name, mark=mark) if found.kind == "text" else "")
        self._preview.setColumnCount(len(found.columns))
        self._preview.setHorizontalHeaderLabels(list(found.columns))
        fill(self._preview, rows)
        _share_width(self._preview)
        self._preview.show()

    def columns(self) -> dict[str, str]:
        """Return the chosen column of each meaning; "" where the person rejected the guess."""
        chosen = {meaning: str(box.currentData() or "") for meaning, box in self._boxes.items()}
        return {meaning: column for meaning, column in chosen.items() if column or self._guessed.get(meaning)}

    def encoding(self) -> str | None:
        """Return the chosen encoding, None to detect it."""
        chosen = self._encoding.currentData()
        return None if chosen is None else str(chosen)

    def choose(self, meaning: str, column: str) -> None:
        """Choose the column of a meaning; an unknown column chooses none."""
        box = self._boxes[meaning]
        box.setCurrentIndex(max(box.findData(column), 0))

    def complete(self) -> bool:
        """Whether the column with the images is known; the labels may be in one column per class."""
        return bool(self.columns().get("rel_path"))

    def _changed(self) -> None:
        self.changed.emit()


def _share_width(shown: QTableWidget) -> None:
    """Make each column as wide as its texts, up to a width at which others stay in view; people can drag them wider."""
    header = shown.horizontalHeader()
    for column in range(shown.columnCount()):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        wanted = max(shown.sizeHintForColumn(column), header.sectionSizeHint(column))
        header.resizeSection(column, min(wanted, _WIDEST))
