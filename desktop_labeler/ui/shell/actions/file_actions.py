"""The actions of the project menu: new projects, the sample, scans, imports, exports and backups."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop_labeler.data.project.backups import list_backups
from desktop_labeler.data.project.project_file import SUFFIX
from desktop_labeler.errors import LabelerError, ProjectInUseError
from desktop_labeler.jobs.classifiers.begun_runs import BegunRun
from desktop_labeler.jobs.projects import back_up
from desktop_labeler.jobs.projects.look_again import look_again, look_into
from desktop_labeler.jobs.projects.make_sample import make_sample
from desktop_labeler.jobs.projects.new_project import NewResult, continue_new_project
from desktop_labeler.jobs.scanning.identify_files import IdentifyResult, identify
from desktop_labeler.jobs.scanning.scan import ScanResult
from desktop_labeler.messages import Message, visible
from desktop_labeler.paths import data_dir
from desktop_labeler.progress import Job
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_group import JobGroup
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import error_text, grouped, worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.backups_dialog import BackupsDialog
from desktop_labeler.ui.dialogs.exchange.boxes_dialog import BoxesDialog
from desktop_labeler.ui.dialogs.exchange.export_dialog import ExportDialog
from desktop_labeler.ui.dialogs.exchange.import_dialog import ImportDialog
from desktop_labeler.ui.dialogs.exchange.predictions_dialog import PredictionsDialog
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectDialog, NewProjectPlan
from desktop_labeler.ui.dialogs.skipped_dialog import SkippedDialog
from desktop_labeler.ui.shell.actions.classifier_actions import ClassifierActions
from desktop_labeler.ui.shell.actions.metadata_actions import MetadataActions
from desktop_labeler.ui.shell.actions.people_actions import PeopleActions
from desktop_labeler.ui.shell.actions.range_actions import RangeActions
from desktop_labeler.ui.shell.actions.report_actions import ReportActions
from desktop_labeler.ui.shell.actions.verify_actions import VerifyActions
from desktop_labeler.ui.shell.leaving import leave_project
from desktop_labeler.ui.widgets.ask_first import ask


class FileActions(QObject):
    """The actions of the project menu; each is a dialog, a job, or both.

    Args:
        window: the parent of the dialogs.
        jobs: where the jobs run.

    Attributes:
        waiting: whether the person waits for a project that is being made, doing nothing else.

    Signals:
        opened: a project file to open.
        closing: the open project is to be closed. reopened: it is to be opened again, as a job has changed it.
        making: the project file that is being made, None when the job has ended.
        made: the NewResult of a project that is open now and whose files are still to be checked.
        checked: the files of the open project have been read, so that new images can be analysed.
    """

    opened = Signal(object)
    closing = Signal()
    reopened = Signal()
    making = Signal(object)
    made = Signal(object)
    checked = Signal()

    def __init__(self, window: QWidget, jobs: JobQueue) -> None:
        super().__init__(window)
        self._window = window
        self.jobs = jobs
        self.project: OpenProject | None = None
        self.people = PeopleActions(window, jobs)
        self.classifiers = ClassifierActions(window, jobs)
        self._reports = ReportActions(window, jobs)
        self._checks = VerifyActions(window, jobs)
        self._metadata = MetadataActions(window, jobs)
        self.ranges = RangeActions(window, jobs, lambda: self.project)
        self.ranges.reopened.connect(self.reopened)
        self.classifiers.make_wanted.connect(self._make_project)
        self._restoring: Path | None = None
        self._scanned: ScanResult | None = None  # what is told in full once its files have been read
        self.waiting: Callable[[], bool] = lambda: self.project is None

    def by_name(self) -> dict[str, Callable[[], object]]:
        """Return the actions that are entries of the window's menu as they are, by the names of these."""
        return {
            "rescan": self.rescan,
            "add_folder": self.add_folder,
            "boxes": self.add_boxes,
            "metadata": self.show_metadata,
            "export": self.export,
            "export_model": self.export_model,
            "report": self.report,
            "verify": self.verify,
            "classify": self.classify,
            "package": self.package,
            "merge": self.merge,
            "people": self.show_people,
            "backups": self.backups,
        }

    def choose_folder(self) -> None:
        """Ask for a folder of images and make a project from it."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Folder of images"), self._start())
        if folder:
            self.new_project(Path(folder))

    def _start(self) -> str:
        """Return the folder that a dialog starts in: that of the open project, else the home folder.

        The working directory does not serve: started from a desktop menu, it can be any folder.
        """
        return str(self.project.path.parent if self.project is not None else Path.home())

    def choose_project(self) -> None:
        """Ask for a project file and open it."""
        pattern = self.tr("Projects") + f" (*{SUFFIX})"
        chosen, _ = QFileDialog.getOpenFileName(self._window, self.tr("Open project"), self._start(), pattern)
        if chosen:
            self.opened.emit(Path(chosen))

    def new_project(self, folder: Path) -> None:
        """Ask for the details of a new project for a folder, make it in the background, and open it."""
        dialog = NewProjectDialog(folder, self._window)
        dialog.wanted.connect(self._make_project)
        dialog.open()

    def _make_project(self, plan: object, otherwise: Callable[[], object] | None = None) -> None:
        if isinstance(plan, NewProjectPlan):
            leave_project(self._window, self.jobs, partial(self._make, plan), otherwise)

    def continue_new_project(self, project: object = None) -> None:
        """Continue a new project that stopped half way: the one on a card, or the open one."""
        place = project if isinstance(project, Path) else self.project.path if self.project is not None else None
        if place is not None:
            self._make_project(NewProjectPlan(place, partial(continue_new_project, place)))

    def _make(self, plan: NewProjectPlan) -> None:
        self.closing.emit()
        self.making.emit(plan.project)
        self.jobs.start(self.tr("New project"), plan.job, self._made_project, steps=job_steps.NEW_PROJECT)

    def _made_project(self, result: object) -> None:
        self.making.emit(None)
        if isinstance(result, NewResult):
            self._offer(result.project, partial(self._open_made, result))

    def _offer(self, project: Path, show: Callable[[], None]) -> None:
        """Open a project that is ready if the person is waiting for it, else offer to open it."""
        if self.waiting():
            show()
        elif self.project is None or self.project.path != project:
            text = self.tr("The project {name} is ready.").format(name=visible(project.stem))
            self.jobs.announce(Notice(text, self.tr("Open"), show, everywhere=True))

    def _open_made(self, result: NewResult) -> None:
        self.opened.emit(result.project)
        if self.project is not None and self.project.path == result.project:
            self._tell_skipped(result)
            self.made.emit(result)

    def _tell_skipped(self, result: NewResult | ScanResult, found: str = "") -> None:
        """Say what was found, and offer the list of the files that are not used and what else is to say."""
        said = [found] if found else []
        said += map(worded, result.notes)
        if n := len(result.skipped) or sum(result.unread.values()):
            said.append(worded(Message("{n:# file is|# files are} not used", n=n)))
        if n or result.notes:
            show = partial(self._show_skipped, result)
            care = "care" if result.skipped or result.notes else ""
            self.jobs.announce(Notice(" · ".join(said), self.tr("Show list"), show, care))
        elif found:
            self.jobs.announce(Notice(found, lasts=False))

    def _show_skipped(self, result: NewResult | ScanResult) -> None:
        SkippedDialog(result.skipped, self._window, result.unread, result.notes, result.found).open()

    def open_sample(self) -> None:
        """Open the sample project, which is made in the data folder on first use."""
        folder = data_dir() / "sample"
        project = folder / f"sample{SUFFIX}"
        if project.is_file():
            self.opened.emit(project)
            return
        self.making.emit(project)
        job = partial(make_sample, folder)
        self.jobs.start(self.tr("Sample project"), job, self._made_project, steps=job_steps.NEW_PROJECT)

    def identify(self, group: JobGroup | None = None) -> None:
        """Read every file that has not been read yet, possibly as part of a longer task."""
        if self.project is not None:
            job = partial(identify, self.project.path)
            self.jobs.start(self.tr("Checking files"), job, self._identified, resume="identify", group=group)

    def _identified(self, result: object) -> None:
        self._files_changed(result)
        if isinstance(result, IdentifyResult):
            found, self._scanned = self._scanned, None
            again = found.labels_note([path for path, _ in result.broken]) if found is not None else None
            for note in filter(None, (result.broken_note(), again)):
                self.jobs.announce(Notice(worded(note), tone="care"))
            for note in result.notes():
                self.jobs.announce(Notice(worded(note)))
        self.checked.emit()

    def rescan(self) -> None:
        """Look for new, missing and changed files, and ask where a missing folder is now."""
        if self.project is None:
            return
        lost = next((folder for folder in self.project.folders if not (folder.path.is_dir() or folder.packed)), None)
        if lost is not None:
            self._ask_where(lost.path)
        else:
            self._rescan(None)

    def _ask_where(self, lost: Path) -> None:
        """Say which folder is missing before asking where it is now: the title of a file dialog is easily missed."""
        text = self.tr(
            "The folder {folder} is not there. Perhaps it is on a drive that is not connected, or it was moved or "
            "renamed. The labels of its images are safe."
        ).format(folder=visible(str(lost)))
        verb = self.tr("Choose where it is now…")
        ask(self._window, self.tr("Rescan the folders"), text, verb, partial(self._choose_moved, lost))

    def _choose_moved(self, lost: Path) -> None:
        name = visible(lost.name)
        text = self.tr("Where is the folder {name} now?").format(name=name)
        chosen = QFileDialog.getExistingDirectory(self._window, text, self._start())
        if chosen:
            self._rescan(Path(chosen))
        else:
            said = self.tr("Nothing was scanned: the folder {name} is still missing.").format(name=name)
            self.jobs.announce(Notice(said, lasts=False))

    def _rescan(self, moved: Path | None) -> None:
        if self.project is None:
            return
        job = partial(look_again, self.project.path, moved)
        self._scan(self.tr("Scanning for files"), job)

    def _scan(self, title: str, job: Callable[[], Job[ScanResult]]) -> None:
        self.jobs.start(title, job, self._rescanned, resume="rescan", steps=job_steps.SCAN)

    def _rescanned(self, result: object) -> None:
        self._files_changed(result)
        if isinstance(result, ScanResult):
            text = self.tr("{new} new, {missing} missing, {changed} changed").format(
                new=grouped(result.new), missing=grouped(result.missing), changed=grouped(result.changed)
            )
            self._tell_skipped(result.with_file_notes(), text)
            self._scanned = result
            self.identify()

    def add_folder(self) -> None:
        """Ask for another folder of images and scan it."""
        folder = QFileDialog.getExistingDirectory(self._window, self.tr("Add a folder of images"), self._start())
        if folder and self.project is not None:
            job = partial(look_into, self.project.path, [Path(folder)])
            self._scan(self.tr("Adding a folder"), job)

    def _files_changed(self, result: object) -> None:
        if self.project is not None:
            self.project.reload()

    def import_labels(self) -> None:
        """Ask for a file of labels, show what it would do, import it."""
        if self.project is not None:
            dialog = ImportDialog(self.project, self.jobs, self._window)
            dialog.open()

    def add_boxes(self) -> None:
        """Ask for boxes, show what they would add, make images of them."""
        if self.project is not None:
            BoxesDialog(self.project, self.jobs, self._boxes_added, self._window).open()

    def _boxes_added(self) -> None:
        if self.project is not None:
            self.reopened.emit()  # no page keeps the files that are no images of their own any more
            self.identify()

    def import_predictions(self, then: Callable[[], object]) -> None:
        """Ask for a file of predictions.

        Args:
            then: what to do when there are other predictions than before.
        """
        if self.project is not None:
            PredictionsDialog(self.project, self.jobs, then, self._window).open()

    def show_metadata(self) -> None:
        """Show the columns of metadata, and where more come from."""
        self._metadata.show(self.project)

    def export(self) -> None:
        """Ask for a format and a place, and export in the background."""
        if self.project is not None:
            ExportDialog(self.project, self.jobs, self._window).open()

    def package(self) -> None:
        """Ask which images to hand out to somebody else, and write them to one file."""
        self.people.package(self.project)

    def merge(self) -> None:
        """Ask for a package that came back, and merge it."""
        self.people.merge(self.project)

    def show_people(self) -> None:
        """Show who has answered, whose answer is the label, and how far people agree."""
        self.people.show(self.project)

    def export_model(self) -> None:
        """Ask where to, and export the classifier of the open project in the background."""
        self.classifiers.export(self.project)

    def report(self) -> None:
        """Ask where to, and write the methods report of the open project in the background."""
        self._reports.ask(self.project)

    def verify(self) -> None:
        """Ask for the manifest of an export, and check whether images and labels are still those."""
        self._checks.ask(self.project)

    def classify(self, run: object = None) -> None:
        """Ask what to classify with which classifier: that of an interrupted run, or else that of the open project."""
        model = self.project.path if self.project is not None else None
        self.classifiers.classify(model, run if isinstance(run, BegunRun) else None)

    def backups(self) -> None:
        """Show the backups, one of which can be restored."""
        if self.project is not None:
            dialog = BackupsDialog(self.project.path, self._window)
            dialog.restore_wanted.connect(self._restore)
            dialog.backup_wanted.connect(self._back_up)
            dialog.open()

    def offer_backups(self, project: Path, error: LabelerError) -> bool:
        """Offer the backups of a project that could not be opened; return False if it has none.

        Args:
            project: the file, which may be damaged or missing.
            error: why it could not be opened.
        """
        if isinstance(error, ProjectInUseError) or not list_backups(project):
            return False
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Open project"), error_text(error), parent=self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        show = box.addButton(self.tr("Show its backups…"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Close)
        show.clicked.connect(partial(self._show_backups_of, project))
        box.open()
        return True

    def _show_backups_of(self, project: Path) -> None:
        dialog = BackupsDialog(project, self._window, only_restore=True)
        dialog.restore_wanted.connect(partial(self._restore_closed, project))
        dialog.open()

    def _restore_closed(self, project: Path, backup: object) -> None:
        """Restore a project that is not open, then open it."""
        if isinstance(backup, Path):
            self._restoring = project
            self.jobs.start(self.tr("Restoring a backup"), partial(back_up.restore, project, backup), self._restored)

    def _restored(self, aside: object) -> None:
        if isinstance(aside, Path):
            self.jobs.announce(Notice(self.tr("The damaged file is kept as {name}.").format(name=visible(aside.name))))
        if self._restoring is not None:
            self._offer(self._restoring, partial(self.opened.emit, self._restoring))

    def _restore(self, backup: object) -> None:
        if self.project is not None and isinstance(backup, Path):
            path = self.project.path
            self.jobs.start(self.tr("Restoring a backup"), partial(back_up.restore, path, backup), self._files_changed)

    def _back_up(self) -> None:
        if self.project is not None:
            self.jobs.start(self.tr("Backup"), partial(back_up.back_up, self.project.path), self._backed_up)

    def _backed_up(self, result: object) -> None:
        if result is not None:
            self.jobs.announce(Notice(self.tr("A backup was made."), lasts=False))

    def start_daily_backup(self) -> None:
        if self.project is not None and not self.project.project.read_only:
            job = partial(back_up.back_up, self.project.path, "daily")
            self.jobs.start(self.tr("Daily backup"), job, self._daily_done, quiet=True)

    def _daily_done(self, result: object) -> None:
        """Report nothing, because the backup is made every day."""


def dropped(urls: list[QUrl]) -> Path | None:
    """Return the first folder or project among what is dropped on the window."""
    places = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    return next((place for place in places if place.is_dir() or place.suffix == SUFFIX), None)
