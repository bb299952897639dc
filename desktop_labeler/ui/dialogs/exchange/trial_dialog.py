"""The base of dialogs that try an import as soon as a file is chosen, say what it would do, and then do it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop_labeler.progress import Job
from desktop_labeler.ui.background.job_group import Steps
from desktop_labeler.ui.background.job_queue import JobQueue, Queued
from desktop_labeler.ui.core.language import error_text
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.widgets.basics import Sheet, allow, label, set_role


@dataclass(frozen=True)
class Outcome:
    """What a dry run found: in a sentence and its role, in details, and why it cannot be imported ("" if it can)."""

    text: str
    role: str
    lines: Sequence[str]
    refusal: str = ""


class TrialDialog(Sheet):
    """Chooses a file, tries it whenever it or an option changes, and imports it.

    Args:
        project: the project that the import is for.
        jobs: where the dry run and the import run; the import goes on when the dialog is closed.
        asks: what the file or folder is, for its field.
        steps: the steps of the import.
        folders: whether it may be a folder too.
    """

    scrolls = True

    def __init__(
        self,
        project: OpenProject,
        jobs: JobQueue,
        asks: str,
        steps: Steps,
        parent: QWidget | None,
        *,
        folders: bool = False,
    ) -> None:
        super().__init__(parent)
        self._project, self._jobs, self._asks, self._steps = project, jobs, asks, steps
        self._closing = False
        self._trial: Queued | None = None  # the dry run, while it waits or runs
        self._tried_with: object = None
        self.file = QLineEdit(placeholderText=asks)
        self._row = QHBoxLayout()
        self._row.addWidget(self.file, 1)
        choose = QPushButton(self.tr("Choose a file…") if folders else self.tr("Choose…"))
        choose.clicked.connect(self._choose)
        self._row.addWidget(choose)
        if folders:
            folder = QPushButton(self.tr("Choose a folder…"))
            folder.clicked.connect(self._choose_folder)
            self._row.addWidget(folder)
        self.options = QVBoxLayout()
        self.outcome = label("", "strong", wrap=True)
        self.details = QPlainTextEdit(readOnly=True)
        self.details.setMinimumHeight(80)

    def complete(self) -> None:
        """Put everything in its place; to be called once the options are there."""
        self.content.addLayout(self._row)
        self.content.addLayout(self.options)
        self.content.addWidget(self.outcome)
        self.content.addWidget(self.details, 1)
        self.add_button(self.tr("Close"), self.reject)
        self.import_button = self.add_button(self.tr("Import"), self._do_import, primary=True)
        self.file.editingFinished.connect(self.try_again)
        self._show_details([])
        allow(self.import_button, self.tr("Choose a file first."))

    # --- what each import is ------------------------------------------------------------------------------------------
    def job(self, file: Path, *, dry_run: bool) -> Job[object]:
        """Return the import with the options that are chosen."""
        raise NotImplementedError

    def chosen(self) -> object:
        """Return the options that are chosen, to compare with those of the last dry run."""
        raise NotImplementedError

    def found(self, result: object) -> Outcome | None:
        """Return what a dry run found."""
        raise NotImplementedError

    def imported(self, result: object) -> None:
        """Say what was imported."""
        raise NotImplementedError

    def import_title(self) -> str:
        """Return what the import is called among the jobs."""
        raise NotImplementedError

    # --- the dry run --------------------------------------------------------------------------------------------------
    def use_file(self, file: Path) -> None:
        """Use a file, and say what is in it."""
        self.file.setText(str(file))
        self.try_again()

    def done(self, result: int) -> None:
        """Close the dialog; nobody waits for its dry run any more."""
        self._closing = True  # a field that loses the focus now would begin another
        if self._trial is not None:
            self._jobs.drop(self._trial)
        super().done(result)

    def try_again(self, *_: object) -> None:
        """Try the import, unless nothing has changed since the last dry run."""
        wanted = (self.file.text(), self.chosen())
        if self._closing or not wanted[0] or wanted == self._tried_with:
            return
        self._tried_with = wanted
        if self._trial is not None:
            self._jobs.drop(self._trial)
        allow(self.import_button, self.tr("The file is being read."))
        waits = self.tr("The dry run begins when this is finished: {job}").format(job=self._jobs.ahead())
        self._say(waits if self._jobs.busy else self.tr("Reading the file …"), "quiet")
        title, job = self.tr("Dry run of the import"), self.job(Path(wanted[0]), dry_run=True)
        self._trial = self._jobs.start(title, lambda: job, self._tried, self._failed, steps=self._steps, tells=False)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self._asks, str(self._project.path.parent))
        if chosen:
            self.use_file(Path(chosen))

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self._asks, str(self._project.path.parent))
        if chosen:
            self.use_file(Path(chosen))

    def _tried(self, result: object) -> None:
        self._trial = None
        outcome = self.found(result)
        if outcome is not None:
            allow(self.import_button, outcome.refusal)
            self._say(outcome.text, outcome.role)
            self._show_details(outcome.lines)

    def _failed(self, error: object) -> None:
        self._trial = None
        allow(self.import_button, self.tr("Choose another file."))
        self._show_details([])
        self._say(error_text(error), "wrong")

    def _show_details(self, lines: Sequence[str]) -> None:
        self.details.setPlainText("\n".join(lines))
        self.details.setVisible(bool(lines))
        self.grow()

    def _say(self, text: str, role: str) -> None:
        set_role(self.outcome, role)
        self.outcome.setText(text)
        self.grow()

    def _do_import(self) -> None:
        job = self.job(Path(self.file.text()), dry_run=False)  # now: when it begins, the dialog may be gone
        self._jobs.start(self.import_title(), lambda: job, self._imported, steps=self._steps)
        self.accept()

    def _imported(self, result: object) -> None:
        self._project.reload()
        self.imported(result)
