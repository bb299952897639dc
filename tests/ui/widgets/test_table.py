"""Tables: one column takes the room that is left, and its heading stays whole."""

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.widgets.basics import fill, table

_COLUMNS, _STRETCH = ("Name", "Kind", "Where it comes from", "Agreement of nearest neighbours"), 2


@pytest.mark.parametrize("width", [260, 420, 700, 1200])
def test_the_heading_of_the_stretched_column_is_whole_at_any_width(qtbot: QtBot, width: int) -> None:
    made = table(_COLUMNS, [], stretch=_STRETCH)
    qtbot.addWidget(made)
    made.resize(width, 200)
    with qtbot.waitExposed(made):
        made.show()
    fill(made, [["starter", "included", "small crops, without labels, of 150,000 photographs", "not compared yet"]])
    header = made.horizontalHeader()
    wanted = header.fontMetrics().horizontalAdvance(_COLUMNS[_STRETCH])
    qtbot.waitUntil(lambda: header.sectionSize(_STRETCH) > wanted)
    others = sum(header.sectionSize(place) for place in range(len(_COLUMNS)) if place != _STRETCH)
    room = made.viewport().width()
    qtbot.waitUntil(lambda: made.horizontalScrollBar().maximum() == 0 or room < others + wanted + 30)
    if made.horizontalScrollBar().maximum() == 0:
        assert others + header.sectionSize(_STRETCH) == room
