"""What a page of a round says while it has nothing to show."""

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from tests.ui.stored_rounds import Findings, ShowStage, store_round


def test_an_empty_page_offers_what_another_round_found(
    qtbot: QtBot, open_new: Callable[..., OpenProject], show_stage: ShowStage
) -> None:
    project = open_new([f"{number}.png" for number in range(20)], labels=["Fly"] * 5 + [None] * 15)
    store_round(project.project, Findings({}))
    on = show_stage(SuggestionsPage, project)
    empty = on.page.empty
    qtbot.waitUntil(empty.isVisible)
    assert not empty.heading.startswith("New results")
    fly = project.classes[0].id
    store_round(project.project, Findings({image: (fly, image / 100) for image in range(6, 21)}), number=2)
    on.rounds.reload()
    qtbot.waitUntil(lambda: empty.heading == "New results are ready")
    empty.button.click()
    qtbot.waitUntil(lambda: len(on.page.grid.content.images) > 0)
    assert on.rounds.text().startswith("Round 2 in use")


def test_without_a_round_there_is_one_button(open_new: Callable[..., OpenProject], show_stage: ShowStage) -> None:
    project = open_new(["a.png", "b.png"])
    on = show_stage(SuggestionsPage, project)
    assert on.page.body.currentWidget() is on.page.empty
    assert on.page.empty.button.text() == "Analyse images and suggest"
