"""The card of other models on Progress: what it says, and what its buttons open."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_labeler.array_types import IntArray
from desktop_labeler.data.computed.predictions import Predictions, save_predictions
from desktop_labeler.jobs.rounds.compare_models import ModelComparison
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.pages.progress.models_card import ModelsCard
from desktop_labeler.ui.pages.progress.progress_page import ProgressPage
from desktop_labeler.ui.thumbnails.thumbnails import ThumbnailLoader
from tests.making import label_images
from tests.ui.contexts import make_context

_NAMES = ("Fly", "Bee", "Ant")


def ids(*numbers: int) -> IntArray:
    return np.array(numbers, np.int64)


def texts(card: ModelsCard) -> list[str]:
    return [one.text() for one in card.findChildren(QLabel)]


def buttons(card: ModelsCard) -> list[QPushButton]:
    return [one for one in card.findChildren(QPushButton) if one.isVisible()]


def test_the_page_compares_a_model_and_opens_what_differs(
    qtbot: QtBot,
    open_new: Callable[..., OpenProject],
    thumbs_of: Callable[[OpenProject], ThumbnailLoader],
    settings: Settings,
) -> None:
    settings.auto_round = False
    project = open_new([f"{number:03}.png" for number in range(30)])
    label_images(project.project, [_NAMES[number % 3] for number in range(30)])
    project.reload()
    page = ProgressPage(make_context(qtbot, project, thumbs_of(project), settings))
    qtbot.addWidget(page)
    opened: list[tuple[IntArray, str]] = []
    page.images_wanted.connect(lambda images, name, _: opened.append((images, name)))
    page.resize(1200, 800)
    page.show()
    page.activated()
    qtbot.waitUntil(lambda: page.settled)
    assert not page.models.isVisible()
    number = {label.name: label.id for label in project.classes}
    says = [number["Ant" if place == 4 else _NAMES[place % 3]] for place in range(30)]  # wrong about the fifth
    said = Predictions("Net 4.0", np.arange(1, 31), np.array(says, np.int32)[:, None], np.ones((30, 1), np.float32))
    save_predictions(project.project, said, "net.csv")
    page.forget()
    page.refresh()
    qtbot.waitUntil(page.models.isVisible)
    assert any("of 30 decided labels (95 % interval" in text for text in texts(page.models))
    QTest.mouseClick(buttons(page.models)[0], Qt.MouseButton.LeftButton)
    ((images, name),) = opened
    assert (images.tolist(), name) == ([5], "Net 4.0: another class than the label")


def test_it_says_what_there_is_to_compare(qtbot: QtBot) -> None:
    card = ModelsCard()
    qtbot.addWidget(card)
    card.show_found(
        [ModelComparison("A & <b>B</b>", 1, 0, ids(), 0, ids()), ModelComparison("C", 9, 3, ids(4), 2, ids())]
    )
    card.show()
    shown = texts(card)
    assert {"no label decided by a person", "no suggestion to compare", "1 image", "9 images"} <= set(shown)
    assert "right for 2 of 3 decided labels" in shown
    assert "differs from 0 of 2 suggestions" in shown
    assert [one.text() for one in buttons(card)] == ["Show 1"]


def test_a_button_keeps_the_focus_while_nothing_changes(qtbot: QtBot) -> None:
    card = ModelsCard()
    qtbot.addWidget(card)
    card.show_found([ModelComparison("C", 9, 3, ids(4), 2, ids())])
    card.show()
    before = buttons(card)
    card.show_found([ModelComparison("C", 9, 3, ids(4), 2, ids())])
    assert buttons(card) == before
    card.show_found([ModelComparison("C", 9, 3, ids(5), 2, ids())])
    qtbot.waitUntil(lambda: len(buttons(card)) == 1 and buttons(card) != before)
    card.show_found([])
    assert not card.isVisible()
