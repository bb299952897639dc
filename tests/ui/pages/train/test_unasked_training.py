"""A classifier trained without being asked: allowed once, after a round, when many labels are new; rounds go first."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from desktop_labeler.data.computed.predictions import Predictions, read_predictions_of, save_predictions
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.classifiers import classifier_outlook
from desktop_labeler.jobs.classifiers.classifier_outlook import ClassifierOutlook, read_classifier_outlook
from desktop_labeler.jobs.classifiers.finetune import finetune_project
from desktop_labeler.jobs.classifiers.finetune_plan import (
    TRAINED_HERE,
    UnfinishedFinetune,
    discard_finetune,
    unfinished_finetune,
)
from desktop_labeler.jobs.classifiers.unclassified import unclassified
from desktop_labeler.jobs.scanning.rescan import rescan
from desktop_labeler.progress import finish
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings, load_settings
from desktop_labeler.ui.pages.train.classifier_card import ClassifierCard
from desktop_labeler.ui.pages.train.unasked_training import UnaskedTraining
from desktop_labeler.ui.rounds.rounds import Rounds
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.jobs.classifiers.finetunes import make
from tests.ml.finetune.tails import pictures
from tests.ui.contexts import make_context
from tests.ui.pages.train.test_classifier_card import JUDGED

_LONG = 60_000
_BARE = ClassifierOutlook(200, 3, 900, True, None, False, False, 0, None)


@pytest.mark.parametrize(
    ("outlook", "due"),
    [
        (_BARE, True),
        (replace(_BARE, labels=199), False),
        (replace(_BARE, classes=1), False),
        (replace(_BARE, analysed=False), False),
        (replace(_BARE, unfinished=UnfinishedFinetune(5.0, 0.4, 100)), False),  # the person interrupted it
        (replace(_BARE, labels=299, tried=200, kept=True), False),
        (replace(_BARE, labels=300, tried=200, kept=True), True),
        (replace(_BARE, labels=399, tried=200), False),  # it was not better
        (replace(_BARE, labels=400, tried=200), True),
    ],
)
def test_when_it_is_due(outlook: ClassifierOutlook, due: bool) -> None:
    assert outlook.due is due


Opened = tuple[ClassifierCard, Rounds, Settings, OpenProject]


@pytest.fixture
def opened(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Opened]]:
    """Return a function that opens a project of 24 labels, of which a training needs 10, after its first round."""
    monkeypatch.setattr(classifier_outlook, "FIRST_UNASKED", 10)
    ends: list[Callable[[], object]] = []

    def show(*, allowed: bool) -> Opened:
        settings, project = Settings(device="cpu", auto_round=False, auto_train=allowed), OpenProject(make(tmp_path))
        thumbnails = ThumbnailLoader(project, settings)
        context = make_context(qtbot, project, thumbnails, settings)
        card = ClassifierCard(context)
        UnaskedTraining(context, card)
        qtbot.addWidget(card)
        card.show()
        ends.extend((context.jobs.stop, context.rounds.close, thumbnails.close, project.close))
        ends.extend((thumbnails.deleteLater, project.deleteLater))
        card.minutes.setValue(1)
        qtbot.waitUntil(lambda: context.rounds.loaded, timeout=_LONG)
        _round(context.rounds, qtbot)
        return card, context.rounds, settings, project

    yield show
    for end in ends:
        end()


def _round(rounds: Rounds, qtbot: QtBot) -> None:
    number = rounds.newest
    rounds.start()
    qtbot.waitUntil(lambda: rounds.newest == number + 1, timeout=_LONG)


def _rest(card: ClassifierCard, qtbot: QtBot) -> None:
    """Wait until nothing runs, and nothing that was found makes something run."""
    qtbot.waitUntil(lambda: card.live is None and not card._jobs.busy and card.query.settled, timeout=_LONG)
    qtbot.wait(50)
    qtbot.waitUntil(lambda: card.live is None and not card._jobs.busy and card.query.settled, timeout=_LONG)


def _learns(card: ClassifierCard) -> bool:
    return card.live is not None and card.live.learning and card.live.progress > 0


def _enough(card: ClassifierCard, qtbot: QtBot) -> None:
    """Let the training learn a little, then end it: it is judged as it is."""
    qtbot.waitUntil(lambda: _learns(card), timeout=_LONG)
    with qtbot.waitSignal(card.trained, timeout=_LONG):
        card.stop_button.click()
    _rest(card, qtbot)


def _tried(project: OpenProject) -> int:
    with Project(project.path, "read") as stored:
        return read_classifier_outlook(stored).tried


def test_after_a_round_it_trains_once_for_the_same_labels(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    card, rounds, _, project = opened(allowed=True)
    assert card.live is None  # not for the round with which the project was opened
    _round(rounds, qtbot)
    _enough(card, qtbot)
    assert _tried(project) == 24
    with qtbot.assertNotEmitted(card.trained):
        _round(rounds, qtbot)
        _rest(card, qtbot)


def test_without_leave_it_never_trains(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    card, rounds, _, project = opened(allowed=False)
    _round(rounds, qtbot)
    _rest(card, qtbot)
    assert _tried(project) == 0


def test_a_round_goes_first_and_the_training_goes_on_after_it(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    card, rounds, _, project = opened(allowed=True)
    _round(rounds, qtbot)
    qtbot.waitUntil(lambda: _learns(card), timeout=_LONG)
    ended: list[str] = []
    card._jobs.ended.connect(ended.append)
    told: list[str] = []
    card._jobs.announced.connect(lambda notice: told.append(notice.text))
    _round(rounds, qtbot)
    assert not [text for text in told if "begins when" in text]  # it does not wait: the training gives way
    assert _tried(project) == 0  # the training had no result before the round
    assert ended[:2] == ["finetune", "round"]
    _enough(card, qtbot)
    assert _tried(project) == 24
    assert unfinished_finetune(project.path) is None


def test_what_a_person_cancels_does_not_start_again(opened: Callable[..., Opened], qtbot: QtBot) -> None:
    card, rounds, _, project = opened(allowed=True)
    _round(rounds, qtbot)
    qtbot.waitUntil(lambda: _learns(card), timeout=_LONG)
    card.cancel_button.click()
    _rest(card, qtbot)
    discard_finetune(project.path)
    _round(rounds, qtbot)
    _rest(card, qtbot)
    assert _tried(project) == 0


def test_it_is_offered_where_a_classifier_is_better_and_never_where_it_is_worse(
    opened: Callable[..., Opened], qtbot: QtBot
) -> None:
    card, _, settings, _ = opened(allowed=False)
    _rest(card, qtbot)
    assert not card.unasked.isVisible()
    card._found(replace(_BARE, judgement=replace(JUDGED, verdict="worse")))
    assert not card.unasked.isVisible()
    card._found(replace(_BARE, judgement=JUDGED, kept=True, stored=True))
    assert card.unasked.isVisible()
    assert not card.unasked.isChecked()
    card.unasked.click()
    assert settings.auto_train
    assert load_settings().auto_train
    card._found(_BARE)
    assert card.unasked.isVisible()  # so that it can be taken back
    assert card.unasked.isChecked()


def test_new_images_are_analysed_and_classified_before_the_round(
    opened: Callable[..., Opened], qtbot: QtBot, tmp_path: Path
) -> None:
    """Whether it may train without being asked or not: that costs minutes, this a pass over the new images."""
    card, rounds, _, project = opened(allowed=False)
    finish(finetune_project(project.path, minutes=0.02, device="cpu", keep="yes"))
    Image.fromarray(pictures(41)[40]).save(tmp_path / "images" / "added.png")
    finish(rescan(project.path))
    titles: list[str] = []
    card._jobs.advanced.connect(lambda: titles.append(card._jobs.title))
    _round(rounds, qtbot)
    assert "Analysing images" in titles
    with Project(project.path, "read") as stored:
        assert not len(unclassified(stored).missing)
        said, images = read_predictions_of(stored, TRAINED_HERE), np.sort(find_images(stored))
    assert said is not None
    np.testing.assert_array_equal(said.images, images)
    rest = Predictions(TRAINED_HERE, said.images[:-1], said.classes[:-1], said.probabilities[:-1])
    with Project(project.path) as stored:  # as after a cancelled pass: the last one is analysed, and not classified
        save_predictions(stored, rest, "")
    titles.clear()
    _round(rounds, qtbot)
    assert "Classifying new images" in titles
    with Project(project.path, "read") as stored:
        assert not len(unclassified(stored).missing)
