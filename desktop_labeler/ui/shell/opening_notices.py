"""What a person is told when a project opens: what a package is for, its keys, and what lay beside its file."""

from desktop_labeler.data.decisions.packages import read_package
from desktop_labeler.data.images.files.image_files import usable_images
from desktop_labeler.data.project.logs import own_log
from desktop_labeler.errors import ProjectError
from desktop_labeler.messages import Message
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.shell.class_key_notices import tell_of_keys


def tell_of_opening(project: OpenProject, jobs: JobQueue) -> None:
    """Say what is not as one expects in a project that has just been opened."""
    _tell_of_package(project, jobs)
    tell_of_keys(project, jobs)
    for message in own_log.take_told(project.path):
        project.failed.emit(ProjectError.of(message))


def _tell_of_package(project: OpenProject, jobs: JobQueue) -> None:
    """Tell somebody who was sent a package what to do with it."""
    package = read_package(project.project)
    if package is None:
        return
    n = usable_images(project.project)
    named = Message(
        "This is a package for {name}: decide its {n:image|# images}, close it, and send the file back.",
        name=package.name,
        n=n,
    )
    unnamed = Message("This is a package: decide its {n:image|# images}, close it, and send the file back.", n=n)
    jobs.announce(Notice(worded(named if package.name else unnamed)))
