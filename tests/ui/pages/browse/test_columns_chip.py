"""Filters and orders by what came with the images, and filters that are kept under a name."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from desktop_labeler.data.images.query.image_query import Filter, Sort
from desktop_labeler.data.images.query.saved_filters import as_json, from_json, save_filter, saved_filters
from desktop_labeler.data.metadata.columns import WantedColumn, add_columns, column_named, remove_column, save_values
from desktop_labeler.data.metadata.conditions import Condition
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from desktop_labeler.ui.pages.browse.range_fields import RangeFields
from desktop_labeler.ui.pages.browse.saved_filters_chip import SavedFiltersPopup
from desktop_labeler.ui.widgets.filter_popup import ListPopup, StepsPopup

Opener = Callable[..., OpenProject]
Shower = Callable[[type[BrowsePage], OpenProject], BrowsePage]
_PATHS = [f"{number:02}.png" for number in range(30)]


@pytest.fixture
def page(open_new: Opener, show_page: Shower) -> BrowsePage:
    """Images of three sites at depths 0 to 14, every third one without a depth."""
    opened = open_new(_PATHS, labels=["Fly"] * 6 + ["Bee"] * 4 + [None] * 20)
    wanted = [WantedColumn("site", "text", "table"), WantedColumn("depth & more", "number", "table")]
    columns = add_columns(opened.project, wanted)
    save_values(opened.project, [(columns["site"].id, image, "ABC"[image % 3]) for image in range(1, 31)])
    deep = [(columns["depth & more"].id, image, image / 2) for image in range(1, 31) if image % 3]
    save_values(opened.project, deep)
    return show_page(BrowsePage, opened)


def _shown(page: BrowsePage) -> list[int]:
    images: list[int] = page.grid.content.images.tolist()
    return images


def _choose_column(qtbot: QtBot, page: BrowsePage, title: str) -> ListPopup | RangeFields:
    """Click the chip, choose a column, and return what asks for its values."""
    page.filters._columns.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, StepsPopup)
    columns = popup.inside
    assert isinstance(columns, ListPopup)
    _tick(columns, title)
    qtbot.waitUntil(lambda: popup.inside is not columns)
    assert isinstance(popup.inside, (ListPopup, RangeFields))
    return popup.inside


def _tick(popup: ListPopup, text: str) -> None:
    items = [popup._list.item(row) for row in range(popup._list.count())]
    popup._list.itemClicked.emit(next(item for item in items if item.toolTip() in (text, f"{text} 10")))


def test_values_of_a_text_column_are_ticked(qtbot: QtBot, page: BrowsePage) -> None:
    popup = _choose_column(qtbot, page, "site")
    assert isinstance(popup, ListPopup)
    _tick(popup, "A")
    qtbot.waitUntil(lambda: len(_shown(page)) == 10)
    _tick(popup, "B")
    qtbot.waitUntil(lambda: len(_shown(page)) == 20)
    assert page.filters._columns.text() == "site: A, B"
    _tick(popup, "no value")
    qtbot.waitUntil(lambda: page.filters._columns.text() == "site: A, B, no value")
    _tick(popup, "A")
    _tick(popup, "B")
    qtbot.waitUntil(lambda: len(_shown(page)) == 0)
    popup.window().close()


def test_a_range_of_numbers_is_typed_and_a_wrong_one_is_told(qtbot: QtBot, page: BrowsePage) -> None:
    popup = _choose_column(qtbot, page, "depth & more")
    assert isinstance(popup, RangeFields)
    low, high = popup.fields
    low.setText("2,5")
    high.setText("deep")
    high.returnPressed.emit()
    assert popup.wrong.text() == "depth & more holds numbers, and deep is none."
    assert len(_shown(page)) == 30
    high.setText("4")
    high.returnPressed.emit()
    qtbot.waitUntil(lambda: _shown(page) == [5, 7, 8])
    assert not popup.wrong.isVisible()
    popup.missing.click()
    qtbot.waitUntil(lambda: _shown(page) == list(range(3, 31, 3)))
    popup.window().close()


def test_what_every_project_knows_can_be_asked(qtbot: QtBot, page: BrowsePage) -> None:
    popup = _choose_column(qtbot, page, "Source of the label")
    assert isinstance(popup, ListPopup)
    _tick(popup, "a person")
    qtbot.waitUntil(lambda: _shown(page) == list(range(1, 11)))
    popup.window().close()
    popup = _choose_column(qtbot, page, "Suggestion")
    assert isinstance(popup, ListPopup)
    _tick(popup, "Fly")
    qtbot.waitUntil(lambda: _shown(page) == [])  # there was no round
    assert page.filters._columns.text() == "Source of the label: a… +1" or page.filters._columns.text().endswith("+1")
    popup.window().close()


def test_a_column_gives_the_order_and_leaves_images_without_a_value_last(qtbot: QtBot, page: BrowsePage) -> None:
    page.filters._sort.click()
    menu = page.filters._sort.findChild(QMenu)
    assert menu is not None
    inside = next(entry.menu() for entry in menu.actions() if entry.text() == "by metadata")
    assert isinstance(inside, QMenu)
    next(entry for entry in inside.actions() if entry.text() == "depth && more").trigger()
    menu.close()
    with_depth = [image for image in range(1, 31) if image % 3]
    qtbot.waitUntil(lambda: _shown(page) == [*with_depth, *range(3, 31, 3)])
    assert page.summary.text() == "30 images · by depth & more"


def test_a_filter_is_kept_under_a_name_and_comes_back_with_its_order(qtbot: QtBot, page: BrowsePage) -> None:
    chip = page.filters._kept
    assert not chip.isVisible()
    wanted = Filter(states=(State.UNLABELLED,), columns=(Condition("site", values=("A",)),))
    page.filters.filter, page.filters.sort = wanted, Sort("column", True, "depth & more")
    page.filters._show()
    page.filters.changed.emit()
    assert chip.isVisible()
    chip.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, SavedFiltersPopup)
    popup.name.setText("  A,  undecided ")
    popup.keep.click()
    assert chip.text() == "A, undecided"
    page.filters.clear()
    page.filters.sort = Sort()
    qtbot.waitUntil(lambda: len(_shown(page)) == 30)
    chip.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, SavedFiltersPopup)
    _tick(popup.names, "A, undecided")
    qtbot.waitUntil(lambda: _shown(page) == [12, 15, 18, 21, 24, 27, 30])  # in order of path, none has a depth
    assert (page.filters.filter, page.filters.sort) == (wanted, Sort("column", True, "depth & more"))
    assert saved_filters(page.project.project) == {"A, undecided": (wanted, Sort("column", True, "depth & more"))}
    chip.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, SavedFiltersPopup)
    popup.remove.click()
    assert saved_filters(page.project.project) == {}


def test_a_condition_on_a_column_that_is_gone_can_be_taken_away(qtbot: QtBot, page: BrowsePage) -> None:
    page.filters._set(Filter(columns=(Condition("site", values=("A",)),)))
    qtbot.waitUntil(lambda: len(_shown(page)) == 10)
    remove_column(page.project.project, column_named(page.project.project, "site"))
    page.refresh()
    qtbot.waitUntil(lambda: len(_shown(page)) == 0)
    page.filters._columns.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, StepsPopup)
    assert isinstance(popup.inside, ListPopup)
    _tick(popup.inside, "site: A")
    qtbot.waitUntil(lambda: len(_shown(page)) == 30)


def test_a_filter_by_a_class_that_is_deleted_shows_nothing_else_and_is_back_with_an_undo(
    qtbot: QtBot, page: BrowsePage
) -> None:
    project = page.project
    flies = Filter((State.CONFIRMED,), (project.classes[0].id,))
    save_filter(project.project, "Flies", flies, Sort())
    page.filters._use_saved(flies, Sort())
    qtbot.waitUntil(lambda: len(_shown(page)) == 6)
    flying = _shown(page)
    project.delete_class(project.classes[0])
    qtbot.waitUntil(lambda: len(project.classes) == 1)
    assert _shown(page) == flying  # decided images stay until they are asked for again
    page.refresh()
    qtbot.waitUntil(lambda: not _shown(page))
    assert page.filters._classes.text() == "deleted class"
    page.filters._kept.click()
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, SavedFiltersPopup)
    popup.close()
    project.undo()
    qtbot.waitUntil(lambda: len(project.classes) == 2)
    page.refresh()
    qtbot.waitUntil(lambda: _shown(page) == flying)
    assert page.filters._classes.text() == "Fly"
    assert page.filters._kept.name == "Flies"


def test_any_stored_filter_is_read_and_what_fits_is_kept() -> None:
    wanted = Filter((State.UNSURE,), (1, -1), "a", "b", "c", 1.0, None, True, False, "Ann", "", False)
    wanted = Filter(**{**vars(wanted), "columns": (Condition("x", ("1",), "t", "1", "2", True, False, False),)})
    assert from_json(as_json(wanted, Sort("class", True))) == (wanted, Sort("class", True))
    assert from_json({"filter": {"classes": [1, 2], "states": [9], "folder": 3}}) == (Filter(classes=(1, 2)), Sort())
    columns = {"columns": [3, {"column": 4}, {}]}
    unfit: tuple[object, ...] = (None, 3, [], {}, {"filter": 3, "sort": 3}, {"filter": columns})
    for odd in unfit:
        assert from_json(odd) == (Filter(), Sort())


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        '{"filter": 3}',
        '{"filter": {"classes": "1"}, "sort": {}}',
        '{"filter": {"classes": [1, "2"]}, "sort": {}}',
        '{"filter": {"states": [99]}, "sort": {}}',
        '{"filter": {"of a newer version": true}, "sort": {}}',
        '{"filter": {"columns": [{"column": "x", "least": 5}]}, "sort": {}}',
        '{"filter": {}, "sort": {"key": "moon"}}',
    ],
)
def test_a_kept_filter_that_something_else_wrote_shows_nothing_and_says_so(text: str, page: BrowsePage) -> None:
    """With what can be read of it, it would show more images than it was made for."""
    for name in ("mine", "other"):
        save_filter(page.project.project, name, Filter(classes=(1,)), Sort())
    with page.project.project.transaction() as db:
        db.execute("UPDATE saved_filter SET query = ? WHERE name = 'mine'", (text,))
    assert saved_filters(page.project.project) == {"mine": None, "other": (Filter(classes=(1,)), Sort())}
    told: list[str] = []
    page.project.failed.connect(lambda error: told.append(str(error)))
    chip, before = page.filters._kept, page.filters.filter
    chip._again()
    chip._choose("mine")
    assert page.filters.filter == before
    (said,) = told
    assert said.startswith("The filter “mine” cannot be read: ")
    chip._choose("other")
    assert page.filters.filter == Filter(classes=(1,))


def test_a_filter_that_an_earlier_version_kept_is_read(page: BrowsePage) -> None:
    """It has not every field of today."""
    save_filter(page.project.project, "mine", Filter(), Sort())
    with page.project.project.transaction() as db:
        db.execute("UPDATE saved_filter SET query = ?", ('{"filter": {"classes": [1], "since": 3}}',))
    assert saved_filters(page.project.project) == {"mine": (Filter(classes=(1,), since=3), Sort())}


def test_empty_bounds_show_the_least_and_the_greatest_value(qtbot: QtBot, page: BrowsePage) -> None:
    fields = _choose_column(qtbot, page, "depth & more")
    assert isinstance(fields, RangeFields)
    assert [field.placeholderText() for field in fields.fields] == ["0.5", "14.5"]
