"""The dialog for metadata: which columns there are, where more come from, and groups made of them."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop_labeler.data.computed.agreeing_groups import want_agreement, wants_agreement
from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.images.files.usable_files import dicom_named
from desktop_labeler.data.metadata.columns import MetadataColumn, metadata_columns, value_counts
from desktop_labeler.data.metadata.name_patterns import read_pattern
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.metadata.add_metadata import metadata_from_files, metadata_from_names, metadata_from_table
from desktop_labeler.jobs.metadata.group_images import group_bursts, group_by_column
from desktop_labeler.jobs.metadata.group_patients import group_patients
from desktop_labeler.messages import visible
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_group import Steps
from desktop_labeler.ui.core.language import error_text, grouped
from desktop_labeler.ui.core.metadata_texts import column_title, kind_names, origin_names
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.ask_first import ask
from desktop_labeler.ui.widgets.basics import Sheet, fill, indent, label, set_role, table
from desktop_labeler.ui.widgets.fields import ComboField, NumberField

_ROWS = 90  # pixels: the least height of the list
_WIDTH, _HEIGHT = 820, 490
_LETTERS = 8  # of a column that are always seen; its whole name is in the list above
_SECONDS = 60


class MetadataDialog(Sheet):
    """Everything is done in the background, after the dialog has closed.

    Signals:
        wanted: the title of a job, the job as a function without arguments, and its steps.
        removing: the name of a column to remove.
    """

    wanted = Signal(str, object, object)
    removing = Signal(str)

    def __init__(self, project: OpenProject, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._project = project
        self._columns: list[MetadataColumn] = []
        self.resize(_WIDTH, _HEIGHT)
        self.head(
            self.tr("Metadata"),
            self.tr("What came with the images, from cameras, tables and file names. Browse filters and sorts by it."),
        )
        headings = [self.tr("Column"), self.tr("Kind"), self.tr("From"), self.tr("Images")]
        self.list = table(headings, [])
        self.list.setMinimumHeight(_ROWS)
        self.content.addWidget(self.list, 1)
        self.pattern = QLineEdit(placeholderText="{site}_{date}_{n}")
        self.pattern.setAccessibleName(self.tr("Pattern of the file names"))
        self.pattern.textEdited.connect(self._check_pattern)
        self.take = QPushButton(self.tr("Take from names"))
        self.take.clicked.connect(self._take_names)
        self._line(self.tr("Names of the files"), self.pattern, self.take)
        self.told = label("", "quiet", wrap=True)
        self.content.addWidget(self.told)
        self.group_column, self.group = ComboField(), QPushButton(self.tr("Make groups"))
        self.group.clicked.connect(self._make_groups)
        self._line(self.tr("Groups from the column"), self.group_column, self.group)
        self.site, self.time, self.seconds = ComboField(), ComboField(), NumberField(1, 86_400, _SECONDS)
        self.time.setAccessibleName(self.tr("The column with the time"))
        self.seconds.setSuffix(" s")
        indent(self.seconds)
        self.bursts = QPushButton(self.tr("Group bursts"))
        self.bursts.clicked.connect(self._group_bursts)
        self._line(self.tr("Bursts: at most"), self.seconds, QLabel(self.tr("apart, of one")), self.site)
        self._line(self.tr("Time of the bursts"), self.time, self.bursts)
        self.agree = QCheckBox(self.tr("Suggestions agree over the images of a group"))
        self.agree.setToolTip(
            self.tr("For groups that show the same, such as bursts: from the next round on, they have one suggestion.")
        )
        self.agree.setChecked(wants_agreement(project.project))
        self.agree.setEnabled(not project.project.read_only)
        self.agree.toggled.connect(self._agree)
        self.content.addWidget(self.agree)
        self.remove = self.add_button(self.tr("Remove the column"), self._remove)
        self.add_button(self.tr("Read camera data"), self._read_cameras)
        self.add_button(self.tr("From a table…"), self._ask_table)
        self.add_button(self.tr("Close"), self.reject, primary=True)
        self.list.itemSelectionChanged.connect(self._selected)
        self._check_pattern()
        self._show([], {})
        project.ask(_read, self._found)

    def _line(self, text: str, *widgets: QWidget) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(QLabel(text))
        for widget in widgets:
            if isinstance(widget, QComboBox):
                widget.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                widget.setMinimumContentsLength(_LETTERS)
            row.addWidget(widget, int(isinstance(widget, (QLineEdit, QComboBox))))
        self.content.addLayout(row)

    def _found(self, found: tuple[list[MetadataColumn], dict[int, int], bool]) -> None:
        self._show(*found)

    def _show(self, columns: Sequence[MetadataColumn], counts: dict[int, int], dicom: bool = False) -> None:
        self._columns = list(columns)
        kinds, origins = kind_names(), origin_names()
        rows = [
            [
                column_title(column.name),
                kinds[column.kind],
                origins.get(column.origin, visible(column.origin)),
                grouped(counts.get(column.id, 0)),
            ]
            for column in columns
        ]
        fill(self.list, rows)
        self.group_column.clear()
        self.site.clear()
        self.time.clear()
        self.site.addItem(self.tr("project"), None)
        for column in columns:
            self.group_column.addItem(column_title(column.name), column.name)
            if column.kind == "text":
                self.site.addItem(column_title(column.name), column.name)
            if column.kind == "date":
                self.time.addItem(column_title(column.name), column.name)
        for whole, text in (("patient", self.tr("DICOM: patient")), ("study", self.tr("DICOM: study"))):
            if dicom:
                self.group_column.addItem(text, (whole,))
        self.group.setEnabled(self.group_column.count() > 0)
        self.bursts.setEnabled(self.time.count() > 0)
        self._selected()

    def _selected(self) -> None:
        self.remove.setEnabled(self._chosen() is not None)

    def _chosen(self) -> MetadataColumn | None:
        row = self.list.currentRow()
        return self._columns[row] if self.list.selectedItems() and 0 <= row < len(self._columns) else None

    def _check_pattern(self) -> None:
        """Say while it is typed whether the pattern is one."""
        text = self.pattern.text().strip()
        said, role = (
            self.tr("Each name in braces becomes a column: {example}").format(example="{site}/{n:number}"),
            "quiet",
        )
        try:
            if text:
                read_pattern(text)
        except LabelerError as error:
            said, role = error_text(error), "wrong"
        self.told.setText(said)
        set_role(self.told, role)
        self.take.setEnabled(bool(text) and role == "quiet")

    # --- what is wanted ---------------------------------------------------------------------------------------------
    def _want(self, title: str, job: Callable[[], object], steps: Steps) -> None:
        self.wanted.emit(title, job, steps)
        self.accept()

    def _take_names(self) -> None:
        job = partial(metadata_from_names, self._project.path, self.pattern.text())
        self._want(self.tr("Metadata from file names"), job, job_steps.NAME_PATTERN)

    def _read_cameras(self) -> None:
        job = partial(metadata_from_files, self._project.path)
        self._want(self.tr("Reading camera data"), job, job_steps.CAMERA_DATA)

    def _ask_table(self) -> None:
        kinds = self.tr("Tables") + " (*.csv *.tsv *.txt *.xlsx *.parquet);;" + self.tr("All files") + " (*)"
        chosen, _ = QFileDialog.getOpenFileName(
            self, self.tr("Table with metadata"), str(self._project.path.parent), kinds
        )
        if chosen:
            self.take_table(Path(chosen))

    def take_table(self, file: Path) -> None:
        """Take the columns of a table."""
        job = partial(metadata_from_table, self._project.path, file)
        self._want(self.tr("Metadata from a table"), job, job_steps.TABLE_COLUMNS)

    def _make_groups(self) -> None:
        chosen, by = self.group_column.currentData(), By(self._project.who)
        if isinstance(chosen, tuple):  # what DICOM says of whom an image shows
            self._want(
                self.tr("Making groups"), partial(group_patients, self._project.path, *chosen, by=by), job_steps.GROUPS
            )
            return
        self._want(
            self.tr("Making groups"), partial(group_by_column, self._project.path, chosen, by=by), job_steps.GROUPS
        )

    def _group_bursts(self) -> None:
        job = partial(
            group_bursts,
            self._project.path,
            float(self.seconds.value()),
            by=By(self._project.who),
            site=self.site.currentData(),
            time=self.time.currentData(),
        )
        self._want(self.tr("Making groups"), job, job_steps.GROUPS)

    def _agree(self, on: bool) -> None:
        try:
            want_agreement(self._project.project, on)
        except LabelerError as error:
            self._project.failed.emit(error)

    def _remove(self) -> None:
        """Ask, because the values may be nowhere else."""
        column = self._chosen()
        if column is None:
            return
        text = self.tr(
            "The values of “{name}” are removed from the project, and undo does not bring them back."
        ).format(name=column_title(column.name))
        verb = self.tr("Remove the column")
        ask(self, verb, text, verb, partial(self._remove_now, column.name))

    def _remove_now(self, name: str) -> None:
        self.removing.emit(name)
        self._project.ask(_read, self._found)


def _read(project: Project) -> tuple[list[MetadataColumn], dict[int, int], bool]:
    return metadata_columns(project), value_counts(project), bool(dicom_named(project))
