"""The export dialog: a format, a place, and how the images get there."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from desktop_labeler.data.formats import FORMATS
from desktop_labeler.data.formats.boxes.writing.new_boxes import NEW_KINDS
from desktop_labeler.data.project.inner_paths import lies_in
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.exchange.export_boxes import (
    BOX_FORMATS,
    BoxExportResult,
    box_formats,
    can_save_stills,
    export_boxes,
    suffix_of,
)
from desktop_labeler.jobs.exchange.export_images import ExportResult, export
from desktop_labeler.messages import Message, visible
from desktop_labeler.paths import free_place
from desktop_labeler.progress import Job
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.show_in_folder import show_in_file_manager
from desktop_labeler.ui.widgets.basics import Sheet, allow, indent, label
from desktop_labeler.ui.widgets.fields import ComboField, NumberField
from desktop_labeler.ui.widgets.new_file import ask_new_file

_FOLDER = "export_folder"  # a setting of the project


class ExportDialog(Sheet):
    """Exports to a new place, completely or not at all; the project and the images are only read."""

    def __init__(self, project: OpenProject, jobs: JobQueue, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.head(
            self.tr("Export"),
            self.tr("This creates a new file or folder. Your images and the project stay as they are."),
        )
        self._project, self._jobs, self._window = project, jobs, parent
        self._folder = _first_folder(project)
        self._format = ComboField()
        for known in FORMATS.values():
            self._format.addItem(worded(known.title), known.name)
        for name in box_formats(project.project):
            self._format.addItem(worded(BOX_FORMATS[name][1]), name)
        self.place = QLineEdit()
        choose = QPushButton(self.tr("Choose…"))
        choose.clicked.connect(self._choose)
        place = QHBoxLayout()
        place.setSpacing(6)
        place.addWidget(self.place, 1)
        place.addWidget(choose)
        self._link = ComboField()
        for text, value in (
            (self.tr("Copy the images"), "copy"),
            (self.tr("Hard links: no extra space, same disk only"), "hard"),
            (self.tr("Symbolic links: no extra space, break when the images move"), "sym"),
        ):
            self._link.addItem(text, value)
        self._percents = [_percent_box(value) for value in (80, 10, 10)]
        division = QHBoxLayout()
        for box, name in zip(self._percents, ("train", "val", "test"), strict=True):
            division.addWidget(label(name, "quiet"))
            division.addWidget(box)
            box.valueChanged.connect(self._changed)
        division.addStretch()
        self.hint = label("", "care", wrap=True)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(14)
        self._form.setVerticalSpacing(10)
        self._form.addRow(self.tr("Format"), self._format)
        self._form.addRow(self.tr("New place"), place)
        self._form.addRow(self.tr("Images"), self._link)
        self._form.addRow(self.tr("Split, %"), division)
        self._unlabelled = QCheckBox(self.tr("A folder of the images without a label"))
        self._unlabelled.setChecked(True)
        self._empty = QCheckBox(self.tr("Empty folders for classes without images"))
        self._bom = QCheckBox(self.tr("Marked as UTF-8, so that Excel shows accents"))
        self._bom.setChecked(sys.platform == "win32")
        self._plain = QCheckBox(self.tr("Texts such as =1+1 are not computed by a spreadsheet"))
        self._anew = QCheckBox(self.tr("Write all boxes anew instead of copying the files they came from"))
        self._anew.toggled.connect(self._format_changed)
        self._stills = QCheckBox(self.tr("Save frames and pages with boxes as images: the format names only files"))
        for choice in (self._unlabelled, self._empty, self._bom, self._plain, self._anew, self._stills):
            self._form.addRow("", choice)
        self._division = division
        self.content.addLayout(self._form)
        self.content.addWidget(self.hint)
        self.content.addStretch()
        self.add_button(self.tr("Cancel"), self.reject)
        self.export_button = self.add_button(self.tr("Export"), self._do_export, primary=True)
        self._format.currentIndexChanged.connect(self._format_changed)
        self.place.textChanged.connect(self._changed)
        self._format_changed()
        self.resize(600, 330)

    def _format_changed(self) -> None:
        name = self._format.currentData()
        known = FORMATS.get(name)
        self._form.setRowVisible(self._link, known is not None and known.with_images)
        self._form.setRowVisible(self._division, name == "split")
        self._form.setRowVisible(self._unlabelled, name == "imagefolder")
        self._form.setRowVisible(self._empty, name in {"imagefolder", "split"})
        self._form.setRowVisible(self._bom, name == "csv")
        self._form.setRowVisible(self._plain, name == "csv")
        self._form.setRowVisible(self._anew, known is None and BOX_FORMATS[name][0] in NEW_KINDS)
        self._form.setRowVisible(self._stills, known is None and self._can_save_stills())
        stem = self._project.path.stem
        suffix = known.suffix if known is not None else self._suffix_of_boxes()
        plain = suffix and known is not None
        self.place.setText(str(free_place(self._folder, stem if plain else f"{stem} {name}", suffix)))
        self._changed()

    def _suffix_of_boxes(self) -> str:
        return suffix_of(self._project.project, self._format.currentData(), anew=self._is_anew())

    def _is_anew(self) -> bool:
        """Whether boxes are written anew: some formats are only ever written back into files."""
        return self._anew.isChecked() and BOX_FORMATS[self._format.currentData()][0] in NEW_KINDS

    def _can_save_stills(self) -> bool:
        return can_save_stills(self._project.project, self._format.currentData(), anew=self._is_anew())

    def _changed(self) -> None:
        problem = ""
        if self._format.currentData() == "split" and sum(box.value() for box in self._percents) != 100:
            problem = self.tr("The three parts must add up to 100 %.")
        elif os.path.lexists(self.place.text()):
            problem = self.tr("This already exists. Choose a new name; nothing is ever overwritten.")
        self.hint.setText(problem)
        allow(self.export_button, problem or ("" if self.place.text() else self.tr("Enter a name for the new place.")))

    def _choose(self) -> None:
        chosen = ask_new_file(self, self.tr("New place"), self.place.text(), {})
        if chosen is not None:
            self.place.setText(str(chosen))
            self._folder = chosen.parent

    def _job(self) -> Callable[[], Job[ExportResult] | Job[BoxExportResult]]:
        out, name = Path(self.place.text()), self._format.currentData()
        if name in BOX_FORMATS:
            stills = self._stills.isChecked() and self._can_save_stills()
            return partial(export_boxes, self._project.path, out, format=name, anew=self._is_anew(), stills=stills)
        first, second, third = (box.value() / 100 for box in self._percents)
        return partial(
            export,
            self._project.path,
            out,
            format=name,
            link=self._link.currentData(),
            fractions=(first, second, third),
            unlabelled=self._unlabelled.isChecked(),
            empty_classes=self._empty.isChecked(),
            bom=self._bom.isChecked(),
            plain_cells=self._plain.isChecked(),
        )

    def _do_export(self) -> None:
        with suppress(LabelerError):  # the only effect is that the next export suggests another folder
            self._project.project.save_setting(_FOLDER, str(Path(self.place.text()).absolute().parent))
        if self._jobs.busy:
            waits = self.tr("The export begins when this is finished: {job}").format(job=self._jobs.ahead())
            self._jobs.announce(Notice(waits, lasts=False))
        self._jobs.start(self.tr("Exporting"), self._job(), partial(exported, self._jobs, self._window), tells=False)
        self.accept()


def _first_folder(project: OpenProject) -> Path:
    """Return the folder of the last export, or at first that of the project, but never one of images."""
    places = (Path(str(project.project.setting(_FOLDER) or "")), project.path.parent)
    for place in places:
        among_images = lies_in(place, (folder.path for folder in project.folders))
        if place.is_absolute() and not among_images and os.access(place, os.W_OK):
            return place
    return Path.home()


def exported(jobs: JobQueue, window: QWidget | None, result: object) -> None:
    """Report what an export wrote and offer to show it, or report what is missing from it."""
    if not isinstance(result, ExportResult | BoxExportResult):
        return
    translate, left = QCoreApplication.translate, len(result.left_out)
    done = _done(result, result.out.name)
    missing = Message("{n:# image|# images} could not be written.", n=left)
    if left or result.notes:
        button = translate("ExportDialog", "Show list") if left else translate("ExportDialog", "Show details")
        show = partial(_show_details, window, result)
    else:
        show, button = partial(show_in_file_manager, result.out), translate("ExportDialog", "Show in the file manager")
    text = " ".join(worded(one) for one in ([done, missing] if left else [done]))
    care = "care" if left or result.notes else ""
    jobs.announce(Notice(text, button, show, care, lasts=bool(care), everywhere=True))


def _done(result: ExportResult | BoxExportResult, out: object) -> Message:
    if isinstance(result, ExportResult):
        return Message("{n:# image is|# images are} exported to {out}.", n=result.written, out=out)
    if not result.sources:
        if result.boxes > result.written:
            return Message(
                "{n:# box is|# boxes are} exported to {out}; with a class: {k}.",
                n=result.boxes,
                k=result.written,
                out=out,
            )
        return Message("{n:# box is|# boxes are} exported to {out}.", n=result.written, out=out)
    said = Message(
        "{n:# box is|# boxes are} exported to {out}; {k:# has|# have} another class than in the source.",
        n=result.written,
        k=result.changed,
        out=out,
    )
    if not (result.moved or result.deleted or result.added):
        return said
    return Message(
        "{said} Moved: {moved}, deleted: {deleted}, drawn here: {added}.",
        said=said,
        moved=result.moved,
        deleted=result.deleted,
        added=result.added,
    )


def _show_details(window: QWidget | None, result: ExportResult | BoxExportResult) -> None:
    translate = QCoreApplication.translate
    box = QMessageBox(QMessageBox.Icon.NoIcon, "Desktop Labeler", "", QMessageBox.StandardButton.Ok, window)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)  # it contains file names
    text = worded(_done(result, result.out))
    if result.left_out:
        text += "\n\n" + worded(Message("{n:# image|# images} could not be written:", n=len(result.left_out)))
        text += "".join(f"\n{visible(one.path)}: {worded(one.problem or '')}" for one in result.left_out[:20])
    text += "".join(f"\n\n{worded(note)}" for note in result.notes)
    box.setText(text)
    show = box.addButton(translate("ExportDialog", "Show in the file manager"), QMessageBox.ButtonRole.ActionRole)
    show.clicked.connect(partial(show_in_file_manager, result.out))
    box.open()


def _percent_box(value: int) -> NumberField:
    box = NumberField(0, 100, value)
    indent(box)
    return box
