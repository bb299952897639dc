"""What a page needs when it is created."""

from dataclasses import dataclass

from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.rounds.rounds import Rounds
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader


@dataclass(frozen=True)
class PageContext:
    """What a page needs that exists without a project."""

    settings: Settings


@dataclass(frozen=True)
class ProjectContext(PageContext):
    """What a page of an open project needs."""

    project: OpenProject
    thumbnails: ThumbnailLoader
    rounds: Rounds
    jobs: JobQueue
