"""A label that gives way."""

import pytest
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.widgets.key_button import ElidedLabel

_TEXT = "Anabaena, 37 images, surest first"


@pytest.mark.parametrize(("room", "shown"), [(_TEXT, _TEXT), ("Anabaena, 37 …", "Anabaena"), ("Anab…", "")])
def test_a_text_is_shortened_and_what_would_say_nothing_is_left_out(qtbot: QtBot, room: str, shown: str) -> None:
    label = ElidedLabel(_TEXT)
    qtbot.addWidget(label)
    label.resize(QFontMetrics(label.font()).horizontalAdvance(room) + 2, 20)
    assert label.shown().startswith(shown)
    assert bool(label.shown()) == bool(shown)
    label.grab()
    assert label.toolTip() == ("" if shown == _TEXT else _TEXT)
