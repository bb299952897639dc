"""Images and labels are checked against the manifest of an export, with a result to read and to save."""

import csv
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.data.decisions.history import assign, decide
from desktop_labeler.jobs.exchange.export_images import export
from desktop_labeler.jobs.exchange.verify_manifest import verify
from desktop_labeler.progress import finish
from desktop_labeler.ui.background.job_queue import JobQueue
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.open_project import OpenProject
from desktop_labeler.ui.dialogs.exchange.verification_dialog import VerificationDialog
from desktop_labeler.ui.shell.actions.verify_actions import VerifyActions
from tests.making import ME, label_images, make_project


class _Window:
    """A window with the action, and what it announces."""

    def __init__(self, qtbot: QtBot) -> None:
        self.widget = QWidget()
        qtbot.addWidget(self.widget)
        self.jobs = JobQueue(self.widget)
        self.actions = VerifyActions(self.widget, self.jobs)
        self.notices: list[Notice] = []
        self.errors: list[object] = []
        self.jobs.announced.connect(self.notices.append)
        self.jobs.failed.connect(self.errors.append)


@pytest.fixture
def opened(tmp_path: Path) -> OpenProject:
    with make_project(tmp_path / "p.labeler", [f"{number}.png" for number in range(6)], files=True) as project:
        label_images(project, ["cat", "cat", "dog", "dog", "owl", "owl"])
    finish(export(tmp_path / "p.labeler", tmp_path / "out.csv", format="csv"))
    return OpenProject(tmp_path / "p.labeler")


def _manifest(tmp_path: Path) -> Path:
    (found,) = tmp_path.glob("*manifest*.json")
    return found


def _found(qtbot: QtBot, window: _Window, opened: OpenProject, tmp_path: Path) -> VerificationDialog:
    window.actions.check(opened.path, _manifest(tmp_path))
    qtbot.waitUntil(lambda: bool(window.notices) and not window.jobs.busy)
    does = window.notices[-1].does
    assert does is not None
    does()
    dialog = window.widget.findChild(VerificationDialog)
    assert dialog is not None
    return dialog


def test_what_is_as_it_was_is_said_to_be(qtbot: QtBot, opened: OpenProject, tmp_path: Path) -> None:
    window = _Window(qtbot)
    dialog = _found(qtbot, window, opened, tmp_path)
    assert (window.notices[-1].text, window.notices[-1].tone) == ("Everything is as it was exported.", "")
    assert dialog.list.rowCount() == 0
    opened.close()


def test_what_was_changed_is_listed_and_saved(qtbot: QtBot, opened: OpenProject, tmp_path: Path) -> None:
    window = _Window(qtbot)
    owl = next(label.id for label in opened.classes if label.name == "owl")
    decide(opened.project, [1], assign(owl), kind="assign", what="Label", by=ME)
    (tmp_path / "images" / "2.png").unlink()
    (tmp_path / "images" / "3.png").write_bytes(b"another picture")
    dialog = _found(qtbot, window, opened, tmp_path)
    assert window.notices[-1].text == "3 images are not as exported."
    model = dialog.list.model()
    rows = {tuple(model.index(row, column).data() for column in range(4)) for row in range(model.rowCount())}
    assert rows == {
        ("0.png", "other label", "cat", "owl"),
        ("2.png", "missing", "", ""),
        ("3.png", "other content", "dog", "dog"),
    }
    out = tmp_path / "list.csv"
    for place in (tmp_path / "images" / "list.csv", out, out):  # not among the images, and nothing is overwritten
        window.actions.save(opened.path, finish(verify(opened.path, _manifest(tmp_path))), place)
        qtbot.waitUntil(lambda: not window.jobs.busy)
    assert len(window.errors) == 2
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert sorted(csv.reader(file)) == [
            ["0.png", "same", "cat", "owl"],
            ["2.png", "missing", "", ""],
            ["3.png", "changed", "dog", "dog"],
            ["path", "image", "label_then", "label_now"],
        ]
    opened.close()


def test_a_file_that_is_no_manifest_is_refused_in_a_sentence(qtbot: QtBot, opened: OpenProject, tmp_path: Path) -> None:
    window = _Window(qtbot)
    (tmp_path / "odd.json").write_text("[1, 2]")
    window.actions.check(opened.path, tmp_path / "odd.json")
    qtbot.waitUntil(lambda: bool(window.errors))
    assert not window.notices
    opened.close()
