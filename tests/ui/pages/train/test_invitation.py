"""The first sentence of Train: nothing below it moves when it becomes known or changes."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.pages.train import training_texts as texts
from desktop_labeler.ui.pages.train.invitation import Invitation


@pytest.mark.parametrize("width", [300, 700, 1900])
def test_nothing_below_it_moves_and_each_sentence_is_whole(width: int, qtbot: QtBot) -> None:
    sentences = [texts.inviting(), texts.no_card(photo=True), texts.no_card(photo=False)]
    page, sentence, below = QWidget(), Invitation(sentences), QPushButton("Train it again")
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(sentence)
    column.addWidget(below)
    column.addStretch()
    page.resize(width, 400)
    page.show()
    places = set()
    for text in ("", *sentences, ""):
        sentence.setText(text)
        column.activate()
        places.add(below.y())
        assert QLabel.heightForWidth(sentence, sentence.width()) <= sentence.height()
    assert len(places) == 1
