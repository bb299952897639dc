"""Metadata in the window: the dialog, what it wants done in the background, and what came of it."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_labeler.data.metadata.columns import column_named, remove_column
from desktop_labeler.errors import LabelerError
from desktop_labeler.jobs.metadata.add_metadata import MetadataResult
from desktop_labeler.jobs.metadata.group_images import GroupResult
from desktop_labeler.messages import Message
from desktop_labeler.progress import Job
from desktop_labeler.ui.background.job_group import Steps
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.metadata_texts import column_title
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.exchange.metadata_dialog import MetadataDialog
from desktop_labeler.ui.shell.actions.job_actions import JobActions

_LISTED = 10


class MetadataActions(JobActions):
    """Shows the dialog of a project and runs its jobs."""

    def __init__(self, window: QWidget, jobs: JobQueue) -> None:
        super().__init__(window, jobs)
        self._project: OpenProject | None = None

    def show(self, project: OpenProject | None) -> None:
        """Show the columns of a project, and where more may come from."""
        self._project = project
        if project is not None:
            dialog = MetadataDialog(project, self._window)
            dialog.wanted.connect(self._start)
            dialog.removing.connect(self._remove)
            dialog.open()

    def _start(self, title: str, job: Callable[[], Job[object]], steps: Steps) -> None:
        self._jobs.start(title, job, self._done, steps=steps)

    def _remove(self, name: str) -> None:
        if self._project is None:
            return
        try:
            remove_column(self._project.project, column_named(self._project.project, name))
        except LabelerError as error:
            self._project.failed.emit(error)

    def _done(self, result: object) -> None:
        if self._project is None:
            return
        self._project.reload()
        for message in _messages(result):
            self._jobs.announce(Notice(worded(message)))


def _messages(result: object) -> list[Message]:
    if isinstance(result, GroupResult):
        grouped = Message(
            "{n:# image is|# images are} in {groups:# group|# groups}.", n=result.images, groups=result.groups
        )
        return [grouped]
    if not isinstance(result, MetadataResult):
        return []
    names = [column_title(name) for name in result.kinds][:_LISTED]
    first = Message("Metadata of {n:# image|# images}: {columns}.", n=result.images, columns=names)
    if not result.kinds:
        first = Message("No metadata was found.")
    left = Message("No image for {n:# row|# rows}, or no fitting name.", n=len(result.unmatched))
    return [first, *([left] if result.unmatched else []), *result.notes]
