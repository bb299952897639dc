"""Help in the window: the self-test and the diagnostic report, each a job beside the work."""

import json
import sys
import zipfile
from pathlib import Path

import pytest
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_labeler.jobs.self_tests import run_self_test
from desktop_labeler.ui.app import Opener
from desktop_labeler.ui.background.notice import Notice
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.shell.actions.help_actions import HelpActions, HelpDialog, SelfTestDialog
from tests.making import make_project
from tests.ui.job_queues import make_job_queue


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def help_actions(qtbot: QtBot, window: QWidget) -> HelpActions:
    return HelpActions(window, make_job_queue(qtbot, window))


@pytest.fixture
def announced(help_actions: HelpActions) -> list[Notice]:
    """Return what is announced."""
    heard: list[Notice] = []
    help_actions._jobs.announced.connect(heard.append)
    return heard


def _say(monkeypatch: pytest.MonkeyPatch, passed: bool) -> None:
    """Let the self-test be a program that ends at once with a report."""
    checks = [
        {"name": "embed", "ok": True, "seconds": 1.0, "detail": "720 images"},
        {"name": "devices", "ok": passed, "seconds": 0.1, "detail": "The device cuda cannot compute"},
    ]
    said = json.dumps({"passed": passed, "checks": checks, "device": "cpu", "seconds": 2})
    monkeypatch.setattr(run_self_test, "_program", lambda: [sys.executable, "-c", f"print({said!r})"])


@pytest.mark.parametrize(("passed", "heading"), [(True, "Everything works"), (False, "Something does not work")])
def test_the_self_test_runs_beside_the_work_and_shows_what_it_found(
    passed: bool,
    heading: str,
    qtbot: QtBot,
    window: QWidget,
    help_actions: HelpActions,
    announced: list[Notice],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _say(monkeypatch, passed)
    help_actions.open()
    dialog = window.findChild(HelpDialog)
    assert dialog is not None
    dialog.self_test_wanted.emit()
    qtbot.waitUntil(lambda: bool(announced))
    assert announced[0].text == f"Self-test: {heading}"
    assert window.findChild(SelfTestDialog) is None
    assert announced[0].does is not None
    announced[0].does()
    found = window.findChild(SelfTestDialog)
    assert found is not None
    assert found.windowTitle() == heading
    rows = [[found.list.item(row, column).text() for column in range(4)] for row in range(found.list.rowCount())]  # type: ignore[union-attr]
    assert rows[1] == ["devices", "ok" if passed else "failed", "0.1 s", "The device cuda cannot compute"]
    found.close()
    dialog.close()


@pytest.mark.parametrize("names", [True, False])
def test_the_report_is_written_where_the_person_says(
    names: bool, qtbot: QtBot, help_actions: HelpActions, announced: list[Notice], tmp_path: Path
) -> None:
    make_project(tmp_path / "p.labeler", ["a.png"]).close()
    help_actions.project = tmp_path / "p.labeler"
    help_actions.write_report(tmp_path / "report.zip", names=names)
    qtbot.waitUntil(lambda: bool(announced), timeout=60_000)
    assert "report.zip" in announced[0].text
    with zipfile.ZipFile(tmp_path / "report.zip") as held:
        assert json.loads(held.read("project.json"))["images"] == 1
        assert ("left in" in held.read("README.txt").decode()) is names


def test_a_file_that_macos_names_by_an_event_is_opened(qtbot: QtBot, tmp_path: Path) -> None:
    make_project(tmp_path / "p.labeler", ["a.png"]).close()
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    opener = Opener(window)
    assert opener.eventFilter(window, QFileOpenEvent(str(tmp_path / "p.labeler")))
    assert window.project is not None
    assert window.project.path == tmp_path / "p.labeler"
    window.close()
