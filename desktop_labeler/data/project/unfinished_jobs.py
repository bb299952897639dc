"""Remembers which job of a project began but did not end, so that it can be offered again after a restart."""

from dataclasses import dataclass

from desktop_labeler.data.project.project_file import Project

NEW = "new"  # the job that creates a project
_NAME = "unfinished"


@dataclass(frozen=True)
class Unfinished:
    """A job that stopped before its end.

    Attributes:
        job: the kind of job, one word ("new", "look", "round", "identify", "rescan").
        done: the number of units that were finished; 0 if unknown.
        total: the number of all units; 0 if unknown.
    """

    job: str
    done: int = 0
    total: int = 0


def note_begun(project: Project, job: str) -> None:
    """Store that a job has begun; `note_ended` clears this, a crash does not.

    Raises:
        ProjectError: the project cannot be written.
    """
    for name, value in begun(job).items():
        project.save_setting(name, value)


def begun(job: str) -> dict[str, object]:
    """Return the settings of a project in which a job has begun."""
    return {_NAME: [job, 0, 0]}


def note_stopped(project: Project, left: Unfinished) -> None:
    """Store how far a job has got.

    Raises:
        ProjectError: the project cannot be written.
    """
    project.save_setting(_NAME, [left.job, left.done, left.total])


def note_ended(project: Project) -> None:
    """Store that the job has ended, so that nothing is left to continue.

    Raises:
        ProjectError: the project cannot be written.
    """
    project.save_setting(_NAME, None)


def read_unfinished(project: Project) -> Unfinished | None:
    """Return the job that did not end, or None.

    For two kinds of jobs the progress is taken from what is stored, so that it is known even if the program was killed:
    the number of images with a vector, and the number of images found for a new project, whose total is unknown.
    """
    stored = project.setting(_NAME)
    if not isinstance(stored, list) or len(stored) != 3:
        return None
    job, done, total = str(stored[0]), int(stored[1]), int(stored[2])
    if job not in ("look", NEW):
        return Unfinished(job, done, total)
    images = project.number("SELECT count(*) FROM image WHERE problem IS NULL")
    if job == NEW:
        return Unfinished(job, images)
    looked = project.read(
        int, "SELECT sum(json_extract(shape, '$[0]')) FROM array WHERE name LIKE 'embedding/%/ids' GROUP BY name"
    )
    known = max(looked, default=0)
    return Unfinished(job, min(max(known, done), images), images)
