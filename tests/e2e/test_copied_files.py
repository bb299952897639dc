"""A project file copied by hand over a crashed one: it opens as it was copied, and the person is told of the log."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_labeler import cli
from desktop_labeler.data.decisions.history import assign, decide
from desktop_labeler.data.project.backups import back_up
from desktop_labeler.data.project.project_file import Project
from desktop_labeler.ui.main_window import MainWindow
from tests.e2e.driving import messages, run_main
from tests.making import ME, label_images, labels_of, make_project

COPIED = {"a.png": ("cat", "confirmed"), "b.png": (None, "unlabelled")}
CRASHED = {"a.png": ("cat", "confirmed"), "b.png": ("cat", "confirmed")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A copy of an earlier state, beside the log of a crash; the crashed file and its log are in "crash" too."""
    path = tmp_path / "p.labeler"
    with make_project(path, ["a.png", "b.png"], files=True) as project:
        label_images(project, ["cat", None])
    stick = tmp_path / "stick.labeler"
    shutil.copy(path, stick)
    with Project(path) as project:
        project.save_setting("later", True)
        project.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        decide(project, [2], assign(1), kind="assign", what="Label", by=ME)
        (tmp_path / "crash").mkdir()
        for ending in ("", "-wal"):
            shutil.copy(path.with_name(f"p.labeler{ending}"), tmp_path / "crash")
    shutil.copy(tmp_path / "crash" / "p.labeler-wal", tmp_path)
    shutil.copy(stick, path)
    return path


def _aside(path: Path) -> Path:
    (found,) = path.parent.glob("p.labeler-wal of another state *")
    return found


@pytest.mark.parametrize("words", [["info"], ["history"], ["undo"], ["backup"]])
def test_a_command_says_that_the_log_is_not_the_files_own(
    path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    log = path.with_name("p.labeler-wal").read_bytes()
    assert cli.run([*words, str(path)]) == 0
    assert f"safe in {_aside(path).name}" in capsys.readouterr().err
    assert _aside(path).read_bytes() == log
    assert cli.run(["info", str(path)]) == 0
    assert capsys.readouterr().err == ""
    if words != ["undo"]:
        with Project(path) as project:
            assert labels_of(project) == COPIED


def test_the_window_says_it_and_shows_what_was_copied(path: Path, qapp: QApplication) -> None:
    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        yield lambda: bool(messages())
        assert "belongs to another state of p.labeler" in messages()[0]
        assert _aside(path).name in messages()[0]
        yield lambda: window.project is not None
        assert window.project is not None
        assert labels_of(window.project.project) == COPIED

    assert run_main([str(path)], person) == 0


def test_what_it_advises_brings_the_decisions_back(path: Path) -> None:
    assert cli.run(["info", str(path)]) == 0
    apart = path.parent / "apart"
    apart.mkdir()
    shutil.copy(path.parent / "crash" / "p.labeler", apart)
    _aside(path).rename(apart / "p.labeler-wal")
    with Project(apart / "p.labeler") as project:
        assert labels_of(project) == CRASHED


def test_a_crashed_project_opens_without_a_word(path: Path, qapp: QApplication) -> None:
    crashed = path.parent / "crash" / "p.labeler"

    def person(window: MainWindow) -> Iterator[Callable[[], bool]]:
        yield lambda: window.project is not None
        assert window.project is not None
        assert labels_of(window.project.project) == CRASHED
        assert messages() == []

    assert run_main([str(crashed)], person) == 0


@pytest.mark.parametrize("letter", ["n", "ü"])
def test_the_longest_name_of_a_project_leaves_room_for_what_is_moved_aside(path: Path, letter: str) -> None:
    long = path.with_name(f"{letter * (220 // len(letter.encode()))}.labeler")
    path.rename(long)
    path.with_name("p.labeler-wal").rename(long.with_name(f"{long.name}-wal"))
    assert cli.run(["backup", str(long)]) == 0
    (aside,) = long.parent.glob("*-wal of another state *")
    assert aside.name.startswith(letter * 20)
    (backup,) = long.with_name(f"{long.stem}.backups").glob("*.labeler")
    long.write_bytes(b"damaged")
    assert cli.run(["restore", str(long), backup.name]) == 0
    assert len(list(long.parent.glob("* damaged *.labeler"))) == 1
    with Project(long) as project:
        assert labels_of(project) == COPIED


def test_a_damaged_log_is_kept_and_said(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = path.parent / "crash" / "p.labeler-wal"
    content = bytearray(log.read_bytes())
    content[20] ^= 255  # in its header, so that nothing of it can be read
    log.write_bytes(content)
    assert cli.run(["info", str(log.with_name("p.labeler"))]) == 0
    (kept,) = log.parent.glob("p.labeler-wal damaged *")
    assert f"kept as {kept.name}" in capsys.readouterr().err
    assert kept.read_bytes() == content


def test_a_backup_copied_there_by_hand_stays_that_backup(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, crash = tmp_path / "p.labeler", tmp_path / "crash"
    crash.mkdir()
    with make_project(path, ["a.png", "b.png"], files=True) as project:
        label_images(project, ["cat", None])
        project.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        project.save_setting("later", True)
        backup = back_up(project.db, path, "asked")  # in the middle of the commits that the log holds
        decide(project, [2], assign(1), kind="assign", what="Label", by=ME)
        shutil.copy(path.with_name("p.labeler-wal"), crash)
    shutil.copy(crash / "p.labeler-wal", tmp_path)
    shutil.copy(backup.file, path)
    assert cli.run(["info", str(path)]) == 0
    assert f"safe in {_aside(path).name}" in capsys.readouterr().err
    with Project(path) as project:
        assert labels_of(project) == COPIED
        assert project.setting("later") is True
