"""For the tests of pages: a page on screen, with its first images."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.grid_page import GridPage
from desktop_labeler.ui.open_project import OpenProject
from desktop_labeler.ui.settings import Settings
from desktop_labeler.ui.thumbnails import ThumbnailLoader

P = TypeVar("P", bound=GridPage)
Shower = Callable[[type[P], OpenProject], P]


@pytest.fixture
def show_page(qtbot: QtBot, thumbs_of: Callable[[OpenProject], ThumbnailLoader], settings: Settings) -> object:
    """Return a function that shows a page of a project as the window does."""

    def show(kind: Callable[..., P], project: OpenProject) -> P:
        page = kind(project, thumbs_of(project), settings)
        qtbot.addWidget(page)
        page.resize(900, 700)
        with qtbot.waitExposed(page):
            page.show()
        page.activated()
        qtbot.waitUntil(lambda: bool(page.summary.text()) or page.body.currentWidget() is page.empty)
        return page

    return show
