"""The card of the first labels: a damaged file among them stops nobody."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_labeler.data.computed.label_queue import queue
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.pages.label.label_page import LabelPage
from tests.ui.grids import press_key

Opener = Callable[..., OpenProject]
Shower = Callable[[type[LabelPage], OpenProject], LabelPage]


def _with_a_damaged_one(open_new: Opener, count: int) -> OpenProject:
    project = open_new([f"{number:03}.png" for number in range(count)], classes=("Fly", "Bee"))
    row = project.row(int(queue(project.project)[3]))
    assert row is not None
    project.file_of(row).write_bytes(b"no image at all")
    return project


def _label_all(page: LabelPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: len(page._thumbs.problems) == 1)
    for _ in range(page.grid.content.left()):
        press_key(page.grid, Qt.Key.Key_1)


def test_another_image_takes_the_place_of_a_damaged_one(qtbot: QtBot, open_new: Opener, show_page: Shower) -> None:
    page = show_page(LabelPage, _with_a_damaged_one(open_new, 30))
    first = set(page.grid.content.images.tolist())
    assert len(first) == 10
    _label_all(page, qtbot)
    qtbot.waitUntil(lambda: "9 of 10 done" in page.card.sentence.text())
    qtbot.waitUntil(lambda: not first & set(page.grid.content.images.tolist()))
    press_key(page.grid, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: page.card.step == 3)


def test_where_there_are_no_others_the_goal_counts_those_that_can_be_labelled(
    qtbot: QtBot, open_new: Opener, show_page: Shower
) -> None:
    page = show_page(LabelPage, _with_a_damaged_one(open_new, 10))
    qtbot.waitUntil(lambda: page.card.sentence.text().endswith("0 of 9 done."))
    _label_all(page, qtbot)
    qtbot.waitUntil(lambda: page.card.step == 3)
