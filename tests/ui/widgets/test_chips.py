"""Chips: as many as the lines hold, the chosen one always, the others in a menu; page and panel side by side."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.widgets.chips import Chip, ChipMenu, ChipRow
from desktop_labeler.ui.widgets.choices import Choice
from desktop_labeler.ui.widgets.filter_popup import ListPopup
from desktop_labeler.ui.widgets.splitter import Splitter

_CHOICES = [Choice(number, (f"Species {number}",), 100 + number) for number in range(12)]


def shown(row: ChipRow) -> list[object]:
    """Return the values of the chips in sight, without the one that opens the menu."""
    chips = [chip for chip in row.findChildren(Chip) if chip.isVisible() and chip.choice.value is not None]
    return [chip.choice.value for chip in chips]


def lines(row: ChipRow) -> int:
    return len({chip.y() for chip in row.findChildren(Chip) if chip.isVisible()})


def make_row(qtbot: QtBot, width: int, rows: int | None, current: object, choices: Sequence[Choice]) -> ChipRow:
    row = ChipRow("Classes", rows=rows)
    qtbot.addWidget(row)
    row.resize(width, 200)
    with qtbot.waitExposed(row):
        row.show()
    row.show_choices(choices, current)
    layout = row.layout()
    assert layout is not None
    layout.activate()
    return row


@pytest.mark.parametrize("width", [260, 400, 555, 900, 2000])
@pytest.mark.parametrize("rows", [1, 2])
@pytest.mark.parametrize("current", [0, 7, 11])
def test_what_does_not_fit_the_lines_is_in_the_menu(qtbot: QtBot, width: int, rows: int, current: int) -> None:
    row = make_row(qtbot, width, rows, current, _CHOICES)
    there = shown(row)
    assert lines(row) <= rows
    assert current in there
    left = len(_CHOICES) - len(there)
    more = [chip for chip in row.findChildren(Chip) if chip.isVisible() and chip.choice.value is None]
    assert [chip.choice.count for chip in more] == ([left] if left else [])


def test_with_room_for_all_there_is_no_menu(qtbot: QtBot) -> None:
    assert shown(make_row(qtbot, 5000, 1, 3, _CHOICES)) == list(range(12))
    assert shown(make_row(qtbot, 300, None, 3, _CHOICES)) == list(range(12))


def test_another_width_shows_as_many_as_fit_then(qtbot: QtBot) -> None:
    row = make_row(qtbot, 300, 1, 0, _CHOICES)
    few = len(shown(row))
    row.resize(1200, 200)
    qtbot.waitUntil(lambda: len(shown(row)) > few)


def test_a_chip_without_room_stays_in_its_place(qtbot: QtBot) -> None:
    row = make_row(qtbot, 90, None, 0, [Choice(0, ("near-duplicate with another label",))])
    (chip,) = [chip for chip in row.findChildren(Chip) if chip.isVisible()]
    assert chip.geometry().right() < row.width()


def test_a_menu_shows_what_was_chosen_and_offers_everything(qtbot: QtBot) -> None:
    chip = ChipMenu("Groups", "All groups")
    qtbot.addWidget(chip)
    chip.show_choices(_CHOICES, None)
    assert chip.choice.text == "Groups 12"
    chip.show_choices(_CHOICES, 4)
    assert (chip.choice.text, chip.isChecked()) == ("Species 4 104", True)
    chip.show()
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(chip.chosen) as told:
        _choose(chip, "Species 1")
    assert told.args == [1]
    QTest.mouseClick(chip, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(chip.chosen) as told:
        _choose(chip, "All groups")
    assert told.args == [None]


def _choose(chip: ChipMenu, words: str) -> None:
    """Click an entry of the list that is open; it closes by that."""
    popup = chip.findChildren(ListPopup)[-1]
    entries = popup.findChild(QListWidget)
    assert isinstance(entries, QListWidget)
    texts = [str(entries.item(row).data(Qt.ItemDataRole.AccessibleTextRole)) for row in range(entries.count())]
    assert texts[:3] == ["All groups", "Species 0 100", "Species 1 101"]
    row = next(row for row, text in enumerate(texts) if text.startswith(words))
    QTest.mouseClick(
        entries.viewport(), Qt.MouseButton.LeftButton, pos=entries.visualItemRect(entries.item(row)).center()
    )
    assert not popup.isVisible()


def test_the_panel_is_narrow_in_a_narrow_window_until_it_is_set(qtbot: QtBot) -> None:
    page, panel = QWidget(), QWidget()
    panel.setMinimumWidth(200)
    sides = Splitter(page, panel)
    qtbot.addWidget(sides)
    sides.resize(900, 300)
    with qtbot.waitExposed(sides):
        sides.show()
    for width, wanted in ((836, 248), (1000, 280), (1400, 344)):
        sides.resize(width, 300)
        qtbot.waitUntil(lambda wanted=wanted: abs(panel.width() - wanted) <= 1)  # type: ignore[misc]
    handle = sides.handle(1)
    QTest.mousePress(handle, Qt.MouseButton.LeftButton)
    QTest.mouseMove(handle, QPoint(-100, 5))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=QPoint(-100, 5))
    assert panel.width() > 400
    sides.resize(1100, 300)
    qtbot.waitUntil(lambda: sides.width() == 1100 and panel.width() > 400)
