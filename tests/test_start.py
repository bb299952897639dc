"""The start where something is missing: no place for settings, no streams, no OpenGL; and the self-test's look."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_labeler import __main__ as start
from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.errors import LabelerError
from desktop_labeler.paths import data_dir
from desktop_labeler.ui import window_check
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.driving import run_main
from tests.making import label_images, make_project


@pytest.fixture
def no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that cannot be made: something of that name is in the way."""
    (tmp_path / "taken").write_text("")
    place = tmp_path / "taken" / "data"
    monkeypatch.setenv("DESKTOP_LABELER_DATA", str(place))
    return place


def test_the_window_opens_and_says_that_settings_cannot_be_kept(no_place: Path, qapp: QApplication) -> None:
    said: list[str] = []

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        yield lambda: bool(window.findChildren(QMessageBox))
        said.extend(box.text() for box in window.findChildren(QMessageBox))
        yield lambda: True

    assert run_main([], person) == 0
    assert "The folder for settings and logs cannot be made" in said[0]
    assert "another folder for its data" in said[0]
    assert not no_place.exists()


def test_where_settings_can_be_kept_nothing_is_said() -> None:
    before = os.environ["DESKTOP_LABELER_DATA"]
    assert start._move_data_if_needed() is None
    assert os.environ["DESKTOP_LABELER_DATA"] == before


def test_a_program_without_streams_gets_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    start._give_streams()
    for stream in (sys.stdout, sys.stderr):
        stream.write("heard by nobody")
        stream.close()


@pytest.mark.parametrize("there", [True, False])
def test_the_packaged_program_brings_opengl_only_where_there_is_none(
    there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "opengl").mkdir()
    for name in ("libGLdispatch.so.0", "libGLX.so.0", "libGL.so.1", "libEGL.so.1"):
        (tmp_path / "opengl" / name).write_text("")
    loaded: list[str] = []

    def load(name: str) -> None:
        loaded.append(name)
        if not there and not name.startswith("/"):
            raise OSError(f"{name}: cannot open shared object file")

    start.load_before_qt("linux", load)
    assert loaded == []  # not packaged: the system's libraries are the only ones
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    start.load_before_qt("linux", load)
    own = [name for name in loaded if name.startswith(str(tmp_path))]
    assert len(own) == (0 if there else 4)


@pytest.fixture
def project(tmp_path: Path, qapp: QApplication) -> Path:
    path = tmp_path / "p.labeler"
    with make_project(path, [f"{number}.png" for number in range(30)], files=True) as opened:
        label_images(opened, [None, *["cat"] * 15, *["dog"] * 14])
    return path


def test_the_look_at_the_window_labels_and_takes_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window_check, "_COLOURS", 4)  # thirty tiles of one colour each
    seen = window_check.check_window(project)
    assert seen.startswith("offscreen, Qt 6.")
    assert "30 images" in seen
    with Project(project, "read") as opened:
        assert [decision.kind for decision in read_history(opened)][:2] == ["undo", "assign"]


def test_a_window_that_stays_empty_is_found(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window_check, "_COLOURS", 1_000_000)
    with pytest.raises(LabelerError, match="stays empty"):
        window_check.check_window(project)


def test_what_a_page_says_while_it_is_shown_is_found(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window_check, "_COLOURS", 1)
    earlier, boxes = MainWindow.show_page, list[QMessageBox]()

    def show_page(window: MainWindow, name: str) -> None:
        earlier(window, name)
        if name == "settings":
            boxes.append(QMessageBox(QMessageBox.Icon.Critical, "", "No module named scipy", parent=window))
            boxes[-1].open()

    monkeypatch.setattr(MainWindow, "show_page", show_page)
    with pytest.raises(LabelerError, match="No module named scipy"):
        window_check.check_window(project)
    for box in boxes:
        shiboken6.delete(box)  # or a later test would read it


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in folders there")
@pytest.mark.parametrize("name", ["desktop-labeler.log", "crash.log"])
def test_a_pipe_in_the_place_of_a_log_is_no_obstacle(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    make_project(tmp_path / "p.labeler", ["a.png"]).close()
    (data_dir() / "logs").mkdir(exist_ok=True)
    os.mkfifo(data_dir() / "logs" / name)
    assert start.main(["info", str(tmp_path / "p.labeler")]) == 0
    assert "1 image" in capsys.readouterr().out
