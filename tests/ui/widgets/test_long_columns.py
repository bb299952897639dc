"""A table keeps room for its first column beside long texts, and everything in it can be read."""

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.messages import Message
from desktop_labeler.ui.dialogs.skipped_dialog import SkippedDialog
from desktop_labeler.ui.widgets.basics import table

_REASON = "cut off or damaged: what says where its frames are is missing, and so is the rest of the file"


@pytest.mark.parametrize("width", [500, 720, 1400])
def test_names_have_their_room_beside_long_reasons(qtbot: QtBot, width: int) -> None:
    made = table(["File", "Reason"], [(f"site {number}/camera/film_{number}.mp4", _REASON) for number in range(20)])
    qtbot.addWidget(made)
    made.resize(width, 200)
    with qtbot.waitExposed(made):
        made.show()
    wanted = min(made.sizeHintForColumn(0), round(0.4 * made.viewport().width()))
    assert made.columnWidth(0) >= wanted
    assert made.columnWidth(1) >= made.sizeHintForColumn(1)  # the table scrolls to what does not fit


def test_short_columns_leave_the_rest_to_the_first(qtbot: QtBot) -> None:
    made = table(["File", "Images"], [("x" * 200, "17")])
    qtbot.addWidget(made)
    made.resize(400, 200)
    with qtbot.waitExposed(made):
        made.show()
    assert made.columnWidth(0) + made.columnWidth(1) == made.viewport().width()


def test_the_list_of_files_that_are_not_used_is_as_wide_as_its_texts(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    short = SkippedDialog([("a.mp4", Message("it is empty"))], parent)
    long = SkippedDialog([("a.mp4", Message("{reason}", reason=2 * _REASON))], parent)
    assert short.width() == 720
    assert 720 < long.width() <= 1100
