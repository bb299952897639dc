"""The export dialog of a project with boxes: their formats, written back or anew, and what it tells then."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.history import assign, decide
from desktop_labeler.data.images.query.image_query import find_images
from desktop_labeler.jobs.exchange.import_boxes import import_boxes
from desktop_labeler.progress import finish
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.exchange.export_dialog import ExportDialog
from tests.making import ME
from tests.ui.job_queues import make_job_queue

PATHS = ["1.png", "2.png"]


@pytest.fixture
def jobs(qtbot: QtBot) -> JobQueue:
    return make_job_queue(qtbot)


@pytest.fixture
def project(open_new: Callable[..., OpenProject], tmp_path: Path) -> OpenProject:
    """A project with two boxes from a table, of which one got another class."""
    found = open_new(PATHS, files=True)
    with (tmp_path / "boxes.csv").open("w", encoding="utf-8", newline="") as file:
        rows = [(path, 0, 0, 1, 1, name) for path, name in zip(PATHS, ("cat", "dog"), strict=True)]
        csv.writer(file, lineterminator="\n").writerows([("path", "x", "y", "w", "h", "label"), *rows])
    finish(import_boxes(found.path, tmp_path / "boxes.csv", by=ME))
    (first, second) = (row for row in found.project.images(find_images(found.project).tolist()) if row.part)
    assert first.class_id is not None
    decide(found.project, [second.id], assign(first.class_id), kind="assign", what="Correct", by=ME)
    return found


def choose(dialog: ExportDialog, name: str) -> None:
    dialog._format.setCurrentIndex(dialog._format.findData(name))


def test_formats_of_boxes_are_offered_only_where_there_are_boxes(
    qtbot: QtBot, jobs: JobQueue, open_new: Callable[..., OpenProject]
) -> None:
    dialog = ExportDialog(open_new(PATHS, files=True), jobs, None)
    qtbot.addWidget(dialog)
    assert dialog._format.findData("coco") == -1


def test_boxes_are_written_back_with_what_changed_in_words(
    qtbot: QtBot, jobs: JobQueue, project: OpenProject, tmp_path: Path
) -> None:
    dialog = ExportDialog(project, jobs, None)
    qtbot.addWidget(dialog)
    assert dialog._format.findData("labelme-boxes") == -1  # none came from there
    choose(dialog, "csv-boxes")
    assert Path(dialog.place.text()).suffix == ".csv"
    dialog.place.setText(str(tmp_path / "out.csv"))
    with qtbot.waitSignal(jobs.idle), qtbot.waitSignal(jobs.announced) as told:
        dialog.export_button.click()
    before, after = ((tmp_path / name).read_text(encoding="utf-8") for name in ("boxes.csv", "out.csv"))
    assert after == before.replace("dog", "cat")
    assert told.args is not None
    assert told.args[0].text == "2 boxes are exported to out.csv; 1 has another class than in the source."


def test_boxes_are_written_anew_when_asked(qtbot: QtBot, jobs: JobQueue, project: OpenProject, tmp_path: Path) -> None:
    dialog = ExportDialog(project, jobs, None)
    qtbot.addWidget(dialog)
    choose(dialog, "voc")
    assert Path(dialog.place.text()).suffix == ""
    choose(dialog, "csv-boxes")
    dialog._anew.setChecked(True)
    dialog.place.setText(str(tmp_path / "out.csv"))
    with qtbot.waitSignal(jobs.idle):
        dialog.export_button.click()
    assert (
        (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("path,x,y,w,h,label,image_width,image_height\n")
    )


def test_pages_can_be_saved_with_formats_of_files_and_nothing_is_anew_where_that_is_impossible(
    qtbot: QtBot, jobs: JobQueue, project: OpenProject
) -> None:
    dialog = ExportDialog(project, jobs, None)
    qtbot.addWidget(dialog)
    choose(dialog, "voc")
    assert not dialog._form.isRowVisible(dialog._stills)  # no box is on a page
    with project.project.transaction() as db:
        db.execute("UPDATE image SET part = 'page=2&' || part, path = path || '2' WHERE part LIKE 'xywh=%'")
    dialog = ExportDialog(project, jobs, None)
    qtbot.addWidget(dialog)
    for name, saves in (("voc", True), ("yolo-detect", True), ("coco", False), ("csv-boxes", False)):
        choose(dialog, name)
        assert dialog._form.isRowVisible(dialog._stills) == saves
        assert dialog._form.isRowVisible(dialog._anew)
