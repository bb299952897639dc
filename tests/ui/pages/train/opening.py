"""Opens the page Train without the window."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.pages.train.train_page import TrainPage
from desktop_labeler.ui.rounds.page_context import ProjectContext
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.ui.contexts import make_context


def open_page(path: Path, qtbot: QtBot) -> tuple[TrainPage, ProjectContext]:
    """Show the page of a project; `close_page` ends what belongs to it."""
    settings, project = Settings(device="cpu", auto_round=False), OpenProject(path)
    context = make_context(qtbot, project, ThumbnailLoader(project, settings), settings)
    page = TrainPage(context)
    qtbot.addWidget(page)
    page.show()
    page.activated()
    return page, context


def close_page(context: ProjectContext) -> None:
    """Stop what the page has started, and close its project."""
    context.jobs.stop()
    context.rounds.close()
    context.thumbnails.close()
    context.thumbnails.deleteLater()
    context.project.close()
    context.project.deleteLater()
