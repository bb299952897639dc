"""Stacks of groups: a tile says how many images it stands for, a key means all of them, and opening leads back."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import Edit, assign, decide, read_history
from desktop_labeler.data.images.files.image_files import MISSING
from desktop_labeler.data.images.query.image_query import Filter
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_page import GridPage
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from desktop_labeler.ui.pages.label.label_page import LabelPage
from desktop_labeler.ui.rounds.page_context import ProjectContext
from tests.making import ME
from tests.ui.grids import answer, press_key

Opener = Callable[..., OpenProject]
Shower = Callable[[Callable[[ProjectContext], GridPage], OpenProject], GridPage]
_PATHS = [f"{number:02}.png" for number in range(12)]
_GROUPS = ["a"] * 3 + ["b"] * 4 + [None] * 5  # two bursts and five images alone: seven tiles


@pytest.fixture
def bursts(open_new: Opener) -> OpenProject:
    project = open_new(_PATHS, classes=("Fly", "Bee"))
    decide(project.project, range(1, 13), Edit(group=_GROUPS), kind="group", what="groups", by=ME)
    project.reload()
    return project


@pytest.fixture
def browse(qtbot: QtBot, bursts: OpenProject, show_page: Shower) -> BrowsePage:
    page = show_page(BrowsePage, bursts)
    assert isinstance(page, BrowsePage)
    switch(qtbot, page, 7)
    return page


def switch(qtbot: QtBot, page: GridPage, tiles: int) -> None:
    press_key(page.grid, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: len(page.grid.content.images) == tiles)


def states(project: OpenProject, *images: int) -> list[State]:
    return [row.state for row in project.project.images(images)]


def decisions(project: OpenProject) -> int:
    return read_history(project.project, limit=1)[0].id


def test_a_tile_stands_for_a_group_and_says_for_how_many_images(browse: BrowsePage) -> None:
    grid = browse.grid
    assert grid.content.images.tolist() == [1, 4, 8, 9, 10, 11, 12]
    rows = grid.project.rows([1, 4, 8])
    assert [grid.content.tile_content(rows[image], grid.captions).size for image in (1, 4, 8)] == [3, 4, 1]
    assert grid.content.describe(1) == "4 images, group b"
    assert browse.summary.text() == "12 images · by path · 7 stacks"


def test_a_key_labels_all_images_of_a_stack_in_one_decision_that_undo_takes_back(
    browse: BrowsePage, bursts: OpenProject
) -> None:
    press_key(browse.grid, Qt.Key.Key_1)
    newest = read_history(bursts.project, limit=1)[0]
    assert (worded(newest.what), newest.images) == ("Label 3 images Fly", 3)
    assert states(bursts, 1, 2, 3, 4) == [State.CONFIRMED] * 3 + [State.UNLABELLED]
    assert browse.grid.focus_image == 4  # on to the next stack
    content = browse.grid.content.tile_content(bursts.rows([1])[1], browse.grid.captions)
    assert content.label is not None
    assert (content.label.name, content.decided) == ("Fly", True)
    bursts.undo()
    assert states(bursts, 1, 2, 3) == [State.UNLABELLED] * 3


def test_a_filter_leaves_only_what_matches_in_a_stack(qtbot: QtBot, browse: BrowsePage, bursts: OpenProject) -> None:
    bursts.decide([2], Edit(state=State.EXCLUDED), kind="exclude", what=_what(), page="Browse")
    before = browse.grid.content.images
    browse.filters.filter = Filter(states=(State.UNLABELLED,))
    browse.filters.changed.emit()
    qtbot.waitUntil(lambda: browse.grid.content.images is not before)
    press_key(browse.grid, Qt.Key.Key_1)
    assert states(bursts, 1, 2, 3) == [State.CONFIRMED, State.EXCLUDED, State.CONFIRMED]


@pytest.mark.parametrize(
    ("button", "expected"),
    [("Only", ["Bee", "Fly", "Fly"]), ("Yes", ["Fly", "Fly", "Fly"]), ("Cancel", ["Bee", "", ""])],
)
def test_what_was_decided_otherwise_is_asked_about(
    qtbot: QtBot, browse: BrowsePage, bursts: OpenProject, button: str, expected: list[str]
) -> None:
    _, bee = (label.id for label in bursts.classes)
    given = Edit(state=State.CONFIRMED, class_id=bee)
    bursts.decide([1], given, kind="assign", what=_what(), page="Browse")
    before = decisions(bursts)
    press_key(browse.grid, Qt.Key.Key_1)
    assert decisions(bursts) == before  # nothing yet
    (box,) = (box for box in browse.grid.findChildren(QMessageBox) if box.isVisible())
    assert "1 of them was decided otherwise before" in box.text()
    answer(browse.grid, qtbot, button)
    found = [bursts.class_of(row.class_id) for row in bursts.project.images([1, 2, 3])]
    assert [label.name if label else "" for label in found] == expected


def test_the_same_answer_again_asks_nothing(browse: BrowsePage, bursts: OpenProject) -> None:
    press_key(browse.grid, Qt.Key.Key_1)
    press_key(browse.grid, Qt.Key.Key_Home)
    press_key(browse.grid, Qt.Key.Key_1)
    assert not [box for box in browse.grid.findChildren(QMessageBox) if box.isVisible()]


def test_enter_opens_a_group_and_escape_leads_back_to_it(browse: BrowsePage, bursts: OpenProject) -> None:
    grid = browse.grid
    press_key(grid, Qt.Key.Key_Right)
    press_key(grid, Qt.Key.Key_Return)
    assert grid.content.images.tolist() == [4, 5, 6, 7]
    assert browse.summary.text().endswith("Group b")
    assert browse.stacking.back.isVisible()
    press_key(grid, Qt.Key.Key_2)
    assert states(bursts, 4, 5) == [State.CONFIRMED, State.UNLABELLED]  # here a key means one image
    press_key(grid, Qt.Key.Key_Escape)
    assert (grid.content.images.tolist(), grid.focus_image) == ([1, 4, 8, 9, 10, 11, 12], 4)
    content = grid.content.tile_content(bursts.rows([4])[4], grid.captions)
    assert (content.plain, content.label, content.decided) == ("1 of 4 labelled", None, False)
    assert not browse.stacking.back.isVisible()


def test_a_double_click_opens_a_group(browse: BrowsePage) -> None:
    centre: QPoint = browse.grid.cell_rect(0).center()
    QTest.mouseDClick(browse.grid.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert browse.grid.content.images.tolist() == [1, 2, 3]


def test_new_results_keep_the_group_open(qtbot: QtBot, browse: BrowsePage, bursts: OpenProject) -> None:
    press_key(browse.grid, Qt.Key.Key_Return)
    bursts.decide([2], Edit(second=True), kind="second", what=_what(), page="Suspects")
    browse.activated()
    before = browse.grid.content.images
    qtbot.waitUntil(lambda: browse.grid.content.images is not before)
    assert browse.grid.content.images.tolist() == [1, 2, 3]
    press_key(browse.grid, Qt.Key.Key_Escape)
    assert len(browse.grid.content.images) == 7


def test_the_switch_shows_every_image_again_and_holds_on_every_page(qtbot: QtBot, browse: BrowsePage) -> None:
    assert browse.stacking.on
    switch(qtbot, browse, 12)
    assert not browse.stacking.on
    assert browse.grid.content.stacks is None


def test_a_project_without_groups_says_how_to_make_them(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS))
    press_key(page.grid, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: page.grid.content.stacks is not None)
    assert page.sentence.text().startswith("No two of these images are of one group.")


def test_the_page_label_takes_stacks_from_its_queue(qtbot: QtBot, bursts: OpenProject, show_page: Shower) -> None:
    def make(context: ProjectContext) -> LabelPage:
        page = LabelPage(context)
        page.card.close_card()
        return page

    page = show_page(make, bursts)
    assert isinstance(page, LabelPage)
    switch(qtbot, page, 7)
    stack = int(np.flatnonzero(page.grid.content.images < 4)[0])
    page.grid.selection.move_to(stack)
    assert page.progress() == (0, 12)
    press_key(page.grid, Qt.Key.Key_1)
    assert page.progress() == (3, 12)
    assert states(bursts, 1, 2, 3) == [State.CONFIRMED] * 3
    for _ in range(6):
        press_key(page.grid, Qt.Key.Key_2)
    assert page.progress() == (12, 12)
    press_key(page.grid, Qt.Key.Key_Return)  # all is decided: on to the next page
    qtbot.waitUntil(lambda: page.body.currentWidget() is page.empty)


def _what() -> DecisionText:
    return DecisionText("second", n=1)


def test_an_image_that_cannot_be_shown_does_not_keep_a_page_of_stacks_open(
    qtbot: QtBot, bursts: OpenProject, show_page: Shower
) -> None:
    page = show_page(LabelPage, bursts)
    switch(qtbot, page, 7)
    with bursts.project.transaction() as db:
        db.execute("UPDATE image SET problem = ? WHERE id = 2", (MISSING,))  # in the first stack
    bursts.reload()
    assert page.grid.content.left() == 11
    what = DecisionText("label", n=11, name="Fly")
    bursts.decide([1, *range(3, 13)], assign(bursts.classes[0].id), kind="assign", what=what, page="Label")
    assert page.grid.content.left() == 0
    assert page.grid.content.progress() == (11, 12)


@pytest.mark.parametrize("as_stacks", [False, True])
def test_a_group_or_a_note_is_no_answer(qtbot: QtBot, bursts: OpenProject, show_page: Shower, as_stacks: bool) -> None:
    page = show_page(LabelPage, bursts)
    if as_stacks:
        switch(qtbot, page, 7)
    content = page.grid.content
    there, mine = content.left(), content.every()[:2].tolist()
    what = DecisionText("label", n=2, name="Fly")
    bursts.decide(mine, assign(bursts.classes[0].id), kind="assign", what=what, page="Label")
    before = content.left(), content.progress()
    assert before == (there - 2, (2, there))
    for number, kind in enumerate(("texts", "group")):  # as the sheet for texts and the dialog for groups write them
        edit = Edit(group=[f"{number} {image % 2}" for image in range(1, 13)])
        bursts.decide(range(1, 13), edit, kind=kind, what=_what(), page="Label")
        assert (content.left(), content.progress()) == before
    bursts.reload()
    qtbot.waitUntil(lambda: not bursts.reading)
    assert (content.left(), content.progress()) == before
    for _ in range(3):  # undone one after the other
        bursts.undo()
    assert content.left() == there


def test_what_is_hidden_stays_hidden_when_it_gets_a_group(bursts: OpenProject, show_page: Shower) -> None:
    page = show_page(BrowsePage, bursts)
    page.grid.content.blind = True
    bursts.decide([1], Edit(group="x"), kind="texts", what=_what(), page="Audit")
    assert page.grid.content.hidden(bursts.rows([1])[1])
