"""What a person is promised of the window, through the real main()."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop_labeler.data.decisions.history import read_history
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.core.settings import Settings
from desktop_labeler.ui.dialogs.new_project_dialog import NewProjectDialog
from desktop_labeler.ui.main_window import MainWindow
from desktop_labeler.ui.pages.browse.browse_page import BrowsePage
from tests.e2e.driving import bytes_of, messages, run_main
from tests.making import labels_of, make_project
from tests.ui.grids import press_key

PATHS = [f"{folder}/{number:02}.png" for folder in ("cat", "dog") for number in range(6)]
Steps = Iterator[Callable[[], bool]]


@pytest.fixture
def project(tmp_path: Path, qapp: QApplication) -> Path:
    path = tmp_path / "animals.labeler"
    make_project(path, PATHS, files=True).close()
    return path


def browse(window: MainWindow) -> BrowsePage:
    page = window.page("browse")
    assert isinstance(page, BrowsePage)
    return page


def images_shown(window: MainWindow, count: int) -> Callable[[], bool]:
    return lambda: window.project is not None and len(browse(window).grid.content.images) == count


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    press_key(browse(window).grid, key, modifier)


def test_a_folder_becomes_a_project_that_is_labelled_closed_and_found_again(tmp_path: Path, qapp: QApplication) -> None:
    make_project(tmp_path / "unused.labeler", PATHS, files=True).close()
    images = tmp_path / "images"
    before = bytes_of(images)
    place = tmp_path / "images.labeler"

    def first_evening(window: MainWindow) -> Steps:
        window.files.new_project(images)
        dialog = window.findChild(NewProjectDialog)
        assert dialog is not None
        dialog.make.click()
        yield images_shown(window, len(PATHS))
        yield lambda: not window.jobs.busy
        press(window, Qt.Key.Key_2)
        press(window, Qt.Key.Key_U)
        press(window, Qt.Key.Key_E)
        window.undo()
        yield lambda: True

    assert run_main([], first_evening) == 0
    with Project(place, "read") as opened:
        labels = labels_of(opened)
    assert labels["cat/00.png"] == ("dog", "confirmed")
    assert labels["cat/01.png"] == (None, "unsure")
    assert labels["cat/02.png"] == ("cat", "labelled")

    def next_morning(window: MainWindow) -> Steps:
        yield images_shown(window, len(PATHS))
        yield lambda: not window.jobs.busy
        window.redo()
        yield lambda: True
        window.undo()
        window.undo()
        window.undo()
        yield lambda: True

    assert run_main([str(place)], next_morning) == 0
    with Project(place, "read") as opened:
        labels = labels_of(opened)
    assert {label for label, _ in labels.values()} == {"cat", "dog"}
    assert {state for _, state in labels.values()} == {"labelled"}
    assert bytes_of(images) == before


def test_select_all_and_one_key_is_one_decision(project: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield images_shown(window, len(PATHS))
        assert window.project is not None
        window.project.add_class("animal")
        press(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        press(window, Qt.Key.Key_1)
        yield lambda: True

    run_main([str(project)], person)
    with Project(project, "read") as opened:
        assert {label for label, _ in labels_of(opened).values()} == {"animal"}
        assert read_history(opened)[0].images == len(PATHS)
        assert read_history(opened)[0].kind == "assign"


def test_the_sample_opens_with_its_images_and_labels(qapp: QApplication, own_data: Path) -> None:
    def person(window: MainWindow) -> Steps:
        yield images_shown(window, 720)
        yield lambda: window.project is not None and len(window.project.classes) == 8

    assert run_main(["--sample"], person) == 0
    assert (own_data / "sample" / "sample.labeler").is_file()


def test_a_second_window_on_the_same_project_is_refused_in_words(project: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", "from desktop_labeler.data.project.project_file import Project\n"
         f"p = Project({str(project)!r})\nprint('open', flush=True)\ninput()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "open\n"

    def person(window: MainWindow) -> Steps:
        yield lambda: bool(messages())
        assert "is open in another window" in messages()[0]
        assert window.project is None

    try:
        assert run_main([str(project)], person) == 0
    finally:
        holder.communicate("\n")


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0" + bytes(200), b"hello " * 200])
def test_a_file_that_is_no_project_is_told_in_words_and_left_alone(
    tmp_path: Path, qapp: QApplication, content: bytes
) -> None:
    file = tmp_path / "notes.labeler"
    file.write_bytes(content)

    def person(window: MainWindow) -> Steps:
        yield lambda: bool(messages())
        assert "notes.labeler" in messages()[0]
        assert "Traceback" not in messages()[0]

    run_main([str(file)], person)
    assert file.read_bytes() == content


def test_filter_sort_and_tile_size_survive_a_restart(project: Path) -> None:
    def first(window: MainWindow) -> Steps:
        yield images_shown(window, len(PATHS))
        QTest.keyClicks(browse(window).filters.search, "dog")
        yield images_shown(window, 6)
        press(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
        tiles.append(browse(window).grid.tile)
        yield lambda: True

    def second(window: MainWindow) -> Steps:
        yield images_shown(window, 6)
        tiles.append(browse(window).grid.tile)

    tiles: list[int] = []
    run_main([str(project)], first)
    run_main([str(project)], second)
    assert tiles[0] == tiles[1] > Settings().tile


def test_a_moved_folder_is_asked_for_and_found_by_its_content(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def first(window: MainWindow) -> Steps:
        yield images_shown(window, len(PATHS))
        yield lambda: not window.jobs.busy
        window.files.identify()
        yield lambda: not window.jobs.busy

    run_main([str(project)], first)
    moved = project.parent / "elsewhere" / "pictures"
    moved.parent.mkdir()
    (project.parent / "images").rename(moved)
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getExistingDirectory", lambda *_: str(moved)
    )  # the person's answer

    def second(window: MainWindow) -> Steps:
        yield images_shown(window, len(PATHS))
        yield lambda: not window.jobs.busy
        window.files.rescan()
        (box,) = window.findChildren(QMessageBox)
        next(one for one in box.buttons() if one.text() == "Choose where it is now…").click()
        yield lambda: not window.jobs.busy

    run_main([str(project)], second)
    with Project(project, "read") as opened:
        assert opened.folders()[0].path == moved
        assert len(labels_of(opened)) == len(PATHS)
        assert all(image.problem is None for image in opened.images(range(1, len(PATHS) + 1)))
