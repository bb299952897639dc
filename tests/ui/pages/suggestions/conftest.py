"""The page Suggestions on screen: ten labelled images, the others suggested."""

from collections.abc import Callable

import pytest

from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from tests.ui.pages.suggestions.acts import COUNT, Stager
from tests.ui.stored_rounds import Findings, ShowStage, Stage, store_round


@pytest.fixture
def stage(open_new: Callable[..., OpenProject], show_stage: ShowStage) -> Stager:
    """Return a function that shows the page: ten images are labelled, the others suggested, every third as a Bee."""

    def make(count: int = COUNT) -> Stage:
        labels = ["Fly", "Bee"] * 5 + [None] * (count - 10)
        project = open_new([f"{number:04}.png" for number in range(count)], labels=labels)
        fly, bee = (label.id for label in project.classes)
        suggested = {image: (bee if image % 3 == 0 else fly, 1 - image / 1000) for image in range(11, count + 1)}
        store_round(project.project, Findings(suggested, unlike={image: image / 1000 for image in suggested}))
        return show_stage(SuggestionsPage, project)

    return make
