"""Working with other people: handing images out as a package, and merging a package that came back."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from desktop_labeler.data.decisions.history import By
from desktop_labeler.data.project.project_file import SUFFIX
from desktop_labeler.jobs.packages.make_package import PackageResult, make_package
from desktop_labeler.jobs.packages.merge_package import MergeResult, merge_package
from desktop_labeler.messages import Message
from desktop_labeler.ui.background import job_steps
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.show_in_folder import show_in_file_manager
from desktop_labeler.ui.dialogs.exchange.merge_dialog import MergeDialog, news_in
from desktop_labeler.ui.dialogs.exchange.package_dialog import PackageDialog, PackagePlan
from desktop_labeler.ui.dialogs.people_dialog import PeopleDialog
from desktop_labeler.ui.dialogs.settle_dialog import SettleDialog
from desktop_labeler.ui.shell.actions.job_actions import JobActions


class PeopleActions(JobActions):
    """The actions; each is a dialog and a job."""

    def package(self, project: OpenProject | None) -> None:
        """Ask which images to hand out, and write the package in the background."""
        if project is not None:
            dialog = PackageDialog(project, self._window)
            dialog.wanted.connect(partial(self._make, project.path))
            dialog.open()

    def show(self, project: OpenProject | None) -> None:
        """Show the people of a project and how far they agree."""
        if project is not None:
            PeopleDialog(project, self._window).open()

    def _make(self, project: Path, plan: object) -> None:
        if isinstance(plan, PackagePlan):
            job = partial(
                make_package,
                project,
                plan.out,
                plan.selection,
                name=plan.name,
                blind=plan.blind,
                place=plan.place,
                longest=plan.longest,
            )
            self._jobs.start(self.tr("Handing images out"), job, self._made, steps=job_steps.PACKAGE)

    def _made(self, result: object) -> None:
        if not isinstance(result, PackageResult):
            return
        texts = [Message("{n:# image is|# images are} in the package {file}.", n=result.images, file=result.out.name)]
        if result.folder is not None:
            texts.append(Message("Send the folder {folder} along.", folder=result.folder.name))
        if result.left_out:
            texts.append(Message("{n:# image|# images} could not be read.", n=len(result.left_out)))
        show = partial(show_in_file_manager, result.out)
        text, tone = " ".join(map(worded, texts)), "care" if result.left_out else ""
        self._jobs.announce(Notice(text, self.tr("Show in the file manager"), show, tone, everywhere=True))

    def merge(self, project: OpenProject | None) -> None:
        """Ask for a package, say what merging it would do, and merge it."""
        if project is None:
            return
        pattern = self.tr("Packages") + f" (*{SUFFIX})"
        start = str(project.path.parent)
        chosen, _ = QFileDialog.getOpenFileName(self._window, self.tr("Merge a package"), start, pattern)
        if chosen:
            self.compare(project, Path(chosen))

    def compare(self, project: OpenProject, package: Path) -> None:
        """Find out what merging a package would do, and ask whether to do it."""
        job = partial(merge_package, project.path, package, by=By(project.who), dry_run=True)
        then = partial(self._compared, project, package)
        self._jobs.start(self.tr("Reading a package"), job, then, steps=job_steps.MERGE)

    def _compared(self, project: OpenProject, package: Path, result: object) -> None:
        if not isinstance(result, MergeResult):
            return
        if not (news_in(result) or result.unknown or result.changed or result.deleted_classes):
            text = worded(Message("There is nothing new in the package {file}.", file=package.name))
            self._jobs.announce(Notice(text))
            return
        dialog = MergeDialog(result, self._window)
        dialog.merge_wanted.connect(partial(self._merge, project, package))
        dialog.open()

    def _merge(self, project: OpenProject, package: Path) -> None:
        job = partial(merge_package, project.path, package, by=By(project.who, "Import", project.round))
        self._jobs.start(self.tr("Merging a package"), job, partial(self._merged, project), steps=job_steps.MERGE)

    def _merged(self, project: OpenProject, result: object) -> None:
        project.reload()
        if isinstance(result, MergeResult):
            text, holds = worded(_came(result)), project.until_next()
            if result.disputed:
                settle = partial(self._settle, project)
                self._jobs.announce(Notice(text, self.tr("Settle what differs…"), settle, holds=holds))
            else:
                self._jobs.announce(Notice(text, lasts=False, holds=holds))

    def _settle(self, project: OpenProject) -> None:
        SettleDialog(project, self._window).open()


def _came(result: MergeResult) -> Message:
    """Return what a merge has done."""
    count = result.agreed + result.added + len(result.conflicts)
    if not result.withdrawn:
        return Message(
            "{n:# answer is|# answers are} merged, {labels:# label|# labels} changed. Undo takes them back.",
            n=count,
            labels=result.labels,
        )
    if not count:
        return Message(
            "{n:# answer of an earlier merge is|# answers of an earlier merge are} taken back, "
            "{labels:# label|# labels} changed. Undo brings {n:it|them} back.",
            n=result.withdrawn,
            labels=result.labels,
        )
    return Message(
        "{n:# answer is|# answers are} merged, {back:# of an earlier merge is|# of an earlier merge are} taken back, "
        "{labels:# label|# labels} changed. Undo takes all of it back.",
        n=count,
        back=result.withdrawn,
        labels=result.labels,
    )
