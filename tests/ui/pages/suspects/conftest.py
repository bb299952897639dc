"""The page Suspects with a round that doubts many labels."""

from collections.abc import Callable

import pytest

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage
from tests.making import ME
from tests.ui.stored_rounds import Findings, ShowStage, Stage, import_labels, store_round

_COUNT = 200
Stager = Callable[..., Stage]


@pytest.fixture
def stage(open_new: Callable[..., OpenProject], show_stage: ShowStage) -> Stager:
    """Return a function that shows the page: all labelled Fly or Bee by import, the first 100 doubted.

    Even images are Fly and expected Bee, odd ones Bee and expected Ant; the doubt falls with the number.
    """

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
        return show_stage(SuspectsPage, project, height=760)

    return make
