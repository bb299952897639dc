"""Label: the queue, a page at a time."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_labeler.data.computed.arrays import save_arrays
from desktop_labeler.data.computed.label_queue import first_images, queue
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.images.files.image_files import MISSING
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.core.keys import key_map
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.label.label_page import LabelPage
from desktop_labeler.ui.rounds.page_context import ProjectContext
from tests.ui.grids import press_key
from tests.ui.stored_rounds import Findings, store_round

Opener = Callable[..., OpenProject]
Shower = Callable[[type[LabelPage], OpenProject], LabelPage]
_PATHS = [f"site {number % 4}/{number:03}.png" for number in range(100)]


@pytest.fixture
def show_page(show_page: Callable[[Callable[[ProjectContext], LabelPage], OpenProject], LabelPage]) -> Shower:
    """Return a function that shows the page as it is once the card of the first labels was closed."""

    def make(context: ProjectContext) -> LabelPage:
        page = LabelPage(context)
        page.card.close_card()
        return page

    return lambda _, project: show_page(make, project)


def decide_all(page: LabelPage) -> None:
    for _ in range(len(page.grid.content.images)):
        press_key(page.grid, Qt.Key.Key_1)


def test_first_looks_take_turns_through_the_folders_and_are_always_the_same(open_new: Opener) -> None:
    project = open_new(_PATHS, labels=["Fly"] * 10 + [None] * 90).project
    looks = first_images(project)
    assert len(looks) == len(set(looks.tolist())) == 90
    assert set(looks.tolist()) == set(range(11, 101))
    folders = [row.path.split("/")[0] for row in project.images(looks[:40])]
    assert all(len(set(folders[start : start + 4])) == 4 for start in range(0, 40, 4))
    assert looks.tolist() == first_images(project).tolist()


def test_the_rounds_queue_goes_first_in_its_order(open_new: Opener) -> None:
    project = open_new(_PATHS, labels=["Fly"] * 10 + [None] * 90).project
    save_arrays(project, {"round/queue": np.array([70, 3, 55, 12, 99], np.int32)})
    assert queue(project).tolist() == [70, 55, 12, 99]


def test_a_queue_that_is_done_makes_room_for_first_looks(open_new: Opener) -> None:
    project = open_new(_PATHS, labels=["Fly"] * 10 + [None] * 90).project
    save_arrays(project, {"round/queue": np.array([1, 2, 3], np.int64)})
    assert len(queue(project)) == 90


def test_a_page_fits_the_view_and_counts_what_is_decided(open_new: Opener, show_page: Shower) -> None:
    page = show_page(LabelPage, open_new(_PATHS, classes=("Fly", "Bee")))
    size = len(page.grid.content.images)
    assert size == page.grid.page_size < 100
    press_key(page.grid, Qt.Key.Key_2)
    press_key(page.grid, Qt.Key.Key_U)
    assert page.summary.text() == f"2 of {size} decided · {100 - size} more are in this queue"
    press_key(page.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.progress() == (1, size)


def test_enter_turns_the_page_when_all_is_decided_and_not_before(open_new: Opener, show_page: Shower) -> None:
    page = show_page(LabelPage, open_new(_PATHS, classes=("Fly",)))
    first = page.grid.content.images.tolist()
    assert page.next_button.action == ""  # it would not do what the button does
    press_key(page.grid, Qt.Key.Key_Return)
    assert page.grid.content.images.tolist() == first
    decide_all(page)
    assert page.next_button.action == "accept"
    assert page.progress() == (len(first), len(first))
    assert page.grid.content.images.tolist() == first
    press_key(page.grid, Qt.Key.Key_Return)
    second = page.grid.content.images.tolist()
    assert not set(first) & set(second)
    assert page.progress() == (0, len(second))
    assert page.next_button.action == ""


def test_page_down_at_the_end_says_what_is_open(open_new: Opener, show_page: Shower) -> None:
    page = show_page(LabelPage, open_new(_PATHS, classes=("Fly",)))
    page.grid.selection.move_to(len(page.grid.content.images) - 1)
    press_key(page.grid, Qt.Key.Key_PageDown)
    assert "still open" in page.sentence.text()


def test_the_button_goes_on_and_what_was_skipped_comes_again(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(LabelPage, open_new(_PATHS[:30], classes=("Fly",)))
    first = page.grid.content.images.tolist()
    seen = set(first)
    while len(seen) < 30:
        page.next_button.click()
        seen |= set(page.grid.content.images.tolist())
    before = page.grid.content.images
    page.next_button.click()
    qtbot.waitUntil(lambda: page.grid.content.images is not before)
    assert page.grid.content.images.tolist() == first


def test_what_was_decided_elsewhere_is_not_shown(open_new: Opener, show_page: Shower) -> None:
    project = open_new(_PATHS, classes=("Fly",))
    page = show_page(LabelPage, project)
    shown = set(page.grid.content.images.tolist())
    rest = [image for image in range(1, 101) if image not in shown]
    with project.project.transaction() as db:
        db.execute(
            f"UPDATE image SET state = 2, class_id = 1, source = 2 WHERE id IN ({','.join(map(str, rest[:40]))})"
        )
    project.reload()
    page.next_button.click()
    assert not set(page.grid.content.images.tolist()) & {*shown, *rest[:40]}


def test_at_the_end_it_says_that_nothing_is_left(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(LabelPage, open_new(_PATHS[:6], classes=("Fly",)))
    decide_all(page)
    press_key(page.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.body.currentWidget() is page.empty)
    assert page.empty.heading == "Nothing left to label"
    with qtbot.waitSignal(page.action_wanted) as asked:
        page.empty.button.click()
    assert asked.args == ["suspects"]


def test_a_half_done_page_stays_when_one_looks_elsewhere(open_new: Opener, show_page: Shower) -> None:
    page = show_page(LabelPage, open_new(_PATHS, classes=("Fly",)))
    press_key(page.grid, Qt.Key.Key_1)
    before = page.grid.content.images
    page.hide()
    page.show()
    page.activated()
    assert page.grid.content.images is before
    assert page.progress()[0] == 1


def test_decisions_name_their_page(open_new: Opener, show_page: Shower) -> None:
    project = open_new(_PATHS, classes=("Fly",))
    page = show_page(LabelPage, project)
    press_key(page.grid, Qt.Key.Key_1)
    assert read_history(project.project, limit=1)[0].page == "Label"
    assert project.project.counts()[State.CONFIRMED, 1] == 1


def test_the_page_is_settled_once_its_queue_is_there(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(LabelPage, open_new(_PATHS, classes=("Fly",)))
    qtbot.waitUntil(lambda: page.settled)
    page.refresh()
    assert not page.settled
    qtbot.waitUntil(lambda: page.settled)
    assert len(page.grid.content.images)


def test_the_sentence_names_keys_that_do_something_and_as_they_are_set(
    qtbot: QtBot, open_new: Opener, show_page: Shower
) -> None:
    project = open_new(_PATHS[:20], classes=["Fly"])
    store_round(project.project, Findings())  # analysed before there were labels: nothing is suggested
    page = show_page(LabelPage, project)
    qtbot.waitUntil(lambda: page._rounds.view is not None)
    said = "Press a class key to label the focused image and move on. U marks it unsure, {} excludes it."
    assert page.sentence.text() == said.format("E")
    key_map().set_keys("exclude", ("Ctrl+B",))
    assert page.sentence.text() == said.format("Ctrl+B")


def test_unlabelled_images_without_files_are_not_called_decided(
    qtbot: QtBot, open_new: Opener, show_page: Shower
) -> None:
    project = open_new(_PATHS[:6], classes=("Fly",))
    with project.project.transaction() as db:
        db.execute("UPDATE image SET problem = ? WHERE id > 4", (MISSING,))
    project.reload()
    page = show_page(LabelPage, project)
    decide_all(page)
    press_key(page.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.body.currentWidget() is page.empty)
    assert page.empty.heading == "Nothing to label now"
    with qtbot.waitSignal(page.action_wanted) as asked:
        page.empty.button.click()
    assert asked.args == ["rescan"]
