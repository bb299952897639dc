"""Makes backups of a project, and restores one."""

from pathlib import Path

from desktop_labeler.data.project import backups, lock
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.data.project.storage_errors import translated
from desktop_labeler.progress import Job, Progress


def back_up(project_path: Path, reason: backups.Reason = "asked") -> Job[backups.Backup | None]:
    """Back up a project; a daily backup is made only if the last one is older than a day.

    Returns:
        The file of the backup; None if a daily one is not due.

    Raises:
        ProjectError: the backup could not be written; no incomplete file is left.
    """
    yield Progress("backing up")
    with Project(project_path, "read") as project, translated(project.path):
        if reason == "daily" and not backups.is_due(project.path):
            return None
        return backups.back_up(project.db, project.path, reason)


def restore(project_path: Path, backup: Path) -> Job[Path | None]:
    """Restore an earlier state of a project, after backing up the present one.

    A project file that is damaged or missing is replaced; a damaged one is kept under another name.

    Returns:
        The path at which the damaged file was kept; None if there was none.

    Raises:
        ProjectError: the backup cannot be read, or the project cannot be written; the project is unchanged.
    """
    yield Progress("restoring")
    path = Path(project_path).absolute()
    if not (lock.is_held(path) or lock.is_used(path)) and backups.is_damaged(path):
        with translated(path):
            held = lock.acquire(path)
            try:
                return backups.replace_damaged(path, backup)
            finally:
                lock.release(held)
    # within one turn of the writer, so that a concurrent decision is either in the backup or made after the restore
    with Project(path) as project, translated(path), lock.turns_of(path).take(first=True):
        backups.restore(project.db, path, backup)
    return None
