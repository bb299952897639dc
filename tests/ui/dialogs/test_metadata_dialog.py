"""The dialog for metadata, and that for group and note: what they want, and what is stored."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_labeler.data.computed.agreeing_groups import wants_agreement
from desktop_labeler.data.metadata.columns import (
    MetadataColumn,
    WantedColumn,
    add_columns,
    metadata_columns,
    save_values,
)
from desktop_labeler.progress import Job, finish
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.exchange.metadata_dialog import MetadataDialog
from desktop_labeler.ui.widgets.texts_sheet import TextsSheet

Opener = Callable[..., OpenProject]
_PATHS = ["A_1.png", "A_2.png", "B_3.png"]


def _texts(project: OpenProject) -> list[tuple[str | None, str | None]]:
    return [(row.group, row.note) for row in project.project.images([1, 2, 3])]


def _change(project: OpenProject, images: list[int], group: str | None, note: str | None) -> None:
    sheet = TextsSheet(project, np.array(images), "Browse", None)
    for field, text in ((sheet.group, group), (sheet.note, note)):
        if text is not None:
            field.clear()
            QTest.keyClicks(field, text or " ")
    sheet.accept()


def test_group_and_note_are_changed_emptied_and_undone(open_new: Opener) -> None:
    project = open_new(_PATHS)
    _change(project, [1, 2], "ridge", None)
    _change(project, [2], None, "look again")
    assert _texts(project) == [("ridge", None), ("ridge", "look again"), (None, None)]
    _change(project, [1, 2, 3], None, None)
    assert _texts(project) == [("ridge", None), ("ridge", "look again"), (None, None)]
    _change(project, [1, 2], "", "")
    assert _texts(project) == [(None, None)] * 3
    said = []
    while project.next_steps()[0] is not None:
        step = project.next_steps()[0]
        said += [str(step.what)] if step is not None else []
        project.undo()
    assert said == [
        "Change group and note of 2 images",
        "Change the note of 1 image",
        "Put 2 images into the group ridge",
    ]
    assert _texts(project) == [(None, None)] * 3


def test_texts_that_differ_are_not_shown_and_stay(open_new: Opener) -> None:
    project = open_new(_PATHS)
    _change(project, [1], "a", "x")
    sheet = TextsSheet(project, np.array([1, 2]), "Browse", None)
    assert (sheet.group.text(), sheet.group.placeholderText()) == ("", "different ones, left as they are")
    sheet.accept()
    assert _texts(project)[0] == ("a", "x")


@pytest.fixture
def dialog(qtbot: QtBot, open_new: Opener) -> MetadataDialog:
    project = open_new(_PATHS)
    columns = add_columns(
        project.project, [WantedColumn("site", "text", "table"), WantedColumn("taken", "date", "table")]
    )
    save_values(project.project, [(columns["site"].id, image, "A") for image in (1, 2, 3)])
    times = [(columns["taken"].id, image, f"2024-05-01T10:00:0{image}") for image in (1, 2)]
    save_values(project.project, times)
    made = MetadataDialog(project, None)
    made.open()
    qtbot.waitUntil(lambda: made.list.rowCount() == 2)
    return made


def _run(dialog: MetadataDialog, act: Callable[[], None]) -> object:
    """Return the result of the job that the dialog wants."""
    wanted: list[Callable[[], Job[object]]] = []
    dialog.wanted.connect(lambda _title, job, _steps: wanted.append(job))
    act()
    (job,) = wanted
    return finish(job())


def test_the_list_shows_what_there_is(dialog: MetadataDialog) -> None:
    cells = [[dialog.list.item(row, column) for column in range(4)] for row in range(2)]
    texts = [[cell.text() for cell in row if cell is not None] for row in cells]
    assert texts == [["site", "text", "table", "3"], ["taken", "date", "table", "2"]]
    assert not dialog.remove.isEnabled()
    dialog.reject()


def test_a_pattern_is_checked_while_it_is_typed_and_taken(dialog: MetadataDialog) -> None:
    QTest.keyClicks(dialog.pattern, "{place}{n}")
    assert "stands nothing" in dialog.told.text()
    assert not dialog.take.isEnabled()
    dialog.pattern.clear()
    QTest.keyClicks(dialog.pattern, "{place}_{n}")
    assert dialog.take.isEnabled()
    project = dialog._project.project
    _run(dialog, dialog.take.click)
    assert [column.name for column in metadata_columns(project)] == ["site", "taken", "place", "n"]


def test_bursts_and_groups_are_made_of_the_columns(dialog: MetadataDialog) -> None:
    project = dialog._project
    dialog.site.setCurrentIndex(1)
    dialog.seconds.setValue(1)
    _run(dialog, dialog.bursts.click)
    assert [group for group, _ in _texts(project)] == ["A 2024-05-01 10:00:01"] * 2 + [None]


def test_the_column_with_the_time_of_bursts_is_chosen(dialog: MetadataDialog, qtbot: QtBot) -> None:
    columns = [MetadataColumn(1, "entered", "date", "table"), MetadataColumn(2, "taken", "date", "table")]
    dialog._show(columns, {})
    assert [dialog.time.itemText(place) for place in range(dialog.time.count())] == ["entered", "taken"]
    dialog.time.setCurrentIndex(1)
    with qtbot.waitSignal(dialog.wanted) as signal:
        dialog.bursts.click()
    assert signal.args is not None
    assert signal.args[1].keywords["time"] == "taken"


def test_a_column_is_chosen_and_removed(qtbot: QtBot, dialog: MetadataDialog) -> None:
    dialog.list.selectRow(0)
    dialog.remove.click()
    (asked,) = dialog.findChildren(QMessageBox)
    assert "undo does not bring them back" in asked.text()
    (yes,) = (one for one in asked.buttons() if asked.buttonRole(one) == QMessageBox.ButtonRole.AcceptRole)
    with qtbot.waitSignal(dialog.removing) as signal:
        yes.click()
    assert signal.args == ["site"]
    dialog.reject()


def test_suggestions_agree_over_groups_once_somebody_asks_for_it(dialog: MetadataDialog) -> None:
    project = dialog._project.project
    assert not dialog.agree.isChecked()
    dialog.agree.click()
    assert wants_agreement(project)
    dialog.agree.click()
    assert not wants_agreement(project)
