"""The page Suspects with a round that doubts many labels."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.making import ME
from tests.ui.stored_rounds import Findings, Stage, import_labels, show_stage, store_round

_COUNT = 200
Stager = Callable[..., Stage]


@pytest.fixture
def stage(
    qtbot: QtBot,
    open_new: Callable[..., OpenProject],
    thumbs_of: Callable[[OpenProject], ThumbnailLoader],
    settings: Settings,
) -> Stager:
    """Return a function that shows the page: all labelled Fly or Bee by import, the first 100 doubted.

    Even images are Fly and expected Bee, odd ones Bee and expected Ant; the doubt falls with the number.
    """
    settings.auto_round = False

    def make(doubted: int = 100, errors: int = 40) -> Stage:
        project = open_new([f"{number:04}.png" for number in range(_COUNT)])
        names = add_classes(project.project, ["Fly", "Bee", "Ant"], ME)
        given = {image: names["Bee" if image % 2 else "Fly"] for image in range(1, _COUNT + 1)}
        import_labels(project.project, given)
        project.reload()
        other = {image: (names["Ant" if image % 2 else "Bee"], 1 - image / 1000) for image in range(1, doubted + 1)}
        nearest = {1: [3, 2, 5, 7, 9, 4], 2: [4, 1, 3]}
        found = Findings({}, other, {"conflict": [1, 150], "outlier": [2, 3, 160], "dark": [170]}, nearest)
        found.errors, found.twins = errors, [[1, 150]]
        store_round(project.project, found)
        return show_stage(qtbot, SuspectsPage, project, thumbs_of(project), settings, height=760)

    return make
