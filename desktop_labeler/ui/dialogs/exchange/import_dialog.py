"""The import dialog: choose a file and its columns, preview the result, then import the labels."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QWidget,
)

from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.formats import FORMATS
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.exchange.import_labels import ImportResult, import_labels
from desktop_labeler.messages import Message, visible
from desktop_labeler.progress import Job
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_queue import JobQueue, Queued
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import error_text, grouped, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.exchange.column_mapping import ColumnMapping
from desktop_labeler.ui.dialogs.exchange.decided_labels import DecidedLabels
from desktop_labeler.ui.dialogs.exchange.found_texts import LISTED, counted, details
from desktop_labeler.ui.widgets.basics import Sheet, allow, label, set_role
from desktop_labeler.ui.widgets.fields import ComboField


class ImportDialog(Sheet):
    """Imports labels; nothing changes before the last button, and the whole import is one undo step."""

    def __init__(self, project: OpenProject, jobs: JobQueue, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.head(
            self.tr("Import labels"), self.tr("A dry run comes first: you see what would change before anything does.")
        )
        self._project, self._jobs = project, jobs
        self._trial: Queued | None = None  # the dry run, while it waits or runs
        jobs.advanced.connect(self._begun)
        self._format = ComboField()
        for known in FORMATS.values():
            self._format.addItem(worded(known.title), known.name)
        self._file = QLineEdit(placeholderText=self.tr("File or folder with the labels"))
        choose = QPushButton(self.tr("Choose…"))
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self._format)
        row.addWidget(self._file, 1)
        row.addWidget(choose)
        self.mapping = ColumnMapping()
        self._human = QCheckBox(self.tr("A person checked every one of them (confirmed)"))
        self.outcome = label("", "strong", wrap=True)
        self.details = QPlainTextEdit(readOnly=True)
        self.decided = DecidedLabels(project)
        self.tabs = QTabWidget()
        columns = QScrollArea(widgetResizable=True)  # a low screen has no room for all columns
        columns.setFrameShape(QFrame.Shape.NoFrame)
        columns.setWidget(self.mapping)
        for tab in (columns, self.decided, self.details):
            self.tabs.addTab(tab, "")
        self.tabs.setTabText(0, self.tr("Columns"))
        self.tabs.setTabText(2, self.tr("Details"))
        self.content.addLayout(row)
        self.content.addWidget(self._human)
        self.content.addWidget(self.tabs, 1)
        self.content.addWidget(self.outcome)
        self.content.addStretch()
        self.add_button(self.tr("Cancel"), self.reject)
        self.try_button = self.add_button(self.tr("Dry run"), self._dry_run)
        self.import_button = self.add_button(self.tr("Import"), self._do_import, primary=True)
        self._format.currentIndexChanged.connect(self._changed)
        self._file.editingFinished.connect(self._read_file)
        self.mapping.changed.connect(self._changed)
        self._human.toggled.connect(self._changed)
        self._changed()
        room = self.screen().availableGeometry().size() - QSize(20, 50)
        self.resize(QSize(760, 620).boundedTo(room))

    def use_file(self, file: Path) -> None:
        """Use a file and read its beginning."""
        self._file.setText(str(file))
        self._read_file()

    def _choose(self) -> None:
        beside = str(self._project.path.parent)
        if FORMATS[self._format.currentData()].folder:
            chosen = QFileDialog.getExistingDirectory(self, self.tr("Folder with the labels"), beside)
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, self.tr("File with the labels"), beside)
        if chosen:
            self.use_file(Path(chosen))

    def _read_file(self) -> None:
        problem = ""
        if self._format.currentData() == "csv" and self._file.text():
            try:
                self.mapping.show_file(Path(self._file.text()))
            except LabelerError as error:
                problem = error_text(error)
        self._changed()
        if problem:
            self._say(problem, "wrong")

    def _changed(self) -> None:
        """Discard the preview, which no longer holds and must be made again."""
        table = self._format.currentData() == "csv"
        self._show_tabs(table, False, False)
        ready = bool(self._file.text()) and (not table or self.mapping.complete())
        what = (
            self.tr("Choose a table, and its column with the images.") if table else self.tr("Choose the labels first.")
        )
        allow(self.try_button, "" if ready else what)
        allow(self.import_button, self.tr("Do the dry run first."))
        self._say("", "strong")

    def _show_tabs(self, *shown: bool) -> None:
        """Show the tabs that have content: the columns, the conflicts with decisions, and the details."""
        for place, there in enumerate(shown):
            self.tabs.setTabVisible(place, there)
        self.tabs.setVisible(any(shown))

    def _say(self, text: str, role: str) -> None:
        set_role(self.outcome, role)
        self.outcome.setText(text)

    def _job(self, dry_run: bool) -> Callable[[], Job[ImportResult]]:
        table = self._format.currentData() == "csv"
        return partial(
            import_labels,
            self._project.path,
            Path(self._file.text()),
            format=self._format.currentData(),
            by=By(self._project.who, "Import", self._project.round),
            columns=self.mapping.columns() if table else None,
            encoding=self.mapping.encoding() if table else None,
            dry_run=dry_run,
            as_human=self._human.isChecked(),
            decided=self.decided.choice,
        )

    def _dry_run(self) -> None:
        allow(self.try_button, self.tr("Dry run …"))
        waits = self.tr("The dry run begins when this is finished: {job}").format(job=self._jobs.ahead())
        self._say(waits if self._jobs.busy else self.tr("Dry run …"), "quiet")
        title = self.tr("Dry run of the import")
        self._trial = self._jobs.start(
            title, self._job(True), self._tried, self._failed, steps=job_steps.IMPORT_LABELS, tells=False
        )

    def _begun(self) -> None:
        """Say that the dry run has begun, once the jobs before it are done."""
        if self._trial is not None and self._jobs.runs(self._trial):
            self._say(self.tr("Dry run …"), "quiet")

    def done(self, result: int) -> None:
        """Close the dialog; nobody waits for its dry run any more."""
        if self._trial is not None:
            self._jobs.drop(self._trial)
        super().done(result)

    def _tried(self, result: object) -> None:
        self._trial = None
        if not isinstance(result, ImportResult):
            return
        allow(self.try_button)
        allow(self.import_button, "" if result.changes else self.tr("There is nothing to import."))
        parts = (
            Message("{n:# image changes|# images change}", n=result.changes),
            Message("{n:# line matches|# lines match} no image", n=len(result.unmatched)),
            Message("{n:# new class|# new classes}", n=len(result.unknown_classes)),
            Message("{n:# image has|# images have} several labels in the file", n=len(result.conflicts)),
        )
        said = [counted(parts), *([worded(self._others(result))] if result.relabelled else [])]
        people = len(result.decided.labels)
        self._say(" ".join(said), "strong" if result.applied and not people else "care")
        contradictions = [
            self.tr("Contradiction: {what}").format(what=visible(f"{each.path}: {', '.join(each.labels)}"))
            for each in result.conflicts[:LISTED]
        ]
        lines = [*details(result.notes, result.unknown_classes, [], result.unmatched), *contradictions]
        self.details.setPlainText("\n".join(lines))
        self.decided.show_decided(result.decided)
        self.tabs.setTabText(1, self.tr("Decided by people ({n})").format(n=grouped(people)))
        self._show_tabs(self._format.currentData() == "csv", bool(people), bool(lines))
        if people or lines:
            self.tabs.setCurrentWidget(self.decided if people else self.details)

    def _others(self, result: ImportResult) -> Message:
        """Return the number of labels that differ from the file, and how many of them people decided."""
        if not result.decided.labels:
            return Message("{n:# label differs|# labels differ} in the file.", n=result.relabelled)
        return Message(
            "{n:# label differs|# labels differ} in the file; people decided {p} of them.",
            n=result.relabelled,
            p=len(result.decided.labels),
        )

    def _failed(self, error: object) -> None:
        self._trial = None
        allow(self.try_button)
        self._say(error_text(error), "wrong")

    def _do_import(self) -> None:
        title = self.tr("Importing labels")
        self._jobs.start(title, self._job(False), self._imported, steps=job_steps.IMPORT_LABELS)
        self.accept()

    def _imported(self, result: object) -> None:
        self._project.reload()
        if isinstance(result, ImportResult):
            said = [Message("The import changed {n:# image|# images}; undo takes {n:it|them} back.", n=result.changed)]
            undoable, _ = self._project.next_steps()
            if undoable is None or undoable.id != result.decision:  # something else was decided meanwhile
                said = [Message("The import changed {n:# image|# images}.", n=result.changed)]
            said += [note for note in result.decided.notes() if note.arguments["n"]]
            lasts, holds = bool(result.decided.labels), self._project.until_next()
            self._jobs.announce(Notice(" ".join(map(worded, said)), lasts=lasts, holds=holds))
