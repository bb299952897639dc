"""Who has answered, whose answer is the label and how far people agree, as the commands measure it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.classes import add_classes
from desktop_labeler.data.decisions.history import By, assign, decide, exclude
from desktop_labeler.data.decisions.label_rules import label_rule
from desktop_labeler.data.decisions.people import read_people
from desktop_labeler.jobs.audits.measure_agreement import measure_agreement
from desktop_labeler.ui.core.language import decimal
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.people_dialog import PeopleDialog
from desktop_labeler.ui.dialogs.settle_dialog import SettleDialog
from tests.making import make_project

_SAID = {"Ann": "ccccddddoo", "Bob": "ccdcddddco", "Carol": "cdccddcdo-"}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenProject]:
    """Open a project of which three people have answered ten images, and Bob some of them again, blind."""
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(10)], files=True) as project:
        ids = dict(zip("cdo", add_classes(project, ["cat", "dog", "owl"], By("Ann")).values(), strict=True))
        for who, said in _SAID.items():
            for image, letter in enumerate(said, 1):
                edit = assign(ids[letter]) if letter in ids else exclude()
                decide(project, [image], edit, kind="assign", what="Label", by=By(who))
        for image in (1, 2, 3):
            edit = assign(ids["c"])
            decide(project, [image], edit, kind="assign", what="Label", by=By("Bob", "Audit"), again=True)
    opened = OpenProject(tmp_path / "p.labeler")
    yield opened
    opened.close()


@pytest.fixture
def dialog(qtbot: QtBot, opened: OpenProject) -> PeopleDialog:
    dialog = PeopleDialog(opened, None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.list.rowCount() == 3)
    return dialog


def _cells(shown: object, row: int) -> list[str]:
    return [shown.item(row, column).text() for column in range(shown.columnCount())]  # type: ignore[attr-defined]


def test_it_shows_what_the_commands_measure(opened: OpenProject, dialog: PeopleDialog) -> None:
    for row, person in enumerate(read_people(opened.project)):
        cells = _cells(dialog.list, row)
        assert cells[:3] == [person.name, str(person.images), str(person.named)]
    assert _cells(dialog.list, 1)[-1] == "2 of 3 (67 %)"
    found = measure_agreement(opened.project)
    pairs = dialog.agreement.pairs
    assert [_cells(pairs, row)[0] for row in range(pairs.rowCount())] == [
        "Ann and Bob",
        "Ann and Carol",
        "Bob and Carol",
        "Bob, first and again",
    ]
    for row, pair in enumerate([*found.pairs, *found.again]):
        assert pair.kappa.value is not None
        assert _cells(pairs, row)[3].startswith("–" if pair.constant else decimal(pair.kappa.value, 2))
        pairs.selectRow(row)
        assert dialog.agreement.classes.rowCount() == len(pair.classes)
        apart = sum(int(_cells(dialog.agreement.confused, at)[2]) for at in range(dialog.agreement.confused.rowCount()))
        assert apart == pair.kappa.images - pair.same
    words = dialog.agreement.words.text()
    for coefficient in (found.fleiss, found.alpha):
        assert coefficient.value is not None
        assert decimal(coefficient.value, 2) in words
    assert f"over {found.fleiss.images} images that all of them answered" in words


def test_only_blind_answers_are_measured_when_asked(qtbot: QtBot, dialog: PeopleDialog) -> None:
    dialog.blind.setChecked(True)
    qtbot.waitUntil(lambda: dialog.agreement.pairs.rowCount() == 2)
    assert _cells(dialog.agreement.pairs, 0)[:2] == ["Ann and Bob", "3"]  # Ann before all others, Bob blind at last
    assert "again" in _cells(dialog.agreement.pairs, 1)[0]


def test_the_rule_is_one_decision_that_undo_takes_back(qtbot: QtBot, opened: OpenProject, dialog: PeopleDialog) -> None:
    before = [row.class_id for row in opened.project.images(range(1, 11))]
    dialog.rule.setCurrentIndex(dialog.rule.findData("first"))
    dialog.rule.activated.emit(dialog.rule.currentIndex())
    qtbot.waitUntil(lambda: not opened.busy and label_rule(opened.project) == "first")
    names = {label.id: label.name[0] for label in opened.classes}
    assert "".join(names[row.class_id or 0] for row in opened.project.images(range(1, 11))) == _SAID["Ann"]
    opened.undo()
    qtbot.waitUntil(lambda: not opened.busy and dialog.rule.currentData() == "latest")
    assert [row.class_id for row in opened.project.images(range(1, 11))] == before


def test_a_person_is_renamed_and_a_name_that_is_taken_is_refused(
    qtbot: QtBot, opened: OpenProject, dialog: PeopleDialog
) -> None:
    dialog.list.selectRow(1)
    dialog.rename.click()
    ask = dialog.findChild(QInputDialog)
    assert ask is not None
    ask.setTextValue("Robert")
    ask.accept()
    qtbot.waitUntil(lambda: _cells(dialog.list, 1)[0] == "Robert")
    errors: list[object] = []
    opened.failed.connect(errors.append)
    opened.rename_person("Robert", "Ann")
    assert "somebody else" in str(errors[0])
    assert {one.name for one in read_people(opened.project)} == {"Ann", "Robert", "Carol"}


def test_it_leads_to_what_is_to_be_settled(qtbot: QtBot, dialog: PeopleDialog) -> None:
    assert "disagree on 4 images" in dialog.disputes.text()
    dialog.settle.click()
    other = dialog.findChild(SettleDialog)
    assert other is not None
    qtbot.waitUntil(lambda: len(other.disputes) == 4)
    other.close()
