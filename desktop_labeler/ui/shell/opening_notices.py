"""What a person is told when a project opens: its keys, and what lay beside its file."""

from desktop_labeler.data.project.logs import own_log
from desktop_labeler.errors import ProjectError
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.shell.class_key_notices import tell_of_keys


def tell_of_opening(project: OpenProject, jobs: JobQueue) -> None:
    """Say what is not as one expects in a project that has just been opened."""
    tell_of_keys(project, jobs)
    for message in own_log.take_told(project.path):
        project.failed.emit(ProjectError.of(message))
