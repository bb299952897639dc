"""What a column is asked: a range of numbers or dates, a part of a text, or images without a value."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QWidget

from desktop_labeler.data.metadata.columns import MetadataColumn
from desktop_labeler.data.metadata.conditions import Condition, check_condition
from desktop_labeler.errors import LabelerError
from desktop_labeler.ui.core.language import error_text
from desktop_labeler.ui.core.metadata_texts import column_title
from desktop_labeler.ui.widgets.basics import label
from desktop_labeler.ui.widgets.filter_popup import Popup

_TYPING = 300  # ms after the last letter until the condition applies
_WIDTH = 170  # pixels of a field
_EXAMPLES = {"number": ("0.5", "10"), "date": ("2024-05", "2024-05-31"), "text": ("",)}


class RangeFields(Popup):
    """From and to, each empty for no bound, or what a text contains, and a box for images that have no value.

    Args:
        column: what is asked.
        condition: what it is asked so far.
        parent: where it is shown.
        examples: what empty fields show, as the least and the greatest value of the column; empty for an example.

    Signals:
        changed: the Condition as it is now.
    """

    changed = Signal(object)

    def __init__(
        self, column: MetadataColumn, condition: Condition, parent: QWidget, examples: Sequence[str] = ()
    ) -> None:
        super().__init__(parent, inside=True)
        self._column, self._condition = column, condition
        self._typing = QTimer(self, singleShot=True, interval=_TYPING)
        self._typing.timeout.connect(self._typed)
        layout = QGridLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(label(column_title(column.name), "strong"), 0, 0, 1, 2)
        self._fields: list[QLineEdit] = []
        texts = (self.tr("contains"),) if column.kind == "text" else (self.tr("from"), self.tr("to"))
        given = (condition.text,) if column.kind == "text" else (condition.low, condition.high)
        for row, (text, value, example) in enumerate(
            zip(texts, given, examples or _EXAMPLES[column.kind], strict=True), 1
        ):
            field = QLineEdit(value, placeholderText=example)
            field.setAccessibleName(text)
            field.setFixedWidth(_WIDTH)
            field.textEdited.connect(self._edited)
            field.returnPressed.connect(self._typed)
            layout.addWidget(QLabel(text), row, 0)
            layout.addWidget(field, row, 1)
            self._fields.append(field)
        self.missing = QCheckBox(self.tr("only images without a value"))
        self.missing.setChecked(condition.missing)
        self.missing.toggled.connect(self._typed)
        layout.addWidget(self.missing, 3, 0, 1, 2)
        self.wrong = label("", "wrong", wrap=True)
        self.wrong.setFixedWidth(_WIDTH + 60)
        self.wrong.hide()
        layout.addWidget(self.wrong, 4, 0, 1, 2)
        self._show_missing()
        self.setFocusProxy(self._fields[0])

    @property
    def fields(self) -> list[QLineEdit]:
        """The fields of the lower and the upper bound, or the one of the text."""
        return self._fields

    def _show_missing(self) -> None:
        for field in self._fields:
            field.setEnabled(not self.missing.isChecked())

    def _edited(self) -> None:
        self._typing.start()

    def _typed(self, *_: object) -> None:
        self._typing.stop()
        self._show_missing()
        given = [field.text().strip() for field in self._fields]
        if self.missing.isChecked():
            new = Condition(self._column.name, missing=True)
        elif self._column.kind == "text":
            new = Condition(self._column.name, text=given[0])
        else:
            new = Condition(self._column.name, low=given[0], high=given[1])
        try:
            check_condition(self._column, new)
        except LabelerError as error:
            self.wrong.setText(error_text(error))
            self.wrong.show()
            self.window().adjustSize()
            return
        self.wrong.hide()
        self.window().adjustSize()
        if new != self._condition:
            self._condition = new
            self.changed.emit(new)
