"""The list of embeddings on the page Train."""

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_labeler.jobs.training.switch_backbone import BackboneRow
from desktop_labeler.messages import Message
from desktop_labeler.ui.pages.train.backbones_card import BackbonesCard


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
