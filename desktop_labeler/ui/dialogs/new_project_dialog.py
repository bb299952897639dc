"""The dialog for a new project: the place of its file, and what is already known about the images."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from desktop_labeler.data.decoding.signatures import VIDEO_SUFFIXES, suffix_of
from desktop_labeler.data.images.files.folder_names import folder_classes, sample_files
from desktop_labeler.data.project.project_file import SUFFIX
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.projects.new_project import new_project
from desktop_labeler.messages import Message, visible
from desktop_labeler.paths import data_dir, free_place, is_folder, is_too_long
from desktop_labeler.progress import Job
from desktop_labeler.ui.core.language import error_text, worded
from desktop_labeler.ui.dialogs.exchange.column_mapping import ColumnMapping
from desktop_labeler.ui.dialogs.video_frames import VideoFrames
from desktop_labeler.ui.widgets.basics import Sheet, allow, label
from desktop_labeler.ui.widgets.fields import ComboField
from desktop_labeler.ui.widgets.new_file import ask_new_file

_SAMPLED = 2_000  # entries of the folder that are read for the preview
_ANY = 16_777_215  # the largest height of a widget
_SHOWN, _LETTERS = 12, 160  # classes in the preview, and how many letters they have together


@dataclass(frozen=True)
class NewProjectPlan:
    """The person's choice: the project file and the job that makes it."""

    project: Path
    job: Callable[[], Job[Any]]


class _Preview(QLabel):
    """The classes that were found, as high as their lines: in a form, a text gets the height that it had if narrow."""

    def __init__(self) -> None:
        super().__init__(wordWrap=True)
        self.setProperty("role", "quiet")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setIndent(24)

    def show_text(self, text: str) -> None:
        """Show other classes."""
        self.setMaximumHeight(_ANY)
        self.setText(text)
        self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMaximumHeight(max(self.heightForWidth(self.width()), 1))


