"""The context in which a page is made, for tests without the window."""

from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.rounds.rounds import Rounds
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.ui.job_queues import at_the_end, make_job_queue


def make_context(qtbot: QtBot, project: OpenProject, thumbnails: ThumbnailLoader, settings: Settings) -> ProjectContext:
    """Return a context for a page; its rounds and jobs are stopped at the end of the test."""
    jobs = make_job_queue(qtbot)
    rounds = Rounds(project, jobs, settings, jobs)
    at_the_end(qtbot, rounds.close)
    return ProjectContext(settings, project, thumbnails, rounds, jobs)
