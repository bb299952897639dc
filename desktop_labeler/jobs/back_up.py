"""Backups as jobs: the daily one and going back to an earlier one."""

from pathlib import Path

from desktop_labeler.data.project import backups
from desktop_labeler.data.project.lock import turns_of
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.data.project.storage_errors import translated
from desktop_labeler.progress import Job, Progress


def back_up(project_path: Path, reason: backups.Reason = "asked") -> Job[backups.Backup | None]:
    """Copy a project into its backups; a daily one only when the last is older than a day.

    Returns:
        The backup; None when a daily one is not due.

    Raises:
        ProjectError: the copy could not be written; no half copy is left.
    """
    yield Progress("backing up")
    with Project(project_path, "read") as project, translated(project.path):
        if reason == "daily" and not backups.is_due(project.path):
            return None
        return backups.back_up(project.db, project.path, reason)


def restore(project_path: Path, backup: Path) -> Job[None]:
    """Bring an earlier state of a project back, after a backup of the present one.

    Raises:
        ProjectError: the backup cannot be read or the project not written; the project is as before.
    """
    yield Progress("restoring")
    # in one turn of the writer: a decision made meanwhile is in the safety copy, or comes after what is restored
    with Project(project_path) as project, translated(project.path), turns_of(project.path).take(first=True):
        backups.restore(project.db, project.path, backup)