class NewProjectDialog(Sheet):
    """Asks for three things, each with a suitable default.

    Signals:
        wanted: a NewProjectPlan.
    """

    wanted = Signal(object)

    scrolls = True

    def __init__(self, folder: Path, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._folder = folder
        self.head(
            self.tr("New project"),
            self.tr("The images stay in {folder} and are never changed.").format(folder=visible(str(folder))),
        )
        files = sample_files(folder, _SAMPLED)
        self._places = [each.folders for each in files]
        levels = min(4, max(map(len, self._places), default=0))
        self.place = QLineEdit(str(suggested_place(folder)))
        choose = QPushButton(self.tr("Choose…"))
        choose.clicked.connect(self._choose_place)
        place = QHBoxLayout()
        place.setSpacing(6)
        place.addWidget(self.place, 1)
        place.addWidget(choose)
        self._kinds = QButtonGroup(self)
        self._folders = QRadioButton(self._folders_text(levels))
        self._table = QRadioButton(self.tr("From a table (CSV)"))
        self._nothing = QRadioButton(self.tr("Nothing is labelled yet"))
        for button in (self._folders, self._table, self._nothing):
            self._kinds.addButton(button)
        allow(self._folders, "" if levels else self.tr("There are no folders in this folder."))
        (self._folders if len(set(folder_classes(self._places, None)[0]) - {None}) > 1 else self._nothing).setChecked(
            True
        )
        self._csv = QLineEdit(placeholderText=self.tr("Table with the labels"))
        self._csv_choose = QPushButton(self.tr("Choose…"))
        self._csv_choose.clicked.connect(self._choose_csv)
        csv = QHBoxLayout()
        csv.setSpacing(6)
        csv.setContentsMargins(24, 0, 0, 0)
        csv.addWidget(self._csv, 1)
        csv.addWidget(self._csv_choose)
        self.mapping = ColumnMapping()
        self._level = ComboField()
        self._level.setObjectName("class level")
        self._level.addItem(self.tr("classes found automatically"), None)
        self._group = ComboField()
        self._group.addItem(self.tr("none"), None)
        for number in range(1, max(levels, 1) + 1):
            self._group.addItem(self.tr("folder level {n}").format(n=number), number)
            self._level.addItem(self.tr("folder level {n}").format(n=number), number)
        self._group.setToolTip(
            self.tr("Patient, site or slide: images of one group are never split between training and testing.")
        )
        self.frames = VideoFrames(folder)
        self.preview = _Preview()
        self.hint = label("", "care", wrap=True)
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Project file"), place)
        form.addRow(self.tr("Labels"), self._folders)
        form.addRow("", self._indented(self._level))
        form.addRow("", self.preview)
        form.addRow("", self._table)
        form.addRow("", csv)
        form.addRow("", self._nothing)
        form.addRow(self.tr("Groups from"), self._group)
        if any(suffix_of(each.name) in VIDEO_SUFFIXES for each in files):
            form.addRow(self.tr("Videos"), self.frames)
            self.frames.begin()
        self.content.addLayout(form)
        self.content.addWidget(self.mapping, 1)
        self.content.addWidget(self.hint)
        self.content.addStretch()
        self.add_button(self.tr("Cancel"), self.reject)
        self.make = self.add_button(self.tr("Create project"), self._do, primary=True)
        self._kinds.buttonToggled.connect(self._changed)
        self._level.currentIndexChanged.connect(self._show_classes)
        self.place.textChanged.connect(self._changed)
        self._csv.editingFinished.connect(self._read_csv)
        self.mapping.changed.connect(self._changed)
        self._show_classes()
        self._changed()
        self.grow(660)

    def _folders_text(self, levels: int) -> str:
        if levels:
            return self.tr("The folder of each image is its class")
        return self.tr("The folder of each image is its class (there are no folders in it)")

    @staticmethod
    def _indented(widget: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(24, 0, 0, 0)
        row.addWidget(widget, 1)
        return row

    def _show_classes(self) -> None:
        """Show which classes the chosen folder level gives, judging by the entries that were read."""
        found, notes = folder_classes(self._places, self._level.currentData())
        names = [name for name, _ in Counter(name for name in found if name is not None).most_common()]
        shown = sorted(_few(names))
        text = self.tr("No folder at this level holds images.")
        if names:
            text = worded(Message("{n:# class|# classes}: {names}", n=len(names), names=shown))
        more = " …" if len(names) > len(shown) else ""
        self.preview.show_text("\n".join([text + more, *map(worded, notes)]))

    def _choose_place(self) -> None:
        chosen = ask_new_file(self, self.tr("Project file"), self.place.text(), {self.tr("Projects"): (SUFFIX,)})
        if chosen is not None:
            self.place.setText(str(chosen))

    def _choose_csv(self) -> None:
        pattern = self.tr("Tables") + " (*.csv *.tsv *.txt)"
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Table with the labels"), str(self._folder), pattern)
        if chosen:
            self.use_table(Path(chosen))

    def use_table(self, table: Path) -> None:
        """Take the labels from a table and read its beginning."""
        self._csv.setText(str(table))
        self._table.setChecked(True)
        self._read_csv()

    def _read_csv(self) -> None:
        problem = ""
        if self._csv.text():
            try:
                self.mapping.show_file(Path(self._csv.text()))
            except LabelerError as error:
                problem = error_text(error)
        self._changed()
        if problem:
            self.hint.setText(problem)

    def _changed(self) -> None:
        table = self._table.isChecked()
        for widget in (self._csv, self._csv_choose):
            allow(widget, "" if table else self.tr("Only for labels from a table."))
        allow(self._level, "" if self._folders.isChecked() else self.tr("Only where the folder is the class."))
        self.preview.setVisible(self._folders.isChecked())
        self.mapping.setVisible(table and bool(self._csv.text()))
        problem = place_problem(Path(self.place.text()))
        self.hint.setText(problem)
        columns = self.tr("Choose a table, and its column with the images.")
        allow(self.make, problem or ("" if not table or self.mapping.complete() else columns))
        if self.isVisible():
            self.grow()

    def _do(self) -> None:
        project = Path(self.place.text())
        labels: Literal["folders", "none"] | Path = "none"
        if self._folders.isChecked():
            labels = "folders"
        elif self._table.isChecked():
            labels = Path(self._csv.text())
        job = partial(
            new_project,
            project,
            [self._folder],
            labels=labels,
            columns=self.mapping.columns() if self._table.isChecked() else None,
            encoding=self.mapping.encoding() if self._table.isChecked() else None,
            class_level=self._level.currentData() if self._folders.isChecked() else None,
            group_level=self._group.currentData(),
            frames=self.frames.field.currentData(),
            check=False,
        )
        self.wanted.emit(NewProjectPlan(project, job))
        self.accept()


def _few(names: Sequence[str]) -> list[str]:
    """Return the first names, as many as one reads in two lines; at least one."""
    lengths = accumulate(len(visible(name)) for name in names[:_SHOWN])
    return [name for name, length in zip(names, lengths, strict=False) if length <= _LETTERS or name == names[0]]


def suggested_place(folder: Path) -> Path:
    """Return a free place for a project file: beside its folder, or else in the data folder."""
    parent = folder.parent if os.access(folder.parent, os.W_OK) else data_dir() / "projects"
    parent.mkdir(parents=True, exist_ok=True)
    return free_place(parent, folder.name, SUFFIX)


def place_problem(place: Path) -> str:
    """Return why a project file cannot be made at a place; empty if it can."""
    translate = QCoreApplication.translate
    if not place.name:
        return translate("NewProjectDialog", "Enter a file name for the project.")
    if is_too_long(place.name, "-journal"):
        return translate("NewProjectDialog", "This name is too long. Choose a shorter one.")
    if os.path.lexists(place):
        return translate("NewProjectDialog", "This file already exists. Choose another name, or open it.")
    if not is_folder(place.parent):
        return translate("NewProjectDialog", "There is no folder {folder}.").format(folder=visible(str(place.parent)))
    if not os.access(place.parent, os.W_OK):
        return translate("NewProjectDialog", "{folder} cannot be written.").format(folder=visible(str(place.parent)))
    return ""
