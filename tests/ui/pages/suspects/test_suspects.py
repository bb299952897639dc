"""Suspects: labels in doubt, by what they are and what they are expected to be; keep, take, and when to stop."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.decisions.proof.verdicts import recent_checks
from desktop_labeler.data.project.project_file import State
from desktop_labeler.statistics import CLEAN_RUN
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.audit.audit_texts import suspects_number
from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage
from desktop_labeler.ui.pages.suspects.yield_text import yield_text
from desktop_labeler.ui.rounds.explanation import Explanation, explain
from desktop_labeler.ui.rounds.explanation_panel import ExplanationPanel
from desktop_labeler.ui.rounds.round_lists import DUPLICATES, FAR, POOR, WRONG
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.making import ME
from tests.ui.grids import press_key, wait_for_painting
from tests.ui.stored_rounds import Findings, ShowStage, Stage, import_labels, store_round

_KEY, _CONTROL, _SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_COUNT = 200
Stager = Callable[..., Stage]
ThumbnailsOf = Callable[[OpenProject], ThumbnailLoader]


def shown(stage: Stage) -> list[int]:
    return [int(image) for image in stage.page.grid.content.images]


def page_of(stage: Stage) -> SuspectsPage:
    assert isinstance(stage.page, SuspectsPage)
    return stage.page


def verdict(stage: Stage, image: int) -> tuple[State, str | None]:
    row = stage.page.project.row(image)
    assert row is not None
    label = stage.page.project.class_of(row.class_id)
    return row.state, label.name if label else None


def why_of(stage: Stage, image: int) -> Explanation:
    """Why an image is here, as the right panel says it."""
    view, row = stage.page.shown, stage.page.project.row(image)
    assert view is not None
    assert row is not None
    why = explain(view, stage.page.project, row)
    assert why is not None
    return why


def press(stage: Stage, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    press_key(stage.page.grid, key, modifiers)


def test_of_a_label_that_was_not_assessed_nothing_is_expected(
    open_new: Callable[..., OpenProject], show_stage: ShowStage
) -> None:
    """It may stand out all the same, as the only image of its class often does; its doubt is not a number."""
    project = open_new([f"{number}.png" for number in range(9)])
    ids = add_classes(project.project, ["Fly", "Bee"], ME)
    import_labels(project.project, {image: ids["Bee" if image == 5 else "Fly"] for image in range(1, 10)})
    project.reload()
    unknown = {5: (ids["Fly"], float("nan"))}  # as rounds of earlier versions are stored
    store_round(project.project, Findings(expected=unknown, flags={"outlier": [5, 6]}))
    on = show_stage(SuspectsPage, project)
    assert sorted(shown(on)) == [5, 6]
    content = on.page.grid.content
    row = project.row(5)
    assert row is not None
    tile = content.tile_content(row, ("class", "confidence"))
    assert (tile.note, tile.instead) == ("", None)
    on.page.grid.focus_on(5)
    press(on, _KEY.Key_W)
    assert verdict(on, 5) == (State.LABELLED, "Bee")


def test_a_group_leaves_out_what_cannot_be_shown(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    page, grid = page_of(on), on.page.grid
    gone, *others = page.groups[1].images
    row = page.project.row(gone)
    assert row is not None
    page.project.file_of(row).unlink()
    qtbot.waitUntil(lambda: gone in grid.pictures.visible)
    grid.pictures.check()
    qtbot.waitUntil(lambda: grid.content.problem(row) != "")
    page.decide_group(1, "keep_all")
    assert "left out" in page.sentence.text()
    assert verdict(on, gone) == (State.LABELLED, "Fly")
    assert {verdict(on, image) for image in others} == {(State.CONFIRMED, "Fly")}
    assert read_history(page.project.project, limit=1)[0].images == len(others)


def test_the_worst_are_shown_in_groups_that_fill_the_view(stage: Stager) -> None:
    on = stage()
    page, grid = page_of(on), on.page.grid
    kinds = [(group.twins, group.pair) for group in page.groups]
    fly, bee, ant = (label.id for label in page.project.classes)
    assert kinds == [(0, None), (None, (fly, bee)), (None, (bee, ant))]
    assert page.groups[0].images == (1, 150)
    assert list(page.groups[1].images) == list(range(2, 2 + 2 * len(page.groups[1].images), 2))  # the worst first
    assert list(page.groups[2].images) == list(range(3, 3 + 2 * len(page.groups[2].images), 2))
    assert shown(on) == [image for group in page.groups for image in group.images]
    end = grid.cell_rect(len(shown(on)) - 1).bottom()
    room = grid.viewport().height()
    assert room - grid.cells.height - grid.headers.height <= end < room
    assert not grid.selection.count
    assert grid.selection.focus == 0
    assert page.summary.text() == (
        "41 labels in doubt of 200 · 60 more to make sure · 4 images stand out, 2 of them in doubt"
    )


def test_a_header_stands_above_each_group_and_says_what_it_is(stage: Stager) -> None:
    on = stage()
    page, grid = page_of(on), on.page.grid
    size = len(page.groups[1].images)
    words = [grid.headers.header(number).accessibleName() for number in range(3)]
    assert words[0] == "Near-duplicates Fly Bee 2 images"
    assert words[1] == f"Fly → expected Bee {size} of 20"
    for number, first in ((0, 0), (1, 2), (2, 2 + size)):
        header, tile = grid.headers.header(number).geometry(), grid.cell_rect(first)
        assert tile.left() == 0
        assert header.bottom() + 1 == tile.top()
        assert grid.position_at(header.center()) == -1
        assert grid.position_at(tile.center()) == first
    assert grid.cell_rect(2).top() > grid.cell_rect(1).bottom()  # a group begins a row of its own


def test_the_arrows_know_the_rows_of_groups(stage: Stager) -> None:
    on = stage()
    grid, columns = on.page.grid, on.page.grid.cells.columns
    press(on, _KEY.Key_Right)
    press(on, _KEY.Key_Down)
    assert grid.selection.focus == 3  # below the second of two twins
    grid.selection.move_to(2 + columns - 1)
    press(on, _KEY.Key_Up)
    assert grid.selection.focus == 1  # the twins end there
    press(on, _KEY.Key_R)
    assert grid.selection.positions().tolist() == [0, 1]


def test_near_duplicates_with_different_labels_are_decided_together(stage: Stager) -> None:
    on = stage()
    page = page_of(on)
    page.kinds.chosen.emit(DUPLICATES)
    assert [group.images for group in page.groups] == [(1, 150)]
    buttons = {button.text(): button for button in on.page.grid.headers.header(0).buttons}
    assert list(buttons) == ["Keep all", "All Fly", "All Bee"]
    before = len(read_history(page.project.project))
    assert on.page.grid.sight.settled()  # painted: a button answers for what is in view
    buttons["All Bee"].click()
    assert {verdict(on, image) for image in (1, 150)} == {(State.CONFIRMED, "Bee")}
    assert len(read_history(page.project.project)) == before + 1
    assert not buttons["Keep all"].isEnabled()
    press(on, _KEY.Key_Z, _CONTROL)
    assert buttons["Keep all"].isEnabled()
    press(on, _KEY.Key_W, _SHIFT)  # Fly: the round doubts that the other is a Bee
    assert {verdict(on, image) for image in (1, 150)} == {(State.CONFIRMED, "Fly")}


def test_a_confirmed_twin_is_shown_beside_the_doubted_one_and_speaks_for_its_class(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    page = page_of(on)
    page.kinds.chosen.emit(DUPLICATES)
    page.grid.focus_on(150)
    press(on, _KEY.Key_Q)
    qtbot.waitUntil(lambda: on.rounds.settled and on.rounds.lists is not None and len(on.rounds.lists.suspects) == 102)
    page.refill()
    assert page.groups[0].images == (1, 150)
    press(on, _KEY.Key_W, _SHIFT)
    assert {verdict(on, image) for image in (1, 150)} == {(State.CONFIRMED, "Fly")}


def test_corrected_twins_are_no_conflict_any_more(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    page = page_of(on)

    def conflicts() -> int:
        lists = on.rounds.lists
        return int(lists.suspects.kinds[DUPLICATES].sum()) if lists is not None else -1

    assert conflicts() == 2
    page.grid.focus_on(1)
    press(on, _KEY.Key_1)
    qtbot.waitUntil(lambda: conflicts() == 0)
    press(on, _KEY.Key_Z, _CONTROL)
    qtbot.waitUntil(lambda: conflicts() == 2)


def test_chips_count_kinds_and_pairs(stage: Stager) -> None:
    on = stage()
    kinds = [choice.text for choice in page_of(on).kinds.choices]
    assert kinds == [
        "All", "Wrong label 40", "Conflicting duplicates 2", "Outliers 3", "Blurred or dark 1",
    ]  # fmt: skip
    assert [choice.text for choice in page_of(on).pairs.choices] == ["Bee → Ant 20", "Fly → Bee 20"]
    assert page_of(on).pairs.choice.text == "Groups 2"
    for kind, images in ((DUPLICATES, {1, 150}), (FAR, {2, 3, 160}), (POOR, {170})):
        page_of(on).kinds.chosen.emit(kind)
        assert set(shown(on)) == images
    page_of(on).kinds.chosen.emit(WRONG)
    bee_to_ant = page_of(on).pairs.choices[0].value
    page_of(on).pairs.chosen.emit(bee_to_ant)
    assert all(image % 2 for image in shown(on))


def test_keep_confirms_and_take_gives_the_expected_class(stage: Stager) -> None:
    on = stage()
    page_of(on).kinds.chosen.emit(WRONG)
    first = shown(on)
    press(on, _KEY.Key_Q)
    press(on, _KEY.Key_W)
    press(on, _KEY.Key_1)
    press(on, _KEY.Key_U)
    press(on, _KEY.Key_E)
    assert [verdict(on, image) for image in first[:5]] == [
        (State.CONFIRMED, "Bee"), (State.CONFIRMED, "Ant"), (State.CONFIRMED, "Fly"), (State.UNSURE, None),
        (State.EXCLUDED, None),
    ]  # fmt: skip
    assert shown(on) == first  # decided ones fade and stay
    assert on.page.grid.focus_image == first[5]


@pytest.mark.parametrize(("key", "name"), [(_KEY.Key_Q, "Bee"), (_KEY.Key_W, "Ant")])
def test_shift_decides_the_pair_on_the_page_as_one_decision(stage: Stager, key: Qt.Key, name: str) -> None:
    on = stage()
    page_of(on).kinds.chosen.emit(WRONG)
    pair = [image for image in shown(on) if image % 2]
    before = len(read_history(on.page.project.project))
    press(on, key, _SHIFT)
    assert {verdict(on, image) for image in pair} == {(State.CONFIRMED, name)}
    assert {verdict(on, image)[0] for image in range(1, _COUNT + 1) if image not in pair} == {State.LABELLED}
    assert len(read_history(on.page.project.project)) == before + 1
    assert on.page.grid.focus_image in set(shown(on)) - set(pair)
    press(on, _KEY.Key_Z, _CONTROL)
    assert {verdict(on, image) for image in pair} == {(State.LABELLED, "Bee")}


def test_the_group_key_selects_the_pair(stage: Stager) -> None:
    on = stage()
    page_of(on).kinds.chosen.emit(WRONG)
    press(on, _KEY.Key_G)
    chosen = on.page.grid.content.images[on.page.grid.selection.positions()].tolist()
    assert chosen == [image for image in shown(on) if image % 2]


def test_enter_turns_the_page_and_confirmed_ones_are_gone(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    first = shown(on)
    for _ in page_of(on).groups:
        press(on, _KEY.Key_Q, _SHIFT)
    press(on, _KEY.Key_Return)
    qtbot.waitUntil(lambda: shown(on) != first)
    assert not set(first) & set(shown(on))
    qtbot.waitUntil(lambda: on.rounds.lists is not None and len(on.rounds.lists.suspects) == 103 - len(first))


def test_a_corrected_label_is_no_suspect_any_more_and_undo_brings_it_back(qtbot: QtBot, stage: Stager) -> None:
    on = stage()

    def suspects() -> int:
        return len(on.rounds.lists.suspects) if on.rounds.lists is not None else -1

    press(on, _KEY.Key_W)
    qtbot.waitUntil(lambda: suspects() == 102)
    press(on, _KEY.Key_Z, _CONTROL)
    qtbot.waitUntil(lambda: suspects() == 103)


def test_the_yield_counts_the_last_looks_and_the_advice_comes_after_58_clean_ones(stage: Stager) -> None:
    on = stage()
    assert on.page.sentence.text().startswith("Q keeps the label")
    press(on, _KEY.Key_W)
    press(on, _KEY.Key_Q)
    assert on.page.sentence.text() == (
        "Last 2 images checked: 1 corrected. Continue until 58 in a row need no correction (now 1)."
    )
    press(on, _KEY.Key_N)  # wanting a second opinion is no look
    assert recent_checks(on.page.project.project, "Suspects") == [False, True]
    while sum(1 for _ in recent_checks(on.page.project.project, "Suspects")) <= CLEAN_RUN:
        press(on, _KEY.Key_Q)
        if not on.page.open_images():
            press(on, _KEY.Key_Return)
    assert on.page.sentence.text().startswith("Last 50 images checked: 0 corrected. You can stop: 58")
    press(on, _KEY.Key_Z, _CONTROL)
    assert "(now 57)" in on.page.sentence.text()


def test_why_an_image_is_here(stage: Stager) -> None:
    on = stage()
    why = why_of(on, 1)
    assert "The model expects “Ant”, though none of the 6 most similar labelled images is." in why.sentence
    assert "This one is labelled <b>Bee</b> (imported, " in why.sentence
    assert [found.title for found in why.rows] == ["Nearest labelled “Ant”", "Nearest labelled “Bee”"]
    assert [neighbor.image for neighbor in why.rows[1].neighbors] == [3, 5, 7, 9]
    cosines = [neighbor.similarity for neighbor in why.rows[1].neighbors]
    assert cosines == sorted(cosines, reverse=True)
    assert why.chips == ("near-duplicate with another label",)
    assert (why.keeps, why.takes) == (True, True)


def test_confirmed_neighbours_of_other_classes_do_not_silence_the_labels(stage: Stager) -> None:
    on = stage()
    for image in (2, 4, 6, 8, 10):  # expected to be a Bee
        on.page.grid.focus_on(image)
        press(on, _KEY.Key_Q)
    why = why_of(on, 1)
    assert [found.title for found in why.rows] == ["Nearest labelled “Ant”", "Nearest labelled “Bee”"]


def test_only_confirmed_neighbours_count_once_there_are_enough(stage: Stager) -> None:
    on = stage()
    for image in (3, 5, 7, 9, 4):
        on.page.grid.focus_on(image)
        press(on, _KEY.Key_3)
    why = why_of(on, 1)
    assert "5 of the 5 most similar confirmed images are “Ant”." in why.sentence
    assert why.rows[0].title == "Nearest confirmed “Ant”"
    panel = ExplanationPanel()
    panel.follow(on.page.project, None)
    panel.show_image(on.page.shown, on.page.project.row(1), answers=True)
    titles = [found.text() for found in panel.findChildren(QLabel) if found.property("role") == "section"]
    assert titles[0] == "Nearest confirmed “Ant”"  # in capitals, the name of the class would be another


def test_with_nothing_in_doubt_it_says_so(qtbot: QtBot, stage: Stager) -> None:
    on = stage(0, 0)
    page_of(on).kinds.chosen.emit(WRONG)
    assert set(shown(on)) == {1, 2, 3, 150, 160, 170}
    wait_for_painting(on.page.grid, qtbot)  # it stood behind the empty page
    press(on, _KEY.Key_A, _CONTROL)
    press(on, _KEY.Key_Q)
    press(on, _KEY.Key_Return)
    assert on.page.body.currentWidget() is on.page.empty
    assert on.page.empty.heading == "No label is in doubt"


def test_a_page_that_nobody_began_fits_itself_to_the_view_and_one_that_was_begun_stays(
    qtbot: QtBot, stage: Stager
) -> None:
    on = stage()
    few = len(shown(on))
    on.page.resize(1500, 1000)
    qtbot.waitUntil(lambda: len(shown(on)) > few)
    press(on, _KEY.Key_Q)
    many = shown(on)
    on.page.resize(900, 600)
    qtbot.waitUntil(lambda: on.page.grid.viewport().height() < 500)
    QTest.qWait(0)
    assert shown(on) == many


def test_no_longer_run_is_asked_for_than_there_are_labels_left() -> None:
    """With twelve labels left, 58 in a row can never come."""
    assert yield_text([False], None).endswith("Continue until 58 in a row need no correction (now 1).")
    assert yield_text([False], 57).endswith("Continue until 58 in a row need no correction (now 1).")
    assert yield_text([False], 56).endswith("56 labels are left that nobody has confirmed: check all of them too.")
    assert yield_text([True], 1).endswith("One label is left that nobody has confirmed: check it too.")
    assert yield_text([False] * 10, 0).endswith("No label is left to check.")
    assert "You can stop" in yield_text([False] * 58, 0)
    assert suspects_number(1, 0, 57)[1] == "1 of 58"
    assert suspects_number(1, 0, 56)[1:] == (
        "1",
        "56 labels are left that nobody has confirmed: check all of them too.",
    )


def test_the_page_asks_for_the_labels_that_are_left(
    qtbot: QtBot, open_new: Callable[..., OpenProject], show_stage: ShowStage
) -> None:
    project = open_new([f"{number}.png" for number in range(6)], classes=("Fly", "Bee"))
    fly, bee = (label.id for label in project.classes)
    import_labels(project.project, dict.fromkeys(range(1, 7), fly))
    project.reload()
    store_round(project.project, Findings(expected={n: (bee, 1 - n / 10) for n in range(1, 7)}, errors=6))
    on = show_stage(SuspectsPage, project)
    press_key(on.page.grid, _KEY.Key_Q)
    qtbot.waitUntil(
        lambda: on.page.sentence.text().endswith("5 labels are left that nobody has confirmed: check all of them too.")
    )
