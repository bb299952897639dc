"""For the tests of pages: a page on screen, with its first images."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.pages.map.map_page import MapPage
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.ui.contexts import make_context
from tests.ui.grids import wait_for_painting
from tests.ui.pages.map.maps import Stage

P = TypeVar("P", bound=GridPage)
Shower = Callable[[type[P], OpenProject], P]


@pytest.fixture
def show_page(qtbot: QtBot, thumbs_of: Callable[[OpenProject], ThumbnailLoader], settings: Settings) -> object:
    """Return a function that shows a page of a project as the window does."""

    def show(kind: Callable[..., P], project: OpenProject) -> P:
        page = kind(make_context(qtbot, project, thumbs_of(project), settings))
        qtbot.addWidget(page)
        page.resize(900, 700)
        with qtbot.waitExposed(page):
            page.show()
        page.activated()
        qtbot.waitUntil(lambda: bool(page.summary.text()) or page.body.currentWidget() is page.empty)
        wait_for_painting(page.grid, qtbot)
        return page

    return show


@pytest.fixture
def show_map(
    qtbot: QtBot, thumbs_of: Callable[[OpenProject], ThumbnailLoader], settings: Settings
) -> Callable[[OpenProject], Stage]:
    """Return a function that shows the map of a project as the window does."""

    def make(project: OpenProject) -> Stage:
        context = make_context(qtbot, project, thumbs_of(project), settings)
        rounds = context.rounds
        page = MapPage(context)
        qtbot.addWidget(page)
        page.resize(800, 640)
        with qtbot.waitExposed(page):
            page.show()
        page.activated()

        def settle() -> None:
            qtbot.waitUntil(lambda: rounds.loaded and not page.reading)
            qtbot.waitUntil(lambda: page.canvas.complete or page.found is None)

        qtbot.waitUntil(lambda: page.loaded)
        settle()
        return Stage(page, rounds, context.jobs, settle)

    return make
