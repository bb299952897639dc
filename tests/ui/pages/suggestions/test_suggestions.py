"""Suggestions: surest first, wrong ones marked; accepted with one key, refused for good."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.images.files.image_files import MISSING
from desktop_labeler.data.project.project_file import Source, State
from desktop_labeler.ui.core.round_view import load_round
from desktop_labeler.ui.pages.suggestions.suggestion_hints import suggestion_hints
from desktop_labeler.ui.rounds.explanation import explain
from tests.ui.pages.suggestions.acts import COUNT, Stager, click, decisions, mark, page_of, press, shown, states
from tests.ui.stored_rounds import Findings, import_labels, store_round

_KEY, _CONTROL, _SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


# --- pages ------------------------------------------------------------------------------------------------------------
def test_the_surest_of_the_first_class_come_first_and_nothing_is_marked(stage: Stager) -> None:
    on = stage()
    flies = [image for image in range(11, COUNT + 1) if image % 3]
    assert shown(on) == flies[: on.page.grid.page_size]
    assert not on.page.grid.selection.count
    assert page_of(on).accept_button.text() == f"Accept {len(shown(on))}"
    assert on.page.summary.text() == "Fly · 260 undecided · surest first"
    assert [choice.text for choice in page_of(on).classes.choices] == ["Fly 260", "Bee 130"]
    assert on.page.grid.content.describe(0).startswith("0010.png, unlabelled, suggested Fly")


def test_one_key_accepts_the_page_as_one_decision_and_the_next_turns_it(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    first, before = shown(on), decisions(on)
    press(on, _KEY.Key_Return, _CONTROL)
    assert decisions(on) == before + 1
    assert states(on, first) == [State.LABELLED] * len(first)
    assert {row.source for row in on.page.project.project.images(first)} == {Source.ACCEPTED}
    assert shown(on) == first  # faded, in place
    press(on, _KEY.Key_Return, _CONTROL)
    qtbot.waitUntil(lambda: shown(on) != first)
    assert not set(shown(on)) & set(first)
    assert not on.page.grid.selection.count


def test_undo_of_a_page_opens_it_again(stage: Stager) -> None:
    on = stage()
    press(on, _KEY.Key_Return, _CONTROL)
    press(on, _KEY.Key_Z, _CONTROL)
    assert states(on, shown(on)) == [State.UNLABELLED] * len(shown(on))
    assert on.page.open_images() == set(shown(on))


def test_a_marked_tile_is_refused_with_the_same_decision_and_undo_marks_it_again(stage: Stager) -> None:
    on = stage()
    wrong, before = shown(on)[4], decisions(on)
    mark(on, wrong)
    assert decisions(on) == before
    assert on.page.grid.focus_image == wrong
    assert page_of(on).accept_button.text() == f"Accept {len(shown(on)) - 1} · reject 1"
    press(on, _KEY.Key_Return, _CONTROL)
    assert states(on, [wrong]) == [State.UNLABELLED]
    row = on.page.project.row(wrong)
    assert row is not None
    assert row.rejected == (on.page.project.classes[0].id,)
    assert decisions(on) == before + 1
    count = len(shown(on)) - 1
    assert str(read_history(on.page.project.project, limit=1)[0].what) == f"Accept {count} as Fly; 1 is not"
    assert not on.page.open_images()
    press(on, _KEY.Key_Z, _CONTROL)
    assert on.page.open_images() == set(shown(on))
    row = on.page.project.row(wrong)
    assert row is not None
    assert row.rejected == ()
    assert page_of(on).marks.images() == {wrong}
    press(on, _KEY.Key_Z, _CONTROL | _SHIFT)
    assert page_of(on).marks.images() == set()
    press(on, _KEY.Key_Z, _CONTROL)
    assert page_of(on).marks.images() == {wrong}


def test_a_digit_on_a_marked_tile_names_all_that_are_marked(stage: Stager) -> None:
    on = stage()
    wrong, others, before = shown(on)[2:5], shown(on)[5:], decisions(on)
    bee = on.page.project.classes[1]
    for image in wrong:
        mark(on, image)
    press(on, _KEY.Key_2)
    assert decisions(on) == before + 1
    assert [row.class_id for row in on.page.project.project.images(wrong)] == [bee.id] * 3
    assert states(on, others) == [State.UNLABELLED] * len(others)
    click(on, others[0])  # the next ones that are wrong: those that were named stay as they are
    press(on, _KEY.Key_1)
    assert [row.class_id for row in on.page.project.project.images(wrong)] == [bee.id] * 3
    assert states(on, others)[1:] == [State.UNLABELLED] * (len(others) - 1)
    press(on, _KEY.Key_Return, _CONTROL)
    assert not on.page.open_images()
    assert not any(row.rejected for row in on.page.project.project.images(shown(on)))


def test_a_digit_beside_the_marked_tiles_names_the_framed_one_alone(stage: Stager) -> None:
    on = stage()
    unknown, known = shown(on)[2:4]
    mark(on, unknown)
    click(on, known)
    press(on, _KEY.Key_2)
    assert states(on, [unknown, known]) == [State.UNLABELLED, State.CONFIRMED]
    assert page_of(on).marks.images() == {unknown}
    press(on, _KEY.Key_Z, _CONTROL)
    assert page_of(on).marks.images() == {unknown}


def test_select_all_marks_nothing_and_says_why(stage: Stager) -> None:
    on = stage()
    press(on, _KEY.Key_A, _CONTROL)
    assert not page_of(on).marks.images()
    assert "not marked as wrong" in on.page.sentence.text()


def test_marks_are_removed_at_the_second_press_only(stage: Stager) -> None:
    """A page that is accepted after they went unnoticed would be accepted whole."""
    on = stage()
    grid, page = on.page.grid, page_of(on)
    first, second = shown(on)[:2]
    press(on, _KEY.Key_X)
    press(on, _KEY.Key_X)
    assert page.sentence.text() == "It is marked already; Space unmarks it."
    press(on, _KEY.Key_Right)
    press(on, _KEY.Key_Space)
    press(on, _KEY.Key_Escape)
    assert page.marks.images() == {first, second}
    assert page.sentence.text().startswith("2 images are marked as wrong. Esc again removes all marks")
    assert "reject 2" in page.accept_button.text()
    press(on, _KEY.Key_Left)
    press(on, _KEY.Key_Space)
    press(on, _KEY.Key_Escape)  # there is another number now
    assert page.marks.images() == {second}
    press(on, _KEY.Key_Escape)
    assert not page.marks.images()
    assert not page.sentence.text()  # which was about the marks
    press(on, _KEY.Key_Escape)
    assert grid.selection.focus == 0


def test_what_is_decided_cannot_be_marked(stage: Stager) -> None:
    on = stage()
    first = shown(on)[0]
    press(on, _KEY.Key_Return)
    click(on, first)
    for key in (_KEY.Key_X, _KEY.Key_Space):
        press(on, key)
        assert not page_of(on).marks.images()
    assert "decided already" in on.page.sentence.text()


def test_where_all_are_marked_the_button_says_reject(stage: Stager) -> None:
    on = stage(16)
    count = len(shown(on))
    for image in shown(on):
        mark(on, image)
    assert page_of(on).accept_button.text() == f"Reject {count}"
    press(on, _KEY.Key_Return, _CONTROL)
    assert all(row.rejected for row in on.page.project.project.images(shown(on)))


def test_with_nothing_marked_a_digit_acts_on_the_focused_tile(stage: Stager) -> None:
    on = stage()
    assert not on.page.grid.selection.count
    press(on, _KEY.Key_2)
    labelled = [
        image for image, state in zip(shown(on), states(on, shown(on)), strict=True) if state != State.UNLABELLED
    ]
    assert labelled == shown(on)[:1]


def test_enter_on_a_marked_tile_accepts_it_alone(stage: Stager) -> None:
    on = stage()
    first, second = shown(on)[2:4]
    mark(on, first)
    mark(on, second)
    press(on, _KEY.Key_Return)
    assert states(on, [first, second]) == [State.UNLABELLED, State.CONFIRMED]


def test_a_digit_corrects_the_focused_tile_only(stage: Stager) -> None:
    on = stage()
    wrong, count = shown(on)[2], len(shown(on))
    click(on, wrong)
    press(on, _KEY.Key_2)
    row = on.page.project.row(wrong)
    assert row is not None
    assert (row.state, row.class_id) == (State.CONFIRMED, on.page.project.classes[1].id)
    press(on, _KEY.Key_Return, _CONTROL)
    assert states(on, shown(on)).count(State.LABELLED) == count - 1


def test_a_refused_suggestion_never_comes_back(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    refused, left = shown(on)[0], 390 - len(shown(on))
    press(on, _KEY.Key_X)
    press(on, _KEY.Key_Return, _CONTROL)
    row = on.page.project.row(refused)
    assert row is not None
    assert row.state == State.UNLABELLED
    assert row.rejected == (on.page.project.classes[0].id,)
    qtbot.waitUntil(lambda: on.rounds.lists is not None and on.rounds.lists.undecided == left)
    press(on, _KEY.Key_F5)
    assert refused not in shown(on)
    lists = on.rounds.lists
    assert lists is not None
    assert all(refused not in images for images in lists.suggested.values())


def test_enter_accepts_one_and_shift_enter_the_row(stage: Stager) -> None:
    on = stage()
    columns = on.page.grid.content.columns
    first = shown(on)
    press(on, _KEY.Key_Return)
    assert states(on, first[:2]) == [State.CONFIRMED, State.UNLABELLED]
    press(on, _KEY.Key_Return, _SHIFT)
    assert states(on, first[1:columns]) == [State.LABELLED] * (columns - 1)
    assert states(on, first[columns : columns + 1]) == [State.UNLABELLED]
    assert on.page.grid.focus_image == first[columns]


def test_another_class_is_one_click_away(stage: Stager) -> None:
    on = stage()
    page_of(on).classes.chosen.emit(on.page.project.classes[1].id)
    assert all(image % 3 == 0 for image in shown(on))


def test_what_was_passed_over_comes_after_all_others(stage: Stager) -> None:
    on = stage(100)
    page_of(on).classes.chosen.emit(on.page.project.classes[1].id)
    bees = [image for image in range(11, 101) if image % 3 == 0]
    assert shown(on) == bees[: on.page.grid.page_size] != bees
    press(on, _KEY.Key_End)
    press(on, _KEY.Key_PageDown)
    assert shown(on)[: len(bees) - on.page.grid.page_size] == bees[on.page.grid.page_size :]


def test_nothing_moves_when_another_round_is_ready_until_f5(qtbot: QtBot, stage: Stager) -> None:
    on = stage()
    project, before = on.page.project, shown(on)
    fly = project.classes[0].id
    store_round(project.project, Findings({image: (fly, image / 1000) for image in range(11, COUNT + 1)}), number=2)
    on.rounds.reload()
    qtbot.waitUntil(lambda: on.rounds.waiting)
    assert shown(on) == before
    assert on.rounds.text().startswith("Round 1 in use")
    press(on, _KEY.Key_F5)
    qtbot.waitUntil(lambda: shown(on)[0] == COUNT)
    assert on.rounds.text().startswith("Round 2 in use")


def test_when_all_is_decided_it_says_what_next(qtbot: QtBot, stage: Stager) -> None:
    on = stage(16)
    for _ in range(4):
        press(on, _KEY.Key_Return, _CONTROL)
    qtbot.waitUntil(lambda: on.rounds.lists is not None and on.rounds.lists.undecided == 0)
    press(on, _KEY.Key_Return, _CONTROL)
    qtbot.waitUntil(lambda: on.page.body.currentWidget() is on.page.empty)
    assert on.page.empty.heading == "All suggestions are decided"
    with qtbot.waitSignal(on.page.action_wanted) as asked:
        on.page.empty.button.click()
    assert asked.args == ["suspects"]


def test_the_panel_says_the_rank_and_no_probability(stage: Stager) -> None:
    on = stage()
    image = shown(on)[6]
    view, row = on.page.shown, on.page.project.row(image)
    assert view is not None
    assert row is not None
    why = explain(view, on.page.project, row)
    assert why is not None
    assert "Number 7 of 260 suggested to be “Fly”, surest first." in why.sentence
    assert "%" not in why.sentence
    assert (why.keeps, why.takes) == (False, True)


def test_what_fits_no_class_can_come_first_and_accepting_down_still_goes_from_the_surest(
    qtbot: QtBot, stage: Stager
) -> None:
    on = stage()
    page = page_of(on)
    surest, size = shown(on), len(shown(on))
    assert page.summary.text().endswith("surest first")
    page.order.click()
    fly = [image for image in range(COUNT, 10, -1) if image % 3]
    assert shown(on) == fly[:size]
    assert page.summary.text().endswith("unlike every class first")
    page.start_batch()
    assert set(shown(on)) <= set(range(11, 200))
    assert not page.order.isEnabled()
    page.batch_bar.stop.click()
    page.order.click()
    assert shown(on) == surest


# --- what cannot be shown ---------------------------------------------------------------------------------------------
def test_suggestions_without_files_are_counted_where_nothing_else_is_left(qtbot: QtBot, stage: Stager) -> None:
    on = stage(40)
    project = on.page.project
    with project.project.transaction() as db:
        db.execute("UPDATE image SET problem = ? WHERE id > 12", (MISSING,))
        db.execute("UPDATE image SET state = 2, class_id = 1 WHERE id <= 12")
        db.execute("UPDATE image SET rejected = '1' WHERE id = 40")  # a Fly: nobody suggests it any more
    project.reload()
    on.rounds._decided()
    qtbot.waitUntil(lambda: on.rounds.lists is not None and not on.rounds.lists.undecided)
    on.page.take_over()
    qtbot.waitUntil(lambda: on.page.body.currentWidget() is on.page.empty)
    assert on.page.empty.heading == "27 suggestions without an image"
    with qtbot.waitSignal(on.page.action_wanted) as asked:
        on.page.empty.button.click()
    assert asked.args == ["rescan"]


def test_files_that_are_gone_are_counted_on_the_page_and_not_offered(qtbot: QtBot, stage: Stager) -> None:
    on = stage(16)
    page, project = page_of(on), on.page.project
    there = shown(on)
    for image in there[1:]:
        row = project.row(image)
        assert row is not None
        project.file_of(row).unlink()
    page._thumbs.check(page, there)
    qtbot.waitUntil(lambda: page.accept_button.text() == "Accept 1")
    assert page.sentence.text().endswith(f" {len(there) - 1} images here cannot be shown and are left out.")
    row = project.row(there[0])
    assert row is not None
    project.file_of(row).unlink()
    page._thumbs.check(page, there)
    qtbot.waitUntil(lambda: page.accept_button.text() == "Next page")
    assert page.sentence.text().startswith(f"The files of all {len(there)} images here are missing or damaged")


def test_after_ten_labels_the_confidence_is_said_to_be_rough(stage: Stager) -> None:
    """Right suggestions have .40 then; nobody should take that for a sign that they are wrong."""
    on = stage()
    rough = "With so few labels the confidence is only rough, and often too low."
    assert rough in on.page.sentence.text()
    assert rough in on.page.grid.content.hints.meaning(11)
    import_labels(on.page.project.project, {11: on.page.project.classes[0].id})
    store_round(on.page.project.project, Findings({12: (on.page.project.classes[0].id, 0.5)}), number=2)
    on.rounds.reload()
    on.page.take_over()
    more = load_round(on.page.project.project)
    assert more is not None
    assert not more.knows_little
    assert rough not in suggestion_hints(more).meaning(12)
