"""What a page of a round says while it has nothing to show."""

from collections.abc import Callable

import numpy as np
from pytestqt.qtbot import QtBot

from desktop_labeler.data.computed.embeddings import append_vectors, use_backbone
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from tests.ui.stored_rounds import KEY, Findings, ShowStage, store_round


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


def test_where_all_is_analysed_only_a_round_is_spoken_of(
    qtbot: QtBot, open_new: Callable[..., OpenProject], show_stage: ShowStage
) -> None:
    """As after `desktop-labeler embed`: nothing analyses the images then."""
    project = open_new([f"{number}.png" for number in range(20)], labels=["Fly"] * 5 + ["Bee"] * 5 + [None] * 10)
    vectors = np.random.default_rng(0).normal(size=(20, 8)).astype(np.float16)
    append_vectors(project.project, KEY, np.arange(1, 21), vectors)
    use_backbone(project.project, KEY, "chosen by a test")
    on = show_stage(SuggestionsPage, project)
    empty, said = on.page.empty, set()
    qtbot.waitUntil(lambda: empty.heading == "No round yet")
    assert empty.button.text() == "Run a round now"
    on.rounds.changed.connect(lambda: said.add(empty.heading))
    empty.button.click()
    qtbot.waitUntil(lambda: on.rounds.view is not None, timeout=120_000)
    assert "Round 1 …" in said
    assert not [heading for heading in said if "nalys" in heading]
