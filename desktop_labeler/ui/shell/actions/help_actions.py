"""The help actions: the handbook, the self-test and the diagnostic report."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QStandardPaths, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop_labeler import __version__
from desktop_labeler.jobs.self_tests.run_self_test import SelfTestReport, run_self_test
from desktop_labeler.messages import Message
from desktop_labeler.paths import data_dir, free_place
from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import decimal, worded
from desktop_labeler.ui.core.show_in_folder import show_in_file_manager
from desktop_labeler.ui.dialogs.handbook import Handbook
from desktop_labeler.ui.shell.actions.job_actions import JobActions
from desktop_labeler.ui.widgets.basics import Sheet, label, table
from desktop_labeler.ui.widgets.new_file import ask_new_file

_LIST = 240  # pixels: the least height of the list of checks


class HelpDialog(Sheet):
    """Offers the self-test and the diagnostic report.

    Signals:
        self_test_wanted: the self-test should run now.
        report_wanted: a report should be written; carries whether it may contain names.
    """

    self_test_wanted = Signal()
    report_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.head(
            self.tr("Help"),
            self.tr("Version {version}. Log files are in {folder}.").format(
                version=__version__, folder=data_dir() / "logs"
            ),
        )
        self.content.addWidget(label(self.tr("Is everything working?"), "strong"))
        self.content.addWidget(
            label(
                self.tr(
                    "The self-test creates the sample project in a separate folder, analyses, labels, undoes "
                    "and exports, and opens a hidden window. It takes about a minute; your projects are not "
                    "touched."
                ),
                "quiet",
                wrap=True,
            )
        )
        self.content.addWidget(label(self.tr("Something went wrong?"), "strong"))
        self.content.addWidget(
            label(
                self.tr(
                    "The diagnostic report is a file with versions, settings, logs and the figures of the "
                    "open project. It contains no images and is not sent anywhere: you decide who gets it."
                ),
                "quiet",
                wrap=True,
            )
        )
        self.names = QCheckBox(self.tr("Include the names of images, folders and people"))
        self.content.addWidget(self.names)
        self.add_button(self.tr("Close"), self.reject)
        self.add_button(self.tr("Save a diagnostic report…"), self._report)
        self.add_button(self.tr("Run the self-test"), self._self_test, primary=True)
        self.grow(600)

    def _self_test(self) -> None:
        self.self_test_wanted.emit()
        self.accept()

    def _report(self) -> None:
        self.report_wanted.emit(self.names.isChecked())
        self.accept()


class SelfTestDialog(Sheet):
    """Shows what the self-test found."""

    scrolls = True

    def __init__(self, report: SelfTestReport, parent: QWidget | None) -> None:
        super().__init__(parent)
        heading = self.tr("Everything works") if report.passed else self.tr("Something does not work")
        self.head(
            heading,
            worded(
                Message(
                    "{n:# check|# checks} in {seconds:.0f} s on {device}.",
                    n=len(report.checks),
                    seconds=report.seconds,
                    device=report.device,
                )
            ),
        )
        for check in report.checks:
            if not check.ok:
                self.content.addWidget(label(f"{check.name}: {check.detail}", "", wrap=True))
        marks = {True: self.tr("ok"), False: self.tr("failed")}
        rows = [(check.name, marks[check.ok], f"{decimal(check.seconds)} s", check.detail) for check in report.checks]
        columns = [self.tr("check"), self.tr("outcome"), self.tr("time"), self.tr("found")]
        self.list = table(columns, rows, stretch=3)
        self.list.setMinimumHeight(_LIST)
        self.content.addWidget(self.list)
        self.add_button(self.tr("Close"), self.accept, primary=True)
        self.resize(820, 460)


class HelpActions(JobActions):
    """The help actions of the menu; each is a dialog, a job, or both."""

    def __init__(self, window: QWidget, jobs: JobQueue) -> None:
        super().__init__(window, jobs)
        self.project: Path | None = None
        self._handbook: Handbook | None = None

    def read(self) -> None:
        """Show the handbook, or bring the open one to the front."""
        if self._handbook is None:
            self._handbook = Handbook(self._window)
            self._handbook.destroyed.connect(self._put_away)
        self._handbook.show()
        self._handbook.raise_()
        self._handbook.activateWindow()

    def _put_away(self) -> None:
        self._handbook = None

    def open(self) -> None:
        """Offer the self-test and the diagnostic report."""
        dialog = HelpDialog(self._window)
        dialog.self_test_wanted.connect(self.self_test)
        dialog.report_wanted.connect(self._choose_file)
        dialog.open()

    def self_test(self) -> None:
        """Run the self-test in the background and show its results."""
        self._jobs.start(self.tr("Self-test"), run_self_test, self._tested)

    def _tested(self, report: object) -> None:
        if isinstance(report, SelfTestReport):
            text = self.tr("Everything works") if report.passed else self.tr("Something does not work")
            text = self.tr("Self-test: {outcome}").format(outcome=text)
            show, tone = partial(self._show_report, report), "" if report.passed else "wrong"
            self._jobs.announce(Notice(text, self.tr("Show"), show, tone, lasts=bool(tone), everywhere=True))

    def _show_report(self, report: SelfTestReport) -> None:
        SelfTestDialog(report, self._window).open()

    def _choose_file(self, names: bool) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        day = QDateTime.currentDateTime().toString("yyyy-MM-dd HHmm")
        start = free_place(Path(folder), f"Desktop Labeler report {day}", ".zip")
        out = ask_new_file(self._window, self.tr("Save a diagnostic report"), start, {self.tr("Archives"): (".zip",)})
        if out is not None:
            self.write_report(out, names=names)

    def write_report(self, out: Path, *, names: bool) -> None:
        """Write the diagnostic report in the background and show where it is."""
        project = self.project

        def done(_: object) -> None:
            text = self.tr(
                "The report is in {file}. It was not sent anywhere; you can open it and see what it contains."
            ).format(file=out)
            show = partial(show_in_file_manager, out)
            self._jobs.announce(Notice(text, self.tr("Show in the file manager"), show, lasts=False, everywhere=True))

        job = partial(_report, out, project, names)
        self._jobs.start(self.tr("Diagnostic report"), job, done, steps=job_steps.REPORT)


def _report(out: Path, project: Path | None, names: bool) -> Job[object]:
    """Write the report; the networks are imported here, on the job's thread, to keep the start fast."""
    yield Progress("starting")
    from desktop_labeler.jobs.self_tests.write_diagnostics import write_report

    written = yield from write_report(out, project=project, names=names)
    return written
