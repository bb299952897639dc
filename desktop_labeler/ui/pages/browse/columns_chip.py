"""The chip of Browse for everything else that is known of images: metadata, size, source of the label, suggestion."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_labeler.data.images.query.built_in_columns import REJECTED, SOURCE, SUGGESTION, all_columns
from desktop_labeler.data.images.query.image_query import Filter
from desktop_labeler.data.metadata.columns import MetadataColumn, distinct_values, least_and_greatest
from desktop_labeler.data.metadata.conditions import Condition
from desktop_labeler.data.metadata.values import Value, shown_value
from desktop_labeler.data.project.project_file import Project, Source
from desktop_labeler.messages import visible
from desktop_labeler.ui.core.metadata_texts import column_title, condition_text, source_names
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.browse.range_fields import RangeFields
from desktop_labeler.ui.widgets.choices import Choice
from desktop_labeler.ui.widgets.classes.class_text import short_name
from desktop_labeler.ui.widgets.filter_popup import ListPopup, StepsPopup

_WIDEST = 190  # pixels of its text
_MOST = 5_000  # different values; of more, a part is asked for instead
_NONE = ("none", "")  # the entry for images without a value


class ColumnsChip(QPushButton):
    """It lists the columns; one that is chosen asks for its values.

    Signals:
        chosen: the filter with the condition that was chosen.
    """

    chosen = Signal(object)

    def __init__(self, project: OpenProject, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project, self._filter = project, Filter()
        self._popup: StepsPopup | None = None
        self.setProperty("role", "chip")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setIconSize(QSize(14, 14))
        self.clicked.connect(self._open)

    def show_filter(self, wanted: Filter) -> None:
        """Show what a filter asks of columns."""
        self._filter = wanted
        self._show()

    def _show(self) -> None:
        texts = [condition_text(condition) for condition in self._filter.columns]
        text = texts[0] if texts else self.tr("More filters")
        short = short_name(text, self.fontMetrics(), _WIDEST).text.replace("&", "&&")
        self.setText(short if len(texts) < 2 else f"{short} +{len(texts) - 1}")
        self.setToolTip(", ".join(texts))
        self.setChecked(bool(texts))

    def _open(self) -> None:
        """List the columns, those that are asked something first."""
        self._popup = StepsPopup(self)
        self._popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._popup.destroyed.connect(self._closed)
        self._show()
        columns = ListPopup(self._popup, chooses=True, inside=True)
        asked = {condition.column: condition for condition in self._filter.columns}
        known = [column.name for column in all_columns(self._project.project)]
        gone = [name for name in asked if name not in known]
        names = [*gone, *sorted(known, key=lambda name: name not in asked)]
        texts = [condition_text(asked[name]) if name in asked else column_title(name) for name in names]
        columns.show_choices([Choice(name, (text,)) for name, text in zip(names, texts, strict=True)], ())
        columns.changed.connect(self._column_chosen)
        self._popup.show_inside(columns, self)

    def _closed(self) -> None:
        self._popup = None
        self._show()

    def _column_chosen(self, chosen: list[str]) -> None:
        (name,) = chosen
        column = next((each for each in all_columns(self._project.project) if each.name == name), None)
        if column is None:  # it was removed: so is what was asked of it
            self._take(Condition(name))
            if self._popup is not None:
                self._popup.close()
        elif column.kind != "text":
            self._ask_range(column)
        elif name in (SUGGESTION, REJECTED):
            self._ask_values(column, [Choice(each.name, (each,)) for each in self._project.classes])
        elif name == SOURCE:
            names = source_names()
            self._ask_values(column, [Choice(one.word, (names[one],)) for one in Source if one != Source.NONE])
        else:
            self._project.ask(partial(_values, column), self._listed)

    def _listed(self, found: tuple[MetadataColumn, list[tuple[Value, int]]]) -> None:
        column, values = found
        if len(values) == _MOST:  # a list of them would help nobody
            self._ask_range(column)
            return
        texts = [(shown_value(value), count) for value, count in values]
        self._ask_values(column, [Choice(text, (visible(text),), count) for text, count in texts])

    def _ask_range(self, column: MetadataColumn) -> None:
        if self._popup is not None:
            ends = least_and_greatest(self._project.project, column)
            examples = [shown_value(end).replace("T", " ") for end in ends] if ends and column.kind != "text" else []
            fields = RangeFields(column, self._condition(column.name), self._popup, examples)
            fields.changed.connect(self._take)
            self._popup.show_inside(fields, self)

    def _ask_values(self, column: MetadataColumn, choices: list[Choice]) -> None:
        if self._popup is None:  # it was closed while the values were read
            return
        values = ListPopup(self._popup, inside=True)
        condition = self._condition(column.name)
        none = Choice(_NONE, (self.tr("no value"),))
        ticked = [*([_NONE] if condition.missing else []), *condition.values]
        values.show_choices([none, *choices], ticked)
        values.changed.connect(partial(self._values_chosen, column.name))
        self._popup.show_inside(values, self)

    def _values_chosen(self, name: str, chosen: list[object]) -> None:
        values = tuple(value for value in chosen if isinstance(value, str))
        self._take(Condition(name, values=values, missing=_NONE in chosen))

    def _condition(self, name: str) -> Condition:
        return next((each for each in self._filter.columns if each.column == name), Condition(name))

    def _take(self, condition: Condition) -> None:
        others = tuple(each for each in self._filter.columns if each.column != condition.column)
        new = others if condition == Condition(condition.column) else (*others, condition)
        self.chosen.emit(replace(self._filter, columns=new))


def _values(column: MetadataColumn, project: Project) -> tuple[MetadataColumn, list[tuple[Value, int]]]:
    return column, distinct_values(project, column, _MOST)
