"""Suspects counts what people disagree on, and leaves to them what the rule of the project keeps."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.history import By, accept, assign, decide, keep
from desktop_labeler.data.decisions.people import set_rule
from desktop_labeler.data.project.project_file import State
from desktop_labeler.ui.dialogs.settle_dialog import SettleDialog
from desktop_labeler.ui.pages.suspects.disputes import DISPUTED
from desktop_labeler.ui.pages.suspects.suspects_page import SuspectsPage
from tests.making import ME
from tests.ui.pages.suspects.conftest import Stager
from tests.ui.pages.suspects.test_suspects import page_of, press, shown, verdict

_KEY = Qt.Key
_COUNT = 200


def test_what_people_disagree_on_is_counted_here_and_settled_one_after_another(qtbot: QtBot, stage: Stager) -> None:
    page = stage().page
    assert isinstance(page, SuspectsPage)
    project = page.project
    fly, bee = (label.id for label in project.classes[:2])
    for who, class_id in (("Ann", fly), ("Bob", bee)):
        decide(project.project, [150, 151], assign(class_id), kind="assign", what="Label", by=By(who))
    project.reload()  # as after a merge
    qtbot.waitUntil(lambda: DISPUTED in [choice.value for choice in page.kinds.choices])
    assert next(choice.count for choice in page.kinds.choices if choice.value == DISPUTED) == 2
    page.choose_kind(DISPUTED)
    dialog = page.window().findChild(SettleDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog.disputes) == 2)
    dialog.close()
    assert "people disagree on 2 images" in page.summary.text()
    rest = [image for image in range(1, _COUNT + 1) if image not in (150, 151)]
    decide(project.project, rest, keep(), kind="keep", what="Keep", by=ME)
    project.reload()
    qtbot.waitUntil(lambda: page.rounds.lists is not None and not len(page.rounds.lists.suspects))
    page.refill()
    assert page.empty.isVisible()
    assert page.empty.heading == "People disagree on 2 images"  # not: no label is in doubt
    page.empty.button.click()
    again = next(one for one in page.window().findChildren(SettleDialog) if one.isVisible())
    qtbot.waitUntil(lambda: len(again.disputes) == 2)
    again.close()
    decide(project.project, [150, 151], assign(bee), kind="adjudicate", what="Settle", by=ME)
    project.reload()
    qtbot.waitUntil(lambda: page.empty.heading == "No label is in doubt")
    assert page.kind is None


def test_a_label_that_the_rule_keeps_beside_my_answer_does_not_come_again(stage: Stager) -> None:
    on = stage()
    page, project = page_of(on), on.page.project
    fly = project.classes[0].id
    images = list(page.groups[1].images)  # Fly, expected Bee
    decide(project.project, images, accept(fly), kind="accept", what="Accept", by=By("Zoe"))
    set_rule(project.project, "first", By("Zoe"))
    project.reload()
    project.who = "Mia"
    page.refill()
    image = next(one for one in shown(on) if one in images)
    page.grid.focus_on(image)
    press(on, _KEY.Key_W)
    assert verdict(on, image) == (State.LABELLED, "Fly")  # Zoe's answer was the first
    assert project.answer_beside(image) == (State.CONFIRMED, project.classes[1].id)
    page.refill()
    assert image not in shown(on)
    page.project.undo()
    page.refill()
    assert image in shown(on)
