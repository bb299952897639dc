"""The methods report: asks where to, and writes it in the background."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale, QUrl
from PySide6.QtGui import QDesktopServices

from desktop_labeler.paths import free_place
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.shell.actions.job_actions import JobActions
from desktop_labeler.ui.widgets.new_file import ask_new_file


class ReportActions(JobActions):
    """Writes the report in the language of the window; it names no person and no image."""

    def ask(self, project: OpenProject | None) -> None:
        """Ask for the file of a report on a project, and write it."""
        if project is None:
            return
        start = free_place(project.path.parent, f"{project.path.stem} {self.tr('methods')}", ".html")
        kinds = {"HTML": (".html", ".htm"), self.tr("PDF, to print"): (".pdf",)}
        out = ask_new_file(self._window, self.tr("Methods report"), start, kinds)
        if out is not None:
            self.write(project.path, out)

    def write(self, project: Path, out: Path) -> None:
        """Write it in the background, and offer to open it."""
        from desktop_labeler.jobs.reports.write_methods_report import write_methods_report  # takes 20 ms of the start

        german = QLocale().language() == QLocale.Language.German
        job = partial(write_methods_report, project, out, language="de" if german else "en")
        self._jobs.start(self.tr("Methods report"), job, self._written, steps=job_steps.METHODS_REPORT)

    def _written(self, out: object) -> None:
        if isinstance(out, Path):
            text = self.tr("The methods report is in {file}. It names no person and no image.").format(file=out.name)
            show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(out)))
            self._jobs.announce(Notice(text, self.tr("Open"), show, everywhere=True))
