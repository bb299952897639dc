"""Which long step of a project has begun and not ended, so that it can be offered again after a restart."""

from dataclasses import dataclass

from desktop_labeler.data.project.project_file import Project

NEW = "new"  # the job that makes a project
_NAME = "unfinished"


@dataclass(frozen=True)
class Unfinished:
    """A job that stopped half way.

    Attributes:
        job: what it was, one word ("new", "look", "round", "identify", "rescan").
        done: units that were finished, 0 where nobody knows.
        total: of how many.
    """

    job: str
    done: int = 0
    total: int = 0


def note_begun(project: Project, job: str) -> None:
    """Remember that a job has begun; `note_ended` takes it back, a crash does not.

    Raises:
        ProjectError: the project cannot be written.
    """
    project.save_setting(_NAME, [job, 0, 0])


def note_stopped(project: Project, left: Unfinished) -> None:
    """Remember how far a job came.

    Raises:
        ProjectError: the project cannot be written.
    """
    project.save_setting(_NAME, [left.job, left.done, left.total])


def note_ended(project: Project) -> None:
    """Nothing is left to go on with.

    Raises:
        ProjectError: the project cannot be written.
    """
    project.save_setting(_NAME, None)


def read_unfinished(project: Project) -> Unfinished | None:
    """Return the job that did not end, or None.

    Two are known by what is stored, also where the program was killed: how many images have a vector, and how many were
    found for a new project, of nobody knows how many.
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
