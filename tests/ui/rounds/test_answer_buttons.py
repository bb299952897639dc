"""The answer buttons: whole words in every language, also in the narrowest panel."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_labeler.ui.core.language import choose_language
from desktop_labeler.ui.rounds.answer_buttons import AnswerButtons


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("keeps", [True, False])
def test_no_answer_is_cut_off_at_any_width(language: str, keeps: bool, qapp: QApplication, qtbot: QtBot) -> None:
    choose_language(qapp, language)
    try:
        answers = AnswerButtons()
        qtbot.addWidget(answers)
        answers.resize(224, 140)
        answers.enable(keeps=keeps, takes=True)
        with qtbot.waitExposed(answers):
            answers.show()
        lengths = set()
        for width in range(224, 481, 8):
            answers.resize(width, 140)
            cut = [button.text() for button in answers.buttons.values() if button.sizeHint().width() > button.width()]
            assert not cut, width
            lengths.add(answers.buttons["take"].text())
        assert len(lengths) == 2  # short and in full
    finally:
        choose_language(qapp, "en")


def test_what_is_taken_is_a_suggestion_where_there_is_no_label(qtbot: QtBot) -> None:
    answers = AnswerButtons()
    qtbot.addWidget(answers)
    answers.resize(440, 140)
    for keeps, text in ((True, "Take expected"), (False, "Take suggested")):
        answers.enable(keeps=keeps, takes=True)
        assert (answers.buttons["take"].text(), answers.buttons["take"].accessibleName()) == (text, text)
