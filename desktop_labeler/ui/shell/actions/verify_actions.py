"""Checking a project against the manifest of an export: asks for it, reads everything again, and shows what differs."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop_labeler.jobs.exchange.save_verification import save_verification
from desktop_labeler.jobs.exchange.verify_manifest import Verification, verify
from desktop_labeler.paths import free_place
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.show_in_folder import show_in_file_manager
from desktop_labeler.ui.dialogs.exchange.verification_dialog import VerificationDialog, verdict
from desktop_labeler.ui.shell.actions.job_actions import JobActions
from desktop_labeler.ui.widgets.new_file import ask_new_file


class VerifyActions(JobActions):
    """The action; nothing in the project is changed."""

    def ask(self, project: OpenProject | None) -> None:
        """Ask for the manifest, and compare."""
        if project is None:
            return
        pattern = self.tr("Manifests") + " (*.json)"
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, self.tr("Manifest of an export"), str(project.path.parent), pattern
        )
        if chosen:
            self.check(project.path, Path(chosen))

    def check(self, project: Path, manifest: Path) -> None:
        """Compare a project with a manifest in the background, and offer to show what was found."""
        then = partial(self._checked, project)
        self._jobs.start(
            self.tr("Checking images and labels"), partial(verify, project, manifest), then, steps=job_steps.VERIFY
        )

    def _checked(self, project: Path, found: object) -> None:
        if isinstance(found, Verification):
            show = partial(self._show, project, found)
            tone = "" if found.holds else "care"
            self._jobs.announce(Notice(f"{verdict(found)}.", self.tr("Show"), show, tone, everywhere=True))

    def _show(self, project: Path, found: Verification) -> None:
        dialog = VerificationDialog(found, self._window)
        dialog.save_wanted.connect(partial(self._save, project, found))
        dialog.open()

    def _save(self, project: Path, found: Verification) -> None:
        start = free_place(project.parent, f"{project.stem} {self.tr('differences')}", ".csv")
        out = ask_new_file(self._window, self.tr("Save the list"), start, {self.tr("Table"): (".csv",)})
        if out is not None:
            self.save(project, found, out)

    def save(self, project: Path, found: Verification, out: Path) -> None:
        """Write the differences to a new file."""
        self._jobs.start(self.tr("Saving the list"), partial(save_verification, project, found, out), self._saved)

    def _saved(self, out: object) -> None:
        if isinstance(out, Path):
            show = partial(show_in_file_manager, out)
            text = self.tr("The list is in {file}.").format(file=out.name)
            self._jobs.announce(Notice(text, self.tr("Show in the file manager"), show, everywhere=True))
