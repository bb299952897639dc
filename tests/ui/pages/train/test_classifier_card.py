"""The card that trains a classifier: training, pausing, cancelling, keeping and discarding through its buttons."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_labeler.data.computed.predictions import predicting_models
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers.classifier_outlook import ClassifierOutlook, read_classifier_outlook
from desktop_labeler.jobs.classifiers.finetune_plan import (
    TRAINED_HERE,
    Judgement,
    UnfinishedFinetune,
    last_choice,
    unfinished_finetune,
)
from desktop_labeler.statistics import MeasuredFraction, PairedDifference
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.pages.train.classifier_card import ClassifierCard
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.jobs.classifiers.finetunes import make
from tests.making import make_project
from tests.ui.contexts import make_context

_LONG = 60_000
JUDGED = Judgement(
    labels=200,
    groups=0,
    before=MeasuredFraction(149, 200, 0.68, 0.80),
    after=MeasuredFraction(163, 200, 0.755, 0.863),
    joined=MeasuredFraction(165, 200, 0.766, 0.872),
    difference=PairedDifference(0.07, 0.021, 0.117),
    gain=PairedDifference(0.08, 0.031, 0.127),
    likelier=PairedDifference(0.2, 0.1, 0.3),
    verdict="better",
)


@pytest.fixture
def show_card(qtbot: QtBot) -> Iterator[Callable[[Path], ClassifierCard]]:
    """Return a function that shows the card of a project; its parts end with the test."""
    ends: list[Callable[[], object]] = []

    def show(path: Path) -> ClassifierCard:
        settings, opened = Settings(device="cpu", auto_round=False), OpenProject(path)
        thumbnails = ThumbnailLoader(opened, settings)
        context = make_context(qtbot, opened, thumbnails, settings)
        card = ClassifierCard(context)
        qtbot.addWidget(card)
        ends.extend((context.jobs.stop, context.rounds.close, thumbnails.close, opened.close))
        ends.extend((thumbnails.deleteLater, opened.deleteLater))
        card.show()
        card.activated()
        qtbot.waitUntil(lambda: card.outlook is not None, timeout=_LONG)
        return card

    yield show
    for end in ends:
        end()


def _wait(qtbot: QtBot, card: ClassifierCard) -> None:
    """Until the training or the change is over and the card has read what came of it."""
    qtbot.waitUntil(lambda: card.live is None and not card._jobs.busy and card.query.settled, timeout=_LONG)


def _models(path: Path) -> dict[str, int]:
    with Project(path, "read") as project:
        return predicting_models(project)


def _discard(card: ClassifierCard, qtbot: QtBot) -> None:
    """Press the button, which asks first, and answer."""
    card.discard_button.click()
    (box,) = card.findChildren(QMessageBox)
    (button,) = [one for one in box.buttons() if one.text() == "Discard it"]
    button.click()


def test_trained_kept_and_discarded_by_its_buttons(
    tmp_path: Path, show_card: Callable[[Path], ClassifierCard], qtbot: QtBot
) -> None:
    path = make(tmp_path)
    card = show_card(path)
    assert "It learns from 24 labels." in card.sentence
    card.start_button.click()
    assert card.pause_button.isVisible()
    assert not card.start_button.isVisible()
    qtbot.waitUntil(lambda: card.chart is not None and card.chart.series is not None, timeout=_LONG)
    card.pause_button.click()
    assert card.pause_button.text() == "Resume"
    card.stop_button.click()  # ends the pause as well
    _wait(qtbot, card)
    assert card.outlook is not None
    assert card.outlook.judgement is not None
    assert card.figures.count() == 6
    assert card.start_button.text() == "Train it again"
    if card.outlook.stored and not card.outlook.kept:
        card.keep_button.click()
        _wait(qtbot, card)
        qtbot.waitUntil(lambda: card.outlook is not None and card.outlook.kept, timeout=_LONG)
    if card.outlook.stored:
        assert _models(path) == {TRAINED_HERE: 30}
        _discard(card, qtbot)
        _wait(qtbot, card)
        qtbot.waitUntil(lambda: card.outlook is not None and not card.outlook.stored, timeout=_LONG)
    assert _models(path) == {}
    assert not card.discard_button.isVisible()


def test_cancelled_it_is_offered_again(
    tmp_path: Path, show_card: Callable[[Path], ClassifierCard], qtbot: QtBot
) -> None:
    path = make(tmp_path)
    card = show_card(path)
    assert card.part.currentData() == "last"
    card.part.setCurrentIndex(card.part.findData("all"))
    card.start_button.click()
    qtbot.waitUntil(lambda: card.live is not None and card.live.learning and card.live.progress > 0, timeout=_LONG)
    card.cancel_button.click()
    _wait(qtbot, card)
    card.part.setCurrentIndex(card.part.findData("head"))  # hidden now: what was begun is what goes on
    assert not card.part.isVisible()
    left = unfinished_finetune(path)
    assert left is not None
    assert left.part == "all"
    qtbot.waitUntil(lambda: card.start_button.text() == "Continue", timeout=_LONG)
    assert "was interrupted at" in card.sentence
    assert not card.minutes.isVisible()
    _discard(card, qtbot)
    qtbot.waitUntil(lambda: card.start_button.text() == "Train a classifier", timeout=_LONG)
    assert unfinished_finetune(path) is None


def _shown(card: ClassifierCard, outlook: ClassifierOutlook) -> tuple[str, list[str]]:
    card._found(outlook)
    buttons = (card.start_button, card.keep_button, card.discard_button)
    return card.verdict.text(), [button.text() for button in buttons if button.isVisible()]


def test_budget_and_part_are_those_of_the_last_training(
    tmp_path: Path, show_card: Callable[[Path], ClassifierCard], qtbot: QtBot
) -> None:
    path = make(tmp_path)
    card = show_card(path)
    assert (card.minutes.value(), card.part.currentData()) == (5, "last")
    card.minutes.setValue(7)
    card.part.setCurrentIndex(card.part.findData("head"))
    card.start_button.click()
    qtbot.waitUntil(lambda: last_choice(card._project.project) is not None, timeout=_LONG)
    card.cancel_button.click()
    _wait(qtbot, card)
    again = show_card(path)  # as after a restart
    assert (again.minutes.value(), again.part.currentData()) == (7, "head")
    again.minutes.setValue(9)
    again.query.ask()
    qtbot.waitUntil(lambda: again.query.settled, timeout=_LONG)
    assert again.minutes.value() == 9  # what the person has set since stays


@pytest.mark.parametrize("stored", [None, 7, [], [5], ["long", "last"], [0, "last"], [-1.0, "last"], [5.0, "ears"]])
def test_what_is_no_choice_is_none(tmp_path: Path, stored: object) -> None:
    with make_project(tmp_path / "p.labeler", ["a.png"]) as project:
        project.save_setting("classifier plan", stored)
        assert last_choice(project) is None


def test_what_came_of_it_in_words(tmp_path: Path, show_card: Callable[[Path], ClassifierCard]) -> None:
    card = show_card(make(tmp_path))
    with Project(tmp_path / "p.labeler", "read") as project:
        bare = read_classifier_outlook(project)
    text, buttons = _shown(card, replace(bare, judgement=JUDGED, kept=True, stored=True))
    assert text == (
        "The classifier is better. On 200 labels that neither had seen, suggestions with it are right more often by "
        "8.0 percentage points (95 % interval 3.1 to 12.7). It takes part in suggestions and suspects."
    )
    assert buttons == ["Train it again", "Discard it"]
    again = replace(bare, judgement=JUDGED, kept=True, stored=True, unfinished=UnfinishedFinetune(5.0, 0.04, 12.0))
    text, buttons = _shown(card, again)  # the one in use is not at stake
    assert card.sentence.endswith(
        "at 4\u00a0%. It can be resumed from there. The classifier that was trained before stays in use meanwhile."
    )
    assert (text, buttons) == ("", ["Continue", "Discard it"])
    card.discard_button.click()
    (box,) = card.findChildren(QMessageBox)
    assert box.windowTitle() == "Discard the training"
    box.reject()
    text, _ = _shown(card, replace(again, unfinished=UnfinishedFinetune(5.0, 0.0, 0.0), kept=False))
    assert card.sentence.endswith("before anything was learned; it can be started again.")
    text, _ = _shown(card, replace(bare, judgement=JUDGED, kept=True, stored=True, waits=True))
    assert text.endswith("It takes part in suggestions and suspects from the next round on.")
    _, buttons = _shown(card, replace(bare, judgement=JUDGED, kept=True, stored=True, new=12))
    assert buttons == ["Train it again", "Classify 12 new images", "Discard it"]
    even = replace(JUDGED, verdict="no difference", groups=14)
    text, buttons = _shown(card, replace(bare, judgement=even, stored=True))
    assert text.startswith("The classifier is not better beyond chance.")
    assert text.endswith("between learning and testing (14 groups). So it is not in use; you can keep it all the same.")
    assert "only if it is better" not in card.sentence  # it was judged
    none = replace(even, gain=PairedDifference(0.0002, -0.012, 0.0121))
    text, _ = _shown(card, replace(bare, judgement=none, stored=True))
    assert "are right as often as without it (95 % interval of the difference −1.2 to 1.3 percentage points)" in text
    assert buttons == ["Train it again", "Keep it", "Discard it"]
    for gain, way in ((PairedDifference(0.02, -0.01, 0.05), "more"), (PairedDifference(-0.02, -0.05, 0.01), "less")):
        text, _ = _shown(card, replace(bare, judgement=replace(even, gain=gain), stored=True))
        assert f"right {way} often by 2.0 percentage points, which may be chance (95 % interval of" in text
    worse = replace(JUDGED, verdict="worse", gain=PairedDifference(-0.03, -0.05, -0.01))
    text, buttons = _shown(card, replace(bare, judgement=worse))
    assert "right less often by 3.0 percentage points (95 % interval 1.0 to 5.0)" in text
    assert buttons == ["Train it again"]  # what is worse is not offered
    alone = replace(worse, gain=PairedDifference(0.0, -0.062, 0.062), difference=PairedDifference(-0.27, -0.43, -0.1))
    text, _ = _shown(card, replace(bare, judgement=alone))
    assert text.startswith("Alone, the classifier is right less often than suggestions without it, so it is not kept.")
    unsure = replace(alone, difference=PairedDifference(0.0, -0.1, 0.1), likelier=PairedDifference(-0.2, -0.3, -0.1))
    text, _ = _shown(card, replace(bare, judgement=unsure))
    assert text.startswith("Right classes get lower probabilities with the classifier, so it is not kept.")
    text, _ = _shown(card, replace(bare, judgement=replace(JUDGED, verdict="unknown")))
    assert text == "There are too few labels to judge. Label at least 20 images and train again."
    _, buttons = _shown(card, replace(bare, unfinished=UnfinishedFinetune(5.0, 0.4, 100)))
    assert buttons == ["Continue", "Discard it"]
    _shown(card, replace(bare, labels=3))
    assert not card.start_button.isEnabled()
    _shown(card, replace(bare, analysed=False))
    assert not card.start_button.isEnabled()


def test_the_focus_stays_in_the_card_when_its_button_goes(
    tmp_path: Path, show_card: Callable[[Path], ClassifierCard], qtbot: QtBot
) -> None:
    card = show_card(make(tmp_path))
    with Project(tmp_path / "p.labeler", "read") as project:
        bare = read_classifier_outlook(project)
    _shown(card, replace(bare, judgement=JUDGED, kept=False, stored=True))
    with qtbot.waitActive(card.window()):
        card.window().activateWindow()
    card.keep_button.setFocus()
    qtbot.waitUntil(card.keep_button.hasFocus)
    _shown(card, replace(bare, judgement=JUDGED, kept=True, stored=True))
    assert not card.keep_button.isVisible()
    assert card.start_button.hasFocus()


def test_discarding_asks_first(tmp_path: Path, show_card: Callable[[Path], ClassifierCard], qtbot: QtBot) -> None:
    card = show_card(make(tmp_path))
    with Project(tmp_path / "p.labeler", "read") as project:
        bare = read_classifier_outlook(project)
    _shown(card, replace(bare, judgement=JUDGED, kept=True, stored=True))
    card.discard_button.click()
    (box,) = card.findChildren(QMessageBox)
    assert "The classifier is deleted" in box.text()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not card.findChildren(QMessageBox))
    assert card.discard_button.isEnabled()  # nothing is being discarded
