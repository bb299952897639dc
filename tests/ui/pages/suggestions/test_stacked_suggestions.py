"""Suggestions as stacks: a tile says for how many of its images the class is suggested, and only those are accepted."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.decision_texts import DecisionText
from desktop_labeler.data.decisions.history import Edit, assign, decide, read_history
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.core.language import worded
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.tiles.tile_content import TileContent
from desktop_labeler.ui.pages.suggestions.suggestions_page import SuggestionsPage
from tests.making import ME
from tests.ui.grids import answer
from tests.ui.pages.suggestions.acts import click, decisions, mark, page_of, press, shown, states
from tests.ui.stored_rounds import Findings, ShowStage, Stage, store_round

_KEY, _CONTROL, _SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
# Images 1 and 2 are labelled. A burst of three flies, one of which the round takes for a bee in the second burst:
_GROUPS = {3: "a", 4: "a", 5: "a", 6: "b", 7: "b", 8: "b", 9: "b", 10: "c", 11: "c"}
_BEES = (9, 10, 11, 12)
_WHAT = DecisionText("second", n=1)


@pytest.fixture
def stage(qtbot: QtBot, open_new: Callable[..., OpenProject], show_stage: ShowStage) -> Stage:
    """The page with stacks: Fly has a burst of 3, one of 4 with a bee among them, and images 13 and 14 alone."""
    project = open_new([f"{number:02}.png" for number in range(14)], labels=["Fly", "Bee"] + [None] * 12)
    edit = Edit(group=list(_GROUPS.values()))
    decide(project.project, list(_GROUPS), edit, kind="group", what="groups", by=ME)
    project.reload()
    fly, bee = (label.id for label in project.classes)
    suggested = {image: (bee if image in _BEES else fly, 1 - image / 100) for image in range(3, 15)}
    store_round(project.project, Findings(suggested))
    on = show_stage(SuggestionsPage, project)
    turn(qtbot, on, [3, 6, 13, 14])
    return on


def turn(qtbot: QtBot, on: Stage, expected: list[int]) -> None:
    press(on, _KEY.Key_T)
    qtbot.waitUntil(lambda: shown(on) == expected)


def content(on: Stage, image: int) -> TileContent:
    grid = on.page.grid
    return grid.content.tile_content(grid.project.rows([image])[image], grid.captions)


def rejected(on: Stage, *images: int) -> list[tuple[int, ...]]:
    return [row.rejected for row in on.page.project.project.images(images)]


def newest(on: Stage) -> str:
    return worded(read_history(on.page.project.project, limit=1)[0].what)


def names(on: Stage, *images: int) -> list[str]:
    project = on.page.project
    labels = [project.class_of(row.class_id) for row in project.project.images(images)]
    return [label.name if label is not None else "" for label in labels]


def test_a_tile_says_for_how_many_of_its_images_the_class_is_suggested(stage: Stage) -> None:
    alike, differing, alone = (content(stage, image) for image in (3, 6, 13))
    assert [(tile.size, tile.agreeing) for tile in (alike, differing, alone)] == [(3, 0), (4, 3), (1, 0)]
    assert all(tile.label is not None and tile.label.name == "Fly" and tile.suggested for tile in (alike, differing))
    assert stage.page.grid.content.describe(1) == "4 images, group b, suggested Fly × 3, Bee × 1"
    assert stage.page.grid.content.describe(0) == "3 images, group a, suggested Fly"
    assert page_of(stage).summary.text() == "Fly · 8 undecided · surest first · 4 stacks"
    assert page_of(stage).accept_button.text() == "Accept 8"


def test_accepting_a_page_takes_the_images_with_its_suggestion_as_one_decision(stage: Stage) -> None:
    before = decisions(stage)
    press(stage, _KEY.Key_Return, _CONTROL)
    assert decisions(stage) == before + 1
    assert newest(stage) == "Accept 8 as Fly"
    flies = [3, 4, 5, 6, 7, 8, 13, 14]
    assert states(stage, flies) == [State.LABELLED] * 8
    assert states(stage, list(_BEES)) == [State.UNLABELLED] * 4  # no tile showed that
    press(stage, _KEY.Key_Z, _CONTROL)
    assert states(stage, flies) == [State.UNLABELLED] * 8
    assert page_of(stage).open_images() == set(flies)


def test_a_class_key_labels_all_images_of_a_stack(stage: Stage) -> None:
    click(stage, 6)
    press(stage, _KEY.Key_2)
    assert names(stage, 6, 7, 8, 9) == ["Bee"] * 4
    assert states(stage, [6, 7, 8, 9]) == [State.CONFIRMED] * 4
    press(stage, _KEY.Key_Z, _CONTROL)
    assert states(stage, [6, 7, 8, 9]) == [State.UNLABELLED] * 4


def test_a_marked_stack_is_rejected_where_the_class_is_suggested_and_undo_marks_it_again(stage: Stage) -> None:
    fly = stage.page.project.classes[0].id
    mark(stage, 6)
    assert page_of(stage).accept_button.text() == "Accept 5 · reject 3"
    press(stage, _KEY.Key_Return, _CONTROL)
    assert newest(stage) == "Accept 5 as Fly; 3 are not"
    assert rejected(stage, 6, 7, 8, 9) == [(fly,), (fly,), (fly,), ()]
    press(stage, _KEY.Key_Z, _CONTROL)
    assert page_of(stage).marks.images() == {6, 7, 8, 9}
    press(stage, _KEY.Key_Z, _CONTROL | _SHIFT)
    assert page_of(stage).marks.images() == set()


def test_what_was_decided_otherwise_is_asked_about(qtbot: QtBot, stage: Stage) -> None:
    project = stage.page.project
    edit = assign(project.classes[1].id)
    project.decide([7], edit, kind="assign", what=_WHAT, page="Browse")
    before = decisions(stage)
    click(stage, 6)
    press(stage, _KEY.Key_1)
    assert decisions(stage) == before
    (box,) = (box for box in stage.page.grid.findChildren(QMessageBox) if box.isVisible())
    assert "1 of them was decided otherwise before" in box.text()
    answer(stage.page.grid, qtbot, "Only")
    assert names(stage, 6, 7, 8, 9) == ["Fly", "Bee", "Fly", "Fly"]


def test_accepting_a_page_leaves_what_was_decided_elsewhere(stage: Stage) -> None:
    project = stage.page.project
    edit = assign(project.classes[1].id)
    project.decide([4], edit, kind="assign", what=_WHAT, page="Browse")
    assert page_of(stage).accept_button.text() == "Accept 7"
    press(stage, _KEY.Key_Return, _CONTROL)
    assert names(stage, 3, 4, 5) == ["Fly", "Bee", "Fly"]


def test_a_row_is_accepted_as_its_tiles_show_it(stage: Stage) -> None:
    press(stage, _KEY.Key_Return, _SHIFT)
    assert names(stage, 3, 6, 7, 8, 9) == ["Fly", "Fly", "Fly", "Fly", ""]


def test_a_stack_opens_and_one_of_its_images_is_decided_alone(stage: Stage) -> None:
    click(stage, 6)
    press(stage, _KEY.Key_Return)
    assert shown(stage) == [6, 7, 8, 9]
    assert page_of(stage).stacks.stacking.back.isVisible()
    assert page_of(stage).stacks.stacking.text() == "Group b"
    page_of(stage).resize(2000, page_of(stage).height())  # wide enough for the whole heading in any font
    page_of(stage).update_summary()
    assert page_of(stage).summary.text() == "Fly · 8 undecided · surest first · Group b"
    assert page_of(stage).accept_button.text() == "Accept 3"
    click(stage, 9)
    press(stage, _KEY.Key_2)
    assert states(stage, [6, 7, 8, 9]) == [State.UNLABELLED] * 3 + [State.CONFIRMED]
    press(stage, _KEY.Key_Escape)
    assert (shown(stage), stage.page.grid.focus_image) == ([3, 6, 13, 14], 6)
    assert content(stage, 6).plain == "1 of 4 labelled"


def test_marks_stay_while_a_stack_is_open_and_a_part_of_them_is_answered_there(stage: Stage) -> None:
    page = page_of(stage)
    mark(stage, 13)
    click(stage, 3)
    press(stage, _KEY.Key_Return)
    assert shown(stage) == [3, 4, 5]
    assert not page.marks.images()
    mark(stage, 4)
    page.stacks.stacking.back.click()
    assert shown(stage) == [3, 4, 5]  # the stack could not show that one of its images is marked
    assert page.sentence.text().startswith("One image of this group is marked as wrong.")
    press(stage, _KEY.Key_Return, _CONTROL)
    assert newest(stage) == "Accept 2 as Fly; 1 is not"
    press(stage, _KEY.Key_Return, _CONTROL)  # all is decided here: back to the stacks
    assert shown(stage) == [3, 6, 13, 14]
    assert page.marks.images() == {13}


def test_a_group_that_is_marked_altogether_stays_marked(stage: Stage) -> None:
    page = page_of(stage)
    mark(stage, 3)
    press(stage, _KEY.Key_Return)
    assert page.marks.images() == {3, 4, 5}
    page.stacks.stacking.back.click()
    assert shown(stage) == [3, 6, 13, 14]
    assert page.marks.images() == {3, 4, 5}


def test_an_image_that_is_not_of_the_class_is_no_part_of_its_stacks(qtbot: QtBot, stage: Stage) -> None:
    project = stage.page.project
    project.decide([4], Edit(reject=project.classes[0].id), kind="reject", what=_WHAT, page="Browse")
    turn(qtbot, stage, [3, 5, 6, 7, 8, 13, 14])
    turn(qtbot, stage, [3, 6, 13, 14])
    assert stage.page.grid.content.every().tolist() == [3, 5, 6, 7, 8, 9, 13, 14]


def test_a_page_of_stacks_is_followed_by_the_other_classes(qtbot: QtBot, stage: Stage) -> None:
    press(stage, _KEY.Key_Return, _CONTROL)
    press(stage, _KEY.Key_Return, _CONTROL)
    qtbot.waitUntil(lambda: shown(stage) == [9, 10, 12])
    press(stage, _KEY.Key_Return, _CONTROL)
    press(stage, _KEY.Key_Return, _CONTROL)
    qtbot.waitUntil(lambda: not shown(stage))
    assert states(stage, list(range(3, 15))) == [State.LABELLED] * 12
    qtbot.waitUntil(lambda: page_of(stage).body.currentWidget() is page_of(stage).empty)


def test_the_same_stacks_again_are_said_to_be_all(qtbot: QtBot, stage: Stage) -> None:
    page_of(stage).next_page()
    qtbot.waitUntil(lambda: page_of(stage).sentence.text().startswith("There is no other page"))


def test_accept_down_to_here_goes_image_by_image(qtbot: QtBot, stage: Stage) -> None:
    press(stage, _KEY.Key_B)
    page = page_of(stage)
    assert page.batch.active
    assert page.grid.content.stacks is None
    assert sorted(shown(stage)) == [3, 4, 5, 6, 7, 8, 13, 14]
    press(stage, _KEY.Key_T)
    assert page.sentence.text() == "End “accept down to here” first."
    page.batch.press("stop")
    qtbot.waitUntil(lambda: shown(stage) == [3, 6, 13, 14])
