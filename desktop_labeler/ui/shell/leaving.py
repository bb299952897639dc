"""What is lost when the jobs are stopped: asked before the project or the window is closed, and said afterwards."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_labeler.messages import Message
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.core.language import translator, worded
from desktop_labeler.ui.widgets.ask_first import ask

_tr = translator("Leaving")


def leave(
    window: QWidget, jobs: JobQueue, then: Callable[[], object], otherwise: Callable[[], object] | None = None
) -> None:
    """Do what stops all jobs; ask first if the running one cannot be resumed, or others wait.

    Args:
        window: what the question is above.
        jobs: the queue.
        then: what stops them.
        otherwise: what to do instead if the person lets them go on.
    """
    if not loses(jobs):
        then()
        return
    said = [_tr("{job} is still running and would be stopped.").format(job=jobs.losing)] if jobs.losing else []
    if names := _names(jobs):
        text = Message("{n:# job is|# jobs are} waiting and would not run: {names}.", n=len(names), names=names)
        said.append(worded(text))
    said.append(_tr("What you have decided is saved in any case."))
    ask(window, _tr("Jobs are not finished"), " ".join(said), _tr("Close anyway"), then, otherwise)


def leave_project(
    window: QWidget, jobs: JobQueue, then: Callable[[], object], otherwise: Callable[[], object] | None = None
) -> None:
    """Do what closes the open project, as `leave` does; without one, jobs go on and nothing is asked."""
    leave(window, jobs, then, otherwise) if jobs.project_open else then()


def loses(jobs: JobQueue) -> bool:
    """Return whether something is lost when the jobs are stopped now."""
    return bool(jobs.losing or jobs.waiting)


def lost(jobs: JobQueue) -> str:
    """Return a sentence about what is lost when the jobs are stopped now; empty for nothing."""
    said = [_tr("{job} was stopped.").format(job=jobs.losing)] if jobs.losing else []
    if names := _names(jobs):
        were = Message(
            "{n:# job that waited was|# jobs that waited were} not done: {names}.", n=len(names), names=names
        )
        said.append(worded(were))
    return " ".join(said)


def _names(jobs: JobQueue) -> list[str]:
    """Return what waits, in its order."""
    return [job.purpose for job in jobs.waiting]
