"""Dialogs that try an import first: what was chosen is imported, whenever the import begins."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from desktop_labeler.progress import Job, Progress
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.exchange.boxes_dialog import BoxesDialog
from desktop_labeler.ui.dialogs.exchange.predictions_dialog import PredictionsDialog
from tests.ui.job_queues import make_job_queue

_DIALOGS = {
    BoxesDialog: ("path,x,y,w,h,label\na.png,0,0,2,2,cell\n", "SELECT count(*) FROM image WHERE part != ''"),
    PredictionsDialog: ("path,label,score\na.png,cell,0.9\n", "SELECT count(*) FROM class"),
}


@pytest.mark.parametrize("kind", list(_DIALOGS))
def test_an_import_that_waits_begins_when_its_dialog_is_gone(
    kind: type[BoxesDialog | PredictionsDialog],
    tmp_path: Path,
    open_new: Callable[..., OpenProject],
    qtbot: QtBot,
) -> None:
    text, wanted = _DIALOGS[kind]
    table, project, jobs = tmp_path / "t.csv", open_new(["a.png"], files=True), make_job_queue(qtbot)
    table.write_text(text, encoding="utf-8")
    ended: list[bool] = []
    dialog = kind(project, jobs, lambda: ended.append(True), None)
    qtbot.addWidget(dialog)
    dialog.use_file(table)
    if isinstance(dialog, PredictionsDialog):
        dialog.adds.setChecked(True)
    qtbot.waitUntil(dialog.import_button.isEnabled)
    goes_on: list[bool] = []

    def another() -> Job[None]:
        while not goes_on:
            yield Progress("working")

    jobs.start("Another job", another, lambda result: None)
    dialog.import_button.click()
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
    goes_on.append(True)
    qtbot.waitUntil(lambda: bool(ended))
    assert project.project.number(wanted) == 1
