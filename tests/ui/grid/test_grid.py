"""The grid: model, keys, mouse, focus apart from selection, decisions in the project file."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Source, State
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.grid.grid_view import GridView
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.ui.grids import Maker, answer, wait_for_painting

_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


# --- the model


def test_the_model_keeps_qts_rules(show: Maker, qtmodeltester: ModelTester) -> None:
    check: Callable[[QAbstractItemModel], None] = qtmodeltester.check
    shown = show()
    check(shown.grid.content)
    shown.grid.content.set_columns(7)
    check(shown.grid.content)


def test_the_empty_end_of_the_last_row_is_nothing(show: Maker) -> None:
    shown = show(count=13)
    content = shown.grid.content
    assert (content.rowCount(), content.columnCount()) == (3, 5)
    assert content.data(content.index(2, 2), Qt.ItemDataRole.UserRole) is not None
    for role in (Qt.ItemDataRole.UserRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
        assert content.data(content.index(2, 3), role) is None
    assert content.flags(content.index(2, 3)) == Qt.ItemFlag.NoItemFlags


def test_every_image_is_found_at_its_position(show: Maker) -> None:
    shown = show()
    content = shown.grid.content
    shuffled = np.random.default_rng(3).permutation(content.images)[:17]
    content.set_images(shuffled, 0)
    assert [content.position_of(int(image)) for image in shuffled] == list(range(17))
    assert content.position_of(10**9) == content.position_of(-1) == -1


def test_a_screen_reader_hears_name_class_state_and_selection(show: Maker) -> None:
    shown = show(labels=["Fly", *[None] * 39], files=True)
    shown.grid.selection.toggle(0)
    index = shown.grid.content.cell(0)
    heard = shown.grid.content.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "image 00.png, Fly, confirmed, selected"
    shown.suggest(p1="Bee")
    heard = shown.grid.content.data(shown.grid.content.cell(1), Qt.ItemDataRole.AccessibleTextRole)
    assert heard == "image 01.png, unlabelled, suggested Bee"


# --- moving


@pytest.mark.parametrize(
    ("key", "start", "end"),
    [
        (Qt.Key.Key_Right, 4, 5),
        (Qt.Key.Key_Left, 5, 4),
        (Qt.Key.Key_Left, 0, 0),
        (Qt.Key.Key_Down, 3, 8),
        (Qt.Key.Key_Up, 8, 3),
        (Qt.Key.Key_Up, 3, 3),
        (Qt.Key.Key_Down, 38, 38),
        (Qt.Key.Key_Home, 22, 0),
        (Qt.Key.Key_End, 22, 39),
        (Qt.Key.Key_PageDown, 2, 22),
        (Qt.Key.Key_PageUp, 24, 4),
        (Qt.Key.Key_PageDown, 33, 38),
    ],
)
def test_keys_move_the_focus_only(show: Maker, qtbot: QtBot, key: Qt.Key, start: int, end: int) -> None:
    shown = show()
    shown.grid.selection.toggle(7)
    shown.grid.selection.move_to(start)
    QTest.keyClick(shown.grid, key)
    assert shown.focus == end
    assert shown.selected == [7]
    assert shown.grid.viewport().rect().contains(shown.grid.cell_rect(end))


def test_down_into_a_short_last_row_reaches_its_end(show: Maker, qtbot: QtBot) -> None:
    shown = show(count=37)
    shown.grid.selection.move_to(34)
    QTest.keyClick(shown.grid, Qt.Key.Key_Down)
    assert shown.focus == 36


def test_shift_selects_in_reading_order_not_as_a_block(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    shown.grid.selection.move_to(3)
    QTest.keyClick(shown.grid, Qt.Key.Key_Down, _SHIFT)
    assert shown.selected == [3, 4, 5, 6, 7, 8]
    QTest.keyClick(shown.grid, Qt.Key.Key_Up, _SHIFT)
    assert shown.selected == [3]


def test_space_all_and_none(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    with qtbot.waitSignal(shown.grid.selection_changed) as told:
        QTest.keyClick(shown.grid, Qt.Key.Key_Space)
    assert told.args == [1]
    QTest.keyClick(shown.grid, Qt.Key.Key_A, _CONTROL)
    assert len(shown.selected) == 40
    QTest.keyClick(shown.grid, Qt.Key.Key_Escape)
    assert shown.selected == []


def test_r_selects_the_row_and_g_asks_for_the_group(show: Maker, qtbot: QtBot) -> None:
    shown = show(count=13)
    shown.grid.selection.move_to(11)
    QTest.keyClick(shown.grid, Qt.Key.Key_R)
    assert shown.selected == [10, 11, 12]
    with qtbot.waitSignal(shown.grid.group_wanted) as asked:
        QTest.keyClick(shown.grid, Qt.Key.Key_G)
    assert asked.args == [shown.images[11]]


# --- deciding


def test_a_digit_labels_the_focused_image_and_goes_on(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    with qtbot.waitSignal(shown.grid.decided) as told:
        QTest.keyClick(shown.grid, Qt.Key.Key_2)
    assert told.args[0].tolist() == [shown.images[0]]
    assert (shown.names(0), shown.states(0), shown.focus) == (["Bee"], [State.CONFIRMED], 1)
    (decision,) = read_history(shown.project.project, limit=1)
    assert (decision.kind, str(decision.what), decision.page) == ("assign", "Label 1 image Bee", "Test")


def test_a_digit_labels_what_is_selected_and_leaves_the_focused_one_alone(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    for place in (2, 3, 6):
        shown.grid.selection.toggle(place)
    shown.grid.selection.move_to(0)
    QTest.keyClick(shown.grid, Qt.Key.Key_1)
    assert shown.names(0, 2, 3, 6) == ["", "Fly", "Fly", "Fly"]
    assert shown.selected == []
    assert shown.focus == 7
    assert read_history(shown.project.project, limit=1)[0].images == 3


def test_a_key_of_no_class_does_nothing(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    QTest.keyClick(shown.grid, Qt.Key.Key_7)
    QTest.keyClick(shown.grid, Qt.Key.Key_7, _SHIFT)
    assert shown.states(0) == [State.UNLABELLED]


@pytest.mark.parametrize(("key", "state"), [(Qt.Key.Key_U, State.UNSURE), (Qt.Key.Key_E, State.EXCLUDED)])
def test_unsure_and_excluded(show: Maker, qtbot: QtBot, key: Qt.Key, state: State) -> None:
    shown = show()
    QTest.keyClick(shown.grid, key)
    assert shown.states(0, 1) == [state, State.UNLABELLED]
    assert shown.focus == 1


def test_n_wants_a_second_opinion_and_takes_it_back(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    QTest.keyClick(shown.grid, Qt.Key.Key_N)
    assert shown.project.project.images([shown.images[0]])[0].second
    shown.grid.selection.move_to(0)
    QTest.keyClick(shown.grid, Qt.Key.Key_N)
    assert not shown.project.project.images([shown.images[0]])[0].second


def test_enter_accepts_the_suggestion_of_the_focused_image(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    shown.suggest(p0="Moth")
    QTest.keyClick(shown.grid, Qt.Key.Key_Return)
    (row,) = shown.project.project.images([shown.images[0]])
    assert (shown.names(0), row.source, row.state) == (["Moth"], Source.ACCEPTED, State.CONFIRMED)


def test_control_enter_accepts_all_that_is_selected_as_labelled(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    shown.suggest(p0="Moth", p1="Bee", p2="Fly")
    shown.grid.selection.select(np.array([0, 1, 5]))
    QTest.keyClick(shown.grid, Qt.Key.Key_Return, _CONTROL)
    assert shown.names(0, 1, 2, 5) == ["Moth", "Bee", "", ""]
    assert shown.states(0, 1) == [State.LABELLED] * 2
    assert read_history(shown.project.project, limit=1)[0].images == 2


def test_shift_enter_accepts_the_row_and_goes_to_the_next(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    shown.suggest(p5="Moth", p6="Bee", p10="Fly")
    shown.grid.selection.move_to(7)
    QTest.keyClick(shown.grid, Qt.Key.Key_Return, _SHIFT)
    assert shown.names(5, 6, 7, 10) == ["Moth", "Bee", "", ""]
    assert shown.focus == 10


def test_x_refuses_the_suggestion_for_good(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    shown.suggest(p0="Moth")
    QTest.keyClick(shown.grid, Qt.Key.Key_X)
    (row,) = shown.project.project.images([shown.images[0]])
    moth = next(label.id for label in shown.project.classes if label.name == "Moth")
    assert (row.state, row.rejected) == (State.UNLABELLED, (moth,))


def test_x_on_a_label_refuses_the_label(show: Maker, qtbot: QtBot) -> None:
    shown = show(labels=["Fly", *[None] * 39])
    QTest.keyClick(shown.grid, Qt.Key.Key_X)
    assert (shown.names(0), shown.states(0)) == ([""], [State.UNLABELLED])


def test_q_keeps_w_takes_m_spreads_the_most_common(show: Maker, qtbot: QtBot) -> None:
    shown = show(labels=["Fly", "Fly", *[None] * 38])
    shown.suggest(p1="Bee", p5="Moth", p6="Moth", p7="Bee")
    QTest.keyClick(shown.grid, Qt.Key.Key_Q)
    QTest.keyClick(shown.grid, Qt.Key.Key_W)
    assert shown.names(0, 1) == ["Fly", "Bee"]
    shown.grid.selection.select(np.array([5, 6, 7, 8]))
    QTest.keyClick(shown.grid, Qt.Key.Key_M)
    assert shown.names(5, 6, 7, 8) == ["Moth"] * 4


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_Q, Qt.Key.Key_W, Qt.Key.Key_M])
def test_a_key_that_has_nothing_to_act_on_says_so(show: Maker, qtbot: QtBot, key: Qt.Key) -> None:
    shown = show()
    with qtbot.waitSignal(shown.grid.notice):
        QTest.keyClick(shown.grid, key)
    assert read_history(shown.project.project, limit=1)[0].kind == "class"


def test_enter_opens_an_image_for_which_nothing_is_suggested(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    with qtbot.waitSignal(shown.grid.page_action) as asked:
        QTest.keyClick(shown.grid, Qt.Key.Key_Return)
    assert asked.args == ["open"]
    assert read_history(shown.project.project, limit=1)[0].kind == "class"


def test_delete_takes_the_label_away(show: Maker, qtbot: QtBot) -> None:
    shown = show(labels=["Fly", *[None] * 39])
    QTest.keyClick(shown.grid, Qt.Key.Key_Delete)
    assert (shown.names(0), shown.states(0)) == ([""], [State.UNLABELLED])


def test_undo_brings_the_tile_back_and_the_focus_to_it(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    QTest.keyClick(shown.grid, Qt.Key.Key_1)
    shown.grid.selection.move_to(9)
    QTest.keyClick(shown.grid, Qt.Key.Key_Z, _CONTROL)
    assert (shown.names(0), shown.focus) == ([""], 0)
    row = shown.project.row(shown.images[0])
    assert row is not None
    assert not shown.grid.content.decided(row)
    QTest.keyClick(shown.grid, Qt.Key.Key_Z, _CONTROL | _SHIFT)
    assert shown.names(0) == ["Fly"]


def test_the_focus_passes_over_what_is_decided(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    shown.grid.selection.select(np.array([1, 2, 3]))
    QTest.keyClick(shown.grid, Qt.Key.Key_1)
    shown.grid.selection.move_to(0)
    QTest.keyClick(shown.grid, Qt.Key.Key_1)
    assert shown.focus == 4


def test_a_key_that_changes_nothing_goes_on_all_the_same(show: Maker) -> None:
    shown = show(labels=["Fly", *[None] * 39])
    QTest.keyClick(shown.grid, Qt.Key.Key_1)
    assert shown.focus == 1


def test_after_the_last_tile_of_a_page_the_skipped_ones_come(show: Maker) -> None:
    shown = show(count=5)
    QTest.keyClick(shown.grid, Qt.Key.Key_1)
    shown.grid.selection.move_to(4)
    QTest.keyClick(shown.grid, Qt.Key.Key_1)
    assert shown.focus == 1


def test_decided_tiles_stay_in_place_until_the_next_page(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    QTest.keyClick(shown.grid, Qt.Key.Key_1)
    assert shown.grid.content.images.tolist() == shown.images
    row = shown.project.row(shown.images[0])
    assert row is not None
    assert shown.grid.content.decided(row)
    shown.grid.show_images(np.array(shown.images))
    assert not shown.grid.content.decided(row)


def test_the_view_does_not_scroll_while_the_focus_is_in_it(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    shown.grid.verticalScrollBar().setValue(37)
    shown.grid.selection.move_to(6)
    for _ in range(4):
        QTest.keyClick(shown.grid, Qt.Key.Key_1)
    assert shown.grid.verticalScrollBar().value() == 37


def test_slash_and_f2_ask_for_a_class(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    for key in (Qt.Key.Key_Slash, Qt.Key.Key_F2):
        with qtbot.waitSignal(shown.grid.class_wanted):
            QTest.keyClick(shown.grid, key)


@pytest.mark.parametrize(
    ("key", "action"),
    [
        (Qt.Key.Key_S, "similar"),
        (Qt.Key.Key_B, "gallop"),
        (Qt.Key.Key_F, "page_right"),
        (Qt.Key.Key_J, "page_wrong"),
        (Qt.Key.Key_F5, "take_over"),
        (Qt.Key.Key_Question, "help"),
    ],
)
def test_the_page_is_asked_for_what_concerns_the_page(show: Maker, qtbot: QtBot, key: Qt.Key, action: str) -> None:
    shown = show()
    with qtbot.waitSignal(shown.grid.page_action) as asked:
        QTest.keyClick(shown.grid, key)
    assert asked.args == [action]


def test_page_down_at_the_end_asks_for_the_next_page(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    shown.grid.selection.move_to(39)
    with qtbot.waitSignal(shown.grid.page_action) as asked:
        QTest.keyClick(shown.grid, Qt.Key.Key_PageDown)
    assert asked.args == ["next_page"]


def test_two_thousand_at_once_are_one_step(
    qtbot: QtBot, open_new: Callable[..., OpenProject], thumbs_of: Callable[[OpenProject], ThumbnailLoader]
) -> None:
    project = open_new([f"{number:05}.png" for number in range(2000)], classes=("Fly",))
    grid = GridView(project, thumbs_of(project), "Test")
    qtbot.addWidget(grid)
    with qtbot.waitExposed(grid):
        grid.show()
    grid.show_images(find_images(project.project))
    wait_for_painting(grid, qtbot)
    QTest.keyClick(grid, Qt.Key.Key_A, _CONTROL)
    QTest.keyClick(grid, Qt.Key.Key_1)
    assert not project.busy  # most of them were never in view
    with qtbot.waitSignal(grid.decided):
        answer(grid, qtbot, "Yes, all 2,000")
        assert project.busy
        QTest.keyClick(grid, Qt.Key.Key_U)  # not taken: the last decision is still being written
    assert read_history(project.project, limit=1)[0].images == 2000
    with qtbot.waitSignal(project.history_changed):
        QTest.keyClick(grid, Qt.Key.Key_Z, _CONTROL)
    assert project.project.counts() == {(State.UNLABELLED, None): 2000}


def test_shift_and_a_letter_look_for_a_class_where_the_person_wants_it(show: Maker, qtbot: QtBot) -> None:
    shown = show()
    wanted: list[str] = []
    shown.grid.class_wanted.connect(wanted.append)
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(shown.grid, Qt.Key.Key_D, shift)
    assert not wanted
    key_map().type_ahead = True
    QTest.keyClick(shown.grid, Qt.Key.Key_D, shift)
    QTest.keyClick(shown.grid, Qt.Key.Key_D)
    QTest.keyClick(shown.grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(shown.grid, Qt.Key.Key_Right, shift)
    QTest.keyClick(shown.grid, Qt.Key.Key_1, shift)
    assert [letter.lower() for letter in wanted] == ["d"]
    key_map().set_keys("unsure", ("Shift+D",))
    QTest.keyClick(shown.grid, Qt.Key.Key_D, shift)
    assert len(wanted) == 1  # a key of its own comes first
