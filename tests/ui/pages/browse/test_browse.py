"""Browse: what matches, in which order, how many; nothing moves under the cursor."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, assign, decide
from desktop_labeler.data.images.query.image_query import Filter, Sort
from desktop_labeler.data.project.answer_rows import disputed, read_answers
from desktop_labeler.data.project.project_file import Project, State
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from desktop_labeler.ui.shell.answers_text import answers_of
from desktop_labeler.ui.widgets.choices import Choice
from desktop_labeler.ui.widgets.filter_popup import DatePopup, ListPopup
from tests.making import ME, add_images
from tests.ui.grids import press_key

Opener = Callable[..., OpenProject]
Shower = Callable[[type[BrowsePage], OpenProject], BrowsePage]
_PATHS = [f"site {number % 2}/{number:02}.png" for number in range(30)]
_LABELS = ["Fly"] * 6 + ["Bee"] * 4 + [None] * 20


def names(page: BrowsePage) -> list[str]:
    images = page.grid.content.images.tolist()
    return [row.path for row in page.project.project.images(images)]


def apply(qtbot: QtBot, page: BrowsePage, wanted: Filter) -> None:
    before = page.grid.content.images
    page.filters.filter = wanted
    page.filters.changed.emit()
    qtbot.waitUntil(lambda: page.grid.content.images is not before)


def test_every_image_is_there_at_first(open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS))
    assert names(page) == sorted(_PATHS)
    assert page.summary.text() == "30 images · by path"
    assert page.body.currentWidget() is page.grid


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(states=(State.UNLABELLED,)), 20),
        (Filter(folder="site 1"), 15),
        (Filter(text="site 0/2"), 5),
        (Filter(classes=(-1,)), 20),
        (Filter(second=True), 0),
    ],
)
def test_the_filter_counts(qtbot: QtBot, open_new: Opener, show_page: Shower, wanted: Filter, count: int) -> None:
    page = show_page(BrowsePage, open_new(_PATHS, labels=_LABELS))
    apply(qtbot, page, wanted)
    assert len(page.grid.content.images) == count
    assert page.summary.text().startswith(f"{count} of 30 images")


def test_nothing_matches_says_so_and_offers_all(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS))
    apply(qtbot, page, Filter(text="no such name"))
    assert page.body.currentWidget() is page.empty
    assert page.empty.heading == "Nothing matches"
    page.empty.button.click()
    qtbot.waitUntil(lambda: page.body.currentWidget() is page.grid)
    assert len(page.grid.content.images) == 30


def test_a_project_without_images_offers_a_folder(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new([]))
    assert page.empty.heading == "No images yet"
    with qtbot.waitSignal(page.action_wanted) as asked:
        page.empty.button.click()
    assert asked.args == ["add_folder"]


def test_only_the_answer_to_the_last_question_counts(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS))
    for text in ("0", "site 1", "no such", "site 0/2"):
        page.filters.filter = Filter(text=text)
        page.filters.changed.emit()
    qtbot.waitUntil(lambda: not page.project.reading)
    assert len(page.grid.content.images) == 5


def test_the_focused_image_keeps_the_focus_through_a_sort(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS, labels=_LABELS))
    page.grid.focus_on(7)
    before = page.grid.content.images
    page.filters.sort = Sort("class", descending=True)
    page.filters.changed.emit()
    qtbot.waitUntil(lambda: page.grid.content.images is not before)
    assert page.grid.focus_image == 7


def test_when_the_focused_image_no_longer_matches_the_next_one_gets_the_focus(
    qtbot: QtBot, open_new: Opener, show_page: Shower
) -> None:
    page = show_page(BrowsePage, open_new(_PATHS, labels=_LABELS))
    focused, following = page.grid.content.images[16:18].tolist()
    page.grid.focus_on(focused)
    rows = page.project.rows([focused, following])
    apply(qtbot, page, Filter(text=Path(rows[following].path).name))
    assert page.grid.focus_image == following


def test_filter_and_sort_survive_a_restart(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    project = open_new(_PATHS, labels=_LABELS)
    page = show_page(BrowsePage, project)
    fly = next(label.id for label in project.classes if label.name == "Fly")
    wanted = Filter(states=(State.CONFIRMED,), classes=(fly,), folder="site 0", text="png", since=1.5)
    apply(qtbot, page, wanted)
    page.filters.sort = Sort("date", descending=True)
    page.store()
    with Project(project.path, "read") as again:
        assert again.setting("browse") is not None
    later = show_page(BrowsePage, project)
    assert (later.filters.filter, later.filters.sort) == (wanted, Sort("date", descending=True))


@pytest.mark.parametrize(
    "stored",
    [
        None,
        3,
        {"filter": 4, "sort": []},
        {"filter": {"states": [99], "classes": ["Fly"], "colour": "red"}, "sort": {"key": "magic"}},
    ],
)
def test_a_stored_filter_that_no_longer_fits_does_no_harm(open_new: Opener, show_page: Shower, stored: object) -> None:
    project = open_new(_PATHS)
    project.project.save_setting("browse", stored)
    page = show_page(BrowsePage, project)
    assert len(page.grid.content.images) == 30


def test_a_decided_image_stays_until_it_is_asked_for_again(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS, labels=_LABELS))
    apply(qtbot, page, Filter(states=(State.UNLABELLED,)))
    press_key(page.grid, Qt.Key.Key_1)
    assert len(page.grid.content.images) == 20
    before = page.grid.content.images
    press_key(page.grid, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: page.grid.content.images is not before)
    assert len(page.grid.content.images) == 19


def test_new_images_are_offered_not_pushed_in(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    project = open_new(_PATHS)
    page = show_page(BrowsePage, project)
    add_images(project.project, ["new.png"], project.folders[0].path)
    project.reload()
    qtbot.waitUntil(page.refresh_button.isVisible)
    assert len(page.grid.content.images) == 30
    page.refresh_button.click()
    qtbot.waitUntil(lambda: len(page.grid.content.images) == 31)
    assert not page.refresh_button.isVisible()


def test_the_first_images_of_an_empty_project_appear_by_themselves(
    qtbot: QtBot, open_new: Opener, show_page: Shower, tmp_path: Path
) -> None:
    project = open_new([])
    page = show_page(BrowsePage, project)
    add_images(project.project, ["new.png"], tmp_path)
    project.reload()
    qtbot.waitUntil(lambda: page.body.currentWidget() is page.grid)
    assert len(page.grid.content.images) == 1


def test_g_selects_the_group_wherever_it_lies(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    project = open_new(_PATHS)
    with project.project.transaction() as db:
        db.execute("UPDATE image SET group_name = 'patient 7' WHERE id IN (3, 9, 12)")
    page = show_page(BrowsePage, project)
    page.grid.focus_on(9)
    with qtbot.waitSignal(page.grid.selection_changed):
        press_key(page.grid, Qt.Key.Key_G)
    chosen = page.grid.content.images[page.grid.selection.positions()]
    assert sorted(chosen.tolist()) == [3, 9, 12]
    assert page.summary.text().endswith("3 selected")


def test_what_is_set_on_one_page_is_set_on_all(open_new: Opener, show_page: Shower, settings: Settings) -> None:
    page = show_page(BrowsePage, open_new(_PATHS))
    page.grid.set_appearance(200, False, ["name", "class"])
    assert (settings.tile, settings.crop, settings.captions) == (200, False, ["class", "name"])


def test_typing_filters_after_a_pause(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS))
    QTest.keyClicks(page.filters.search, "site 1")
    qtbot.waitUntil(lambda: len(page.grid.content.images) == 15)
    assert page.filters.filter == Filter(text="site 1")


def test_a_list_ticks_several_or_one(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS))
    choices = [Choice(value, (f"entry {value}",)) for value in range(20)]
    for single, expected in ((False, [[4], [2, 4], [4]]), (True, [[4], [2], []])):
        popup = ListPopup(page, single=single)
        told: list[object] = []
        popup.changed.connect(told.append)
        popup.show_choices(choices, [])
        for row in (4, 2, 2):
            popup._toggle(popup._list.item(row))
        assert told == expected


def test_dates_are_whole_days_here(open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS))
    popup = DatePopup(page)
    told: list[tuple[float | None, float | None]] = []
    popup.changed.connect(told.append)
    popup.show_dates(1_700_000_000.0, None)
    popup._lines[1][0].setChecked(True)
    since, until = told[-1]
    assert since is not None
    assert until is not None
    assert since <= 1_700_000_000 < since + 86_400
    popup.show_dates(since, until)
    popup._emit()
    assert told[-1] == (since, until)
    assert np.isclose((until - since) % 3600, 0)


def test_coming_back_keeps_the_selection_when_nothing_changed(open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS))
    page.grid.selection.toggle(4)
    page.hide()
    page.show()
    page.activated()
    assert page.grid.selection.positions().tolist() == [4]


def test_coming_back_asks_again_when_something_was_decided(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS, labels=_LABELS))
    apply(qtbot, page, Filter(states=(State.UNLABELLED,)))
    press_key(page.grid, Qt.Key.Key_1)
    page.hide()
    page.show()
    page.activated()
    qtbot.waitUntil(lambda: len(page.grid.content.images) == 19)


def test_keys_reach_the_grid_from_anywhere_but_a_field(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(BrowsePage, open_new(_PATHS, classes=("Fly",)))
    page.activateWindow()
    page.filters.search.setFocus()
    qtbot.waitUntil(page.filters.search.hasFocus)
    QTest.keyClick(page.filters.search, Qt.Key.Key_1)
    assert page.project.project.counts() == {(State.UNLABELLED, None): 30}
    page.filters.search.clear()
    QTest.keyClick(page.filters.search, Qt.Key.Key_Return)
    assert page.grid.hasFocus()
    page.choose_button.setFocus()
    QTest.keyClick(page.choose_button, Qt.Key.Key_1)
    assert page.project.project.counts()[State.CONFIRMED, 1] == 1


def test_what_people_disagree_on_is_found_and_settled_with_one_key(
    qtbot: QtBot, open_new: Opener, show_page: Shower
) -> None:
    opened = open_new(["a.png", "b.png"], labels=["Fly", "Fly"])
    page = show_page(BrowsePage, opened)
    assert page.filters.people.isHidden()  # one person
    fly, bee = add_classes(opened.project, ["Fly", "Bee"], By("Ann")).values()
    decide(opened.project, [1], assign(bee), kind="assign", what="Label", by=By("Bob"))
    opened.history_changed.emit()
    assert not page.filters.people.isHidden()
    page.filters.people.click()
    popup = page.filters.people.findChild(ListPopup)
    assert isinstance(popup, ListPopup)
    before = page.grid.content.images
    popup.changed.emit([("disputed", "")])
    qtbot.waitUntil(lambda: page.grid.content.images is not before)
    assert names(page) == ["a.png"]
    assert "settles" in page.sentence.text()
    said = answers_of(opened.project, 1)
    assert said == [(ME.who, "Fly"), ("Bob", "Bee"), ("", "people disagree")]
    page.grid.take_keys()
    press_key(page.grid, Qt.Key.Key_1)
    assert opened.rows([1])[1].class_id == fly
    assert answers_of(opened.project, 1)[-1] == ("", f"settled by {opened.who}")
    assert disputed(read_answers(opened.project)).tolist() == []
    popup.changed.emit([("not", "Bob"), ("by", ME.who)])
    qtbot.waitUntil(lambda: page.grid.content.images.tolist() == [2])
    assert opened.settling == ""
