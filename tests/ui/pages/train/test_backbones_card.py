"""The list of embeddings on the page Train."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop_labeler.data.computed.embeddings import use_backbone
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.jobs.training.switch_backbone import BackboneRow
from desktop_labeler.messages import Message
from desktop_labeler.ml.backbones.backbone_registry import backbones_dir
from desktop_labeler.ui.pages.train.backbones_card import BackbonesCard
from desktop_labeler.ui.pages.train.train_page import TrainPage
from tests.jobs.classifiers.finetunes import make
from tests.ui.pages.train.opening import close_page, open_page

_LONG = 60_000


def test_buttons_that_are_replaced_are_out_of_view_at_once(qtbot: QtBot) -> None:
    card = BackbonesCard()
    qtbot.addWidget(card)
    card.resize(1100, 300)
    card.show()
    rows = [BackboneRow(name, "included", Message(""), 8, name == "photo", True, None) for name in ("photo", "starter")]
    for free in (True, False, True):  # a row is written again whenever a job begins or ends
        card.show_rows(rows, enabled=free)
        shown = [button for button in card.table.findChildren(QPushButton) if button.isVisible()]
        assert shown == list(card.uses.values())


def test_only_what_was_imported_or_trained_here_and_is_not_in_use_can_be_removed(qtbot: QtBot) -> None:
    card = BackbonesCard()
    qtbot.addWidget(card)
    kinds = {"photo": "included", "mine": "imported", "p-0102": "trained", "p-0103": "trained"}
    rows = [
        BackboneRow(name, kind, Message(""), 8, name == "p-0103", True, None, 0 if name == "photo" else 45_200_000)
        for name, kind in kinds.items()
    ]
    card.show_rows(rows)
    assert list(card.removals) == ["mine", "p-0102"]
    assert card.removals["mine"].toolTip() == "Remove… (frees 45.2 MB)"
    assert card.removals["mine"].accessibleName() == "Remove mine"
    with qtbot.waitSignal(card.removal_wanted) as asked:
        card.removals["p-0102"].click()
    assert asked.args == ["p-0102", 45_200_000]
    card.show_rows(rows, enabled=False)
    assert not card.removals["mine"].isEnabled()
    assert "Wait until" in card.removals["mine"].toolTip()


@pytest.fixture
def page(tmp_path: Path, qtbot: QtBot) -> Iterator[TrainPage]:
    """Show a project with the vectors of a backbone of the person's own, which uses another one now."""
    path = make(tmp_path, labelled=6, more=0)
    with Project(path) as project:
        use_backbone(project, "another", "photo")
    shown, context = open_page(path, qtbot)
    shown.resize(1300, 900)
    qtbot.waitUntil(lambda: "small" in shown.backbones.removals, timeout=_LONG)
    yield shown
    close_page(context)


def _question(page: TrainPage) -> QMessageBox:
    page.backbones.removals["small"].click()
    return next(box for box in page.findChildren(QMessageBox) if box.isVisible())


def test_it_is_removed_only_after_a_question(page: TrainPage, qtbot: QtBot) -> None:
    file = backbones_dir() / "small.safetensors"
    box = _question(page)
    for said in ("frees", "cannot be undone", "Labels stay as they are", "Projects keep what was computed with it"):
        assert said in box.text()
    box.reject()
    assert file.is_file()
    told: list[str] = []
    page._jobs.announced.connect(lambda notice: told.append(notice.text))
    box = _question(page)
    next(button for button in box.buttons() if button.text() == "Remove it").click()
    qtbot.waitUntil(lambda: bool(told) and "small" not in page.backbones.uses, timeout=_LONG)
    assert not file.exists()
    assert told[0].startswith("“small” is removed: ")


def test_one_that_is_needed_meanwhile_stays_and_the_reason_is_told(page: TrainPage, qtbot: QtBot) -> None:
    with Project(page.project.path) as project:
        use_backbone(project, "k", "small")
    told: list[object] = []
    page._jobs.failed.connect(told.append)
    box = _question(page)
    next(button for button in box.buttons() if button.text() == "Remove it").click()
    qtbot.waitUntil(lambda: bool(told), timeout=_LONG)
    assert "is in use in" in str(told[0])
    assert (backbones_dir() / "small.safetensors").is_file()
