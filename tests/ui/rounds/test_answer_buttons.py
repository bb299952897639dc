"""The answer buttons: whole words in every language, also in the narrowest panel."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.language import choose_language
from desktop_labeler.ui.rounds.answer_buttons import AnswerButtons


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("width", [224, 400])
def test_no_answer_is_cut_off(language: str, width: int, qapp: QApplication, qtbot: QtBot) -> None:
    choose_language(qapp, language)
    try:
        answers = AnswerButtons()
        qtbot.addWidget(answers)
        answers.resize(width, 140)
        with qtbot.waitExposed(answers):
            answers.show()
        cut = [button.text() for button in answers.buttons.values() if button.sizeHint().width() > button.width()]
        assert not cut
    finally:
        choose_language(qapp, "en")


def test_what_is_taken_is_a_suggestion_where_there_is_no_label(qtbot: QtBot) -> None:
    answers = AnswerButtons()
    qtbot.addWidget(answers)
    answers.resize(440, 140)
    for keeps, text in ((True, "Take expected"), (False, "Take suggested")):
        answers.enable(keeps=keeps, takes=True)
        assert (answers.buttons["take"].text(), answers.buttons["take"].accessibleName()) == (text, text)
