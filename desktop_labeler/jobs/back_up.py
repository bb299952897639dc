"""Backups as jobs: the daily one and going back to an earlier one."""

from pathlib import Path

from desktop_labeler.data.project import backups, lock
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


def restore(project_path: Path, backup: Path) -> Job[Path | None]:
    """Bring an earlier state of a project back, after a backup of the present one.

    A project file that is damaged or missing is replaced; what was there goes aside.

    Returns:
        Where the damaged file is now; None where there was none.

    Raises:
        ProjectError: the backup cannot be read or the project not written; the project is as before.
    """
    yield Progress("restoring")
    path = Path(project_path).absolute()
    if not lock.is_held(path) and backups.is_damaged(path):
        with translated(path):
            held = lock.acquire(path)
            try:
                return backups.replace_damaged(path, backup)
            finally:
                lock.release(held)
    # in one turn of the writer: a decision made meanwhile is in the safety copy, or comes after what is restored
    with Project(path) as project, translated(path), lock.turns_of(path).take(first=True):
        backups.restore(project.db, path, backup)
    return None
