"""Unpacks the images of a package into the cache folder; whoever stops it keeps what is there."""

from pathlib import Path

from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.threads import throttled
from desktop_labeler.progress import Job, Progress


def unpack_package(project_path: Path) -> Job[int]:
    """Unpack what is missing in the folder of a package, and return how many images it has; 0 for any other project.

    Raises:
        ProjectError: the project cannot be read, or the cache folder cannot be written; what was unpacked stays.
    """
    with Project(project_path, "read") as project:
        return (yield from throttled(_unpack(project, check=True)))


def unpacked(project: Project) -> Job[int]:
    """Unpack the images of an open package if that was not finished before; first of all that reads image files."""
    return throttled(_unpack(project, check=False))


def _unpack(project: Project, *, check: bool) -> Job[int]:
    total = 0
    for done, total in project.unpack(check=check):
        yield Progress("unpacking images", done, total)
    return total
